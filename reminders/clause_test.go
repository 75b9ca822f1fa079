package reminders_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/reminders"
	"github.com/relance-bot/relance/store"
	"github.com/relance-bot/relance/store/memstore"
)

// between is a store that a test stands in front of.
type between struct {
	store.Store
	begin   func(ctx context.Context, a store.Attempt) (store.Begun, error)
	frozen  []store.Delivery
	refused []store.Verdict
	records []context.Context
	owners  []store.Owner
	dead    []string
}

func (b *between) Claim(ctx context.Context, book string, ask store.ClaimAsk) ([]store.Delivery, error) {
	b.owners = append(b.owners, ask.Owner)
	return b.Store.Claim(ctx, book, ask)
}

func (b *between) RecordDeath(ctx context.Context, book, incarnation, proof string) error {
	b.dead = append(b.dead, incarnation)
	return b.Store.RecordDeath(ctx, book, incarnation, proof)
}

func (b *between) BeginSending(ctx context.Context, book string, a store.Attempt) (store.Begun, error) {
	if b.begin != nil {
		return b.begin(ctx, a)
	}
	return b.Store.BeginSending(ctx, book, a)
}

func (b *between) Freeze(ctx context.Context, book string, list []store.Delivery) ([]store.Verdict, error) {
	verdicts, err := b.Store.Freeze(ctx, book, list)
	b.frozen = append(b.frozen, list...)
	b.refused = append(b.refused, slices.DeleteFunc(slices.Clone(verdicts), store.Verdict.Accepted)...)
	return verdicts, err
}

func (b *between) RecordSent(ctx context.Context, book string, a store.Attempt, m store.Message) (store.Verdict, error) {
	b.records = append(b.records, ctx)
	return b.Store.RecordSent(ctx, book, a, m)
}

// standBetween is one late invoice, on a store that a test stands in front of.
func standBetween(t *testing.T, begin func(b *between) func(context.Context, store.Attempt) (store.Begun, error)) (*rig, *between) {
	t.Helper()
	r := one(t)
	b := &between{Store: r.store}
	if begin != nil {
		b.begin = begin(b)
	}
	r.options.Store = b
	r.restart("two")
	return r, b
}

func TestWhatWasBegunAlreadyIsNotPosted(t *testing.T) {
	r, _ := standBetween(t, func(b *between) func(context.Context, store.Attempt) (store.Begun, error) {
		return func(ctx context.Context, a store.Attempt) (store.Begun, error) {
			if _, err := b.Store.BeginSending(ctx, book, a); err != nil {
				return store.Begun{}, err
			}
			return b.Store.BeginSending(ctx, book, a) // as after a lost reply
		}
	})
	r.tick()
	if n := len(r.slack.messages); n != 0 {
		t.Errorf("%d posts by who may be posting already", n)
	}
}

// deadlines hands on the contexts that posts were made under.
type deadlines struct {
	*slack
	posts []context.Context
}

func (d *deadlines) Post(ctx context.Context, p reminders.Post) (store.Message, error) {
	d.posts = append(d.posts, ctx)
	return d.slack.Post(ctx, p)
}

func TestAPostsDeadlineCountsFromBeforeTheGate(t *testing.T) {
	var gate []time.Time
	r, b := standBetween(t, func(b *between) func(context.Context, store.Attempt) (store.Begun, error) {
		return func(ctx context.Context, a store.Attempt) (store.Begun, error) {
			deadline, ok := ctx.Deadline()
			if !ok || a.Timeout != 15*time.Second {
				t.Errorf("the gate is asked with a deadline: %v, for %s", ok, a.Timeout)
			}
			gate = append(gate, deadline)
			return b.Store.BeginSending(ctx, book, a)
		}
	})
	wire := &deadlines{slack: r.slack}
	r.options.Sender = wire
	ctx, cancel := context.WithCancel(t.Context())
	r.options.Failpoint = func(name string) {
		if name == reminders.FailAfterSending {
			cancel() // the scheduler shuts down
		}
	}
	r.restart("three")
	if _, err := r.service.Tick(ctx); err != nil && !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	if len(wire.posts) != 1 || len(gate) != 1 || len(b.records) != 1 {
		t.Fatalf("%d posts, %d at the gate, %d recorded", len(wire.posts), len(gate), len(b.records))
	}
	if deadline, ok := wire.posts[0].Deadline(); !ok || !deadline.Equal(gate[0]) {
		t.Errorf("the post may write until %s, the gate was asked with %s", deadline, gate[0])
	}
	if got := r.slack.to("U-ANN", store.KindDigest); len(got) != 1 || len(r.deliveries(store.Sending)) != 0 {
		t.Errorf("a shutdown cut into a post: %d messages, %d still sending", len(got), len(r.deliveries(store.Sending)))
	}
}

