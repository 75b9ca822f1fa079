package app

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/relance-bot/relance/internal/config"
	"github.com/relance-bot/relance/store"
	"github.com/relance-bot/relance/store/sqlitestore"
)

func TestADeadRunsLeaseIsFreeAtOnce(t *testing.T) {
	dir := t.TempDir()
	st, err := sqlitestore.Open(t.Context(), sqlitestore.Options{Path: filepath.Join(dir, "relance.db"), Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = st.Close() }()
	first, err := beginIncarnation(dir)
	if err != nil {
		t.Fatal(err)
	}
	second, err := beginIncarnation(dir)
	if err != nil {
		t.Fatal(err)
	}
	a := &App{store: st, incarnation: second, books: []*book{{config: config.Book{Name: "main"}}}}
	take := func(holder string) bool {
		t.Helper()
		got, err := st.AcquireLease(t.Context(), "main", store.LeaseAsk{Holder: holder, TTL: time.Hour})
		if err != nil {
			t.Fatal(err)
		}
		return got.Held
	}
	if !take(first.id) {
		t.Fatal("nobody holds the lease and it can't be had")
	}
	if err := a.buryTheDead(t.Context()); err != nil {
		t.Fatal(err)
	}
	if take(second.id) {
		t.Fatal("the lease of a run that lives was taken")
	}
	if err := first.lock.Unlock(); err != nil { // as the system does when a process is killed
		t.Fatal(err)
	}
	if err := a.buryTheDead(t.Context()); err != nil {
		t.Fatal(err)
	}
	if !take(second.id) {
		t.Error("the lease of a dead run still stands")
	}
}
