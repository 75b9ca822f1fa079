package sheets

import (
	"maps"
	"slices"

	"github.com/relance-bot/relance/ledger"
)

// crookedRow is a row that was inserted while columns moved. It is righted by a
// guarded write of the cells that stand wrong, if it still holds exactly what we
// wrote.
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
}

// mine tells which cells hold what we wrote, wherever that stands now, and
// whether the row holds all of it and nothing of anybody else's. Columns that
// stand for nothing are people's own.
func (c crookedRow) mine() (ours map[int]bool, exactly bool) {
	ours, exactly = map[int]bool{}, true
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
			exactly = false
			continue
		}
		ours[at] = true
	}
	for i, v := range c.cells {
		if v != nil && !ours[i] && !c.formulas[i] && fieldAt(c.tab.Columns, i) != "" {
			return ours, false
		}
	}
	return ours, exactly
}

// astray tells that a value of ours stands under another header that is read, and
// not under its own: whatever a person typed beside it, it is not their word.
func (c crookedRow) astray(ours map[int]bool) bool {
	for at := range ours {
		v := cellAt(c.cells, at)
		if sameCell(v, cellAt(c.want, at)) || fieldAt(c.tab.Columns, at) == "" {
			continue
		}
		home := slices.IndexFunc(c.want, func(w any) bool { return w != nil && sameCell(v, w) })
		if home >= 0 && !sameCell(v, cellAt(c.cells, home)) {
			return true
		}
	}
	return false
}

