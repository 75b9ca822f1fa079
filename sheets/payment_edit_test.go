package sheets_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/relance-bot/relance/ledger"
)

// edit changes a payment in Slack.
func (o *office) edit(id string, change func(*ledger.Payment)) {
	o.t.Helper()
	o.ids++
	was, ok := o.desk.Book().Payment(id)
	if !ok {
		o.t.Fatalf("no payment %s", id)
	}
	now := was
	change(&now)
	_, err := o.desk.Record(o.t.Context(), ledger.Change{
		ID: "edit/" + itoa(o.ids), At: o.now, Actor: "U1", Source: ledger.SourceSlack, Invoice: was.Invoice, Field: ledger.FieldPayment,
		Old: ledger.Record(was), New: ledger.Record(now),
	})
	o.must(err)
}

func (o *office) row(id string) []string {
	o.t.Helper()
	for _, row := range o.payments() {
		if len(row) > 0 && row[0] == id {
			return row
		}
	}
	o.t.Fatalf("no row %s in %v", id, o.payments())
	return nil
}

// What is done to a payment in Slack reaches its row; what a person typed there
// stands.
func TestAPaymentEditedInSlackReachesItsRow(t *testing.T) {
	type step = func(o *office, id string)
	for _, tt := range []struct {
		name      string
		slack     step
		sheet     step
		row       []string // date, invoice, customer, amount, and the note
		paid      int64
		conflicts int
	}{
		{
			"its day and amount", func(o *office, id string) {
				o.edit(id, func(p *ledger.Payment) { p.Amount, p.Date = eur(16000), ledger.NewDate(2026, 11, 20) })
			}, nil, []string{"11/20/2026", "INV-4", "Dune", "160", ""}, 16000, 0,
		},
		{
			"the amount, while a person wrote a note: both stand", func(o *office, id string) {
				o.edit(id, func(p *ledger.Payment) { p.Amount = eur(16000) })
			}, func(o *office, _ string) { o.must(o.hand.Type("Payments", "J2", "seen")) },
			[]string{"11/23/2026", "INV-4", "Dune", "160", "seen"},
			16000, 0,
		},
		{
			"the amount, while a person typed another: the sheet wins, Slack's is kept", func(o *office, id string) {
				o.edit(id, func(p *ledger.Payment) { p.Amount = eur(16000) })
			}, func(o *office, _ string) { o.must(o.hand.Type("Payments", "E2", "170")) },
			[]string{"11/23/2026", "INV-4", "Dune", "170", ""},
			17000, 1,
		},
		{
			"the same amount that a person typed", func(o *office, id string) {
				o.edit(id, func(p *ledger.Payment) { p.Amount = eur(16000) })
			}, func(o *office, _ string) { o.must(o.hand.Type("Payments", "E2", "160")) },
			[]string{"11/23/2026", "INV-4", "Dune", "160", ""},
			16000, 0,
		},
		{
			"the invoice it is on", func(o *office, id string) {
				o.edit(id, func(p *ledger.Payment) { p.Invoice = "inv-5" })
			}, nil, []string{"11/23/2026", "INV-5", "Etna", "150", ""}, 0, 0,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := usual(t)
			o.settle()
			id := o.pays("INV-4", 15000)
			o.settle()
			tt.slack(o, id)
			if tt.sheet != nil {
				tt.sheet(o, id)
			}
			o.settle()
			row := append(o.row(id), "", "", "")
			if diff := cmp.Diff(tt.row, []string{row[1], row[2], row[3], row[4], row[9]}); diff != "" {
				t.Error(diff)
			}
			o.paid("INV-4", tt.paid)
			o.expect("INV-4", "Paid", strings.TrimPrefix(euros(tt.paid), "0"))
			conflicts, err := o.syncer.Conflicts(t.Context())
			o.must(err)
			if len(conflicts) != tt.conflicts {
				t.Errorf("conflicts %+v", conflicts)
			}
		})
	}
}

