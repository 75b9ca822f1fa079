package sqlitestore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/store"
	"github.com/relance-bot/relance/store/internal/chain"
	"github.com/relance-bot/relance/store/internal/check"
)

// verifyBatch entries are held in memory at once while the chain is walked.
const verifyBatch = 1000

// Append adds changes to the journal.
func (s *Store) Append(ctx context.Context, book string, changes []ledger.Change) ([]ledger.Change, error) {
	if err := check.Changes(changes); err != nil {
		return nil, fmt.Errorf("append to journal of book %s: %w", book, err)
	}
	var recorded []ledger.Change
	err := s.writeBook(ctx, book, "append to journal", func(tx *sql.Tx) error {
		var err error
		recorded, err = appendChanges(ctx, tx, book, changes)
		return err
	})
	if err != nil {
		return nil, err
	}
	return recorded, nil
}

func appendChanges(ctx context.Context, tx *sql.Tx, book string, changes []ledger.Change) ([]ledger.Change, error) {
	if len(changes) == 0 {
		return nil, nil
	}
	head, err := readHead(ctx, tx, book)
	if err != nil {
		return nil, err
	}
	known := map[string]chain.Entry{}
	for _, c := range changes {
		found, err := collect(ctx, tx, scanEntry, selectEntry+` WHERE book = ? AND id = ?`, book, c.ID)
		if err != nil {
			return nil, err
		}
		if len(found) == 1 {
			known[c.ID] = found[0]
		}
	}
	recorded, added, err := chain.Plan(head, known, changes)
	if err != nil || len(added) == 0 {
		return recorded, err
	}
	insert, err := tx.PrepareContext(ctx, insertEntry)
	if err != nil {
		return nil, err
	}
	defer func() { _ = insert.Close() }() // the transaction closes it anyway
	for _, e := range added {
		if err := addEntry(ctx, insert, book, e); err != nil {
			return nil, err
		}
	}
	return recorded, nil
}

// Since lists entries after a Seq.
func (s *Store) Since(ctx context.Context, book string, after uint64, limit int) ([]ledger.Change, error) {
	if after > math.MaxInt64 || limit <= 0 {
		return nil, nil
	}
	changes, err := collect(ctx, s.db, scanChange, selectChange+` WHERE book = ? AND seq > ? ORDER BY seq LIMIT ?`, book, int64(after), limit)
	if err != nil {
		return nil, fmt.Errorf("read journal of book %s: %w", book, explain(err))
	}
	return changes, nil
}

func (s *Store) entries(ctx context.Context, book string, after uint64, limit int) ([]chain.Entry, error) {
	return collect(ctx, s.db, scanEntry, selectEntry+` WHERE book = ? AND seq > ? ORDER BY seq LIMIT ?`, book, int64(after), limit) //nolint:gosec // seqs are far below
}

// Head is where the journal ends.
func (s *Store) Head(ctx context.Context, book string) (store.Head, error) {
	head, err := readHead(ctx, s.db, book)
	if err != nil {
		return store.Head{}, fmt.Errorf("read head of journal of book %s: %w", book, explain(err))
	}
	return head.Public(), nil
}

func readHead(ctx context.Context, q queryer, book string) (chain.Head, error) {
	var head chain.Head
	err := q.QueryRowContext(ctx, `SELECT seq, hash FROM journal WHERE book = ? ORDER BY seq DESC LIMIT 1`, book).Scan(&head.Seq, &head.Hash)
	if errors.Is(err, sql.ErrNoRows) {
		return chain.Head{}, nil
	}
	return head, err
}

// Verify recomputes the chain.
func (s *Store) Verify(ctx context.Context, book string) error {
	var head chain.Head
	for {
		entries, err := s.entries(ctx, book, head.Seq, verifyBatch)
		if err == nil {
			head, err = chain.Verify(head, entries)
		}
		if err != nil {
			return fmt.Errorf("verify journal of book %s: %w", book, explain(err))
		}
		if len(entries) < verifyBatch {
			return nil
		}
	}
}

// Erase removes the personal values of entries.
func (s *Store) Erase(ctx context.Context, book string, seqs []uint64) error {
	return s.writeBook(ctx, book, "erase from journal", func(tx *sql.Tx) error {
		for _, seq := range seqs {
			_, err := tx.ExecContext(ctx, `UPDATE journal SET actor = '', old = '', new = '', salt = NULL WHERE book = ? AND seq = ?`, book, int64(seq)) //nolint:gosec // as above
			if err != nil {
				return err
			}
		}
		return nil
	})
}
