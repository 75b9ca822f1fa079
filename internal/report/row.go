package report

import (
	"errors"
	"fmt"
	"strings"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/sheets"
)

// row is one invoice of the file.
type row struct {
	line    int
	fields  ledger.Fields
	key     ledger.Key
	payment *ledger.Payment
}

// reader turns records into rows.
type reader struct {
	options  Options
	columns  sheets.Columns
	order    sheets.DateOrder
	problems []rowProblem
	rows     []row
	notes    []string
	undated  int // payments that name no day
}

func (r *reader) problem(at int, reason string) {
	r.problems = append(r.problems, rowProblem{at, reason})
}

// read reads the records. A number on several rows leaves them all out: which
// of them is the invoice is not ours to say.
func (r *reader) read(lines []line) {
	r.order = sheets.DateOrder(r.options.Dates)
	if r.order == "" {
		r.order = r.plainOrder(lines)
	}
	byKey := map[ledger.Key][]row{}
	var order []ledger.Key
	for _, l := range lines {
		if isBlank(l.cells) {
			continue
		}
		parsed, err := r.parse(l)
		if err != nil {
			r.problem(l.at, strings.ReplaceAll(err.Error(), "\n", "; ")) // joined errors
			if parsed.key == "" {
				continue
			}
			parsed.fields = nil // unreadable, and still its number is taken
		}
		if byKey[parsed.key] == nil {
			order = append(order, parsed.key)
		}
		byKey[parsed.key] = append(byKey[parsed.key], parsed)
	}
	for _, k := range order {
		same := byKey[k]
		switch {
		case len(same) > 1:
			for i, one := range same {
				other := same[(i+1)%len(same)].line
				r.problem(one.line, fmt.Sprintf("invoice %s stands on line %d too", shown(string(k)), other))
			}
		case same[0].fields != nil:
			r.rows = append(r.rows, same[0])
		}
	}
}

func isBlank(cells []string) bool {
	for _, c := range cells {
		if !sheets.IsBlank(c) {
			return false
		}
	}
	return true
}

// cell is the text of a field, or nothing where the row or file has none.
func (r *reader) cell(l line, f ledger.Field) string {
	if i, ok := r.columns.Index(f); ok && i < len(l.cells) {
		return l.cells[i]
	}
	return ""
}

// parse reads one record. On an error the row may hold its key all the same.
func (r *reader) parse(l line) (row, error) {
	out := row{line: l.at, fields: ledger.Fields{}}
	var errs []error
	note := func(f ledger.Field, err error) {
		if p, ok := errors.AsType[sheets.Problem](err); ok {
			p.Field = f
			err = p
			if p.Code == sheets.ProblemNoCurrency {
				err = errors.New("the amount names no currency, nor does its column; say which with --currency, such as --currency EUR")
			}
		}
		if err != nil {
			errs = append(errs, err)
		}
	}
	for _, f := range []ledger.Field{ledger.FieldNumber, ledger.FieldCustomer, ledger.FieldCustomerCode, ledger.FieldSalesperson} {
		text, err := sheets.ParseText(r.cell(l, f))
		note(f, err)
		out.fields[f] = ledger.Text(text)
	}
	if out.key = ledger.KeyOf(out.fields[ledger.FieldNumber].Text()); out.key == "" && len(errs) == 0 {
		errs = append(errs, errors.New("the invoice has no number"))
	}
	if out.fields[ledger.FieldCustomer].IsEmpty() {
		out.fields[ledger.FieldCustomer] = out.fields[ledger.FieldCustomerCode]
	}
	days := map[ledger.Field]ledger.Date{}
	for _, f := range []ledger.Field{ledger.FieldIssued, ledger.FieldDue, ledger.FieldPaidOn} {
		day, err := sheets.ParseDate(r.cell(l, f), sheets.ParseOptions{DateOrder: r.order})
		note(f, err)
		days[f] = day
	}
	out.fields[ledger.FieldIssued], out.fields[ledger.FieldDue] = ledger.Day(days[ledger.FieldIssued]), ledger.Day(days[ledger.FieldDue])
	money, err := r.amount(l, ledger.FieldAmount, "")
	note(ledger.FieldAmount, err)
	out.fields[ledger.FieldAmount] = ledger.Amount(money)
	if err == nil {
		paid, err := r.amount(l, ledger.FieldPaid, money.Currency)
		note(ledger.FieldPaid, err)
		if err == nil {
			r.pay(&out, l, paid, days[ledger.FieldPaidOn])
		}
	}
	return out, errors.Join(errs...)
}

// amount reads an amount in the currency of the row: its currency cell's, else
// the header's, else the one asked for.
func (r *reader) amount(l line, f ledger.Field, of ledger.Currency) (ledger.Money, error) {
	opt := sheets.ParseOptions{Currency: of, CurrencyFixed: of != ""}
	if of == "" {
		c, err := sheets.ParseCurrency(r.cell(l, ledger.FieldCurrency))
		if err != nil {
			return ledger.Money{}, err
		}
		opt.CurrencyFixed = c != ""
		for _, c := range []ledger.Currency{c, r.columns.Currency(f), r.options.Currency} {
			if c != "" {
				opt.Currency = c
				break
			}
		}
	}
	text := r.cell(l, f)
	if f == ledger.FieldAmount && sheets.IsBlank(text) {
		return ledger.Money{}, errors.New("the invoice has no amount")
	}
	return sheets.ParseAmount(text, opt)
}

// pay adds what the row says was paid. A day without an amount means paid in
// full that day; an amount without a day counts as paid on the as-of day.
func (r *reader) pay(out *row, l line, paid ledger.Money, on ledger.Date) {
	amount := out.fields[ledger.FieldAmount].Money()
	switch {
	case sheets.IsBlank(r.cell(l, ledger.FieldPaid)) && on.IsZero(), paid.IsZero() && !sheets.IsBlank(r.cell(l, ledger.FieldPaid)):
		return
	case sheets.IsBlank(r.cell(l, ledger.FieldPaid)):
		paid = amount
	case on.IsZero():
		on = r.options.AsOf
		r.undated++
	}
	out.payment = &ledger.Payment{ID: string(out.key), Date: on, Invoice: out.key, Amount: paid}
}

// plainOrder is the order of day and month that the file leaves no doubt
// about: some of its dates have one reading only, and that in one order.
func (r *reader) plainOrder(lines []line) sheets.DateOrder {
	only := map[sheets.DateOrder]string{}
	for _, l := range lines {
		for _, f := range []ledger.Field{ledger.FieldIssued, ledger.FieldDue, ledger.FieldPaidOn} {
			text := r.cell(l, f)
			if !strings.ContainsAny(text, "/.-") {
				continue
			}
			_, errDMY := sheets.ParseDate(text, sheets.ParseOptions{DateOrder: sheets.DateDMY})
			_, errMDY := sheets.ParseDate(text, sheets.ParseOptions{DateOrder: sheets.DateMDY})
			if errDMY == nil && errMDY != nil {
				only[sheets.DateDMY] = text
			}
			if errMDY == nil && errDMY != nil {
				only[sheets.DateMDY] = text
			}
		}
	}
	if len(only) != 1 {
		return sheets.DateISO
	}
	for order, text := range only {
		words := map[sheets.DateOrder]string{sheets.DateDMY: "day/month/year", sheets.DateMDY: "month/day/year"}
		r.notes = append(r.notes, fmt.Sprintf("dates are read as %s, since %s has no other reading; say otherwise with --dates", words[order], text))
		return order
	}
	return sheets.DateISO
}
