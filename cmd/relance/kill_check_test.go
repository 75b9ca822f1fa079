package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/store"
)

// tally counts what happened.
type tally struct {
	mu        sync.Mutex
	kills     map[string]int
	faults    map[string]int
	messages  int
	reminders int
	uncertain int // left sending by a kill, or neither a yes nor a no
	adopted   int
	resent    int
	doubled   int
	missing   int
	stops     int // past a deadline
	parked    []string

	parkedBlind int // of parked: the history might not be read
}

func newTally() *tally { return &tally{kills: map[string]int{}, faults: map[string]int{}} }

func (t *tally) add(o *tally) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for k, n := range o.kills {
		t.kills[k] += n
	}
	for k, n := range o.faults {
		t.faults[k] += n
	}
	t.messages, t.reminders, t.uncertain, t.adopted = t.messages+o.messages, t.reminders+o.reminders, t.uncertain+o.uncertain, t.adopted+o.adopted
	t.resent, t.doubled, t.missing, t.parkedBlind = t.resent+o.resent, t.doubled+o.doubled, t.missing+o.missing, t.parkedBlind+o.parkedBlind
	t.stops += o.stops
	t.parked = append(t.parked, o.parked...)
}

func (t *tally) faultLine() string {
	var b strings.Builder
	for _, k := range slices.Sorted(maps.Keys(t.faults)) {
		fmt.Fprintf(&b, " %s=%d", strings.ReplaceAll(k, " ", "/"), t.faults[k])
	}
	return b.String()
}

// seen is the workspace and what the store has parked.
type seen struct {
	messages   []posted
	deliveries map[string][]string // messages by delivery
	said       map[saying][]string // messages by reminder and place
	parked     map[saying]bool
}

func (w *killWorld) look() *seen {
	w.t.Helper()
	v := &seen{messages: w.said(), deliveries: map[string][]string{}, said: map[saying][]string{}, parked: map[saying]bool{}}
	for _, m := range v.messages {
		at := m.place + " " + m.ts
		v.deliveries[m.delivery] = append(v.deliveries[m.delivery], at)
		for _, hash := range m.reminders {
			v.said[saying{m.place, hash}] = append(v.said[saying{m.place, hash}], at)
		}
	}
	parked, err := w.store.List(w.t.Context(), killBook, store.Parked)
	w.must(err)
	for _, d := range parked {
		for _, r := range d.Reminders {
			v.parked[saying{d.Destination, reminderHash(r.ID)}] = true
		}
	}
	return v
}

func (v *seen) has(s saying) bool { return len(v.said[s]) > 0 || v.parked[s] }

// missing names what the days called for and is neither said nor parked.
func (v *seen) missing(days [][]call) string {
	var list []string
	open := map[string]bool{} // customers without the case they need
	for _, today := range days {
		for _, c := range today {
			for s, words := range c.sayings() {
				if !v.has(s) {
					list = append(list, words)
				}
			}
			if c.stage >= caseFrom {
				open[c.bill.customer] = true
			}
		}
	}
	for _, today := range days {
		for _, c := range today {
			if v.has(saying{killChannel, c.bill.caseHash()}) {
				delete(open, c.bill.customer)
			}
		}
	}
	for customer := range open {
		list = append(list, "the case of "+customer)
	}
	if len(list) == 0 {
		return ""
	}
	slices.Sort(list)
	return "missing: " + strings.Join(list, ", ")
}

// onlyOnce: no delivery and, at one place, no reminder stands in two messages,
// deleted ones included: somebody read those.
func (v *seen) onlyOnce(t *testing.T) (doubled int) {
	t.Helper()
	for id, at := range v.deliveries {
		if len(at) > 1 {
			t.Errorf("delivery %s was posted %d times: %v", id, len(at), at)
			doubled++
		}
	}
	for s, at := range v.said {
		if len(at) > 1 {
			t.Errorf("reminder %s was said %d times at %s: %v", s.hash, len(at), s.place, at)
			doubled++
		}
	}
	return doubled
}

