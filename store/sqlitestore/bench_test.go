package sqlitestore_test

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/relance-bot/relance/store/sqlitestore"
	"github.com/relance-bot/relance/store/storetest"
)

func BenchmarkClaimBatchOf100(b *testing.B) {
	s, err := sqlitestore.Open(b.Context(), sqlitestore.Options{Path: filepath.Join(b.TempDir(), "relance.db"), Now: time.Now})
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	storetest.BenchmarkClaims(b, s, fmt.Sprint("bench ", b.N))
}

func BenchmarkQuietTick(b *testing.B) {
	s, err := sqlitestore.Open(b.Context(), sqlitestore.Options{Path: filepath.Join(b.TempDir(), "relance.db"), Now: time.Now})
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	storetest.BenchmarkQuietTick(b, s)
}
