package sheets

import (
	"maps"
	"slices"

	"github.com/relance-bot/relance/ledger"
)

// identifyFollow tells which invoice each row of Follow-up is about, and which
// known rows are gone.
func (p *planner) identifyFollow() (gone []ledger.Key) {
	if p.Sheet.Follow == nil {
		return nil
	}
	byKey := map[ledger.Key][]*sheetRow{}
	aside := p.setFollowAside()
	for _, r := range p.Sheet.FollowRows {
		switch {
		case aside[r]:
		case r.Key != "":
			byKey[r.Key] = append(byKey[r.Key], r)
		case len(r.Bad) > 0:
			p.problem(r, "", r.bad()...)
		}
	}
	for _, k := range slices.Sorted(maps.Keys(byKey)) {
		rows := byKey[k]
		if len(rows) == 1 {
			p.follow[k] = rows[0]
			continue
		}
		pr := duplicateProblem(rows)
		p.broken[k] = append(p.broken[k], pr)
		p.twice[k] = true
		for _, r := range rows {
			p.problem(r, k, pr)
		}
	}
	for _, k := range slices.Sorted(maps.Keys(p.Follow)) {
		if byKey[k] == nil && !p.crookedFollow[k] && !p.OpenKeys[k] {
			gone = append(gone, k)
		}
	}
	return gone
}

// railFollow holds the book when many rows of Follow-up vanish at once: they
// would all be written again, and their order and colours are gone.
func (p *planner) railFollow(gone []ledger.Key) {
	if n := len(gone); n >= vanishedLeast && n*100 > len(p.Follow)*vanishedShare {
		pr := problem(ProblemFollowVanished, itoa(n), itoa(len(p.Follow)))
		pr.Tab = p.Sheet.Follow.Tab.Title
		p.hold(pr)
	}
}

// takeFollow merges the rows of Follow-up three ways. A row that a person
// deleted is forgotten here and written again: what decides who gets chased
// always has a cell, and clearing that cell is how to take it back.
func (p *planner) takeFollow(gone []ledger.Key) {
	if p.Sheet.Follow == nil {
		return
	}
	for _, k := range gone {
		p.out.Follow[k] = nil
	}
	start := len(p.out.Changes)
	for _, r := range p.sortedFollow() {
		inv, ok := p.book.Invoice(r.Key)
		if !ok {
			p.strangeFollow(r)
			continue
		}
		old, known := p.Follow[r.Key]
		switch {
		case p.out.Follow[r.Key] != nil: // met with its invoice
		case !known:
			p.meetFollow(r, inv)
		case r.same:
		default:
			base := BaseRow{Hash: old.Hash, Header: old.Header, Tab: tabFollow, Values: cloneValues(old.Values)}
			p.merge(r, inv, &base)
			p.out.Follow[r.Key] = &base
		}
	}
	p.settle(start)
}

// strangeFollow reports a row that a person typed for an invoice that nobody
// knows. One that left the list stays in Follow-up without a word.
func (p *planner) strangeFollow(r *sheetRow) {
	_, known := p.Follow[r.Key]
	_, past := p.Past[r.Key]
	if !known && !past && p.out.Past[r.Key] == nil && !p.OpenItems {
		p.problem(r, r.Key, problem(ProblemFollowUnknown, r.Values[ledger.FieldNumber].Text()))
	}
}

// meetFollow takes a row whose baseline is not known, for an invoice that is:
// what it says counts, what it leaves blank is the book's to say.
func (p *planner) meetFollow(r *sheetRow, inv *ledger.Invoice) {
	base := BaseRow{Tab: tabFollow, Values: cloneValues(r.Values)}
	for _, f := range r.tab.Columns.Fields() {
		v := r.Values[f]
		if v.IsEmpty() || ownerIn(tabFollow, f) == OwnerBot || f == ledger.FieldNumber || v == inv.Value(f) {
			continue
		}
		p.change(ledger.Change{Invoice: r.Key, Field: f, Old: inv.Value(f), New: v})
	}
	p.out.Follow[r.Key] = &base
}