func TestAProcessThatSleptPastItsDeadlineWritesNothing(t *testing.T) {
	slept := false
	r, _ := standBetween(t, func(b *between) func(context.Context, store.Attempt) (store.Begun, error) {
		return func(ctx context.Context, a store.Attempt) (store.Begun, error) {
			begun, err := b.Store.BeginSending(ctx, book, a)
			if !slept {
				slept = true
				<-ctx.Done()
			}
			return begun, err
		}
	})
	r.options.PostTimeout = 300 * time.Millisecond // longer than the slowest disk takes to begin
	r.restart("three")
	r.tick()
	if n := len(r.slack.messages); n != 0 {
		t.Fatalf("%d posts after the deadline", n)
	}
	r.options.PostTimeout = 0
	r.restart("three")
	r.tick()
	if got := r.slack.to("U-ANN", store.KindDigest); len(got) != 1 {
		t.Errorf("%d messages: what was certainly not written goes again at once", len(got))
	}
}

func TestAGateThatDidNotAnswerInTimeKeepsNobodyWaiting(t *testing.T) {
	for _, c := range []struct {
		name  string
		begun bool // the answer was lost, not the question
	}{{"nothing began", false}, {"it began, and the answer came too late", true}} {
		t.Run(c.name, func(t *testing.T) {
			asked := 0
			r, _ := standBetween(t, func(b *between) func(context.Context, store.Attempt) (store.Begun, error) {
				return func(ctx context.Context, a store.Attempt) (store.Begun, error) {
					if asked++; asked > 1 {
						return b.Store.BeginSending(ctx, book, a)
					}
					if c.begun {
						if _, err := b.Store.BeginSending(ctx, book, a); err != nil {
							return store.Begun{}, err
						}
					}
					return store.Begun{}, context.DeadlineExceeded
				}
			})
			r.tick()
			if n := len(r.slack.messages); n != 0 {
				t.Fatalf("%d posts though the gate said nothing", n)
			}
			if n := len(r.deliveries(store.Claimed, store.Sending, store.Uncertain)); n != 0 {
				t.Errorf("%d deliveries wait for a claim to expire", n)
			}
			r.tick()
			if got := r.slack.to("U-ANN", store.KindDigest); len(got) != 1 {
				t.Errorf("%d messages: what was certainly not written goes again at once", len(got))
			}
		})
	}
}

// freshener brings something with each sync.
type freshener struct {
	sync   func()
	maxAge time.Duration
}

func (f *freshener) Fresh(_ context.Context, maxAge time.Duration) error {
	f.maxAge = maxAge
	if f.sync != nil {
		f.sync()
	}
	return nil
}

func TestWhatIsSentFollowsFromTheBookThatTheSyncBrought(t *testing.T) {
	r, b := standBetween(t, nil)
	sync := &freshener{}
	sync.sync = func() {
		if r.invoice("INV-1").Open().IsPositive() {
			r.pay("INV-1", 0)
		}
	}
	r.options.Freshener, r.options.Channels = sync, reminders.Channels{}
	r.restart("three")
	r.tick()
	if sync.maxAge != time.Minute {
		t.Errorf("a sync of %s is fresh", sync.maxAge)
	}
	if len(b.frozen) != 0 {
		t.Errorf("%d deliveries were frozen from the book before the sync", len(b.frozen))
	}
}

