package redisstore

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
	verdict, _, err := s.step(ctx, book, id, "park", scriptPark, reason)
	return verdict, err
}

// Resolve is the person's decision on a Parked delivery.
func (s *Store) Resolve(ctx context.Context, book, id string, d store.Decision) (store.Verdict, error) {
	if err := check.Texts(d.By, d.Message.Channel, d.Message.TS); err != nil {
		return "", fmt.Errorf("resolve delivery %s: %w", id, err)
	}
	reason := "sent already, said " + d.By
	if d.SendAgain {
		reason = "send again, said " + d.By
	}
	verdict, _, err := s.step(ctx, book, id, "resolve", scriptResolve, flag(d.SendAgain), reason, d.Message.Channel, d.Message.TS)
	return verdict, err
}

// Drop ends a delivery that is no longer wanted.
func (s *Store) Drop(ctx context.Context, book, id, reason string) (store.Verdict, error) {
	if err := check.Texts(reason); err != nil {
		return "", fmt.Errorf("drop delivery %s: %w", id, err)
	}
	verdict, _, err := s.step(ctx, book, id, "drop", scriptDrop, reason)
	return verdict, err
}
