package sheets

import (
	"maps"
	"slices"

	"github.com/relance-bot/relance/ledger"
)

// A number that stands in two rows, because somebody copied one and hasn't
// numbered the copy yet, may have done so when a write hit one of them: under
// their number either is the right row. Which of them is the invoice is known
// when one bears the number alone. Where what was written isn't in that one,
// nobody can tell a write that hit the copy from a person who took the value
// back: the row's value stands, ours is kept and its author asked, and where it
// stands in what may be that copy a person is asked about it.

// hitTwin keeps in mind that a write may have hit either row of a number. Where
// all show what was written it says nothing of them: the row was copied since.
func (p *planner) hitTwin(k ledger.Key, rows []*sheetRow) {
	over := p.Rows[k].Over
	if len(over) == 0 {
		return
	}
	base := p.base(k)
	maps.DeleteFunc(base.Over, func(f ledger.Field, _ ledger.Value) bool {
		return !slices.ContainsFunc(rows, func(r *sheetRow) bool { return r.Values[f] != base.Values[f] })
	})
	base.Twin = len(base.Over) > 0
}

// missWrites finds the cells that don't show what was written into them since
// the row was last read, and may never have.
func (p *planner) missWrites(fresh []*sheetRow) {
	for _, r := range p.sortedRows() {
		base, known := p.Rows[r.Key]
		if !known || len(base.Over) == 0 {
			continue
		}
		for _, f := range slices.Sorted(maps.Keys(base.Over)) {
			at, mapped := r.tab.Columns.Index(f)
			if _, bad := r.Bad[f]; bad || !mapped || r.Values[f] == base.Values[f] || p.protected(r.Key, f, cellAt(r.cells(), at)) {
				continue
			}
			copies := slices.DeleteFunc(slices.Clone(fresh), func(n *sheetRow) bool { return !isTwin(base, f, n) })
			if base.Twin || len(copies) > 0 {
				p.missed[cellID{r.Key, f}] = true
			}
			for _, n := range copies {
				p.askTwin(n, f, base.Over[f])
			}
		}
	}
}

// isTwin tells that a new row shows what was written for an invoice, and most of
// what the invoice's row showed beside: it may have borne its number then.
func isTwin(base BaseRow, written ledger.Field, r *sheetRow) bool {
	if v := base.Values[written]; v.IsEmpty() || r.Values[written] != v {
		return false
	}
	filled, same := 0, 0
	for f, v := range base.Values {
		_, over := base.Over[f]
		if over || v.IsEmpty() || f == ledger.FieldNumber || f == ledger.FieldCurrency || OwnerOf(f) == OwnerBot {
			continue
		}
		if filled++; r.Values[f] == v {
			same++
		}
	}
	return same >= leastSame && 2*same > filled
}

// askTwin asks a person about our value in a new row: the row isn't taken until
// they have decided.
func (p *planner) askTwin(r *sheetRow, f ledger.Field, over ledger.Value) {
	at, _ := r.tab.Columns.Index(f)
	texts, raw := headerTexts(r.tab.header), cellAt(r.cells(), at)
	b := PutBack{
		Tab: r.tab.Role, Key: r.Key, Header: textAt(texts, at), Texts: texts, Col: at, Row: r.cells(), Hit: []int{at},
		Stray: Literal{Value: raw}, Was: literal(over).Value, Field: f, Asked: true, Emptied: true,
	}
	id := p.Cycle + "/" + string(r.Key) + "/" + string(f)
	c := b.conflict(id, "could not be put back")
	c.At, c.Again = p.Now, true
	p.out.Conflicts = append(p.out.Conflicts, c)
	p.out.PutBacks[id], p.out.Strays[id] = &b, &Stray{Key: r.Key, Field: f, Value: raw}
	p.Strays = append(slices.Clone(p.Strays), *p.out.Strays[id])
}
