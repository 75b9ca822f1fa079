package sheets_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/relance-bot/relance/internal/sim/sheetsim"
	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/sheets"
)

// notes are the notes of the conflicts that are kept.
func (o *office) notes() []string {
	o.t.Helper()
	kept, err := o.syncer.Conflicts(o.t.Context())
	o.must(err)
	var list []string
	for _, c := range kept {
		list = append(list, c.Note)
	}
	return list
}

func TestAPutBackWritesNothingOverWhatAPersonDidSince(t *testing.T) {
	for _, tt := range []struct{ name, typed, note string }{
		{"a value", "Ana", "a person typed over it"},
		{"a formula that shows ours", `="Bo"&"b"`, "a person typed a formula over it"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := strayed(t)
			o.types("INV-3", "Salesperson", tt.typed)
			o.settle()
			if got := strings.Join(o.notes(), "; "); got != tt.note {
				t.Errorf("kept as %q: it was written over, and found out afterwards", got)
			}
		})
	}
}

// waiting leaves a put-back open: its write is told to slow down.
func waiting(t *testing.T) *office {
	t.Helper()
	o := strayed(t)
	// The next write settles; the one after is the put-back.
	o.sim.Faults.Add(sheetsim.Fault{Kind: sheetsim.RateLimit429, Method: "spreadsheets.batchUpdate", Nth: 2})
	if _, err := o.try(); err == nil {
		t.Fatal("the put-back went through")
	}
	o.expect("INV-3", "Salesperson", "Bob")
	return o
}

func TestACellThatHoldsOurStrayIsNotPlanned(t *testing.T) {
	o := waiting(t)
	report, err := o.syncer.Sync(t.Context(), sheets.SyncAsk{DryRun: true})
	if err != nil && !errors.Is(err, sheets.ErrUnsettled) {
		t.Fatal(err)
	}
	if report.Changed != 0 {
		t.Errorf("%d changes would be taken: our own value is believed to be a person's", report.Changed)
	}
	for _, w := range report.Planned {
		if strings.HasPrefix(w, "inv-3 salesperson") {
			t.Errorf("planned over the stray: %s", w)
		}
	}
	o.settle()
	o.expect("INV-3", "Salesperson", "")
	o.expect("INV-4", "Salesperson", "Bob")
}

func TestWhileAPutBackIsOpenTheReportSaysUnsettled(t *testing.T) {
	o := usual(t)
	o.settle()
	o.says("INV-4", ledger.FieldSalesperson, ledger.Text("Bob"))
	o.between(func() { o.must(o.hand.SortRange("Invoices", "A2:T7", 4, true)) })
	// Once the batch has hit INV-3, somebody takes its number out for a while.
	cut, number := false, ""
	o.sim.AfterApply(func(method string) {
		if method != "spreadsheets.batchUpdate" || cut || o.cell("INV-3", "Salesperson") != "Bob" {
			return
		}
		cut = true
		number, _ = o.find("INV-3", "Number")
		o.must(o.hand.Type("Invoices", number, ""))
	})
	_, err := o.try()
	if !cut {
		t.Fatal("nothing strayed")
	}
	if !errors.Is(err, sheets.ErrUnsettled) {
		t.Errorf("with a put-back open, the cycle ends with %v", err)
	}
	if _, last := o.syncer.LastSync(); !last.Unsettled {
		t.Error("the last report lets reminders go out")
	}
	o.sim.AfterApply(nil)
	o.must(o.hand.Type("Invoices", number, "INV-3"))
	o.settle()
	if _, last := o.syncer.LastSync(); last.Unsettled {
		t.Error("settled, and still said to be not")
	}
	o.expect("INV-3", "Salesperson", "")
	o.expect("INV-4", "Salesperson", "Bob")
}