func TestADeliveryNamesAllThatTheGateLooksAt(t *testing.T) {
	r, b := standBetween(t, nil)
	for _, p := range []ledger.Person{{Name: "max", Email: "max@example.com", SlackID: "U-MAX"}, {Name: "Ann", Email: "ann@example.com"}} {
		r.record(ledger.Change{Person: p.Key(), Field: ledger.FieldPerson, New: ledger.Record(p)})
	}
	r.add(row{number: "INV-2", customer: "Beta", sales: "bob", due: "2026-02-10"}) // stage 3: bob and max
	seq := r.desk.Book().Seq()
	r.tick()
	ids := map[string]bool{}
	for _, d := range b.frozen {
		if ids[d.ID] || d.PlannedSeq != seq || !d.NotAfter.Equal(day("2026-03-02").At(18, 30, paris)) {
			t.Errorf("%s to %s: id %s, planned from %d instead of %d, not after %s", d.Kind, d.Destination, d.ID, d.PlannedSeq, seq, d.NotAfter)
		}
		ids[d.ID] = true
		want := map[string][]ledger.Subject{
			"U-ANN": {"customer/acme", "invoice/inv-1", "person/ann@example.com", "person/u-ann"},
			"U-BOB": {"customer/beta", "invoice/inv-2", "person/u-bob"}, // nobody in the People tab: their absence is under the Slack id
			"U-MAX": {"customer/beta", "invoice/inv-2", "person/max@example.com", "person/u-max"},
		}[d.Destination]
		if want != nil && !slices.Equal(d.Subjects, want) {
			t.Errorf("the gate of the %s to %s looks at %v, want %v", d.Kind, d.Destination, d.Subjects, want)
		}
	}
	if len(ids) < 3 {
		t.Fatalf("%d deliveries", len(ids))
	}
}

// A digest whose day passed is dropped, and the next one has another id.
func TestIdsAreNeverUsedAgain(t *testing.T) {
	r, b := standBetween(t, nil)
	r.slack.fault = func(reminders.Post) fault {
		return fault{lost: true, err: &reminders.SendError{Certain: true, Code: reminders.CodeNotConnected}}
	}
	r.tick()
	r.clock.set(day("2026-03-02"), 18, 29)
	r.tick()
	r.slack.fault = nil
	r.clock.set(day("2026-03-03"), 9, 0)
	r.run(3 * time.Minute)
	if got := r.slack.to("U-ANN", store.KindDigest); len(got) != 1 {
		t.Errorf("%d digests on the next day", len(got))
	}
	if len(b.refused) > 0 {
		t.Errorf("not frozen: %v", b.refused)
	}
}

// Whoever got today's digest hears of what came since tomorrow; nothing is
// drafted in vain at every tick until then.
func TestTheSecondDigestOfADayIsNotEvenDrafted(t *testing.T) {
	r, b := standBetween(t, nil)
	r.tick()
	r.add(row{number: "INV-2", customer: "Beta", sales: "ann", due: "2026-02-10"})
	r.run(3 * time.Minute)
	if len(b.refused) > 0 {
		t.Errorf("the store had to refuse: %v", b.refused)
	}
	if got := r.slack.to("U-ANN", store.KindDigest); len(got) != 1 {
		t.Errorf("%d digests", len(got))
	}
}

// Likewise the channel's post: what was paid since is in tomorrow's.
func TestTheSecondPostOfADayIsNotEvenDrafted(t *testing.T) {
	r := newRig(t)
	b := &between{Store: r.store}
	r.options.Store = b
	r.restart("two")
	r.add(row{number: "INV-1", sales: "ann", due: "2026-02-26"}, row{number: "INV-2", sales: "bob", due: "2026-02-26"})
	r.tick()
	r.pay("INV-2", 0)
	r.run(3 * time.Minute)
	if len(b.refused) > 0 {
		t.Errorf("the store had to refuse: %v", b.refused)
	}
	if got := r.slack.to("C-REM", store.KindChannel); len(got) != 1 {
		t.Fatalf("%d posts today", len(got))
	}
	r.clock.set(day("2026-03-03"), 9, 0)
	r.tick()
	got := r.slack.to("C-REM", store.KindChannel)
	if len(got) != 2 || len(got[1].content.Post.Paid) != 1 {
		t.Errorf("%d posts by tomorrow", len(got))
	}
}

