package sqlitestore

import (
	"context"
	"fmt"

	"github.com/relance-bot/relance/store"
	"github.com/relance-bot/relance/store/internal/check"
)

// RecordSent says that the message is out.
func (s *Store) RecordSent(ctx context.Context, book string, a store.Attempt, m store.Message) (store.Verdict, error) {
	if err := check.Message(m); err != nil {
		return "", fmt.Errorf("record delivery %s: %w", a.ID, err)
	}
	return s.step(ctx, book, a.ID, "record as sent", func(s *step) (store.Verdict, error) {
		if verdict, err := s.repeated(ctx, m); verdict != "" || err != nil {
			return verdict, err
		}
		switch s.State {
		case store.Due, store.Claimed, store.Parked:
			return store.OK, s.sent(ctx, m)
		case store.Sending, store.Uncertain:
			if a.Fence >= s.Fence {
				return store.OK, s.sent(ctx, m)
			}
		case store.Sent, store.Dropped:
		}
		return store.Condemned, s.condemn(ctx, m)
	})
}

// repeated answers for a message that the store knows already, and for one of
// a delivery that a person said was sent, without saying where: that is it.
func (s *step) repeated(ctx context.Context, m store.Message) (store.Verdict, error) {
	condemned, err := s.isCondemned(ctx, m)
	switch {
	case err != nil || condemned:
		return store.Condemned, err
	case s.State != store.Sent:
		return "", nil
	case s.Message == m:
		return store.Already, nil
	case s.Message == store.Message{}:
		s.Message = m
		return store.OK, nil
	}
	return "", nil
}

// RecordRefused says that the service certainly did not take it.
func (s *Store) RecordRefused(ctx context.Context, book string, a store.Attempt, r store.Refusal) (store.Verdict, error) {
	if err := check.Texts(r.Reason); err != nil {
		return "", fmt.Errorf("record refusal of delivery %s: %w", a.ID, err)
	}
	return s.step(ctx, book, a.ID, "record refusal of", func(s *step) (store.Verdict, error) {
		switch {
		case s.refusedFence == a.Fence && a.Fence > 0:
			return store.Already, nil
		case !s.mine(a):
			return store.RefusedFence, nil
		case s.State != store.Sending && s.State != store.Uncertain:
			return store.RefusedState, nil
		}
		s.State, s.Reason, s.refusedFence = store.Due, r.Reason, a.Fence
		if r.Final || r.MaxAttempts > 0 && s.Attempts >= r.MaxAttempts {
			s.State, s.resolved = store.Parked, false
		}
		return store.OK, nil
	})
}

// RecordDoubt says that the call came back with neither a yes nor a no.
func (s *Store) RecordDoubt(ctx context.Context, book string, a store.Attempt, reason string) (store.Verdict, error) {
	if err := check.Texts(reason); err != nil {
		return "", fmt.Errorf("record doubt about delivery %s: %w", a.ID, err)
	}
	return s.step(ctx, book, a.ID, "record doubt about", func(s *step) (store.Verdict, error) {
		switch {
		case s.doubtedFence == a.Fence && a.Fence > 0:
			return store.Already, nil
		case !s.mine(a):
			return store.RefusedFence, nil
		case s.State != store.Sending && s.State != store.Uncertain:
			return store.RefusedState, nil
		}
		s.State, s.Reason, s.doubtedFence = store.Uncertain, reason, a.Fence
		s.doubt(instant(nanos(s.now)))
		return store.OK, nil
	})
}
