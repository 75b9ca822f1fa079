package sheets

import (
	"github.com/relance-bot/relance/ledger"
)

// openPaid turns what Paid held when the row was first seen into one payment
// without a row, less what rows of Payments explain.
func (p *planner) openPaid(r *sheetRow, inv *ledger.Invoice) {
	base := p.base(r.Key)
	typed, ok := p.typedPaid(r, inv)
	if !ok {
		return
	}
	base.Values[ledger.FieldPaid] = typed
	rest, err := typed.Money().Sub(inv.Paid())
	switch {
	case typed.IsEmpty() || err == nil && rest.IsZero():
	case err == nil && (rest.IsPositive() || inv.IsCredit()):
		p.paymentChange(nil, &ledger.Payment{
			ID: "opening/" + string(r.Key), Date: p.paidOn(inv), Invoice: r.Key, Amount: rest, Source: ledger.PaymentFromOpening,
		})
	default:
		p.ask(r.Key, problem(ProblemPaidBoth, typed.Money().String(), inv.Paid().String()), true)
	}
}

// typedPaid is what the sheet says was paid. Without a column for it, a day in
// Paid on means that all was paid that day.
func (p *planner) typedPaid(r *sheetRow, inv *ledger.Invoice) (ledger.Value, bool) {
	if r.tab.Columns.Has(ledger.FieldPaid) {
		v, ok := r.Values[ledger.FieldPaid]
		_, bad := r.Bad[ledger.FieldPaid]
		return v, ok && !bad
	}
	if !inv.PaidOn.IsZero() && !inv.Amount.IsZero() {
		return ledger.Amount(inv.Amount), true
	}
	return ledger.Value{}, true
}

// paidOn dates what was typed: by Paid on if it holds a day that has come,
// else the day it was seen.
func (p *planner) paidOn(inv *ledger.Invoice) ledger.Date {
	if d := inv.PaidOn; !d.IsZero() && !d.After(p.Today) {
		return d
	}
	return p.Today
}

// takePaid compares the cell Paid with the rows and the book. Δ(rows) and
// Δ(Paid) come from one read.
func (p *planner) takePaid(r *sheetRow, inv *ledger.Invoice, before *ledger.Book) {
	if !r.tab.Columns.Has(ledger.FieldPaid) {
		p.takePaidOn(r, inv)
		return
	}
	typed, ok := p.typedPaid(r, inv)
	at, _ := r.tab.Columns.Index(ledger.FieldPaid)
	if !ok || p.protected(r.Key, ledger.FieldPaid, cellAt(r.cells(), at)) {
		return
	}
	was := p.Rows[r.Key].Values[ledger.FieldPaid]
	if b := p.out.Rows[r.Key]; b != nil {
		was = b.Values[ledger.FieldPaid]
	}
	after, bookBefore := inv.Paid(), ledger.Money{}
	if old, ok := before.Invoice(r.Key); ok {
		bookBefore = old.Paid()
	}
	agrees := typed.Money().Minor == after.Minor
	q := p.question(r.Key)
	if typed == was {
		switch {
		case q != nil && q.Blocks && agrees:
			p.out.Questions[r.Key] = nil
		case !agrees && p.owned(r, ledger.FieldPaid) && (q == nil || !q.Blocks):
			p.problem(r, r.Key, problem(ProblemPaidFormula, typed.Money().String(), after.String()))
		}
		return
	}
	delta, err := typed.Money().Sub(was.Money())
	rows, errRows := after.Sub(bookBefore)
	pending := bookBefore.Minor != was.Money().Minor && (q == nil || !q.Blocks)
	switch {
	case agrees:
		p.setPaid(r, typed)
		if q != nil && q.Blocks {
			p.out.Questions[r.Key] = nil
		}
		if pending && rows.IsZero() && !p.owned(r, ledger.FieldPaid) {
			// Typed and recorded in Slack, the same amount: counted once, and asked.
			p.ask(r.Key, problem(ProblemSamePayment, delta.String(), string(ledger.SourceSlack)), false)
		}
	case err != nil || errRows != nil:
		p.askPaid(r, typed, after)
	case !rows.IsZero() && delta == rows:
		p.setPaid(r, typed) // the rows explain it
	case !rows.IsZero() || q != nil && q.Blocks:
		p.askPaid(r, typed, after)
	case pending:
		if p.isPendingAmount(inv, delta) {
			p.setPaid(r, typed)
			p.ask(r.Key, problem(ProblemSamePayment, delta.String(), string(ledger.SourceSlack)), false)
			return
		}
		p.askPaid(r, typed, after)
	case !p.paidSeen(r.Key, typed):
		// Half of an edit, perhaps: the row may follow. Believed from two equal
		// reads only.
		p.paidHeld[r.Key] = true
		p.base(r.Key).Hash = 0
		p.out.PaidAlone = append(p.out.PaidAlone, r.Key)
	case delta.IsNegative():
		p.setPaid(r, typed)
		p.ask(r.Key, problem(ProblemPaidDecreased, was.Money().String(), typed.Money().String()), true)
	default:
		p.setPaid(r, typed)
		p.adjust(r, inv, delta)
	}
}

func (p *planner) setPaid(r *sheetRow, typed ledger.Value) {
	p.base(r.Key).Values[ledger.FieldPaid] = typed
}

// askPaid: both moved, apart. The rows count, both baselines advance, the rest
// is one open question.
func (p *planner) askPaid(r *sheetRow, typed ledger.Value, after ledger.Money) {
	p.setPaid(r, typed)
	p.ask(r.Key, problem(ProblemPaidBoth, typed.Money().String(), after.String()), true)
}

func (p *planner) isPendingAmount(inv *ledger.Invoice, delta ledger.Money) bool {
	for _, pay := range inv.Payments {
		if _, hasRow := p.Payments[pay.ID]; !hasRow && isSlackPayment(pay) && pay.Amount == delta {
			return true
		}
	}
	return false
}

// adjust records a typed increase as a payment, unconfirmed; its row is
// inserted with the other payments. What a formula says has no row.
func (p *planner) adjust(r *sheetRow, inv *ledger.Invoice, delta ledger.Money) {
	pay := ledger.Payment{
		ID: p.NewID(), Date: p.paidOn(inv), Invoice: r.Key, Amount: delta, Source: ledger.PaymentAdjusting, Unconfirmed: true,
	}
	p.paymentChange(nil, &pay)
	if p.owned(r, ledger.FieldPaid) {
		p.out.Payments[pay.ID] = &BasePayment{Payment: pay, Rowless: true}
	}
}

// takePaidOn: in a sheet without Paid, a day typed into Paid on says that the
// rest was paid that day.
func (p *planner) takePaidOn(r *sheetRow, inv *ledger.Invoice) {
	was := p.Rows[r.Key].Values[ledger.FieldPaidOn]
	typed := r.Values[ledger.FieldPaidOn]
	open := inv.Open()
	if r.same || typed == was || typed.IsEmpty() || !was.IsEmpty() || !open.IsPositive() {
		return
	}
	if _, bad := r.Bad[ledger.FieldPaidOn]; bad {
		return
	}
	p.paymentChange(nil, &ledger.Payment{
		ID: p.NewID(), Date: p.paidOn(inv), Invoice: r.Key, Amount: open, Source: ledger.PaymentAdjusting, Unconfirmed: true,
	})
}

func (p *planner) paidSeen(k ledger.Key, typed ledger.Value) bool {
	seen, ok := p.PaidSeen[k]
	return ok && seen == typed
}
