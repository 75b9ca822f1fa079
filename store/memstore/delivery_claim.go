package memstore

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/relance-bot/relance/store"
	"github.com/relance-bot/relance/store/internal/check"
)

// Freeze adds deliveries as Due, each on its own.
func (s *Store) Freeze(_ context.Context, name string, deliveries []store.Delivery) (verdicts []store.Verdict, err error) {
	if err := check.Deliveries(deliveries); err != nil {
		return nil, fmt.Errorf("freeze deliveries of book %s: %w", name, err)
	}
	err = s.with(name, func(b *book) error {
		for _, d := range deliveries {
			verdicts = append(verdicts, b.freeze(d, s.server))
		}
		return nil
	})
	return verdicts, err
}

func (b *book) freeze(d store.Delivery, server int) store.Verdict {
	known, ok := b.byID[d.ID]
	switch {
	case ok && sameFrozen(known.Delivery, d):
		return store.Already
	case ok:
		return store.RefusedKnownID
	case b.isOpen(server):
		return store.RefusedReconcile
	case b.isHeld(d):
		return store.RefusedHeldID
	case b.hasLaterDigest(d):
		return store.RefusedDigestDay
	}
	r := &record{Delivery: store.Delivery{
		ID: d.ID, Kind: d.Kind, Destination: d.Destination, Person: d.Person, Day: d.Day, Reminders: slices.Clone(d.Reminders),
		Subjects: slices.Clone(d.Subjects), PlannedSeq: d.PlannedSeq, NotAfter: plain(d.NotAfter), Payload: slices.Clone(d.Payload),
		State: store.Due, Epoch: b.epoch,
	}}
	b.hold(r.Delivery)
	r.place = len(b.records)
	b.records, b.live = append(b.records, r), append(b.live, r)
	b.byID[d.ID] = r
	return store.OK
}

// Claim takes deliveries that are due, oldest first.
func (s *Store) Claim(_ context.Context, name string, ask store.ClaimAsk) (claimed []store.Delivery, err error) {
	if err := check.Claim(ask); err != nil {
		return nil, fmt.Errorf("claim deliveries of book %s: %w", name, err)
	}
	err = s.with(name, func(b *book) error {
		if b.isOpen(s.server) {
			return nil
		}
		now := s.instant()
		b.expireClaims(now)
		for _, r := range b.unsettled() {
			if r.State != store.Due || len(claimed) == ask.Limit {
				continue
			}
			r.State, r.Owner, r.ClaimExpires = store.Claimed, ask.Owner, now.Add(ask.TTL)
			r.Fence++
			claimed = append(claimed, r.Delivery)
		}
		return nil
	})
	return claimed, err
}

func (b *book) expireClaims(now time.Time) {
	for _, r := range b.unsettled() {
		if r.State == store.Claimed && !r.ClaimExpires.After(now) {
			r.State = store.Due
		}
	}
}

// Sweep moves what nobody works on any more, and lists what is Uncertain.
func (s *Store) Sweep(_ context.Context, name string) (uncertain []store.Delivery, err error) {
	err = s.with(name, func(b *book) error {
		now := s.instant()
		b.expireClaims(now)
		for _, r := range b.unsettled() {
			if r.State == store.Sending && !r.Deadline.After(now) {
				r.State = store.Uncertain
				// An owner that was proven dead while it sent is in doubt since then.
				if died, dead := b.deaths[r.Owner.Incarnation]; dead && died.After(r.DoubtSince) {
					r.DoubtSince = died
				}
			}
			if r.State == store.Uncertain {
				uncertain = append(uncertain, r.Delivery)
			}
		}
		return nil
	})
	return uncertain, err
}

// List gives the deliveries in any of the states, oldest first.
func (s *Store) List(_ context.Context, name string, states ...store.State) ([]store.Delivery, error) {
	ended := len(states) == 0 || slices.Contains(states, store.Sent) || slices.Contains(states, store.Dropped)
	return s.listed(name, ended, func(r *record) bool { return len(states) == 0 || slices.Contains(states, r.State) })
}

// Unmarked lists what is Sent and not yet in the journal.
func (s *Store) Unmarked(_ context.Context, name string) ([]store.Delivery, error) {
	return s.listed(name, false, func(r *record) bool { return r.State == store.Sent && !r.Marked })
}

func (s *Store) listed(name string, ended bool, wanted func(*record) bool) (list []store.Delivery, err error) {
	err = s.with(name, func(b *book) error {
		records := b.records
		if !ended {
			records = b.unsettled()
		}
		for _, r := range records {
			if wanted(r) {
				list = append(list, r.Delivery)
			}
		}
		return nil
	})
	return list, err
}

// Delivery gives one.
func (s *Store) Delivery(_ context.Context, name, id string) (d store.Delivery, err error) {
	err = s.with(name, func(b *book) error {
		r, ok := b.byID[id]
		if !ok {
			return fmt.Errorf("delivery %s: %w", id, store.ErrNotFound)
		}
		d = r.Delivery
		return nil
	})
	return d, err
}

// Mark says that the stages of these deliveries are in the journal.
func (s *Store) Mark(_ context.Context, name string, ids []string) error {
	return s.with(name, func(b *book) error {
		for _, id := range ids {
			if r, ok := b.byID[id]; ok && r.State == store.Sent {
				r.Marked = true
			}
		}
		return nil
	})
}
