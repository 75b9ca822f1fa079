package reminders_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/reminders"
	"github.com/relance-bot/relance/store"
)

// idle is a Desk of an empty book.
type idle struct{}

func (idle) Book() *ledger.Book { return ledger.NewBook() }
func (idle) Record(context.Context, ...ledger.Change) ([]ledger.Change, error) {
	return nil, nil
}

// quiet is a store in which nothing ever is; calls it doesn't know panic.
type quiet struct{ store.Deliveries }

func (quiet) Sweep(context.Context, string) ([]store.Delivery, error) { return nil, nil }

func (quiet) Now(context.Context) (time.Time, error) { return time.Now(), nil }

func (quiet) List(context.Context, string, ...store.State) ([]store.Delivery, error) { return nil, nil }

func (quiet) Unmarked(context.Context, string) ([]store.Delivery, error) { return nil, nil }

func (quiet) CondemnedMessages(context.Context, string) ([]store.CondemnedMessage, error) {
	return nil, nil
}

func (quiet) Reconciliation(context.Context, string) (store.Reconciliation, error) {
	return store.Reconciliation{}, nil
}

type fresh struct{}

func (fresh) Fresh(context.Context, time.Duration) error { return nil }

// started is a Service on a quiet store, and what its jobs did.
func started(t *testing.T, o reminders.Options) *reminders.Service {
	t.Helper()
	if o.Store == nil {
		o.Store = quiet{}
	}
	o.Book, o.Desk, o.Freshener, o.Sender, o.Composer, o.Directory = book, idle{}, fresh{}, newSlack(&clock{}), plain{}, &people{}
	o.Policy, o.HashKey, o.Now, o.Location = reminders.Default(), []byte("key"), time.Now, paris
	s, err := reminders.New(o)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestStopLeavesNoGoroutine(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	s := started(t, reminders.Options{TickEvery: time.Millisecond})
	if err := s.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := s.Stop(t.Context()); err != nil {
		t.Errorf("a second Stop: %v", err)
	}
}

// stuck is a quiet store that sweeps for an hour.
type stuck struct{ quiet }

func (stuck) Sweep(ctx context.Context, _ string) ([]store.Delivery, error) {
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-time.After(time.Hour):
		return nil, nil
	}
}

// TestWhoWaitsForATickGivesUpWithTheirContext: a tick that hangs on the network
// keeps nobody longer than they want to wait, and nobody's wait holds up time.
func TestWhoWaitsForATickGivesUpWithTheirContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := started(t, reminders.Options{TickEvery: time.Minute, Store: stuck{}})
		began := time.Now()
		time.Sleep(90 * time.Second) // the first tick hangs since the first minute
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if _, err := s.Tick(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("the second tick ended with %v", err)
		}
		if waited := time.Since(began); waited != 150*time.Second {
			t.Errorf("it waited until %s after the start", waited)
		}
		if err := s.Stop(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

func TestJobsWakeTheSyncAndTheTicks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		ticks, syncs := []time.Time{}, 0
		o := reminders.Options{
			TickEvery: 7 * time.Minute, SyncEvery: time.Minute,
			Sync: func(context.Context) error { mu.Lock(); defer mu.Unlock(); syncs++; return nil },
			OnTick: func(_ reminders.Report, err error) {
				mu.Lock()
				defer mu.Unlock()
				if err != nil {
					t.Error(err)
				}
				ticks = append(ticks, time.Now())
			},
		}
		began := time.Now()
		s := started(t, o)
		time.Sleep(24*time.Hour - time.Second)
		synctest.Wait()
		if err := s.Stop(t.Context()); err != nil {
			t.Fatal(err)
		}
		// gocron may wake a job once more when two fall on one instant, which is
		// harmless: what counts is that no wake-up is missing.
		const minutes = 24*60 - 1
		if syncs < minutes || syncs > minutes+minutes/10 {
			t.Errorf("%d syncs in %d minutes", syncs, minutes)
		}
		inTime := map[int]bool{}
		atDigest := false
		for _, at := range ticks {
			inTime[int(at.Sub(began)/(7*time.Minute))] = true
			h, m, _ := at.In(paris).Clock()
			atDigest = atDigest || h == 8 && m == 30
		}
		if want := minutes / 7; len(inTime) < want || !atDigest {
			t.Errorf("ticks in %d of %d intervals, one at 08:30: %v", len(inTime), want, atDigest)
		}
	})
}

func TestAReplicaWithoutTheLeaseSleeps(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ticked := false
		s := started(t, reminders.Options{
			Active: func() bool { return false }, OnTick: func(reminders.Report, error) { ticked = true },
		})
		time.Sleep(time.Hour)
		if err := s.Stop(t.Context()); err != nil {
			t.Fatal(err)
		}
		if ticked {
			t.Error("it ticked")
		}
	})
}
