package reminders_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/reminders"
	"github.com/relance-bot/relance/store"
)

// withCase is a rig in which Acme has a message in the channel.
func withCase(t *testing.T, changeOptions ...func(*reminders.Options)) *rig {
	t.Helper()
	r := newRig(t, changeOptions...)
	r.add(row{number: "A-1", sales: "ann", due: "2026-02-05"}, row{number: "A-2", sales: "ann", due: "2026-02-05"})
	r.tick()
	if n := len(r.slack.to("C-REM", store.KindCase)); n != 1 {
		t.Fatalf("Acme has %d messages", n)
	}
	r.clock.advance(time.Hour)
	r.tick()
	if got := r.told(); len(got) != 0 {
		t.Fatalf("told before anything happened: %v", got)
	}
	return r
}

// told are the lines of all replies, in order: what, which invoices, who.
func (r *rig) told() []string {
	r.t.Helper()
	var list []string
	for _, m := range r.slack.to("C-REM", store.KindThread) {
		if parent := r.slack.to("C-REM", store.KindCase)[0]; m.thread != parent.TS {
			r.t.Errorf("a line stands under %q, the message is %q", m.thread, parent.TS)
		}
		for _, l := range m.content.Thread.Lines {
			list = append(list, strings.TrimSpace(l.What+" "+strings.Join(l.Numbers, "+")+" "+l.Actor))
		}
		if m.content.Thread.Closed {
			list = append(list, "closed")
		}
		if m.content.Thread.Reopened {
			list = append(list, "reopened")
		}
	}
	return list
}

func TestWhatHappensIsSaidUnderTheCustomersMessage(t *testing.T) {
	reverse := func(r *rig) {
		for _, number := range []string{"A-1"} {
			p := r.invoice(number).Payments[0]
			back := p
			back.ID, back.Reverses, back.Amount = p.ID+"-back", p.ID, p.Amount.Neg()
			r.record(ledger.Change{Invoice: p.Invoice, Field: ledger.FieldPayment, New: ledger.Record(back), Source: ledger.SourceSlack})
		}
	}
	for _, tt := range []struct {
		story string
		steps []func(*rig)
		want  []string
	}{
		{"a payment in part", []func(*rig){func(r *rig) { r.pay("A-1", 4000) }}, []string{"payment A-1 U-ANN"}},
		{"both invoices paid: closed", []func(*rig){func(r *rig) { r.pay("A-1", 0) }, func(r *rig) { r.pay("A-2", 0) }}, []string{"payment A-1 U-ANN", "payment A-2 U-ANN", "closed"}},
		{
			"a payment taken back opens it again",
			[]func(*rig){func(r *rig) { r.pay("A-1", 0); r.pay("A-2", 0) }, reverse},
			[]string{"payment A-1 U-ANN", "payment A-2 U-ANN", "closed", "payment_gone A-1 U-ANN", "reopened"},
		},
		{
			"a promise, withdrawn in the sheet",
			[]func(*rig){
				func(r *rig) { r.set("A-1", ledger.FieldPromisedOn, ledger.Day(day("2026-03-20"))) },
				func(r *rig) {
					inv := r.invoice("A-1")
					r.record(ledger.Change{Invoice: inv.Key, Field: ledger.FieldPromisedOn, Old: inv.Value(ledger.FieldPromisedOn)})
				},
			},
			[]string{"promised_on A-1 U-ANN", "promised_on_gone A-1 sheet"},
		},
		{
			"a plan ends the promise without a word",
			[]func(*rig){
				func(r *rig) { r.set("A-1", ledger.FieldPromisedOn, ledger.Day(day("2026-03-20"))) },
				func(r *rig) {
					r.set("A-1", ledger.FieldPromisedOn, ledger.Value{})
					r.set("A-1", ledger.FieldPlan, ledger.Text("50 on 2026-04-01, 50 on 2026-05-01"))
				},
			},
			[]string{"promised_on A-1 U-ANN", "plan A-1 U-ANN"},
		},
		{
			"both snoozed at once: one line",
			[]func(*rig){func(r *rig) {
				r.set("A-1", ledger.FieldSnoozedUntil, ledger.Day(day("2026-03-20")))
				r.set("A-2", ledger.FieldSnoozedUntil, ledger.Day(day("2026-03-20")))
			}},
			[]string{"snoozed_until A-1+A-2 U-ANN"},
		},
		{"the next stage, a week later", []func(*rig){func(r *rig) { r.clock.set(day("2026-03-09"), 9, 0) }, func(*rig) {}}, []string{"stage A-1+A-2"}},
		{"what is of no interest", []func(*rig){func(r *rig) {
			r.set("A-1", ledger.FieldNotes, ledger.Text("x"))
			r.set("A-1", ledger.FieldSalesperson, ledger.Text("bob"))
		}}, nil},
		{"another customer's payment", []func(*rig){func(r *rig) {
			r.add(row{number: "B-1", sales: "bob", customer: "Bolt", due: "2026-02-27"})
			r.pay("B-1", 0)
		}}, nil},
	} {
		t.Run(tt.story, func(t *testing.T) {
			r := withCase(t)
			for _, step := range tt.steps {
				r.clock.advance(time.Minute)
				step(r)
				r.tick()
				r.clock.advance(time.Minute)
				r.tick()
			}
			if diff := cmp.Diff(tt.want, r.told()); diff != "" {
				t.Errorf("told (-want +got):\n%s", diff)
			}
			r.restart("two") // reads the journal from its beginning
			r.tick()
			if diff := cmp.Diff(tt.want, r.told()); diff != "" {
				t.Errorf("told after a restart (-want +got):\n%s", diff)
			}
		})
	}
}