// checkAll looks at everything once more when all is over.
func (w *killWorld) checkAll() {
	w.t.Helper()
	v := w.look()
	w.tally.doubled += v.onlyOnce(w.t)
	if said := v.missing(w.calls); said != "" {
		w.t.Error(said)
		w.tally.missing++
	}
	w.tally.messages += len(v.messages)
	known := map[saying]bool{}
	for i, today := range w.calls {
		known[saying{killChannel, reminderHash(fmt.Sprintf("|post/%s|0", w.days[i].Format(time.DateOnly)))}] = true
		for n := range directsADay {
			known[saying{killFinance, reminderHash(fmt.Sprintf("|direct/%s/%d|0", w.days[i].Format(time.DateOnly), n))}] = true
		}
		for _, c := range today {
			known[saying{killChannel, c.bill.caseHash()}] = true
			for s := range c.sayings() {
				known[s] = true
			}
		}
	}
	for s, at := range v.said {
		w.tally.reminders++
		if !known[s] && !strings.HasSuffix(s.place, inThread) {
			w.t.Errorf("the ladder never called for reminder %s at %s: %v", s.hash, s.place, at)
		}
	}
	w.checkStore(v)
}

// checkStore holds the store against the workspace and the journal against the
// ladder.
func (w *killWorld) checkStore(v *seen) {
	w.t.Helper()
	deliveries, err := w.store.List(w.t.Context(), killBook)
	w.must(err)
	for _, d := range deliveries {
		switch d.State {
		case store.Sent:
			letGo := d.Kind == store.KindThread && d.Message.TS == ""
			if len(v.deliveries[d.ID]) == 0 && !letGo {
				w.t.Errorf("%s %s is recorded as sent and nobody got it", d.Kind, d.ID)
			}
		case store.Dropped:
			if len(v.deliveries[d.ID]) > 0 {
				w.t.Errorf("%s %s is recorded as dropped and stands at %v", d.Kind, d.ID, v.deliveries[d.ID])
			}
		case store.Parked:
			if d.Kind == store.KindThread {
				continue // let go of within minutes: nobody is asked
			}
			words := "not in Slack"
			if at := v.deliveries[d.ID]; len(at) > 0 {
				words = "in Slack at " + at[0]
			}
			w.tally.parked = append(w.tally.parked, fmt.Sprintf("%s of %s to %s: %s; %s", d.Kind, d.Day, d.Destination, d.Reason, words))
			if d.Reason == "history may not be read" {
				w.tally.parkedBlind++
			}
		default:
			if d.Kind == store.KindThread {
				continue // the last day's lines; nobody waited for them
			}
			w.t.Errorf("%s %s is left %s", d.Kind, d.ID, d.State)
		}
	}
	keeper := ledger.NewBookkeeper(journalOf{w.store})
	w.must(keeper.CatchUp(w.t.Context()))
	for _, b := range w.bills {
		inv, ok := keeper.Book().Invoice(ledger.Key(keyOf(b.number)))
		if !ok {
			w.t.Errorf("%s is not in the book", b.number)
			continue
		}
		want := w.reached[b.number]
		if got := inv.Stage; want.stage > 0 && (got.Number != want.stage || got.Repeat != want.repeat) && !w.isParked(deliveries, inv.Key) {
			w.t.Errorf("%s, due %s, is at stage %q in the book; expected %d", b.number, inv.Due, got, want.stage)
		}
	}
}

// isParked tells whether a parked message speaks of the invoice: its stage is
// put down when a person says that it arrived.
func (w *killWorld) isParked(deliveries []store.Delivery, key ledger.Key) bool {
	return slices.ContainsFunc(deliveries, func(d store.Delivery) bool {
		return d.State == store.Parked && slices.ContainsFunc(d.Reminders, func(r store.Reminder) bool { return r.Invoice == key })
	})
}
