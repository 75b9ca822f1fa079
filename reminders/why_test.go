package reminders_test

import (
	"testing"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/reminders"
	"github.com/relance-bot/relance/store"
)

func TestWhyOfAPlanThatIsAhead(t *testing.T) {
	r := newRig(t)
	r.add(row{number: "P-1", sales: "ann", due: "2026-02-16", more: ledger.Fields{ledger.FieldPlan: ledger.Text("60 on 2026-03-05; 40 on 2026-04-06")}})
	r.tick() // the courtesy of the first instalment
	why := r.service.Why("p-1")
	if len(why) != 1 || why[0].Reason != reminders.SkipPlan {
		t.Errorf("why: %+v", why)
	}
	r.clock.set(day("2026-03-09"), 9, 0)
	if why = r.service.Why("p-1"); why[0].Reason == reminders.SkipPlan {
		t.Error("a plan whose instalment is late is said to be kept")
	}
}

func TestWhyOfALetter(t *testing.T) {
	r, _ := newLetterRig(t)
	r.add(row{number: "A-1", sales: "ann", due: "2026-02-16"}, row{number: "B-1", sales: "ann", customer: "Bolt", due: "2026-02-16"})
	r.add(row{number: "A-2", sales: "ann", due: "2026-02-16", more: ledger.Fields{ledger.FieldDispute: ledger.Text("price")}})
	r.tick()
	for key, want := range map[ledger.Key]reminders.Reason{"a-1": reminders.SkipToApprove, "a-2": reminders.SkipDisputed, "b-1": reminders.SkipMode} {
		if got, _, ok := r.service.WhyLetter(key); !ok || got != want {
			t.Errorf("%s: %s, %t; want %s", key, got, ok, want)
		}
	}
	r.level(ledger.LevelInternal)
	if got, _, ok := r.service.WhyLetter("a-1"); ok {
		t.Errorf("a book that doesn't write says %s of a letter", got)
	}
}

func TestADigestCountsTheInstalmentsThatAreLate(t *testing.T) {
	r := newRig(t)
	r.add(
		row{number: "L-1", sales: "ann", due: "2026-02-05"},
		row{number: "P-1", sales: "ann", due: "2026-02-05", amount: 1000_00, more: ledger.Fields{ledger.FieldPlan: ledger.Text("100 on 2026-02-27; 900 on 2026-04-06")}},
	)
	r.tick()
	c := r.slack.to("U-ANN", store.KindDigest)
	if len(c) != 1 {
		t.Fatalf("Ann has %d digests", len(c))
	}
	for _, k := range c[0].content.Digest.Customers {
		if len(k.Late) != 1 || k.Late[0].Minor != 200_00 {
			t.Errorf("%s is late with %v: the second instalment isn't due yet", k.Name, k.Late)
		}
	}
}
