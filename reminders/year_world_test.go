package reminders_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/reminders"
	"github.com/relance-bot/relance/store"
)

// replica is one process. Its book is fed by the journal, and may lag.
type replica struct {
	service *reminders.Service
	desk    *ledger.Bookkeeper
	name    string
}

// boot starts a process that took over the lock file of the one before.
func (y *year) boot(i int) {
	r := y.replicas[i]
	if r.name != "" {
		y.deaths = append(y.deaths, reminders.Proof{Incarnation: r.name, Proof: "lock file taken over"})
	}
	y.booted++
	r.name = fmt.Sprintf("process %d", y.booted)
	// A book follows from the journal alone: now and then it is read from its
	// first entry, else from where the process before had come.
	if r.desk == nil || y.booted%16 == 0 {
		r.desk = ledger.NewBookkeeper(journal{y.store})
	}
	if err := r.desk.CatchUp(context.Background()); err != nil {
		y.t.Fatal(err)
	}
	o := y.options
	o.Incarnation, o.Desk, o.Store = r.name, r.desk, watched{y.store, y}
	o.Failpoint = func(name string) { y.failpoint(i, name) }
	service, err := reminders.New(o)
	if err != nil {
		y.t.Fatal(err)
	}
	r.service = service
	if y.mail.silent && r.desk.Book().Letters().Silence.IsZero() {
		service.Slept(y.mail.slept)
	}
}

// ticks lets the replica that has the lease tick each minute, and often enough
// the other one, and goes on for as long as something is in doubt: hours in
// which ticks find nothing are left out.
func (y *year) ticks(n int) {
	if y.random.IntN(40) == 0 {
		y.leads = 1 - y.leads
	}
	for i := 0; i < n || i < 40 && y.inDoubt(); i++ {
		y.tickOf(y.leads)
		if i >= n || y.random.IntN(4) == 0 {
			y.tickOf(1 - y.leads)
		}
		y.clock.advance(time.Minute)
	}
}

func (y *year) inDoubt() bool {
	list, err := y.store.List(context.Background(), book, store.Sending, store.Uncertain)
	if err != nil {
		y.t.Fatal(err)
	}
	return len(list) > 0
}

// tickOf is one tick, which may die at a failpoint.
func (y *year) tickOf(i int) {
	r := y.replicas[i]
	defer func() {
		if v := recover(); v != nil {
			c, ok := v.(crash)
			if !ok {
				panic(v)
			}
			y.count("deaths of a process")
			y.note("%s dies at %s", r.name, c.at)
			y.boot(i)
		}
	}()
	if y.healed || y.random.IntN(8) > 0 { // else its book lags
		if err := r.desk.CatchUp(context.Background()); err != nil {
			y.t.Fatal(err)
		}
	}
	report, err := r.service.Tick(context.Background())
	if err != nil {
		y.note("%s gave up: %v", r.name, err)
		y.count("ticks given up")
	}
	for verdict, n := range report.Dropped {
		y.count("dropped by the gate: "+string(verdict), n)
	}
	y.count("messages adopted", report.Adopted)
	y.count("deliveries released", report.Released)
	y.count("copies deleted", report.Deleted)
	y.count("messages updated in place", report.Updated)
}

// failpoint is where a process may die, stop, be overtaken by the other one, or
// a person may do something.
func (y *year) failpoint(i int, name string) {
	if y.healed || y.nested {
		return
	}
	switch n := y.random.IntN(500 * y.crowd); {
	case n < 4:
		panic(crash{name})
	case n < 10:
		y.nested = true
		y.tickOf(1 - i)
		y.nested = false
	case n < 16:
		y.acts(1)
	case n < 18 && name == reminders.FailAfterSending:
		// SIGSTOP past T: the other one sweeps, and this one posts all the same.
		y.count("processes stopped past T")
		y.stopped, y.nested = true, true
		for range 1 + y.random.IntN(4) {
			y.clock.advance(3 * time.Minute)
			y.tickOf(1 - i)
		}
		y.nested = false
	}
}