// isOver tells that the row is gone, was righted, or is a person's by now: it
// bears its number, can be read, and nothing of ours stands astray in it.
func (c crookedRow) isOver(r *sheetRow, k ledger.Key, ours map[int]bool, exactly bool) bool {
	return r == nil || c.isStraight() || !exactly && r.Key == k && len(r.Bad) == 0 && !c.astray(ours)
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

// repair plans the cells that stand wrong; k is the invoice whose row it is, if
// it is one.
func (p *planner) repair(c crookedRow, ours map[int]bool, k ledger.Key) {
	for i := range max(len(c.cells), len(c.want)) {
		v, old := cellAt(c.want, i), cellAt(c.cells, i)
		if sameCell(v, old) || v == nil && !ours[i] {
			continue
		}
		p.out.Writes = append(p.out.Writes, Write{
			Tab: c.tab.Role, Field: fieldAt(c.tab.Columns, i), Row: c.row, Col: i, Old: old,
			New: Literal{Value: v, IsDate: i < len(c.dates) && c.dates[i]}, Cells: c.cells, Whole: true, Rights: k,
		})
	}
}

// noteShown keeps in mind what stands under its header in a row that doesn't all
// do so: whoever changes or clears that from here on has seen it.
func (p *planner) noteShown(k ledger.Key, base BaseRow, c crookedRow) {
	for f, v := range base.Values {
		if at, ok := c.tab.Columns.Index(f); ok && !v.IsEmpty() && !base.Shown[f] && sameCell(cellAt(c.want, at), cellAt(c.cells, at)) {
			p.base(k).show(f)
		}
	}
}

func (b *BaseRow) show(f ledger.Field) {
	if b.Shown == nil {
		b.Shown = map[ledger.Field]bool{}
	}
	b.Shown[f] = true
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

// without leaves the fields that hold formulas to them.
func (c *crookedRow) without(copied []ledger.Field) {
	c.formulas = map[int]bool{}
	for _, f := range copied {
		if at, ok := c.tab.Columns.Index(f); ok {
			c.formulas[at] = true
			if at < len(c.want) {
				c.want[at] = nil
			}
		}
	}
}

// repairCrooked rights the rows of Payments, each found by its id wherever that
// stands. If a person touched one, they are asked. Until it is right, that
// invoice's payments aren't planned.
func (p *planner) repairCrooked() {
	for _, id := range slices.Sorted(maps.Keys(p.Payments)) {
		base := p.Payments[id]
		if base.Crooked == nil {
			continue
		}
		k := p.invoiceOf(base.Payment)
		at := slices.IndexFunc(p.Sheet.PayRows, func(r *payRow) bool { return slices.Contains(r.Cells, any(id)) })
		if at < 0 {
			base.Crooked, base.Gone = nil, true
			p.out.Payments[id] = &base
			p.doubt(k, paymentGone(base.Payment))
			continue
		}
		r := p.Sheet.PayRows[at]
		c := crookedRow{tab: &p.Sheet.Payments, row: r.Index, cells: r.Cells, wrote: base.Crooked}
		c.want, c.dates = p.paymentCells(base.Payment)
		c.without(base.Copied)
		ours, exactly := c.mine()
		switch {
		case exactly && !c.isStraight():
			p.crooked[k] = true
			p.repair(c, ours, "")
			continue
		case !exactly && !c.isStraight():
			p.doubt(k, paymentGone(base.Payment))
		}
		base.Crooked, base.Copied, base.Hash = nil, nil, 0
		p.out.Payments[id] = &base
	}
}

// setCrookedAside finds the rows of invoices that stand crooked, each by its
// number wherever that stands, and plans their repair. What stands under their
// headers is nobody's word: they are left out of what is read, and their
// payments aren't planned.
func (p *planner) setCrookedAside() (aside map[*sheetRow]bool, kept map[ledger.Key]bool) {
	aside, kept = map[*sheetRow]bool{}, map[ledger.Key]bool{}
	crooked := p.Crooked
	if p.RestedAt == nil {
		crooked = newRowTally(p.Rows).crooked
	}
	for _, k := range slices.Sorted(maps.Keys(crooked)) {
		base := p.Rows[k]
		r, c, ours, exactly := p.findCrooked(p.Sheet.Rows, k, base)
		if c.isOver(r, k, ours, exactly) {
			// Right again, or gone: a row like any other.
			b := p.base(k)
			if r != nil {
				c.forgetUnshown(b)
			}
			b.Crooked, b.Copied, b.Shown, b.Hash = nil, nil, nil, 0
			continue
		}
		aside[r], kept[k], p.crooked[k] = true, true, true
		pr := problem(ProblemCrooked, base.Values[ledger.FieldNumber].Text())
		p.broken[k] = append(p.broken[k], pr)
		p.noteShown(k, base, c)
		if exactly {
			p.repair(c, ours, k)
			continue
		}
		p.problem(r, k, pr)
	}
	return aside, kept
}

// findCrooked is the row that holds what we wrote; else one that holds the
// number, touched by a person.
func (p *planner) findCrooked(rows []*sheetRow, k ledger.Key, base BaseRow) (found *sheetRow, c crookedRow, ours map[int]bool, exactly bool) {
	for _, r := range rows {
		if r.tab.Role != base.Tab || !slices.ContainsFunc(r.cells(), func(v any) bool { s, ok := v.(string); return ok && ledger.KeyOf(s) == k }) {
			continue
		}
		try := crookedRow{tab: r.tab, row: r.Index, cells: r.cells(), wrote: base.Crooked}
		try.want, try.dates = rowCells(r.tab.Columns, base.Values)
		try.without(base.Copied)
		mine, all := try.mine()
		if found == nil || all || r.Key == k && !exactly {
			found, c, ours = r, try, mine
		}
		if exactly = exactly || all; all {
			break
		}
	}
	return found, c, ours, exactly
}

// rowCells lays values out under a tab's columns.
func rowCells(columns Columns, values map[ledger.Field]ledger.Value) (cells []any, dates []bool) {
	cells, dates = make([]any, columns.width()), make([]bool, columns.width())
	for f, v := range values {
		if at, ok := columns.Index(f); ok {
			l := literal(v)
			cells[at], dates[at] = l.Value, l.IsDate
		}
	}
	return cells, dates
}
