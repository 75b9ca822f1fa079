package redisstore_test

import (
	"bytes"
	"errors"
	"io"
	"net"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/store"
	"github.com/relance-bot/relance/store/redisstore"
	"github.com/relance-bot/relance/store/redisstore/redistest"
)

// proxy stands between a client and a server and can lose a reply: the call is
// carried out, the answer never arrives, the connection breaks.
type proxy struct {
	listener net.Listener
	server   string
	lose     atomic.Int64 // which reply from now on; 0: none
	lost     atomic.Int64
	conns    sync.WaitGroup
}

func startProxy(t *testing.T, server string) *proxy {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &proxy{listener: l, server: server}
	p.conns.Go(p.accept)
	t.Cleanup(func() { _ = l.Close(); p.conns.Wait() })
	return p
}

func (p *proxy) accept() {
	for {
		client, err := p.listener.Accept()
		if err != nil {
			return
		}
		p.conns.Go(func() { p.serve(client) })
	}
}

func (p *proxy) serve(client net.Conn) {
	defer func() { _ = client.Close() }()
	server, err := net.Dial("tcp", p.server)
	if err != nil {
		return
	}
	defer func() { _ = server.Close() }()
	p.conns.Go(func() {
		_, _ = io.Copy(server, client)
		_ = server.Close()
	})
	buffer := make([]byte, 1<<20)
	for {
		n, err := server.Read(buffer)
		if err != nil {
			return
		}
		reply := buffer[:n]
		// That a script isn't cached is no outcome of a call.
		if !bytes.HasPrefix(reply, []byte("-NOSCRIPT")) && p.lose.Load() > 0 && p.lose.Add(-1) == 0 {
			p.lost.Add(1)
			return
		}
		if _, err := client.Write(reply); err != nil {
			return
		}
	}
}

// twice makes a call whose nth reply is lost, and then again.
func (p *proxy) twice(t *testing.T, nth int64, call func() error) error {
	t.Helper()
	before := p.lost.Load()
	p.lose.Store(nth)
	if err := call(); err == nil {
		t.Fatal("the reply was lost and there is no error")
	}
	if p.lost.Load() != before+1 {
		t.Fatal("no reply was lost")
	}
	return call()
}

