package redisstore_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"go.uber.org/goleak"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/store"
	"github.com/relance-bot/relance/store/redisstore"
	"github.com/relance-bot/relance/store/redisstore/redistest"
)

const book = "main"

func confirm(t *testing.T, s store.Store) {
	t.Helper()
	if err := s.ConfirmReconcile(t.Context(), book, 0); err != nil {
		t.Fatal(err)
	}
}

func freeze(t *testing.T, s store.Store, list ...store.Delivery) {
	t.Helper()
	verdicts, err := s.Freeze(t.Context(), book, list)
	if err != nil {
		t.Fatal(err)
	}
	for i, v := range verdicts {
		if v != store.OK {
			t.Fatalf("freeze %s: %s", list[i].ID, v)
		}
	}
}

func claim(t *testing.T, s store.Store, owner string, limit int) []store.Delivery {
	t.Helper()
	claimed, err := s.Claim(t.Context(), book, store.ClaimAsk{Owner: store.Owner{Incarnation: owner, Attempt: "a"}, TTL: time.Hour, Limit: limit})
	if err != nil {
		t.Fatal(err)
	}
	return claimed
}

func attempt(d store.Delivery) store.Attempt {
	return store.Attempt{ID: d.ID, Owner: d.Owner, Fence: d.Fence, Timeout: time.Hour}
}

