package reminders_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/reminders"
	"github.com/relance-bot/relance/store"
)

// one sets up a single late invoice, whose owner is to get one digest.
func one(t *testing.T) *rig {
	t.Helper()
	r := newRig(t)
	r.options.Channels = reminders.Channels{}
	r.add(row{number: "INV-1", sales: "ann", due: "2026-02-26"})
	r.restart("one")
	return r
}

// once fails the first post only.
func once(f fault) func(reminders.Post) fault {
	done := false
	return func(reminders.Post) fault {
		if done {
			return fault{}
		}
		done = true
		return f
	}
}

// run ticks every minute for a while.
func (r *rig) run(d time.Duration) {
	r.t.Helper()
	for end := r.clock.now().Add(d); r.clock.now().Before(end); r.clock.advance(time.Minute) {
		r.tick()
	}
}

func TestAPostThatGoesWrong(t *testing.T) {
	certain := &reminders.SendError{Certain: true, Code: "ratelimited", RetryAfter: 30 * time.Second}
	doubt := &reminders.SendError{Code: "internal_error"}
	for _, c := range []struct {
		name   string
		fault  func(reminders.Post) fault
		setup  func(*rig)
		run    time.Duration
		after  time.Duration // no copy is out before it
		stands int
		state  store.State
	}{
		{name: "goes out at the first try", fault: once(fault{}), run: time.Minute, stands: 1, state: store.Sent},
		{name: "is posted again after a 429, within the tick", fault: once(fault{lost: true, err: certain}), run: time.Minute, stands: 1, state: store.Sent},
		{
			name: "is posted again if the connection was never made", run: 3 * time.Minute, stands: 1, state: store.Sent,
			fault: once(fault{lost: true, err: &reminders.SendError{Certain: true, Code: reminders.CodeNotConnected}}),
		},
		{
			name: "waits for a person when refused for good", run: time.Hour, state: store.Parked,
			fault: once(fault{lost: true, err: &reminders.SendError{Certain: true, Final: true, Code: "user_not_found"}}),
		},
		{
			name: "waits for a person when refused again and again", run: time.Hour, state: store.Parked,
			fault: func(reminders.Post) fault {
				return fault{lost: true, err: &reminders.SendError{Certain: true, Code: "restricted_action"}}
			},
		},
		{name: "is adopted when only the reply was lost", fault: once(fault{err: context.DeadlineExceeded}), run: 20 * time.Minute, stands: 1, state: store.Sent},
		{name: "is adopted when an error came after it was applied", fault: once(fault{err: doubt}), run: 20 * time.Minute, stands: 1, state: store.Sent},
		{name: "is adopted when it shows late but within L", fault: once(fault{err: doubt, shows: 9 * time.Minute}), run: 20 * time.Minute, stands: 1, state: store.Sent},
		{name: "is sent again by its owner after L and two probes when it was lost", fault: once(fault{lost: true, err: doubt}), run: 20 * time.Minute, stands: 1, state: store.Sent, after: 10 * time.Minute},
		{
			name: "is not sent again within L", fault: once(fault{lost: true, err: doubt}), run: 9 * time.Minute, state: store.Uncertain,
		},
		{
			name: "waits for a person when the history may not be read", fault: once(fault{err: doubt}), setup: func(r *rig) { r.slack.secret = true },
			run: 20 * time.Minute, stands: 1, state: store.Parked,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := one(t)
			if c.setup != nil {
				c.setup(r)
			}
			start := r.clock.now()
			r.slack.fault = c.fault
			r.run(c.run)
			messages := r.slack.to("U-ANN", store.KindDigest)
			if len(messages) != c.stands {
				t.Fatalf("%d messages stand, want %d", len(messages), c.stands)
			}
			for _, m := range messages {
				if m.at.Before(start.Add(c.after)) {
					t.Errorf("posted after %s, want %s or later", m.at.Sub(start), c.after)
				}
			}
			states := map[store.State]int{}
			for _, d := range r.deliveries() {
				if d.Destination == "U-ANN" {
					states[d.State]++
				}
			}
			if diff := cmp.Diff(map[store.State]int{c.state: 1}, states); diff != "" {
				t.Fatalf("her deliveries (-want +got):\n%s", diff)
			}
			if marked := r.invoice("INV-1").Stage.Reached; marked != (c.state == store.Sent) {
				t.Errorf("stage in the row: %v, delivery %s", marked, c.state)
			}
		})
	}
}

