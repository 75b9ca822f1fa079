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

func TestTheWeekIsNoNewsOnAThursday(t *testing.T) {
	for _, c := range []struct {
		on   string
		told bool
	}{{"2026-03-03", true}, {"2026-03-05", false}} {
		r := newRig(t, func(o *reminders.Options) { o.Policy.Weekly = true })
		r.clock.set(day(c.on), 9, 0) // nothing ran before
		r.add(row{number: "INV-1", sales: "ann", due: "2026-02-05"})
		r.tick()
		told := false
		for _, m := range r.slack.to("U-MAX", store.KindDigest) {
			told = told || m.content.Digest.Weekly != nil
		}
		if told != c.told {
			t.Errorf("the manager gets the week on %s: %v, want %v", c.on, told, c.told)
		}
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

// Whoever decides on letters hears each morning how many wait: a salesperson of
// the mild ones, finance of the others, and of those whose owner can't open the
// tray.
func TestWhoDecidesOnLettersHearsThatTheyWait(t *testing.T) {
	r, _ := newLetterRig(t, func(o *reminders.Options) { o.InHouse = &postOffice{} })
	r.account("Globex", "g@globex.example")
	r.account("Hooli", "h@hooli.example")
	r.account("Initech", "i@initech.example")
	r.add(
		row{number: "INV-1", due: "2026-02-27", sales: "ann"},
		row{number: "INV-2", customer: "Globex", due: "2026-01-20", sales: "bob", more: lettered("2", "2026-02-16")},
		row{number: "INV-3", customer: "Initech", due: "2026-02-27", sales: "somebody"},
		row{number: "INV-4", customer: "Hooli", due: "2026-02-27", sales: "mia"}, // who has no Slack
	)
	r.tick()
	for who, want := range map[string]int{"U-ANN": 1, "U-BOB": 0, "U-FIN": 3} {
		got := 0
		for _, m := range r.slack.to(who, store.KindDigest) {
			got += m.content.Digest.Letters
		}
		if got != want {
			t.Errorf("%s hears of %d letters that wait, want %d", who, got, want)
		}
	}
}

func TestFinanceHearsOfABrokenPromiseOnce(t *testing.T) {
	r := newRig(t)
	r.add(row{number: "INV-1", sales: "ann", due: "2026-02-20", more: fields(ledger.FieldPromisedOn, on("2026-02-26"))}) // its grace ends on Monday
	r.add(row{number: "INV-2", sales: "", due: "2026-02-27"}, row{number: "INV-3", sales: "", due: "2026-02-20", more: fields(ledger.FieldSnoozedUntil, on("2026-03-05"))})
	seen := map[string]int{}
	for d := day("2026-03-02"); d <= day("2026-03-10"); d++ {
		r.clock.set(d, 9, 0)
		r.tick()
		r.tick()
	}
	digests := r.slack.to("U-FIN", store.KindDigest)
	for _, m := range digests {
		for _, l := range m.content.Digest.Broken {
			seen[m.content.Day.String()+" "+l.Number]++
		}
	}
	if len(seen) != 1 || seen["2026-03-03 INV-1"] != 1 || len(digests) < 3 {
		t.Errorf("in %d digests finance hears of broken promises: %v; want INV-1 on 2026-03-03", len(digests), seen)
	}
}
