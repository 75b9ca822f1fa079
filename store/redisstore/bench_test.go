package redisstore_test

import (
	"fmt"
	"testing"

	"github.com/relance-bot/relance/store/redisstore"
	"github.com/relance-bot/relance/store/redisstore/redistest"
	"github.com/relance-bot/relance/store/storetest"
)

func BenchmarkClaimBatchOf100(b *testing.B) {
	_, server := redistest.Start(b)
	s, err := redisstore.Open(b.Context(), server.URL())
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	storetest.BenchmarkClaims(b, s, fmt.Sprint("bench ", b.N))
}

func BenchmarkQuietTick(b *testing.B) {
	_, server := redistest.Start(b)
	s, err := redisstore.Open(b.Context(), server.URL())
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	storetest.BenchmarkQuietTick(b, s)
}
