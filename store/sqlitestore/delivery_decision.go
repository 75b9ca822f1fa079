package sqlitestore

import (
	"context"
	"fmt"

	"github.com/relance-bot/relance/store"
	"github.com/relance-bot/relance/store/internal/check"
)

// Park leaves an Uncertain delivery for a person to decide.
func (s *Store) Park(ctx context.Context, book, id, reason string) (store.Verdict, error) {
	if err := check.Texts(reason); err != nil {
		return "", fmt.Errorf("park delivery %s: %w", id, err)
	}
	return s.step(ctx, book, id, "park", func(s *step) (store.Verdict, error) {
		switch s.State {
		case store.Parked:
			return store.Already, nil
		case store.Uncertain:
			s.State, s.Reason, s.resolved = store.Parked, reason, false
			return store.OK, nil
		}
		return store.RefusedState, nil
	})
}

// Resolve is the person's decision on a Parked delivery.
func (s *Store) Resolve(ctx context.Context, book, id string, d store.Decision) (store.Verdict, error) {
	if err := check.Texts(d.By, d.Message.Channel, d.Message.TS); err != nil {
		return "", fmt.Errorf("resolve delivery %s: %w", id, err)
	}
	return s.step(ctx, book, id, "resolve", func(s *step) (store.Verdict, error) {
		switch {
		case s.State != store.Parked && s.resolved:
			return store.Already, nil
		case s.State != store.Parked:
			return store.RefusedState, nil
		case d.SendAgain:
			s.State, s.Reason, s.resolved = store.Due, "send again, said "+d.By, true
			return store.OK, nil
		}
		if condemned, err := s.isCondemned(ctx, d.Message); err != nil || condemned {
			return store.Condemned, err
		}
		s.Reason, s.resolved = "sent already, said "+d.By, true
		return store.OK, s.sent(ctx, d.Message)
	})
}

// Drop ends a delivery that is no longer wanted.
func (s *Store) Drop(ctx context.Context, book, id, reason string) (store.Verdict, error) {
	if err := check.Texts(reason); err != nil {
		return "", fmt.Errorf("drop delivery %s: %w", id, err)
	}
	return s.step(ctx, book, id, "drop", func(s *step) (store.Verdict, error) {
		switch s.State {
		case store.Dropped:
			return store.Already, nil
		case store.Due, store.Claimed:
			return store.OK, s.drop(ctx, reason)
		}
		return store.RefusedState, nil
	})
}
