package ledger

import (
	"encoding/json"
	"strings"
)

// Note is a line of the timeline that changes nothing: what was said on the
// phone, how a dispute ended. It stands in the journal as a FieldNote.
type Note struct {
	What    string `json:"note"`              // one of the constants
	Outcome string `json:"outcome,omitempty"` // of a call or a dispute
	On      Date   `json:"on,omitzero"`       // the day that it speaks of
	Text    string `json:"text,omitempty"`    // what a person added
}

// What a Note is about.
const (
	NoteCall     = "call"     // Outcome of a call; On: to be called again, or promised
	NoteDispute  = "dispute"  // Outcome of a dispute; Text: what it was about
	NoteHandover = "handover" // Outcome: one of HandoverKinds, or HandoverReturned
	NotePlan     = "plan"     // an instalment plan was given up; Text: it
)

// Value is the note as a change carries it.
func (n Note) Value() Value { return Record(n) }

// ParseNote reads a FieldNote. A plain text, as other lines are, is a Note with
// a Text alone.
func ParseNote(v Value) Note {
	var n Note
	if text := v.Text(); strings.HasPrefix(text, `{"note":`) && json.Unmarshal([]byte(text), &n) == nil {
		return n
	}
	return Note{Text: v.Text()}
}
