package memstore

import (
	"bytes"
	"slices"
	"time"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/store"
	"github.com/relance-bot/relance/store/internal/check"
)

// absentProbes that found nothing are asked for before a delivery is sent again.
const absentProbes = 2

// record is a delivery with what was answered before.
type record struct {
	store.Delivery
	place                                     int // in book.records
	lastProbe                                 time.Time
	refusedFence, doubtedFence, releasedFence uint64
	resolved                                  bool
}

type heldKey struct{ destination, reminder string }

type stageKey struct {
	destination string
	invoice     ledger.Key
	cycle       string
}

type condemned struct {
	delivery string
	buried   bool
}

func (r *record) mine(a store.Attempt) bool { return r.Fence == a.Fence && r.Owner == a.Owner }

// doubt moves DoubtSince to t if that is later. Probes of an earlier doubt
// prove nothing about this one.
func (r *record) doubt(t time.Time) {
	if t.After(r.DoubtSince) {
		r.DoubtSince, r.AbsentProbes = t, 0
	}
}

func sameFrozen(a, b store.Delivery) bool {
	return a.Kind == b.Kind && a.Destination == b.Destination && a.Person == b.Person && a.Day == b.Day &&
		slices.Equal(a.Reminders, b.Reminders) && slices.Equal(a.Subjects, b.Subjects) && a.PlannedSeq == b.PlannedSeq &&
		a.NotAfter.Equal(b.NotAfter) && bytes.Equal(a.Payload, b.Payload)
}

// isHeld tells whether a reminder stands in another live delivery there.
func (b *book) isHeld(d store.Delivery) bool {
	return slices.ContainsFunc(d.Reminders, func(r store.Reminder) bool {
		holder, ok := b.held[heldKey{d.Destination, r.ID}]
		return ok && holder != d.ID
	})
}

// hasLaterDigest tells whether the person has another digest of that day or
// later that wasn't dropped.
func (b *book) hasLaterDigest(d store.Delivery) bool {
	if d.Kind != store.KindDigest {
		return false
	}
	for id, day := range b.digests[d.Person] {
		if id != d.ID && day >= d.Day {
			return true
		}
	}
	return false
}

func (b *book) hold(d store.Delivery) {
	for _, r := range d.Reminders {
		b.held[heldKey{d.Destination, r.ID}] = d.ID
	}
	if d.Kind == store.KindDigest {
		if b.digests[d.Person] == nil {
			b.digests[d.Person] = map[string]ledger.Date{}
		}
		b.digests[d.Person][d.ID] = d.Day
	}
}

// isSettled tells whether a delivery ended and is in the journal.
func (r *record) isSettled() bool {
	return r.State == store.Dropped || r.State == store.Sent && r.Marked
}

// unsettled are the deliveries that haven't ended, oldest first. What is asked
// at every tick looks at them alone, however many there ever were.
func (b *book) unsettled() []*record {
	b.live = slices.DeleteFunc(b.live, (*record).isSettled)
	return b.live
}

// revive puts a dropped delivery back among those that haven't ended.
func (b *book) revive(r *record) {
	if slices.Contains(b.live, r) {
		return
	}
	at, _ := slices.BinarySearchFunc(b.live, r.place, func(o *record, place int) int { return o.place - place })
	b.live = slices.Insert(b.live, at, r)
}

// drop ends a delivery and frees its reminders for another one.
func (b *book) drop(r *record, reason string) {
	r.State, r.Reason = store.Dropped, reason
	for _, one := range r.Reminders {
		delete(b.held, heldKey{r.Destination, one.ID})
	}
	delete(b.digests[r.Person], r.ID)
}

// sent ends a delivery well, and raises the stages recorded.
func (b *book) sent(r *record, m store.Message) {
	r.State, r.Message = store.Sent, m
	for _, one := range r.Reminders {
		key := stageKey{r.Destination, one.Invoice, one.Cycle}
		b.stages[key] = max(b.stages[key], check.Rank(one.Stage))
	}
}

// condemn lists a second copy of a delivery's message for good.
func (b *book) condemn(r *record, m store.Message) store.Verdict {
	if b.copies[m] == nil {
		b.copies[m] = &condemned{delivery: r.ID}
	}
	return store.Condemned
}

// gate looks at everything that may have moved since the delivery was planned.
func (s *Store) gate(b *book, r *record, now time.Time) store.Verdict {
	for _, subject := range check.Subjects(r.Delivery) {
		if b.moved[subject] > r.PlannedSeq {
			return store.RefusedChanged
		}
	}
	if !r.NotAfter.IsZero() && now.After(r.NotAfter) {
		return store.RefusedDay
	}
	for _, one := range r.Reminders {
		if check.Rank(one.Stage) <= b.stages[stageKey{r.Destination, one.Invoice, one.Cycle}] {
			return store.RefusedStage
		}
	}
	if len(b.docs[store.KindIntent]) > 0 {
		return store.RefusedIntent
	}
	if b.isOpen(s.server) || b.epoch != r.Epoch {
		return store.RefusedReconcile
	}
	return store.OK
}
