package reminders_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/reminders"
	"github.com/relance-bot/relance/store"
)

var errReset = errors.New("connection reset")

// hers is Ann's one delivery.
func (r *rig) hers() store.Delivery {
	r.t.Helper()
	for _, d := range r.deliveries() {
		if d.Destination == "U-ANN" {
			return d
		}
	}
	r.t.Fatal("she has no delivery")
	return store.Delivery{}
}

func TestWhatALivingProcessLostWaitsForAPerson(t *testing.T) {
	r := one(t)
	r.slack.fault = once(fault{lost: true, err: errReset})
	r.tick()
	r.restart("two") // and one may still be writing
	r.run(35 * time.Minute)
	if d := r.hers(); d.State != store.Parked || len(r.slack.to("U-ANN", store.KindDigest)) != 0 {
		t.Errorf("it is %s (%s), %d messages", d.State, d.Reason, len(r.slack.to("U-ANN", store.KindDigest)))
	}
}

// A call that comes back late, after T, may have written until then.
func TestADoubtCountsFromTheReturnOfTheCall(t *testing.T) {
	r := one(t)
	r.slack.during = func(reminders.Post) { r.clock.advance(5 * time.Minute) } // SIGSTOP
	r.slack.fault = once(fault{lost: true, err: errReset})
	r.tick()
	if d := r.hers(); d.State != store.Uncertain || d.DoubtSince.Before(d.Deadline.Add(4*time.Minute)) {
		t.Errorf("it is %s, in doubt since %s, T was %s", d.State, d.DoubtSince, d.Deadline)
	}
}

// A digest that could not go out yesterday doesn't count as said today, not
// even in the plan that is made before the gate has seen it.
func TestWhatMissedItsDayWasNotSaid(t *testing.T) {
	r := newRig(t)
	r.options.Channels = reminders.Channels{}
	r.restart("two")
	r.clock.set(day("2026-03-11"), 9, 0)
	r.add(row{number: "INV-1", sales: "ann", due: "2026-03-02"}) // day 9: stage 1
	r.slack.fault = func(reminders.Post) fault {
		return fault{lost: true, err: &reminders.SendError{Certain: true, Code: reminders.CodeNotConnected}}
	}
	r.tick()
	r.slack.fault = nil
	r.clock.set(day("2026-03-12"), 9, 0) // day 10: stage 2
	r.tick()
	got := r.slack.to("U-ANN", store.KindDigest)
	if len(got) != 1 {
		t.Fatalf("%d digests", len(got))
	}
	if l := got[0].content.Digest.Customers[0].Lines[0]; l.Stage != 2 || len(l.Skipped) != 1 {
		t.Errorf("stage %d, which left out %v", l.Stage, l.Skipped)
	}
}

// After a broken promise the ladder climbs one step, also where the plan is made
// again before that step stands in the row: one person's digest is out, another
// one's morning comes.
func TestABrokenPromiseClimbsOneStepAMorning(t *testing.T) {
	r := newRig(t)
	r.add(row{number: "INV-1", sales: "ann", due: "2025-12-20", more: fields(
		ledger.FieldStage, ledger.Text("4"), ledger.FieldLastReminder, on("2026-02-02"), ledger.FieldPromisedOn, on("2026-02-20"))})
	ticked := false
	r.options.Failpoint = func(name string) {
		if name == reminders.FailAfterClaim && !ticked {
			ticked = true
			for _, d := range r.service.Decisions() {
				if d.Reason.Sends() {
					t.Errorf("stage %s is planned while %s is on its way", d.Stage, d.Before)
				}
			}
		}
	}
	r.restart("two")
	r.run(3 * time.Minute)
	for _, m := range r.slack.all() {
		if m.content.Digest == nil {
			continue
		}
		for _, customer := range m.content.Digest.Customers {
			for _, l := range customer.Lines {
				if l.Stage != 5 {
					t.Errorf("%s hears of stage %d", m.content.Name, l.Stage)
				}
			}
		}
	}
	if got := r.invoice("INV-1").Stage.String(); got != "5" || !ticked {
		t.Errorf("the row is at stage %s", got)
	}
}

func TestNobodyProvesTheirOwnDeath(t *testing.T) {
	r, b := standBetween(t, nil)
	r.deaths = []reminders.Proof{{Incarnation: "two", Proof: "a lock file of ours"}, {Incarnation: "zero", Proof: "lock file taken over"}}
	r.slack.fault = once(fault{lost: true, err: errReset})
	r.run(3 * time.Minute)
	if len(b.dead) != 1 || b.dead[0] != "zero" {
		t.Errorf("recorded the deaths of %v", b.dead)
	}
}

func TestAHistoryThatCantBeReadTellsNothing(t *testing.T) {
	for _, c := range []struct {
		name  string
		lost  bool
		down  time.Duration
		state store.State
		posts int
	}{
		{"for half an hour, and the message had arrived", false, 30 * time.Minute, store.Sent, 1},
		{"for half an hour, and the message was lost", true, 30 * time.Minute, store.Sent, 1},
		{"for hours", true, 3 * time.Hour, store.Parked, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := one(t)
			r.slack.fault = once(fault{lost: c.lost, err: errReset})
			r.slack.unread = errors.New("503")
			r.run(c.down)
			if n := len(r.slack.to("U-ANN", store.KindDigest)); c.lost && n != 0 {
				t.Fatalf("%d messages while nobody could look", n)
			}
			r.slack.unread = nil
			if c.state == store.Sent {
				r.run(15 * time.Minute)
			}
			got := len(r.slack.to("U-ANN", store.KindDigest))
			if d := r.hers(); d.State != c.state || got != c.posts {
				t.Errorf("it is %s (%s), %d messages", d.State, d.Reason, got)
			}
		})
	}
}

