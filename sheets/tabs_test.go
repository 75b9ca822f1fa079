package sheets_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/relance-bot/relance/internal/sim/sheetsim"
	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/sheets"
)

// The second tab has its columns in an order of its own, and not all of them.
var newHeader = []any{"Stage", "Customer", "Number", "Due", "Amount", "Notes", "Check", "Mood"}

func newRow(number, customer string, due int, amount float64) []any {
	return []any{nil, customer, number, day(due), amount}
}

// twoTabs is a book of two tabs, last year's and this year's.
func twoTabs(t *testing.T) *office {
	t.Helper()
	o := newOffice(t, sheetsim.Options{}, usualRows(), func(opt *sheets.Options) { opt.Tabs.Invoices = []string{"Invoices", "2027"} })
	o.must(o.hand.AddTab("2027"))
	o.must(o.hand.SetValues("2027", "A1", [][]any{newHeader, newRow("INV-7", "Gama", 5, 700), newRow("INV-8", "Hugo", 6, 800), newRow("INV-9", "Ivry", 7, 900)}))
	return o
}

func (o *office) expectIn(tab, number, header, want string) {
	o.t.Helper()
	if _, got := o.findIn(tab, number, header); got != want {
		o.t.Errorf("%s: %s %s shows %q, want %q", tab, number, header, got, want)
	}
}

func TestTheRowsOfSeveralTabsAreOneBook(t *testing.T) {
	o := twoTabs(t)
	r := o.sync()
	if r.Read != 9 || r.Held != "" {
		t.Fatalf("report %v", r)
	}
	o.settle()
	o.says("INV-2", ledger.FieldNotes, ledger.Text("old one"))
	o.says("INV-8", ledger.FieldNotes, ledger.Text("new one"))
	r = o.sync()
	if r.Calls["read"] != 1 || r.Calls["write"] != 1 {
		t.Errorf("one read and one write were to be made, not %v", r.Calls)
	}
	o.settle()
	o.expect("INV-2", "Notes", "old one")
	o.expectIn("2027", "INV-8", "Notes", "new one")
	a1, _ := o.findIn("2027", "INV-9", "Customer")
	o.must(o.hand.Type("2027", a1, "Ivry & Co"))
	o.settle()
	if got := o.invoice("INV-9").Customer; got != "Ivry & Co" {
		t.Errorf("the customer of INV-9 is %q", got)
	}
}

func TestSortedInOneTabAndMovedInTheOtherMeanwhile(t *testing.T) {
	for _, follows := range []bool{false, true} {
		o := newOffice(t, sheetsim.Options{MetadataFollowsSort: follows}, usualRows(), func(opt *sheets.Options) { opt.Tabs.Invoices = []string{"Invoices", "2027"} })
		o.must(o.hand.AddTab("2027"))
		o.must(o.hand.SetValues("2027", "A1", [][]any{newHeader, newRow("INV-7", "Gama", 5, 700), newRow("INV-8", "Hugo", 6, 800), newRow("INV-9", "Ivry", 7, 900)}))
		o.settle()
		for _, number := range []string{"INV-1", "INV-5", "INV-7", "INV-9"} {
			o.says(number, ledger.FieldNotes, ledger.Text("note of "+number))
		}
		o.between(func() {
			o.must(o.hand.SortRange("Invoices", "A2:T7", 0, true))
			o.must(o.hand.InsertRows("2027", 1, 1))
			o.must(o.hand.InsertColumns("2027", 0, 2))
		})
		o.settle()
		for _, number := range []string{"INV-1", "INV-5"} {
			o.expect(number, "Notes", "note of "+number)
		}
		for _, number := range []string{"INV-7", "INV-9"} {
			o.expectIn("2027", number, "Notes", "note of "+number)
		}
		for _, number := range []string{"INV-2", "INV-3", "INV-4", "INV-6"} {
			o.expect(number, "Notes", "")
		}
		o.expectIn("2027", "INV-8", "Notes", "")
	}
}

