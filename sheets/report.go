package sheets

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/relance-bot/relance/ledger"
)

// Report is what one cycle did, or with DryRun would do.
type Report struct {
	At         time.Time               `json:"at"`
	Quiet      bool                    `json:"quiet,omitempty"` // nothing new: not read
	DryRun     bool                    `json:"dry_run,omitempty"`
	First      bool                    `json:"first,omitempty"`
	Read       int                     `json:"read"`               // rows of invoices
	Decoded    int                     `json:"decoded"`            // of them, changed since
	Changed    int                     `json:"changed"`            // facts taken from the sheet
	Gone       int                     `json:"gone"`               // of them, invoices whose row is not there any more
	Presumed   int                     `json:"presumed,omitempty"` // left the list of open items and wait for a person's word
	Archived   int                     `json:"archived,omitempty"` // of them, invoices moved to a tab that isn't watched
	Written    int                     `json:"written"`            // cells and rows written, and proven
	Planned    []string                `json:"planned,omitempty"`
	PutBack    int                     `json:"put_back,omitempty"`
	Settled    []string                `json:"settled,omitempty"` // intents of earlier cycles and how they ended
	Conflicts  []Conflict              `json:"conflicts,omitempty"`
	Problems   []Problem               `json:"problems,omitempty"`
	Asked      map[ledger.Key]Question `json:"asked,omitempty"` // what is asked about payments since this cycle
	Held       string                  `json:"held,omitempty"`
	HeldBy     []Problem               `json:"held_by,omitempty"`
	Holding    []Problem               `json:"holding,omitempty"`    // of a dry run with a person's word: what the last cycle holds the book for; nil: not known here
	Unsettled  bool                    `json:"unsettled,omitempty"`  // an intent or a put-back is open: no reminders
	Later      int                     `json:"later,omitempty"`      // writes left to the next cycle
	HighWater  uint64                  `json:"high_water,omitempty"` // journal's Seq that the sheet has seen; a store behind it was restored
	Columns    []string                `json:"columns,omitempty"`    // what was mapped to what, on a first sync
	Calls      map[string]int          `json:"calls,omitempty"`
	Waiting    int                     `json:"waiting,omitempty"` // late when first seen
	Duplicates int                     `json:"duplicates,omitempty"`
	Ladder     bool                    `json:"ladder,omitempty"` // the Ladder tab says something else than before

	Book *ledger.Book `json:"-"` // DryRun: as it would be after the cycle; nil where the sheet holds it
}

// count counts the facts taken from the sheet, and of them the invoices that
// are there no more.
func (r *Report) count(changes []ledger.Change) {
	r.Changed, r.Gone, r.Archived = 0, 0, 0
	for _, ch := range changes {
		if ch.Source != ledger.SourceSheet {
			continue
		}
		r.Changed++
		switch {
		case ch.Field != ledger.FieldInvoice || !ch.New.IsEmpty():
		case strings.HasPrefix(ch.Cause, archiveCause):
			r.Archived++
		default:
			r.Gone++
		}
	}
}

// stands keeps what an earlier read found and a cycle that had nothing new to
// read did not look for again: a row that can't be read is still there.
func (r *Report) stands(before Report) {
	r.Problems, r.Waiting, r.Duplicates, r.Presumed = before.Problems, before.Waiting, before.Duplicates, before.Presumed
}

// String is the report on some lines, for a terminal.
func (r Report) String() string {
	var b strings.Builder
	switch {
	case r.Quiet:
		b.WriteString("nothing new")
	case r.DryRun:
		fmt.Fprintf(&b, "read %d rows, would take %d changes and write %d cells", r.Read, r.Changed, len(r.Planned))
	default:
		fmt.Fprintf(&b, "read %d rows (%d decoded), took %d changes, wrote %d cells", r.Read, r.Decoded, r.Changed, r.Written)
	}
	if r.PutBack > 0 {
		fmt.Fprintf(&b, ", put back %d", r.PutBack)
	}
	if r.Archived > 0 {
		fmt.Fprintf(&b, ", %d moved to an archive", r.Archived)
	}
	if r.Presumed > 0 {
		fmt.Fprintf(&b, ", %d presumed settled", r.Presumed)
	}
	if r.Waiting > 0 {
		fmt.Fprintf(&b, ", %d late when first seen", r.Waiting)
	}
	b.WriteByte('\n')
	if r.Held != "" {
		fmt.Fprintf(&b, "held: %s\n", r.Held)
	}
	if r.Unsettled {
		b.WriteString("a write is not settled yet\n")
	}
	for _, line := range r.Planned {
		fmt.Fprintf(&b, "  %s\n", line)
	}
	for _, p := range r.Problems {
		place := p.Tab
		if p.Row > 0 {
			place = fmt.Sprintf("%s row %d", p.Tab, p.Row)
		}
		fmt.Fprintf(&b, "  %s: %s\n", strings.TrimSpace(place+" "+string(p.Invoice)), p.Text("en"))
	}
	for _, c := range r.Conflicts {
		fmt.Fprintf(&b, "  conflict on %s %s: the sheet says %q, kept %q\n", c.Invoice, c.Field, c.Sheet, c.Mine)
	}
	for _, name := range slices.Sorted(maps.Keys(r.Calls)) {
		fmt.Fprintf(&b, "  %d × %s\n", r.Calls[name], name)
	}
	return b.String()
}
