package mailsim

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"
)

// kept is a message in a saved state: what doesn't follow from its bytes.
type kept struct {
	At         time.Time `json:"at"`
	From       string    `json:"from"`
	Recipients []string  `json:"recipients"`
	Raw        []byte    `json:"raw"`
}

// Save writes what the server took, for Load. Faults and connections are not
// part of it.
func (s *Sim) Save(w io.Writer) error {
	list := []kept{}
	for _, m := range s.Messages() {
		list = append(list, kept{m.At, m.From, m.Recipients, m.Raw})
	}
	return json.NewEncoder(w).Encode(list)
}

// Load puts a saved state in place of the box. On an error the server is as it was.
func (s *Sim) Load(r io.Reader) error {
	var list []kept
	if err := json.NewDecoder(r).Decode(&list); err != nil {
		return fmt.Errorf("read the mail box: %w", err)
	}
	box := make([]Message, 0, len(list))
	for i, k := range list {
		m, why := parse(k.Raw, true)
		if why != "" {
			return fmt.Errorf("read the mail box: message %d: %w", i+1, errors.New(why))
		}
		m.At, m.From, m.Recipients, m.Raw = k.At, k.From, k.Recipients, k.Raw
		box = append(box, m)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.box = box
	return nil
}
