package sheets_test

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/relance-bot/relance/internal/sim/sheetsim"
	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/sheets"
	"github.com/relance-bot/relance/store"
	"github.com/relance-bot/relance/store/sqlitestore"
)

// strayed leaves our "Bob" for INV-4 in another row, with the reply lost.
func strayed(t *testing.T) *office {
	t.Helper()
	o := usual(t)
	o.settle()
	o.says("INV-4", ledger.FieldSalesperson, ledger.Text("Bob"))
	o.between(func() { o.must(o.hand.SortRange("Invoices", "A2:T7", 4, true)) })
	o.losesReply()
	o.expect("INV-3", "Salesperson", "Bob") // where INV-4 stood
	return o
}

func TestAPutBackLeavesWhatAPersonTypedSince(t *testing.T) {
	o := strayed(t)
	o.types("INV-3", "Salesperson", "Ana")
	o.settle()
	o.expect("INV-3", "Salesperson", "Ana")
	o.expect("INV-4", "Salesperson", "Bob")
}

func TestAPutBackLeavesAFormulaThatShowsOurValue(t *testing.T) {
	o := strayed(t)
	o.types("INV-3", "Salesperson", `="Bo"&"b"`)
	o.settle()
	a1, _ := o.find("INV-3", "Salesperson")
	if a1 == "" || o.formulas("Salesperson") != 1 {
		t.Error("a person's formula was undone")
	}
}

func (o *office) formulas(header string) int {
	n := 0
	tab := o.tab("Invoices")
	for i, h := range tab.Rows[0] {
		if h.Formatted != header {
			continue
		}
		for _, row := range tab.Rows[1:] {
			if i < len(row) && row[i].Formula != "" {
				n++
			}
		}
	}
	return n
}

func TestAFormulaTypedMeanwhileIsPutBackAndItsColumnIsAPersons(t *testing.T) {
	o := usual(t)
	o.settle()
	o.says("INV-4", ledger.FieldNotes, ledger.Text("call"))
	o.between(func() { o.types("INV-4", "Notes", `=""`) }) // shows what we had read
	o.settle()
	if o.formulas("Notes") != 1 {
		t.Error("the formula is gone")
	}
	o.says("INV-5", ledger.FieldNotes, ledger.Text("never written"))
	o.settle()
	o.expect("INV-5", "Notes", "")
}

func TestAThirdValueIsOneConflictAndNeverPlannedAgain(t *testing.T) {
	o := usual(t)
	o.settle()
	o.says("INV-4", ledger.FieldSalesperson, ledger.Text("Bob"))
	o.between(func() { o.types("INV-4", "Salesperson", "Ana") })
	o.settle()
	conflicts, err := o.syncer.Conflicts(t.Context())
	if err != nil || len(conflicts) != 1 || conflicts[0].Mine != ledger.Text("Bob") || conflicts[0].Sheet != ledger.Text("Ana") {
		t.Errorf("conflicts %+v, %v", conflicts, err)
	}
	if got := o.invoice("INV-4").Salesperson; got != "Ana" {
		t.Errorf("the book says %q", got)
	}
}

func TestWhileAKeyOfAPreImageIsMissingTheBookIsHeld(t *testing.T) {
	o := strayed(t)
	tab := o.tab("Invoices")
	for i, row := range tab.Rows {
		if row[0].Formatted == "INV-3" {
			o.must(o.hand.DeleteRows("Invoices", i, 1))
		}
	}
	for range 8 { // more than a put-back is tried
		if r, err := o.try(); !errors.Is(err, sheets.ErrUnsettled) || o.desk.Book().Hold() == "" || len(r.HeldBy) != 1 || r.HeldBy[0].Code != sheets.ProblemPreImageLost {
			t.Fatalf("not held while a pre-image's key is missing: %v, %v", r.HeldBy, err)
		}
	}
	if _, err := o.syncer.Sync(t.Context(), sheets.SyncAsk{Force: true, By: "U1"}); err != nil {
		t.Fatalf("a person says go on: %v", err)
	}
	o.settle()
	if hold := o.desk.Book().Hold(); hold != "" {
		t.Errorf("still held: %s", hold)
	}
	o.expect("INV-4", "Salesperson", "Bob")
	if conflicts, _ := o.syncer.Conflicts(t.Context()); len(conflicts) == 0 {
		t.Error("the pre-image is not kept")
	}
}

