package sheets_test

import (
	"strings"
	"testing"

	"github.com/relance-bot/relance/internal/sim/sheetsim"
	"github.com/relance-bot/relance/ledger"
)

func TestARenumberedInvoiceKeepsItsHistory(t *testing.T) {
	o := usual(t)
	o.settle()
	o.says("INV-4", ledger.FieldPromisedOn, ledger.Day(ledger.NewDate(2026, 12, 1)))
	o.pays("INV-4", 10000)
	o.settle()
	o.types("INV-4", "Number", "INV-40")
	o.settle()
	inv := o.invoice("INV-40")
	if inv.PromisedOn != ledger.NewDate(2026, 12, 1) || inv.Paid() != eur(10000) {
		t.Errorf("INV-40 is %+v", inv)
	}
	if _, ok := o.desk.Book().Invoice("inv-4"); ok {
		t.Error("the old number is still there")
	}
}

func TestADeletedRowIsForgottenUnlessSomeoneEditedIt(t *testing.T) {
	o := usual(t)
	o.settle()
	o.must(o.hand.DeleteRows("Invoices", 4, 1)) // INV-4
	o.settle()
	if _, ok := o.desk.Book().Invoice("inv-4"); ok {
		t.Error("INV-4 is still in the book")
	}

	o.says("INV-3", ledger.FieldNotes, ledger.Text("they called")) // edit beats delete
	o.must(o.hand.DeleteRows("Invoices", 3, 1))
	o.settle()
	o.expect("INV-3", "Notes", "they called")
	o.expect("INV-3", "Amount", "300")

	o.botSays("INV-2", ledger.FieldStage, ledger.Text("2")) // a write of the bot never brings a row back
	o.must(o.hand.DeleteRows("Invoices", 2, 1))
	o.settle()
	if _, ok := o.desk.Book().Invoice("inv-2"); ok {
		t.Error("a write of the bot brought a row back")
	}
}

func (o *office) botSays(invoice string, f ledger.Field, v ledger.Value) {
	o.t.Helper()
	o.ids++
	_, err := o.desk.Record(o.t.Context(), ledger.Change{
		ID: "bot/" + itoa(o.ids), At: o.now, Actor: "bot", Source: ledger.SourceBot, Invoice: ledger.KeyOf(invoice), Field: f,
		Old: o.invoice(invoice).Value(f), New: v,
	})
	o.must(err)
}

func TestOneNumberTwiceQuarantinesBoth(t *testing.T) {
	for _, again := range []string{"INV-4", " inv-4", "ＩＮＶ-4", "INV-\u200b4"} {
		o := usual(t)
		o.settle()
		o.must(o.hand.SetValues("Invoices", "A8", [][]any{{again, "Dune", day(-27), day(3), 999.0, "EUR"}}))
		r := o.sync()
		if r.Duplicates != 1 {
			t.Errorf("%q: report %v", again, r)
		}
		o.settle()
		if inv := o.invoice("INV-4"); inv.Problem == "" || inv.Amount != eur(40000) {
			t.Errorf("%q: INV-4 is %+v", again, inv)
		}
		for _, row := range []int{4, 7} {
			if got := o.tab("Invoices").Rows[row][18].Formatted; !strings.Contains(got, "stands in rows 5, 8") {
				t.Errorf("%q: Check of row %d shows %q", again, row+1, got)
			}
		}
		o.must(o.hand.DeleteRows("Invoices", 7, 1))
		o.settle()
		if inv := o.invoice("INV-4"); inv.Problem != "" {
			t.Errorf("still quarantined: %s", inv.Problem)
		}
		o.expect("INV-4", "Check", "")
	}
}

func TestAnEmptiedNumberIsQuarantinedNotDeleted(t *testing.T) {
	o := usual(t)
	o.settle()
	o.types("INV-4", "Number", "")
	o.settle()
	if inv := o.invoice("INV-4"); !strings.Contains(inv.Problem, "was emptied") {
		t.Errorf("problem %q", inv.Problem)
	}
	if got := o.tab("Invoices").Rows[4][18].Formatted; !strings.Contains(got, "the number INV-4 of this row was emptied") {
		t.Errorf("Check shows %q", got)
	}
	o.must(o.hand.Type("Invoices", "A5", "INV-4"))
	o.settle()
	if inv := o.invoice("INV-4"); inv.Problem != "" {
		t.Errorf("problem %q", inv.Problem)
	}
}

func TestBadCellsAreQuarantinedAndSaidSo(t *testing.T) {
	o := usual(t)
	o.settle()
	o.must(o.hand.SetValues("Invoices", "E5", [][]any{{"about 400"}}))
	o.must(o.hand.SetValues("Invoices", "D3", [][]any{{"30/02/2026"}}))
	o.settle()
	o.expect("INV-4", "Check", `Amount: "about 400" is not an amount`)
	o.expect("INV-2", "Check", `Due: "30/02/2026" is not a day of the calendar`)
	if inv := o.invoice("INV-4"); inv.Amount != eur(40000) || inv.Problem == "" {
		t.Errorf("INV-4 is %+v", inv)
	}
	o.must(o.hand.SetValues("Invoices", "E5", [][]any{{"410.00"}}))
	o.settle()
	o.expect("INV-4", "Check", "")
	if inv := o.invoice("INV-4"); inv.Amount != eur(41000) || inv.Problem != "" {
		t.Errorf("INV-4 is %+v", inv)
	}
}

