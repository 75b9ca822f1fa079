package sheets

import (
	"slices"

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
	if typed.IsEmpty() {
		typed = r.openedWith(p.First)
	}
	rest, err := typed.Money().Sub(inv.Paid())
	switch {
	case typed.IsEmpty() || err == nil && rest.IsZero():
	case err == nil && r.tab.ReadOnly && rest.IsNegative() != inv.Amount.IsNegative():
		// More is recorded than the list shows as yet.
	case err == nil && (rest.IsPositive() || inv.IsCredit()):
		p.paymentChange(nil, &ledger.Payment{
			ID: "opening/" + string(r.Key), Date: p.paidOnRow(r, inv), Invoice: r.Key, Amount: rest, Source: ledger.PaymentFromOpening,
		})
	default:
		p.ask(r.Key, problem(ProblemPaidBoth, typed.Money().String(), inv.Paid().String()))
	}
}

// typedPaid is what the sheet says was paid. Without a column for it, a day in
// Paid on means that all was paid that day.
func (p *planner) typedPaid(r *sheetRow, inv *ledger.Invoice) (ledger.Value, bool) {
	if r.tab.showsPaid() {
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

// paidOnRow is paidOn, or the day that stands beside a word for paid.
func (p *planner) paidOnRow(r *sheetRow, inv *ledger.Invoice) ledger.Date {
	if d := r.Word.On; inv.PaidOn.IsZero() && !d.IsZero() && !d.After(p.Today) {
		return d
	}
	return p.paidOn(inv)
}

// takePaid compares the cell Paid with the rows and the book. Δ(rows) and
// Δ(Paid) come from one read.
func (p *planner) takePaid(r *sheetRow, inv *ledger.Invoice, before *ledger.Book) {
	switch {
	case !r.tab.showsPaid():
		p.takePaidOn(r, inv)
		return
	case r.tab.ReadOnly:
		p.takeListed(r, inv)
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
	if q != nil && p.explained(r, *q, typed, was, after) {
		return
	}
	if !agrees && p.takePaidWord(r, inv, typed, was) {
		return
	}
	if typed == was {
		switch {
		case agrees:
			p.answered(r.Key)
		case p.owned(r, ledger.FieldPaid) && (q == nil || !q.Blocks):
			p.paidDiffers(r, inv, typed, after)
		}
		return
	}
	delta, err := typed.Money().Sub(was.Money())
	rows, errRows := after.Sub(bookBefore)
	pending := bookBefore.Minor != was.Money().Minor && (q == nil || !q.Blocks)
	switch {
	case agrees:
		p.setPaid(r, typed)
		p.answered(r.Key)
		if pending && rows.IsZero() && !p.owned(r, ledger.FieldPaid) {
			// Typed and recorded in Slack, the same amount: counted once, and asked.
			p.doubtTyped(inv, delta)
		}
	case err != nil || errRows != nil:
		p.askPaid(r, typed, after)
	case !rows.IsZero() && delta == rows:
		p.setPaid(r, typed) // the rows explain it
	case !rows.IsZero() || q != nil && q.Blocks:
		p.askPaid(r, typed, after)
	case pending:
		if _, ok := p.pendingOf(inv, delta); ok {
			p.setPaid(r, typed)
			p.doubtTyped(inv, delta)
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
		p.ask(r.Key, problem(ProblemPaidDecreased, was.Money().String(), typed.Money().String()))
	default:
		p.setPaid(r, typed)
		p.adjust(r, inv, delta)
	}
}

// explained tells that Paid shows rows that don't count until it is answered
// whether they are payments of their own. A formula only adds them up; who types
// the sum of both has answered that they are two.
func (p *planner) explained(r *sheetRow, q Question, typed, was ledger.Value, after ledger.Money) bool {
	sum, err := after.Add(q.inDoubt())
	if err != nil || q.inDoubt().IsZero() || typed.Money().Minor != sum.Minor {
		return false
	}
	if p.owned(r, ledger.FieldPaid) {
		p.setPaid(r, typed)
		return true
	}
	if typed == was || slices.ContainsFunc(q.Doubts, func(d Doubt) bool { return d.Payment == "" && !d.Counted }) {
		return false
	}
	p.setPaid(r, typed)
	for _, d := range q.Doubts {
		if !d.Counted && d.Code == ProblemSamePayment {
			p.certain(r.Key, d.Payment)
			p.count(d.Payment)
		}
	}
	return true
}

// doubtTyped asks whether what was typed into Paid is the payment recorded in
// Slack, or another.
func (p *planner) doubtTyped(inv *ledger.Invoice, delta ledger.Money) {
	other, ok := p.pendingOf(inv, delta)
	if !ok {
		other = ledger.Payment{Amount: delta, Source: ledger.PaymentFromSlack} // several of them
	}
	p.doubt(inv.Key, samePayment("", other, false))
}

func (p *planner) setPaid(r *sheetRow, typed ledger.Value) {
	p.base(r.Key).Values[ledger.FieldPaid] = typed
}

// askPaid: both moved, apart. The rows count, both baselines advance, the rest
// is one open question.
func (p *planner) askPaid(r *sheetRow, typed ledger.Value, after ledger.Money) {
	p.setPaid(r, typed)
	p.ask(r.Key, problem(ProblemPaidBoth, typed.Money().String(), after.String()))
}

// pendingOf is the payment of that amount that has no row yet.
func (p *planner) pendingOf(inv *ledger.Invoice, delta ledger.Money) (ledger.Payment, bool) {
	for _, pay := range inv.Payments {
		if _, hasRow := p.Payments[pay.ID]; !hasRow && isSlackPayment(pay) && pay.Amount == delta {
			return pay, true
		}
	}
	return ledger.Payment{}, false
}

// adjust records a typed increase as a payment, unconfirmed; its row is
// inserted with the other payments. What a formula says has no row.
func (p *planner) adjust(r *sheetRow, inv *ledger.Invoice, delta ledger.Money) {
	pay := ledger.Payment{
		ID: p.NewID(), Date: p.paidOnRow(r, inv), Invoice: r.Key, Amount: delta, Source: ledger.PaymentAdjusting, Unconfirmed: true,
	}
	p.paymentChange(nil, &pay)
	if p.owned(r, ledger.FieldPaid) {
		p.out.Payments[pay.ID] = &BasePayment{Payment: pay, Rowless: true}
		return
	}
	for _, other := range inv.Payments {
		if isSlackPayment(other) && other.Amount == delta && near(other.Date, pay.Date) && !p.isDoubted(inv.Key, other.ID) && !p.isReversed(inv, other) {
			p.doubt(inv.Key, samePayment(pay.ID, other, true))
			return
		}
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