func TestACellOfAPaymentTypedWhileTheBotWroteStands(t *testing.T) {
	o := usual(t)
	o.settle()
	id := o.pays("INV-4", 15000)
	o.settle()
	o.edit(id, func(p *ledger.Payment) { p.Amount = eur(16000) })
	o.between(func() { o.must(o.hand.Type("Payments", "E2", "170")) })
	o.settle()
	o.paid("INV-4", 17000)
	if got := o.row(id)[4]; got != "170" {
		t.Errorf("the amount shows %s", got)
	}
	conflicts, err := o.syncer.Conflicts(t.Context())
	if err != nil || len(conflicts) != 1 || conflicts[0].Invoice != "inv-4" || !conflicts[0].Raw || conflicts[0].Author != "claire" {
		t.Errorf("conflicts %+v, %v", conflicts, err)
	}
}

func TestAReversalIsARowOfItsOwn(t *testing.T) {
	for _, tt := range []struct {
		name string
		do   func(o *office, id string)
	}{
		{"reversed in Slack", func(o *office, id string) {
			o.act(func(a ledger.Act, b *ledger.Book) ([]ledger.Change, error) {
				return a.Reverse(b, id, ledger.DateOf(o.now), "bounced")
			})
		}},
		{"taken out of the book", func(o *office, id string) {
			was, _ := o.desk.Book().Payment(id)
			_, err := o.desk.Record(o.t.Context(), ledger.Change{
				ID: "out", At: o.now, Actor: "U1", Source: ledger.SourceSlack, Invoice: was.Invoice, Field: ledger.FieldPayment, Old: ledger.Record(was),
			})
			o.must(err)
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := usual(t)
			o.settle()
			id := o.pays("INV-4", 15000)
			o.settle()
			tt.do(o, id)
			o.settle()
			o.paid("INV-4", 0)
			o.expect("INV-4", "Paid", "")
			rows := o.payments()
			if len(rows) != 2 || rows[0][0] != id || rows[1][4] != "-150" || rows[1][6] != "reversal "+id {
				t.Errorf("Payments has %v", rows)
			}
			if q := o.question("INV-4"); q.Problem.Code != "" {
				t.Errorf("asked %+v", q)
			}
		})
	}
}

// A typed increase of Paid is a payment that nobody vouched for: its row says so
// until somebody does, here or in Slack.
func TestAnUnconfirmedPaymentIsConfirmed(t *testing.T) {
	for _, tt := range []struct {
		name string
		do   func(o *office, id string)
		note string
	}{
		{"by clearing its note", func(o *office, _ string) { o.must(o.hand.Type("Payments", "J2", "")) }, ""},
		{"by another note", func(o *office, _ string) { o.must(o.hand.Type("Payments", "J2", "on the statement")) }, "on the statement"},
		{"in Slack", func(o *office, id string) {
			o.act(func(a ledger.Act, b *ledger.Book) ([]ledger.Change, error) { return a.ConfirmPayment(b, id) })
		}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := usual(t)
			o.settle()
			o.types("INV-4", "Paid", "150")
			o.settle()
			rows := o.payments()
			if len(rows) != 1 || rows[0][9] != "to confirm: typed into Paid" || rows[0][6] != "adjusting" {
				t.Fatalf("Payments has %v", rows)
			}
			id := rows[0][0]
			if pay, _ := o.desk.Book().Payment(id); !pay.Unconfirmed {
				t.Errorf("confirmed by itself: %+v", pay)
			}
			tt.do(o, id)
			o.settle()
			if pay, _ := o.desk.Book().Payment(id); pay.Unconfirmed || pay.Amount != eur(15000) {
				t.Errorf("the book says %+v", pay)
			}
			row := append(slices.Clone(o.row(id)), "", "", "")
			if row[9] != tt.note {
				t.Errorf("the note is %q", row[9])
			}
		})
	}
}

// The rows of a renumbered invoice follow it, so that a formula over the tab
// still adds them up.
func TestThePaymentsOfARenumberedInvoiceFollow(t *testing.T) {
	o := usual(t)
	o.settle()
	id := o.pays("INV-4", 15000)
	o.addPayment("VIR-9", day(0), "INV-4", nil, 50.0)
	o.settle()
	o.types("INV-4", "Number", "INV-40")
	o.settle()
	o.paid("INV-40", 20000)
	o.expect("INV-40", "Paid", "200")
	if a, b := o.row(id)[2], o.row("VIR-9")[2]; a != "INV-40" || b != "INV-40" {
		t.Errorf("the rows name %s and %s", a, b)
	}
}
