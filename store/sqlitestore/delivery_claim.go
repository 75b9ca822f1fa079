package sqlitestore

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/relance-bot/relance/store"
	"github.com/relance-bot/relance/store/internal/check"
)

// Claim takes deliveries that are due, oldest first.
func (s *Store) Claim(ctx context.Context, book string, ask store.ClaimAsk) ([]store.Delivery, error) {
	if err := check.Claim(ask); err != nil {
		return nil, fmt.Errorf("claim deliveries of book %s: %w", book, err)
	}
	var claimed []store.Delivery
	err := s.writeBook(ctx, book, "claim deliveries", func(tx *sql.Tx) error {
		stands, err := readReconcile(ctx, tx, book)
		if err != nil || stands.Open {
			return err
		}
		now := s.now()
		if err := expireClaims(ctx, tx, book, now); err != nil {
			return err
		}
		due, err := collect(ctx, tx, scanRecord, selectDelivery+` WHERE book = ? AND state = ? ORDER BY frozen LIMIT ?`, book, store.Due, ask.Limit)
		if err != nil {
			return err
		}
		for _, r := range due {
			r.State, r.Owner, r.ClaimExpires = store.Claimed, ask.Owner, instant(nanos(now.Add(ask.TTL)))
			r.Fence++
			if err := save(ctx, tx, book, r); err != nil {
				return err
			}
			claimed = append(claimed, r.Delivery)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return claimed, nil
}

func expireClaims(ctx context.Context, tx *sql.Tx, book string, now time.Time) error {
	_, err := tx.ExecContext(ctx, `UPDATE deliveries SET state = ? WHERE book = ? AND state = ? AND claim_expires <= ?`,
		store.Due, book, store.Claimed, nanos(now))
	return err
}

// Sweep moves what nobody works on any more, and lists what is Uncertain.
func (s *Store) Sweep(ctx context.Context, book string) ([]store.Delivery, error) {
	var uncertain []store.Delivery
	err := s.writeBook(ctx, book, "sweep deliveries", func(tx *sql.Tx) error {
		now := s.now()
		if err := expireClaims(ctx, tx, book, now); err != nil {
			return err
		}
		// An owner that was proven dead while it sent is in doubt since then.
		_, err := tx.ExecContext(ctx, `UPDATE deliveries SET state = ?, doubt_since = max(doubt_since,
			coalesce((SELECT at FROM deaths WHERE deaths.book = deliveries.book AND deaths.incarnation = deliveries.incarnation), 0))
			WHERE book = ? AND state = ? AND deadline <= ?`, store.Uncertain, book, store.Sending, nanos(now))
		if err != nil {
			return err
		}
		uncertain, err = list(ctx, tx, ` WHERE book = ? AND state = ? ORDER BY frozen`, book, store.Uncertain)
		return err
	})
	if err != nil {
		return nil, err
	}
	return uncertain, nil
}
