package sheets

import (
	"regexp"
	"slices"

	"github.com/relance-bot/relance/ledger"
)

// maxTries is how often a put-back is tried before a person is asked.
const maxTries = 4

// locus is where a put-back's cell stands in a fresh read.
type locus struct {
	Row, Col int
	Cells    []any
	Found    bool
	Twice    bool    // its key is there more than once
	NoKey    bool    // its key is not there
	Twins    []locus // all rows that are the pre-image to the letter but for what was hit, and hold our value
}

// find finds the cell again: in its tab, or, where someone moved the row, in
// another of the same kind that holds its key.
func (b PutBack) find(read *sheetRead) (*tabRead, locus, error) {
	home := read.tab(b.Tab)
	if home == nil {
		home = &tabRead{Role: b.Tab}
	}
	at, err := b.locate(*home)
	if err != nil || at.Found && b.Key == "" || b.Tab.kind() != tabInvoices {
		return home, at, err
	}
	for _, t := range read.Invoices {
		if t.Role == home.Role || b.Key == "" {
			continue
		}
		there, err := b.locate(*t)
		switch {
		case err != nil:
			return home, at, err
		case there.Twice, there.Found && at.Found && b.keyed(*t, there) && b.keyed(*home, at):
			return home, locus{Twice: true, Twins: at.Twins}, nil
		case there.Found && b.keyed(*t, there):
			home, at = t, there
		}
	}
	return home, at, nil
}

// keyed tells that a row was found by its key.
func (b PutBack) keyed(t tabRead, at locus) bool { return keyIn(b.Tab, t.Columns, at.Cells) == b.Key }

// locate finds the cell again: the row by the pre-image's key, else by the
// rest of the pre-image, the column by its header. Where it stood counts for
// nothing.
func (b PutBack) locate(t tabRead) (locus, error) {
	rows, err := t.allRows()
	if err != nil {
		return locus{}, err
	}
	b = b.under(t)
	texts := headerTexts(t.header)
	twins := b.twins(rows)
	if b.Field == keyField(b.Tab) && !IsBlank(b.Stray.Value) && len(twins) == 1 {
		// The row that bears the key is another, of which this one was a copy.
		return twins[0], nil
	}
	var byKey []int
	if b.Key != "" {
		for i, cells := range rows {
			if i > t.HeaderRow && keyIn(b.Tab, t.Columns, cells) == b.Key {
				byKey = append(byKey, i)
			}
		}
	}
	if len(byKey) > 1 {
		return locus{Twice: true, Twins: twins}, nil
	}
	if len(byKey) == 1 {
		if col, ok := b.column(texts, t.Columns, rows[byKey[0]]); ok {
			return locus{Row: byKey[0], Col: col, Cells: rows[byKey[0]], Found: true, Twins: twins}, nil
		}
		return locus{}, nil
	}
	// No key: it was never there, or it is what we hit.
	if len(twins) == 1 {
		return twins[0], nil
	}
	if at, ok := b.unkeyed(t, rows); ok && len(twins) == 0 {
		return at, nil
	}
	if row, col, ok := b.named(t, rows); ok && len(twins) == 0 {
		return locus{Row: row, Col: col, Cells: rows[row], Found: true}, nil
	}
	return locus{NoKey: b.Key != "", Twins: twins}, nil
}

// twins are the rows that hold our value, and the rest of the pre-image to the
// letter.
func (b PutBack) twins(rows [][]any) []locus {
	hit := hitSet(b.Hit)
	var list []locus
	for i, cells := range rows {
		if sameCell(cellAt(cells, b.Col), b.Stray.Value) && sameRow(cells, b.Row, hit) {
			list = append(list, locus{Row: i, Col: b.Col, Cells: cells, Found: true})
		}
	}
	return list
}

