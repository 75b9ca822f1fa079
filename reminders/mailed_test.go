package reminders_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/reminders"
	"github.com/relance-bot/relance/store"
)

// newMailRig has a mail server for people without a Slack account.
func newMailRig(t *testing.T, changeOptions ...func(*reminders.Options)) (*rig, *postOffice) {
	t.Helper()
	office := &postOffice{}
	r := newRig(t, append([]func(*reminders.Options){func(o *reminders.Options) { o.InHouse = office }}, changeOptions...)...)
	office.clock = r.clock
	return r, office
}

// contents are what the mails to an address say.
func (p *postOffice) contents(t *testing.T, to string) []reminders.Content {
	t.Helper()
	var list []reminders.Content
	for _, m := range p.mails {
		if m.To != to {
			continue
		}
		var c reminders.Content
		if err := json.Unmarshal([]byte(m.Text), &c); err != nil {
			t.Fatal(err)
		}
		list = append(list, c)
	}
	return list
}

// listed are the numbers of a digest's invoices, in order.
func listed(c reminders.Content) string {
	var list []string
	if c.Digest != nil {
		for _, k := range c.Digest.Customers {
			for _, l := range k.Lines {
				list = append(list, l.Number)
			}
		}
	}
	return strings.Join(list, " ")
}

func TestWhoHasNoSlackGetsMail(t *testing.T) {
	t.Run("a salesperson's digest", func(t *testing.T) {
		r, office := newMailRig(t)
		r.add(row{number: "M-1", sales: "mia", due: "2026-02-16"}, row{number: "A-1", sales: "ann", customer: "Bolt", due: "2026-02-16"})
		r.tick()
		got := office.contents(t, "mia@example.com")
		if len(got) != 1 || listed(got[0]) != "M-1" || got[0].Kind != store.KindDigest || !office.mails[0].Automatic {
			t.Fatalf("Mia has %+v", office.mails)
		}
		if len(r.slack.to("U-ANN", store.KindDigest)) != 1 || len(office.mails) != 1 {
			t.Errorf("%d mails; Ann has %d digests in Slack", len(office.mails), len(r.slack.to("U-ANN", store.KindDigest)))
		}
		if inv := r.invoice("M-1"); !inv.Stage.Reached || inv.LastReminder != day("2026-03-02") {
			t.Errorf("the row says stage %s on %s", inv.Stage, inv.LastReminder)
		}
		r.set("M-1", ledger.FieldSnoozedUntil, ledger.Day(day("2026-03-20")))
		updates := r.slack.updates
		r.tick()
		if len(office.mails) != 1 || r.slack.updates-updates > 1 { // the channel's post speaks of it too
			t.Errorf("%d mails, %d updates: a mail can't be changed", len(office.mails), r.slack.updates-updates)
		}
	})
	t.Run("what needs them today", func(t *testing.T) {
		r, office := newMailRig(t)
		r.add(row{number: "M-1", sales: "mia", due: "2026-02-23", more: ledger.Fields{ledger.FieldPromisedOn: ledger.Day(day("2026-02-24"))}})
		r.tick()
		var about []string
		for _, c := range office.contents(t, "mia@example.com") {
			if c.Direct != nil {
				about = append(about, string(c.Direct.About))
			}
		}
		if len(about) != 1 || about[0] != string(reminders.AlertBroken) {
			t.Errorf("Mia's direct messages are about %q", about)
		}
	})
	t.Run("finance, while the buttons go to their channel", func(t *testing.T) {
		r, office := newMailRig(t)
		r.people.desk = "moe"
		r.add(row{number: "N-1", sales: "nobody", due: "2026-02-16"})
		r.tick()
		got := office.contents(t, "moe@example.com")
		if len(got) != 1 || len(got[0].Digest.NoOwner) != 1 {
			t.Fatalf("Moe has %+v", got)
		}
		if n := len(r.slack.to("C-FIN", store.KindDigest)); n != 1 {
			t.Errorf("finance's channel has %d digests", n)
		}
	})
	t.Run("without a mail server finance stands in, and is told why", func(t *testing.T) {
		r := newRig(t)
		r.add(row{number: "M-1", sales: "mia", due: "2026-02-16"}, row{number: "N-1", sales: "nobody", due: "2026-02-16"})
		r.tick()
		digests := r.slack.to("U-FIN", store.KindDigest)
		if len(digests) != 1 || len(digests[0].content.Digest.NoOwner) != 2 {
			t.Fatalf("finance has %+v", digests)
		}
		for _, l := range digests[0].content.Digest.NoOwner {
			if l.Mailless != (l.Number == "M-1") {
				t.Errorf("%s: mailless is %t", l.Number, l.Mailless)
			}
		}
	})
	t.Run("in the hours of their own zone", func(t *testing.T) {
		r, office := newMailRig(t)
		r.add(row{number: "T-1", sales: "mei", due: "2026-02-16"})
		r.clock.set(day("2026-03-02"), 11, 0) // 19:00 in Tokyo
		r.tick()
		if len(office.mails) != 0 {
			t.Fatalf("%d mails in the evening", len(office.mails))
		}
		r.clock.set(day("2026-03-03"), 0, 45) // 08:45 in Tokyo
		r.tick()
		if got := office.contents(t, "mei@example.com"); len(got) != 1 || got[0].Day != day("2026-03-03") {
			t.Errorf("Mei has %+v", got)
		}
	})
	t.Run("somebody who then joins Slack hears nothing again", func(t *testing.T) {
		r, office := newMailRig(t)
		r.add(row{number: "M-1", sales: "mia", due: "2026-02-16"})
		r.tick()
		r.people.slack = map[string]bool{"mia": true}
		r.add(row{number: "M-2", sales: "mia", customer: "Bolt", due: "2026-02-16"})
		r.tick()
		if n := len(r.slack.to("U-MIA", store.KindDigest)); n != 0 {
			t.Fatalf("%d digests in Slack on the day of the mail", n)
		}
		r.clock.set(day("2026-03-03"), 9, 0)
		r.tick()
		got := r.slack.to("U-MIA", store.KindDigest)
		if len(got) != 1 || listed(got[0].content) != "M-2" || len(office.mails) != 1 {
			t.Errorf("Mia has %d digests in Slack, %d mails", len(got), len(office.mails))
		}
	})
}

