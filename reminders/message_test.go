package reminders_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/reminders"
	"github.com/relance-bot/relance/store"
)

func TestWithoutAnOwnerFinanceIsTold(t *testing.T) {
	for name, c := range map[string]struct {
		sales, to string
		nobody    bool
	}{
		"a name that nobody has":             {"zoe", "U-FIN", false},
		"an empty cell":                      {"", "U-FIN", false},
		"and nobody of finance: the channel": {"zoe", "C-FIN", true},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			r.people.nobody = c.nobody
			r.add(row{number: "INV-1", sales: c.sales, due: "2026-02-26"})
			r.run(3 * time.Minute)
			got := r.slack.to(c.to, store.KindDigest)
			if len(got) != 1 || len(got[0].content.Digest.NoOwner) != 1 {
				t.Fatalf("%d digests to %s", len(got), c.to)
			}
		})
	}
}

func TestABrokenPromiseAlertsItsOwnerTheSameDayAndOnce(t *testing.T) {
	r := newRig(t)
	r.add(row{number: "INV-1", sales: "ann", due: "2026-02-26", more: fields(ledger.FieldPromisedOn, on("2026-03-04"))})
	for d := day("2026-03-02"); d <= day("2026-03-12"); d++ {
		r.clock.set(d, 9, 0)
		r.run(3 * time.Minute)
	}
	got := r.slack.to("U-ANN", store.KindDirect)
	if len(got) != 1 {
		t.Fatalf("%d direct messages, want 1", len(got))
	}
	// Wednesday the 4th, two business days of grace: broken on Saturday the 7th,
	// which she hears on Monday.
	if got[0].content.Day != day("2026-03-09") || got[0].content.Direct.About != reminders.AlertBroken {
		t.Errorf("told on %s of %s", got[0].content.Day, got[0].content.Direct.About)
	}
	if d := r.slack.to("U-ANN", store.KindDigest); len(d) != 1 || d[0].content.Day != day("2026-03-09") {
		t.Errorf("%d digests: the ladder should go on on the same day", len(d))
	}
}

func TestAKeptPromiseIsSilent(t *testing.T) {
	r := newRig(t)
	r.add(row{number: "INV-1", sales: "ann", due: "2026-02-26", more: fields(ledger.FieldPromisedOn, on("2026-03-04"))})
	r.clock.set(day("2026-03-05"), 11, 0)
	r.pay("INV-1", 0)
	for d := day("2026-03-05"); d <= day("2026-03-12"); d++ {
		r.clock.set(d, 12, 0)
		r.run(2 * time.Minute)
	}
	if got := r.slack.to("U-ANN", store.KindDirect); len(got) != 0 {
		t.Errorf("%d direct messages", len(got))
	}
	if got := r.slack.to("U-ANN", store.KindDigest); len(got) != 0 {
		t.Errorf("%d digests", len(got))
	}
}

func TestFinanceIsAskedAtOnce(t *testing.T) {
	r := newRig(t)
	r.add(
		row{number: "INV-1", sales: "ann", due: "2026-02-26"},
		row{number: "INV-2", customer: "Beta", sales: "ann", due: "2026-01-15"}, // 46 days: formal notice
	)
	r.run(2 * time.Minute)
	r.set("INV-1", ledger.FieldSaysPaidUntil, on("2026-03-09"))
	r.run(2 * time.Minute)
	var about []reminders.Alert
	for _, m := range r.slack.to("U-FIN", store.KindDirect) {
		about = append(about, m.content.Direct.About)
	}
	if diff := cmp.Diff([]reminders.Alert{reminders.AlertApproval, reminders.AlertSaysPaid}, about); diff != "" {
		t.Errorf("direct messages (-want +got):\n%s", diff)
	}
}

