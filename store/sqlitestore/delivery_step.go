package sqlitestore

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/relance-bot/relance/store"
	"github.com/relance-bot/relance/store/internal/check"
)

// step is one call on one delivery, inside its transaction.
type step struct {
	*record
	tx   *sql.Tx
	book string
	now  time.Time
}

// step loads a delivery, lets do move it, and keeps what do changed.
func (s *Store) step(ctx context.Context, book, id, what string, do func(*step) (store.Verdict, error)) (store.Verdict, error) {
	var verdict store.Verdict
	err := s.writeBook(ctx, book, what+" delivery "+id, func(tx *sql.Tx) error {
		r, err := find(ctx, tx, book, id)
		if err != nil {
			return err
		}
		if r == nil {
			return store.ErrNotFound
		}
		if verdict, err = do(&step{record: r, tx: tx, book: book, now: s.now()}); err != nil {
			return err
		}
		return save(ctx, tx, book, r)
	})
	return verdict, err
}

// drop ends the delivery and frees its reminders for another one.
func (s *step) drop(ctx context.Context, reason string) error {
	s.State, s.Reason = store.Dropped, reason
	for _, r := range s.Reminders {
		if _, err := s.tx.ExecContext(ctx, `DELETE FROM held WHERE book = ? AND destination = ? AND reminder = ?`, s.book, s.Destination, r.ID); err != nil {
			return err
		}
	}
	return nil
}

// sent ends the delivery well, and raises the stages recorded.
func (s *step) sent(ctx context.Context, m store.Message) error {
	s.State, s.Message = store.Sent, m
	for _, r := range s.Reminders {
		_, err := s.tx.ExecContext(ctx, `INSERT INTO stages (book, destination, invoice, cycle, rank) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (book, destination, invoice, cycle) DO UPDATE SET rank = max(rank, excluded.rank)`,
			s.book, s.Destination, r.Invoice, r.Cycle, check.Rank(r.Stage))
		if err != nil {
			return err
		}
	}
	return nil
}

// condemn lists a second copy of the delivery's message for good.
func (s *step) condemn(ctx context.Context, m store.Message) error {
	_, err := s.tx.ExecContext(ctx, `INSERT INTO condemned (book, channel, ts, delivery, buried) VALUES (?, ?, ?, ?, 0) ON CONFLICT DO NOTHING`,
		s.book, m.Channel, m.TS, s.ID)
	return err
}

func (s *step) isCondemned(ctx context.Context, m store.Message) (bool, error) {
	return exists(ctx, s.tx, `SELECT 1 FROM condemned WHERE book = ? AND channel = ? AND ts = ?`, s.book, m.Channel, m.TS)
}

// doubt moves DoubtSince to t if that is later. Probes of an earlier doubt
// prove nothing about this one.
func (s *step) doubt(t time.Time) {
	if t.After(s.DoubtSince) {
		s.DoubtSince, s.AbsentProbes = t, 0
	}
}

func exists(ctx context.Context, q queryer, query string, args ...any) (bool, error) {
	found, err := collect(ctx, q, func(rows *sql.Rows) (int, error) {
		var one int
		return one, rows.Scan(&one)
	}, query+` LIMIT 1`, args...)
	if err != nil {
		return false, fmt.Errorf("look up: %w", err)
	}
	return len(found) > 0, nil
}