func TestALateSecondCopyIsDeleted(t *testing.T) {
	r := one(t)
	// The first post commits, but shows only after L, when it was sent again.
	r.slack.fault = once(fault{err: errors.New("connection reset"), shows: 15 * time.Minute})
	r.run(2 * time.Hour)
	if got := r.slack.to("U-ANN", store.KindDigest); len(got) != 1 {
		t.Errorf("%d copies stand after two hours, want 1", len(got))
	}
	if len(r.slack.messages) != 2 {
		t.Errorf("%d posts were made; the scene needs two", len(r.slack.messages))
	}
}

// crash is what a failpoint throws in place of a kill.
type crash struct{ at string }

// tickUntilCrash gives the failpoint at which the tick died, if it did.
func (r *rig) tickUntilCrash() (at string) {
	defer func() {
		if v := recover(); v != nil {
			c, ok := v.(crash)
			if !ok {
				panic(v)
			}
			at = c.at
		}
	}()
	r.tick()
	return ""
}

var failpoints = []string{
	reminders.FailBeforeClaim, reminders.FailAfterClaim, reminders.FailAfterSending, reminders.FailBeforeRequest,
	reminders.FailAfterReply, reminders.FailBeforeRecord, reminders.FailAfterRecord, reminders.FailBeforeMark,
}

// perTick are the points that a tick comes to once, not for each delivery.
var perTick = map[string]bool{reminders.FailBeforeClaim: true, reminders.FailAfterClaim: true, reminders.FailBeforeMark: true}

func TestACrashAtEveryPoint(t *testing.T) {
	for _, point := range failpoints {
		for nth := 1; nth <= 2; nth++ {
			for _, proven := range []bool{true, false} {
				if nth > 1 && (perTick[point] || !proven) {
					continue // told apart by the first time already
				}
				t.Run(fmt.Sprintf("%s, time %d, proof of death %v", point, nth, proven), func(t *testing.T) {
					r := newRig(t)
					r.add(
						row{number: "INV-1", sales: "ann", due: "2026-02-26"},
						row{number: "INV-2", customer: "Beta", sales: "bob", due: "2026-02-10"},
						row{number: "INV-3", customer: "Gamma", sales: "ann", due: "2026-01-10"},
					)
					hits := 0
					r.options.Failpoint = func(name string) {
						if name == point {
							if hits++; hits == nth {
								panic(crash{name})
							}
						}
					}
					r.restart("one")
					if at := r.tickUntilCrash(); at == "" {
						t.Fatalf("the tick never came to %s for the %d. time", point, nth)
					}
					r.options.Failpoint = nil
					r.clock.advance(5 * time.Second)
					if proven {
						r.deaths = []reminders.Proof{{Incarnation: "one", Proof: "lock file taken over"}}
					}
					r.restart("two")
					r.run(35 * time.Minute)
					r.checkInvariants()
					// I2: what can be told from the history is settled; only what was
					// never posted by a process that may still be alive waits for a person.
					for _, d := range r.deliveries(store.Parked) {
						posted := slices.ContainsFunc(r.slack.messages, func(m *message) bool { return m.delivery == d.ID })
						if proven || posted {
							t.Errorf("delivery %s is parked: %s", d.ID, d.Reason)
						}
					}
					if open := r.deliveries(store.Due, store.Claimed, store.Sending, store.Uncertain); len(open) > 0 {
						t.Errorf("%d still open, the first %s", len(open), open[0].State)
					}
				})
			}
		}
	}
}

