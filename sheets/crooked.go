package sheets

import (
	"slices"

	"github.com/relance-bot/relance/ledger"
)

// crookedRow is a row that was inserted while columns moved. It is righted by a
// guarded write of the cells of ours that stand wrong; what people typed into it
// since stays.
type crookedRow struct {
	tab   *tabRead
	row   int
	cells []any
	wrote []any
	want  []any
	dates []bool
	// formulas are columns that were given one with the row: what they show is
	// nobody's word.
	formulas map[int]bool
	of       *sheetRow // of an invoice
	own      bool      // it holds the number
}

// newCrookedRow lays out what a row should show under its tab's columns as they
// stand now, but for the columns that were given a formula.
func newCrookedRow(tab *tabRead, row int, cells, wrote, want []any, dates []bool, copied []ledger.Field) crookedRow {
	c := crookedRow{tab: tab, row: row, cells: cells, wrote: wrote, want: want, dates: dates, formulas: map[int]bool{}}
	for _, f := range copied {
		if at, ok := tab.Columns.Index(f); ok {
			c.formulas[at] = true
			if at < len(c.want) {
				c.want[at] = nil
			}
		}
	}
	return c
}

// mine tells which cells hold what we wrote, wherever that stands now, how much of
// it is missing, and whether nothing of anybody else's is there. Columns that stand
// for nothing are people's own.
func (c crookedRow) mine() (ours map[int]bool, missing int, alone bool) {
	ours, alone = map[int]bool{}, true
	for _, v := range c.wrote {
		if v == nil {
			continue
		}
		at := slices.IndexFunc(c.cells, func(w any) bool { return sameCell(v, w) })
		for at >= 0 && ours[at] {
			next := slices.IndexFunc(c.cells[at+1:], func(w any) bool { return sameCell(v, w) })
			if next < 0 {
				at = -1
				break
			}
			at += next + 1
		}
		if at < 0 {
			missing++
			continue
		}
		ours[at] = true
	}
	for i, v := range c.cells {
		if v != nil && !ours[i] && !c.formulas[i] && fieldAt(c.tab.Columns, i) != "" {
			alone = false
		}
	}
	return ours, missing, alone
}

// exactly tells that the row holds all that we wrote and nothing else.
func (c crookedRow) exactly() bool {
	_, missing, alone := c.mine()
	return missing == 0 && alone
}

// isStraight tells that each value stands under its header.
func (c crookedRow) isStraight() bool {
	for i, v := range c.want {
		if v != nil && !sameCell(v, cellAt(c.cells, i)) {
			return false
		}
	}
	return true
}

// amends are the cells of ours that stand wrong, with what belongs there. What a
// person typed stays as it is, and a value of ours that they took out is not
// entered into a blank cell again.
func (c crookedRow) amends() map[int]any {
	ours, missing, alone := c.mine()
	list := map[int]any{}
	if c.isStraight() {
		return list
	}
	still := func(v any) bool {
		for at := range ours {
			if sameCell(v, c.cells[at]) {
				return true
			}
		}
		return false
	}
	for i := range max(len(c.cells), len(c.want)) {
		v, now := cellAt(c.want, i), cellAt(c.cells, i)
		switch {
		case sameCell(v, now), v == nil && !ours[i]:
		case missing == 0 && alone, ours[i], now == nil && still(v):
			list[i] = v
		}
	}
	return list
}

// literal is what belongs into a cell; where we had written a day it is shown as one
// no longer.
func (c crookedRow) literal(i int, v any) Literal {
	isDate := i < len(c.dates) && c.dates[i]
	held := slices.ContainsFunc(c.wroteDays(), func(day any) bool { return sameCell(day, cellAt(c.cells, i)) })
	return Literal{Value: v, IsDate: isDate, Plain: !isDate && held}
}

func (c crookedRow) wroteDays() (days []any) {
	for i, v := range c.want {
		if v != nil && c.dates[i] {
			days = append(days, v)
		}
	}
	return days
}

// forgetUnshown takes out of a row's baseline what doesn't stand under its
// header and never did as far as we know: nobody has seen it there, and who
// typed there has not typed over it.
func (c crookedRow) forgetUnshown(b *BaseRow) {
	for f := range b.Values {
		if b.Shown[f] {
			continue
		}
		if at, ok := c.tab.Columns.Index(f); ok && f != ledger.FieldNumber && !sameCell(cellAt(c.want, at), cellAt(c.cells, at)) {
			b.Values[f] = ledger.Value{}
		}
	}
}
