package redisstore

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
	verdict, _, err := s.step(ctx, book, a.ID, "record as sent", scriptSent, a.Fence, m.Channel, m.TS)
	return verdict, err
}

// RecordRefused says that the service certainly did not take it.
func (s *Store) RecordRefused(ctx context.Context, book string, a store.Attempt, r store.Refusal) (store.Verdict, error) {
	if err := check.Texts(r.Reason); err != nil {
		return "", fmt.Errorf("record refusal of delivery %s: %w", a.ID, err)
	}
	verdict, _, err := s.step(ctx, book, a.ID, "record refusal of", scriptRefused,
		a.Owner.Incarnation, a.Owner.Attempt, a.Fence, r.Reason, flag(r.Final), r.MaxAttempts)
	return verdict, err
}

// RecordDoubt says that the call came back with neither a yes nor a no.
func (s *Store) RecordDoubt(ctx context.Context, book string, a store.Attempt, reason string) (store.Verdict, error) {
	if err := check.Texts(reason); err != nil {
		return "", fmt.Errorf("record doubt about delivery %s: %w", a.ID, err)
	}
	verdict, _, err := s.step(ctx, book, a.ID, "record doubt about", scriptDoubt, a.Owner.Incarnation, a.Owner.Attempt, a.Fence, reason)
	return verdict, err
}
