package redisstore

import (
	"context"
	"fmt"

	"github.com/relance-bot/relance/store"
	"github.com/relance-bot/relance/store/internal/check"
)

// Freeze adds deliveries as Due, each on its own.
func (s *Store) Freeze(ctx context.Context, book string, deliveries []store.Delivery) ([]store.Verdict, error) {
	if err := check.Deliveries(deliveries); err != nil {
		return nil, fmt.Errorf("freeze deliveries of book %s: %w", book, err)
	}
	var args []any
	for _, d := range deliveries {
		part, err := freeze(d)
		if err != nil {
			return nil, fmt.Errorf("freeze delivery %s: %w", d.ID, err)
		}
		args = append(args, d.ID, part, d.Payload)
	}
	answer, err := s.texts(ctx, book, scriptFreeze, nil, args...)
	if err != nil {
		return nil, fmt.Errorf("freeze deliveries of book %s: %w", book, err)
	}
	verdicts := make([]store.Verdict, len(answer))
	for i, text := range answer {
		verdicts[i] = store.Verdict(text)
	}
	return verdicts, nil
}