// unkeyed is the row that was blank when it was hit, and in which people may have
// typed since: the only one without a key that holds our value under that header.
func (b PutBack) unkeyed(t tabRead, rows [][]any) (at locus, ok bool) {
	if b.Key != "" || IsBlank(b.Stray.Value) || !sameRow(nil, b.Row, hitSet(b.Hit)) {
		return locus{}, false
	}
	texts, found := headerTexts(t.header), 0
	for i, cells := range rows {
		if i <= t.HeaderRow || keyIn(b.Tab, t.Columns, cells) != "" {
			continue
		}
		if col, there := b.column(texts, t.Columns, cells); there && sameCell(cellAt(cells, col), b.Stray.Value) {
			at = locus{Row: i, Col: col, Cells: cells, Found: true}
			found++
		}
	}
	return at, found == 1
}

func hitSet(cols []int) map[int]bool {
	set := map[int]bool{}
	for _, c := range cols {
		set[c] = true
	}
	return set
}

// isTwin tells that another put-back is of a row that was just the same.
func (b PutBack) isTwin(a PutBack) bool {
	return !a.Asked && a.Seq == b.Seq && a.Tab == b.Tab && a.Col == b.Col && a.Formula == b.Formula &&
		sameCell(a.Stray.Value, b.Stray.Value) && sameRow(a.Row, b.Row, nil)
}

// named is the row that bears our value for its key, where that is what was
// hit: people may have changed some of the rest since.
func (b PutBack) named(t tabRead, rows [][]any) (row, col int, ok bool) {
	col, has := t.Columns.Index(keyField(b.Tab))
	if !has || b.Field != keyField(b.Tab) || IsBlank(b.Stray.Value) {
		return 0, 0, false
	}
	found := 0
	for i, cells := range rows {
		if i <= t.HeaderRow || !sameCell(cellAt(cells, col), b.Stray.Value) {
			continue
		}
		found++
		near, _ := b.sameRest(&t, cells)
		row, ok = i, near
	}
	return row, col, ok && found == 1
}

// column finds the column by its header; among several of that header by our
// value standing there, and where none bears it any more by our value under a
// header that is new since.
func (b PutBack) column(texts []string, columns Columns, cells []any) (int, bool) {
	if b.Presumed {
		if at, ok := b.holding(columns, cells); ok {
			return at, true
		}
	}
	if at, ok := columns.Index(b.Field); ok && b.Field != "" {
		return at, true
	}
	var all, holding []int
	for i := range max(len(texts), len(cells)) {
		if textAt(texts, i) != b.Header {
			continue
		}
		all = append(all, i)
		if sameCell(cellAt(cells, i), b.Stray.Value) {
			holding = append(holding, i)
		}
	}
	if len(all) == 0 {
		holding = b.renamed(texts, columns, cells)
	}
	switch {
	case len(all) == 1:
		return all[0], true
	case len(holding) == 1:
		return holding[0], true
	}
	return 0, false
}

// renamed are the columns of a person's that hold our value under a header that
// was not there when it strayed.
func (b PutBack) renamed(texts []string, columns Columns, cells []any) (holding []int) {
	if b.Field != "" || b.Texts == nil || IsBlank(b.Stray.Value) {
		return nil
	}
	for i := range cells {
		if fieldAt(columns, i) == "" && sameCell(cells[i], b.Stray.Value) && !slices.Contains(b.Texts, textAt(texts, i)) {
			holding = append(holding, i)
		}
	}
	return holding
}

// holdsStray tells that our value still stands where it strayed to.
func (b PutBack) holdsStray(at locus) bool {
	return b.StrayFormula != "" || sameCell(cellAt(at.Cells, at.Col), b.Stray.Value)
}

// likely is a row that may be the one that was hit, under a number that nobody
// knew then.
type likely struct {
	tab   *tabRead
	at    locus
	key   ledger.Key
	exact bool // but for its number it is the pre-image
}

// renumbered finds the rows that may have been hit while they bore another's
// number, or a copy of it, and were given one of their own since: the row that
// bears the key now was not hit. Each holds our value, and most of the pre-image.
// Only the one that is the pre-image to the letter is written without asking.
func (c *cycle) renumbered(read *sheetRead, b PutBack) ([]likely, error) {
	list, err := c.holders(read, b)
	return slices.DeleteFunc(list, func(l likely) bool { return l.key == "" }), err
}

