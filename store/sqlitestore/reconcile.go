package sqlitestore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/relance-bot/relance/store"
	"github.com/relance-bot/relance/store/internal/check"
)

// Reconciliation tells where a book stands with this file.
func (s *Store) Reconciliation(ctx context.Context, book string) (store.Reconciliation, error) {
	r, err := readReconcile(ctx, s.db, book)
	if err != nil {
		return r.Reconciliation, fmt.Errorf("read reconciliation of book %s: %w", book, explain(err))
	}
	return r.Reconciliation, nil
}

// reconcile is a Reconciliation as it bears on this file.
type reconcile struct {
	store.Reconciliation
	begun bool // one is open that was begun on this file
	moved bool // the last one was on another file
}

// readReconcile compares the file's id with the one of the last reconcile.
func readReconcile(ctx context.Context, q queryer, book string) (reconcile, error) {
	var r reconcile
	var since int64
	var here bool
	err := q.QueryRowContext(ctx, `SELECT epoch, open, reason, since, server = id FROM reconciles, installation WHERE book = ?`, book).
		Scan(&r.Epoch, &r.Open, &r.Reason, &since, &here)
	if errors.Is(err, sql.ErrNoRows) {
		return reconcile{Reconciliation: store.Reconciliation{Open: true, Reason: store.ReasonNewStore}}, nil
	}
	r.Since, r.begun, r.moved = instant(since), here && r.Open, !here
	if r.moved {
		r.Open, r.Reason = true, store.ReasonAnotherServer
	}
	return r, err
}

// BeginReconcile stops the book until ConfirmReconcile.
func (s *Store) BeginReconcile(ctx context.Context, book, reason string) (store.Reconciliation, error) {
	if err := check.Texts(reason); err != nil {
		return store.Reconciliation{}, fmt.Errorf("begin to reconcile book %s: %w", book, err)
	}
	var r store.Reconciliation
	err := s.writeBook(ctx, book, "begin to reconcile deliveries", func(tx *sql.Tx) error {
		stands, err := readReconcile(ctx, tx, book)
		if err != nil || stands.begun {
			r = stands.Reconciliation
			return err
		}
		now := s.now()
		r = store.Reconciliation{Epoch: stands.Epoch + 1, Open: true, Reason: reason, Since: instant(nanos(now))}
		if err := saveReconcile(ctx, tx, book, r); err != nil {
			return err
		}
		waiting, err := collect(ctx, tx, scanRecord, selectDelivery+` WHERE book = ? AND state IN (?, ?)`, book, store.Due, store.Claimed)
		if err != nil {
			return err
		}
		for _, d := range waiting {
			dropped := &step{record: d, tx: tx, book: book, now: now}
			if err := errors.Join(dropped.drop(ctx, string(store.RefusedReconcile)), save(ctx, tx, book, d)); err != nil {
				return err
			}
		}
		return nil
	})
	return r, err
}

// ConfirmReconcile lets the book send again.
func (s *Store) ConfirmReconcile(ctx context.Context, book string, epoch uint64) error {
	return s.writeBook(ctx, book, "confirm reconcile", func(tx *sql.Tx) error {
		r, err := readReconcile(ctx, tx, book)
		if err != nil {
			return err
		}
		if r.Epoch != epoch || r.moved {
			return fmt.Errorf("epoch %d, now %d (%s): %w", epoch, r.Epoch, r.Reason, store.ErrStaleEpoch)
		}
		r.Open = false
		return saveReconcile(ctx, tx, book, r.Reconciliation)
	})
}

func saveReconcile(ctx context.Context, tx *sql.Tx, book string, r store.Reconciliation) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO reconciles (book, epoch, open, reason, since, server) SELECT ?, ?, ?, ?, ?, id FROM installation WHERE true
		ON CONFLICT (book) DO UPDATE SET epoch = excluded.epoch, open = excluded.open, reason = excluded.reason, since = excluded.since, server = excluded.server`,
		book, r.Epoch, r.Open, r.Reason, nanos(r.Since))
	return err
}