func TestARowMovedToAnotherTabIsTheSameInvoice(t *testing.T) {
	o := twoTabs(t)
	o.settle()
	o.says("INV-3", ledger.FieldPromisedOn, ledger.Day(ledger.NewDate(2026, 12, 1)))
	o.botSays("INV-3", ledger.FieldStage, ledger.Text("2"))
	o.pays("INV-3", 10000)
	o.settle()
	journal := len(o.state.journal)
	// Cut here, pasted there, under that tab's own columns: no promise, no Paid.
	o.must(o.hand.DeleteRows("Invoices", 3, 1))
	o.must(o.hand.SetValues("2027", "A5", [][]any{{"2", "Cora", "INV-3", day(-40), 300.0, "moved by hand"}}))
	r := o.sync()
	if r.Gone != 0 {
		t.Errorf("report %v", r)
	}
	o.settle()
	inv := o.invoice("INV-3")
	if inv.PromisedOn != ledger.NewDate(2026, 12, 1) || inv.Stage.String() != "2" || inv.Paid() != eur(10000) || inv.Notes != "moved by hand" {
		t.Errorf("INV-3 is %+v", inv)
	}
	for _, ch := range o.state.journal[journal:] {
		if ch.Field == ledger.FieldInvoice || ch.Field == ledger.FieldPromisedOn || ch.Field == ledger.FieldPayment {
			t.Errorf("journaled %+v", ch)
		}
	}
	o.says("INV-3", ledger.FieldNotes, ledger.Text("written where it stands now"))
	o.settle()
	o.expectIn("2027", "INV-3", "Notes", "written where it stands now")

	// And back again, where there are columns for what the other tab had none for.
	o.must(o.hand.DeleteRows("2027", 4, 1))
	o.must(o.hand.SetValues("Invoices", "A7", [][]any{invoice("INV-3", "Cora", -40, 300)}))
	o.settle()
	o.expect("INV-3", "Paid", "100")
	if o.cell("INV-3", "Promised on") == "" {
		t.Error("the promise is not shown again")
	}
	o.paid("INV-3", 10000)
}

func TestOneNumberInTwoTabsSaysBothPlaces(t *testing.T) {
	o := twoTabs(t)
	o.settle()
	o.must(o.hand.SetValues("2027", "A5", [][]any{newRow("inv-2", "Bolt", 1, 1)}))
	r := o.sync()
	at := slices.IndexFunc(r.Problems, func(p sheets.Problem) bool { return p.Code == sheets.ProblemDuplicateTabs })
	if r.Duplicates != 1 || at < 0 {
		t.Fatalf("report %v", r)
	}
	for language, want := range map[string]string{
		"en": "the number INV-2 stands in several tabs (Invoices row 3, 2027 row 5): keep one of them",
		"fr": "le numéro INV-2 figure dans plusieurs onglets (Invoices ligne 3, 2027 ligne 5) : n'en gardez qu'un",
	} {
		if got := r.Problems[at].Text(language); got != want {
			t.Errorf("%s: %s", language, got)
		}
	}
	o.settle()
	if inv := o.invoice("INV-2"); inv.Problem == "" || inv.Amount != eur(20050) {
		t.Errorf("INV-2 is %+v", inv)
	}
	o.must(o.hand.DeleteRows("2027", 4, 1))
	o.settle()
	if p := o.invoice("INV-2").Problem; p != "" {
		t.Errorf("still quarantined: %s", p)
	}
}

func TestWhatStrayedIsPutBackIntoTheTabItsRowWasMovedTo(t *testing.T) {
	o := twoTabs(t)
	o.settle()
	o.types("INV-2", "Notes", "hers")
	o.settle()
	o.says("INV-1", ledger.FieldNotes, ledger.Text("ours"))
	o.between(func() { o.must(o.hand.SortRange("Invoices", "A2:T7", 0, true)) })
	o.sim.Faults.Add(sheetsim.Fault{Method: "spreadsheets.batchUpdate", Kind: sheetsim.LoseReplyAfterApply})
	if _, err := o.try(); err == nil {
		t.Fatal("the reply was lost, and the cycle ended well")
	}
	// INV-1 was on row 2, where INV-6 stands by now: its row is moved away with
	// our value in it.
	o.expect("INV-6", "Notes", "ours")
	o.must(o.hand.DeleteRows("Invoices", 1, 1))
	o.must(o.hand.SetValues("2027", "A5", [][]any{{nil, "Faro", "INV-6", day(25), 600.0, "ours"}}))
	o.settle()
	o.expectIn("2027", "INV-6", "Notes", "")
	o.expect("INV-1", "Notes", "ours")
	o.expect("INV-2", "Notes", "hers")
}

