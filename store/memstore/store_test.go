package memstore_test

import (
	"testing"
	"time"

	"github.com/relance-bot/relance/store"
	"github.com/relance-bot/relance/store/memstore"
	"github.com/relance-bot/relance/store/storetest"
)

func TestStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T) storetest.Fixture {
		t.Helper()
		now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
		s := memstore.New(func() time.Time { return now })
		return storetest.Fixture{
			Store:     s,
			Advance:   func(d time.Duration) { now = now.Add(d) },
			Reopen:    func() store.Store { return s.Reopen() },
			NewServer: func() store.Store { s.NewServer(); return s },
			Tamper:    s.Tamper,
		}
	})
}