// checkInvariants looks at what stands in Slack and in the store.
func (r *rig) checkInvariants() {
	r.t.Helper()
	// I1: at most one message per delivery, each reminder once per destination.
	perDelivery, perReminder := map[string]int{}, map[string]int{}
	for _, m := range r.slack.all() {
		if perDelivery[m.delivery]++; perDelivery[m.delivery] > 1 {
			r.t.Errorf("I1: delivery %s has %d messages", m.delivery, perDelivery[m.delivery])
		}
		for _, h := range m.hashes {
			if perReminder[m.destination+" "+h]++; perReminder[m.destination+" "+h] > 1 {
				r.t.Errorf("I1: a reminder was said twice to %s", m.destination)
			}
		}
	}
	// I2: each due reminder was told to whom it concerns, or is parked.
	for _, who := range []string{"U-ANN", "U-BOB", "U-MAX", "U-FIN"} {
		digests := 0
		for _, m := range r.slack.to(who, store.KindDigest) {
			if m.content.Day == r.service.Today() {
				digests++
			}
		}
		if digests > 1 {
			r.t.Errorf("%s has %d digests today", who, digests)
		}
	}
	for _, d := range r.service.Decisions() {
		if d.Reason.Sends() {
			r.t.Errorf("I2: stage %s of %s is due and neither sent nor parked", d.Stage, d.Number)
		}
	}
	// I7: the stage in the row is what was said.
	for _, d := range r.deliveries(store.Sent) {
		for _, reminder := range d.Reminders {
			inv, ok := r.desk.Book().Invoice(reminder.Invoice)
			if ok && reminder.Cycle == inv.Due.String() && reminder.Stage.Above(inv.Stage) {
				r.t.Errorf("I7: %s was said stage %s, the row shows %q", inv.Number, reminder.Stage, inv.Stage)
			}
		}
	}
}

func TestWhatIsParkedIsToldAndSettledByTwoButtons(t *testing.T) {
	for _, again := range []bool{true, false} {
		t.Run(fmt.Sprintf("send again: %v", again), func(t *testing.T) {
			r := one(t)
			r.slack.secret = true
			r.slack.fault = once(fault{lost: true, err: errors.New("reset")})
			r.run(20 * time.Minute)
			parked, err := r.service.Parked(t.Context())
			if err != nil || len(parked) != 1 {
				t.Fatalf("parked %v, %v", parked, err)
			}
			fin := r.slack.to("U-FIN", store.KindDigest)
			if len(fin) != 1 || len(fin[0].content.Digest.Parked) != 1 || fin[0].content.Digest.Parked[0].Delivery != parked[0].Delivery {
				t.Fatalf("finance was told %d times", len(fin))
			}
			for range 2 { // the second click is harmless
				if err := r.service.ResolveParked(t.Context(), parked[0].Delivery, again, "U-FIN"); err != nil {
					t.Fatal(err)
				}
			}
			r.run(5 * time.Minute)
			want := 0
			if again {
				want = 1
			}
			if got := len(r.slack.to("U-ANN", store.KindDigest)); got != want {
				t.Errorf("%d messages stand, want %d", got, want)
			}
			if !r.slack.to("U-FIN", store.KindDigest)[0].content.Digest.Parked[0].Resolved {
				t.Error("finance's message still asks")
			}
			if !r.invoice("INV-1").Stage.Reached {
				t.Error("the stage is not in the row")
			}
		})
	}
}

func TestADecisionOnAnotherReplicaIsHeardOfWithinATick(t *testing.T) {
	r := one(t)
	r.slack.secret = true
	r.slack.fault = once(fault{lost: true, err: errors.New("reset")})
	r.run(20 * time.Minute)
	parked, err := r.service.Parked(t.Context())
	if err != nil || len(parked) != 1 {
		t.Fatalf("parked %v, %v", parked, err)
	}
	leader := r.service
	r.restart("another process")
	if err := r.service.ResolveParked(t.Context(), parked[0].Delivery, true, "U-FIN"); err != nil {
		t.Fatal(err)
	}
	r.service = leader
	r.tick()
	if got := len(r.slack.to("U-ANN", store.KindDigest)); got != 1 {
		t.Errorf("%d messages stand, want 1", got)
	}
}

