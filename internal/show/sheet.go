package show

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/relance-bot/relance/internal/app/setup"
	"github.com/relance-bot/relance/internal/demo"
	"github.com/relance-bot/relance/internal/sim/sheetsim"
	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/sheets"
)

// titles name the spreadsheet in each language, with the locale of its people.
var titles = map[string]struct{ title, locale string }{
	"en": {"Customer invoices", "en_US"},
	"fr": {"Factures clients", "fr_FR"},
}

// workbook is the spreadsheet that relance init makes, without rows.
func workbook(lang string) *sheets.Workbook {
	w := sheets.Layout(lang)
	w.SetTitle(titles[lang].title, titles[lang].locale, bookZone)
	return w
}

// columns are the invoices tab's, in order: the same in either language.
var columns = func() []ledger.Field {
	var list []ledger.Field
	for _, c := range sheets.Layout("en").Tabs[0].Columns {
		list = append(list, c.Field)
	}
	return list
}()

// column is the letter of a field's column.
func column(f ledger.Field) string { return letter(slices.Index(columns, f)) }

// letter names a column, from 0.
func letter(column int) string {
	if column >= 26 {
		return string(rune('A'+column/26-1)) + string(rune('A'+column%26))
	}
	return string(rune('A' + column))
}

// layOut makes the spreadsheet as relance init does, and fills it.
func (o Options) layOut(ctx context.Context, sim *sheetsim.Sim, data demo.Dataset, today ledger.Date) (string, error) {
	w := workbook(o.Lang)
	for _, inv := range openFirst(data.Invoices) {
		f := fields(inv)
		if o.Level == ledger.LevelLetters {
			withPast(f, inv, today)
		}
		w.AddInvoice(f)
	}
	for i, c := range data.Customers {
		mode := ""
		if o.Level == ledger.LevelLetters {
			mode = modeOf(i)
		}
		w.AddAccount(ledger.Account{Name: c.Name, Mode: mode, Email: c.Email, Address: strings.Join(c.Address, "\n"), Country: c.Country, Language: c.Language})
	}
	for _, p := range data.People {
		w.AddPerson(ledger.Person{Name: p.Name, Email: p.Email, SlackID: p.SlackID, Role: p.Role})
	}
	id, err := setup.Make(ctx, sim.Client(), w)
	if err != nil {
		return "", fmt.Errorf("lay out the demo's sheet: %w", err)
	}
	return id, nil
}

// openFirst puts what is still to be paid on top, what has waited longest
// first, and below it what is settled, the newest first.
func openFirst(invoices []demo.InvoiceRow) []demo.InvoiceRow {
	list := slices.Clone(invoices)
	slices.SortStableFunc(list, func(a, b demo.InvoiceRow) int {
		switch {
		case a.Paid == "" && b.Paid == "":
			return cmp.Or(a.Due.Compare(b.Due), cmp.Compare(a.Number, b.Number))
		case a.Paid != "" && b.Paid != "":
			return cmp.Or(b.PaidOn.Compare(a.PaidOn), cmp.Compare(a.Number, b.Number))
		case a.Paid == "":
			return -1
		}
		return 1
	})
	return list
}

// fields is an invoice as a person enters it.
func fields(inv demo.InvoiceRow) ledger.Fields {
	amount := func(text string) ledger.Value {
		m, err := ledger.ParseMoney(text, ledger.Currency(inv.Currency))
		if err != nil { // the demo's own data
			panic(err)
		}
		return ledger.Amount(m)
	}
	f := ledger.Fields{
		ledger.FieldNumber: ledger.Text(inv.Number), ledger.FieldCustomer: ledger.Text(inv.Customer),
		ledger.FieldIssued: ledger.Day(ledger.DateOf(inv.Issued)), ledger.FieldDue: ledger.Day(ledger.DateOf(inv.Due)),
		ledger.FieldAmount: amount(inv.Amount), ledger.FieldCurrency: ledger.Text(inv.Currency), ledger.FieldSalesperson: ledger.Text(inv.Salesperson),
	}
	if inv.Paid != "" {
		f[ledger.FieldPaid], f[ledger.FieldPaidOn] = amount(inv.Paid), ledger.Day(ledger.DateOf(inv.PaidOn))
	}
	if inv.Dispute != "" {
		f[ledger.FieldDispute] = ledger.Text(inv.Dispute)
	}
	return f
}

// typedCells is an invoice as a person types it into a row of that number, with
// the formulas drawn down from the row above.
func typedCells(w *sheets.Workbook, inv demo.InvoiceRow, row int) []any {
	made := *w
	made.Tabs = slices.Clone(w.Tabs)
	made.AddInvoice(fields(inv))
	cells := made.Tabs[0].Rows[len(made.Tabs[0].Rows)-1]
	out := make([]any, len(cells))
	for i, c := range w.Tabs[0].Columns {
		out[i] = cells[i]
		if v, ok := cells[i].(json.Number); ok {
			out[i] = number(v.String())
		}
		switch c.Field {
		case ledger.FieldIssued:
			out[i] = day(inv.Issued)
		case ledger.FieldDue:
			out[i] = day(inv.Due)
		}
		if c.Formula != "" {
			out[i] = sheetsim.Formula(strings.ReplaceAll(c.Formula, sheets.RowMark, strconv.Itoa(row)))
		}
	}
	return out
}

func day(t time.Time) sheetsim.Date {
	y, m, d := t.Date()
	return sheetsim.Date{Year: y, Month: m, Day: d}
}

// number is a cell's: the spreadsheet itself keeps floats.
func number(text string) float64 {
	f, err := strconv.ParseFloat(text, 64)
	if err != nil { // the demo's own data
		panic(err)
	}
	return f
}
