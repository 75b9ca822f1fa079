package sqlitestore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"time"

	_ "modernc.org/sqlite" // the driver "sqlite"

	"github.com/relance-bot/relance/store"
	"github.com/relance-bot/relance/store/internal/check"
)

// busyTimeout is how long a call waits for another process to finish writing.
// A transaction of ours takes milliseconds, one of 20,000 documents a second.
const busyTimeout = 10 * time.Second

// Options says which file and which clock. Now is the store's clock: expiries
// and deadlines are stamped and compared by it alone.
type Options struct {
	Path string
	Now  func() time.Time
}

// Store is one SQLite file. It is safe for concurrent use.
type Store struct {
	db   *sql.DB
	path string
	now  func() time.Time
}

var _ store.Store = (*Store)(nil)

// Open opens the file, or makes it, and brings its tables up to date.
func Open(ctx context.Context, o Options) (*Store, error) {
	if o.Path == "" || o.Now == nil {
		return nil, fmt.Errorf("open store: a path and a clock are needed: %w", store.ErrInvalid)
	}
	path, err := filepath.Abs(o.Path)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", o.Path, err)
	}
	db, err := sql.Open("sqlite", dsn(path))
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, explain(err))
	}
	db.SetMaxOpenConns(1)
	s := &Store{db: db, path: path, now: o.Now}
	if err := migrate(ctx, db); err != nil {
		return nil, fmt.Errorf("open %s: %w", path, errors.Join(explain(err), db.Close()))
	}
	return s, nil
}

func dsn(path string) string {
	query := url.Values{
		"_txlock": {"immediate"},
		"_pragma": {
			fmt.Sprintf("busy_timeout(%d)", busyTimeout.Milliseconds()),
			"journal_mode(WAL)",
			"synchronous(FULL)",
			"foreign_keys(ON)",
		},
	}
	file := url.URL{Scheme: "file", OmitHost: true, Path: filepath.ToSlash(path), RawQuery: query.Encode()}
	return file.String()
}

// Close closes the file.
func (s *Store) Close() error { return s.db.Close() }

// Now is the injected clock.
func (s *Store) Now(context.Context) (time.Time, error) { return instant(nanos(s.now())), nil }

// NewIdentity gives the file a new id, so that every book must be reconciled
// before it sends: for whoever restores a backup.
func (s *Store) NewIdentity(ctx context.Context) error {
	return s.write(ctx, "new identity", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE installation SET id = lower(hex(randomblob(16)))`)
		return err
	})
}

// write runs do in one transaction; its error says what was tried.
func (s *Store) write(ctx context.Context, what string, do func(*sql.Tx) error) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("%s: %w", what, explain(err))
	}
	if err := do(tx); err != nil {
		return fmt.Errorf("%s: %w", what, explain(errors.Join(err, ignoreDone(tx.Rollback()))))
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("%s: %w", what, explain(err))
	}
	return nil
}

// writeBook is write for a call on one book.
func (s *Store) writeBook(ctx context.Context, book, what string, do func(*sql.Tx) error) error {
	what += " of book " + book
	if err := check.Book(book); err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return s.write(ctx, what, do)
}

// ignoreDone: a transaction whose context ended is rolled back already.
func ignoreDone(err error) error {
	if errors.Is(err, sql.ErrTxDone) {
		return nil
	}
	return err
}

// queryer is a transaction or the database itself.
type queryer interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// collect reads all rows of a query before it returns: the one connection is
// free for the next statement then.
func collect[T any](ctx context.Context, q queryer, scan func(*sql.Rows) (T, error), query string, args ...any) ([]T, error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }() // its error is that of rows.Err
	var all []T
	for rows.Next() {
		one, err := scan(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, rows.Err()
}

// nanos is t as it is kept; 0 for no time.
func nanos(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixNano()
}

// instant is what nanos kept.
func instant(n int64) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.Unix(0, n).UTC()
}
