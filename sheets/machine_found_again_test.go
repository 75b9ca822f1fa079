package sheets_test

import (
	"slices"
	"strconv"
	"testing"

	"github.com/relance-bot/relance/internal/sim/sheetsim"
	"github.com/relance-bot/relance/ledger"
)

// What the state machine found where something happened to a cell or a row that
// waited to be put right already.

// strays lets what Slack says of INV-3 hit INV-4, for somebody deletes a row
// before the next write, and lets them act before the one after, which puts it
// back.
func (o *office) strays(f ledger.Field, text string, meanwhile func()) {
	o.t.Helper()
	o.says("INV-3", f, ledger.Text(text))
	writes := 0
	o.sim.BeforeApply(func(method string) {
		if method != "spreadsheets.batchUpdate" {
			return
		}
		switch writes++; writes {
		case 1:
			o.must(o.hand.DeleteRows("Invoices", 1, 1))
		case 2:
			meanwhile()
		}
	})
}

func TestWhatAPutBackMetIsKeptWithWhatItWouldHaveRestored(t *testing.T) {
	for name, want := range map[string][]string{"": nil, "Zed": {"Zed"}, "Kim": nil} {
		t.Run("over "+name, func(t *testing.T) {
			o := usual(t)
			o.types("INV-4", "Salesperson", name)
			o.settle()
			o.strays(ledger.FieldSalesperson, "Bob", func() {
				o.expect("INV-4", "Salesperson", "Bob")
				o.types("INV-4", "Salesperson", "Kim")
			})
			o.settle()
			o.expect("INV-4", "Salesperson", "Kim")
			o.expect("INV-3", "Salesperson", "Bob")
			list, err := o.syncer.Conflicts(t.Context())
			o.must(err)
			var kept []string
			for _, c := range list {
				if c.Sheet.Text() != "Kim" || c.Invoice != "inv-4" {
					t.Errorf("conflict %+v", c)
				}
				kept = append(kept, c.Mine.Text())
			}
			if !slices.Equal(kept, want) {
				t.Errorf("kept %q, want %q", kept, want)
			}
		})
	}
}

func TestARowWithOurStrayIsKnownUnderItsNextNumber(t *testing.T) {
	for _, hidden := range []bool{true, false} { // whether anybody looked before
		t.Run("hidden "+strconv.FormatBool(hidden), func(t *testing.T) {
			o := usual(t)
			o.settle()
			paid := o.pays("INV-4", 2100)
			o.settle()
			renumber := func() {
				o.expect("INV-4", "Customer", "Korfu")
				o.types("INV-4", "Number", "INV-40")
			}
			if hidden {
				o.strays(ledger.FieldCustomer, "Korfu", func() {})
				o.losesReply()
				renumber()
			} else {
				o.strays(ledger.FieldCustomer, "Korfu", renumber)
			}
			o.settle()
			o.expect("INV-40", "Customer", "Dune")
			o.expect("INV-3", "Customer", "Korfu")
			if pay, ok := o.desk.Book().Payment(paid); !ok || pay.Invoice != "inv-40" {
				t.Errorf("the payment became %+v", pay)
			}
			if n := o.desk.Book().Len(); n != 5 {
				t.Errorf("the book has %d invoices, want 5", n)
			}
		})
	}
}

// A person had formatted the cell, so that our value stays in it until they have
// decided: its row is known all the same.
func TestARowInWhichOurStrayStaysIsKnownUnderItsNextNumber(t *testing.T) {
	o := usual(t)
	o.settle()
	o.strays(ledger.FieldCustomer, "Korfu", func() {})
	o.losesReply()
	a1, _ := o.find("INV-4", "Customer")
	o.must(o.hand.Dress("Invoices", a1, sheetsim.Look{Background: "#ffee00"})) // theirs by its look
	o.settle()
	o.expect("INV-4", "Customer", "Korfu")
	o.types("INV-4", "Number", "INV-40")
	o.settle()
	if n := o.desk.Book().Len(); n != 5 {
		t.Errorf("the book has %d invoices, want 5", n)
	}
	if got := o.invoice("INV-40").Customer; got != "Dune" {
		t.Errorf("the customer is %q", got)
	}
}

// setRight lets a column be inserted while an invoice's row is entered, so that
// its salesperson stands beside its header, and lets the bot set that right.
func setRight(t *testing.T) *office {
	t.Helper()
	o := usual(t)
	o.settle()
	o.act(func(a ledger.Act, b *ledger.Book) ([]ledger.Change, error) {
		return a.AddInvoice(b, ledger.NewInvoice{
			Number: "INV-7", Customer: "Gale", Amount: eur(70000), Issued: ledger.NewDate(2026, 11, 20), Due: ledger.NewDate(2026, 12, 20), Salesperson: "Bob",
		}, ledger.DateOf(o.now))
	})
	o.between(func() { o.must(o.hand.InsertColumns("Invoices", 10, 1)) }) // before Salesperson
	o.sync()
	return o
}

func TestWhatWasClearedInARowThatWasSetRightStaysCleared(t *testing.T) {
	for header, field := range map[string]ledger.Field{
		"Salesperson": ledger.FieldSalesperson, // it stood beside its header
		"Due":         ledger.FieldDue,         // it never did
	} {
		t.Run(header, func(t *testing.T) {
			o := setRight(t)
			o.sync() // sets it right
			o.expect("INV-7", "Salesperson", "Bob")
			o.types("INV-7", header, "")
			o.settle()
			o.expect("INV-7", header, "")
			if got := o.invoice("INV-7").Value(field); !got.IsEmpty() {
				t.Errorf("the book says %v", got)
			}
		})
	}
}
