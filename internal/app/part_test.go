package app

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/relance-bot/relance/internal/config"
	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/store"
	"github.com/relance-bot/relance/store/sqlitestore"
)

func TestTheHashKeyIsTheSameOnAllReplicasAndNotTheToken(t *testing.T) {
	keyed := func(token, key string) []byte {
		a := &App{o: Options{Config: &config.Config{Slack: config.Slack{BotToken: token}, Deliveries: config.Deliveries{HashKey: key}}}}
		return a.hashKey()
	}
	if !bytes.Equal(keyed("xoxb-1", ""), keyed("xoxb-1", "")) || bytes.Equal(keyed("xoxb-1", ""), keyed("xoxb-2", "")) {
		t.Error("the key doesn't follow from the token")
	}
	if bytes.Contains(keyed("xoxb-1", ""), []byte("xoxb-1")) {
		t.Error("the key shows the token")
	}
	if got := keyed("xoxb-1", "own"); string(got) != "own" {
		t.Errorf("the configured key is %q", got)
	}
}

func TestSheetURL(t *testing.T) {
	if got := sheetURL("", "1AbC"); got != "https://docs.google.com/spreadsheets/d/1AbC/edit" {
		t.Error(got)
	}
	if got := sheetURL("http://127.0.0.1:9401", "1AbC"); got != "" {
		t.Errorf("a simulated sheet is said to be at %s", got)
	}
}

func TestStateDirKeepsStoresApartAndHidesTheirPasswords(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", "/cache")
	t.Setenv("HOME", "/home/relance")
	dirs := map[string]string{}
	for _, address := range []string{"sqlite:/data/relance.db", "redis://u:hunter2@a:6379/0", "redis://u:hunter2@b:6379/0"} {
		dir, err := stateDir(address)
		if err != nil || strings.Contains(dir, "hunter2") {
			t.Errorf("%s: %s, %v", address, dir, err)
		}
		if other, taken := dirs[dir]; taken {
			t.Errorf("%s and %s share %s", address, other, dir)
		}
		dirs[dir] = address
	}
	if dirs["/data/relance.db.runs"] == "" {
		t.Errorf("an SQLite file's isn't beside it: %v", dirs)
	}
}

func TestAStoreThatCannotBeOpenedIsSaidSo(t *testing.T) {
	for _, address := range []string{"sqlite:" + filepath.Join(t.TempDir(), "nowhere", "relance.db"), "redis://:hunter2@127.0.0.1:1/0"} {
		a, err := New(t.Context(), Options{Config: &config.Config{Store: address}, StateDir: t.TempDir()})
		if a != nil || err == nil || !strings.Contains(err.Error(), "open the store") || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: app %v, error %v", address, a, err)
		}
	}
}

// leases answers as told.
type leases struct {
	answer   store.Lease
	err      error
	released []string
}

func (l *leases) AcquireLease(context.Context, string, store.LeaseAsk) (store.Lease, error) {
	return l.answer, l.err
}

func (l *leases) ReleaseLease(_ context.Context, _, holder string) error {
	l.released = append(l.released, holder)
	return l.err
}

func TestALease(t *testing.T) {
	st := &leases{answer: store.Lease{Held: true, Term: 3}}
	l := &lease{store: st, book: "main", holder: "me", log: slog.New(slog.DiscardHandler)}
	l.release(t.Context())
	if len(st.released) != 0 {
		t.Error("what isn't held is given up")
	}
	l.renew(t.Context())
	if !l.held.Load() || l.term.Load() != 3 {
		t.Errorf("held %t, term %d", l.held.Load(), l.term.Load())
	}
	st.err = errors.New("connection refused")
	l.renew(t.Context())
	if l.held.Load() {
		t.Error("it is held though the store can't be asked")
	}
	st.err, st.answer = nil, store.Lease{Held: false, Holder: "other", Term: 4}
	l.renew(t.Context())
	if l.held.Load() || l.term.Load() != 4 {
		t.Errorf("another has it: held %t, term %d", l.held.Load(), l.term.Load())
	}
	st.answer = store.Lease{Held: true, Term: 5}
	l.renew(t.Context())
	l.release(t.Context())
	if l.held.Load() || len(st.released) != 1 || st.released[0] != "me" {
		t.Errorf("held %t, released %v", l.held.Load(), st.released)
	}
}

func TestTheAuthorOfAConflictIsWhoLastSaidItInSlack(t *testing.T) {
	st, err := sqlitestore.Open(t.Context(), sqlitestore.Options{Path: filepath.Join(t.TempDir(), "a.db"), Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = st.Close() }()
	said := func(id, actor string, source ledger.Source, f ledger.Field) ledger.Change {
		return ledger.Change{ID: id, At: time.Unix(1, 0), Actor: actor, Source: source, Invoice: "inv-1", Field: f, New: ledger.Text(id)}
	}
	if _, err := st.Append(t.Context(), "main", []ledger.Change{
		said("1", anna, ledger.SourceSlack, ledger.FieldNotes), said("2", sophie, ledger.SourceSlack, ledger.FieldNotes),
		said("3", "someone", ledger.SourceSheet, ledger.FieldNotes), said("4", anna, ledger.SourceSlack, ledger.FieldDispute),
	}); err != nil {
		t.Fatal(err)
	}
	author := newAuthors(st, "main").of
	if got := author("inv-1", ledger.FieldNotes); got != sophie {
		t.Errorf("notes: %s", got)
	}
	if got := author("inv-1", ledger.FieldPaidOn); got != "" {
		t.Errorf("a field that nobody spoke of: %s", got)
	}
}