// Every combination of what moved, for a field of each owner.
func TestThreeWay(t *testing.T) {
	fields := []struct {
		name   string
		header string
		field  ledger.Field
		typed  string // by a person
		same   ledger.Value
		apart  ledger.Value
		bad    string // can't be read; empty: any text can
	}{
		{"human text", "Customer", ledger.FieldCustomer, "Gale", ledger.Text("Gale"), ledger.Text("Hull"), ""},
		{"human date", "Due", ledger.FieldDue, "2026-12-24", ledger.Day(ledger.NewDate(2026, 12, 24)), ledger.Day(ledger.NewDate(2026, 12, 31)), "soon"},
		{"human amount", "Amount", ledger.FieldAmount, "444", ledger.Amount(eur(44400)), ledger.Amount(eur(55500)), "about 4"},
		{"shared text", "Salesperson", ledger.FieldSalesperson, "Gale", ledger.Text("Gale"), ledger.Text("Hull"), ""},
		{"shared date", "Promised on", ledger.FieldPromisedOn, "2026-12-24", ledger.Day(ledger.NewDate(2026, 12, 24)), ledger.Day(ledger.NewDate(2026, 12, 31)), "soon"},
	}
	for _, f := range fields {
		t.Run(f.name, func(t *testing.T) {
			run := func(name string, act func(o *office), check func(o *office)) {
				t.Run(name, func(t *testing.T) {
					o := usual(t)
					o.settle()
					act(o)
					o.settle()
					check(o)
				})
			}
			book := func(o *office, want ledger.Value) {
				o.t.Helper()
				if got := o.invoice("INV-4").Value(f.field); got != want {
					o.t.Errorf("the book says %s, want %s", got, want)
				}
			}
			conflicts := func(o *office, want int) {
				o.t.Helper()
				if list, err := o.syncer.Conflicts(o.t.Context()); err != nil || len(list) != want {
					o.t.Errorf("conflicts %v, %v, want %d", list, err, want)
				}
			}
			run("only the sheet moved", func(o *office) { o.types("INV-4", f.header, f.typed) }, func(o *office) { book(o, f.same); conflicts(o, 0) })
			run("only the bot moved", func(o *office) { o.says("INV-4", f.field, f.same) }, func(o *office) {
				book(o, f.same)
				conflicts(o, 0)
				o.restart() // read back as a person's word it would be the same
				o.settle()
				book(o, f.same)
			})
			run("both to the same", func(o *office) {
				o.types("INV-4", f.header, f.typed)
				o.says("INV-4", f.field, f.same)
			}, func(o *office) { book(o, f.same); conflicts(o, 0) })
			run("both apart", func(o *office) {
				o.types("INV-4", f.header, f.typed)
				o.says("INV-4", f.field, f.apart)
			}, func(o *office) { book(o, f.same); conflicts(o, 1) })
			if f.bad != "" {
				run("invalid, and the bot moved", func(o *office) {
					o.types("INV-4", f.header, f.bad)
					o.says("INV-4", f.field, f.apart)
				}, func(o *office) {
					book(o, f.apart)
					o.expect("INV-4", f.header, f.bad) // quarantined: not written over
					if o.invoice("INV-4").Problem == "" {
						o.t.Error("not quarantined")
					}
				})
			}
			if f.field != ledger.FieldAmount && f.field != ledger.FieldCustomer {
				run("cleared", func(o *office) {
					o.types("INV-4", f.header, f.typed)
					o.settle()
					o.types("INV-4", f.header, "")
				}, func(o *office) { book(o, ledger.Value{}); conflicts(o, 0) })
			}
		})
	}
}

func TestOnSQLite(t *testing.T) {
	o := usual(t)
	s, err := sqlitestore.Open(t.Context(), sqlitestore.Options{Path: filepath.Join(t.TempDir(), "relance.db"), Now: func() time.Time { return o.now }})
	o.must(err)
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	o.desk = ledger.NewBookkeeper(bookJournal{s})
	lease, err := s.AcquireLease(t.Context(), "main", store.LeaseAsk{Holder: "us", TTL: 24 * time.Hour})
	o.must(err)
	desk := o.desk
	o.opt = func(p *sheets.Options) {
		p.Desk, p.State, p.Term = desk, s, func() uint64 { return lease.Term }
	}
	o.restart()
	o.desk = desk
	o.settle()
	o.pays("INV-4", 15000)
	o.says("INV-3", ledger.FieldNotes, ledger.Text("hello"))
	o.between(func() { o.must(o.hand.SortRange("Invoices", "A2:T7", 4, true)) })
	o.settle()
	o.expect("INV-4", "Paid", "150")
	o.expect("INV-3", "Notes", "hello")

	// What is left to a person is decided under the lease, too.
	o.says("INV-4", ledger.FieldSalesperson, ledger.Text("Bob"))
	o.pays("INV-5", 10000)
	o.between(func() {
		o.types("INV-4", "Salesperson", "Ana")
		o.types("INV-5", "Paid", "100")
	})
	o.settle()
	kept, err := o.syncer.Conflicts(t.Context())
	o.must(err)
	if len(kept) != 1 {
		t.Fatalf("kept %+v", kept)
	}
	o.must(o.syncer.ResolveConflict(t.Context(), kept[0].ID))
	o.must(o.syncer.AnswerQuestion(t.Context(), sheets.AnswerAsk{Invoice: "inv-5"}))
	o.settle()
	kept, err = o.syncer.Conflicts(t.Context())
	o.must(err)
	questions, err := o.syncer.Questions(t.Context())
	o.must(err)
	if len(kept)+len(questions) > 0 {
		t.Errorf("still open: %+v, %+v", kept, questions)
	}
	if err := s.Verify(t.Context(), "main"); err != nil {
		t.Error(err)
	}
}

