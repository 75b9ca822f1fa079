package sheets_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/relance-bot/relance/internal/sim/sheetsim"
	"github.com/relance-bot/relance/ledger"
)

// worded is the usual sheet where Paid is said in words.
func worded(t *testing.T, words ...any) *office {
	t.Helper()
	rows := usualRows()
	for i, w := range words {
		rows[i] = append(rows[i], w)
	}
	o := newOffice(t, sheetsim.Options{}, rows, nil)
	o.settle()
	return o
}

func TestAPaymentIsWrittenInTheColumnsOwnWord(t *testing.T) {
	for _, tt := range []struct {
		name       string
		words      []any
		full, open string // what INV-4 shows when it is paid, and when that is taken back
	}{
		{"as most rows say it", []any{"Payé", "payé", "Payé", "non"}, "Payé", "non"},
		{"where nobody has said paid yet", []any{"non", "non", "non", "non"}, "oui", "non"},
		{"a tick", []any{true, false, true, false}, "TRUE", "FALSE"},
		{"a cross and nothing", []any{"x", nil, "x", nil}, "x", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := worded(t, tt.words...)
			o.expect("INV-1", "Paid", o.cell("INV-1", "Paid"))
			id := o.pays("INV-4", 40000)
			o.settle()
			o.expect("INV-4", "Paid", tt.full)
			o.paid("INV-4", 40000)
			o.takesBack("INV-4", id)
			o.settle()
			o.expect("INV-4", "Paid", tt.open)
			o.paid("INV-4", 0)
			if q, err := o.syncer.Questions(t.Context()); err != nil || len(q) != 0 {
				t.Errorf("asked %v, %v", q, err)
			}
		})
	}
}

// takesBack removes a payment, as Slack's reversal of a slip does.
func (o *office) takesBack(invoice, id string) {
	o.t.Helper()
	pay, ok := o.desk.Book().Payment(id)
	if !ok {
		o.t.Fatalf("no payment %s", id)
	}
	for i, row := range o.payments() {
		if row[0] == id {
			o.must(o.hand.DeleteRows("Payments", i+1, 1))
		}
	}
	o.ids++
	_, err := o.desk.Record(o.t.Context(), ledger.Change{
		ID: "slack/" + strconv.Itoa(o.ids), At: o.now, Actor: "U1", Source: ledger.SourceSlack, Invoice: ledger.KeyOf(invoice), Field: ledger.FieldPayment, Old: ledger.Record(pay),
	})
	o.must(err)
}

func TestAPartLeavesTheWordAndSaysSo(t *testing.T) {
	o := worded(t, "oui", "non", "non", "non")
	o.pays("INV-4", 15000)
	o.settle()
	o.expect("INV-4", "Paid", "non")
	o.expect("INV-4", "Balance", "250")
	if got := o.cell("INV-4", "Check"); !strings.Contains(got, "150.00 of 400.00 is paid; this column only says paid or not") {
		t.Errorf("Check says %q", got)
	}
	if inv := o.invoice("INV-4"); inv.Problem != "" {
		t.Errorf("the rest is not chased: %s", inv.Problem)
	}
	o.pays("INV-4", 25000)
	o.settle()
	o.expect("INV-4", "Paid", "oui")
	o.expect("INV-4", "Check", "")
}

func TestAWordThatAPersonTypesPaysTheRest(t *testing.T) {
	o := worded(t, "oui", "non", "non", "non")
	o.pays("INV-4", 15000)
	o.settle()
	o.types("INV-4", "Paid", "oui")
	o.settle()
	o.paid("INV-4", 40000)
	o.expect("INV-4", "Balance", "0")
	if rows := o.payments(); len(rows) != 2 || rows[1][4] != "250" {
		t.Errorf("rows of Payments: %v", rows)
	}
	o.types("INV-4", "Paid", "250")
	o.settle()
	if q, _ := o.syncer.Questions(t.Context()); len(q) != 1 {
		t.Errorf("a payment that was taken back is asked about: %v", q)
	}
}

func TestTermsGiveTheDueDateAndAreNeverWritten(t *testing.T) {
	o := newOffice(t, sheetsim.Options{}, usualRows(), nil)
	o.must(o.hand.Type("Invoices", "T1", "Terms"))
	o.types("INV-4", "Due", "")
	o.types("INV-4", "Terms", "45 jours fin de mois")
	o.types("INV-4", "Issued", "10/27/2026")
	o.settle()
	if due := o.invoice("INV-4").Due.String(); due != "2026-12-31" {
		t.Errorf("due %s", due)
	}
	o.expect("INV-4", "Due", "")
	o.types("INV-4", "Terms", "à réception")
	o.settle()
	if due := o.invoice("INV-4").Due.String(); due != "2026-10-27" {
		t.Errorf("due %s", due)
	}
	o.types("INV-4", "Due", "12/12/2026")
	o.settle()
	if due := o.invoice("INV-4").Due.String(); due != "2026-12-12" {
		t.Errorf("due %s", due)
	}
}

func TestPastRemindersStartTheLadderAndAreNeverWritten(t *testing.T) {
	o := newOffice(t, sheetsim.Options{}, usualRows(), nil)
	o.must(o.hand.SetValues("Invoices", "T1", [][]any{{"Relance 1", "Relance 2"}, {}, {}, {day(-20), day(-10)}}))
	o.must(o.hand.Type("Invoices", "T3", "x"))
	o.settle()
	o.expect("INV-3", "Stage", "2")
	if inv := o.invoice("INV-3"); inv.LastReminder != ledger.DateOf(start).AddDays(-10) {
		t.Errorf("last reminder %s", inv.LastReminder)
	}
	o.expect("INV-2", "Stage", "1")
	o.expect("INV-1", "Stage", "")
	o.must(o.hand.Type("Invoices", "U3", "x")) // later it is theirs alone
	o.settle()
	o.expect("INV-2", "Stage", "1")
	o.botSays("INV-3", ledger.FieldStage, ledger.Text("3"))
	o.settle()
	if got := o.tab("Invoices").Rows[3][20].Formatted; got == "" || got == "3" {
		t.Errorf("Relance 2 shows %q", got)
	}
}

func TestABalanceThatPeopleKeepIsNeverWritten(t *testing.T) {
	o := newOffice(t, sheetsim.Options{}, nil, nil)
	o.must(o.hand.Clear("Invoices", "A1:Z50"))
	o.must(o.hand.SetValues("Invoices", "A1", [][]any{
		{"Number", "Customer", "Due", "Amount left", "Open balance", "Check"}, {"INV-1", "Acme", day(-5), nil, 300.0}, {"INV-2", "Bolt", day(-5), nil, 500.0},
	}))
	o.settle()
	if inv := o.invoice("INV-1"); inv.Amount != eur(30000) || !inv.Paid().IsZero() {
		t.Errorf("INV-1 is %+v", inv)
	}
	o.pays("INV-1", 10000)
	o.settle()
	o.expect("INV-1", "Open balance", "300")
	if got := o.cell("INV-1", "Check"); !strings.Contains(got, "it shows 300.00 and with the payments known it would be 200.00") {
		t.Errorf("Check says %q", got)
	}
	o.types("INV-1", "Open balance", "200")
	o.types("INV-2", "Open balance", "450")
	o.settle()
	o.paid("INV-1", 10000)
	o.paid("INV-2", 5000)
	if inv := o.invoice("INV-2"); inv.Amount != eur(50000) {
		t.Errorf("INV-2 is %+v", inv)
	}
}
