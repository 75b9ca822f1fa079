package sheets

import (
	"github.com/relance-bot/relance/ledger"
)

// payRow is one row of the Payments tab as it was read, typed.
type payRow struct {
	Index   int
	ID      string // as typed; empty: a person's row that bears none yet
	Payment ledger.Payment
	Bad     []Problem
	Cells   []any
	Hash    uint64
}

// parsePayment types a row of Payments. An amount without a currency is in the
// invoice's.
func parsePayment(cells []any, columns Columns, opt ParseOptions, currencyOf func(ledger.Key) ledger.Currency) *payRow {
	r := &payRow{Cells: cells}
	cell := func(f ledger.Field) any {
		at, ok := columns.Index(f)
		if !ok {
			return nil
		}
		return cellAt(cells, at)
	}
	text := func(f ledger.Field, limit int) string {
		s, err := parseText(cell(f), limit)
		if err != nil {
			r.Bad = append(r.Bad, asProblem(err).in(f))
		}
		return s
	}
	p := &r.Payment
	r.ID = text(colPayID, maxShortText)
	p.ID = r.ID
	p.Invoice = ledger.KeyOf(text(colPayInvoice, maxShortText))
	p.Customer = ledger.KeyOf(text(colPayCustomer, maxShortText))
	p.Source, p.BankRef = text(colPaySource, maxShortText), text(colPayBankRef, maxShortText)
	p.By, p.Note = text(colPayBy, maxShortText), text(colPayNote, maxLongText)
	if p.Invoice != "" {
		p.Customer = ""
		if c := currencyOf(p.Invoice); c != "" {
			opt.Currency = c
		}
	}
	day, err := ParseDate(cell(colPayDate), opt)
	if err != nil {
		r.Bad = append(r.Bad, asProblem(err).in(colPayDate))
	}
	p.Date = day
	c, err := ParseCurrency(cell(colPayCurrency))
	if err != nil {
		r.Bad = append(r.Bad, asProblem(err).in(colPayCurrency))
	}
	if c != "" {
		opt.Currency, opt.CurrencyFixed = c, true
	}
	p.Amount, err = ParseAmount(cell(colPayAmount), opt)
	switch {
	case err != nil:
		r.Bad = append(r.Bad, asProblem(err).in(colPayAmount))
	case p.Amount.Currency == "":
		r.Bad = append(r.Bad, problem(ProblemNoAmount).in(colPayAmount))
	}
	if p.Invoice == "" && p.Customer == "" && len(r.Bad) == 0 {
		r.Bad = append(r.Bad, problem(ProblemPaymentNobody))
	}
	return r
}

// blankPayment tells rows that say nothing: no amount, no invoice, no customer.
func (r *payRow) blankPayment() bool {
	return r.Payment.Invoice == "" && r.Payment.Customer == "" && r.Payment.Amount.Currency == ""
}

// paymentCells lays a payment out under the tab's columns.
func paymentCells(p ledger.Payment, columns Columns, number, customer string) (cells []any, dates []bool) {
	cells, dates = make([]any, columns.width()), make([]bool, columns.width())
	put := func(f ledger.Field, l Literal) {
		if at, ok := columns.Index(f); ok {
			cells[at], dates[at] = l.Value, l.IsDate
		}
	}
	put(colPayID, literal(ledger.Text(p.ID)))
	put(colPayDate, literal(ledger.Day(p.Date)))
	put(colPayInvoice, literal(ledger.Text(number)))
	put(colPayCustomer, literal(ledger.Text(customer)))
	put(colPayAmount, literal(ledger.Amount(p.Amount)))
	put(colPayCurrency, literal(ledger.Text(string(p.Amount.Currency))))
	put(colPaySource, literal(ledger.Text(sourceCell(p))))
	put(colPayBankRef, literal(ledger.Text(p.BankRef)))
	put(colPayBy, literal(ledger.Text(p.By)))
	put(colPayNote, literal(ledger.Text(p.Note)))
	return cells, dates
}
