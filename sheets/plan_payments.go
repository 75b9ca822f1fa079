package sheets

import (
	"maps"
	"slices"

	"github.com/relance-bot/relance/ledger"
)

// planPayments keeps the rows of Payments, the cells of Paid and the book's
// payments together. Payments are events: a row is one, and what is typed into
// Paid without a row becomes one.
func (p *planner) planPayments() {
	p.convertCurrency()
	before := p.book
	if p.Sheet.Payments.OK {
		p.repairCrooked()
	}
	p.takePaymentRows()
	for _, r := range p.sortedRows() {
		inv, ok := p.book.Invoice(r.Key)
		if !ok {
			continue
		}
		if p.crooked[r.Key] {
			// What is typed into Paid meanwhile waits, too: it is neither taken nor
			// written over, and the row is read again.
			p.paidHeld[r.Key] = true
			if b := p.out.Rows[r.Key]; b != nil {
				b.Hash = 0
			}
			continue
		}
		start := len(p.out.Changes)
		if _, known := p.Rows[r.Key]; !known && p.out.Rows[r.Key] != nil && !p.paidKnown(r.Key) {
			p.openPaid(r, inv)
		} else {
			p.takePaid(r, inv, before)
		}
		if len(p.out.Changes) > start {
			p.settle(start)
		}
	}
	p.insertPayments()
}

func (p *planner) paidKnown(k ledger.Key) bool {
	_, ok := p.out.Rows[k].Values[ledger.FieldPaid]
	return ok
}

// paymentChange notes a payment added, changed or removed.
func (p *planner) paymentChange(was, now *ledger.Payment) { p.change(paymentChange(was, now)) }

func paymentChange(was, now *ledger.Payment) ledger.Change {
	c := ledger.Change{Field: ledger.FieldPayment}
	subject := now
	if was != nil {
		c.Old, subject = ledger.Record(*was), was
	}
	if now != nil {
		c.New, subject = ledger.Record(*now), now
	}
	if c.Invoice = subject.Invoice; c.Invoice == "" {
		c.Customer = subject.Customer
	}
	return c
}

// convertCurrency lets the payments of an invoice follow when a person
// corrects the currency of its row.
func (p *planner) convertCurrency() {
	start := len(p.out.Changes)
	for _, r := range p.sortedRows() {
		was := ledger.Currency(p.Rows[r.Key].Values[ledger.FieldCurrency].Text())
		inv, ok := p.book.Invoice(r.Key)
		if !ok || was == "" || inv.Amount.Currency == was || inv.Amount.Currency == "" {
			continue
		}
		for _, pay := range inv.Payments {
			if pay.Amount.Currency != was {
				continue
			}
			moved := pay
			var err error
			if moved.Amount, err = ledger.FromDecimal(pay.Amount.Decimal(), inv.Amount.Currency); err != nil {
				continue // cents that the other currency hasn't: unapplied cash of the first
			}
			p.paymentChange(&pay, &moved)
		}
		base := p.base(r.Key)
		if m := base.Values[ledger.FieldPaid].Money(); m.Currency == was {
			if m, err := ledger.FromDecimal(m.Decimal(), inv.Amount.Currency); err == nil {
				base.Values[ledger.FieldPaid] = ledger.Amount(m)
			}
		}
	}
	p.settle(start)
}

// takePaymentRows takes what people did to the rows of Payments into the book.
func (p *planner) takePaymentRows() {
	tab := p.Sheet.Payments
	if !tab.OK {
		return
	}
	added, seen := p.matchPayments()
	for _, id := range slices.Sorted(maps.Keys(p.Payments)) {
		base := p.Payments[id]
		r := seen[id]
		start := len(p.out.Changes)
		switch {
		case base.Crooked != nil || base.Rowless || p.out.Payments[id] != nil:
		case r != nil:
			p.changedPayment(r, base)
		case !base.Gone && !p.crooked[p.invoiceOf(base.Payment)]:
			p.removedPayment(id, base)
		}
		p.settle(start)
	}
	for _, r := range added {
		start := len(p.out.Changes)
		p.addedPayment(r)
		p.settle(start)
	}
}

