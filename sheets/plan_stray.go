package sheets

import (
	"maps"
	"slices"

	"github.com/relance-bot/relance/ledger"
)

// strayUnderNewKey tells that a new row carries a value that we wrote for
// another: it is asked about, not taken.
func (p *planner) strayUnderNewKey(r *sheetRow) bool {
	for _, f := range r.tab.Columns.Fields() {
		at, _ := r.tab.Columns.Index(f)
		raw := cellAt(r.cells(), at)
		for _, s := range p.Strays {
			if raw != nil && (s.Field == f || s.Key == "" && s.Field == "") && (s.Key == r.Key || s.Key == "") && sameCell(s.Value, raw) {
				p.problem(r, r.Key, problem(ProblemStray, cellText(raw)).in(f))
				return true
			}
		}
		if raw != nil && p.strayOfCopy(r, f, raw) {
			p.problem(r, r.Key, problem(ProblemStray, cellText(raw)).in(f))
			return true
		}
		if p.Open[cellID{r.Key, f}] {
			return true
		}
	}
	return false
}

// placeless tells that a cell shows a value of ours of which nobody knows where
// it strayed to, and which neither the baseline nor the book has there: it is
// asked about, and counted for nobody's word until a person has decided.
func (p *planner) placeless(s Stray, k ledger.Key, f ledger.Field) bool {
	if IsBlank(s.Value) || s.Field != "" && s.Field != f || sameCell(literal(p.Rows[k].Values[f]).Value, s.Value) {
		return false
	}
	inv, ok := p.book.Invoice(k)
	return ok && !sameCell(literal(inv.Value(f)).Value, s.Value)
}

// strayOfCopy tells that a new row is the one that we hit while it bore
// another's number, or a copy of it: the row that bears that number now doesn't
// hold our value. The next cycle takes it back; see reconsider.
func (p *planner) strayOfCopy(r *sheetRow, f ledger.Field, raw any) bool {
	return slices.ContainsFunc(p.Asked, func(b PutBack) bool {
		if b.Field != f || b.Key == "" || b.Key == r.Key || b.Tab.kind() != tabInvoices || !sameCell(b.Stray.Value, raw) {
			return false
		}
		if holder := p.rows.get(b.Key); holder != nil {
			if at, ok := holder.tab.Columns.Index(f); ok && sameCell(b.Stray.Value, cellAt(holder.cells(), at)) {
				return false
			}
		}
		near, _ := b.sameRest(r.tab, r.cells())
		return near
	})
}

// setMisnamedAside finds the rows whose number is a value of ours that could not
// be taken back. The number that stood there is not gone and the one that stands
// there is nobody's: a person is asked, and types what it is.
func (p *planner) setMisnamedAside() (aside map[*sheetRow]bool, kept map[ledger.Key]bool) {
	aside, kept = map[*sheetRow]bool{}, map[ledger.Key]bool{}
	for _, s := range p.Strays {
		if s.Field != ledger.FieldNumber {
			continue
		}
		var found []*sheetRow
		there := false
		for _, r := range p.Sheet.Rows {
			there = there || r.Key == s.Key
			if _, known := p.Rows[r.Key]; known || r.Key == "" {
				continue
			}
			if at, ok := r.tab.Columns.Index(s.Field); ok && sameCell(s.Value, cellAt(r.cells(), at)) {
				found = append(found, r)
			}
		}
		base, known := p.Rows[s.Key]
		for _, r := range found {
			aside[r] = true
			pr := problem(ProblemStray, cellText(s.Value)).in(s.Field)
			p.problem(r, s.Key, pr)
			if known && !there && len(found) == 1 && base.Crooked == nil {
				kept[s.Key] = true
				p.broken[s.Key] = append(p.broken[s.Key], pr)
			}
		}
	}
	return aside, kept
}

// setAsideAll leaves out of what is read the rows that stand crooked, and those
// whose number is no number. Kept are the invoices that they are.
func (p *planner) setAsideAll() (aside map[*sheetRow]bool, kept map[ledger.Key]bool) {
	aside, kept = p.setCrookedAside()
	misnamed, theirs := p.setMisnamedAside()
	maps.Copy(aside, misnamed)
	maps.Copy(kept, theirs)
	return aside, kept
}

// misnamedPayments are the rows of Payments whose id strayed there and could
// not be taken back, while another row is the payment of that id: they are
// people's rows without one.
func (p *planner) misnamedPayments(unnamed map[uint64][]string) map[*payRow]bool {
	misnamed := map[*payRow]bool{}
	for _, s := range p.Strays {
		id, _ := s.Value.(string)
		base, known := p.Payments[id]
		if s.Field != colPayID || !known {
			continue
		}
		isIt := func(r *payRow) bool {
			if r.ID == "" {
				return slices.Contains(unnamed[r.Hash], id)
			}
			return r.ID == id && samePayValues(r.Payment, base.Payment)
		}
		if !slices.ContainsFunc(p.Sheet.PayRows, isIt) {
			continue
		}
		for _, r := range p.Sheet.PayRows {
			if r.ID == id && !isIt(r) {
				misnamed[r] = true
			}
		}
	}
	return misnamed
}

// strayedIntoPayment tells that a cell of Payments shows a value of ours that we
// wrote for another row, and could not take back: it is nobody's word.
func (p *planner) strayedIntoPayment(id string, f ledger.Field, raw any) bool {
	k := ledger.KeyOf(id)
	return p.Open[cellID{k, f}] || slices.ContainsFunc(p.Strays, func(s Stray) bool {
		return s.Key == k && s.Field == f && sameCell(s.Value, raw)
	})
}
