package sqlitestore_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/store"
	"github.com/relance-bot/relance/store/sqlitestore"
)

func noon() time.Time { return time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC) }

func open(t *testing.T, path string) *sqlitestore.Store {
	t.Helper()
	s, err := sqlitestore.Open(t.Context(), sqlitestore.Options{Path: path, Now: noon})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func note(id string) ledger.Change {
	return ledger.Change{ID: id, At: noon(), Source: ledger.SourceSlack, Field: ledger.FieldNote, New: ledger.Text(id)}
}

func TestOpenedUsedAndClosedInABubble(t *testing.T) {
	path := filepath.Join(t.TempDir(), "relance.db")
	synctest.Test(t, func(t *testing.T) {
		s, err := sqlitestore.Open(t.Context(), sqlitestore.Options{Path: path, Now: time.Now})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.AcquireLease(t.Context(), "main", store.LeaseAsk{Holder: "me", TTL: 24 * time.Hour}); err != nil {
			t.Fatal(err)
		}
		var writers sync.WaitGroup
		for i := range 4 {
			writers.Go(func() {
				for day := range 10 {
					ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
					if _, err := s.Append(ctx, "main", []ledger.Change{note(fmt.Sprint(i, "/", day))}); err != nil {
						t.Error(err)
					}
					cancel()
					time.Sleep(24 * time.Hour)
				}
			})
		}
		writers.Wait()
		lease, err := s.AcquireLease(t.Context(), "main", store.LeaseAsk{Holder: "you", TTL: time.Hour})
		if err != nil || !lease.Held || lease.Term != 2 {
			t.Fatalf("ten days later: %+v, %v", lease, err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	})
	goleak.VerifyNone(t, goleak.IgnoreCurrent())
}

func TestOpenSaysWhatIsWrong(t *testing.T) {
	dir := t.TempDir()
	file := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	newer := filepath.Join(dir, "newer.db")
	open(t, newer)
	behind(t, newer, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, 1)`)
	for _, c := range []struct{ name, path, says string }{
		{"a file that is no database", file("notes.txt", strings.Repeat("these are notes, not tables. ", 100)), "not a SQLite database"},
		{"a directory that isn't there", filepath.Join(dir, "no", "such", "relance.db"), "does the directory exist"},
		{"a directory that may not be written, not even by root", "/proc/relance.db", "may it be written?"},
		{"a directory in the file's place", dir, "can't be opened"},
		{"a file of a newer version", newer, "newer version of Relance"},
		{"no path", "", "a path and a clock are needed"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := sqlitestore.Open(t.Context(), sqlitestore.Options{Path: c.path, Now: noon})
			if err == nil || !strings.Contains(err.Error(), c.says) || !strings.Contains(err.Error(), c.path) {
				t.Fatalf("error %v, should say %q and name the file", err, c.says)
			}
		})
	}
}

func TestPathsWithSpecialCharacters(t *testing.T) {
	path := filepath.Join(t.TempDir(), "é ?_pragma=x&#%20.db")
	if _, err := open(t, path).Append(t.Context(), "main", []ledger.Change{note("a")}); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); err != nil {
		t.Fatal(err)
	}
}

func TestAFullDiskIsSaidAndLosesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "relance.db")
	s := open(t, path)
	if _, err := s.Append(t.Context(), "main", []ledger.Change{note("before")}); err != nil {
		t.Fatal(err)
	}
	// The page limit is SQLite's own way to run out of room: the same code.
	sqlitestore.LimitPages(t, s)
	big := store.Doc{Kind: "row", Key: "big", Data: make([]byte, 1<<20)}
	_, err := s.Commit(t.Context(), "main", store.Commit{Append: []ledger.Change{note("lost")}, Put: []store.Doc{big}})
	if err == nil || !strings.Contains(err.Error(), "the disk is full") {
		t.Fatalf("error %v", err)
	}
	again := open(t, path)
	head, err := again.Head(t.Context(), "main")
	if err != nil || head.Seq != 1 {
		t.Fatalf("head %+v, %v", head, err)
	}
	if err := again.Verify(t.Context(), "main"); err != nil {
		t.Fatal(err)
	}
}

// TestTwoProcessesShareAFile runs this binary again as the other processes:
// they open the same new file at the same time and append to one journal.
func TestTwoProcessesShareAFile(t *testing.T) {
	const processes, each = 3, 20
	if path := os.Getenv("SHARED_FILE"); path != "" {
		s := open(t, path)
		for i := range each {
			if _, err := s.Append(t.Context(), "main", []ledger.Change{note(fmt.Sprint(os.Getpid(), "/", i)), note("shared")}); err != nil {
				t.Fatal(err)
			}
		}
		return
	}
	path := filepath.Join(t.TempDir(), "relance.db")
	var all sync.WaitGroup
	for range processes {
		all.Go(func() {
			cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+t.Name()+"$") //nolint:gosec // this very binary
			cmd.Env = append(os.Environ(), "SHARED_FILE="+path)
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
	all.Wait()
	s := open(t, path)
	head, err := s.Head(t.Context(), "main")
	if err != nil || head.Seq != processes*each+1 {
		t.Fatalf("head %+v, %v; want %d entries", head, err, processes*each+1)
	}
	if err := s.Verify(t.Context(), "main"); err != nil {
		t.Fatal(err)
	}
}

func TestACancelledCallWritesNothing(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "relance.db"))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Append(ctx, "main", []ledger.Change{note("a")}); err == nil {
		t.Fatal("no error")
	}
	if head, err := s.Head(t.Context(), "main"); err != nil || head.Seq != 0 {
		t.Fatalf("head %+v, %v", head, err)
	}
}