func TestATabThatIsNotThere(t *testing.T) {
	o := twoTabs(t)
	o.opt = func(opt *sheets.Options) { opt.Tabs.Invoices = []string{"Invoices", "2027", "2028"} }
	o.restart()
	if r := o.sync(); !strings.Contains(r.Held, "there is no tab 2028") {
		t.Errorf("a first sync of half the tabs: %v", r)
	}
	o.must(o.hand.AddTab("2028")) // blank as yet: nothing is held up by it
	o.settle()
	if o.desk.Book().Len() != 9 || o.desk.Book().Hold() != "" {
		t.Errorf("%d invoices, held %q", o.desk.Book().Len(), o.desk.Book().Hold())
	}
	o.must(o.hand.SetValues("2028", "A1", [][]any{newHeader, newRow("INV-10", "Joie", 50, 1000)}))
	o.settle()
	o.says("INV-10", ledger.FieldNotes, ledger.Text("first of its year"))
	o.must(o.hand.RenameTab("2027", "Two years ago"))
	o.settle()
	o.expectIn("2028", "INV-10", "Notes", "first of its year")
	if o.desk.Book().Len() != 10 {
		t.Errorf("a renamed tab leaves %d invoices", o.desk.Book().Len())
	}

	o.must(o.hand.DeleteTab("Two years ago"))
	if r := o.sync(); !strings.Contains(r.Held, "there is no tab 2027") {
		t.Errorf("a known tab was deleted: %v", r)
	}
	if o.desk.Book().Len() != 10 {
		t.Errorf("a held book has %d invoices", o.desk.Book().Len())
	}
	o.now = o.now.Add(1)
	if r, err := o.syncer.Sync(t.Context(), sheets.SyncAsk{Force: true, By: "U1"}); err != nil || r.Held != "" || r.Gone != 3 {
		t.Errorf("after a person's word: %v, %v", r, err)
	}
	o.settle()
	o.restart()
	if r := o.sync(); r.Held != "" {
		t.Errorf("their word is forgotten: %v", r)
	}
}

func TestARenamedColumnIsKnownInEachTab(t *testing.T) {
	o := twoTabs(t)
	o.settle()
	o.must(o.hand.Type("2027", "F1", "Talk")) // Notes, renamed: known by our mark in that tab
	o.must(o.hand.Type("Invoices", "O1", "Gossip"))
	o.says("INV-8", ledger.FieldNotes, ledger.Text("under Talk"))
	o.says("INV-3", ledger.FieldNotes, ledger.Text("under Gossip"))
	o.settle()
	o.expectIn("2027", "INV-8", "Talk", "under Talk")
	o.expect("INV-3", "Gossip", "under Gossip")
}

func TestAnInvoiceAddedInSlackGoesIntoTheNewestTab(t *testing.T) {
	o := twoTabs(t)
	o.settle()
	o.act(func(a ledger.Act, b *ledger.Book) ([]ledger.Change, error) {
		return a.AddInvoice(b, ledger.NewInvoice{Number: "INV-10", Customer: "Jura", Amount: eur(70000), Issued: ledger.NewDate(2026, 11, 20), Due: ledger.NewDate(2026, 12, 20)}, ledger.DateOf(o.now))
	})
	o.settle()
	o.expectIn("2027", "INV-10", "Customer", "Jura")
	if n := o.times("Invoices", "INV-10"); n != 0 {
		t.Errorf("it stands in last year's tab %d times", n)
	}
}
