package redisstore

import (
	"context"
	"fmt"
	"strconv"

	"github.com/relance-bot/relance/store"
	"github.com/relance-bot/relance/store/internal/check"
)

// A script that runs long stops every other client: so many deliveries are
// moved at once, some tens of milliseconds.
const (
	expireBatch = 10_000 // of claims, where order matters
	sweepBatch  = 1000
)

// Claim takes deliveries that are due, oldest first, in one call.
func (s *Store) Claim(ctx context.Context, book string, ask store.ClaimAsk) ([]store.Delivery, error) {
	if err := check.Claim(ask); err != nil {
		return nil, fmt.Errorf("claim deliveries of book %s: %w", book, err)
	}
	found, err := s.texts(ctx, book, scriptClaim, nil, ask.Owner.Incarnation, ask.Owner.Attempt, ask.TTL.Microseconds(), ask.Limit, expireBatch)
	if err != nil {
		return nil, fmt.Errorf("claim deliveries of book %s: %w", book, err)
	}
	var claimed []store.Delivery
	for i := 0; i+3 < len(found); i += 4 {
		d, _, err := thaw(found[i], found[i+1], found[i+2], found[i+3])
		if err != nil {
			return nil, fmt.Errorf("claim deliveries of book %s: %w", book, err)
		}
		claimed = append(claimed, d)
	}
	return claimed, nil
}

// Sweep moves what nobody works on any more, and lists what is Uncertain.
func (s *Store) Sweep(ctx context.Context, book string) ([]store.Delivery, error) {
	for {
		answer, err := s.texts(ctx, book, scriptSweep, nil, sweepBatch)
		if err != nil {
			return nil, fmt.Errorf("sweep deliveries of book %s: %w", book, err)
		}
		moved, err := strconv.Atoi(answer[0])
		if err != nil {
			return nil, fmt.Errorf("sweep deliveries of book %s: %w", book, err)
		}
		if moved < sweepBatch {
			return s.List(ctx, book, store.Uncertain)
		}
	}
}