func TestAtMostThreeDirectMessagesADay(t *testing.T) {
	r := newRig(t)
	for i, number := range []string{"INV-1", "INV-2", "INV-3", "INV-4", "INV-5"} {
		r.add(row{number: number, customer: number, sales: "ann", due: "2026-02-28"})
		r.set(number, ledger.FieldSaysPaidUntil, on("2026-03-09"))
		r.run(2 * time.Minute)
		if got := len(r.slack.to("U-FIN", store.KindDirect)); got != min(i+1, 3) {
			t.Fatalf("after %d questions %d direct messages", i+1, got)
		}
	}
	r.clock.set(day("2026-03-03"), 9, 0)
	r.run(2 * time.Minute)
	got := r.slack.to("U-FIN", store.KindDirect)
	if len(got) != 4 {
		t.Fatalf("%d direct messages the day after, want 4", len(got))
	}
	if diff := cmp.Diff([]string{"INV-4", "INV-5"}, got[3].numbers()); diff != "" {
		t.Errorf("what was left is asked in one (-want +got):\n%s", diff)
	}
}

func TestTheChannelsPostOfTheDay(t *testing.T) {
	r := newRig(t)
	r.add(
		row{number: "INV-1", sales: "ann", due: "2026-02-26"},
		row{number: "INV-2", customer: "Beta", sales: "bob", due: "2026-02-20", more: fields(ledger.FieldTakenBy, ledger.Text("U-BOB"))},
	)
	r.run(2 * time.Minute)
	r.pay("INV-1", 60_00)
	r.run(2 * time.Minute)
	r.clock.set(day("2026-03-03"), 9, 0)
	r.run(2 * time.Minute)
	r.clock.set(day("2026-03-04"), 9, 0)
	r.run(2 * time.Minute)
	posts := r.slack.to("C-REM", store.KindChannel)
	if len(posts) != 2 {
		t.Fatalf("%d posts, want one on Monday, one on Tuesday, none on Wednesday", len(posts))
	}
	if diff := cmp.Diff([]string{"INV-1", "INV-2"}, posts[0].numbers()); diff != "" {
		t.Errorf("what reached a stage (-want +got):\n%s", diff)
	}
	paid := posts[1].content.Post.Paid
	if len(paid) != 1 || paid[0].Number != "INV-1" || paid[0].Left.Minor != 40_00 {
		t.Errorf("what was paid: %+v", paid)
	}
}

func TestALateCustomersMessageIsKeptTrueInPlace(t *testing.T) {
	r := newRig(t)
	r.add(row{number: "INV-1", sales: "ann", due: "2026-02-09"}) // 21 days: stage 3
	r.run(2 * time.Minute)
	at := func(what string, messages int, closed bool, numbers ...string) {
		t.Helper()
		r.run(3 * time.Minute)
		cases := r.slack.to("C-REM", store.KindCase)
		if len(cases) != messages {
			t.Fatalf("%s: %d messages about Acme, want %d", what, len(cases), messages)
		}
		c := cases[messages-1]
		if c.content.Case.Closed != closed {
			t.Errorf("%s: closed is %v", what, c.content.Case.Closed)
		}
		if diff := cmp.Diff(numbers, c.numbers()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", what, diff)
		}
	}
	at("it is opened", 1, false, "INV-1")
	r.add(row{number: "INV-2", sales: "ann", due: "2026-02-16"}) // day 20 is 8 March, a Sunday
	at("another one of theirs is not there yet", 1, false, "INV-1")
	r.clock.set(day("2026-03-09"), 9, 0)
	at("another one joins", 1, false, "INV-1", "INV-2")
	r.pay("INV-1", 0)
	at("one is paid", 1, false, "INV-1", "INV-2")
	r.clock.set(day("2026-03-16"), 9, 0)
	r.pay("INV-2", 0)
	at("all is paid", 1, true, "INV-1", "INV-2")
	updates := r.slack.updates
	r.clock.set(day("2026-03-17"), 9, 0)
	at("a closed one stays as it is", 1, true, "INV-1", "INV-2")
	if r.slack.updates != updates {
		t.Errorf("%d updates of a closed message", r.slack.updates-updates)
	}
	r.reverse("INV-2")
	at("the bank takes the payment back", 1, false, "INV-1", "INV-2")
	r.pay("INV-2", 0)
	at("it is paid again", 1, true, "INV-1", "INV-2")
	r.add(row{number: "INV-3", sales: "ann", due: "2026-03-20"})
	r.clock.set(day("2026-04-09"), 9, 0)
	at("a new invoice is late, weeks later", 2, false, "INV-3")
}

