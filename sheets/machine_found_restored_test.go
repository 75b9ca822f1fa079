package sheets_test

import (
	"testing"
	"time"

	"github.com/relance-bot/relance/internal/sim/sheetsim"
	"github.com/relance-bot/relance/ledger"
)

// What the state machine found about versions of the spreadsheet that were kept
// while a value of ours stood where it had strayed to.

func TestOurStrayThatComesBackWithAVersionIsPutBackAnew(t *testing.T) {
	for name, row := range map[string]struct {
		before func(o *office) // between the version and the bot's next look
		after  func(o *office) // between the put-back and the restoring
	}{
		"within minutes": {},
		"an hour later, when nothing of those writes is needed any more": {after: func(o *office) {
			for _, note := range []string{"one", "two", "three"} {
				o.now = o.now.Add(20 * time.Minute)
				o.says("INV-5", ledger.FieldNotes, ledger.Text(note))
				o.settle()
			}
		}},
		"after ten more writes": {after: func(o *office) {
			for i := range 10 {
				o.says("INV-5", ledger.FieldNotes, ledger.Text("note "+itoa(i)))
				o.settle()
			}
		}},
		"somebody had typed over it": {before: func(o *office) { o.types("INV-4", "Salesperson", "Zoe") }},
		"somebody had emptied it":    {before: func(o *office) { o.types("INV-4", "Salesperson", "") }},
	} {
		t.Run(name, func(t *testing.T) {
			o, kept := keptAstray(t)
			if row.before != nil {
				row.before(o)
			}
			o.settle()
			if row.after != nil {
				row.after(o)
			}
			o.says("INV-6", ledger.FieldNotes, ledger.Text("hello"))
			o.settle()
			o.must(o.hand.Restore(kept))
			o.goOn()
			o.settle()
			o.expect("INV-4", "Salesperson", "")
			o.expect("INV-4", "Paid", "")
			o.paid("INV-4", 0)
			o.paid("INV-3", 5000)
			if got := o.invoice("INV-4").Salesperson; got != "" {
				t.Errorf("our own value is taken for a person's word: the salesperson is %q", got)
			}
		})
	}
}

// keptAstray lets INV-3's salesperson and payment, said in Slack, hit INV-4, and
// keeps the version of that moment.
func keptAstray(t *testing.T) (*office, sheetsim.Version) {
	t.Helper()
	o := usual(t)
	o.settle()
	o.says("INV-3", ledger.FieldSalesperson, ledger.Text("Bob"))
	o.pays("INV-3", 5000)
	o.between(func() { o.must(o.hand.DeleteRows("Invoices", 1, 1)) })
	o.losesReply()
	o.expect("INV-4", "Salesperson", "Bob")
	o.expect("INV-4", "Paid", "50")
	return o, o.hand.Version()
}

func TestAVersionFromAfterAPutBackIsWhatItShows(t *testing.T) {
	o, _ := keptAstray(t)
	o.settle()
	o.types("INV-4", "Salesperson", "Bob") // theirs, though it is what had strayed there
	o.settle()
	kept := o.hand.Version()
	for i := range 2 {
		o.says("INV-6", ledger.FieldNotes, ledger.Text("hello "+itoa(i)))
		o.settle()
		o.types("INV-4", "Salesperson", "Zoe")
		o.settle()
		o.must(o.hand.Restore(kept))
		o.goOn()
		o.settle()
		o.expect("INV-4", "Salesperson", "Bob")
		if got := o.invoice("INV-4").Salesperson; got != "Bob" {
			t.Errorf("the salesperson is %q", got)
		}
	}
	if list, err := o.syncer.Conflicts(t.Context()); err != nil || len(list) > 0 {
		t.Errorf("conflicts %v, %v", list, err)
	}
}
