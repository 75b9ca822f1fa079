package sheets

import (
	"slices"

	"github.com/relance-bot/relance/ledger"
)

// payFields are the columns of Payments that both sides may move.
var payFields = []ledger.Field{colPayDate, colPayInvoice, colPayCustomer, colPayAmount, colPayBankRef, colPayBy, colPayNote}

// unconfirmedNotes stand in the note of a payment that was only seen as a typed
// change of Paid. Whoever clears or rewrites it confirms the payment.
var unconfirmedNotes = wording{"to confirm: typed into Paid", "à confirmer : saisi dans Payé"}

// payValue is what a payment shows in a column.
func payValue(p ledger.Payment, f ledger.Field) ledger.Value {
	switch f {
	case colPayDate:
		return ledger.Day(p.Date)
	case colPayInvoice:
		return ledger.Text(string(p.Invoice))
	case colPayCustomer:
		if p.Invoice == "" { // else it follows from the invoice
			return ledger.Text(string(p.Customer))
		}
	case colPayAmount:
		return ledger.Amount(p.Amount)
	case colPayBankRef:
		return ledger.Text(p.BankRef)
	case colPayBy:
		return ledger.Text(p.By)
	case colPayNote:
		if p.Unconfirmed && p.Note == "" || p.Note == unconfirmedNotes.fr {
			return ledger.Text(unconfirmedNotes.en)
		}
		return ledger.Text(p.Note)
	}
	return ledger.Value{}
}

// setPayValue moves one column of a payment.
func setPayValue(p *ledger.Payment, f ledger.Field, v ledger.Value) {
	switch f {
	case colPayDate:
		p.Date = v.Date()
	case colPayInvoice:
		p.Invoice = ledger.Key(v.Text())
	case colPayCustomer:
		p.Customer = ledger.Key(v.Text())
	case colPayAmount:
		p.Amount = v.Money()
	case colPayBankRef:
		p.BankRef = v.Text()
	case colPayBy:
		p.By = v.Text()
	case colPayNote:
		p.Note, p.Unconfirmed = v.Text(), v.Text() == unconfirmedNotes.en
		if p.Unconfirmed {
			p.Note = ""
		}
	}
}

// sourceCell is what the column Source shows: a reversal names what it takes
// back.
func sourceCell(p ledger.Payment) string {
	if p.Reverses != "" {
		return p.Source + " " + p.Reverses
	}
	return p.Source
}

// changedPayment merges a row of Payments three ways: the sheet wins where both
// moved, and what only the bot moved is written.
func (p *planner) changedPayment(r *payRow, base BasePayment) {
	id := base.Payment.ID
	book, inBook := p.book.Payment(id)
	counted := base.Same == ""
	if !counted { // not in the book; its row follows its invoice all the same
		book, inBook = base.meant(p.book), true
	}
	same := r.Hash == base.Hash && base.Hash != 0
	if same && inBook && samePayValues(book, base.Payment) {
		return
	}
	if len(r.Bad) > 0 {
		p.payProblem(r, r.Bad...)
		return // quarantined: baseline untouched
	}
	if counted && !inBook {
		if _, there := p.book.Follow(base.Payment.Invoice); there || base.Payment.Invoice == "" {
			p.takeBack(base)
		}
		return // else it left the book with its invoice, which was archived
	}
	next, moved := base, book
	next.Hash, next.Gone, next.NoID = r.Hash, false, r.ID == ""
	for _, f := range payFields {
		at, mapped := p.Sheet.Payments.Columns.Index(f)
		if !mapped {
			continue
		}
		if raw := cellAt(r.Cells, at); p.strayedIntoPayment(id, f, raw) {
			p.payProblem(r, problem(ProblemStray, cellText(raw)).in(f))
			next.Hash = 0
			continue
		}
		was, sheet, mine := payValue(base.Payment, f), payValue(r.Payment, f), payValue(book, f)
		switch {
		case sheet != was:
			setPayValue(&next.Payment, f, sheet)
			setPayValue(&moved, f, sheet)
			if counted && mine != was && mine != sheet {
				p.payConflict(book, f, sheet, mine)
			}
		case mine != was && !next.NoID:
			p.writePayment(r, book, f)
		}
	}
	if counted && moved != book {
		p.paymentChange(&book, &moved)
	}
	if base.Gone {
		p.certain(book.Invoice, id) // it is back
	}
	if !counted && (next.Payment.Amount != base.Payment.Amount || next.Payment.Invoice != base.Payment.Invoice) {
		next.Same, next.To = "", "" // another amount, another invoice: another payment
		p.certain(base.Payment.Invoice, id)
		p.paymentChange(nil, &next.Payment)
	}
	p.out.Payments[id] = &next
}

// meant is a row's payment, on the invoice that it is on by now.
func (b BasePayment) meant(book *ledger.Book) ledger.Payment {
	pay := b.Payment
	if b.To != "" {
		pay.Invoice = b.To
	}
	if inv, ok := book.Follow(pay.Invoice); ok {
		pay.Invoice = inv.Key
	}
	return pay
}

func samePayValues(a, b ledger.Payment) bool {
	return !slices.ContainsFunc(payFields, func(f ledger.Field) bool { return payValue(a, f) != payValue(b, f) })
}

// takeBack answers a payment that was taken out of the book while its row
// stands: an inserted row is never undone, so another one takes it back.
func (p *planner) takeBack(base BasePayment) {
	pay := base.Payment
	back := pay.Reversal(p.NewID())
	back.Date = p.Today
	for _, now := range []ledger.Payment{pay, back} {
		c := paymentChange(nil, &now)
		c.Source = ledger.SourceBot
		p.change(c)
	}
}

// writePayment plans the cell of a payment that the bot moved.
func (p *planner) writePayment(r *payRow, pay ledger.Payment, f ledger.Field) {
	columns := p.Sheet.Payments.Columns
	cells, dates := p.paymentCells(pay)
	write := func(f ledger.Field) {
		at, ok := columns.Index(f)
		if !ok || sameCell(cellAt(cells, at), cellAt(r.Cells, at)) {
			return
		}
		p.out.Writes = append(p.out.Writes, Write{
			Tab: tabPayments, Key: ledger.KeyOf(pay.ID), Field: f, Row: r.Index, Col: at, Old: cellAt(r.Cells, at),
			New: Literal{Value: cells[at], IsDate: dates[at]}, Value: payValue(pay, f), Cells: r.Cells, Payment: &pay,
		})
	}
	write(f)
	if f == colPayAmount {
		write(colPayCurrency)
	}
	if f == colPayInvoice {
		write(colPayCustomer)
	}
}

func (p *planner) payConflict(pay ledger.Payment, f ledger.Field, sheet, mine ledger.Value) {
	p.out.Conflicts = append(p.out.Conflicts, Conflict{
		ID: p.Cycle + "/" + pay.ID + "/" + string(f), At: p.Now, Invoice: pay.Invoice, Field: f, Sheet: sheet, Mine: mine, Author: pay.By, Raw: true,
	})
}

// paymentCells lays a payment out under the tab's columns, with the invoice and
// the customer as their row shows them.
func (p *planner) paymentCells(pay ledger.Payment) ([]any, []bool) {
	number, customer := string(pay.Invoice), string(pay.Customer)
	if inv, ok := p.book.Invoice(pay.Invoice); ok {
		number, customer = inv.Number, inv.Customer
	}
	if pay.Unconfirmed && pay.Note == "" {
		pay.Note = unconfirmedNotes.in(p.Language)
	}
	return paymentCells(pay, p.Sheet.Payments.Columns, number, customer)
}
