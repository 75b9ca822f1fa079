package sheets

import (
	"maps"
	"slices"
)

// repairCrooked rights the rows of Payments that were inserted while columns
// moved: each is found by its id, wherever that stands, and rewritten if it
// still holds exactly what we wrote. If a person touched it, they are asked.
// Until it is right, that invoice's payments aren't planned.
func (p *planner) repairCrooked() {
	for _, id := range slices.Sorted(maps.Keys(p.Payments)) {
		base := p.Payments[id]
		if base.Crooked == nil {
			continue
		}
		p.crooked[base.Payment.Invoice] = true
		at := slices.IndexFunc(p.Sheet.PayRows, func(r *payRow) bool {
			return slices.ContainsFunc(r.Cells, func(v any) bool { return v == id })
		})
		if at < 0 {
			base.Crooked, base.Gone = nil, true
			p.out.Payments[id] = &base
			p.doubt(base.Payment.Invoice, paymentGone(base.Payment))
			continue
		}
		p.repairRow(p.Sheet.PayRows[at], base)
	}
}

func (p *planner) repairRow(r *payRow, base BasePayment) {
	columns := p.Sheet.Payments.Columns
	want, dates := p.paymentCells(base.Payment)
	if sameRow(r.Cells, want, unmapped(columns, max(len(r.Cells), len(want)))) {
		base.Crooked, base.Hash = nil, 0
		p.out.Payments[base.Payment.ID] = &base
		return
	}
	if !sameCells(r.Cells, base.Crooked) {
		base.Crooked = nil
		p.out.Payments[base.Payment.ID] = &base
		p.doubt(base.Payment.Invoice, paymentGone(base.Payment))
		return
	}
	for i := range max(len(r.Cells), len(want)) {
		v, old := cellAt(want, i), cellAt(r.Cells, i)
		if sameCell(v, old) {
			continue
		}
		p.out.Writes = append(p.out.Writes, Write{
			Tab: tabPayments, Field: fieldAt(columns, i), Row: r.Index, Col: i, Old: old,
			New: Literal{Value: v, IsDate: i < len(dates) && dates[i]}, Cells: r.Cells,
		})
	}
}

// unmapped are the columns that stand for nothing of a payment.
func unmapped(columns Columns, width int) map[int]bool {
	none := map[int]bool{}
	for i := range width {
		if fieldAt(columns, i) == "" {
			none[i] = true
		}
	}
	return none
}

// sameCells tells whether two rows hold the same values in any order.
func sameCells(a, b []any) bool {
	rest := slices.DeleteFunc(slices.Clone(b), func(v any) bool { return v == nil })
	for _, v := range a {
		if v == nil {
			continue
		}
		i := slices.IndexFunc(rest, func(w any) bool { return sameCell(v, w) })
		if i < 0 {
			return false
		}
		rest = slices.Delete(rest, i, i+1)
	}
	return len(rest) == 0
}