// matchPayments tells which payment each row is, by its id, and which are new.
// A copied id counts once.
func (p *planner) matchPayments() (added []*payRow, seen map[string]*payRow) {
	seen = map[string]*payRow{}
	p.seen = seen
	crooked := map[string]bool{}
	unnamed := map[uint64][]string{} // our ids of rows that don't bear them yet
	for _, id := range slices.Sorted(maps.Keys(p.Payments)) {
		switch base := p.Payments[id]; {
		case base.Crooked != nil:
			crooked[id] = true
		case base.NoID:
			unnamed[base.Hash] = append(unnamed[base.Hash], id)
		}
	}
	copies := map[string][]*payRow{}
	misnamed := p.misnamedPayments(unnamed)
	for _, r := range p.Sheet.PayRows {
		if slices.ContainsFunc(r.Cells, func(v any) bool { s, ok := v.(string); return ok && crooked[s] }) {
			continue
		}
		if misnamed[r] {
			anonymous := *r
			anonymous.ID, anonymous.Payment.ID = "", ""
			r = &anonymous
		}
		if r.ID != "" {
			copies[r.ID] = append(copies[r.ID], r)
			continue
		}
		if ids := unnamed[r.Hash]; len(ids) > 0 {
			seen[ids[0]], unnamed[r.Hash] = r, ids[1:]
			p.nameRow(r, ids[0])
			continue
		}
		if !r.blankPayment() {
			added = append(added, r)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(copies)) {
		rows := copies[id]
		best := 0
		base, known := p.Payments[id]
		for i, r := range rows {
			if known && samePayValues(r.Payment, base.Payment) {
				best = i
				break
			}
		}
		for i, r := range rows {
			if i != best {
				p.payProblem(r, problem(ProblemCopiedID, id))
			}
		}
		if known {
			seen[id] = rows[best]
			continue
		}
		added = append(added, rows[best])
	}
	slices.SortFunc(added, func(a, b *payRow) int { return a.Index - b.Index })
	return added, seen
}

func (p *planner) payProblem(r *payRow, list ...Problem) {
	for _, pr := range list {
		pr.Tab, pr.Row, pr.Invoice = p.Sheet.Payments.Tab.Title, r.Index+1, r.Payment.Invoice
		p.out.Problems = append(p.out.Problems, pr)
	}
}

// nameRow plans to write our id into a person's row.
func (p *planner) nameRow(r *payRow, id string) {
	at, ok := p.Sheet.Payments.Columns.Index(colPayID)
	if !ok {
		return
	}
	base := p.payBase(id)
	named := base.Payment
	p.out.Writes = append(p.out.Writes, Write{
		Tab: tabPayments, Field: colPayID, Row: r.Index, Col: at, Old: cellAt(r.Cells, at), New: Literal{Value: id}, Value: ledger.Text(id), Cells: r.Cells, Payment: &named,
	})
}

func (p *planner) payBase(id string) *BasePayment {
	if b := p.out.Payments[id]; b != nil {
		return b
	}
	b := p.Payments[id]
	return &b
}

// removedPayment hears that a person deleted a row: their own is taken back;
// one that the bot wrote for somebody in Slack or a bank file is asked about,
// and never inserted again. Deleting one of two rows of which it was asked
// whether they are one payment is the answer.
func (p *planner) removedPayment(id string, base BasePayment) {
	book, inBook := p.book.Payment(id)
	twin := ""
	if base.Same == "" && inBook {
		twin = p.uncounted(id)
	}
	if base.Same == "" && inBook && isSlackPayment(book) && twin == "" {
		base.Gone = true
		p.out.Payments[id] = &base
		p.doubt(book.Invoice, paymentGone(book))
		return
	}
	p.out.Payments[id] = nil
	p.certain(p.invoiceOf(base.Payment), id)
	if inBook && base.Same == "" {
		p.paymentChange(&book, nil)
	}
	if twin != "" {
		p.count(twin)
	}
}

// uncounted is the row that is in the sheet and doesn't count, since it may be
// the payment of that id.
func (p *planner) uncounted(id string) string {
	for _, other := range slices.Sorted(maps.Keys(p.Payments)) {
		if b := p.payBase(other); b.Same == id && p.seen[other] != nil {
			return other
		}
	}
	return ""
}

// count lets a person's row count that was taken for another payment.
func (p *planner) count(id string) {
	b := *p.payBase(id)
	counted := b.meant(p.book)
	b.Same, b.To = "", ""
	p.out.Payments[id] = &b
	p.paymentChange(nil, &counted)
}

// invoiceOf is the invoice of a payment under its number of today.
func (p *planner) invoiceOf(pay ledger.Payment) ledger.Key {
	if inv, ok := p.book.Follow(pay.Invoice); ok {
		return inv.Key
	}
	return pay.Invoice
}

func (p *planner) addedPayment(r *payRow) {
	if len(r.Bad) > 0 {
		p.payProblem(r, r.Bad...)
		return
	}
	pay := r.Payment
	pay.Source = ledger.PaymentFromSheet
	inv, ok := p.book.Follow(pay.Invoice)
	ok = ok && pay.Invoice != ""
	if pay.Invoice != "" && !ok {
		p.payProblem(r, problem(ProblemNoSuchInvoice, string(pay.Invoice)))
	}
	if ok && p.crooked[inv.Key] {
		return // not planned yet: it is new again in the next read
	}
	base := BasePayment{Payment: pay, Hash: r.Hash, NoID: r.ID == ""}
	var other ledger.Payment
	met := false
	if ok {
		other, met = p.meeting(inv, r)
	}
	if known, hasRow := p.Payments[other.ID]; met && r.ID == "" && isSlackPayment(other) && (!hasRow || known.Gone) {
		p.adopt(r, base, other, known.Gone)
		return
	}
	if pay.ID == "" {
		pay.ID = p.NewID()
		base.Payment.ID = pay.ID
	}
	if met {
		base.Same = other.ID
		p.doubt(inv.Key, samePayment(pay.ID, other, false))
	}
	p.out.Payments[pay.ID] = &base
	if r.ID == "" {
		p.nameRow(r, pay.ID)
	}
	if base.Same == "" {
		p.paymentChange(nil, &pay)
	}
}

// meeting finds the payment that a person's new row may be: of the same amount
// on the same invoice, from Slack or a bank file, or adjusting and unconfirmed.
// One that has no row yet comes first, and each meets one row.
func (p *planner) meeting(inv *ledger.Invoice, r *payRow) (found ledger.Payment, ok bool) {
	for _, other := range inv.Payments {
		doubtful := isSlackPayment(other) || other.Unconfirmed && other.Source == ledger.PaymentAdjusting
		known, hasRow := p.Payments[other.ID]
		if other.Amount != r.Payment.Amount || !doubtful || p.out.Payments[other.ID] != nil && !hasRow || p.isDoubted(inv.Key, other.ID) || p.isReversed(inv, other) {
			continue
		}
		if !hasRow || known.Gone {
			return other, true
		}
		if !ok {
			found, ok = other, true
		}
	}
	return found, ok
}

// isDoubted tells that a payment is in question already.
func (p *planner) isDoubted(k ledger.Key, id string) bool {
	return slices.ContainsFunc(p.asking(k).Doubts, func(d Doubt) bool { return d.Code == ProblemSamePayment && (d.Other == id || d.Payment == id) })
}

func (p *planner) isReversed(inv *ledger.Invoice, pay ledger.Payment) bool {
	return slices.ContainsFunc(inv.Payments, func(q ledger.Payment) bool { return q.Reverses == pay.ID })
}

// adopt takes a person's row for that of a payment which has none: recorded in
// Slack and entered by hand is one row, and asked. Entering again a payment
// whose row was removed is the answer to what became of it.
func (p *planner) adopt(r *payRow, base BasePayment, other ledger.Payment, gone bool) {
	base.Payment.ID, base.Payment.Source = other.ID, other.Source
	base.NoID = true
	merged := other
	for _, f := range payFields {
		if v := payValue(r.Payment, f); !v.IsEmpty() {
			setPayValue(&merged, f, v)
		}
	}
	if merged != other {
		p.paymentChange(&other, &merged)
	}
	p.out.Payments[other.ID] = &base
	p.nameRow(r, other.ID)
	k := p.invoiceOf(other)
	if gone {
		p.certain(k, other.ID)
		return
	}
	p.doubt(k, samePayment("", other, false))
}

// insertPayments plans the rows of payments that the sheet doesn't have.
func (p *planner) insertPayments() {
	tab := p.Sheet.Payments
	if !tab.OK || !tab.Columns.Has(colPayID) || !tab.Columns.Has(colPayAmount) || !tab.Columns.Has(colPayInvoice) {
		return
	}
	var list []ledger.Payment
	for pay := range p.concernedPayments() {
		_, hasRow := p.Payments[pay.ID]
		if hasRow || p.out.Payments[pay.ID] != nil || pay.Source == ledger.PaymentFromOpening {
			continue
		}
		if pay.Source == ledger.PaymentPresumed && pay.Unconfirmed {
			continue // nobody has said that it came in
		}
		if pay.Invoice != "" && (p.rows.get(pay.Invoice) == nil && !p.FollowUp || p.crooked[pay.Invoice]) {
			continue // not in the sheet exactly once
		}
		list = append(list, pay)
	}
	slices.SortFunc(list, func(a, b ledger.Payment) int {
		if a.Date != b.Date {
			return int(a.Date) - int(b.Date)
		}
		return compareText(a.ID, b.ID)
	})
	for _, pay := range list {
		p.meetsRow(pay)
		cells, dates := p.paymentCells(pay)
		p.out.Writes = append(p.out.Writes, Write{
			Tab: tabPayments, Insert: true, Key: pay.Invoice, Row: p.behindPayments(), Cells: cells, Dates: dates, Payment: &pay,
		})
	}
}

// meetDays is how far apart two payments of one amount may be dated and still
// be taken for one that was entered by two people: a transfer that somebody
// reports on the day it was promised is on the statement within days, while
// instalments are a month apart.
const meetDays = 10

// meetsRow asks whether a payment from Slack or a bank file that is new to the
// sheet is one that a person's row says already. Both count: each was
// acknowledged to somebody.
func (p *planner) meetsRow(pay ledger.Payment) {
	inv, ok := p.book.Invoice(pay.Invoice)
	if !ok || !isSlackPayment(pay) {
		return
	}
	for _, row := range inv.Payments {
		known, hasRow := p.Payments[row.ID]
		if row.ID == pay.ID || !hasRow || row.Amount != pay.Amount || row.Source != ledger.PaymentFromSheet || slices.Contains(known.Two, pay.ID) ||
			!near(row.Date, pay.Date) || p.isDoubted(inv.Key, row.ID) || p.isReversed(inv, row) || p.isReversed(inv, pay) {
			continue
		}
		p.doubt(inv.Key, samePayment(pay.ID, row, true))
		return
	}
}

// near tells whether two days are close, or one is not known.
func near(a, b ledger.Date) bool {
	apart := a.DaysSince(b)
	return a.IsZero() || b.IsZero() || apart <= meetDays && apart >= -meetDays
}
