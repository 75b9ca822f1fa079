package sheets_test

import (
	"context"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/relance-bot/relance/internal/sim/sheetsim"
	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/sheets"
	"github.com/relance-bot/relance/sheets/google"
)

func TestASheetThatWeMakeNeedsNothingMore(t *testing.T) {
	for _, language := range []string{"en", "fr"} {
		t.Run(language, func(t *testing.T) {
			o := usual(t)
			w := sheets.Layout(language)
			w.AddInvoice(ledger.Fields{
				ledger.FieldNumber: ledger.Text("0042"), ledger.FieldCustomer: ledger.Text("Acme"), ledger.FieldIssued: ledger.Day(ledger.NewDate(2026, 10, 1)),
				ledger.FieldDue: ledger.Day(ledger.NewDate(2026, 11, 1)), ledger.FieldAmount: ledger.Amount(eur(123456)), ledger.FieldCurrency: ledger.Text("EUR"),
				ledger.FieldPaid: ledger.Amount(eur(23456)),
			})
			w.AddInvoice(ledger.Fields{
				ledger.FieldNumber: ledger.Text("0043"), ledger.FieldCustomer: ledger.Text("Bolt"), ledger.FieldDue: ledger.Day(ledger.NewDate(2026, 12, 1)),
				ledger.FieldAmount: ledger.Amount(eur(5000)),
			})
			w.AddPayment(ledger.Payment{ID: "P-1", Date: ledger.NewDate(2026, 11, 3), Invoice: "0042", Amount: eur(23456), Source: ledger.PaymentFromBank}, "0042", "Acme")
			acme := ledger.Account{
				Name: "Acme", Email: "ap@acme.example", Language: "fr", Aliases: []string{"Acme SA", "ACME"}, Mode: ledger.ModeInternalOnly,
				ModeReason: "a lawsuit", ModeReview: ledger.NewDate(2027, 1, 31), Ladder: "public", Segment: "health", Public: true,
				Contact: "Mme Roy", Address: "1 rue du Port\n44000 Nantes",
			}
			w.AddAccount(acme)
			ana := ledger.Person{
				Name: "Ana", Email: "ana@example.com", Role: "salesperson",
				AwayFrom: ledger.NewDate(2026, 12, 21), AwayUntil: ledger.NewDate(2027, 1, 2), StandIn: "Bob",
			}
			w.AddPerson(ana)
			id, err := google.Create(context.Background(), google.Options{Endpoint: "http://sheets.invalid", HTTPClient: o.sim.Client()}, w)
			o.must(err)
			o.id, o.hand = id, o.sim.Human(id, "claire@example.com")
			o.state = newMemory()
			o.restart()
			r := o.sync()
			if len(r.Problems) > 0 || r.Written > 0 || r.Held != "" {
				t.Errorf("the first sync has something to say: %v", r)
			}
			o.settle()
			o.paid("0042", 23456)
			if inv := o.invoice("0042"); inv.Number != "0042" || inv.Open() != eur(100000) {
				t.Errorf("0042 is %+v", inv)
			}
			if p, ok := o.desk.Book().FindPerson("ana"); !ok || p != ana {
				t.Errorf("Ana is %+v in the book", p)
			}
			if diff := cmp.Diff(acme, o.desk.Book().Account("acme")); diff != "" {
				t.Errorf("the account (-added +read):\n%s", diff)
			}
			tab := o.sim.Snapshot(id).Tabs[0]
			at := func(f ledger.Field) int {
				return slices.IndexFunc(tab.Rows[0], func(c sheetsim.CellSnapshot) bool { return c.Formatted == sheets.HeaderFor(f, language) })
			}
			balance, late := at(ledger.FieldBalance), at(ledger.FieldDaysLate)
			if got := tab.Rows[1][balance].Formatted; got != map[string]string{"en": "1,000.00", "fr": "1\u202f000,00"}[language] {
				t.Errorf("the balance shows %q", got)
			}
			if got := tab.Rows[1][late].Formatted; got != "22" {
				t.Errorf("days late shows %q", got)
			}
			o.says("0042", ledger.FieldPromisedOn, ledger.Day(ledger.NewDate(2026, 12, 1)))
			o.pays("0043", 5000)
			o.settle()
			tab = o.sim.Snapshot(id).Tabs[0]
			if got := tab.Rows[2][balance].Formatted; got != map[string]string{"en": "0.00", "fr": "0,00"}[language] {
				t.Errorf("the balance shows %q after a payment", got)
			}
			if got := tab.Rows[2][late].Formatted; got != "" {
				t.Errorf("a paid invoice is %q days late", got)
			}
		})
	}
}
