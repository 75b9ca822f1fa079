package show

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/relance-bot/relance/internal/demo"
	"github.com/relance-bot/relance/internal/sim/sheetsim"
	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/sheets"
)

// columns are the invoices tab's, in order: first what a person looks at most.
// A real sheet has no more than it needs: the demo leaves out terms, codes and
// instalments.
var columns = []ledger.Field{
	ledger.FieldNumber, ledger.FieldCustomer, ledger.FieldDue, ledger.FieldAmount, ledger.FieldCurrency, ledger.FieldPaid, ledger.FieldPaidOn,
	ledger.FieldDaysLate, ledger.FieldStage, ledger.FieldLastReminder, ledger.FieldNextReminder, ledger.FieldBalance, ledger.FieldIssued,
	ledger.FieldSalesperson, ledger.FieldPromisedOn, ledger.FieldPromisedAmount, ledger.FieldDispute, ledger.FieldDisputedAmount,
	ledger.FieldSnoozedUntil, ledger.FieldTakenBy, ledger.FieldTakenUntil, ledger.FieldSaysPaidUntil, ledger.FieldOptOut,
	ledger.FieldNotes, ledger.FieldCheck,
}

// column is the letter of a field's column.
func column(f ledger.Field) string { return letter(slices.Index(columns, f)) }

// letter names a column, from 0; no tab of the demo's has more than 26.
func letter(column int) string { return string(rune('A' + column)) }

// words are the tabs and headers beyond the invoices' in one language.
type words struct {
	title, locale, invoices, payments, customers, people string

	paymentHeaders, customerHeaders, peopleHeaders []any
}

var wordings = map[string]words{
	"en": {
		title: "Customer invoices", locale: "en_US", invoices: "Invoices", payments: "Payments", customers: "Customers", people: "People",
		paymentHeaders:  []any{"Id", "Date", "Invoice", "Customer", "Amount", "Currency", "Source", "Bank reference", "By", "Note"},
		customerHeaders: []any{"Customer", "Email", "Country", "Language"},
		peopleHeaders:   []any{"Name", "Email", "Slack id", "Role"},
	},
	"fr": {
		title: "Factures clients", locale: "fr_FR", invoices: "Factures", payments: "Paiements", customers: "Clients", people: "Équipe",
		paymentHeaders:  []any{"Identifiant", "Date", "Facture", "Client", "Montant", "Devise", "Origine", "Référence bancaire", "Par", "Remarque"},
		customerHeaders: []any{"Client", "E-mail", "Pays", "Langue"},
		peopleHeaders:   []any{"Nom", "E-mail", "Identifiant Slack", "Rôle"},
	},
}

// layOut makes the spreadsheet and fills it, as the finance team would have.
func layOut(sim *sheetsim.Sim, data demo.Dataset, lang, editor string) (string, error) {
	w := wordings[lang]
	id := sim.CreateSpreadsheet(w.title, w.locale, bookZone)
	hand := sim.Human(id, editor)
	first := sim.Snapshot(id).Tabs[0].Title
	if first != w.invoices {
		if err := hand.RenameTab(first, w.invoices); err != nil {
			return "", fmt.Errorf("name the invoices tab: %w", err)
		}
	}
	header := make([]any, len(columns))
	for i, f := range columns {
		header[i] = sheets.HeaderFor(f, lang)
	}
	rows := [][]any{header}
	for i, inv := range openFirst(data.Invoices) {
		rows = append(rows, invoiceCells(inv, i+2))
	}
	customers, people := [][]any{w.customerHeaders}, [][]any{w.peopleHeaders}
	for _, c := range data.Customers {
		customers = append(customers, []any{c.Name, c.Email, c.Country, c.Language})
	}
	for _, p := range data.People {
		people = append(people, []any{p.Name, p.Email, p.SlackID, p.Role})
	}
	for _, tab := range []struct {
		title string
		rows  [][]any
	}{{w.invoices, rows}, {w.payments, [][]any{w.paymentHeaders}}, {w.customers, customers}, {w.people, people}} {
		if tab.title != w.invoices {
			if err := hand.AddTab(tab.title); err != nil {
				return "", fmt.Errorf("add the tab %s: %w", tab.title, err)
			}
		}
		if err := hand.SetValues(tab.title, "A1", tab.rows); err != nil {
			return "", fmt.Errorf("fill the tab %s: %w", tab.title, err)
		}
		if err := dress(hand, tab.title, tab.rows[0], len(tab.rows)); err != nil {
			return "", fmt.Errorf("dress the tab %s: %w", tab.title, err)
		}
	}
	return id, dressAmounts(hand, w.invoices, 2, len(rows))
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

// invoiceCells is an invoice as a person enters it, in a row of that number.
// Balance and days late are formulas: the bot leaves such columns alone.
func invoiceCells(inv demo.InvoiceRow, row int) []any {
	cells := make([]any, len(columns))
	set := func(f ledger.Field, v any) { cells[slices.Index(columns, f)] = v }
	set(ledger.FieldNumber, inv.Number)
	set(ledger.FieldCustomer, inv.Customer)
	set(ledger.FieldIssued, day(inv.Issued))
	set(ledger.FieldDue, day(inv.Due))
	set(ledger.FieldAmount, number(inv.Amount))
	set(ledger.FieldCurrency, inv.Currency)
	if inv.Paid != "" {
		set(ledger.FieldPaid, number(inv.Paid))
		set(ledger.FieldPaidOn, day(inv.PaidOn))
	}
	amount, paid, balance, due := column(ledger.FieldAmount), column(ledger.FieldPaid), column(ledger.FieldBalance), column(ledger.FieldDue)
	set(ledger.FieldBalance, sheetsim.Formula(fmt.Sprintf("=%s%d-%s%d", amount, row, paid, row)))
	set(ledger.FieldDaysLate, sheetsim.Formula(fmt.Sprintf(`=IF(AND(%s%d>0;TODAY()>%s%d);TODAY()-%s%d;"")`, balance, row, due, row, due, row)))
	set(ledger.FieldSalesperson, inv.Salesperson)
	if inv.Dispute != "" {
		set(ledger.FieldDispute, inv.Dispute)
	}
	return cells
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