// moving is a Desk that lets somebody in Slack act just before the sheet's
// changes are journaled.
type moving struct {
	sheets.Desk
	act func()
}

func (m *moving) RecordIn(ctx context.Context, changes []ledger.Change, appendTo func(context.Context, []ledger.Change) ([]ledger.Change, error)) ([]ledger.Change, error) {
	if act := m.act; act != nil && len(changes) > 0 {
		m.act = nil
		act()
	}
	return m.Desk.RecordIn(ctx, changes, appendTo)
}

func TestAWordInSlackWhileTheSheetIsTakenIsAConflictNotLost(t *testing.T) {
	o := usual(t)
	desk := &moving{}
	o.opt = func(p *sheets.Options) { desk.Desk, p.Desk = p.Desk, desk }
	o.restart()
	o.settle()
	o.types("INV-4", "Salesperson", "Ana")
	desk.act = func() { o.says("INV-4", ledger.FieldSalesperson, ledger.Text("Bob")) }
	o.settle()
	o.expect("INV-4", "Salesperson", "Ana")
	if list, err := o.syncer.Conflicts(t.Context()); err != nil || len(list) != 1 || list[0].Mine != ledger.Text("Bob") {
		t.Errorf("conflicts %v, %v", list, err)
	}
}

// The lease went to another replica and came back while the cycle ran: what it
// read of the store may be another's past.
func TestACycleThatOutlivedItsTermCommitsNothing(t *testing.T) {
	term := uint64(1)
	o := newOffice(t, sheetsim.Options{}, usualRows(), func(s *sheets.Options) { s.Term = func() uint64 { return term } })
	o.settle()
	o.types("INV-4", "Notes", "hello")
	o.sim.BeforeApply(func(method string) {
		if strings.HasPrefix(method, "spreadsheets.values") {
			term = 3
		}
	})
	if _, err := o.try(); !errors.Is(err, store.ErrStaleTerm) {
		t.Errorf("the cycle ends with %v", err)
	}
	if got := o.invoice("INV-4").Notes; got != "" {
		t.Errorf("it took %q", got)
	}
	o.sim.BeforeApply(nil)
	o.settle()
	if got := o.invoice("INV-4").Notes; got != "hello" {
		t.Errorf("the next one took %q", got)
	}
}

func TestAFormulaInAColumnIsSeenOnceItsHeaderMoved(t *testing.T) {
	o := usual(t)
	o.settle()
	o.types("INV-2", "Notes", `="see file"`)
	o.must(o.hand.Type("Invoices", "V1", "Mood"))
	o.settle()
	o.says("INV-5", ledger.FieldNotes, ledger.Text("never written"))
	o.settle()
	o.expect("INV-5", "Notes", "")
}

func TestAColumnInASpillIsAPersons(t *testing.T) {
	o := usual(t)
	at := 0
	for i, cell := range o.tab("Invoices").Rows[0] {
		if cell.Formatted == "Notes" {
			at = i
		}
	}
	o.must(o.hand.InsertColumns("Invoices", at, 1)) // a helper column, its formula filling Notes as well
	a1, _ := o.find("INV-1", "Notes")
	helper := string(a1[0]-1) + "2"
	o.must(o.hand.Type("Invoices", helper, "=ARRAYFORMULA(A2:B7)"))
	o.expect("INV-5", "Notes", "Etna")
	o.settle()
	o.says("INV-5", ledger.FieldNotes, ledger.Text("never written"))
	o.settle()
	o.expect("INV-5", "Notes", "Etna")
}