func TestALineWaitsForTheChannelsHours(t *testing.T) {
	r := withCase(t)
	r.clock.set(day("2026-03-02"), 22, 0)
	r.pay("A-1", 100)
	r.tick()
	if got := r.told(); len(got) != 0 {
		t.Fatalf("told at night: %v", got)
	}
	r.clock.set(day("2026-03-03"), 9, 0)
	r.tick()
	if got := r.told(); len(got) != 1 {
		t.Errorf("told in the morning: %v", got)
	}
	r.clock.set(day("2026-03-06"), 22, 0)
	r.pay("A-2", 100)
	r.clock.set(day("2026-03-13"), 9, 0) // the bot was away: the message shows it, the thread is silent about old news
	r.tick()
	for _, l := range r.told()[1:] {
		if strings.HasPrefix(l, "payment") {
			t.Errorf("a week later: %q", l)
		}
	}
}

// A reply can't be looked for: whatever becomes of the post, a line stands at
// most once, and only one in doubt may be missing.
func TestALineIsSaidAtMostOnce(t *testing.T) {
	for _, tt := range []struct {
		story string
		fault fault
		want  int
	}{
		{"all is well", fault{}, 1},
		{"told to slow down: posted later", fault{lost: true, err: &reminders.SendError{Certain: true, Code: "ratelimited", RetryAfter: time.Second}}, 1},
		{"never connected: posted later", fault{lost: true, err: &reminders.SendError{Certain: true, Code: reminders.CodeNotConnected}}, 1},
		{"the reply was lost: it stands", fault{err: errors.New("connection reset")}, 1},
		{"nobody knows, and it did not arrive: never again", fault{lost: true, err: errors.New("connection reset")}, 0},
		{"refused for good: nobody is asked", fault{lost: true, err: &reminders.SendError{Certain: true, Final: true, Code: "is_archived"}}, 0},
	} {
		t.Run(tt.story, func(t *testing.T) {
			r := withCase(t)
			struck := false
			r.slack.fault = func(p reminders.Post) fault {
				if p.Thread == "" || struck {
					return fault{}
				}
				struck = true
				return tt.fault
			}
			r.pay("A-1", 100)
			for range 50 {
				r.tick()
				r.clock.advance(time.Minute)
			}
			if got := r.told(); len(got) != tt.want || !struck {
				t.Errorf("told %v", got)
			}
			if list, err := r.service.Parked(t.Context()); err != nil || len(list) != 0 {
				t.Errorf("finance is asked about %v, %v", list, err)
			}
			for _, d := range r.deliveries() {
				if d.Kind == store.KindThread && d.State != store.Sent {
					t.Errorf("it ended %s", d.State)
				}
			}
		})
	}
}

// Kills at every failpoint, with replies lost and not, over two replicas' worth
// of restarts: no line twice.
func TestNoLineTwiceThroughKills(t *testing.T) {
	points := []string{
		reminders.FailBeforeClaim, reminders.FailAfterClaim, reminders.FailAfterSending, reminders.FailBeforeRequest, reminders.FailAfterReply,
		reminders.FailBeforeRecord, reminders.FailAfterRecord, reminders.FailBeforeMark,
	}
	for seed := range uint64(4) {
		dice := rand.New(rand.NewPCG(seed, 9)) //nolint:gosec // replayable
		var dying string
		r := withCase(t, func(o *reminders.Options) {
			o.Failpoint = func(name string) {
				if name == dying {
					dying = ""
					panic("killed at " + name)
				}
			}
		})
		for i := range 12 {
			r.pay([]string{"A-1", "A-2"}[i%2], 10)
			dying = points[dice.IntN(len(points))]
			func() {
				defer func() { _ = recover() }()
				r.tick()
			}()
			dying = ""
			r.restart(fmt.Sprintf("p%d", i))
			r.clock.advance(12 * time.Minute)
			r.tick()
		}
		seen := map[string]int{}
		for _, m := range r.slack.to("C-REM", store.KindThread) {
			for _, l := range m.content.Thread.Lines {
				seen[l.At.String()+l.Numbers[0]]++
			}
		}
		for line, n := range seen {
			if n > 1 {
				t.Errorf("seed %d: %s stands %d times", seed, line, n)
			}
		}
		if len(seen) < 6 {
			t.Errorf("seed %d: only %d of 12 payments were told", seed, len(seen))
		}
	}
}