// reverse takes back the last payment on an invoice.
func (r *rig) reverse(number string) {
	r.t.Helper()
	inv := r.invoice(number)
	p := inv.Payments[len(inv.Payments)-1]
	r.record(ledger.Change{Invoice: inv.Key, Field: ledger.FieldPayment, Old: ledger.Record(p), Source: ledger.SourceSheet})
}

func TestAPaymentUpdatesWhatWasSaid(t *testing.T) {
	r := newRig(t)
	r.add(row{number: "INV-1", sales: "ann", due: "2026-02-26"})
	r.run(2 * time.Minute)
	line := func() reminders.Line {
		return r.slack.to("U-ANN", store.KindDigest)[0].content.Digest.Customers[0].Lines[0]
	}
	if line().Status.Kind != "" {
		t.Fatalf("status %q at first", line().Status.Kind)
	}
	r.set("INV-1", ledger.FieldPromisedOn, on("2026-03-20"))
	if err := r.service.Refresh(t.Context(), "inv-1"); err != nil {
		t.Fatal(err)
	}
	if got := line().Status; got.Kind != reminders.StatusPromised || got.Until != day("2026-03-20") {
		t.Errorf("status after the promise: %+v", got)
	}
	r.pay("INV-1", 0)
	r.run(2 * time.Minute)
	if got := line(); got.Status.Actor != "U-ANN" || got.Status.At.IsZero() {
		t.Errorf("who paid it and when: %+v", got.Status)
	}
	if got := line(); got.Status.Kind != reminders.StatusPaid || got.Amount.Minor != 100_00 {
		t.Errorf("after the payment: %+v; the figure that was said stays", got)
	}
}

func TestTheDigestNamesWhatElseIsLateAndDueSoon(t *testing.T) {
	r := newRig(t)
	r.add(
		row{number: "INV-1", sales: "ann", due: "2026-02-25", more: fields(ledger.FieldStage, ledger.Text("1"), ledger.FieldLastReminder, on("2026-02-28"))},
		row{number: "INV-2", customer: "Beta", sales: "ann", due: "2026-02-27"},
		row{number: "INV-3", customer: "Gamma", sales: "ann", due: "2026-03-05", currency: "USD"},
		row{number: "INV-4", customer: "Delta", sales: "bob", due: "2026-03-05"},
	)
	r.run(2 * time.Minute)
	got := r.slack.to("U-ANN", store.KindDigest)
	if len(got) != 1 {
		t.Fatalf("%d digests", len(got))
	}
	digest := got[0].content.Digest
	if diff := cmp.Diff([]string{"INV-2"}, got[0].numbers()); diff != "" {
		t.Errorf("new (-want +got):\n%s", diff)
	}
	if len(digest.DueSoon) != 1 || digest.DueSoon[0].Number != "INV-3" {
		t.Errorf("due soon: %+v", digest.DueSoon)
	}
	want := reminders.Summary{Invoices: 1, Customers: 1, Totals: []ledger.Money{{Minor: 100_00, Currency: "EUR"}}}
	if diff := cmp.Diff(want, digest.AlsoLate); diff != "" {
		t.Errorf("also late (-want +got):\n%s", diff)
	}
	if other := r.slack.to("U-BOB", store.KindDigest); len(other) != 0 {
		t.Error("a courtesy alone made a digest for bob")
	}
	if r.invoice("INV-4").Stage.String() != "0" {
		t.Errorf("the courtesy of INV-4 is not put down: %q", r.invoice("INV-4").Stage)
	}
}

