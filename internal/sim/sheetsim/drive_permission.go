package sheetsim

import (
	"slices"
	"strings"
)

// permissionKinds and permissionRoles are those of a Drive permission.
var (
	permissionKinds = []string{"user", "group", "domain", "anyone"}
	permissionRoles = []string{"owner", "organizer", "fileOrganizer", "writer", "commenter", "reader"}
)

// permissionCreate shares a file with somebody.
func (s *Sim) permissionCreate(c *call) (any, *apiError) {
	from, err := s.openFile(c)
	if err != nil {
		return nil, err
	}
	body, err := c.driveBody()
	if err != nil {
		return nil, err
	}
	kind, role, address := body.str("type"), body.str("role"), body.str("emailAddress")
	switch {
	case kind == "":
		return nil, badRequest("The permission type field is required.")
	case role == "":
		return nil, badRequest("The permission role field is required.")
	case !slices.Contains(permissionKinds, kind):
		return nil, badRequest("The specified permission type is invalid or not applicable for this item.")
	case !slices.Contains(permissionRoles, role):
		return nil, badRequest("The specified role is invalid or not supported.")
	case (kind == "user" || kind == "group") && !strings.Contains(address, "@"):
		return nil, badRequest("The specified emailAddress is invalid or not applicable for the given permission type.")
	}
	b := from.clone()
	if !slices.Contains(b.writers, address) {
		b.writers = append(slices.Clone(b.writers), address)
	}
	s.commit(b)
	known := obj{"kind": "drive#permission", "id": "p" + address, "type": kind, "role": role, "emailAddress": address}
	m, err := c.driveMask(known, mask{"kind": nil, "id": nil, "type": nil, "role": nil})
	if err != nil {
		return nil, err
	}
	return m.filter(known), nil
}

// SharedWith are the addresses that a spreadsheet was shared with by the API.
func (s *Sim) SharedWith(id string) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if b := s.books[id]; b != nil {
		return slices.Clone(b.writers)
	}
	return nil
}