func TestOurStrayUnderANewKeyIsAskedAboutNotTaken(t *testing.T) {
	o := usual(t)
	o.settle()
	o.says("INV-4", ledger.FieldSalesperson, ledger.Text("Bob"))
	o.between(func() {
		o.must(o.hand.InsertRows("Invoices", 4, 1)) // where INV-4 stood
		o.must(o.hand.SetValues("Invoices", "A5", [][]any{invoice("NEW-1", "Gala", 12, 70)}))
	})
	o.losesReply()
	o.expect("NEW-1", "Salesperson", "Bob")
	a1, _ := o.find("NEW-1", "Number")
	o.must(o.hand.Type("Invoices", a1, "")) // not to be found: held, until a person says go on
	o.must(o.hand.SetValues("Invoices", strings.Replace(a1, "A", "B", 1), [][]any{{"", "", "", ""}}))
	_, _ = o.try()
	_, err := o.syncer.Sync(t.Context(), sheets.SyncAsk{Force: true})
	o.must(err)
	o.must(o.hand.SetValues("Invoices", a1, [][]any{invoice("NEW-1", "Gala", 12, 70)}))
	report := o.sync()
	if _, taken := o.desk.Book().Invoice("new-1"); taken {
		t.Error("a row that carries our value under a key that nobody knew was taken")
	}
	asked := false
	for _, p := range report.Problems {
		asked = asked || p.Code == sheets.ProblemStray
	}
	if !asked {
		t.Errorf("nobody is asked: %+v", report.Problems)
	}
	o.types("NEW-1", "Salesperson", "Zoe") // their word
	o.settle()
	if got := o.invoice("NEW-1").Salesperson; got != "Zoe" {
		t.Errorf("the salesperson is %q", got)
	}
}

// A copy above its own row would bend what looks upwards.
func TestAFormulaThatLooksFarUpSurvivesBeingPutBack(t *testing.T) {
	o := many(t, 60)
	o.settle()
	for range 3 { // until the copies of the first sync need not be kept, and leave room further up
		o.now = o.now.Add(20 * time.Minute)
		o.says("INV-001", ledger.FieldNotes, ledger.Text(o.now.String()))
		o.settle()
	}
	o.says("INV-055", ledger.FieldNotes, ledger.Text("call"))
	const formula = "=B2"
	o.between(func() { o.types("INV-055", "Notes", formula) })
	o.settle()
	for _, row := range o.tab("Invoices").Rows {
		if row[0].Formatted != "INV-055" {
			continue
		}
		for _, cell := range row {
			if cell.Formula == formula {
				return
			}
		}
	}
	t.Errorf("INV-055 Notes shows %q", o.cell("INV-055", "Notes"))
}

func TestAQuietCycleStillSaysWhatCantBeRead(t *testing.T) {
	o := usual(t)
	o.types("INV-4", "Amount", "about 400")
	o.settle() // ends with a quiet cycle
	if _, report := o.syncer.LastSync(); !report.Quiet || len(report.Problems) != 1 {
		t.Errorf("quiet %t, problems %+v", report.Quiet, report.Problems)
	}
	o.types("INV-4", "Amount", "400")
	o.settle()
	if _, report := o.syncer.LastSync(); len(report.Problems) != 0 {
		t.Errorf("still %+v", report.Problems)
	}
}

func TestResumingIsForeseenAndBearsAName(t *testing.T) {
	o := many(t, 40)
	o.settle()
	o.must(o.hand.DeleteRows("Invoices", 5, 10))
	o.sync()
	would, err := o.syncer.Sync(t.Context(), sheets.SyncAsk{Force: true, DryRun: true})
	if err != nil || would.Gone != 10 || len(would.HeldBy) > 0 {
		t.Fatalf("would forget %d, held by %v, %v", would.Gone, would.HeldBy, err)
	}
	if o.desk.Book().Hold() == "" || o.desk.Book().Len() != 40 {
		t.Fatal("looking did it")
	}
	done, err := o.syncer.Sync(t.Context(), sheets.SyncAsk{Force: true, By: "U1"})
	if err != nil || done.Gone != 10 || done.Held != "" {
		t.Fatalf("forgot %d, held %q, %v", done.Gone, done.Held, err)
	}
	list, err := o.state.Since(t.Context(), 0, 100_000)
	o.must(err)
	for i := len(list) - 1; i >= 0; i-- {
		if list[i].Field == ledger.FieldHold {
			if list[i].Actor != "U1" || list[i].Source != ledger.SourceSlack {
				t.Errorf("resumed by %s of %s", list[i].Actor, list[i].Source)
			}
			return
		}
	}
	t.Error("the journal doesn't know")
}

