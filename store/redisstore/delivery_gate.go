package redisstore

import (
	"context"
	"fmt"

	"github.com/relance-bot/relance/store"
)

// BeginSending is the gate.
func (s *Store) BeginSending(ctx context.Context, book string, a store.Attempt) (store.Begun, error) {
	if a.Timeout <= 0 {
		return store.Begun{}, fmt.Errorf("begin sending delivery %s: no timeout: %w", a.ID, store.ErrInvalid)
	}
	verdict, answer, err := s.step(ctx, book, a.ID, "begin sending", scriptBegin,
		a.Owner.Incarnation, a.Owner.Attempt, a.Fence, a.Timeout.Microseconds())
	if err != nil {
		return store.Begun{}, err
	}
	deadline, err := instant(answer[1])
	return store.Begun{Verdict: verdict, Deadline: deadline}, err
}
