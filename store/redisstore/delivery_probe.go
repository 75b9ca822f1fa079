package redisstore

import (
	"context"
	"fmt"
	"time"

	"github.com/relance-bot/relance/store"
	"github.com/relance-bot/relance/store/internal/check"
)

// absentProbes that found nothing are asked for before a delivery is sent again.
const absentProbes = 2

// adopted stands in the fence's place for a message that a probe found.
const adopted = -1

// RecordAbsent counts a probe that found nothing.
func (s *Store) RecordAbsent(ctx context.Context, book, id string, began time.Time, settle time.Duration) (store.Verdict, error) {
	verdict, _, err := s.step(ctx, book, id, "record absence of", scriptAbsent, micros(began), settle.Microseconds())
	return verdict, err
}

// Adopt says that a probe found the message.
func (s *Store) Adopt(ctx context.Context, book, id string, m store.Message) (store.Verdict, error) {
	if err := check.Message(m); err != nil {
		return "", fmt.Errorf("adopt message of delivery %s: %w", id, err)
	}
	verdict, _, err := s.step(ctx, book, id, "adopt message of", scriptSent, adopted, m.Channel, m.TS)
	return verdict, err
}

// Release sends an Uncertain delivery back to Due.
func (s *Store) Release(ctx context.Context, book, id, incarnation string) (store.Verdict, error) {
	verdict, _, err := s.step(ctx, book, id, "release", scriptLetGo, incarnation, absentProbes)
	return verdict, err
}

// RecordDeath records the proof that an incarnation no longer runs.
func (s *Store) RecordDeath(ctx context.Context, book, incarnation, proof string) error {
	err := check.Texts(incarnation, proof)
	if err == nil {
		_, err = s.run(ctx, book, scriptDeath, nil, incarnation, proof)
	}
	if err != nil {
		return fmt.Errorf("record death of %s in book %s: %w", incarnation, book, err)
	}
	return nil
}
