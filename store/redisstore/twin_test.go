package redisstore_test

import (
	"errors"
	"flag"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/store"
	"github.com/relance-bot/relance/store/redisstore/redistest"
	"github.com/relance-bot/relance/store/sqlitestore"
)

// TestTwins lets both stores live through the same random calls: what one
// answers, the other answers, and in the end they hold the same. The rules are
// written twice, in Go and in Lua; here they are held against each other.
//
// No verdict hangs on how fast the test runs: claims last an hour, every T has
// passed when the next call comes, and no wait is asked for.
func TestTwins(t *testing.T) {
	_, server := redistest.Start(t)
	inRedis := open(t, server.URL())
	inSQLite, err := sqlitestore.Open(t.Context(), sqlitestore.Options{Path: filepath.Join(t.TempDir(), "relance.db"), Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = inSQLite.Close() })
	// SQLite in Go is slow under the race detector: fewer runs, unless asked.
	if f := flag.Lookup("rapid.checks"); f.Value.String() == f.DefValue {
		if err := flag.Set(f.Name, "25"); err != nil {
			t.Fatal(err)
		}
	}
	runs := 0
	rapid.Check(t, func(r *rapid.T) {
		runs++
		w := &twins{T: t, r: r, book: fmt.Sprint("book ", runs), stores: [2]store.Store{inRedis, inSQLite}}
		w.confirm(0)
		for range 60 {
			w.step()
		}
		w.compare()
	})
}

// twins are two stores that are told the same.
type twins struct {
	*testing.T
	r      *rapid.T
	book   string
	stores [2]store.Store
	next   int             // of delivery ids, claims, messages and changes
	tries  []store.Attempt // every attempt ever made, stale ones too
	seq    uint64
	epoch  uint64
}

// both asks both and expects one answer.
func (w *twins) both(what string, ask func(store.Store) (any, error)) any {
	w.Helper()
	first, err1 := ask(w.stores[0])
	second, err2 := ask(w.stores[1])
	for _, known := range []error{store.ErrNotFound, store.ErrNotOpen, store.ErrAlreadyOpen, store.ErrStaleEpoch, store.ErrConflict} {
		if errors.Is(err1, known) && errors.Is(err2, known) {
			return nil
		}
	}
	if err1 != nil || err2 != nil {
		w.r.Fatalf("%s: redis %v, sqlite %v", what, err1, err2)
	}
	if diff := cmp.Diff(second, first); diff != "" {
		w.r.Fatalf("%s (-sqlite +redis):\n%s", what, diff)
	}
	w.r.Logf("%s: %v", what, first)
	return first
}

func (w *twins) number() int { w.next++; return w.next }

func (w *twins) pick(what string, from ...string) string {
	return rapid.SampledFrom(from).Draw(w.r, what)
}

func (w *twins) invoice() ledger.Key { return ledger.Key(w.pick("invoice", "inv-1", "inv-2", "inv-3")) }

// delivery is the id of any that may exist.
func (w *twins) delivery() string {
	return fmt.Sprint("d", rapid.IntRange(1, w.next+1).Draw(w.r, "delivery"))
}

func (w *twins) message() store.Message {
	return store.Message{Channel: "C", TS: w.pick("message", "1", "2", "3", fmt.Sprint("n", w.number()))}
}

func (w *twins) incarnation() string { return w.pick("incarnation", "one", "two") }

func (w *twins) try() store.Attempt {
	if len(w.tries) == 0 {
		return store.Attempt{ID: w.delivery(), Timeout: time.Microsecond}
	}
	return rapid.SampledFrom(w.tries).Draw(w.r, "attempt")
}

func (w *twins) verdict(what string, ask func(store.Store) (store.Verdict, error)) {
	w.Helper()
	w.both(what, func(s store.Store) (any, error) { return ask(s) })
}

func (w *twins) step() {
	ctx, b := w.Context(), w.book
	switch id, a, m := w.delivery(), w.try(), w.message(); w.pick("call",
		"freeze", "freeze", "freeze", "claim", "claim", "begin", "begin", "begin", "sent", "sent", "refused", "doubt", "sweep",
		"absent", "absent", "adopt", "release", "death", "park", "resolve", "drop", "append", "intent", "reconcile", "bury", "mark") {
	case "freeze":
		w.freeze()
	case "claim":
		w.claim()
	case "begin":
		w.verdict("begin "+a.ID, func(s store.Store) (store.Verdict, error) {
			begun, err := s.BeginSending(ctx, b, a)
			return begun.Verdict, err
		})
	case "sent":
		w.verdict("sent "+a.ID, func(s store.Store) (store.Verdict, error) { return s.RecordSent(ctx, b, a, m) })
	case "refused":
		r := store.Refusal{Reason: "no", Final: rapid.Bool().Draw(w.r, "final"), MaxAttempts: 2}
		w.verdict("refused "+a.ID, func(s store.Store) (store.Verdict, error) { return s.RecordRefused(ctx, b, a, r) })
	case "doubt":
		w.verdict("doubt "+a.ID, func(s store.Store) (store.Verdict, error) { return s.RecordDoubt(ctx, b, a, "?") })
	case "sweep":
		time.Sleep(2 * time.Microsecond) // T passes
		w.both("sweep", func(s store.Store) (any, error) { return ids(s.Sweep(ctx, b)) })
	case "absent":
		w.verdict("absent "+id, func(s store.Store) (store.Verdict, error) {
			time.Sleep(2 * time.Microsecond) // later than T and than the probe before
			began, err := s.Now(ctx)
			if err != nil {
				return "", err
			}
			return s.RecordAbsent(ctx, b, id, began, 0)
		})
	case "adopt":
		w.verdict("adopt "+id, func(s store.Store) (store.Verdict, error) { return s.Adopt(ctx, b, id, m) })
	case "release":
		who := w.incarnation()
		w.verdict("release "+id, func(s store.Store) (store.Verdict, error) { return s.Release(ctx, b, id, who) })
	case "death":
		who := w.incarnation()
		w.both("death", func(s store.Store) (any, error) { return nil, s.RecordDeath(ctx, b, who, "proof") })
	case "park":
		w.verdict("park "+id, func(s store.Store) (store.Verdict, error) { return s.Park(ctx, b, id, "why") })
	case "resolve":
		d := store.Decision{SendAgain: rapid.Bool().Draw(w.r, "again"), By: "U"}
		if rapid.Bool().Draw(w.r, "where") {
			d.Message = m
		}
		w.verdict("resolve "+id, func(s store.Store) (store.Verdict, error) { return s.Resolve(ctx, b, id, d) })
	case "drop":
		w.verdict("drop "+id, func(s store.Store) (store.Verdict, error) { return s.Drop(ctx, b, id, "why") })
	case "append":
		w.append()
	case "intent":
		w.intent()
	case "reconcile":
		w.reconcile()
	case "bury":
		w.both("bury", func(s store.Store) (any, error) { return nil, s.Buried(ctx, b, m) })
	case "mark":
		w.both("mark", func(s store.Store) (any, error) { return nil, s.Mark(ctx, b, []string{id}) })
	}
}

