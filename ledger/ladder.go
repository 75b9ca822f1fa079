package ledger

import "time"

// LadderRow is a row of the Ladder tab, as it is typed. What the words mean is
// not the ledger's business.
type LadderRow struct {
	Row      int    `json:"row,omitempty"` // of the tab, from 1
	Ladder   string `json:"ladder,omitempty"`
	Stage    string `json:"stage,omitempty"`
	Day      string `json:"day,omitempty"`
	Tone     string `json:"tone,omitempty"`
	Tell     string `json:"tell,omitempty"`
	Letter   string `json:"letter,omitempty"`
	Mail     string `json:"mail,omitempty"`
	Approval string `json:"approval,omitempty"`
	Repeat   string `json:"repeat,omitempty"`
}

// LadderTab is what the Ladder tab says: a record of LadderRows, empty where
// there is no such tab. It proposes, and moves nobody by itself.
func (b *Book) LadderTab() string { return b.ladders }

// Applied is what finance took over from the Ladder tab.
type Applied struct {
	Ladders string // a record of LadderRows; empty: the operator's file alone holds
	By      string // Slack user id; empty: nobody ever did
	At      time.Time
}

// AppliedLadders are those that finance last took over.
func (b *Book) AppliedLadders() Applied { return b.taken }

// ApplyLadders takes over what the Ladder tab says, or with none goes back to
// the operator's file.
func (a Act) ApplyLadders(b *Book, rows string) []Change {
	if b.taken.Ladders == rows {
		return nil
	}
	return []Change{a.change(Change{Field: FieldPolicy, Old: Text(b.taken.Ladders), New: Text(rows)})}
}
