package sheets

import (
	"slices"

	"github.com/relance-bot/relance/ledger"
)

// presumption tells under which header a row was hit whose header is not where
// it was: somebody inserted or deleted rows above it, and the copy of its row
// shows something else. The columns may well stand as they were read. Presumed
// is that only for a row that then says what is known of the invoice whose
// number it bears; false where nothing tells.
type presumption func(tab tabRole, row []any, hit map[int]bool) (texts []string, columns Columns, ok bool)

// presume is the presumption for a write that was made under the headers that it
// noted.
func (c *cycle) presume(in intent) presumption {
	return func(tab tabRole, row []any, hit map[int]bool) ([]string, Columns, bool) {
		texts := in.Texts[tab]
		columns := columnsOf(tab, texts, c.overrides(tab))
		return texts, columns, columns.Has(keyField(tab)) && c.knows(tab, columns, row, hit)
	}
}

// knows tells that a row, but for the cells that were hit, is one that the
// baseline knows: it bears its number, and most of what people entered there.
func (c *cycle) knows(tab tabRole, columns Columns, row []any, hit map[int]bool) bool {
	k := keyIn(tab, columns, row)
	if !tab.holdsInvoices() {
		for id := range c.state.payments {
			if k != "" && ledger.KeyOf(id) == k {
				return true
			}
		}
		return false
	}
	base, known := c.state.rows[k]
	if tab == tabFollow {
		base, known = c.state.follow[k]
	}
	if !known {
		return false
	}
	row = slices.Clone(row)
	for i := range hit {
		if i < len(row) {
			row[i] = nil
		}
	}
	values := parseRow(row, columns, c.options()).Values
	filled, same := 0, 0
	for f, v := range base.Values {
		if at, ok := columns.Index(f); !ok || hit[at] || v.IsEmpty() || f == ledger.FieldNumber || ownerIn(tab, f) == OwnerBot {
			continue
		}
		if filled++; values[f] == v {
			same++
		}
	}
	return 2*same > filled
}

// headerNotes are the headers that a write is made under.
func headerNotes(read *sheetRead) map[tabRole][]string {
	texts := map[tabRole][]string{tabPayments: headerTexts(read.Payments.header)}
	for _, t := range read.marked() {
		texts[t.Role] = headerTexts(t.header)
	}
	return texts
}

// holding is where in a row of which column and number are presumed our value
// stands: in the presumed column, or in the only cell that shows it.
func (b PutBack) holding(columns Columns, cells []any) (int, bool) {
	if at, ok := columns.Index(b.Field); ok && b.Field != "" && sameCell(cellAt(cells, at), b.Stray.Value) {
		return at, true
	}
	found := -1
	for i, v := range cells {
		if IsBlank(v) || !sameCell(v, b.Stray.Value) {
			continue
		}
		if found >= 0 {
			return 0, false
		}
		found = i
	}
	return found, found >= 0
}
