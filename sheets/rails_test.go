package sheets_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/relance-bot/relance/internal/sim/sheetsim"
	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/sheets"
)

// many is a sheet of n invoices, each with its own customer and amount.
func many(tb testing.TB, n int) *office {
	tb.Helper()
	var rows [][]any
	for i := range n {
		rows = append(rows, invoice(fmt.Sprintf("INV-%03d", i), fmt.Sprintf("Customer %d", (i*7)%n), i%50, float64(100+(i*13)%n)))
	}
	return newOffice(tb, sheetsim.Options{}, rows, nil)
}

func TestRailsHoldTheBook(t *testing.T) {
	for _, tt := range []struct {
		name string
		act  func(o *office)
		code sheets.ProblemCode
	}{
		{"the key column was deleted", func(o *office) { o.must(o.hand.DeleteColumns("Invoices", 0, 1)) }, sheets.ProblemNoColumn},
		{"the key column is there twice", func(o *office) { o.must(o.hand.Type("Invoices", "T1", "Invoice number")) }, sheets.ProblemTwoColumns},
		{"two columns claim one field", func(o *office) { o.must(o.hand.Type("Invoices", "T1", "Due date")) }, sheets.ProblemTwoColumns},
		{"a mapped column vanished", func(o *office) { o.must(o.hand.DeleteColumns("Invoices", 3, 1)) }, sheets.ProblemColumnGone},
		{"the sheet is empty", func(o *office) { o.must(o.hand.Clear("Invoices", "A1:T100")) }, sheets.ProblemEmptySheet},
		{"only the header is left", func(o *office) { o.must(o.hand.Clear("Invoices", "A2:T100")) }, sheets.ProblemEmptySheet},
		{"the tab was deleted", func(o *office) { o.must(o.hand.DeleteTab("Invoices")) }, sheets.ProblemNoTab},
		{"more than 20 % and at least 10 invoices vanished", func(o *office) { o.must(o.hand.DeleteRows("Invoices", 5, 10)) }, sheets.ProblemManyVanished},
		{"most of a column changed at once", func(o *office) {
			var cells [][]any
			for range 30 {
				cells = append(cells, []any{"Someone"})
			}
			o.must(o.hand.SetValues("Invoices", "K2", cells))
		}, sheets.ProblemColumnChanged},
		{"someone sorted only some of the columns", func(o *office) { o.must(o.hand.SortRange("Invoices", "E2:E9", 4, true)) }, sheets.ProblemPartialSort},
		{"someone sorted only the numbers", func(o *office) { o.must(o.hand.SortRange("Invoices", "A2:A9", 0, true)) }, sheets.ProblemPartialSort},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := many(t, 40)
			o.settle()
			o.says("INV-001", ledger.FieldNotes, ledger.Text("not while held"))
			before, journal := o.desk.Book(), len(o.state.journal)
			writes := o.sim.Calls()["spreadsheets.batchUpdate"]
			tt.act(o)
			for range 2 {
				r := o.sync()
				if len(r.HeldBy) == 0 || r.HeldBy[0].Code != tt.code {
					t.Fatalf("held by %v (%s), want %s", r.HeldBy, r.Held, tt.code)
				}
			}
			if o.desk.Book().Hold() == "" {
				t.Error("the book is not held")
			}
			if got := len(o.state.journal); got != journal+1 {
				t.Errorf("%d entries were journaled while held, want the hold alone", got-journal)
			}
			if got := o.sim.Calls()["spreadsheets.batchUpdate"]; got != writes {
				t.Error("a held book was written")
			}
			if got := o.desk.Book().Len(); got != before.Len() {
				t.Errorf("%d invoices, %d before", got, before.Len())
			}
		})
	}
}

func TestAHoldEndsWhenTheSheetIsRightAgain(t *testing.T) {
	o := many(t, 40)
	o.settle()
	o.must(o.hand.Type("Invoices", "T1", "Due date"))
	o.sync()
	if o.desk.Book().Hold() == "" {
		t.Fatal("not held")
	}
	o.must(o.hand.Type("Invoices", "T1", "Mood"))
	o.settle()
	if got := o.desk.Book().Hold(); got != "" {
		t.Errorf("still held: %s", got)
	}
}

func TestAPersonMaySayGoOn(t *testing.T) {
	o := many(t, 40)
	o.settle()
	o.must(o.hand.DeleteRows("Invoices", 5, 10))
	o.sync()
	if _, err := o.syncer.Sync(context.Background(), sheets.SyncAsk{Force: true}); err != nil {
		t.Fatal(err)
	}
	o.settle()
	if got := o.desk.Book(); got.Len() != 30 || got.Hold() != "" {
		t.Errorf("%d invoices, hold %q", got.Len(), got.Hold())
	}
}

func TestEverydayEditsHoldNothing(t *testing.T) {
	o := many(t, 40)
	o.settle()
	o.must(o.hand.DeleteRows("Invoices", 5, 8)) // 20 %
	var cells [][]any
	for range 15 {
		cells = append(cells, []any{"Ana"})
	}
	o.must(o.hand.SetValues("Invoices", "K2", cells))
	for range 3 { // three customers corrected to one that exists
		o.types("INV-020", "Customer", "Customer 1")
	}
	o.settle()
	if got := o.desk.Book(); got.Len() != 32 || got.Hold() != "" {
		t.Errorf("%d invoices, hold %q", got.Len(), got.Hold())
	}
}

func TestARestoredVersionHoldsTheBook(t *testing.T) {
	o := usual(t)
	o.settle()
	o.says("INV-4", ledger.FieldNotes, ledger.Text("hello"))
	o.settle()
	o.must(o.hand.Clear("_relance", "A2:D20")) // as an older version would look
	o.types("INV-4", "Notes", "")
	for range 5 {
		_, _ = o.try()
	}
	if got := o.desk.Book().Hold(); got == "" {
		t.Error("not held")
	}
	if got := o.invoice("INV-4").Notes; got != "hello" {
		t.Errorf("an older version was believed: %q", got)
	}
}
