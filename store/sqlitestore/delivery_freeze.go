package sqlitestore

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"slices"

	"github.com/relance-bot/relance/store"
	"github.com/relance-bot/relance/store/internal/check"
)

// Freeze adds deliveries as Due, each on its own.
func (s *Store) Freeze(ctx context.Context, book string, deliveries []store.Delivery) ([]store.Verdict, error) {
	if err := check.Deliveries(deliveries); err != nil {
		return nil, fmt.Errorf("freeze deliveries of book %s: %w", book, err)
	}
	verdicts := make([]store.Verdict, len(deliveries))
	err := s.writeBook(ctx, book, "freeze deliveries", func(tx *sql.Tx) error {
		stands, err := readReconcile(ctx, tx, book)
		if err != nil {
			return err
		}
		for i, d := range deliveries {
			if verdicts[i], err = freeze(ctx, tx, book, d, stands); err != nil {
				return fmt.Errorf("delivery %s: %w", d.ID, err)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return verdicts, nil
}

func freeze(ctx context.Context, tx *sql.Tx, book string, d store.Delivery, stands reconcile) (store.Verdict, error) {
	known, err := find(ctx, tx, book, d.ID)
	switch {
	case err != nil:
		return "", err
	case known != nil && sameFrozen(known.Delivery, d):
		return store.Already, nil
	case known != nil:
		return store.RefusedKnownID, nil
	case stands.Open:
		return store.RefusedReconcile, nil
	}
	if held, err := isHeld(ctx, tx, book, d); err != nil || held {
		return store.RefusedHeldID, err
	}
	if later, err := hasLaterDigest(ctx, tx, book, d); err != nil || later {
		return store.RefusedDigestDay, err
	}
	if err := hold(ctx, tx, book, d); err != nil {
		return "", err
	}
	return store.OK, insertDelivery(ctx, tx, book, d, stands.Epoch)
}

// sameFrozen compares what the caller froze.
func sameFrozen(a, b store.Delivery) bool {
	return a.ID == b.ID && a.Kind == b.Kind && a.Destination == b.Destination && a.Person == b.Person && a.Day == b.Day &&
		slices.Equal(a.Reminders, b.Reminders) && slices.Equal(a.Subjects, b.Subjects) && a.PlannedSeq == b.PlannedSeq &&
		nanos(a.NotAfter) == nanos(b.NotAfter) && bytes.Equal(a.Payload, b.Payload)
}

// isHeld tells whether a reminder stands in another live delivery there.
func isHeld(ctx context.Context, tx *sql.Tx, book string, d store.Delivery) (bool, error) {
	for _, r := range d.Reminders {
		held, err := exists(ctx, tx, `SELECT 1 FROM held WHERE book = ? AND destination = ? AND reminder = ? AND delivery <> ?`, book, d.Destination, r.ID, d.ID)
		if err != nil || held {
			return held, err
		}
	}
	return false, nil
}

func hold(ctx context.Context, tx *sql.Tx, book string, d store.Delivery) error {
	for _, r := range d.Reminders {
		if _, err := tx.ExecContext(ctx, `INSERT INTO held (book, destination, reminder, delivery) VALUES (?, ?, ?, ?)`, book, d.Destination, r.ID, d.ID); err != nil {
			return err
		}
	}
	return nil
}

// hasLaterDigest tells whether the person has another digest of that day or
// later that wasn't dropped.
func hasLaterDigest(ctx context.Context, tx *sql.Tx, book string, d store.Delivery) (bool, error) {
	if d.Kind != store.KindDigest {
		return false, nil
	}
	return exists(ctx, tx, `SELECT 1 FROM deliveries WHERE book = ? AND person = ? AND kind = 'digest' AND state <> 'dropped' AND day >= ? AND id <> ?`,
		book, d.Person, d.Day.String(), d.ID)
}
