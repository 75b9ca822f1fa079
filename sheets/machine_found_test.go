package sheets_test

import (
	"testing"

	"github.com/relance-bot/relance/internal/sim/sheetsim"
	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/sheets"
)

// What the state machine found, as a test each.

func TestACopiedRowsBalanceIsNoPayment(t *testing.T) {
	o := usual(t)
	o.settle()
	// INV-3's row, copied with the balance that the bot wrote, under another
	// number and with another amount.
	row := append(invoice("INV-9", "Cora", 12, 1000), nil, nil, 300.0)
	o.must(o.hand.SetValues("Invoices", "A8", [][]any{row}))
	o.settle()
	o.paid("INV-9", 0)
	o.expect("INV-9", "Balance", "1000")
	if problem := o.invoice("INV-9").Problem; problem != "" {
		t.Errorf("quarantined: %s", problem)
	}
}

func TestWhatIsTypedIntoPaidBesideACrookedRowIsHeard(t *testing.T) {
	o := usual(t)
	o.settle()
	o.pays("INV-4", 5000)
	o.between(func() { o.must(o.hand.MoveColumn("Payments", 9, 8)) }) // By and Note change places
	o.sync()
	o.types("INV-4", "Paid", "70")
	o.says("INV-4", ledger.FieldNotes, ledger.Text("to have something to write"))
	o.settle()
	o.paid("INV-4", 7000)
	o.expect("INV-4", "Paid", "70")
}

func TestASortWhileAPutBackLooksAtItsCellIsNoFormat(t *testing.T) {
	o := strayed(t)
	for _, number := range []string{"INV-1", "INV-2", "INV-4", "INV-5", "INV-6"} {
		a1, _ := o.find(number, "Salesperson")
		o.must(o.hand.Dress("Invoices", a1, sheetsim.Look{Background: "#ffee00"}))
	}
	sorted := false
	o.sim.BeforeApply(func(method string) {
		// The put-back has read where its row stands and asks what is in the cell.
		if method == "spreadsheets.get" && !sorted && o.sim.Calls()["spreadsheets.values.batchGet"] > 0 {
			sorted = true
			o.must(o.hand.SortRange("Invoices", "A2:T7", 4, false))
		}
	})
	o.sim.ResetCalls()
	o.settle()
	if !sorted {
		t.Fatal("nobody sorted")
	}
	o.expect("INV-3", "Salesperson", "")
	o.expect("INV-4", "Salesperson", "Bob")
	if list, err := o.syncer.Conflicts(t.Context()); err != nil || len(list) > 0 {
		t.Errorf("conflicts %v, %v", list, err)
	}
}

func TestOurStrayInACopiedRowIsTakenBackWhenTheCopyGetsItsNumber(t *testing.T) {
	o := usual(t)
	o.settle()
	o.says("INV-3", ledger.FieldSalesperson, ledger.Text("Bob"))
	o.between(func() { // a copy of INV-4 stands where INV-3 stood
		o.must(o.hand.InsertRows("Invoices", 3, 1))
		o.must(o.hand.SetValues("Invoices", "A4", [][]any{invoice("INV-4", "Dune", 3, 400)}))
	})
	_, _ = o.try() // held: which INV-4 was hit?
	o.expect("INV-4", "Salesperson", "Bob")
	o.must(o.hand.Type("Invoices", "A4", "INV-9"))
	o.settle()
	o.expect("INV-9", "Salesperson", "")
	o.expect("INV-4", "Salesperson", "")
	o.expect("INV-3", "Salesperson", "Bob")
	if got := o.invoice("INV-9").Salesperson; got != "" {
		t.Errorf("our own value is taken for a person's word: the salesperson is %q", got)
	}
}

func TestWhatStrayedIntoACellOfTheBotsOwnIsWrittenOver(t *testing.T) {
	o := usual(t)
	o.settle()
	o.types("INV-4", "Amount", "around 400")
	o.between(func() { // a copy of INV-6 stands where INV-4 stood
		o.must(o.hand.InsertRows("Invoices", 4, 1))
		o.must(o.hand.SetValues("Invoices", "A5", [][]any{invoice("INV-6", "Faro", 25, 600)}))
	})
	_, _ = o.try() // held: which INV-6 was hit?
	if o.cell("INV-6", "Check") == "" {
		t.Fatal("nothing strayed")
	}
	_, err := o.syncer.Sync(t.Context(), sheets.SyncAsk{Force: true, By: "U1"})
	o.must(err)
	o.must(o.hand.DeleteRows("Invoices", 7, 1)) // the one that was not hit
	o.settle()
	o.expect("INV-6", "Check", "")
	if notes := o.notes(); len(notes) > 0 {
		t.Errorf("a person is asked about a cell that is the bot's: %v", notes)
	}
}

func TestARowThatHoldsOurStrayKeepsItsHistoryWhenItIsRenumbered(t *testing.T) {
	o := usual(t)
	o.settle()
	o.pays("INV-4", 5000)
	o.settle()
	o.pays("INV-3", 1000)
	o.between(func() { // a copy of INV-4 stands where INV-3 stood
		o.must(o.hand.InsertRows("Invoices", 3, 1))
		o.must(o.hand.SetValues("Invoices", "A4", [][]any{append(invoice("INV-4", "Dune", 3, 400), 50.0)}))
	})
	_, _ = o.try() // held: which INV-4 was hit?
	o.expect("INV-4", "Paid", "10")
	_, err := o.syncer.Sync(t.Context(), sheets.SyncAsk{Force: true, By: "U1"})
	o.must(err)
	o.must(o.hand.DeleteRows("Invoices", 5, 1)) // the one that was not hit
	o.settle()
	o.paid("INV-4", 5000)
	o.types("INV-4", "Number", "INV-44")
	o.settle()
	o.paid("INV-44", 5000)
	kept, err := o.syncer.Conflicts(t.Context())
	o.must(err)
	for _, c := range kept {
		if c.Again {
			o.must(o.syncer.TryAgain(t.Context(), c.ID))
		}
	}
	o.settle()
	o.expect("INV-44", "Paid", "50")
	o.paid("INV-44", 5000)
	o.expect("INV-3", "Paid", "10")
}