func TestWhatPeopleTypeIntoTheBotsCells(t *testing.T) {
	o := usual(t)
	o.settle()
	o.botSays("INV-3", ledger.FieldStage, ledger.Text("2"))
	o.botSays("INV-3", ledger.FieldNextReminder, ledger.Day(ledger.NewDate(2026, 11, 25)))
	o.settle()
	o.expect("INV-3", "Stage", "2")

	o.types("INV-3", "Days late", "7") // put back, and reported once
	if r := o.sync(); len(r.Problems) != 1 || r.Problems[0].Code != "bot_cell_put_back" {
		t.Errorf("problems %v", r.Problems)
	}
	o.expect("INV-3", "Days late", "40")
	if r := o.sync(); len(r.Problems) != 0 {
		t.Errorf("reported again: %v", r.Problems)
	}

	o.types("INV-3", "Next reminder", "12/10/2026") // a snooze
	o.settle()
	if got := o.invoice("INV-3").SnoozedUntil; got != ledger.NewDate(2026, 12, 10) {
		t.Errorf("snoozed until %s", got)
	}
	o.expect("INV-3", "Next reminder", "12/10/2026")

	o.types("INV-3", "Stage", "Stop") // an opt-out
	o.settle()
	if !o.invoice("INV-3").OptOut {
		t.Error("not opted out")
	}
	o.types("INV-3", "Stage", "")
	o.settle()
	if o.invoice("INV-3").OptOut {
		t.Error("still opted out")
	}
	o.expect("INV-3", "Stage", "2")
}

func TestMoreThanTenLateAtOnceWait(t *testing.T) {
	o := usual(t)
	o.settle()
	o.must(o.hand.SetValues("Invoices", "A8", [][]any{invoice("NEW-1", "Gale", -3, 10)}))
	o.settle()
	if o.invoice("NEW-1").Waiting {
		t.Error("one new late invoice is everyday work")
	}
	var rows [][]any
	for i := range 11 {
		rows = append(rows, invoice("PASTE-"+itoa(i), "Gale", -3, 10))
	}
	o.must(o.hand.SetValues("Invoices", "A9", rows))
	if r := o.sync(); r.Waiting != 11 {
		t.Errorf("report %v", r)
	}
	if !o.invoice("PASTE-0").Waiting {
		t.Error("a paste of eleven late invoices must wait")
	}
}

func TestASheetInAnotherLanguage(t *testing.T) {
	o := newOffice(t, sheetsim.Options{Locale: "fr_FR"}, nil, nil)
	o.id = o.sim.CreateSpreadsheet("Factures", "fr_FR", "Europe/Paris")
	o.hand = o.sim.Human(o.id, "claire@example.com")
	o.must(o.hand.AddTab("Factures"))
	o.must(o.hand.SetValues("Factures", "A1", [][]any{
		{"Échéance", "N° facture", "Montant TTC", "Nom du client", "Commercial", "À vérifier"},
		{"31/12/2026", "F-1", "1 234,56 €", "Société Générale", "Ana"},
		{"12/31/2026", "F-2", "1.234", "Orange", "Bob"},
	}))
	o.state = newMemory()
	o.restart()
	o.settle()
	if inv := o.invoice("F-1"); inv.Amount != eur(123456) || inv.Due != ledger.NewDate(2026, 12, 31) || inv.Problem != "" {
		t.Errorf("F-1 is %+v", inv)
	}
	if inv := o.invoice("F-2"); inv.Problem == "" {
		t.Errorf("F-2 was guessed: %+v", inv)
	}
}

func TestInvoicesUnderAnAliasAreTheCustomers(t *testing.T) {
	o := usual(t)
	o.must(o.hand.AddTab("Customers"))
	o.must(o.hand.SetValues("Customers", "A1", [][]any{{"Name", "Also known as"}, {"Acme", "Acme SA; Bolt"}}))
	o.settle()
	if got := len(o.desk.Book().CustomerInvoices("acme")); got != 2 {
		t.Errorf("Acme has %d invoices, want its own and Bolt's", got)
	}
	o.must(o.hand.Type("Customers", "B2", "Acme SA"))
	o.settle()
	if got := len(o.desk.Book().CustomerInvoices("acme")); got != 1 {
		t.Errorf("with the alias gone, Acme has %d invoices", got)
	}
}

func TestARowCutAndPastedLaterIsTheSameInvoice(t *testing.T) {
	o := usual(t)
	o.settle()
	o.pays("INV-4", 15000)
	o.settle()
	var row []any
	at := 0
	for i, r := range o.tab("Invoices").Rows {
		if r[0].Formatted == "INV-4" {
			at = i
		}
	}
	row = append(row, invoice("INV-4", "Dune", 3, 400)...)
	row = append(row, 150.0) // Paid, as it stood
	o.must(o.hand.DeleteRows("Invoices", at, 1))
	o.settle()
	if _, there := o.desk.Book().Invoice("inv-4"); there {
		t.Fatal("a deleted row is an invoice still")
	}
	o.must(o.hand.SetValues("Invoices", "A"+itoa(len(o.tab("Invoices").Rows)+1), [][]any{row}))
	o.settle()
	o.paid("INV-4", 15000)
	o.expect("INV-4", "Paid", "150")
	if rows := o.payments(); len(rows) != 1 {
		t.Errorf("Payments has %v", rows)
	}
}
