package reminders_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/reminders"
	"github.com/relance-bot/relance/store"
)

func TestEachStageIsSaidOnceToWhoeverItConcerns(t *testing.T) {
	r := newRig(t)
	r.add(row{number: "INV-1", sales: "ann", due: "2026-03-09"})
	type told struct {
		Day, To string
		Stage   int
	}
	var got []told
	for d := day("2026-03-02"); d <= day("2026-05-15"); d++ {
		for _, hour := range []int{7, 9, 12} {
			before := len(r.slack.all())
			r.clock.set(d, hour, 0)
			r.tick()
			for _, m := range r.slack.all()[before:] {
				if m.content.Digest != nil {
					got = append(got, told{d.String(), m.content.Name, m.content.Digest.Customers[0].Lines[0].Stage})
				}
			}
		}
	}
	want := []told{
		// The courtesy of 4 March posts nothing.
		{"2026-03-12", "ann", 1},
		{"2026-03-19", "ann", 2},
		{"2026-03-30", "ann", 3}, // the 29th is a Sunday
		{"2026-03-30", "max", 3},
		{"2026-04-08", "fin", 4},
		{"2026-04-08", "max", 4},
		{"2026-04-23", "fin", 5},
		{"2026-05-11", "fin", 6}, // the 8th is a holiday in France, then a weekend
		{"2026-05-11", "max", 6},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("digests (-want +got):\n%s", diff)
	}
	if cases := r.slack.to("C-REM", store.KindCase); len(cases) != 1 {
		t.Errorf("%d messages about the customer in the channel, want 1", len(cases))
	}
	inv := r.invoice("INV-1")
	if inv.Stage.String() != "6" || inv.LastReminder != day("2026-05-11") || inv.NextReminder != day("2026-06-08") {
		t.Errorf("the row shows stage %s, last %s, next %s", inv.Stage, inv.LastReminder, inv.NextReminder)
	}
}

func TestAdoptionSendsNothingUntilStartChasing(t *testing.T) {
	r := newRig(t)
	var rows []row
	sellers := []string{"ann", "bob", "cid", "dan", "eve", "fay", "gus", "hal"}
	for i := range 300 {
		due := day("2026-02-20").AddDays(-i)
		rows = append(rows, row{
			number: fmt.Sprintf("INV-%03d", i), customer: fmt.Sprintf("Customer %d", i%60), sales: sellers[i%8], due: due.String(),
			more: ledger.Fields{ledger.FieldWaiting: ledger.Bool(true)},
		})
	}
	r.add(rows...)
	for range 3 {
		r.tick()
		r.clock.advance(24 * 3600e9)
	}
	if n := len(r.slack.all()); n != 0 {
		t.Fatalf("%d messages before Start chasing", n)
	}
	if waiting := r.service.Waiting(); len(waiting) != 300 || waiting[0].Stage.Number != 6 {
		t.Errorf("%d invoices wait, the first would be at stage %s", len(waiting), waiting[0].Stage)
	}
	var keys []ledger.Key
	for inv := range r.desk.Book().Invoices() {
		keys = append(keys, inv.Key)
	}
	changes, err := ledger.Act{ID: "click", At: r.clock.now(), Actor: "U-FIN", Source: ledger.SourceSlack}.StartChasing(r.desk.Book(), keys)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.desk.Record(t.Context(), changes...); err != nil {
		t.Fatal(err)
	}
	for range 5 {
		r.tick()
		r.clock.advance(60e9)
	}
	perPerson := map[string]int{}
	for _, m := range r.slack.all() {
		if m.content.Kind == store.KindDigest {
			perPerson[m.destination]++
		}
	}
	for _, name := range append([]string{"U-FIN", "U-MAX"}, "U-ANN", "U-BOB", "U-HAL") {
		if perPerson[name] > 1 {
			t.Errorf("%s got %d digests on the first day", name, perPerson[name])
		}
	}
	if perPerson["U-FIN"] != 1 || perPerson["U-MAX"] != 1 {
		t.Errorf("digests by person: %v", perPerson)
	}
	if posts := len(r.slack.to("C-REM", store.KindChannel)); posts != 1 {
		t.Errorf("%d posts of the day", posts)
	}
}