func TestAskedAgainAfterALostReply(t *testing.T) {
	_, server := redistest.Start(t)
	p := startProxy(t, server.Addr())
	s := open(t, "redis://"+p.listener.Addr().String())
	direct := open(t, server.URL())

	ok := func(name string, nth int64, call func() error) {
		t.Helper()
		if err := p.twice(t, nth, call); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	// again checks the second answer of a call on a delivery.
	again := func(name string, call func() (store.Verdict, error)) {
		t.Helper()
		var verdict store.Verdict
		ok(name, 1, func() (err error) { verdict, err = call(); return err })
		if verdict != store.Already {
			t.Fatalf("%s: %q, want already", name, verdict)
		}
	}
	ctx := t.Context()

	ok("ConfirmReconcile", 1, func() error { return s.ConfirmReconcile(ctx, book, 0) })

	var recorded []ledger.Change
	ok("Append", 2, func() (err error) { // the first reply is of the look at the head
		recorded, err = s.Append(ctx, book, []ledger.Change{{ID: "a", At: time.Unix(1, 5), Source: ledger.SourceBot, Field: ledger.FieldNote, New: ledger.Text("x")}})
		return err
	})
	journal, err := direct.Since(ctx, book, 0, 10)
	if diff := cmp.Diff(recorded, journal, cmp.Comparer(func(a, b ledger.Value) bool { return a == b })); err != nil || diff != "" {
		t.Fatalf("journal %v\n%s", err, diff)
	}

	open := func() error {
		_, err := s.Commit(ctx, book, store.Commit{Open: []store.Doc{{Key: "token", Data: []byte("x")}}})
		return err
	}
	if err := p.twice(t, 1, open); !errors.Is(err, store.ErrAlreadyOpen) {
		t.Fatalf("Commit.Open: %v", err)
	}
	closing := func() error {
		_, err := s.Commit(ctx, book, store.Commit{Close: []string{"token"}})
		return err
	}
	if err := p.twice(t, 1, closing); !errors.Is(err, store.ErrNotOpen) {
		t.Fatalf("Commit.Close: %v", err)
	}

	var lease store.Lease
	ok("AcquireLease", 1, func() (err error) {
		lease, err = s.AcquireLease(ctx, book, store.LeaseAsk{Holder: "me", TTL: time.Hour})
		return err
	})
	if !lease.Held || lease.Term != 1 {
		t.Fatalf("lease %+v", lease)
	}
	ok("ReleaseLease", 1, func() error { return s.ReleaseLease(ctx, book, "me") })

	ids := []string{"sent", "refused", "doubted", "parked", "dropped", "lost claim"}
	for _, id := range ids {
		again("Freeze", func() (store.Verdict, error) {
			verdicts, err := s.Freeze(ctx, book, []store.Delivery{{ID: id, Destination: "C1", PlannedSeq: 1}})
			if err != nil {
				return "", err
			}
			return verdicts[0], nil
		})
	}
	again("Drop", func() (store.Verdict, error) { return s.Drop(ctx, book, "dropped", "x") })

	held := map[string]store.Attempt{}
	for _, d := range claim(t, direct, "me", 4) {
		held[d.ID] = store.Attempt{ID: d.ID, Owner: d.Owner, Fence: d.Fence, Timeout: time.Microsecond}
	}
	for id, a := range held {
		var begun store.Begun
		ok("BeginSending", 1, func() (err error) { begun, err = s.BeginSending(ctx, book, a); return err })
		d, err := direct.Delivery(ctx, book, id)
		if err != nil || begun.Verdict != store.Already || !begun.Deadline.Equal(d.Deadline) || d.Attempts != 1 {
			t.Fatalf("begun %+v, stored %+v, %v", begun, d, err)
		}
	}
	again("RecordSent", func() (store.Verdict, error) {
		return s.RecordSent(ctx, book, held["sent"], store.Message{Channel: "C1", TS: "1"})
	})
	again("RecordRefused", func() (store.Verdict, error) {
		return s.RecordRefused(ctx, book, held["refused"], store.Refusal{Reason: "ratelimited"})
	})
	again("RecordDoubt", func() (store.Verdict, error) { return s.RecordDoubt(ctx, book, held["parked"], "timeout") })
	again("Park", func() (store.Verdict, error) { return s.Park(ctx, book, "parked", "x") })
	again("Resolve", func() (store.Verdict, error) {
		return s.Resolve(ctx, book, "parked", store.Decision{SendAgain: true, By: "U1"})
	})
	again("RecordDoubt", func() (store.Verdict, error) { return s.RecordDoubt(ctx, book, held["doubted"], "timeout") })
	for range 2 {
		began := now(t, direct)
		again("RecordAbsent", func() (store.Verdict, error) { return s.RecordAbsent(ctx, book, "doubted", began, 0) })
	}
	again("Release", func() (store.Verdict, error) { return s.Release(ctx, book, "doubted", "me") })
	again("Adopt", func() (store.Verdict, error) {
		return s.Adopt(ctx, book, "doubted", store.Message{Channel: "C1", TS: "2"})
	})
	ok("RecordDeath", 1, func() error { return s.RecordDeath(ctx, book, "me", "x") })
	ok("Mark", 1, func() error { return s.Mark(ctx, book, []string{"sent"}) })
	ok("Erase", 2, func() error { return s.Erase(ctx, book, []uint64{1}) })

	// A claim whose reply was lost stands until it expires.
	ask := store.ClaimAsk{Owner: store.Owner{Incarnation: "me", Attempt: "lost"}, TTL: 50 * time.Millisecond, Limit: 10}
	var got []store.Delivery
	ok("Claim", 1, func() (err error) { got, err = s.Claim(ctx, book, ask); return err })
	if len(got) != 0 {
		t.Fatalf("claimed twice: %v", got)
	}
	until(t, "what was claimed is there again", func() bool { return len(claim(t, direct, "you", 10)) > 0 })

	var r store.Reconciliation
	ok("BeginReconcile", 1, func() (err error) { r, err = s.BeginReconcile(ctx, book, "test"); return err })
	if r.Epoch != 1 {
		t.Fatalf("reconciled twice: %+v", r)
	}
	if err := direct.Verify(ctx, book); err != nil {
		t.Fatal(err)
	}
}

func now(t *testing.T, s *redisstore.Store) time.Time {
	t.Helper()
	at, err := s.Now(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return at
}
