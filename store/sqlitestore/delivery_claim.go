package sqlitestore

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/relance-bot/relance/store"
	"github.com/relance-bot/relance/store/internal/check"
)

// These are asked at every tick, most often for nothing: each reads an index of
// what is open and never walks what was sent. They name the state in their
// text, since a partial index answers only a condition that the planner sees.
const (
	whereDue       = ` WHERE book = ? AND state = 'due' ORDER BY frozen LIMIT ?`
	whereUncertain = ` WHERE book = ? AND state = 'uncertain' ORDER BY frozen`
	whereUnmarked  = ` WHERE book = ? AND state = 'sent' AND marked = 0 ORDER BY frozen`

	expireClaim = `UPDATE deliveries SET state = 'due' WHERE book = ? AND state = 'claimed' AND claim_expires <= ?`
	freeClaims  = `UPDATE deliveries SET state = 'due' WHERE book = ? AND state = 'claimed' AND incarnation = ?`
	// An owner that was proven dead while it sent is in doubt since then.
	endSending = `UPDATE deliveries SET state = 'uncertain', doubt_since = max(doubt_since,
		coalesce((SELECT at FROM deaths WHERE deaths.book = deliveries.book AND deaths.incarnation = deliveries.incarnation), 0))
		WHERE book = ? AND state = 'sending' AND deadline <= ?`

	selectCondemned = `SELECT delivery, channel, ts FROM condemned WHERE book = ? AND buried = 0 ORDER BY channel, ts`
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
		due, err := collect(ctx, tx, scanRecord, selectDelivery+whereDue, book, ask.Limit)
		if err != nil || len(due) == 0 {
			return err
		}
		expires := nanos(now.Add(ask.TTL))
		// The oldest were taken, so these are all that is due up to the last.
		_, err = tx.ExecContext(ctx, `UPDATE deliveries SET state = 'claimed', incarnation = ?, attempt = ?, claim_expires = ?, fence = fence + 1
			WHERE book = ? AND state = 'due' AND frozen <= ?`, ask.Owner.Incarnation, ask.Owner.Attempt, expires, book, due[len(due)-1].frozen)
		if err != nil {
			return err
		}
		for _, r := range due {
			r.State, r.Owner, r.ClaimExpires = store.Claimed, ask.Owner, instant(expires)
			r.Fence++
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
	_, err := tx.ExecContext(ctx, expireClaim, book, nanos(now))
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
		_, err := tx.ExecContext(ctx, endSending, book, nanos(now))
		if err != nil {
			return err
		}
		uncertain, err = list(ctx, tx, whereUncertain, book)
		return err
	})
	if err != nil {
		return nil, err
	}
	return uncertain, nil
}
