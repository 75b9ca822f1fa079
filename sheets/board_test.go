package sheets_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/relance-bot/relance/internal/sim/sheetsim"
	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/sheets"
	"github.com/relance-bot/relance/sheets/google"
)

// tileTexts is a block of a tab as a person sees it.
func tileTexts(t *testing.T, shot sheetsim.Snapshot, title string, row, col, height, width int) []string {
	t.Helper()
	var lines []string
	for _, tab := range shot.Tabs {
		if tab.Title != title {
			continue
		}
		for r := row; r < row+height; r++ {
			var cells []string
			for c := col; c < col+width; c++ {
				text := ""
				if r < len(tab.Rows) && c < len(tab.Rows[r]) {
					text = tab.Rows[r][c].Formatted
				}
				cells = append(cells, text)
			}
			lines = append(lines, strings.TrimRight(strings.Join(cells, "|"), "|"))
		}
		return lines
	}
	t.Fatalf("there is no tab %q", title)
	return nil
}

func madeInvoice(w *sheets.Workbook, number, customer, who, currency string, due int, amount, paid int64) {
	today := ledger.DateOf(start)
	fields := ledger.Fields{
		ledger.FieldNumber: ledger.Text(number), ledger.FieldCustomer: ledger.Text(customer), ledger.FieldCurrency: ledger.Text(currency),
		ledger.FieldIssued: ledger.Day(today.AddDays(due - 30)), ledger.FieldDue: ledger.Day(today.AddDays(due)),
		ledger.FieldAmount: ledger.Amount(ledger.Money{Minor: amount * 100, Currency: ledger.Currency(currency)}),
	}
	if who != "" {
		fields[ledger.FieldSalesperson] = ledger.Text(who)
	}
	if paid != 0 {
		fields[ledger.FieldPaid] = ledger.Amount(ledger.Money{Minor: paid * 100, Currency: ledger.Currency(currency)})
	}
	w.AddInvoice(fields)
}

func TestTheDashboardAddsUpTheInvoices(t *testing.T) {
	for _, language := range []string{"en", "fr"} {
		t.Run(language, func(t *testing.T) {
			now := start
			sim := sheetsim.New(sheetsim.Options{Now: func() time.Time { return now }})
			w := sheets.Layout(language)
			madeInvoice(w, "1", "Acme", "Ana", "EUR", -5, 1000, 400) // 600 open, 5 days late
			madeInvoice(w, "2", "Acme", "Ana", "EUR", -70, 500, 0)   // 500 open, 70 days late
			madeInvoice(w, "3", "Bolt", "Ben", "EUR", -40, 2000, 0)  // 2000 open, 40 days late
			madeInvoice(w, "4", "Cora", "", "EUR", -100, 50, 0)      // 50 open, 100 days late
			madeInvoice(w, "5", "Dune", "Ben", "EUR", 10, 3000, 0)   // not due
			madeInvoice(w, "6", "Etna", "Ana", "EUR", -20, 800, 800) // paid
			madeInvoice(w, "7", "Faro", "Ana", "USD", -10, 900, 0)   // another currency
			madeInvoice(w, "8", "Acme", "Ana", "EUR", 5, -100, 0)    // a credit note
			id, err := google.Create(context.Background(), google.Options{Endpoint: "http://sheets.invalid", HTTPClient: sim.Client()}, w)
			if err != nil {
				t.Fatal(err)
			}
			board := map[string]string{"en": "Dashboard", "fr": "Tableau de bord"}[language]
			hand := sim.Human(id, "claire@example.com")
			look := func(row, col, height, width int) []string {
				t.Helper()
				list := tileTexts(t, sim.Snapshot(id), board, row, col, height, width)
				for i := range list {
					list[i] = strings.NewReplacer("\u202f", "", ",", "").Replace(list[i])
				}
				return list
			}
			want := []string{"EUR|5|6050|3150|52%|2900|600|2000|500|50", "USD|1|900|900|100%|0|900|0|0|0", ""}
			if diff := cmp.Diff(want, look(5, 0, 3, 10)); diff != "" {
				t.Errorf("by currency (-want +got):\n%s", diff)
			}
			want = []string{"Ana|2|1000|1100", "Ben|1|5000|2000", ""}
			if diff := cmp.Diff(want, look(17, 0, 3, 4)); diff != "" {
				t.Errorf("by salesperson (-want +got):\n%s", diff)
			}
			want = []string{"Bolt|2000|40", "Acme|1100|70", "Cora|50|100", ""}
			if diff := cmp.Diff(want, look(17, 6, 4, 3)); diff != "" {
				t.Errorf("the ten latest (-want +got):\n%s", diff)
			}
			// Another currency is picked, a row is added on top, and two columns
			// change places.
			for _, err := range []error{
				hand.Type(board, "B14", "USD"), hand.InsertRows(w.Tabs[0].Title, 1, 1), hand.MoveColumn(w.Tabs[0].Title, 10, 2),
				hand.SetValues(w.Tabs[0].Title, "A2", [][]any{{"9", "Gala", nil, day(-3), 70, "USD"}}),
				hand.SetValues(w.Tabs[0].Title, "I2", [][]any{{70, 3}}),
			} {
				if err != nil {
					t.Fatal(err)
				}
			}
			want = []string{"Faro|900|10", "Gala|70|3", ""}
			if diff := cmp.Diff(want, look(17, 6, 3, 3)); diff != "" {
				t.Errorf("the ten latest in dollars (-want +got):\n%s", diff)
			}
		})
	}
}