// holders are those rows, and those that have no number at the moment.
func (c *cycle) holders(read *sheetRead, b PutBack) ([]likely, error) {
	var list []likely
	if b.Key == "" || b.Tab.kind() != tabInvoices {
		return nil, nil
	}
	for _, t := range read.Invoices {
		for i, raw := range t.grid.Rows {
			if i <= t.HeaderRow {
				continue
			}
			cells, err := decodeRow(raw)
			if err != nil {
				return nil, err
			}
			key := keyIn(b.Tab, t.Columns, cells)
			if _, known := c.state.rows[key]; known || key == b.Key {
				continue
			}
			col, ok := b.column(headerTexts(t.header), t.Columns, cells)
			if !ok || !sameCell(cellAt(cells, col), b.Stray.Value) {
				continue
			}
			if near, exact := b.sameRest(t, cells); near {
				list = append(list, likely{tab: t, at: locus{Row: i, Col: col, Cells: cells, Found: true}, key: key, exact: exact})
			}
		}
	}
	return list, nil
}

// sameRest compares a row with the pre-image, leaving out the cells that were
// hit, the number, and what the bot keeps there, which moves by itself. Near is
// more than half of what was filled, exact is all of it and nothing else.
func (b PutBack) sameRest(t *tabRead, cells []any) (near, exact bool) {
	b = b.under(*t)
	filled, same, other, least := 0, 0, 0, leastSame
	if !b.Tab.holdsInvoices() {
		least-- // a person's payment is a day, an invoice and an amount
	}
	for i := range max(len(cells), len(b.Row)) {
		f := fieldAt(t.Columns, i)
		bots := ownerIn(t.Role, f) == OwnerBot && !(f == ledger.FieldBalance && t.Columns.keepsBalance())
		if slices.Contains(b.Hit, i) || f == keyField(b.Tab) || f != "" && bots {
			continue
		}
		was, is := cellAt(b.Row, i), cellAt(cells, i)
		switch {
		case !sameCell(was, is):
			other++
		case !IsBlank(was):
			same++
		}
		if !IsBlank(was) {
			filled++
		}
	}
	return same >= least && 2*same > filled, same >= least && other == 0
}

// planned tells that a put-back need not be carried out: the cell is the bot's
// own, and the next plan writes there what belongs there. Not where a person
// may have spoken: in a formula, or in a cell in which the bot hears words.
func (b PutBack) planned() bool {
	heard := b.Field == ledger.FieldStage || b.Field == ledger.FieldNextReminder
	return b.Key != "" && b.Formula == "" && b.Tab.holdsInvoices() && !heard && ownerIn(b.Tab, b.Field) == OwnerBot
}

// ident is how the row is known while the put-back is written.
func (b PutBack) ident(t *tabRead, cells []any) string {
	if b.Key != "" && keyIn(b.Tab, t.Columns, cells) == b.Key {
		return string(b.Key)
	}
	return ""
}

// inReverse orders put-backs by the writes they undo, the last first.
func inReverse(m map[string]PutBack) []string {
	ids := make([]string, 0, len(m))
	for id := range m {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b string) int {
		if m[a].Seq != m[b].Seq {
			return int(m[b].Seq - m[a].Seq)
		}
		return compareText(a, b)
	})
	return ids
}

// conflict keeps a person's value that could not be put back.
func (b PutBack) conflict(id, note string) Conflict {
	return Conflict{
		ID: id, Invoice: b.Key, Field: b.Field,
		Sheet: ledger.Text(cellText(b.Stray.Value)), Mine: ledger.Text(cellText(orFormula(b))), Note: note, Raw: true,
	}
}

func orFormula(b PutBack) any {
	if b.Formula != "" {
		return b.Formula
	}
	return b.Was
}

// cellRef is a cell's address in a formula.
var cellRef = regexp.MustCompile(`(\$?[A-Z]{1,3}\$?)[0-9]+`)

// sameFormula compares two formulas but for the rows that they point at, which
// move with their own row.
func sameFormula(a, b string) bool {
	return cellRef.ReplaceAllString(a, "$1") == cellRef.ReplaceAllString(b, "$1")
}
