package reminders

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/relance-bot/relance/ledger"
)

// What a customer has to their credit, line by line, and whether it covers the
// 100 EUR that are overdue on INV-1: the same figures stop reminders and
// letters and stand in the latter.
func TestWhatACustomerHasToTheirCredit(t *testing.T) {
	today := ledger.NewDate(2026, 3, 20)
	invoice := func(number string, minor int64, c ledger.Currency, more ledger.Fields) ledger.Change {
		f := ledger.Fields{
			ledger.FieldNumber: ledger.Text(number), ledger.FieldCustomer: ledger.Text("Acme"), ledger.FieldIssued: ledger.Day(today.AddDays(-60)),
			ledger.FieldDue: ledger.Day(today.AddDays(-15)), ledger.FieldAmount: ledger.Amount(ledger.Money{Minor: minor, Currency: c}),
		}
		maps.Copy(f, more)
		return ledger.Change{Invoice: ledger.KeyOf(number), Field: ledger.FieldInvoice, New: ledger.Record(f)}
	}
	paid := func(on, customer string, minor int64, c ledger.Currency, daysAgo int) ledger.Change {
		p := ledger.Payment{
			ID: fmt.Sprintf("P%d/%d", daysAgo, minor), Date: today.AddDays(-daysAgo), Invoice: ledger.KeyOf(on), Customer: ledger.KeyOf(customer),
			Amount: ledger.Money{Minor: minor, Currency: c}, Source: ledger.PaymentFromBank,
		}
		return ledger.Change{Invoice: p.Invoice, Customer: p.Customer, Field: ledger.FieldPayment, New: ledger.Record(p)}
	}
	plan := func(text string) ledger.Fields { return ledger.Fields{ledger.FieldPlan: ledger.Text(text)} }
	for _, c := range []struct {
		story   string
		changes []ledger.Change
		credits []int64 // in EUR, oldest first
		covers  bool
	}{
		{"nothing", nil, nil, false},
		{"cash on account", []ledger.Change{paid("", "Acme", 100_00, "EUR", 3)}, []int64{100_00}, true},
		{"a cent less than what is overdue", []ledger.Change{paid("", "Acme", 99_99, "EUR", 3)}, []int64{99_99}, false},
		{
			"cash on account under a name that the Customers tab claims for them",
			[]ledger.Change{
				{Customer: "acme", Field: ledger.FieldAccount, New: ledger.Record(ledger.Account{Name: "Acme", Aliases: []string{"Acme Holding"}})},
				paid("", "Acme Holding", 100_00, "EUR", 3),
			},
			[]int64{100_00},
			true,
		},
		{"cash in another currency", []ledger.Change{paid("", "Acme", 100_00, "USD", 3)}, nil, false},
		{
			"euros that came in on an invoice in dollars",
			[]ledger.Change{invoice("INV-2", 200_00, "USD", nil), paid("INV-2", "Acme", 100_00, "EUR", 3)},
			[]int64{100_00},
			true,
		},
		{
			"euros on an invoice whose amount can't be read: nobody knows what they pay",
			[]ledger.Change{
				invoice("INV-2", 0, "", ledger.Fields{ledger.FieldProblem: ledger.Text("amount")}), paid("INV-2", "Acme", 100_00, "EUR", 3),
			},
			nil, false,
		},
		{
			"cash on account that was given back",
			[]ledger.Change{paid("", "Acme", 100_00, "EUR", 9), paid("", "Acme", -100_00, "EUR", 3)},
			nil, false,
		},
		{
			"of two payments on account a part was given back: taken off the older",
			[]ledger.Change{paid("", "Acme", 80_00, "EUR", 9), paid("", "Acme", 70_00, "EUR", 5), paid("", "Acme", -30_00, "EUR", 3)},
			[]int64{50_00, 70_00},
			true,
		},
		{
			"an overpayment, and a credit note",
			[]ledger.Change{invoice("INV-2", 50_00, "EUR", nil), paid("INV-2", "Acme", 90_00, "EUR", 3), invoice("CN-1", -60_00, "EUR", nil)},
			[]int64{60_00, 40_00},
			true,
		},
		{
			"another invoice is overdue too",
			[]ledger.Change{invoice("INV-2", 50_00, "EUR", nil), paid("", "Acme", 100_00, "EUR", 3)},
			[]int64{100_00},
			false,
		},
		{
			"another is paid in instalments, of which one is late: the rest isn't overdue",
			[]ledger.Change{
				invoice("INV-2", 500_00, "EUR", plan("20.00 on 2026-03-19; 480.00 on 2026-05-01")), paid("", "Acme", 120_00, "EUR", 3),
			},
			[]int64{120_00},
			true,
		},
		{
			"an instalment was missed: all of that invoice is overdue again",
			[]ledger.Change{
				invoice("INV-2", 500_00, "EUR", plan("20.00 on 2026-03-01; 480.00 on 2026-05-01")), paid("", "Acme", 120_00, "EUR", 3),
			},
			[]int64{120_00},
			false,
		},
	} {
		t.Run(c.story, func(t *testing.T) {
			book, err := ledger.NewBook().Apply(append([]ledger.Change{invoice("INV-1", 100_00, "EUR", nil)}, c.changes...)...)
			if err != nil {
				t.Fatal(err)
			}
			p := newPlanner(book, Default(), nil, today)
			of := account{"acme", "EUR"}
			var got []int64
			for _, one := range p.creditsOf(of) {
				got = append(got, one.Amount.Minor)
			}
			if diff := cmp.Diff(c.credits, got); diff != "" {
				t.Errorf("credits (-want +got):\n%s", diff)
			}
			if p.covers(of) != c.covers {
				t.Errorf("covers what is overdue: %v", !c.covers)
			}
			at := slices.IndexFunc(p.plan(), func(d Decision) bool { return d.Number == "INV-1" })
			if d := p.plan()[at]; (d.Reason == SkipCreditCovers) != c.covers {
				t.Errorf("INV-1: %s", d.Reason)
			}
		})
	}
}
