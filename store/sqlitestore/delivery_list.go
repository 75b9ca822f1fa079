package sqlitestore

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"github.com/relance-bot/relance/store"
)

// List gives the deliveries in any of the states, oldest first.
func (s *Store) List(ctx context.Context, book string, states ...store.State) ([]store.Delivery, error) {
	args := []any{book}
	for _, state := range states {
		args = append(args, state)
	}
	found, err := list(ctx, s.db, whereStates(len(states)), args...)
	if err != nil {
		return nil, fmt.Errorf("list deliveries of book %s: %w", book, explain(err))
	}
	return found, nil
}

func whereStates(n int) string {
	if n == 0 {
		return ` WHERE book = ? ORDER BY frozen`
	}
	return ` WHERE book = ? AND state IN (?` + strings.Repeat(`, ?`, n-1) + `) ORDER BY frozen`
}

func list(ctx context.Context, q queryer, where string, args ...any) ([]store.Delivery, error) {
	return collect(ctx, q, func(rows *sql.Rows) (store.Delivery, error) {
		r, err := scanRecord(rows)
		if err != nil {
			return store.Delivery{}, err
		}
		return r.Delivery, nil
	}, selectDelivery+where, args...)
}

// Delivery gives one.
func (s *Store) Delivery(ctx context.Context, book, id string) (store.Delivery, error) {
	r, err := find(ctx, s.db, book, id)
	if err != nil {
		return store.Delivery{}, fmt.Errorf("read delivery %s: %w", id, explain(err))
	}
	if r == nil {
		return store.Delivery{}, fmt.Errorf("read delivery %s: %w", id, store.ErrNotFound)
	}
	return r.Delivery, nil
}

// Unmarked lists what is Sent and not yet in the journal.
func (s *Store) Unmarked(ctx context.Context, book string) ([]store.Delivery, error) {
	found, err := list(ctx, s.db, whereUnmarked, book)
	if err != nil {
		return nil, fmt.Errorf("list unmarked deliveries of book %s: %w", book, explain(err))
	}
	return found, nil
}

// Mark says that the stages of these deliveries are in the journal.
func (s *Store) Mark(ctx context.Context, book string, ids []string) error {
	return s.writeBook(ctx, book, "mark deliveries", func(tx *sql.Tx) error {
		for _, id := range ids {
			if _, err := tx.ExecContext(ctx, `UPDATE deliveries SET marked = 1 WHERE book = ? AND id = ? AND state = 'sent'`, book, id); err != nil {
				return err
			}
		}
		return nil
	})
}

// CondemnedMessages are to be deleted by whoever can.
func (s *Store) CondemnedMessages(ctx context.Context, book string) ([]store.CondemnedMessage, error) {
	found, err := collect(ctx, s.db, func(rows *sql.Rows) (store.CondemnedMessage, error) {
		var c store.CondemnedMessage
		return c, rows.Scan(&c.Delivery, &c.Message.Channel, &c.Message.TS)
	}, selectCondemned, book)
	if err != nil {
		return nil, fmt.Errorf("list condemned messages of book %s: %w", book, explain(err))
	}
	return found, nil
}

// Buried says that a condemned message was deleted.
func (s *Store) Buried(ctx context.Context, book string, m store.Message) error {
	return s.writeBook(ctx, book, "bury message", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE condemned SET buried = 1 WHERE book = ? AND channel = ? AND ts = ?`, book, m.Channel, m.TS)
		return err
	})
}