func standing(t *testing.T, s store.Store) store.Reconciliation {
	t.Helper()
	r, err := s.Reconciliation(t.Context(), book)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// What a tick asks of Redis: whatever moves many deliveries moves a hundred in
// one round trip, and one delivery takes two on its way out, the gate's and the
// record's. Each call is run once before, since a script unknown to the server
// takes a round trip more.
func TestAHundredDeliveriesInFewRoundTrips(t *testing.T) {
	_, server := redistest.Start(t)
	s := open(t, server.URL())
	confirm(t, s)
	calls := redisstore.Calls(s)
	var batch []store.Delivery
	var held store.Delivery
	var ids []string
	drawn := 0
	draw := func(n int) {
		batch, ids = nil, nil
		for range n {
			drawn++
			batch = append(batch, store.Delivery{ID: fmt.Sprint(drawn), Destination: "C1", Payload: []byte("{}")})
			ids = append(ids, fmt.Sprint(drawn))
		}
	}
	steps := []struct {
		name string
		most int64
		do   func(n int) error
	}{
		{"freeze", 1, func(int) error { freeze(t, s, batch...); return nil }},
		{"claim", 1, func(n int) error {
			got := claim(t, s, "me", n)
			if len(got) != n {
				t.Fatalf("claimed %d of %d", len(got), n)
			}
			held = got[0]
			return nil
		}},
		{"the gate", 1, func(int) error { _, err := s.BeginSending(t.Context(), book, attempt(held)); return err }},
		{"record as sent", 1, func(int) error {
			_, err := s.RecordSent(t.Context(), book, attempt(held), store.Message{Channel: "C1", TS: held.ID})
			return err
		}},
		{"what is sent and not marked", 2, func(int) error { _, err := s.Unmarked(t.Context(), book); return err }},
		{"mark", 1, func(int) error { return s.Mark(t.Context(), book, ids) }},
		{"sweep", 3, func(int) error { _, err := s.Sweep(t.Context(), book); return err }},
		{"what is open", 2, func(int) error {
			_, err := s.List(t.Context(), book, store.Due, store.Claimed, store.Sending)
			return err
		}},
	}
	for _, n := range []int{1, 100} {
		draw(n)
		for _, step := range steps {
			before := calls.Load()
			if err := step.do(n); err != nil {
				t.Fatalf("%s: %v", step.name, err)
			}
			if took := calls.Load() - before; n > 1 && took > step.most {
				t.Errorf("%s of %d took %d round trips, want at most %d", step.name, n, took, step.most)
			}
		}
	}
}

// TestAKilledServerIsAnotherOne: what a client holds from before counts for
// nothing, even if the data are all there.
func TestAKilledServerIsAnotherOne(t *testing.T) {
	_, server := redistest.Start(t, redistest.Durable...)
	s := open(t, server.URL())
	confirm(t, s)
	freeze(t, s, store.Delivery{ID: "d1", Destination: "C1"}, store.Delivery{ID: "d2", Destination: "C1"})
	held := claim(t, s, "me", 1)
	server.Kill()
	if _, err := s.Claim(t.Context(), book, store.ClaimAsk{Owner: store.Owner{Incarnation: "me", Attempt: "b"}, TTL: time.Hour, Limit: 1}); err == nil {
		t.Fatal("no error from a dead server")
	}
	server.StartAgain()
	if got := claim(t, s, "me", 10); len(got) != 0 {
		t.Fatalf("claimed %v on another server", got)
	}
	if begun, err := s.BeginSending(t.Context(), book, attempt(held[0])); err != nil || begun.Verdict != store.RefusedReconcile {
		t.Fatalf("gate: %+v, %v", begun, err)
	}
	if r := standing(t, s); !r.Open || r.Reason != store.ReasonAnotherServer {
		t.Fatalf("%+v", r)
	}
}

// TestAFailoverThereAndBackIsNoticed: the replica is promoted, nobody reconciles, and the old
// master takes over again. Its run id is the one of the last reconcile, but
// what it acknowledged before may have been lost on the way.
func TestAFailoverThereAndBackIsNoticed(t *testing.T) {
	_, a := redistest.Start(t, "--repl-diskless-sync-delay", "0")
	_, b := redistest.Start(t, "--repl-diskless-sync-delay", "0")
	atA, atB := redis.NewClient(&redis.Options{Addr: a.Addr()}), redis.NewClient(&redis.Options{Addr: b.Addr()})
	defer func() { _, _ = atA.Close(), atB.Close() }()
	follow(t, atB, a.Addr())
	s := open(t, a.URL())
	confirm(t, s)
	freeze(t, s, store.Delivery{ID: "d1", Destination: "C1"})
	held := claim(t, s, "me", 1)
	until(t, "replica has the claim", func() bool {
		return atB.ZCard(t.Context(), "relance:{main}:claimed").Val() == 1
	})

	promote(t, atB)
	follow(t, atA, b.Addr())
	there := open(t, b.URL())
	if r := standing(t, there); !r.Open || r.Reason != store.ReasonAnotherServer {
		t.Fatalf("on the replica: %+v", r)
	}
	promote(t, atA)
	if begun, err := s.BeginSending(t.Context(), book, attempt(held[0])); err != nil || begun.Verdict != store.RefusedReconcile {
		t.Fatalf("back on the first: %+v, %v", begun, err)
	}
}

func follow(t *testing.T, replica *redis.Client, addr string) {
	t.Helper()
	host, port, _ := strings.Cut(addr, ":")
	if err := replica.ReplicaOf(t.Context(), host, port).Err(); err != nil {
		t.Fatal(err)
	}
	until(t, "replica follows", func() bool {
		return strings.Contains(replica.Info(t.Context(), "replication").Val(), "master_link_status:up")
	})
}

func promote(t *testing.T, c *redis.Client) {
	t.Helper()
	if err := c.ReplicaOf(t.Context(), "NO", "ONE").Err(); err != nil {
		t.Fatal(err)
	}
}

// until polls another process for a state that it will reach.
func until(t *testing.T, what string, reached func() bool) {
	t.Helper()
	for range 3000 {
		if reached() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("never: %s", what)
}

func TestAFlushedServerIsANewStore(t *testing.T) {
	_, server := redistest.Start(t)
	s := open(t, server.URL())
	confirm(t, s)
	freeze(t, s, store.Delivery{ID: "d1", Destination: "C1"})
	held := claim(t, s, "me", 1)
	behind := redis.NewClient(&redis.Options{Addr: server.Addr()})
	defer func() { _ = behind.Close() }()
	if err := behind.FlushAll(t.Context()).Err(); err != nil {
		t.Fatal(err)
	}
	if r := standing(t, s); !r.Open || r.Reason != store.ReasonNewStore {
		t.Fatalf("%+v", r)
	}
	if _, err := s.BeginSending(t.Context(), book, attempt(held[0])); !errors.Is(err, store.ErrNotFound) {
		t.Fatalf("gate: %v", err)
	}
}

func TestScriptsSurviveAFlushOfTheCache(t *testing.T) {
	_, server := redistest.Start(t)
	s := open(t, server.URL())
	confirm(t, s)
	behind := redis.NewClient(&redis.Options{Addr: server.Addr()})
	defer func() { _ = behind.Close() }()
	if err := behind.ScriptFlush(t.Context()).Err(); err != nil {
		t.Fatal(err)
	}
	freeze(t, s, store.Delivery{ID: "d1", Destination: "C1"})
}

func TestAServerThatEvictsIsRefused(t *testing.T) {
	_, server := redistest.Start(t, "--maxmemory", "64mb", "--maxmemory-policy", "allkeys-lru")
	if _, err := redisstore.Open(t.Context(), server.URL()); !errors.Is(err, redisstore.ErrEvicts) {
		t.Fatalf("error %v", err)
	}
}

func TestAFullServerLosesNothing(t *testing.T) {
	_, server := redistest.Start(t)
	s := open(t, server.URL())
	confirm(t, s)
	note := func(id string) ledger.Change {
		return ledger.Change{ID: id, At: time.Unix(1, 0), Source: ledger.SourceSlack, Field: ledger.FieldNote}
	}
	if _, err := s.Append(t.Context(), book, []ledger.Change{note("a")}); err != nil {
		t.Fatal(err)
	}
	behind := redis.NewClient(&redis.Options{Addr: server.Addr()})
	defer func() { _ = behind.Close() }()
	if err := behind.ConfigSet(t.Context(), "maxmemory", "1mb").Err(); err != nil {
		t.Fatal(err)
	}
	_, err := s.Commit(t.Context(), book, store.Commit{Append: []ledger.Change{note("b")}, Open: []store.Doc{{Key: "t"}}})
	if err == nil || !strings.Contains(err.Error(), "OOM") {
		t.Fatalf("error %v", err)
	}
	if err := behind.ConfigSet(t.Context(), "maxmemory", "0").Err(); err != nil {
		t.Fatal(err)
	}
	if head, err := s.Head(t.Context(), book); err != nil || head.Seq != 1 {
		t.Fatalf("head %+v, %v", head, err)
	}
	if docs, err := s.Docs(t.Context(), book, store.KindIntent); err != nil || len(docs) != 0 {
		t.Fatalf("intents %v, %v", docs, err)
	}
	if err := s.Verify(t.Context(), book); err != nil {
		t.Fatal(err)
	}
}

func TestTwoReplicasAppendToOneJournal(t *testing.T) {
	_, server := redistest.Start(t)
	done := make(chan error, 4)
	for r := range cap(done) {
		s := open(t, server.URL())
		go func() {
			for i := range 50 {
				c := ledger.Change{ID: fmt.Sprint(r, "/", i), At: time.Unix(1, 0), Source: ledger.SourceSlack, Field: ledger.FieldNote}
				if _, err := s.Append(t.Context(), book, []ledger.Change{c}); err != nil {
					done <- err
					return
				}
			}
			done <- nil
		}()
	}
	for range cap(done) {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	s := open(t, server.URL())
	if head, err := s.Head(t.Context(), book); err != nil || head.Seq != 200 {
		t.Fatalf("head %+v, %v", head, err)
	}
	if err := s.Verify(t.Context(), book); err != nil {
		t.Fatal(err)
	}
}

func TestCloseLeavesNothingBehind(t *testing.T) {
	_, server := redistest.Start(t)
	before := goleak.IgnoreCurrent()
	s, err := redisstore.Open(t.Context(), server.URL())
	if err != nil {
		t.Fatal(err)
	}
	confirm(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	goleak.VerifyNone(t, before)
	if _, err := s.Reconciliation(t.Context(), book); err == nil {
		t.Fatal("a closed store answers")
	}
}

func TestOpenSaysWhereNobodyAnswers(t *testing.T) {
	addr, server := redistest.Start(t)
	server.Kill()
	_, err := redisstore.Open(t.Context(), "redis://u:hunter2@"+addr)
	if err == nil || !strings.Contains(err.Error(), addr) || strings.Contains(err.Error(), "hunter2") {
		t.Fatalf("error %v", err)
	}
}
