package sheets

import (
	"maps"
	"slices"

	"github.com/relance-bot/relance/ledger"
)

// repair plans the cells that stand wrong; k is the invoice whose row it is, if
// it is one. It tells whether there are any.
func (p *planner) repair(c crookedRow, k ledger.Key) bool {
	wrong := c.amends()
	for _, i := range slices.Sorted(maps.Keys(wrong)) {
		p.out.Writes = append(p.out.Writes, Write{
			Tab: c.tab.Role, Field: fieldAt(c.tab.Columns, i), Row: c.row, Col: i, Old: cellAt(c.cells, i),
			New: c.literal(i, wrong[i]), Cells: c.cells, Whole: true, Rights: k,
		})
	}
	return len(wrong) > 0
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

// repairCrooked rights the rows of Payments, each found by its id wherever that
// stands. Until one is right, that invoice's payments aren't planned.
func (p *planner) repairCrooked() {
	straight := map[string]BasePayment{}
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
		want, dates := p.paymentCells(base.Payment)
		if p.repair(newCrookedRow(&p.Sheet.Payments, r.Index, r.Cells, base.Crooked, want, dates, base.Copied), "") {
			p.crooked[k] = true
			continue
		}
		base.Crooked, base.Copied, base.Hash = nil, nil, 0
		straight[id] = base // read like any other from here on
	}
	if len(straight) > 0 {
		p.Payments = maps.Clone(p.Payments)
		maps.Copy(p.Payments, straight)
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
		rows := p.crookedRows(p.Sheet.Rows, k, base)
		own, wrong := mostLikely(rows), false
		for i, c := range rows {
			rights := ledger.Key("")
			if i == own {
				rights = k
			}
			wrong = p.repair(c, rights) || wrong
		}
		if wrong {
			kept[k], p.crooked[k] = true, true
			p.broken[k] = append(p.broken[k], problem(ProblemCrooked, base.Values[ledger.FieldNumber].Text()))
			for i, c := range rows {
				aside[c.of] = true
				if i == own {
					p.noteShown(k, base, c)
				}
			}
			continue
		}
		// Right again, a person's by now, or gone: a row like any other.
		b := p.base(k)
		if own >= 0 {
			rows[own].forgetUnshown(b)
		}
		b.Crooked, b.Copied, b.Shown, b.Hash = nil, nil, nil, 0
	}
	return aside, kept
}

// crookedRows are the rows that may be what we inserted: those that hold the number
// anywhere, and those that hold all of it, but for what the number was typed over,
// under a number that nobody knows: the row itself, renumbered before it was
// righted, and its copies.
func (p *planner) crookedRows(rows []*sheetRow, k ledger.Key, base BaseRow) (list []crookedRow) {
	known := p.Rows
	if base.Tab == tabFollow {
		known = p.Follow
	}
	for _, r := range rows {
		if _, other := known[r.Key]; r.tab.Role != base.Tab || other && r.Key != k {
			continue
		}
		want, dates := rowCells(r.tab.Columns, base.Values)
		anew := r.Key != "" && r.Key != k
		if at, ok := r.tab.Columns.Index(ledger.FieldNumber); ok && anew {
			number := cellAt(r.cells(), at)
			if anew = !slices.ContainsFunc(base.Crooked, func(v any) bool { return sameCell(v, number) }); anew {
				want[at], dates[at] = number, false
			}
		}
		c := newCrookedRow(r.tab, r.Index, r.cells(), base.Crooked, want, dates, base.Copied)
		c.of = r
		c.own = slices.ContainsFunc(r.cells(), func(v any) bool { s, ok := v.(string); return ok && ledger.KeyOf(s) == k })
		if ours, missing, _ := c.mine(); c.own || anew && missing <= 1 && len(ours) >= leastSame {
			list = append(list, c)
		}
	}
	return list
}

// mostLikely is the row that is the invoice's: one that holds the number, and
// nothing but what we wrote if there is such a one; -1 if none does.
func mostLikely(rows []crookedRow) int {
	best := -1
	for i, c := range rows {
		if c.own && (best < 0 || c.exactly() && !rows[best].exactly()) {
			best = i
		}
	}
	return best
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
