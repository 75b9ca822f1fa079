package sheets

import (
	"fmt"
	"slices"

	"github.com/relance-bot/relance/ledger"
)

// judge settles what quarantines each invoice and journals it: nobody is
// chased on a row that can't be read for sure.
func (p *planner) judge() {
	start := len(p.out.Changes)
	for _, r := range p.sortedFollow() {
		list := r.bad()
		p.problem(r, r.Key, list...)
		p.broken[r.Key] = append(p.broken[r.Key], list...)
	}
	for _, r := range p.sortedRows() {
		// An unchanged row had no bad cell; a question may still be open.
		list := r.bad()
		if len(list) > 0 {
			p.broken[r.Key] = append(p.broken[r.Key], list...)
		}
		if len(list) > 0 && p.typing(r) {
			p.hushed[r.Key], list = true, nil // nobody is chased on it, nobody is told
		}
		p.problem(r, r.Key, list...)
		q := p.question(r.Key)
		if q != nil && q.Blocks {
			p.problem(r, r.Key, q.Problem)
			p.broken[r.Key] = append(p.broken[r.Key], q.Problem)
		}
		if inv, ok := p.book.Invoice(r.Key); ok && !r.tab.ReadOnly {
			unshown := p.unshown(r, inv)
			p.problem(r, r.Key, unshown...)
			if len(unshown) > 0 {
				p.asked[r.Key] = append(p.asked[r.Key], unshown...)
			}
		}
		if inv, ok := p.book.Invoice(r.Key); ok {
			unclear := p.unclearPlan(r, inv)
			p.problem(r, r.Key, unclear...)
			if len(unclear) > 0 {
				p.asked[r.Key] = append(p.asked[r.Key], unclear...)
			}
		}
		if q != nil {
			for _, d := range q.Doubts {
				p.problem(r, r.Key, d.problem())
				if p.mayBePaid(r.Key, *q) {
					p.broken[r.Key] = append(p.broken[r.Key], d.problem())
					continue
				}
				p.asked[r.Key] = append(p.asked[r.Key], d.problem())
			}
		}
	}
	for inv := range p.concerned() { // in the order of their numbers
		if inv.Problem == "" && inv.Check == "" && len(p.broken)+len(p.asked) == 0 {
			continue // nearly all of them, nearly always
		}
		if inv.Problem == "" && inv.Check == "" && len(p.broken[inv.Key])+len(p.asked[inv.Key]) == 0 {
			continue
		}
		want := ledger.Text(problemText(p.broken[inv.Key], p.Language))
		if have := inv.Value(ledger.FieldProblem); have != want {
			p.change(ledger.Change{Invoice: inv.Key, Field: ledger.FieldProblem, Old: have, New: want, Source: ledger.SourceBot})
		}
		check := ledger.Text(cutText(problemText(append(slices.Clone(p.broken[inv.Key]), p.asked[inv.Key]...), p.Language)))
		if have := inv.Value(ledger.FieldCheck); have != check && !p.hushed[inv.Key] {
			p.change(ledger.Change{Invoice: inv.Key, Field: ledger.FieldCheck, Old: have, New: check, Source: ledger.SourceBot})
		}
	}
	p.settle(start)
}

// mayBePaid tells that nothing would be left to pay if what is in doubt were
// payments of their own: nobody is chased on that.
func (p *planner) mayBePaid(k ledger.Key, q Question) bool {
	inv, ok := p.book.Invoice(k)
	if !ok {
		return false
	}
	open, doubt := inv.Open(), q.inDoubt()
	return open.IsPositive() && doubt.IsPositive() && doubt.Minor >= open.Minor
}

func (p *planner) question(k ledger.Key) *Question {
	if q, ok := p.out.Questions[k]; ok {
		return q
	}
	if q, ok := p.Questions[k]; ok {
		return &q
	}
	return nil
}

// writeRows plans the cells in which the book differs from the sheet. What a
// person moved was taken into the book before, so what differs is the bot's.
func (p *planner) writeRows() {
	fields := map[*tabRead][]ledger.Field{}
	for _, t := range p.Sheet.Invoices {
		fields[t] = t.Columns.Fields()
	}
	for _, r := range p.sortedRows() {
		inv, ok := p.book.Invoice(r.Key)
		if !ok {
			continue
		}
		if r.tab.ReadOnly {
			continue
		}
		for _, f := range fields[r.tab] {
			p.writeCell(r, inv, f)
		}
	}
	p.writeFollow()
}

// baseline is what was last observed of a row.
func (p *planner) baseline(r *sheetRow) (BaseRow, bool) {
	if r.tab.Role == tabFollow {
		b, ok := p.Follow[r.Key]
		return b, ok
	}
	b, ok := p.Rows[r.Key]
	return b, ok
}

func (p *planner) writeCell(r *sheetRow, inv *ledger.Invoice, f ledger.Field) {
	if _, bad := r.Bad[f]; bad || p.owned(r, f) || f == ledger.FieldNumber {
		return
	}
	back, restoring := r.back[f]
	if f == ledger.FieldCurrency && !restoring {
		return
	}
	if f == ledger.FieldPaid && r.tab.Role != tabFollow {
		if q := p.question(r.Key); q != nil && q.Blocks {
			return
		}
		if p.paidHeld[r.Key] || !restoring && p.writePaidWord(r, inv) {
			return
		}
	}
	if f == ledger.FieldBalance && inv.Amount.Currency == "" {
		return // the amount can't be read
	}
	have, want := r.Values[f], p.want(r.tab, inv, f)
	if have == want && !restoring {
		return
	}
	at, _ := r.tab.Columns.Index(f)
	raw := cellAt(r.cells(), at)
	if p.keptOff(r, r.Key, f, raw) {
		return
	}
	w := Write{
		Tab: r.tab.Role, Key: r.Key, Field: f, Row: r.Index, Col: at,
		Old: raw, New: literal(want), Value: want, Cells: r.cells(),
	}
	if have == want {
		w.New = back.literal(f)
	}
	old, known := p.baseline(r)
	if ownerIn(r.tab.Role, f) == OwnerBot && known && have != old.Values[f] && old.Values[f] == want {
		w.PutBack = true
	}
	p.out.Writes = append(p.out.Writes, w)
	if w.PutBack {
		pr := problem(ProblemPutBack, cellText(raw))
		if raw == nil {
			pr = problem(ProblemEmptied)
		}
		p.problem(r, r.Key, pr.in(f))
	}
}

// want is what a cell should show.
func (p *planner) want(t *tabRead, inv *ledger.Invoice, f ledger.Field) ledger.Value {
	switch f {
	case ledger.FieldDaysLate:
		if !inv.Open().IsPositive() || inv.Due.IsZero() {
			return ledger.Value{}
		}
		return ledger.Int(max(0, inv.DaysLate(p.Today)))
	case ledger.FieldStage:
		if inv.OptOut && !t.Columns.Has(ledger.FieldOptOut) {
			return ledger.Text(stopWord) // the opt-out's only cell
		}
	}
	return inv.Value(f)
}

func cellText(v any) string {
	if v == nil {
		return ""
	}
	return fmt.Sprint(v)
}
