package sqlitestore_test

import (
	"database/sql"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/relance-bot/relance/store"
	"github.com/relance-bot/relance/store/sqlitestore"
	"github.com/relance-bot/relance/store/storetest"
)

func TestQuietTickReadsOnlyWhatIsOpen(t *testing.T) {
	path := filepath.Join(t.TempDir(), "relance.db")
	s, err := sqlitestore.Open(t.Context(), sqlitestore.Options{Path: path, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	db := openBehind(t, path)
	for _, q := range sqlitestore.TickQueries {
		args := make([]any, strings.Count(q.Query, "?"))
		rows, err := db.QueryContext(t.Context(), "EXPLAIN QUERY PLAN "+q.Query, args...)
		if err != nil {
			t.Fatalf("%s: %v", q.Name, err)
		}
		steps := planOf(t, rows)
		if !strings.HasPrefix(steps[0], "SEARCH ") || !strings.HasSuffix(steps[0], q.Index) {
			t.Errorf("%s: the planner begins with %q, want a search by %s", q.Name, steps[0], q.Index)
		}
		for _, step := range steps[1:] {
			if strings.HasPrefix(step, "SCAN") {
				t.Errorf("%s reads more than what is open: %s", q.Name, step)
			}
		}
	}
}

func planOf(t *testing.T, rows *sql.Rows) []string {
	t.Helper()
	defer func() { _ = rows.Close() }()
	var steps []string
	for rows.Next() {
		var id, parent, unused int
		var step string
		if err := rows.Scan(&id, &parent, &unused, &step); err != nil {
			t.Fatal(err)
		}
		steps = append(steps, step)
	}
	if err := rows.Err(); err != nil || len(steps) == 0 {
		t.Fatalf("plan of %d steps, %v", len(steps), err)
	}
	return steps
}

// A commit that changes something moves data_version for who else has the file
// open; one that changes nothing writes nothing and waits for no disk.
func TestQuietTickWritesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "relance.db")
	s, err := sqlitestore.Open(t.Context(), sqlitestore.Options{Path: path, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	storetest.Settle(t, s, "main", 10)
	db := openBehind(t, path)
	version := func() (n int) {
		if err := db.QueryRowContext(t.Context(), `PRAGMA data_version`).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	before := version()
	storetest.Tick(t, s, "main")
	if after := version(); after != before {
		t.Error("a tick with nothing to do wrote to the file")
	}
	if _, err := s.Freeze(t.Context(), "main", []store.Delivery{{ID: "new", Kind: store.KindDirect, Destination: "U1"}}); err != nil {
		t.Fatal(err)
	}
	if version() == before {
		t.Error("data_version doesn't tell of writes: the check above proves nothing")
	}
}

func openBehind(t *testing.T, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1) // data_version is of one connection
	t.Cleanup(func() { _ = db.Close() })
	return db
}
