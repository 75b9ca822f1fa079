package reminders_test

import (
	"testing"
	"time"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/reminders"
)

func TestAFreshRowIsChasedOnceItHasSettled(t *testing.T) {
	r := newRig(t, func(o *reminders.Options) { o.Quiet = 2 * time.Minute })
	r.clock.set(day("2026-03-12"), 9, 0)
	r.add(row{number: "INV-1", sales: "ann", due: "2026-03-09"})
	report := r.tick()
	if got := r.service.Why("inv-1")[0]; got.Reason != reminders.SkipSettling || got.Next != day("2026-03-12") {
		t.Errorf("decided %s, next %s", got.Reason, got.Next)
	}
	if len(r.slack.all()) != 0 || report.Decisions[reminders.SkipSettling] != 1 {
		t.Errorf("%d messages about a row that is being typed; decisions %v", len(r.slack.all()), report.Decisions)
	}
	// Touched again within the time: the time begins anew.
	r.clock.set(day("2026-03-12"), 9, 1)
	inv := r.invoice("INV-1")
	r.record(ledger.Change{Invoice: inv.Key, Field: ledger.FieldNotes, New: ledger.Text("call")})
	r.clock.set(day("2026-03-12"), 9, 2)
	r.tick()
	if len(r.slack.all()) != 0 {
		t.Error("chased a minute after it was edited")
	}
	// Nothing moves in the book meanwhile, and the day is the same.
	r.clock.set(day("2026-03-12"), 9, 4)
	r.tick()
	if len(r.slack.all()) == 0 {
		t.Error("not chased once it has settled")
	}
}

func TestWhatTheBotOrSlackDoesDoesNotUnsettleARow(t *testing.T) {
	r := newRig(t, func(o *reminders.Options) { o.Quiet = 2 * time.Minute })
	r.add(row{number: "INV-1", sales: "ann", due: "2026-03-09"})
	r.clock.set(day("2026-03-12"), 9, 0)
	r.set("INV-1", ledger.FieldNotes, ledger.Text("from Slack"))
	if got := r.service.Why("inv-1")[0]; got.Reason != reminders.Send {
		t.Errorf("decided %s", got.Reason)
	}
}