func TestAClosedLaptopMeansOneMessageNotThree(t *testing.T) {
	r := newRig(t)
	for i := range 6 {
		r.add(row{number: fmt.Sprintf("INV-%d", i), customer: fmt.Sprintf("C%d", i), sales: "ann", due: day("2026-02-27").AddDays(i).String()})
	}
	r.tick() // Monday 2 March: INV-0 is three days late
	before := len(r.slack.to("U-ANN", store.KindDigest))
	r.clock.set(day("2026-03-05"), 10, 0) // Thursday: 1, 2 and 3 reached stage 1 meanwhile
	for range 3 {
		r.tick()
		r.clock.advance(60e9)
	}
	digests := r.slack.to("U-ANN", store.KindDigest)
	if len(digests) != before+1 {
		t.Fatalf("%d digests after three days, want %d", len(digests), before+1)
	}
	if diff := cmp.Diff([]string{"INV-1", "INV-2", "INV-3"}, digests[before].numbers()); diff != "" {
		t.Errorf("what is in it (-want +got):\n%s", diff)
	}
}

func TestDowntimeSaysTheHighestStageOnceAndMarksTheSkipped(t *testing.T) {
	r := newRig(t)
	r.add(row{number: "INV-1", sales: "ann", due: "2026-03-02"})
	r.clock.set(day("2026-03-24"), 9, 0) // 22 days late: stages 1 and 2 went by
	r.tick()
	digest := r.slack.to("U-ANN", store.KindDigest)
	if len(digest) != 1 || digest[0].content.Digest.Customers[0].Lines[0].Stage != 3 {
		t.Fatalf("digests: %d", len(digest))
	}
	if diff := cmp.Diff([]int{1, 2}, digest[0].content.Digest.Customers[0].Lines[0].Skipped); diff != "" {
		t.Errorf("skipped (-want +got):\n%s", diff)
	}
	entries, err := r.store.Since(t.Context(), book, 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(entries, func(c ledger.Change) bool {
		return c.Field == ledger.FieldNote && c.New.Text() == "stage 3 said at once; skipped: 1, 2"
	}) {
		t.Error("the journal has no note of the skipped stages")
	}
}

func TestAPaymentWhileTheReminderIsOnItsWay(t *testing.T) {
	r := newRig(t)
	r.add(
		row{number: "INV-1", sales: "ann", due: "2026-02-20"},
		row{number: "INV-2", customer: "Beta", sales: "ann", due: "2026-02-20"},
	)
	paid := false
	r.options.Failpoint = func(name string) {
		if name == reminders.FailAfterClaim && !paid {
			paid = true
			r.pay("INV-1", 0)
		}
	}
	r.restart("one")
	report := r.tick()
	if report.Dropped[store.RefusedChanged] == 0 {
		t.Errorf("the gate let it through: %+v", report)
	}
	r.clock.advance(60e9)
	r.tick()
	digests := r.slack.to("U-ANN", store.KindDigest)
	if len(digests) != 1 {
		t.Fatalf("%d digests", len(digests))
	}
	if diff := cmp.Diff([]string{"INV-2"}, digests[0].numbers()); diff != "" {
		t.Errorf("the paid one silences the other, or is chased (-want +got):\n%s", diff)
	}
}

func TestNothingGoesOut(t *testing.T) {
	for name, prepare := range map[string]func(*rig){
		"when the sync fails":         func(r *rig) { r.stale = errors.New("503") },
		"when the book is held":       func(r *rig) { r.record(ledger.Change{Field: ledger.FieldHold, New: ledger.Text("no key column")}) },
		"when the book only observes": func(r *rig) { r.level(ledger.LevelObserve) },
		"when the book is paused": func(r *rig) {
			r.record(ledger.Change{Field: ledger.FieldPause, New: ledger.Day(day("2026-03-02"))})
		},
		"when the customer is paused": func(r *rig) {
			r.record(ledger.Change{Customer: "acme", Field: ledger.FieldPause, New: ledger.Day(day("2026-03-02"))})
		},
		"before the digest's hour": func(r *rig) { r.clock.set(day("2026-03-02"), 8, 29) },
		"after the sending hours":  func(r *rig) { r.clock.set(day("2026-03-02"), 18, 30) },
		"on a Sunday":              func(r *rig) { r.clock.set(day("2026-03-08"), 10, 0) },
		"on a public holiday":      func(r *rig) { r.clock.set(day("2026-04-06"), 10, 0) },
		"while a reconcile is open": func(r *rig) {
			if _, err := r.store.BeginReconcile(r.t.Context(), book, "restored backup"); err != nil {
				r.t.Fatal(err)
			}
		},
		"while the sheet is being written": func(r *rig) {
			_, err := r.store.Commit(r.t.Context(), book, store.Commit{Open: []store.Doc{{Kind: store.KindIntent, Key: "token"}}})
			if err != nil {
				r.t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			r.add(row{number: "INV-1", sales: "ann", due: "2026-02-26"})
			prepare(r)
			r.tick()
			if n := len(r.slack.all()); n != 0 {
				t.Errorf("%d messages went out", n)
			}
		})
	}
}
