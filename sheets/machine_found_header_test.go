package sheets_test

import (
	"slices"
	"testing"

	"github.com/relance-bot/relance/internal/sim/sheetsim"
	"github.com/relance-bot/relance/ledger"
)

// What the state machine found about writes that hit while the header's row had
// moved: its copy shows something else, and says nothing of the columns.

// unheaded lets what was said of INV-4 hit the row of INV-3, for somebody
// inserted a row above the header meanwhile. Nobody has looked at what came of it
// yet, and the row is gone again.
func unheaded(t *testing.T, f ledger.Field, v ledger.Value) *office {
	t.Helper()
	o := usual(t)
	o.settle()
	o.says("INV-4", f, v)
	o.between(func() { o.must(o.hand.InsertRows("Invoices", 0, 1)) })
	o.losesReply()
	o.must(o.hand.DeleteRows("Invoices", 0, 1))
	return o
}

func TestWhatWeHitUnderAHeaderThatHadMovedIsPutBack(t *testing.T) {
	for _, tt := range []struct {
		name string
		then func(o *office)
	}{
		{"nothing happened since", func(*office) {}},
		{"the row was edited", func(o *office) { o.types("INV-3", "Customer", "Korfu") }},
		{"the row was edited and all were sorted", func(o *office) {
			o.types("INV-3", "Customer", "Korfu")
			o.must(o.hand.SortRange("Invoices", "A2:T7", 4, false))
		}},
		{"the row was edited and a column moved", func(o *office) {
			o.types("INV-3", "Customer", "Korfu")
			o.must(o.hand.MoveColumn("Invoices", len(invoiceHeader)-1, 2))
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := unheaded(t, ledger.FieldAmount, ledger.Amount(eur(44400)))
			o.expect("INV-3", "Amount", "444")
			tt.then(o)
			o.settle()
			o.expect("INV-3", "Amount", "300")
			o.expect("INV-4", "Amount", "444")
			if got := o.invoice("INV-3").Amount; got != eur(30000) {
				t.Errorf("the book has %s", got)
			}
			if list, err := o.syncer.Conflicts(t.Context()); err != nil || len(list) > 0 {
				t.Errorf("asked about %v, %v", list, err)
			}
		})
	}
}

func TestWhatAPersonTypedOverWhatWeHitUnderAHeaderThatHadMovedStands(t *testing.T) {
	o := unheaded(t, ledger.FieldSalesperson, ledger.Text("Bob"))
	o.types("INV-3", "Salesperson", "Ana")
	o.settle()
	o.expect("INV-3", "Salesperson", "Ana")
	o.expect("INV-4", "Salesperson", "Bob")
}

// A column moved as well, and most of the row was typed anew: nothing tells which
// row it was. What stood there is kept, and our value is no payment.
func TestOurValueInARowThatNothingTellsIsNobodysWord(t *testing.T) {
	o := usual(t)
	o.settle()
	o.pays("INV-4", 5000)
	o.between(func() {
		o.must(o.hand.InsertRows("Invoices", 0, 1))
		o.must(o.hand.MoveColumn("Invoices", len(invoiceHeader)-1, 0))
	})
	o.losesReply()
	o.must(o.hand.DeleteRows("Invoices", 0, 1))
	// Where Paid was, the currency stands now.
	o.expect("INV-3", "Currency", "50")
	o.must(o.hand.MoveColumn("Invoices", 0, len(invoiceHeader)))
	o.must(o.hand.SetValues("Invoices", "B4", [][]any{{"Korfu", day(-71), day(-41), 333.0, "EUR", 50.0}}))
	for range 6 {
		_, _ = o.try()
	}
	o.settle()
	o.paid("INV-3", 0)
	o.paid("INV-4", 5000)
	list, err := o.syncer.Conflicts(t.Context())
	o.must(err)
	if len(list) == 0 {
		t.Error("nobody is asked")
	}
}

// TestMarksOnColumnsAreNoneOfAnotherMoment: two columns were renamed, and are
// known by our marks alone. A third moves after the rows were read and before the
// marks are, so that these are one off: none is taken for the other.
func TestMarksOnColumnsAreNoneOfAnotherMoment(t *testing.T) {
	for _, row := range []struct {
		name  string
		first func(o *office)
	}{
		{"people's headers are words", func(*office) {}},
		{"people's headers are a number and a date", func(o *office) {
			o.must(o.hand.Type("Invoices", "Y1", "2026"))
			o.must(o.hand.Type("Invoices", "Z1", "2026-10-01"))
		}},
	} {
		t.Run(row.name, func(t *testing.T) {
			o := usual(t)
			row.first(o)
			o.settle()
			o.types("INV-1", "Dispute", "broken")
			o.types("INV-1", "Promised on", "2027-01-15")
			o.settle()
			at := letters(slices.Index(invoiceHeader, any("Promised on")))
			o.must(o.hand.SetValues("Invoices", at+"1", [][]any{{"Our Promised on", "Our Dispute"}}))
			moved := false
			o.sim.BeforeApply(func(method string) {
				if method == "spreadsheets.get" && !moved {
					moved = true
					o.must(o.hand.MoveColumn("Invoices", 2, len(invoiceHeader)-1))
				}
			})
			o.sync()
			if !moved {
				t.Fatal("nothing was moved")
			}
			o.settle()
			if held := o.desk.Book().Hold(); held != "" {
				t.Errorf("held: %s", held)
			}
			got := o.invoice("INV-1")
			if got.Dispute != "broken" || got.PromisedOn != ledger.NewDate(2027, 1, 15) {
				t.Errorf("the book says %q and %s", got.Dispute, got.PromisedOn)
			}
			o.says("INV-1", ledger.FieldPromisedOn, ledger.Day(ledger.NewDate(2027, 2, 1)))
			o.settle()
			o.expect("INV-1", "Our Promised on", "2/1/2027")
			o.expect("INV-1", "Our Dispute", "broken")
		})
	}
}

// A read of formulas may be of an older state, in which they stand in another
// column: what Slack says of that column would never be written again.
func TestAStaleReadOfFormulasTakesNoColumnForAPersons(t *testing.T) {
	o := usual(t)
	o.types("INV-2", "Dispute", `="w"&9`)
	o.settle()
	o.must(o.hand.InsertColumns("Invoices", 4, 1)) // Promised on is now where Dispute was
	o.sim.Faults.Add(sheetsim.Fault{Kind: sheetsim.StaleRead, Method: "spreadsheets.values.batchGet", Nth: 2, Versions: 1})
	_, _ = o.try()
	o.settle()
	o.says("INV-4", ledger.FieldPromisedOn, ledger.Day(ledger.NewDate(2027, 3, 1)))
	o.settle()
	if got := o.cell("INV-4", "Promised on"); got == "" {
		t.Error("the promise is never written")
	}
	o.says("INV-4", ledger.FieldDispute, ledger.Text("short"))
	o.settle()
	if got := o.cell("INV-4", "Dispute"); got != "" {
		t.Errorf("%q was written into a column with formulas", got)
	}
}
