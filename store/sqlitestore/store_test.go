package sqlitestore_test

import (
	"database/sql"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/relance-bot/relance/store"
	"github.com/relance-bot/relance/store/sqlitestore"
	"github.com/relance-bot/relance/store/storetest"
)

// clock is set by the test.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

func TestStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T) storetest.Fixture {
		t.Helper()
		ticking := &clock{at: time.Date(2026, 3, 2, 8, 0, 0, 987654321, time.UTC)}
		path := filepath.Join(t.TempDir(), "relance.db")
		var s *sqlitestore.Store
		reopen := func() store.Store {
			if s != nil {
				if err := s.Close(); err != nil {
					t.Fatal(err)
				}
			}
			var err error
			if s, err = sqlitestore.Open(t.Context(), sqlitestore.Options{Path: path, Now: ticking.now}); err != nil {
				t.Fatal(err)
			}
			return s
		}
		t.Cleanup(func() { _ = s.Close() })
		return storetest.Fixture{
			Store:   reopen(),
			Advance: ticking.advance,
			Reopen:  reopen,
			NewServer: func() store.Store {
				if err := s.NewIdentity(t.Context()); err != nil {
					t.Fatal(err)
				}
				return s
			},
			Tamper: func(book string, seq uint64) {
				behind(t, path, `UPDATE journal SET new = 't:altered' WHERE book = ? AND seq = ?`, book, seq)
			},
		}
	})
}

// behind changes the file behind the store's back, as another process.
func behind(t *testing.T, path, statement string, args ...any) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if _, err := db.ExecContext(t.Context(), statement, args...); err != nil {
		t.Fatal(err)
	}
}