func TestParkedAndSentAgainAfterAPaymentIsNotSent(t *testing.T) {
	r := one(t)
	r.slack.secret = true
	r.slack.fault = once(fault{lost: true, err: errors.New("reset")})
	r.run(20 * time.Minute)
	parked, err := r.service.Parked(t.Context())
	if err != nil || len(parked) != 1 {
		t.Fatalf("parked %v, %v", parked, err)
	}
	r.pay("INV-1", 0)
	if err := r.service.ResolveParked(t.Context(), parked[0].Delivery, true, "U-FIN"); err != nil {
		t.Fatal(err)
	}
	r.run(5 * time.Minute)
	if got := r.slack.to("U-ANN", store.KindDigest); len(got) != 0 {
		t.Errorf("I8: %d messages on a paid invoice", len(got))
	}
}

func TestTwoReplicasSayItOnce(t *testing.T) {
	r := newRig(t)
	for i := range 12 {
		r.add(row{number: fmt.Sprintf("INV-%d", i), customer: fmt.Sprintf("C%d", i), sales: []string{"ann", "bob", "cid"}[i%3], due: []string{"2026-01-20", "2026-02-25"}[i/6]})
	}
	r.restart("one")
	first := r.service
	r.restart("two")
	second := r.service
	done := make(chan error, 2)
	for _, s := range []*reminders.Service{first, second} {
		go func() {
			var err error
			for range 5 {
				_, tickErr := s.Tick(context.Background())
				err = errors.Join(err, tickErr)
			}
			done <- err
		}()
	}
	for range 2 {
		if err := <-done; err != nil {
			t.Log("a tick gave up, as it may when another is quicker:", err)
		}
	}
	if err := r.desk.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	r.run(30 * time.Minute)
	r.checkInvariants()
	var to []string
	for _, m := range r.slack.all() {
		if m.content.Kind == store.KindDigest {
			to = append(to, m.destination)
		}
	}
	slices.Sort(to)
	if diff := cmp.Diff([]string{"U-ANN", "U-BOB", "U-CID", "U-FIN", "U-MAX"}, to); diff != "" {
		t.Errorf("digests (-want +got):\n%s", diff)
	}
}

func TestAPersonActsWhileThePostIsUnderWay(t *testing.T) {
	for field, value := range map[ledger.Field]ledger.Value{
		ledger.FieldPromisedOn:    ledger.Day(day("2026-03-20")),
		ledger.FieldDispute:       ledger.Text("broken on arrival"),
		ledger.FieldSnoozedUntil:  ledger.Day(day("2026-03-20")),
		ledger.FieldTakenUntil:    ledger.Day(day("2026-03-06")),
		ledger.FieldSaysPaidUntil: ledger.Day(day("2026-03-09")),
		ledger.FieldOptOut:        ledger.Bool(true),
	} {
		t.Run("before the gate: "+string(field), func(t *testing.T) {
			r := one(t)
			acted := false
			r.options.Failpoint = func(name string) {
				if name == reminders.FailAfterClaim && !acted {
					acted = true
					r.set("INV-1", field, value)
				}
			}
			r.restart("one")
			r.run(5 * time.Minute)
			for _, m := range r.slack.all() {
				if m.content.Kind == store.KindDigest {
					t.Errorf("I8: a digest on it went out to %s", m.destination)
				}
			}
		})
	}
}

func TestAnEarlierStageSettledLateDoesNotLowerTheRow(t *testing.T) {
	r := one(t)
	r.slack.secret = true
	r.slack.fault = once(fault{err: errors.New("reply lost")})
	r.run(20 * time.Minute) // stage 1 is parked
	parked, err := r.service.Parked(t.Context())
	if err != nil || len(parked) != 1 {
		t.Fatalf("parked %v, %v", parked, err)
	}
	r.clock.set(day("2026-03-09"), 9, 0) // day 11: stage 2 goes out
	r.run(2 * time.Minute)
	if got := r.invoice("INV-1").Stage.String(); got != "2" {
		t.Fatalf("stage %q", got)
	}
	if err := r.service.ResolveParked(t.Context(), parked[0].Delivery, false, "U-FIN"); err != nil {
		t.Fatal(err)
	}
	r.run(2 * time.Minute)
	if inv := r.invoice("INV-1"); inv.Stage.String() != "2" || inv.LastReminder != day("2026-03-09") {
		t.Errorf("I7: the row went back to stage %s of %s", inv.Stage, inv.LastReminder)
	}
}
