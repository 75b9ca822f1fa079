package sqlitestore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/relance-bot/relance/store"
)

// AcquireLease takes or renews the lease of a book.
func (s *Store) AcquireLease(ctx context.Context, book string, ask store.LeaseAsk) (store.Lease, error) {
	if ask.Holder == "" || ask.TTL <= 0 {
		return store.Lease{}, fmt.Errorf("lease of book %s: a holder and a time to live are needed: %w", book, store.ErrInvalid)
	}
	var lease store.Lease
	err := s.writeBook(ctx, book, "acquire lease", func(tx *sql.Tx) error {
		stands, err := readLease(ctx, tx, book)
		if err != nil {
			return err
		}
		now := s.now()
		if stands.Holder != ask.Holder {
			if stands.Holder != "" && now.Before(stands.ExpiresAt) {
				lease = stands
				return nil
			}
			stands.Term++
		}
		lease = store.Lease{Holder: ask.Holder, Term: stands.Term, Held: true, ExpiresAt: instant(nanos(now.Add(ask.TTL)))}
		_, err = tx.ExecContext(ctx, `INSERT INTO leases (book, holder, term, expires_at) VALUES (?, ?, ?, ?)
			ON CONFLICT (book) DO UPDATE SET holder = excluded.holder, term = excluded.term, expires_at = excluded.expires_at`,
			book, lease.Holder, lease.Term, nanos(lease.ExpiresAt))
		return err
	})
	return lease, err
}

// ReleaseLease gives the lease up. The term stays: the next holder's is higher.
func (s *Store) ReleaseLease(ctx context.Context, book, holder string) error {
	return s.writeBook(ctx, book, "release lease", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE leases SET holder = '', expires_at = 0 WHERE book = ? AND holder = ?`, book, holder)
		return err
	})
}

func readLease(ctx context.Context, tx *sql.Tx, book string) (store.Lease, error) {
	var l store.Lease
	var expires int64
	err := tx.QueryRowContext(ctx, `SELECT holder, term, expires_at FROM leases WHERE book = ?`, book).Scan(&l.Holder, &l.Term, &expires)
	if errors.Is(err, sql.ErrNoRows) {
		return store.Lease{}, nil
	}
	l.ExpiresAt = instant(expires)
	return l, err
}

func checkTerm(ctx context.Context, tx *sql.Tx, book string, term uint64) error {
	if term == 0 {
		return nil
	}
	lease, err := readLease(ctx, tx, book)
	if err != nil {
		return err
	}
	if lease.Term != term {
		return fmt.Errorf("term %d, now %d: %w", term, lease.Term, store.ErrStaleTerm)
	}
	return nil
}
