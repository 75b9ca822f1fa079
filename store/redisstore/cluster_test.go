package redisstore_test

import (
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/store"
	"github.com/relance-bot/relance/store/redisstore/redistest"
)

// TestCluster: a cluster of two nodes refuses a script whose keys aren't all in
// one slot, and redirects a client that asks the wrong node.
func TestCluster(t *testing.T) {
	addrA, _ := redistest.Start(t, "--cluster-enabled", "yes")
	addrB, _ := redistest.Start(t, "--cluster-enabled", "yes")
	a, b := redis.NewClient(&redis.Options{Addr: addrA}), redis.NewClient(&redis.Options{Addr: addrB})
	defer func() { _, _ = a.Close(), b.Close() }()
	host, port, _ := strings.Cut(addrB, ":")
	for _, err := range []error{
		a.ClusterAddSlotsRange(t.Context(), 0, 8191).Err(),
		b.ClusterAddSlotsRange(t.Context(), 8192, 16383).Err(),
		a.ClusterMeet(t.Context(), host, port).Err(),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, node := range []*redis.Client{a, b} {
		until(t, "cluster is ready", func() bool {
			return strings.Contains(node.ClusterInfo(t.Context()).Val(), "cluster_state:ok")
		})
	}
	s := open(t, "redis-cluster://"+addrA)
	for _, book := range []string{"main", "second", "third", "with }brace{", "été"} {
		if err := s.ConfirmReconcile(t.Context(), book, 0); err != nil {
			t.Fatal(err)
		}
		c := ledger.Change{ID: "a", At: time.Unix(1, 0), Source: ledger.SourceSlack, Field: ledger.FieldNote}
		if _, err := s.Commit(t.Context(), book, store.Commit{
			Append: []ledger.Change{c}, Open: []store.Doc{{Key: "t"}}, Put: []store.Doc{{Kind: "row", Key: "k"}, {Kind: "mark", Key: "k"}},
		}); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Freeze(t.Context(), book, []store.Delivery{{ID: "d", Destination: "C1", PlannedSeq: 1}}); err != nil {
			t.Fatal(err)
		}
		claimed, err := s.Claim(t.Context(), book, store.ClaimAsk{Owner: store.Owner{Incarnation: "me", Attempt: "a"}, TTL: time.Hour, Limit: 5})
		if err != nil || len(claimed) != 1 {
			t.Fatalf("claimed %v, %v", claimed, err)
		}
		begun, err := s.BeginSending(t.Context(), book, attempt(claimed[0]))
		if err != nil || begun.Verdict != store.RefusedIntent {
			t.Fatalf("gate: %+v, %v", begun, err)
		}
		if list, err := s.List(t.Context(), book); err != nil || len(list) != 1 {
			t.Fatalf("list %v, %v", list, err)
		}
		if err := s.Verify(t.Context(), book); err != nil {
			t.Fatal(err)
		}
	}
	if a.DBSize(t.Context()).Val() == 0 || b.DBSize(t.Context()).Val() == 0 {
		t.Fatal("all books landed on one node: the test shows nothing")
	}
}