func (w *twins) freeze() {
	d := store.Delivery{
		ID: fmt.Sprint("d", w.number()), Kind: w.pick("kind", store.KindChannel, store.KindDigest), Destination: w.pick("destination", "C1", "C2"),
		Person: w.pick("person", "ann", "bob"), Day: ledger.Date(rapid.IntRange(700000, 700005).Draw(w.r, "day")), PlannedSeq: w.seq,
	}
	for range rapid.IntRange(0, 2).Draw(w.r, "reminders") {
		r := store.Reminder{Invoice: w.invoice(), Cycle: "c", Stage: ledger.StageAt(rapid.IntRange(0, 4).Draw(w.r, "stage"))}
		r.ID = fmt.Sprint(r.Invoice, r.Stage)
		if len(d.Reminders) == 0 || d.Reminders[0].ID != r.ID {
			d.Reminders = append(d.Reminders, r)
		}
	}
	w.both("freeze "+d.ID, func(s store.Store) (any, error) { return s.Freeze(w.Context(), w.book, []store.Delivery{d}) })
}

func (w *twins) claim() {
	ask := store.ClaimAsk{Owner: store.Owner{Incarnation: w.incarnation(), Attempt: fmt.Sprint(w.number())}, TTL: time.Hour, Limit: 2}
	claimed := w.both("claim", func(s store.Store) (any, error) {
		list, err := s.Claim(w.Context(), w.book, ask)
		return attempts(list), err
	})
	w.tries = append(w.tries, claimed.([]store.Attempt)...)
}

func attempts(list []store.Delivery) []store.Attempt {
	var all []store.Attempt
	for _, d := range list {
		all = append(all, store.Attempt{ID: d.ID, Owner: d.Owner, Fence: d.Fence, Timeout: time.Microsecond})
	}
	return all
}

func (w *twins) append() {
	c := ledger.Change{ID: fmt.Sprint("c", w.number()), At: time.Unix(1, 0), Source: ledger.SourceSlack, Field: ledger.FieldNote, Invoice: w.invoice()}
	if rapid.Bool().Draw(w.r, "bookkeeping") {
		c.Source = ledger.SourceBot
	}
	w.both("append", func(s store.Store) (any, error) {
		recorded, err := s.Append(w.Context(), w.book, []ledger.Change{c})
		if err != nil {
			return nil, err
		}
		return recorded[0].Seq, nil
	})
	w.seq++
}

func (w *twins) intent() {
	c := store.Commit{Open: []store.Doc{{Key: w.pick("token", "t1", "t2")}}}
	if rapid.Bool().Draw(w.r, "close") {
		c = store.Commit{Close: []string{c.Open[0].Key}}
	}
	w.both("intent", func(s store.Store) (any, error) {
		_, err := s.Commit(w.Context(), w.book, c)
		return nil, err
	})
}

func (w *twins) reconcile() {
	if !rapid.Bool().Draw(w.r, "begin") {
		w.confirm(w.epoch)
		return
	}
	w.epoch = w.both("reconcile", func(s store.Store) (any, error) {
		r, err := s.BeginReconcile(w.Context(), w.book, "why")
		return r.Epoch, err
	}).(uint64)
}

func (w *twins) confirm(epoch uint64) {
	w.both("confirm", func(s store.Store) (any, error) { return nil, s.ConfirmReconcile(w.Context(), w.book, epoch) })
}

// compare looks at all that both hold, but for the times.
func (w *twins) compare() {
	ctx, b := w.Context(), w.book
	w.both("deliveries", func(s store.Store) (any, error) {
		list, err := s.List(ctx, b)
		for i := range list {
			list[i].ClaimExpires, list[i].Deadline, list[i].DoubtSince = time.Time{}, time.Time{}, time.Time{}
		}
		return list, err
	})
	w.both("unmarked", func(s store.Store) (any, error) { return ids(s.Unmarked(ctx, b)) })
	w.both("condemned", func(s store.Store) (any, error) { return s.CondemnedMessages(ctx, b) })
	w.both("verify", func(s store.Store) (any, error) { return nil, s.Verify(ctx, b) })
}

func ids(list []store.Delivery, err error) ([]string, error) {
	var names []string
	for _, d := range list {
		names = append(names, d.ID)
	}
	return names, err
}