// followed adds to a new invoice what its row in Follow-up says: history from
// before the store was lost, or a row that was typed first.
func (p *planner) followed(k ledger.Key, fields ledger.Fields) {
	r := p.follow[k]
	if r == nil {
		return
	}
	says := newFields(r)
	for f, v := range says {
		if isFollowed(f) || f == ledger.FieldOptOut {
			fields[f] = v
		}
	}
	p.out.Follow[k] = &BaseRow{Tab: tabFollow, Values: cloneValues(r.Values)}
}

// writeFollow plans the cells of Follow-up in which the book differs, and a row
// for each invoice of which there is something to say and none yet.
func (p *planner) writeFollow() {
	t := p.Sheet.Follow
	if t == nil || !t.OK {
		return
	}
	fields := t.Columns.Fields()
	for _, r := range p.sortedFollow() {
		inv, ok := p.book.Invoice(r.Key)
		if !ok {
			continue
		}
		for _, f := range fields {
			p.writeCell(r, inv, f)
		}
	}
	row := t.HeaderRow + 1
	for _, r := range p.Sheet.FollowRows {
		row = max(row, r.Index+1)
	}
	for inv := range p.book.Invoices() {
		if p.follow[inv.Key] != nil || p.twice[inv.Key] || p.OpenKeys[inv.Key] || p.crookedFollow[inv.Key] || !p.toFollow(inv, fields) {
			continue
		}
		w := Write{Tab: tabFollow, Insert: true, Key: inv.Key, Row: row, Values: p.followValues(inv)}
		w.Cells, w.Dates = rowCells(t.Columns, w.Values)
		p.out.Writes = append(p.out.Writes, w)
	}
}

// toFollow tells that there is something to say of an invoice in Follow-up.
func (p *planner) toFollow(inv *ledger.Invoice, fields []ledger.Field) bool {
	return slices.ContainsFunc(fields, func(f ledger.Field) bool {
		// Who looks after it often stands in the list itself.
		listed := f == ledger.FieldSalesperson && p.listed(inv, f)
		return isFollowed(f) && !listed && !p.want(p.Sheet.Follow, inv, f).IsEmpty()
	})
}

// listed tells that the list itself says of an invoice what the book says.
func (p *planner) listed(inv *ledger.Invoice, f ledger.Field) bool {
	r := p.rows.get(inv.Key)
	return r != nil && r.Values[f] == inv.Value(f)
}

// followValues is a row of Follow-up as the book would have it.
func (p *planner) followValues(inv *ledger.Invoice) map[ledger.Field]ledger.Value {
	values := map[ledger.Field]ledger.Value{}
	for _, f := range p.Sheet.Follow.Columns.Fields() {
		if f != ledger.FieldCurrency && !p.Owned[tabFollow][f] {
			values[f] = p.want(p.Sheet.Follow, inv, f)
		}
	}
	return values
}

func (p *planner) sortedFollow() []*sheetRow {
	return slices.SortedFunc(maps.Values(p.follow), func(a, b *sheetRow) int { return a.Index - b.Index })
}

// setFollowAside finds the rows of Follow-up that stand crooked and plans their
// repair, as those of invoices are repaired; see setCrookedAside.
func (p *planner) setFollowAside() map[*sheetRow]bool {
	aside := map[*sheetRow]bool{}
	for _, k := range slices.Sorted(maps.Keys(p.Follow)) {
		base := p.Follow[k]
		if base.Crooked == nil {
			continue
		}
		rows := p.crookedRows(p.Sheet.FollowRows, k, base)
		if own := mostLikely(rows); own >= 0 && p.repair(rows[own], "") {
			aside[rows[own].of], p.crookedFollow[k] = true, true
			continue
		}
		base.Crooked, base.Copied, base.Hash, base.Values = nil, nil, 0, cloneValues(base.Values)
		p.out.Follow[k] = &base
	}
	return aside
}