// Our value strayed into a copy of INV-4, which got a number of its own before
// it could be taken back. Which new row was hit is told by the whole of its
// pre-image; one that is nearly it is asked about, and nothing is written there.
func TestOurStrayUnderANumberThatNobodyKnewThen(t *testing.T) {
	for _, tt := range []struct {
		name  string
		row   []any // what stands where the copy stood
		mood  string
		asked bool
		bob   string // what Salesperson shows there in the end
	}{
		{"but for its number it is what was hit: taken back", invoice("INV-9", "Dune", 3, 400), "", false, ""},
		{"another amount: asked, for the name may be theirs", invoice("INV-9", "Dune", 3, 410), "", true, "Bob"},
		{"a mood that was not there: asked", invoice("INV-9", "Dune", 3, 400), "cheerful", true, "Bob"},
		{"another invoice altogether: a person's word", invoice("INV-9", "Gala", 33, 77), "", false, "Bob"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := usual(t)
			o.settle()
			o.says("INV-3", ledger.FieldSalesperson, ledger.Text("Bob"))
			o.between(func() {
				o.must(o.hand.InsertRows("Invoices", 3, 1))
				o.must(o.hand.SetValues("Invoices", "A4", [][]any{invoice("INV-4", "Dune", 3, 400)}))
			})
			_, _ = o.try() // held: which INV-4 was hit?
			o.must(o.hand.SetValues("Invoices", "A4", [][]any{tt.row}))
			if tt.mood != "" {
				o.types("INV-9", "Mood", tt.mood)
			}
			o.settle()
			o.expect("INV-9", "Salesperson", tt.bob)
			o.expect("INV-4", "Salesperson", "")
			o.expect("INV-3", "Salesperson", "Bob")
			kept, err := o.syncer.Conflicts(t.Context())
			o.must(err)
			if tt.asked != (len(kept) > 0) {
				t.Fatalf("asked: %+v", kept)
			}
			if !tt.asked {
				if got := o.invoice("INV-9").Salesperson; got != tt.bob {
					t.Errorf("the salesperson is %q", got)
				}
				return
			}
			if _, taken := o.desk.Book().Invoice("inv-9"); taken {
				t.Error("taken for a person's before anybody said so")
			}
			o.must(o.syncer.ResolveConflict(t.Context(), kept[0].ID))
			o.settle()
			if got := o.invoice("INV-9").Salesperson; got != "Bob" {
				t.Errorf("kept by a person, and the salesperson is %q", got)
			}
		})
	}
}

// Two rows that may have been hit are asked about each, and one that a person
// says was is put back.
func TestOfTwoRowsThatMayHoldOurStrayEachIsAskedAbout(t *testing.T) {
	o := usual(t)
	o.settle()
	o.says("INV-3", ledger.FieldSalesperson, ledger.Text("Bob"))
	o.between(func() {
		o.must(o.hand.InsertRows("Invoices", 3, 1))
		o.must(o.hand.SetValues("Invoices", "A4", [][]any{invoice("INV-4", "Dune", 3, 400)}))
	})
	_, _ = o.try()
	o.must(o.hand.Type("Invoices", "A4", "INV-8"))
	again := invoice("INV-9", "Dune", 3, 400)
	for len(again) < 10 {
		again = append(again, nil)
	}
	o.must(o.hand.SetValues("Invoices", "A9", [][]any{append(again, "Bob")}))
	o.settle()
	kept, err := o.syncer.Conflicts(t.Context())
	o.must(err)
	if len(kept) != 2 {
		t.Fatalf("asked: %+v", kept)
	}
	for _, c := range kept {
		if c.Invoice == "inv-8" {
			o.must(o.syncer.TryAgain(t.Context(), c.ID))
		} else {
			o.must(o.syncer.ResolveConflict(t.Context(), c.ID))
		}
	}
	o.settle()
	o.expect("INV-8", "Salesperson", "")
	o.expect("INV-9", "Salesperson", "Bob")
	if got := o.invoice("INV-9").Salesperson; got != "Bob" {
		t.Errorf("the salesperson of INV-9 is %q", got)
	}
}

// A formula points at rows above its own. Copied above its own row it would
// point outside the sheet, and come back broken.
func TestAFormulaThatPointsUpwardsComesBackAsItWas(t *testing.T) {
	var rows [][]any
	for i := 1; i <= 40; i++ {
		rows = append(rows, invoice("INV-"+itoa(i), "Firm", i, float64(i)*10))
	}
	o := newOffice(t, sheetsim.Options{}, rows, nil)
	o.settle()
	o.says("INV-38", ledger.FieldNotes, ledger.Text("call"))
	o.between(func() { o.types("INV-38", "Notes", "=B3") })
	o.settle()
	if got := o.tab("Invoices").Rows[38][14].Formula; got != "=B3" {
		t.Errorf("the formula is %q now", got)
	}
}
