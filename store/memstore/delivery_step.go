package memstore

import (
	"context"
	"fmt"
	"time"

	"github.com/relance-bot/relance/store"
	"github.com/relance-bot/relance/store/internal/check"
)

// step is one call on one delivery.
func (s *Store) step(name, id string, do func(*book, *record) store.Verdict) (verdict store.Verdict, err error) {
	err = s.with(name, func(b *book) error {
		r, ok := b.byID[id]
		if !ok {
			return fmt.Errorf("delivery %s: %w", id, store.ErrNotFound)
		}
		verdict = do(b, r)
		return nil
	})
	return verdict, err
}

// BeginSending is the gate.
func (s *Store) BeginSending(_ context.Context, name string, a store.Attempt) (begun store.Begun, err error) {
	if a.Timeout <= 0 {
		return begun, fmt.Errorf("begin sending delivery %s: no timeout: %w", a.ID, store.ErrInvalid)
	}
	begun.Verdict, err = s.step(name, a.ID, func(b *book, r *record) store.Verdict {
		switch {
		case !r.mine(a):
			return store.RefusedFence
		case r.State == store.Sending:
			begun.Deadline = r.Deadline
			return store.Already
		case r.State == store.Dropped && store.Verdict(r.Reason).ByGate():
			return store.Verdict(r.Reason) // asked twice
		case r.State != store.Claimed:
			return store.RefusedState
		}
		now := s.instant()
		if verdict := s.gate(b, r, now); verdict != store.OK {
			b.drop(r, string(verdict))
			return verdict
		}
		r.State, r.Deadline = store.Sending, now.Add(a.Timeout)
		r.Attempts++
		r.DoubtSince, r.AbsentProbes = r.Deadline, 0
		begun.Deadline = r.Deadline
		return store.OK
	})
	return begun, err
}

// RecordSent says that the message is out.
func (s *Store) RecordSent(_ context.Context, name string, a store.Attempt, m store.Message) (store.Verdict, error) {
	if err := check.Message(m); err != nil {
		return "", fmt.Errorf("record delivery %s: %w", a.ID, err)
	}
	return s.step(name, a.ID, func(b *book, r *record) store.Verdict {
		if verdict := b.repeated(r, m); verdict != "" {
			return verdict
		}
		switch r.State {
		case store.Due, store.Claimed, store.Parked:
			b.sent(r, m)
			return store.OK
		case store.Sending, store.Uncertain:
			if a.Fence >= r.Fence {
				b.sent(r, m)
				return store.OK
			}
		case store.Sent, store.Dropped:
		}
		return b.condemn(r, m)
	})
}

// repeated answers for a message that is known already, and for one of a
// delivery that a person said was sent, without saying where: that is it.
func (b *book) repeated(r *record, m store.Message) store.Verdict {
	switch {
	case b.copies[m] != nil:
		return store.Condemned
	case r.State != store.Sent:
		return ""
	case r.Message == m:
		return store.Already
	case r.Message == store.Message{}:
		r.Message = m
		return store.OK
	}
	return ""
}

// RecordRefused says that the service certainly did not take it.
func (s *Store) RecordRefused(_ context.Context, name string, a store.Attempt, refusal store.Refusal) (store.Verdict, error) {
	if err := check.Texts(refusal.Reason); err != nil {
		return "", fmt.Errorf("record refusal of delivery %s: %w", a.ID, err)
	}
	return s.step(name, a.ID, func(_ *book, r *record) store.Verdict {
		switch {
		case r.refusedFence == a.Fence && a.Fence > 0:
			return store.Already
		case !r.mine(a):
			return store.RefusedFence
		case r.State != store.Sending && r.State != store.Uncertain:
			return store.RefusedState
		}
		r.State, r.Reason, r.refusedFence = store.Due, refusal.Reason, a.Fence
		if refusal.Final || refusal.MaxAttempts > 0 && r.Attempts >= refusal.MaxAttempts {
			r.State, r.resolved = store.Parked, false
		}
		return store.OK
	})
}

// RecordDoubt says that the call came back with neither a yes nor a no.
func (s *Store) RecordDoubt(_ context.Context, name string, a store.Attempt, reason string) (store.Verdict, error) {
	if err := check.Texts(reason); err != nil {
		return "", fmt.Errorf("record doubt about delivery %s: %w", a.ID, err)
	}
	return s.step(name, a.ID, func(_ *book, r *record) store.Verdict {
		switch {
		case r.doubtedFence == a.Fence && a.Fence > 0:
			return store.Already
		case !r.mine(a):
			return store.RefusedFence
		case r.State != store.Sending && r.State != store.Uncertain:
			return store.RefusedState
		}
		r.State, r.Reason, r.doubtedFence = store.Uncertain, reason, a.Fence
		r.doubt(s.instant())
		return store.OK
	})
}

// RecordAbsent counts a probe that found nothing.
func (s *Store) RecordAbsent(_ context.Context, name, id string, began time.Time, settle time.Duration) (store.Verdict, error) {
	return s.step(name, id, func(_ *book, r *record) store.Verdict {
		switch {
		case r.State != store.Uncertain:
			return store.RefusedState
		case began.Before(r.DoubtSince.Add(settle)) || began.After(s.instant()):
			return store.WaitLonger
		case !began.After(r.lastProbe):
			return store.Already
		}
		r.AbsentProbes++
		r.lastProbe = plain(began)
		return store.OK
	})
}
