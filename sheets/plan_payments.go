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
		if !ok || p.crooked[r.Key] {
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
func (p *planner) paymentChange(was, now *ledger.Payment) {
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
	p.change(c)
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
			moved.Amount.Currency = inv.Amount.Currency
			p.paymentChange(&pay, &moved)
		}
		base := p.base(r.Key)
		if m := base.Values[ledger.FieldPaid].Money(); m.Currency == was {
			m.Currency = inv.Amount.Currency
			base.Values[ledger.FieldPaid] = ledger.Amount(m)
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
	start := len(p.out.Changes)
	added, seen := p.matchPayments()
	for _, id := range slices.Sorted(maps.Keys(p.Payments)) {
		base := p.Payments[id]
		r := seen[id]
		switch {
		case base.Crooked != nil || base.Rowless || p.out.Payments[id] != nil:
		case r != nil:
			p.changedPayment(r, base)
		case !base.Gone:
			p.removedPayment(id, base)
		}
	}
	p.settle(start)
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
	for _, r := range p.Sheet.PayRows {
		if slices.ContainsFunc(r.Cells, func(v any) bool { s, ok := v.(string); return ok && crooked[s] }) {
			continue
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
			if known && sameShown(r.Payment, base.Payment) {
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
		Tab: tabPayments, Field: colPayID, Row: r.Index, Col: at, New: Literal{Value: id}, Value: ledger.Text(id), Cells: r.Cells, Payment: &named,
	})
}

func (p *planner) payBase(id string) *BasePayment {
	if b := p.out.Payments[id]; b != nil {
		return b
	}
	b := p.Payments[id]
	return &b
}

func (p *planner) changedPayment(r *payRow, base BasePayment) {
	if r.Hash == base.Hash && base.Hash != 0 {
		return
	}
	if len(r.Bad) > 0 {
		p.payProblem(r, r.Bad...)
		return // quarantined: baseline untouched
	}
	id := base.Payment.ID
	next := base
	next.Hash, next.Gone = r.Hash, false
	next.NoID = r.ID == ""
	book, inBook := p.book.Payment(id)
	if !sameShown(r.Payment, base.Payment) {
		merged := r.Payment
		merged.ID, merged.Source, merged.Unconfirmed = id, base.Payment.Source, base.Payment.Unconfirmed
		if inBook && base.Same == "" {
			merged.Source, merged.Unconfirmed = book.Source, book.Unconfirmed
			if merged.Invoice == base.Payment.Invoice {
				merged.Invoice = book.Invoice // renumbered since
			}
			p.paymentChange(&book, &merged)
		}
		next.Payment = merged
		next.Payment.Invoice = r.Payment.Invoice
	}
	p.out.Payments[id] = &next
}

// removedPayment hears that a person deleted a row: their own is taken back;
// one that the bot wrote for somebody in Slack or a bank file is asked about,
// and never inserted again.
func (p *planner) removedPayment(id string, base BasePayment) {
	book, inBook := p.book.Payment(id)
	if base.Same == "" && inBook && isSlackPayment(book) {
		base.Gone = true
		p.out.Payments[id] = &base
		p.ask(book.Invoice, problem(ProblemPaymentGone, id, book.Amount.String()), false)
		return
	}
	p.out.Payments[id] = nil
	if inBook && base.Same == "" {
		p.paymentChange(&book, nil)
		// A person's row that was taken for the same payment counts now.
		for _, other := range slices.Sorted(maps.Keys(p.Payments)) {
			if b := p.Payments[other]; b.Same == id {
				b.Same = ""
				p.out.Payments[other] = &b
				counted := b.Payment
				p.paymentChange(nil, &counted)
			}
		}
	}
	p.answer(base.Payment.Invoice)
}

func (p *planner) addedPayment(r *payRow) {
	if len(r.Bad) > 0 {
		p.payProblem(r, r.Bad...)
		return
	}
	pay := r.Payment
	pay.Source = ledger.PaymentFromSheet
	inv, ok := p.book.Invoice(pay.Invoice)
	if pay.Invoice != "" && !ok {
		p.payProblem(r, problem(ProblemNoSuchInvoice, string(pay.Invoice)))
	}
	base := BasePayment{Payment: pay, Hash: r.Hash, NoID: r.ID == ""}
	if ok {
		for _, other := range inv.Payments {
			if other.Amount != pay.Amount || other.Source == ledger.PaymentFromOpening {
				continue
			}
			known, hasRow := p.Payments[other.ID]
			switch {
			case isSlackPayment(other) && (!hasRow || known.Gone) && p.out.Payments[other.ID] == nil:
				// Recorded in Slack and entered by hand: one row, and asked.
				base.Payment.ID, base.Payment.Source = other.ID, other.Source
				base.NoID = true
				p.out.Payments[other.ID] = &base
				p.nameRow(r, other.ID)
				p.ask(pay.Invoice, problem(ProblemSamePayment, other.Amount.String(), who(other)), false)
				return
			case other.Unconfirmed && other.Source == ledger.PaymentAdjusting && hasRow:
				base.Same = other.ID
				p.ask(pay.Invoice, problem(ProblemSamePayment, other.Amount.String(), HeaderFor(ledger.FieldPaid, p.Language)), false)
			}
		}
	}
	if pay.ID == "" {
		pay.ID = p.NewID()
		base.Payment.ID = pay.ID
	}
	p.out.Payments[pay.ID] = &base
	if r.ID == "" {
		p.nameRow(r, pay.ID)
	}
	if base.Same == "" {
		p.paymentChange(nil, &pay)
	}
}

func who(p ledger.Payment) string {
	if p.By != "" {
		return p.By
	}
	return p.Source
}

func (p *planner) ask(k ledger.Key, pr Problem, blocks bool) {
	if k != "" {
		p.out.Questions[k] = &Question{Problem: pr, At: p.Now, Blocks: blocks}
	}
}

// answer closes what was asked about an invoice's payments.
func (p *planner) answer(k ledger.Key) {
	if _, open := p.Questions[k]; open {
		p.out.Questions[k] = nil
	}
}

// insertPayments plans the rows of payments that the sheet doesn't have.
func (p *planner) insertPayments() {
	tab := p.Sheet.Payments
	if !tab.OK || !tab.Columns.Has(colPayID) || !tab.Columns.Has(colPayAmount) || !tab.Columns.Has(colPayInvoice) {
		return
	}
	var list []ledger.Payment
	for pay := range p.book.Payments() {
		_, hasRow := p.Payments[pay.ID]
		if hasRow || p.out.Payments[pay.ID] != nil || pay.Source == ledger.PaymentFromOpening {
			continue
		}
		if _, there := p.rows[pay.Invoice]; !there && pay.Invoice != "" {
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
		number, customer := string(pay.Invoice), string(pay.Customer)
		if inv, ok := p.book.Invoice(pay.Invoice); ok {
			number, customer = inv.Number, inv.Customer
		}
		cells, dates := paymentCells(pay, tab.Columns, number, customer)
		p.out.Writes = append(p.out.Writes, Write{
			Tab: tabPayments, Insert: true, Key: pay.Invoice, Row: tab.end(), Cells: cells, Dates: dates, Payment: &pay,
		})
	}
}
