package sheets_test

import (
	"testing"
	"time"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/sheets"
)

// goOn lets time pass until the book is held, and has a person say go on.
func (o *office) goOn() {
	o.t.Helper()
	for range 6 {
		_, _ = o.try()
	}
	if o.desk.Book().Hold() == "" {
		o.t.Fatal("an older version is believed unasked")
	}
	o.now = o.now.Add(time.Minute)
	_, err := o.syncer.Sync(o.t.Context(), sheets.SyncAsk{Force: true, By: "U1"})
	o.must(err)
}

func TestARestoredVersionCountsOnceAPersonSaysSo(t *testing.T) {
	o := usual(t)
	o.settle()
	kept := o.hand.Version()
	for i, note := range []string{"one", "two", "three"} {
		o.says("INV-4", ledger.FieldNotes, ledger.Text(note))
		o.settle()
		o.now = o.now.Add(time.Duration(i) * time.Minute)
	}
	o.pays("INV-2", 5000)
	o.settle()
	o.must(o.hand.Restore(kept))
	o.goOn()
	o.settle()
	o.expect("INV-4", "Notes", "")
	if got := o.invoice("INV-4").Notes; got != "" {
		t.Errorf("the notes are %q", got)
	}
	// An hour later the tokens of then would be dropped: none is asked for that
	// went with the version.
	o.now = o.now.Add(time.Hour)
	o.says("INV-4", ledger.FieldNotes, ledger.Text("again"))
	o.settle()
	o.expect("INV-4", "Notes", "again")
	o.paid("INV-2", 5000) // asked about, and counted until then
}

func TestAVersionFromBeforeTheFirstWriteCanBeRestored(t *testing.T) {
	o := usual(t)
	kept := o.hand.Version()
	o.settle()
	o.says("INV-4", ledger.FieldNotes, ledger.Text("hello"))
	o.settle()
	o.must(o.hand.Restore(kept)) // no hidden tab, no marks on the columns
	o.goOn()
	o.settle()
	o.says("INV-3", ledger.FieldNotes, ledger.Text("call"))
	o.settle()
	o.expect("INV-3", "Notes", "call")
	o.types("INV-3", "Notes", "called")
	o.must(o.hand.SetValues("Invoices", "O1", [][]any{{"What was said"}})) // renamed: known by our mark
	o.settle()
	if got := o.invoice("INV-3").Notes; got != "called" {
		t.Errorf("the notes are %q", got)
	}
}

func TestAWriteThatWentWithARestoredVersionIsMadeAnew(t *testing.T) {
	o := usual(t)
	o.settle()
	kept := o.hand.Version()
	o.says("INV-4", ledger.FieldSalesperson, ledger.Text("Bob"))
	o.between(func() { o.must(o.hand.SortRange("Invoices", "A2:T7", 4, true)) })
	o.losesReply()
	o.must(o.hand.Restore(kept))
	o.settle() // nobody has heard of that write: nothing is missing
	o.expect("INV-3", "Salesperson", "")
	o.expect("INV-4", "Salesperson", "Bob")
	if list, err := o.syncer.Conflicts(t.Context()); err != nil || len(list) > 0 {
		t.Errorf("conflicts %v, %v", list, err)
	}
}
