package storetest

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/store"
)

// Fixture is a store under test and what the suite has to do behind its back.
type Fixture struct {
	Store store.Store
	// Advance lets time pass on the store's clock: by setting it, or by waiting.
	Advance func(time.Duration)
	// Reopen closes Store and opens it again on the same data and server.
	Reopen func() store.Store
	// NewServer goes on with the same data on another server: a failover, or a
	// restored backup. It gives the store to use from then on.
	NewServer func() store.Store
	// Tamper changes what the journal holds as New of one entry.
	Tamper func(book string, seq uint64)
}

// Run holds a store to its contracts. open gives a fresh store, or one in
// which the books it is asked for are new, and cleans up after the test.
func Run(t *testing.T, open func(t *testing.T) Fixture) {
	t.Helper()
	for _, part := range []struct {
		name  string
		tests []clause
	}{
		{"journal", journalClauses},
		{"sync", syncClauses},
		{"lease", leaseClauses},
		{"freeze", freezeClauses},
		{"claim", claimClauses},
		{"gate", gateClauses},
		{"record", recordClauses},
		{"probe", probeClauses},
		{"decision", decisionClauses},
		{"reconcile", reconcileClauses},
	} {
		t.Run(part.name, func(t *testing.T) {
			for _, c := range part.tests {
				t.Run(c.name, func(t *testing.T) {
					f := open(t)
					c.holds(&scene{T: t, Fixture: f, s: f.Store, book: "book of " + t.Name()})
				})
			}
		})
	}
}

// clause is one sentence of a contract.
type clause struct {
	name  string
	holds func(*scene)
}

// scene is one subtest.
type scene struct {
	*testing.T
	Fixture
	s    store.Store
	book string
}

func (s *scene) ctx() context.Context { return s.Context() }

// reopen restarts the store's client.
func (s *scene) reopen() { s.s = s.Reopen() }

// newServer fails over.
func (s *scene) newServer() { s.s = s.NewServer() }

func (s *scene) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

func (s *scene) wantErr(err, want error) {
	s.Helper()
	if !errors.Is(err, want) {
		s.Fatalf("error %v, want %v", err, want)
	}
}

func (s *scene) same(what string, got, want any) {
	s.Helper()
	if diff := cmp.Diff(want, got, cmp.Comparer(func(a, b ledger.Value) bool { return a == b })); diff != "" {
		s.Fatalf("%s (-want +got):\n%s", what, diff)
	}
}

// day0 is when the suite's facts happened.
var day0 = time.Date(2026, 3, 2, 9, 30, 0, 123456789, time.UTC)

// change is a fact about an invoice.
func change(id, invoice string) ledger.Change {
	return ledger.Change{
		ID: id, At: day0, Actor: "U123", Source: ledger.SourceSlack, Invoice: ledger.KeyOf(invoice),
		Field: ledger.FieldNotes, Old: ledger.Text("before"), New: ledger.Text("after " + id), Cause: "command",
	}
}

// changes are n of them.
func changes(prefix string, n int) []ledger.Change {
	list := make([]ledger.Change, n)
	for i := range list {
		list[i] = change(fmt.Sprintf("%s-%d", prefix, i), fmt.Sprintf("inv-%d", i%7))
	}
	return list
}

func (s *scene) append(list ...ledger.Change) []ledger.Change {
	s.Helper()
	recorded, err := s.s.Append(s.ctx(), s.book, list)
	s.must(err)
	return recorded
}

func (s *scene) journal() []ledger.Change {
	s.Helper()
	all, err := s.s.Since(s.ctx(), s.book, 0, 1<<20)
	s.must(err)
	return all
}