func TestAMailThatGoesWrong(t *testing.T) {
	lost := errors.New("connection lost after the dot")
	for _, tt := range []struct {
		story  string
		fault  mailFault
		times  int
		within time.Duration
		mails  int
		state  store.State
	}{
		{"is tried again when the server wants it later", mailFault{lost: true, err: &reminders.SendError{Certain: true, Code: "smtp_to_450"}}, 2, 30 * time.Minute, 1, store.Sent},
		{"waits out a server that can't be reached", mailFault{lost: true, err: &reminders.SendError{Certain: true, Code: reminders.CodeNotConnected}}, 30, time.Hour, 1, store.Sent},
		{"is parked when it is refused for good", mailFault{lost: true, err: &reminders.SendError{Certain: true, Final: true, Code: "smtp_to_550"}}, 1, 30 * time.Minute, 0, store.Parked},
		{"is parked when nobody knows, though it arrived", mailFault{err: lost}, 1, 30 * time.Minute, 1, store.Parked},
		{"is parked when nobody knows, and it did not", mailFault{lost: true, err: lost}, 1, 30 * time.Minute, 0, store.Parked},
	} {
		t.Run(tt.story, func(t *testing.T) {
			r, office := newMailRig(t)
			r.add(row{number: "M-1", sales: "mia", due: "2026-02-16"})
			left := tt.times
			office.fault = func(reminders.Mail) mailFault {
				if left--; left < 0 {
					return mailFault{}
				}
				return tt.fault
			}
			for end := r.clock.now().Add(tt.within); r.clock.now().Before(end); r.clock.advance(time.Minute) {
				r.tick()
			}
			var digest store.Delivery
			for _, d := range r.deliveries() {
				if d.Destination == "mia@example.com" && d.State != store.Dropped {
					digest = d
				}
			}
			if digest.State != tt.state || len(office.mails) != tt.mails {
				t.Fatalf("it is %s (%s) after %d mails", digest.State, digest.Reason, len(office.mails))
			}
			if tt.state != store.Parked {
				return
			}
			r.clock.set(day("2026-03-03"), 9, 0)
			r.tick()
			told := r.slack.to("U-FIN", store.KindDigest)
			if n := len(told); n == 0 || len(told[n-1].content.Digest.Parked) != 1 || told[n-1].content.Digest.Parked[0].To != "mia@example.com" {
				t.Fatalf("finance is told %+v", told)
			}
			if err := r.service.ResolveParked(t.Context(), digest.ID, false, "U-FIN"); err != nil {
				t.Fatal(err)
			}
			r.tick()
			if len(office.mails) != tt.mails {
				t.Errorf("%d mails after it was said to have arrived", len(office.mails))
			}
		})
	}
}