func TestEveryoneIsTalkedToInTheirOwnMorning(t *testing.T) {
	r := newRig(t)
	r.add(
		row{number: "INV-1", sales: "ann", due: "2026-02-26"},
		row{number: "INV-2", customer: "Beta", sales: "nyc", due: "2026-02-26"},
	)
	for hour := range 12 {
		r.clock.set(day("2026-03-02"), 8+hour, 31)
		r.tick()
	}
	ann, nyc := r.slack.to("U-ANN", store.KindDigest), r.slack.to("U-NYC", store.KindDigest)
	if len(ann) != 1 || len(nyc) != 1 {
		t.Fatalf("%d and %d digests", len(ann), len(nyc))
	}
	if got := ann[0].at.In(paris).Hour(); got != 8 {
		t.Errorf("ann at %d o'clock in Paris", got)
	}
	if got := nyc[0].at.In(mustLoad("America/New_York")).Hour(); got != 8 {
		t.Errorf("nyc at %d o'clock in New York", got)
	}
}

func TestTheBooksNewDayWaitsForTheMorningWestOfIt(t *testing.T) {
	r := newRig(t)
	// On the 2nd day it is too early, on the 3rd it is due: in New York that
	// day begins at six in the evening of the 2nd.
	r.add(row{number: "INV-2", customer: "Beta", sales: "nyc", due: "2026-02-28"})
	for hour := range 40 {
		at := day("2026-03-02").At(8, 31, paris).Add(time.Duration(hour) * time.Hour).In(paris)
		r.clock.set(ledger.DateOf(at), at.Hour(), at.Minute())
		r.tick()
	}
	nyc := r.slack.to("U-NYC", store.KindDigest)
	if len(nyc) != 1 {
		t.Fatalf("%d digests", len(nyc))
	}
	if at := nyc[0].at.In(mustLoad("America/New_York")); at.Hour() != 8 || at.Day() != 3 {
		t.Errorf("told at %s", at)
	}
}

func TestCreditsThatCoverAreANoteToFinanceOnce(t *testing.T) {
	r := newRig(t)
	r.add(row{number: "INV-1", sales: "ann", due: "2026-02-26"}, row{number: "CN-1", amount: -150_00, due: "2026-02-26"})
	for d := day("2026-03-02"); d <= day("2026-03-05"); d++ {
		r.clock.set(d, 9, 0)
		r.run(2 * time.Minute)
	}
	if got := r.slack.to("U-ANN", store.KindDigest); len(got) != 0 {
		t.Errorf("ann got %d digests", len(got))
	}
	fin := r.slack.to("U-FIN", store.KindDigest)
	if len(fin) != 1 || len(fin[0].content.Digest.Credits) != 1 {
		t.Fatalf("finance got %d digests", len(fin))
	}
}

func TestAPreviewSendsNothingAndSaysWhoWouldGetWhat(t *testing.T) {
	r := newRig(t)
	r.level(ledger.LevelObserve)
	r.add(row{number: "INV-1", sales: "ann", due: "2026-02-09"}, row{number: "INV-2", customer: "Beta", sales: "ann", due: "2026-02-26"})
	r.tick()
	preview, err := r.service.Preview(t.Context(), day("2026-03-07"), ledger.LevelInternal) // a Saturday
	if err != nil {
		t.Fatal(err)
	}
	want := []reminders.Planned{
		{Kind: store.KindDigest, To: "ann", SlackID: "U-ANN", Invoices: 2, Stage: ledger.StageAt(3)},
		{Kind: store.KindDigest, To: "max", SlackID: "U-MAX", Invoices: 1, Stage: ledger.StageAt(3)},
		{Kind: store.KindChannel, To: "C-REM", SlackID: "C-REM", Invoices: 2, Stage: ledger.StageAt(3)},
		{Kind: store.KindCase, To: "C-REM", SlackID: "C-REM", Invoices: 1},
	}
	if diff := cmp.Diff(want, preview.Messages); diff != "" {
		t.Errorf("messages (-want +got):\n%s", diff)
	}
	if len(r.slack.all()) != 0 {
		t.Error("something was sent")
	}
}