// fault is how Slack fails.
func (y *year) fault(reminders.Post) fault {
	if y.healed {
		return fault{}
	}
	switch n := y.random.IntN(100); {
	case n < 3:
		y.count("replies lost")
		return fault{err: errors.New("reply lost")}
	case n < 5:
		y.count("requests lost")
		return fault{lost: true, err: errors.New("request lost")}
	case n < 7:
		y.count("errors after it was applied, some showing late")
		return fault{err: &reminders.SendError{Code: "internal_error"}, shows: time.Duration(y.random.IntN(10)) * time.Minute}
	case n < 8:
		y.count("errors, nothing applied")
		return fault{lost: true, err: &reminders.SendError{Code: "fatal_error"}}
	case n < 10:
		y.count("told to slow down")
		return fault{lost: true, err: &reminders.SendError{Certain: true, Code: "ratelimited", RetryAfter: 5 * time.Second}}
	case n < 11:
		y.count("connections never made")
		return fault{lost: true, err: &reminders.SendError{Certain: true, Code: reminders.CodeNotConnected}}
	case n < 12:
		y.count("refusals")
		return fault{lost: true, err: &reminders.SendError{Certain: true, Code: "restricted_action"}}
	case y.random.IntN(1000) < 3:
		y.count("refusals for good")
		return fault{lost: true, err: &reminders.SendError{Certain: true, Final: true, Code: "channel_not_found"}}
	}
	return fault{}
}

// watched tells the oracle what passes the gate, and what came into doubt.
type watched struct {
	store.Store
	y *year
}

func (w watched) BeginSending(ctx context.Context, book string, a store.Attempt) (store.Begun, error) {
	begun, err := w.Store.BeginSending(ctx, book, a)
	if err == nil && begun.Verdict == store.OK {
		d, err := w.Delivery(ctx, book, a.ID)
		if err != nil {
			return begun, err
		}
		w.y.stopped = false
		if d.Kind == store.KindLetter {
			w.y.letterPasses(d)
		} else {
			w.y.passed(d)
		}
	}
	return begun, err
}

func (w watched) Sweep(ctx context.Context, book string) ([]store.Delivery, error) {
	list, err := w.Store.Sweep(ctx, book)
	for _, d := range list {
		if d.Kind != store.KindLetter { // which nothing but a person settles
			w.y.doubt(d.ID)
		}
	}
	return list, err
}

func (w watched) Park(ctx context.Context, book, id, reason string) (store.Verdict, error) {
	verdict, err := w.Store.Park(ctx, book, id, reason)
	d, unread := w.Delivery(ctx, book, id)
	switch {
	case unread == nil && d.Kind == store.KindLetter:
	case unread == nil && d.Kind == store.KindThread:
		w.y.count("lines in a thread let go") // nobody is asked
	case verdict == store.OK:
		w.y.count("parked because of it")
		w.y.note("parked %s: %s", id, reason)
	}
	return verdict, err
}

// quiet lets days go by in which nothing runs here.
func (y *year) quiet(days int) {
	slept := y.now()
	y.clock.set(y.today()+ledger.Date(days), 7, 0)
	if y.mail.on && y.now().Sub(slept) >= 24*time.Hour {
		y.count("silences after which finance says go on")
		y.mail.silent, y.mail.slept = true, slept
	}
	for i := range y.replicas {
		y.boot(i)
	}
	y.sinceDowntime()
}

// resolveAll has finance press a button on each parked message.
func (y *year) resolveAll() {
	service := y.replicas[0].service
	list, err := service.Parked(context.Background())
	if err != nil {
		y.t.Fatal(err)
	}
	y.parkedLetters()
	for _, p := range list {
		if p.Kind == store.KindLetter {
			continue
		}
		again := y.random.IntN(3) > 0 || strings.HasPrefix(p.Reason, "not found")
		y.count("parked and decided by a person")
		y.note("%s is decided: again %v", p.Delivery, again)
		if err := service.ResolveParked(context.Background(), p.Delivery, again, "U-FIN"); err != nil {
			y.note("too late: %v", err)
		}
	}
}
