package sheetsim

import (
	"encoding/json"
	"fmt"
	"io"
)

// file is a spreadsheet that exists before a client comes: what Drive lists.
type file struct {
	ID      string `json:"id"`
	Title   string `json:"title"`
	Private bool   `json:"private,omitempty"` // not shared with the calling account
}

// AddFiles adds empty spreadsheets from a JSON list of {"id", "title",
// "private"}, as of files that existed before. An id that is taken is an error;
// the files before it are there then.
func (s *Sim) AddFiles(r io.Reader) error {
	var files []file
	dec := json.NewDecoder(r)
	dec.DisallowUnknownFields()
	if err := dec.Decode(&files); err != nil {
		return fmt.Errorf("read the list of files: %w", err)
	}
	for i, f := range files {
		if f.ID == "" || !s.CreateSpreadsheetWithID(f.ID, f.Title, "", "") {
			return fmt.Errorf("file %d of the list: id %q is empty or taken", i+1, f.ID)
		}
		s.SetShared(f.ID, !f.Private)
	}
	return nil
}
