package reminders_test

import (
	"testing"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/reminders"
	"github.com/relance-bot/relance/store"
)

func TestFinanceHasAStandInToo(t *testing.T) {
	r := newRig(t)
	r.add(row{number: "INV-1", sales: "ann", due: "2026-01-16"}) // stage 5, which is finance's
	r.away("U-FIN", "bob", "2026-03-02", "2026-03-06")
	r.tick()
	if n := len(r.slack.to("U-FIN", store.KindDigest)); n != 0 {
		t.Errorf("%d digests to finance, who is away", n)
	}
	if told := r.slack.to("U-BOB", store.KindDigest); len(told) != 1 || len(told[0].numbers()) != 1 {
		t.Errorf("who stands in for finance got %d digests, want one about INV-1", len(told))
	}
}

// Other news of the next morning reach a manager without the week again.
func TestTheWeekIsToldOnceBesideOtherNews(t *testing.T) {
	r := newRig(t, func(o *reminders.Options) { o.Policy.Weekly = true })
	r.add(
		row{number: "INV-1", customer: "Acme", sales: "ann", due: "2026-02-26"},
		row{number: "INV-2", customer: "Beta", sales: "ann", due: "2026-02-06", more: fields(ledger.FieldSnoozedUntil, on("2026-03-03"))}, // stage 3, which is the manager's
	)
	r.tick()
	r.clock.set(day("2026-03-03"), 9, 0)
	r.tick()
	r.tick()
	told := r.slack.to("U-MAX", store.KindDigest)
	if len(told) != 2 || told[0].content.Digest.Weekly == nil || told[1].content.Digest.Weekly != nil || len(told[1].numbers()) != 1 {
		t.Errorf("the manager got %d digests; want the week on Monday, and INV-2 without it on Tuesday", len(told))
	}
}

func TestABookThatWaitsForStartChasingSendsNoWeek(t *testing.T) {
	r := newRig(t, func(o *reminders.Options) { o.Policy.Weekly = true })
	r.add(
		row{number: "INV-1", customer: "Acme", sales: "ann", due: "2026-02-26"},
		row{number: "INV-2", customer: "Beta", sales: "ann", due: "2025-11-26", more: fields(ledger.FieldWaiting, ledger.Bool(true))},
	)
	r.tick()
	for _, m := range r.slack.to("U-MAX", store.KindDigest) {
		if m.content.Digest.Weekly != nil {
			t.Error("the manager got the week of a book that waits for Start chasing")
		}
	}
}
