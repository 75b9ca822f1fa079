package sqlitestore

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/store"
	"github.com/relance-bot/relance/store/internal/check"
)

// Docs lists the documents of a kind.
func (s *Store) Docs(ctx context.Context, book, kind string) ([]store.Doc, error) {
	docs, err := collect(ctx, s.db, func(rows *sql.Rows) (store.Doc, error) {
		d := store.Doc{Kind: kind}
		return d, rows.Scan(&d.Key, &d.Data)
	}, `SELECT key, data FROM docs WHERE book = ? AND kind = ? ORDER BY key`, book, kind)
	if err != nil {
		return nil, fmt.Errorf("read %s documents of book %s: %w", kind, book, explain(err))
	}
	return docs, nil
}

// Commit carries out everything in c or nothing.
func (s *Store) Commit(ctx context.Context, book string, c store.Commit) ([]ledger.Change, error) {
	if err := check.Commit(c); err != nil {
		return nil, fmt.Errorf("commit sync of book %s: %w", book, err)
	}
	var recorded []ledger.Change
	err := s.writeBook(ctx, book, "commit sync", func(tx *sql.Tx) error {
		if err := checkTerm(ctx, tx, book, c.Term); err != nil {
			return err
		}
		if err := closeIntents(ctx, tx, book, c.Close); err != nil {
			return err
		}
		if err := openIntents(ctx, tx, book, c.Open); err != nil {
			return err
		}
		if err := deleteDocs(ctx, tx, book, c.Delete); err != nil {
			return err
		}
		if err := putDocs(ctx, tx, book, c.Put); err != nil {
			return err
		}
		var err error
		recorded, err = appendChanges(ctx, tx, book, c.Append)
		return err
	})
	if err != nil {
		return nil, err
	}
	return recorded, nil
}

func closeIntents(ctx context.Context, tx *sql.Tx, book string, tokens []string) error {
	for _, token := range tokens {
		closed, err := collect(ctx, tx, scanText, `DELETE FROM docs WHERE book = ? AND kind = ? AND key = ? RETURNING key`, book, store.KindIntent, token)
		if err != nil {
			return err
		}
		if len(closed) == 0 {
			return fmt.Errorf("intent %s: %w", token, store.ErrNotOpen)
		}
	}
	return nil
}

func openIntents(ctx context.Context, tx *sql.Tx, book string, intents []store.Doc) error {
	for _, d := range intents {
		made, err := collect(ctx, tx, scanText, `INSERT INTO tokens (book, token) VALUES (?, ?) ON CONFLICT DO NOTHING RETURNING token`, book, d.Key)
		if err != nil {
			return err
		}
		if len(made) == 0 {
			return fmt.Errorf("intent %s: %w", d.Key, store.ErrAlreadyOpen)
		}
		d.Kind = store.KindIntent
		if err := putDocs(ctx, tx, book, []store.Doc{d}); err != nil {
			return err
		}
	}
	return nil
}

func putDocs(ctx context.Context, tx *sql.Tx, book string, docs []store.Doc) error {
	if len(docs) == 0 {
		return nil
	}
	put, err := tx.PrepareContext(ctx, `INSERT INTO docs (book, kind, key, data) VALUES (?, ?, ?, ?)
		ON CONFLICT (book, kind, key) DO UPDATE SET data = excluded.data`)
	if err != nil {
		return err
	}
	defer func() { _ = put.Close() }() // the transaction closes it anyway
	for _, d := range docs {
		data := d.Data
		if data == nil {
			data = []byte{} // NULL is for "no document"
		}
		if _, err := put.ExecContext(ctx, book, d.Kind, d.Key, data); err != nil {
			return err
		}
	}
	return nil
}

func deleteDocs(ctx context.Context, tx *sql.Tx, book string, docs []store.Doc) error {
	if len(docs) == 0 {
		return nil
	}
	remove, err := tx.PrepareContext(ctx, `DELETE FROM docs WHERE book = ? AND kind = ? AND key = ?`)
	if err != nil {
		return err
	}
	defer func() { _ = remove.Close() }() // the transaction closes it anyway
	for _, d := range docs {
		if _, err := remove.ExecContext(ctx, book, d.Kind, d.Key); err != nil {
			return err
		}
	}
	return nil
}

func scanText(rows *sql.Rows) (string, error) {
	var s string
	return s, rows.Scan(&s)
}
