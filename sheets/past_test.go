package sheets_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/relance-bot/relance/internal/sim/sheetsim"
	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/sheets"
)

// archive moves the rows of invoices to another tab, as people do: cut there,
// pasted here.
func (o *office) archive(tab string, numbers ...string) {
	o.t.Helper()
	if !slices.ContainsFunc(o.sim.Snapshot(o.id).Tabs, func(t sheetsim.TabSnapshot) bool { return t.Title == tab }) {
		o.must(o.hand.AddTab(tab))
		o.must(o.hand.SetValues(tab, "A1", [][]any{invoiceHeader}))
	}
	for _, number := range numbers {
		row := slices.IndexFunc(o.tab("Invoices").Rows, func(r []sheetsim.CellSnapshot) bool { return len(r) > 0 && r[0].Formatted == number })
		var cells []any
		for _, c := range o.tab("Invoices").Rows[row] {
			cells = append(cells, c.Formatted)
		}
		o.must(o.hand.SetValues(tab, fmt.Sprint("A", len(o.tab(tab).Rows)+1), [][]any{cells}))
		o.must(o.hand.DeleteRows("Invoices", row, 1))
	}
}

func (o *office) gone(numbers ...string) {
	o.t.Helper()
	for _, number := range numbers {
		if _, ok := o.desk.Book().Invoice(ledger.KeyOf(number)); ok {
			o.t.Errorf("%s is still in the book", number)
		}
	}
}

func TestAnInvoiceMovedToTheArchiveIsNotDeleted(t *testing.T) {
	o := usual(t)
	o.settle()
	o.pays("INV-4", 40000)
	o.botSays("INV-4", ledger.FieldStage, ledger.Text("2"))
	o.settle()
	o.archive("Archive", "INV-4", "INV-5")
	r := o.sync()
	if r.Archived != 2 || r.Gone != 0 || !strings.Contains(r.String(), "2 moved to an archive") {
		t.Errorf("report %v", r)
	}
	if r.Calls["read"] != 2 {
		t.Errorf("one read more was to be made, not %v", r.Calls)
	}
	o.gone("INV-4", "INV-5")
	at := slices.IndexFunc(o.state.journal, func(c ledger.Change) bool {
		return c.Field == ledger.FieldInvoice && c.Invoice == "inv-4" && c.New.IsEmpty()
	})
	if at < 0 || o.state.journal[at].Cause != "archive/Archive" {
		t.Error("the journal doesn't say that INV-4 was archived")
	}
	for pay := range o.desk.Book().Payments() {
		t.Errorf("%+v is left in the book as cash of no invoice", pay)
	}
	o.settle()
	o.types("INV-1", "Mood", "calm")
	if r := o.sync(); r.Calls["read"] != 1 {
		t.Errorf("once archived, a cycle costs %v", r.Calls)
	}
	if got := len(o.payments()); got != 1 {
		t.Errorf("%d rows of Payments", got)
	}

	// And back: cut from the archive, pasted into the invoices.
	o.must(o.hand.SetValues("Invoices", "A6", [][]any{invoice("INV-4", "Dune", 3, 400)}))
	o.must(o.hand.DeleteRows("Archive", 1, 1))
	o.settle()
	o.paid("INV-4", 40000)
	o.expect("INV-4", "Paid", "400")
	o.expect("INV-4", "Stage", "2")
	if got := len(o.payments()); got != 1 {
		t.Errorf("%d rows of Payments", got)
	}
	if q, err := o.syncer.Questions(t.Context()); err != nil || len(q) != 0 {
		t.Errorf("asked %v, %v", q, err)
	}
}

func TestADeletedRowThatIsTypedAgainHasItsHistory(t *testing.T) {
	for _, tt := range []struct {
		name, customer string
		due            int
		stage, dispute string
	}{
		{"as it was", "Cora", -40, "2", "broken"},
		{"with another due day", "cora ", -30, "2", "broken"},
		{"the number given to another customer", "Zola", -40, "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := usual(t)
			o.settle()
			o.botSays("INV-3", ledger.FieldStage, ledger.Text("2"))
			o.botSays("INV-3", ledger.FieldLastReminder, ledger.Day(ledger.NewDate(2026, 11, 20)))
			o.says("INV-3", ledger.FieldDispute, ledger.Text("broken"))
			o.says("INV-3", ledger.FieldOptOut, ledger.Bool(true))
			o.settle()
			o.must(o.hand.DeleteRows("Invoices", 3, 1))
			r := o.sync()
			if r.Gone != 1 || r.Archived != 0 {
				t.Errorf("report %v", r)
			}
			o.settle()
			o.restart()
			o.must(o.hand.SetValues("Invoices", "A7", [][]any{invoice("INV-3", tt.customer, tt.due, 300)}))
			o.settle()
			inv := o.invoice("INV-3")
			if inv.Stage.String() != tt.stage || inv.Dispute != tt.dispute || inv.OptOut != (tt.stage != "") {
				t.Errorf("INV-3 is %+v", inv)
			}
			o.expect("INV-3", "Dispute", tt.dispute)
		})
	}
}

func TestACopyOfTheInvoicesIsNoArchive(t *testing.T) {
	o := many(t, 60)
	o.settle()
	o.must(o.hand.AddTab("Copy of Invoices"))
	var rows [][]any
	for i := range 60 {
		rows = append(rows, invoice(fmt.Sprintf("INV-%03d", i), "Acme", 10, 100))
	}
	o.must(o.hand.SetValues("Copy of Invoices", "A1", append([][]any{invoiceHeader}, rows...)))
	o.must(o.hand.DeleteRows("Invoices", 1, 20))
	if r := o.sync(); r.Held == "" || r.HeldBy[0].Code != sheets.ProblemManyVanished {
		t.Errorf("a third of the rows was deleted: %v", r)
	}
	calls := o.sync().Calls
	if calls["read"] != 1 {
		t.Errorf("while it is held, a cycle costs %v", calls)
	}
}

func TestArchivingALotAtOnceIsNoAccidentUnlessItIsMostOfThem(t *testing.T) {
	for n, held := range map[int]bool{20: false, 40: true} {
		o := many(t, 60)
		o.settle()
		var numbers []string
		for i := range n {
			numbers = append(numbers, o.tab("Invoices").Rows[i+1][0].Formatted)
		}
		o.archive("Archive 2025", numbers...)
		if r := o.sync(); (r.Held != "") != held || !held && r.Archived != n {
			t.Errorf("%d of 60: %v", n, r)
		}
	}
}

// What a row is given of its past when it is typed again is nobody's new word: who
// deletes the row before it was written there has deleted the invoice.
func TestARowTypedAgainAndDeletedAgainStaysDeleted(t *testing.T) {
	o := usual(t)
	o.types("INV-2", "Dispute", "broken")
	o.settle()
	o.must(o.hand.DeleteRows("Invoices", 2, 1))
	o.settle()
	o.must(o.hand.SetValues("Invoices", "A7", [][]any{invoice("INV-2", "Bolt", -5, 200.5)}))
	o.sim.Faults.Add(sheetsim.Fault{Kind: sheetsim.RateLimit429, Method: "spreadsheets.batchUpdate"})
	if _, err := o.try(); err == nil || o.invoice("INV-2").Dispute != "broken" {
		t.Fatalf("the row has its past, and is not written: %v", err)
	}
	o.must(o.hand.DeleteRows("Invoices", 6, 1))
	o.settle()
	if _, there := o.desk.Book().Invoice("inv-2"); there || o.times("Invoices", "INV-2") != 0 {
		t.Error("a row that a person deleted came back")
	}
}