func TestEachClaimHasANameOfItsOwn(t *testing.T) {
	r, b := standBetween(t, nil)
	r.tick()
	seen := map[string]bool{}
	for _, o := range b.owners {
		if o.Incarnation != "two" || o.Attempt == "" || seen[o.Attempt] {
			t.Errorf("claimed by %+v", o)
		}
		seen[o.Attempt] = true
	}
	if len(seen) < 2 {
		t.Fatalf("%d claims; the scene needs two", len(seen))
	}
}

// What the metadata says of reminders can be made by nobody without the key.
func TestHashesAreKeyed(t *testing.T) {
	hashes := map[string]bool{}
	for _, key := range []string{"", "key", "another"} {
		r := one(t)
		if key != "" {
			r.options.HashKey = []byte(key)
		} else {
			r.options.HashKey = []byte{0} // pads to the same as no key at all
		}
		r.restart("two")
		r.tick()
		hashes[r.slack.to("U-ANN", store.KindDigest)[0].hashes[0]] = true
	}
	if len(hashes) != 3 {
		t.Errorf("%d hashes under three keys", len(hashes))
	}
}

// The store's clock and the process's may disagree: what is in doubt waits on
// the store's, either way.
func TestDoubtWaitsOnTheStoresClock(t *testing.T) {
	for name, ahead := range map[string]time.Duration{"the process runs ahead": 30 * time.Minute, "the process runs behind": -30 * time.Minute} {
		t.Run(name, func(t *testing.T) {
			r := newRigOn(t, func(now func() time.Time) store.Store {
				return memstore.New(func() time.Time { return now().Add(-ahead) })
			}, func(o *reminders.Options) { o.Channels = reminders.Channels{} })
			r.clock.set(day("2026-03-02"), 12, 0)
			r.add(row{number: "INV-1", sales: "ann", due: "2026-02-26"})
			r.slack.fault = once(fault{lost: true, err: errors.New("reset")})
			r.run(10 * time.Minute)
			if got := r.deliveries(store.Uncertain); len(got) != 1 || len(r.slack.messages) != 0 {
				t.Fatalf("after ten minutes %d wait, %d posts", len(got), len(r.slack.messages))
			}
			r.run(4 * time.Minute)
			if got := r.slack.to("U-ANN", store.KindDigest); len(got) != 1 {
				t.Errorf("%d messages after a quarter of an hour", len(got))
			}
		})
	}
}

// News beside the ladder (a payment for the channel's post, a claim to check)
// waits with the reminders.
func TestNewsWaitsWithTheReminders(t *testing.T) {
	for name, prepare := range map[string]func(*rig){
		"while the book only observes": func(r *rig) { r.level(ledger.LevelObserve) },
		"on the last day of a pause": func(r *rig) {
			r.record(ledger.Change{Field: ledger.FieldPause, New: ledger.Day(day("2026-03-02"))})
		},
		"while the book is held": func(r *rig) { r.record(ledger.Change{Field: ledger.FieldHold, New: ledger.Text("no key column")}) },
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			r.add(row{number: "INV-1", sales: "ann", due: "2026-02-26"}, row{number: "INV-2", sales: "bob", due: "2026-02-26"})
			r.pay("INV-1", 0)
			r.set("INV-2", ledger.FieldSaysPaidUntil, ledger.Day(day("2026-03-09")))
			prepare(r)
			r.run(3 * time.Minute)
			if n := len(r.slack.messages); n != 0 {
				t.Errorf("%d messages went out", n)
			}
		})
	}
}

func TestAPauseLastsItsLastDay(t *testing.T) {
	paused := bookOf(t, []row{{number: "INV-1", sales: "ann", due: "2026-03-02"}}, ledger.Change{Field: ledger.FieldPause, New: on("2026-03-05")})
	for today, want := range map[string]reminders.Reason{"2026-03-05": reminders.SkipPaused, "2026-03-06": reminders.Send} {
		if got := reminders.Plan(paused, reminders.Default(), nil, day(today))[0].Reason; got != want {
			t.Errorf("on %s: %s, want %s", today, got, want)
		}
	}
}
