package sheets

import (
	"slices"
	"time"

	"github.com/relance-bot/relance/ledger"
)

// Edit is what the spreadsheet itself told of one edit: a hint, never a fact.
// The cycle reads the sheet whatever it says; it only may put a name to what
// the cycle finds there.
type Edit struct {
	Tab       string    `json:"tab"`
	Row, Col  int       // from 0
	Rows      int       // 0: the whole tab may have moved
	Cols      int       //
	By        string    `json:"by,omitempty"` // who, as an Actor; empty: the service did not say
	At        time.Time `json:"at"`
	Structure bool      `json:"structure,omitempty"` // rows or columns moved: no place told before holds
}

// editLife is how old an edit may be to name anybody: a cycle that is late by
// more has seen other hands.
const editLife = 2 * time.Minute

// editors puts names to the changes that a cycle finds in one tab.
type editors struct{ edits []Edit }

// newEditors takes the edits that were told before the read. One that moved
// rows or columns makes every place unknown, of all that were told.
func newEditors(edits []Edit, tab string, now time.Time) editors {
	var e editors
	for _, edit := range edits {
		if edit.Tab != tab && edit.Tab != "" || now.Sub(edit.At) > editLife {
			continue
		}
		if edit.Structure || edit.Rows <= 0 || edit.Cols <= 0 {
			return editors{}
		}
		e.edits = append(e.edits, edit)
	}
	return e
}

// of is who edited all of those cells of a row: one person, known by name, and
// nobody else beside them. Otherwise nobody is named.
func (e editors) of(row int, cols []int) (actor string, known bool) {
	for _, col := range cols {
		covered := false
		for _, edit := range e.edits {
			if row < edit.Row || row >= edit.Row+edit.Rows || col < edit.Col || col >= edit.Col+edit.Cols {
				continue
			}
			if edit.By == "" || actor != "" && actor != edit.By {
				return "", false
			}
			actor, covered = edit.By, true
		}
		if !covered {
			return "", false
		}
	}
	return actor, actor != ""
}

// takeEdits takes what was told before the read that is about to be made: what
// is told later may be about later edits.
func (c *cycle) takeEdits() {
	if c.Edits != nil && !c.ask.DryRun {
		c.edits = c.Edits()
	}
}

// nameEditors gives the changes taken from the invoices tab their authors, where
// the hinted cell is the changed cell. A change of several cells (a new row)
// has an author if one person edited them all.
func (c *cycle) nameEditors(read *sheetRead, changes []ledger.Change) {
	if len(c.edits) == 0 {
		return
	}
	told := map[string]editors{}
	for _, t := range read.Invoices {
		told[t.Tab.Title] = newEditors(c.edits, t.Tab.Title, c.now)
	}
	rows := map[ledger.Key]*sheetRow{}
	for _, r := range read.Rows {
		if _, twice := rows[r.Key]; twice {
			rows[r.Key] = nil // which of the two?
			continue
		}
		rows[r.Key] = r
	}
	for i, ch := range changes {
		r := rows[ch.Invoice]
		if ch.Source != ledger.SourceSheet || r == nil {
			continue
		}
		if actor, ok := told[r.tab.Tab.Title].of(r.Index, cellsOf(r.tab.Columns, r, ch.Field)); ok {
			changes[i].Actor = actor
		}
	}
}

// cellsOf are the columns that a change of a field was read from.
func cellsOf(columns Columns, r *sheetRow, f ledger.Field) []int {
	if f != ledger.FieldInvoice {
		at, ok := columns.Index(f)
		if !ok {
			return nil
		}
		return []int{at}
	}
	var cols []int
	for _, f := range columns.Fields() {
		if at, ok := columns.Index(f); ok && !r.Values[f].IsEmpty() {
			cols = append(cols, at)
		}
	}
	return slices.Sorted(slices.Values(cols))
}
