package sheets_test

import (
	"testing"
	"time"

	"github.com/relance-bot/relance/internal/sim/sheetsim"
	"github.com/relance-bot/relance/sheets"
)

// unhurried lets rows settle for two minutes.
func unhurried(t *testing.T) *office {
	t.Helper()
	o := newOffice(t, sheetsim.Options{}, usualRows(), func(s *sheets.Options) { s.Quiet = 2 * time.Minute })
	o.settle()
	return o
}

// after runs a cycle so much later.
func (o *office) after(d time.Duration) sheets.Report {
	o.t.Helper()
	o.now = o.now.Add(d - time.Minute) // sync adds one
	return o.sync()
}

func TestAHalfTypedRowAlertsNobodyBeforeItHasSettled(t *testing.T) {
	o := unhurried(t)
	o.must(o.hand.Type("Invoices", "A8", "INV-7"))
	r := o.after(15 * time.Second)
	if len(r.Problems) != 0 {
		t.Errorf("told at once: %v", r.Problems)
	}
	if inv := o.invoice("INV-7"); inv.Problem == "" || inv.Check != "" {
		t.Errorf("in the book at once, chased by nobody: quarantined %q, Check %q", inv.Problem, inv.Check)
	}
	o.must(o.hand.Type("Invoices", "B8", "Gala"))
	if r = o.after(90 * time.Second); len(r.Problems) != 0 || o.cell("INV-7", "Check") != "" {
		t.Errorf("told while it is being typed: %v", r.Problems)
	}
	if got := o.invoice("INV-7").Customer; got != "Gala" {
		t.Errorf("a value typed is in the book at once: %q", got)
	}
	if r = o.after(110 * time.Second); len(r.Problems) != 0 {
		t.Errorf("told 110 s after the last edit: %v", r.Problems)
	}
	// It stands as it is: nothing new, and yet the cycle looks at it again.
	if r = o.after(10 * time.Second); len(r.Problems) == 0 || o.cell("INV-7", "Check") == "" {
		t.Errorf("never told: %v, Check %q", r.Problems, o.cell("INV-7", "Check"))
	}
	o.settle()
	if _, last := o.syncer.LastSync(); len(last.Problems) == 0 {
		t.Error("told once and then forgotten")
	}
	o.must(o.hand.Type("Invoices", "E8", "700"))
	o.settle()
	o.expect("INV-7", "Check", "")
}

func TestWhatIsCompleteWithinTheQuietTimeIsNeverMentioned(t *testing.T) {
	o := unhurried(t)
	before := o.cell("INV-4", "Check")
	o.types("INV-4", "Amount", "4OO") // letters
	o.after(30 * time.Second)
	o.types("INV-4", "Amount", "400")
	o.after(30 * time.Second)
	o.settle()
	for _, c := range o.state.journal {
		if c.Invoice == "inv-4" && c.Field == "check" && !c.New.IsEmpty() {
			t.Errorf("Check said %s", c.New)
		}
	}
	if got := o.cell("INV-4", "Check"); got != before || o.invoice("INV-4").Problem != "" {
		t.Errorf("Check %q", got)
	}
}

// Copying a row and then giving it its number is how people add invoices.
func TestACopiedRowIsNotADuplicateWhileItsNumberIsTyped(t *testing.T) {
	o := unhurried(t)
	o.must(o.hand.SetValues("Invoices", "A8", [][]any{invoice("INV-4", "Dune", 3, 400)}))
	if r := o.after(20 * time.Second); len(r.Problems) != 0 || o.cell("INV-4", "Check") != "" {
		t.Errorf("told at once: %v", r.Problems)
	}
	if o.invoice("INV-4").Problem == "" {
		t.Error("chased while its number stands twice")
	}
	o.must(o.hand.Type("Invoices", "A8", "INV-8"))
	o.settle()
	if inv := o.invoice("INV-4"); inv.Problem != "" || inv.Check != "" {
		t.Errorf("still %q", inv.Problem)
	}
	o.must(o.hand.SetValues("Invoices", "A9", [][]any{invoice("INV-5", "Etna", 20, 500)}))
	o.after(20 * time.Second)
	if r := o.after(2 * time.Minute); r.Duplicates != 1 || len(r.Problems) == 0 {
		t.Errorf("left standing it is told: %v", r.Problems)
	}
}

func TestARestartDoesNotTellTwiceNorForget(t *testing.T) {
	o := unhurried(t)
	o.types("INV-4", "Amount", "about 4")
	o.after(30 * time.Second)
	o.restart()
	if r := o.after(2 * time.Minute); len(r.Problems) != 1 {
		t.Errorf("two minutes after it was seen, after a restart: %v", r.Problems)
	}
	o.settle()
	check := o.cell("INV-4", "Check")
	o.restart()
	if r := o.after(time.Minute); len(r.Problems) != 1 || o.cell("INV-4", "Check") != check || check == "" {
		t.Errorf("after another: %v, Check %q", r.Problems, o.cell("INV-4", "Check"))
	}
}

func TestAFirstSyncTellsAtOnce(t *testing.T) {
	rows := usualRows()
	rows[2][4] = "about 300"
	o := newOffice(t, sheetsim.Options{}, rows, func(s *sheets.Options) { s.Quiet = 2 * time.Minute })
	if r := o.sync(); len(r.Problems) != 1 {
		t.Errorf("problems %v", r.Problems)
	}
}
