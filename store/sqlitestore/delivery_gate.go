package sqlitestore

import (
	"context"
	"fmt"

	"github.com/relance-bot/relance/store"
	"github.com/relance-bot/relance/store/internal/check"
)

// BeginSending is the gate.
func (s *Store) BeginSending(ctx context.Context, book string, a store.Attempt) (store.Begun, error) {
	if a.Timeout <= 0 {
		return store.Begun{}, fmt.Errorf("begin sending delivery %s: no timeout: %w", a.ID, store.ErrInvalid)
	}
	var begun store.Begun
	var err error
	begun.Verdict, err = s.step(ctx, book, a.ID, "begin sending", func(s *step) (store.Verdict, error) {
		verdict, err := s.begin(ctx, a)
		if verdict.Accepted() {
			begun.Deadline = s.Deadline
		}
		return verdict, err
	})
	return begun, err
}

func (s *step) begin(ctx context.Context, a store.Attempt) (store.Verdict, error) {
	switch {
	case !s.mine(a):
		return store.RefusedFence, nil
	case s.State == store.Sending:
		return store.Already, nil
	case s.State == store.Dropped && store.Verdict(s.Reason).ByGate():
		return store.Verdict(s.Reason), nil // asked twice
	case s.State != store.Claimed:
		return store.RefusedState, nil
	}
	verdict, err := s.gate(ctx)
	if err != nil {
		return "", err
	}
	if verdict != store.OK {
		return verdict, s.drop(ctx, string(verdict))
	}
	s.State = store.Sending
	s.Attempts++
	s.Deadline = instant(nanos(s.now.Add(a.Timeout)))
	s.DoubtSince, s.AbsentProbes = s.Deadline, 0
	return store.OK, nil
}

// gate looks at everything that may have moved since the delivery was planned.
func (s *step) gate(ctx context.Context) (store.Verdict, error) {
	for _, subject := range check.Subjects(s.Delivery) {
		changed, err := exists(ctx, s.tx, `SELECT 1 FROM journal WHERE book = ? AND subject = ? AND seq > ? AND bookkeeping = 0`, s.book, subject, s.PlannedSeq)
		if err != nil || changed {
			return store.RefusedChanged, err
		}
	}
	if !s.NotAfter.IsZero() && s.now.After(s.NotAfter) {
		return store.RefusedDay, nil
	}
	for _, r := range s.Reminders {
		rank := check.Rank(r.Stage)
		said, err := exists(ctx, s.tx, `SELECT 1 FROM stages WHERE book = ? AND destination = ? AND invoice = ? AND cycle = ? AND rank >= ?`,
			s.book, s.Destination, r.Invoice, r.Cycle, rank)
		if err != nil || said || rank == 0 {
			return store.RefusedStage, err
		}
	}
	open, err := exists(ctx, s.tx, `SELECT 1 FROM docs WHERE book = ? AND kind = ?`, s.book, store.KindIntent)
	if err != nil || open {
		return store.RefusedIntent, err
	}
	stands, err := readReconcile(ctx, s.tx, s.book)
	if err != nil || stands.Open || stands.Epoch != s.Epoch {
		return store.RefusedReconcile, err
	}
	return store.OK, nil
}
