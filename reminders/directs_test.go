package reminders_test

import (
	"testing"
	"time"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/store"
)

// The question which of two values stands is one of the three direct messages of
// a day: it takes the place of another, and has none once they are gone, after a
// restart as well.
func TestQuestionsCountAmongTheDirectMessagesOfADay(t *testing.T) {
	r := newRig(t)
	spend := func() bool {
		t.Helper()
		ok, err := r.service.SpendDirect(t.Context(), "U-FIN")
		if err != nil {
			t.Fatal(err)
		}
		return ok
	}
	for n := range 2 {
		if !spend() {
			t.Fatalf("question %d has no room", n+1)
		}
	}
	// Two things need finance today: a claim to lodge, and a payment to check.
	r.add(row{number: "INV-1", due: "2026-01-10", sales: "ann"}, row{number: "INV-3", due: "2026-02-10", sales: "ann"})
	r.set("INV-1", ledger.FieldStanding, ledger.Text("insolvent"))
	r.set("INV-3", ledger.FieldSaysPaidUntil, on("2026-03-06"))
	r.restart("two")
	r.tick()
	if n := len(r.slack.to("U-FIN", store.KindDirect)); n != 1 {
		t.Errorf("beside two questions there went %d direct messages", n)
	}
	if spend() {
		t.Error("a fourth has room")
	}
	r.clock.advance(24 * time.Hour)
	r.tick()
	if n := len(r.slack.to("U-FIN", store.KindDirect)); n != 2 {
		t.Errorf("what had no room the day before: %d messages by the next day", n)
	}
}

// A replica that slept through the others' messages of the day doesn't know them:
// the store counts for it.
func TestTheReplicasOfADayShareItsDirectMessages(t *testing.T) {
	r := newRig(t)
	r.tick()
	asleep, its := r.service, r.desk
	r.restart("two")
	for _, number := range []string{"INV-1", "INV-2", "INV-3"} {
		r.add(row{number: number, customer: number, sales: "ann", due: "2026-02-28"})
		r.set(number, ledger.FieldSaysPaidUntil, on("2026-03-09"))
		r.run(2 * time.Minute)
		r.pay(number, 0)
	}
	if n := len(r.slack.to("U-FIN", store.KindDirect)); n != 3 {
		t.Fatalf("%d direct messages to begin with", n)
	}
	r.service, r.desk = asleep, its
	if err := r.desk.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	r.add(row{number: "INV-4", customer: "Delta", sales: "ann", due: "2026-02-28"})
	r.set("INV-4", ledger.FieldSaysPaidUntil, on("2026-03-09"))
	r.run(10 * time.Minute)
	if n := len(r.slack.to("U-FIN", store.KindDirect)); n != 3 {
		t.Errorf("%d direct messages in a day", n)
	}
	r.clock.advance(24 * time.Hour)
	r.run(2 * time.Minute)
	if n := len(r.slack.to("U-FIN", store.KindDirect)); n != 4 {
		t.Errorf("%d direct messages by the next day: the fourth question is never asked", n)
	}
}
