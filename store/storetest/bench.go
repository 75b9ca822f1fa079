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
	b.ReportMetric(0, "ns/op") // of a batch, which says little
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*benchClaims), "µs/claim")
}

// Settle makes a new book of s with sent deliveries that are in the journal:
// what nothing is left to do about.
func Settle(tb testing.TB, s store.Store, book string, count int) {
	tb.Helper()
	ctx := tb.Context()
	if err := s.ConfirmReconcile(ctx, book, 0); err != nil {
		tb.Fatal(err)
	}
	for from := 0; from < count; from += benchClaims {
		var list []store.Delivery
		var marked []string
		for i := from; i < min(from+benchClaims, count); i++ {
			d := delivery(fmt.Sprint("settled", i), reminder(fmt.Sprint("inv-", i), 1))
			d.Payload = make([]byte, benchPayload)
			list, marked = append(list, d), append(marked, d.ID)
		}
		if _, err := s.Freeze(ctx, book, list); err != nil {
			tb.Fatal(err)
		}
		for i, d := range list {
			if _, err := s.RecordSent(ctx, book, store.Attempt{ID: d.ID}, message(fmt.Sprint(from+i))); err != nil {
				tb.Fatal(err)
			}
		}
		if err := s.Mark(ctx, book, marked); err != nil {
			tb.Fatal(err)
		}
	}
}

// Tick is what a book asks of its store again and again, with nothing to do.
func Tick(tb testing.TB, s store.Store, book string) {
	tb.Helper()
	ctx := tb.Context()
	found := map[string]int{}
	look := func(what string, n int, err error) {
		if err != nil {
			tb.Fatalf("%s: %v", what, err)
		}
		found[what] = n
	}
	ask := store.ClaimAsk{Owner: store.Owner{Incarnation: "bench", Attempt: "a"}, TTL: time.Hour, Limit: benchClaims}
	claimed, err := s.Claim(ctx, book, ask)
	look("claim", len(claimed), err)
	uncertain, err := s.Sweep(ctx, book)
	look("sweep", len(uncertain), err)
	unmarked, err := s.Unmarked(ctx, book)
	look("unmarked", len(unmarked), err)
	open, err := s.List(ctx, book, store.Due, store.Claimed, store.Sending, store.Uncertain, store.Parked)
	look("list", len(open), err)
	condemned, err := s.CondemnedMessages(ctx, book)
	look("condemned", len(condemned), err)
	for what, n := range found {
		if n != 0 {
			tb.Fatalf("%s found %d in a book that is quiet", what, n)
		}
	}
}

// benchSettled deliveries are some years of a busy book.
const benchSettled = 20_000

// BenchmarkQuietTick times a tick in books with a short past and a long one:
// the two should be alike.
func BenchmarkQuietTick(b *testing.B, s store.Store) {
	b.Helper()
	for _, count := range []int{100, benchSettled} {
		book := fmt.Sprint("quiet ", count)
		Settle(b, s, book, count)
		b.Run(fmt.Sprint(count, " sent"), func(b *testing.B) {
			for b.Loop() {
				Tick(b, s, book)
			}
		})
	}
}
