package google

import (
	"context"

	"google.golang.org/api/drive/v3"
)

// Share lets a person edit the spreadsheet, and has Google tell them.
func (s *Spreadsheet) Share(ctx context.Context, address string) error {
	_, err := s.drive.Permissions.Create(s.id, &drive.Permission{Type: "user", Role: "writer", EmailAddress: address}).
		SendNotificationEmail(true).SupportsAllDrives(true).Fields("id").Context(ctx).Do()
	if err != nil {
		return s.callError("share", err, false)
	}
	return nil
}

// ID is the spreadsheet's.
func (s *Spreadsheet) ID() string { return s.id }

// Account is the address that a person must share the spreadsheet with, if it
// is known.
func (s *Spreadsheet) Account() string { return s.account }

// Address is where a person opens a spreadsheet.
func Address(id string) string { return "https://docs.google.com/spreadsheets/d/" + id + "/edit" }