// Whatever the mail server answers, over days of edits and restarts: no stage
// of an invoice is told twice to one person, by mail or in Slack.
func TestNobodyIsMailedTwice(t *testing.T) {
	for seed := range uint64(6) {
		dice := rand.New(rand.NewPCG(seed, 4)) //nolint:gosec // replayable
		r, office := newMailRig(t)
		faults := []mailFault{
			{},
			{},
			{lost: true, err: &reminders.SendError{Certain: true, Code: "smtp_data_451"}},
			{err: errors.New("cut after the dot")},
			{lost: true, err: errors.New("cut after the dot")},
			{lost: true, err: &reminders.SendError{Certain: true, Final: true, Code: "smtp_to_550"}},
			{lost: true, err: &reminders.SendError{Certain: true, Code: reminders.CodeNotConnected}},
		}
		office.fault = func(reminders.Mail) mailFault { return faults[dice.IntN(len(faults))] }
		for i := range 4 {
			r.add(row{number: fmt.Sprintf("M-%d", i), sales: []string{"mia", "moe", "mei"}[dice.IntN(3)], customer: fmt.Sprintf("C-%d", i%3), due: "2026-02-20"})
		}
		for d := range 12 {
			for _, minute := range []int{0, 20, 40} {
				r.clock.set(day("2026-03-02").AddDays(d), 9, minute)
				switch dice.IntN(10) {
				case 0:
					r.restart(fmt.Sprintf("p%d-%d", d, minute))
				case 1:
					r.people.slack = map[string]bool{"mia": true}
				case 2:
					if k := fmt.Sprintf("M-%d", dice.IntN(4)); r.invoice(k).Open().IsPositive() {
						r.pay(k, dice.Int64N(2))
					}
				}
				r.tick()
			}
		}
		told := map[string]int{}
		tell := func(person string, c reminders.Content) {
			if c.Digest == nil {
				return
			}
			for _, k := range c.Digest.Customers {
				for _, l := range k.Lines {
					told[fmt.Sprintf("%s %s stage %d/%d", person, l.Number, l.Stage, l.Repeat)]++
				}
			}
		}
		for _, who := range []string{"mia", "moe", "mei"} {
			for _, c := range office.contents(t, who+"@example.com") {
				tell(who, c)
			}
			for _, m := range r.slack.to("U-"+strings.ToUpper(who), store.KindDigest) {
				tell(who, m.content)
			}
		}
		for what, n := range told {
			if n > 1 {
				t.Errorf("seed %d: %s was told %d times", seed, what, n)
			}
		}
		if ids := office.ids(); len(slices.Compact(slices.Clone(ids))) != len(ids) {
			t.Errorf("seed %d: a delivery was mailed twice: %v", seed, ids)
		}
	}
}

// ids are the deliveries that were mailed, sorted.
func (p *postOffice) ids() []string {
	var ids []string
	for _, m := range p.mails {
		ids = append(ids, m.DeliveryID)
	}
	slices.Sort(ids)
	return ids
}
