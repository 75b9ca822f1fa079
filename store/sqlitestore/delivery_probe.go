package sqlitestore

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/relance-bot/relance/store"
	"github.com/relance-bot/relance/store/internal/check"
)

// absentProbes that found nothing are asked for before a delivery is sent again.
const absentProbes = 2

// RecordAbsent counts a probe that found nothing.
func (s *Store) RecordAbsent(ctx context.Context, book, id string, began time.Time, settle time.Duration) (store.Verdict, error) {
	return s.step(ctx, book, id, "record absence of", func(s *step) (store.Verdict, error) {
		switch {
		case s.State != store.Uncertain:
			return store.RefusedState, nil
		case began.Before(s.DoubtSince.Add(settle)) || began.After(s.now):
			return store.WaitLonger, nil
		case !began.After(s.lastProbe):
			return store.Already, nil
		}
		s.AbsentProbes++
		s.lastProbe = instant(nanos(began))
		return store.OK, nil
	})
}

// Adopt says that a probe found the message.
func (s *Store) Adopt(ctx context.Context, book, id string, m store.Message) (store.Verdict, error) {
	if err := check.Message(m); err != nil {
		return "", fmt.Errorf("adopt message of delivery %s: %w", id, err)
	}
	return s.step(ctx, book, id, "adopt message of", func(s *step) (store.Verdict, error) {
		if verdict, err := s.repeated(ctx, m); verdict != "" || err != nil {
			return verdict, err
		}
		switch s.State {
		case store.Uncertain, store.Parked, store.Due, store.Claimed:
			return store.OK, s.sent(ctx, m)
		case store.Sending:
			return store.RefusedState, nil
		case store.Dropped:
			if free, err := s.isFree(ctx); err != nil {
				return "", err
			} else if free {
				if err := hold(ctx, s.tx, s.book, s.Delivery); err != nil {
					return "", err
				}
				return store.OK, s.sent(ctx, m)
			}
		case store.Sent:
		}
		return store.Condemned, s.condemn(ctx, m)
	})
}

// isFree tells whether nothing took the dropped delivery's place.
func (s *step) isFree(ctx context.Context) (bool, error) {
	if len(s.Reminders) == 0 {
		return false, nil // nothing tells whether it was said again
	}
	if held, err := isHeld(ctx, s.tx, s.book, s.Delivery); err != nil || held {
		return false, err
	}
	later, err := hasLaterDigest(ctx, s.tx, s.book, s.Delivery)
	return !later, err
}

// Release sends an Uncertain delivery back to Due.
func (s *Store) Release(ctx context.Context, book, id, incarnation string) (store.Verdict, error) {
	return s.step(ctx, book, id, "release", func(s *step) (store.Verdict, error) {
		switch {
		case s.State == store.Due && s.releasedFence == s.Fence && s.Fence > 0:
			return store.Already, nil
		case s.State != store.Uncertain:
			return store.RefusedState, nil
		case s.AbsentProbes < absentProbes:
			return store.NotProven, nil
		}
		if incarnation != s.Owner.Incarnation {
			dead, err := exists(ctx, s.tx, `SELECT 1 FROM deaths WHERE book = ? AND incarnation = ?`, s.book, s.Owner.Incarnation)
			if err != nil || !dead {
				return store.NotProven, err
			}
		}
		s.State, s.releasedFence = store.Due, s.Fence
		return store.OK, nil
	})
}

// RecordDeath records the proof that an incarnation no longer runs. Only the
// first proof counts: a later one would start every wait anew.
func (s *Store) RecordDeath(ctx context.Context, book, incarnation, proof string) error {
	if err := check.Texts(incarnation, proof); err != nil {
		return fmt.Errorf("record death of %s: %w", incarnation, err)
	}
	return s.writeBook(ctx, book, "record death of "+incarnation, func(tx *sql.Tx) error {
		now := nanos(s.now())
		recorded, err := collect(ctx, tx, scanText, `INSERT INTO deaths (book, incarnation, proof, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING proof`,
			book, incarnation, proof, now)
		if err != nil || len(recorded) == 0 {
			return err
		}
		_, err = tx.ExecContext(ctx, `UPDATE deliveries SET doubt_since = ?, absent_probes = 0 WHERE book = ? AND state = ? AND incarnation = ? AND doubt_since < ?`,
			now, book, store.Uncertain, incarnation, now)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, freeClaims, book, incarnation)
		return err
	})
}