func TestAllCopiesButOneAreDeleted(t *testing.T) {
	r := one(t)
	r.slack.fault = once(fault{err: errReset})
	r.tick()
	for i := range 2 { // the proxy repeated it
		m := *r.slack.messages[0]
		m.TS = fmt.Sprintf("%s%d", m.TS, i+1)
		r.slack.messages = append(r.slack.messages, &m)
		r.slack.byPlace[m.Message], r.slack.byDelivery[m.delivery] = &m, append(r.slack.byDelivery[m.delivery], &m)
	}
	r.slack.stuck = errors.New("503")
	r.run(12 * time.Minute)
	if got := r.slack.to("U-ANN", store.KindDigest); len(got) != 3 {
		t.Fatalf("%d messages while none can be deleted", len(got))
	}
	r.slack.stuck = nil
	r.run(2 * time.Minute)
	got := r.slack.to("U-ANN", store.KindDigest)
	if len(got) != 1 || got[0].Message != r.hers().Message {
		t.Errorf("%d messages stand", len(got))
	}
}

func TestWhatIsParkedAndShowsLaterIsAdopted(t *testing.T) {
	r := one(t)
	r.slack.secret = true
	r.slack.fault = once(fault{err: errReset})
	r.run(15 * time.Minute)
	if d := r.hers(); d.State != store.Parked {
		t.Fatalf("it is %s", d.State)
	}
	r.slack.secret = false // an administrator gave the scope
	r.run(25 * time.Minute)
	if d := r.hers(); d.State != store.Sent || d.Message != r.slack.messages[0].Message {
		t.Errorf("it is %s", d.State)
	}
}

func TestAClickOnWhatIsSettledSaysSo(t *testing.T) {
	r := one(t)
	r.tick()
	err := r.service.ResolveParked(t.Context(), r.hers().ID, true, "U-FIN")
	if ledger.CodeOf(err) != ledger.CodeConflict {
		t.Errorf("error %v", err)
	}
	if n := len(r.slack.messages); n != 1 {
		t.Errorf("%d posts", n)
	}
}

// Slack is left alone for as long as it asks, and never given up on.
func TestToldToSlowDown(t *testing.T) {
	for _, c := range []struct {
		times       int
		least, most time.Duration
	}{{3, 90 * time.Second, 3 * time.Minute}, {12, 6 * time.Minute, 45 * time.Minute}} {
		r := one(t)
		refused := 0
		r.slack.fault = func(reminders.Post) fault {
			if refused++; refused <= c.times {
				return fault{lost: true, err: &reminders.SendError{Certain: true, Code: "ratelimited", RetryAfter: 30 * time.Second}}
			}
			return fault{}
		}
		began := r.clock.now()
		r.run(c.most)
		got := r.slack.to("U-ANN", store.KindDigest)
		if len(got) != 1 {
			t.Fatalf("%d messages; her delivery is %s", len(got), r.hers().State)
		}
		if waited := got[0].at.Sub(began); waited < c.least {
			t.Errorf("told %d times to wait half a minute, it went out after %s", c.times, waited)
		}
	}
}

// A second between posts to one channel, 300 ms between any two.
func TestPostsKeepTheirDistance(t *testing.T) {
	r := newRig(t)
	for i := range 12 {
		r.add(row{number: fmt.Sprintf("INV-%d", i), customer: fmt.Sprintf("C%d", i), sales: []string{"ann", "bob", "cid"}[i%3], due: "2026-01-20"})
	}
	r.tick()
	last, before := map[string]time.Time{}, time.Time{}
	for _, m := range r.slack.messages {
		if m.at.Sub(before) < 300*time.Millisecond || m.at.Sub(last[m.destination]) < time.Second {
			t.Errorf("a post to %s at %s, %s after the one before", m.destination, m.at.Format("15:04:05.000"), m.at.Sub(before))
		}
		before, last[m.destination] = m.at, m.at
	}
	if len(r.slack.messages) < 10 {
		t.Fatalf("%d posts; the scene needs a dozen", len(r.slack.messages))
	}
}

// Reconciling begins with the wait: what the other server had in flight may
// show as late as T + L after.
func TestReconcilingProbesOnlyAfterItsOwnWait(t *testing.T) {
	r := one(t)
	r.slack.fault = once(fault{lost: true, err: errReset})
	r.run(9 * time.Minute)
	if _, err := r.store.BeginReconcile(t.Context(), book, "restored backup"); err != nil {
		t.Fatal(err)
	}
	r.run(9 * time.Minute)
	if d := r.hers(); d.State != store.Uncertain || d.AbsentProbes != 0 {
		t.Errorf("nine minutes into the reconcile it is %s, with %d probes", d.State, d.AbsentProbes)
	}
	if report := r.tick(); !strings.HasPrefix(report.Held, "reconcile: restored backup") {
		t.Errorf("a tick says it is held by %q", report.Held)
	}
	r.run(4 * time.Minute)
	if d := r.hers(); d.State != store.Parked {
		t.Errorf("after T + L it is %s", d.State)
	}
}
