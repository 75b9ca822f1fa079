package sheets_test

import (
	"errors"
	"math/rand/v2"
	"testing"

	"github.com/relance-bot/relance/internal/sim/sheetsim"
	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/sheets"
)

// Somebody sorts three rows before the first writes, so that put-backs go
// astray too: several of our values end in one cell, one over the other. These
// are sorts after which the first put-back done first would take one of them
// for a person's.
func TestPutBacksAreCarriedOutInReverseOrder(t *testing.T) {
	for _, seed := range []uint64{36, 39, 59, 67, 116} {
		o := usual(t)
		for number, name := range map[string]string{"INV-3": "Ana", "INV-4": "Yan", "INV-5": "Zoe"} {
			o.types(number, "Salesperson", name)
		}
		o.types("INV-3", "Mood", "2")
		o.types("INV-4", "Mood", "3")
		o.types("INV-5", "Mood", "1")
		o.settle()
		o.says("INV-4", ledger.FieldSalesperson, ledger.Text("Bob"))
		rng, writes := rand.New(rand.NewPCG(seed, 1)), 0
		o.sim.BeforeApply(func(method string) {
			if method != "spreadsheets.batchUpdate" || writes == 6 {
				return
			}
			if writes++; writes == 4 {
				return
			}
			o.must(o.hand.SortRange("Invoices", "A4:T6", []int{4, 19}[rng.IntN(2)], rng.IntN(2) == 0))
		})
		o.settle()
		o.expect("INV-3", "Salesperson", "Ana")
		o.expect("INV-5", "Salesperson", "Zoe")
		o.expect("INV-4", "Salesperson", "Bob")
		if got := o.invoice("INV-3").Salesperson; got != "Ana" {
			t.Errorf("the book believes %q of INV-3", got)
		}
		if notes := o.notes(); len(notes) != 0 {
			t.Errorf("a person's value is not put back but kept: %v", notes)
		}
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

func TestAPutBackComparesTheFormatToo(t *testing.T) {
	for _, tt := range []struct {
		name   string
		look   sheetsim.Look
		header string
		field  ledger.Field
		value  ledger.Value
		back   bool
	}{
		{"a colour that a person gave", sheetsim.Look{Background: "#ffff00"}, "Salesperson", ledger.FieldSalesperson, ledger.Text("Bob"), false},
		{"a number format that a person gave", sheetsim.Look{Pattern: "0.00"}, "Salesperson", ledger.FieldSalesperson, ledger.Text("Bob"), false},
		{"nothing", sheetsim.Look{}, "Salesperson", ledger.FieldSalesperson, ledger.Text("Bob"), true},
		{"nothing, and the number format of a date is ours", sheetsim.Look{}, "Promised on", ledger.FieldPromisedOn, ledger.Day(ledger.NewDate(2026, 12, 24)), true},
		{"a colour over a date", sheetsim.Look{Bold: true}, "Promised on", ledger.FieldPromisedOn, ledger.Day(ledger.NewDate(2026, 12, 24)), false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := usual(t)
			o.settle()
			o.says("INV-4", tt.field, tt.value)
			o.between(func() { o.must(o.hand.SortRange("Invoices", "A2:T7", 4, true)) })
			o.sim.Faults.Add(sheetsim.Fault{Kind: sheetsim.LoseReplyAfterApply, Method: "spreadsheets.batchUpdate"})
			if _, err := o.try(); err == nil {
				t.Fatal("nothing strayed")
			}
			a1, shown := o.find("INV-3", tt.header)
			o.must(o.hand.Dress("Invoices", a1, tt.look))
			o.settle()
			now := o.cell("INV-3", tt.header)
			if back := now == ""; back != tt.back {
				t.Errorf("INV-3 shows %q, put back %t", now, back)
			}
			if !tt.back && now != shown {
				t.Errorf("a person's cell shows %q, it showed %q", now, shown)
			}
			if !tt.back && len(o.notes()) != 1 {
				t.Errorf("the pre-image is not kept: %v", o.notes())
			}
			if got := o.invoice("INV-3").Value(tt.field); !got.IsEmpty() {
				t.Errorf("our own value %s is believed to be a person's", got)
			}
		})
	}
}

// hopeless leaves our "Bob" in a row without a number that was typed into
// since, so that nothing tells which it is.
func hopeless(t *testing.T) (*office, sheets.Conflict) {
	t.Helper()
	o := usual(t)
	o.settle()
	o.says("INV-4", ledger.FieldSalesperson, ledger.Text("Bob"))
	o.between(func() {
		o.must(o.hand.InsertRows("Invoices", 4, 1)) // where INV-4 stood
		o.must(o.hand.Type("Invoices", "B5", "subtotal"))
	})
	o.sim.Faults.Add(sheetsim.Fault{Kind: sheetsim.LoseReplyAfterApply, Method: "spreadsheets.batchUpdate"})
	if _, err := o.try(); err == nil {
		t.Fatal("nothing strayed")
	}
	o.must(o.hand.Type("Invoices", "B5", "subtotal of May"))
	for tries := 1; tries <= 4; tries++ {
		if _, err := o.try(); !errors.Is(err, sheets.ErrUnsettled) {
			t.Fatalf("after %d tries: %v", tries, err)
		}
	}
	o.sync()
	kept, err := o.syncer.Conflicts(t.Context())
	o.must(err)
	if len(kept) != 1 || !kept[0].Again {
		t.Fatalf("nobody is asked: %+v", kept)
	}
	return o, kept[0]
}

func TestAfterFourTriesAPersonIsAsked(t *testing.T) {
	for _, tt := range []struct {
		name   string
		decide func(o *office, id string) error
		want   string
	}{
		{"and may have it tried again", func(o *office, id string) error { return o.syncer.TryAgain(o.t.Context(), id) }, ""},
		{"and may keep what stands", func(o *office, id string) error { return o.syncer.ResolveConflict(o.t.Context(), id) }, "Bob"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o, kept := hopeless(t)
			shows := func() string { return o.tab("Invoices").Rows[4][10].Formatted }
			o.must(o.hand.SetValues("Invoices", "B5", [][]any{{"subtotal"}})) // as it was
			o.settle()
			if got := shows(); got != "Bob" {
				t.Errorf("nobody decided, and the cell shows %q", got)
			}
			o.must(tt.decide(o, kept.ID))
			o.settle()
			if row := o.tab("Invoices").Rows[4]; len(row) > 10 && row[10].Formatted != tt.want {
				t.Errorf("the cell shows %q, want %q", row[10].Formatted, tt.want)
			}
			if left, _ := o.syncer.Conflicts(t.Context()); len(left) != 0 {
				t.Errorf("still kept: %+v", left)
			}
			o.must(o.syncer.TryAgain(t.Context(), kept.ID)) // a second click
			o.expect("INV-4", "Salesperson", "Bob")
		})
	}
}
