package storetest

import (
	"fmt"
	"testing"
	"time"

	"github.com/relance-bot/relance/store"
)

// benchClaims at once, out of benchDue that wait, each with a payload of the
// size of a digest.
const (
	benchClaims  = 100
	benchDue     = 20_000
	benchPayload = 2000
)

// BenchmarkClaims times claims in batches of 100, in a book of s that is new,
// and reports the time of one claim.
func BenchmarkClaims(b *testing.B, s store.Store, book string) {
	b.Helper()
	if err := s.ConfirmReconcile(b.Context(), book, 0); err != nil {
		b.Fatal(err)
	}
	fresh := 0
	fill := func() {
		for range benchDue / 1000 {
			list := make([]store.Delivery, 1000)
			for i := range list {
				fresh++
				list[i] = delivery(fmt.Sprint("d", fresh), reminder(fmt.Sprint("inv-", fresh), 1))
				list[i].Payload = make([]byte, benchPayload)
			}
			if _, err := s.Freeze(b.Context(), book, list); err != nil {
				b.Fatal(err)
			}
		}
	}
	fill()
	left := benchDue
	for b.Loop() {
		if left == 0 {
			b.StopTimer()
			fill()
			left = benchDue
			b.StartTimer()
		}
		ask := store.ClaimAsk{Owner: store.Owner{Incarnation: "bench", Attempt: "a"}, TTL: time.Hour, Limit: benchClaims}
		claimed, err := s.Claim(b.Context(), book, ask)
		if err != nil || len(claimed) != benchClaims {
			b.Fatalf("claimed %d, %v", len(claimed), err)
		}
		left -= benchClaims
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*benchClaims), "µs/claim")
}
