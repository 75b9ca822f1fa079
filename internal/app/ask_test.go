package app

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/relance-bot/relance/bot"
	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/sheets"
	"github.com/relance-bot/relance/store"
)

// pair is two replicas on one store. The first holds the lease.
func pair(t *testing.T, h *house) (first, second *App) {
	t.Helper()
	st := h.newStore("relance.db")
	slow := h.options(st)
	slow.Config.Sync.Every = time.Hour // nothing happens but what is asked
	first, second = h.start(slow), h.start(slow)
	if !first.books[0].lease.held.Load() || second.books[0].lease.held.Load() {
		t.Fatal("the second replica holds the lease")
	}
	return first, second
}

func TestAReplicaWithoutTheLeaseHasTheHolderSync(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t)
		first, second := pair(t, h)
		h.must(h.hand().Type(tab, "G2", "200"))
		begun := h.now()
		report, err := second.books[0].shown.Sync(t.Context())
		if err != nil || report.Changed == 0 {
			t.Fatalf("%+v, %v", report, err)
		}
		if took := h.now().Sub(begun); took > 5*time.Second {
			t.Errorf("the answer took %s", took)
		}
		if inv, ok := second.books[0].keeper.Book().Invoice("inv-1"); !ok || inv.Paid().String() != "200.00" {
			t.Error("who asked doesn't see what the cycle took")
		}
		if at, _ := second.books[0].syncer.LastSync(); !at.IsZero() {
			t.Error("who asked synced: two write into one sheet")
		}
		// And its status shows what the holder did.
		shown := second.books[0].shown.LastSync()
		if shown.At.IsZero() || shown.Changed != report.Changed || shown.Read != 2 || shown.Calls.Limit == 0 {
			t.Errorf("the status is %+v", shown)
		}
		if left := h.asks(second); len(left) != 0 {
			t.Errorf("left in the store: %v", left)
		}
		h.stop(first)
		h.stop(second)
	})
}

func TestWhatIsRecordedInAnotherReplicaReachesTheSheetSoon(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t)
		first, second := pair(t, h)
		b := second.books[0]
		act := ledger.Act{ID: "note", At: h.now(), Actor: anna, Source: ledger.SourceSlack}
		changes, err := act.Assign(b.keeper.Book(), "inv-1", "sophie@example.com")
		h.must(err)
		_, err = desk{b.keeper, b.recorded}.Record(t.Context(), changes...)
		h.must(err)
		time.Sleep(20 * time.Second)
		if got := h.cell("I2"); got != "sophie@example.com" {
			t.Errorf("the sheet shows %q", got)
		}
		h.stop(first)
		h.stop(second)
	})
}

func TestTheHolderResumesAndDecidesForAnotherReplica(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t)
		first, second := pair(t, h)
		h.must(h.hand().Type(tab, "N1", "Invoice number")) // which of the two?
		if _, err := second.books[0].shown.Sync(t.Context()); err != nil {
			t.Fatal(err)
		}
		if second.books[0].keeper.Book().Hold() == "" {
			t.Fatal("the book is not held")
		}
		h.sheets.ResetCalls()
		would, err := second.books[0].shown.PreviewResume(t.Context(), bot.RemedyResume)
		if err != nil || len(would.Blocked) == 0 {
			t.Errorf("preview %+v, %v", would, err)
		}
		if reads := h.sheets.Calls()["spreadsheets.values.batchGet"]; reads != 1 {
			t.Errorf("a preview read the sheet %d times", reads)
		}
		h.must(h.hand().Type(tab, "N1", "Remark"))
		if _, err := second.books[0].shown.Resume(t.Context(), bot.Resume{Remedy: bot.RemedyResume, Actor: sophie}); err != nil {
			t.Fatal(err)
		}
		if hold := second.books[0].keeper.Book().Hold(); hold != "" {
			t.Errorf("still held: %s", hold)
		}
		conflict := store.Doc{Kind: "conflict", Key: "c1", Data: []byte(`{"id":"c1","invoice":"inv-1","field":"notes"}`)}
		_, err = first.store.Commit(t.Context(), "main", store.Commit{Put: []store.Doc{conflict}})
		h.must(err)
		h.must(second.books[0].shown.CloseConflict(t.Context(), "c1"))
		if left, err := second.books[0].shown.Conflicts(t.Context()); err != nil || len(left) != 0 {
			t.Errorf("conflicts %v, %v", left, err)
		}
		put := store.Doc{Kind: "putback", Key: "c2", Data: []byte(`{"key":"inv-1","field":"notes","asked":true,"tries":4}`)}
		conflict = store.Doc{Kind: "conflict", Key: "c2", Data: []byte(`{"id":"c2","invoice":"inv-1","field":"notes","raw":true,"again":true}`)}
		_, err = first.store.Commit(t.Context(), "main", store.Commit{Put: []store.Doc{conflict, put}})
		h.must(err)
		if open, err := second.books[0].shown.Conflicts(t.Context()); err != nil || len(open) != 1 || !open[0].Again {
			t.Errorf("conflicts %+v, %v: it may be tried again", open, err)
		}
		h.must(second.books[0].shown.PutBackConflict(t.Context(), "c2"))
		if left, err := second.books[0].shown.Conflicts(t.Context()); err != nil || len(left) != 0 {
			t.Errorf("conflicts %v, %v", left, err)
		}
		h.must(second.books[0].shown.AnswerQuestion(t.Context(), bot.QuestionAnswer{Invoice: "inv-1", Answer: bot.AnswerCounted}))
		h.stop(first)
		h.stop(second)
	})
}

func TestAnAskThatNobodyAnswersIsTakenBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t)
		first, second := pair(t, h)
		// The holder hangs: its lease runs on, it does nothing.
		first.books[0].lease.held.Store(false)
		first.cancel()
		first.running.Wait()
		_, err := second.books[0].shown.Sync(t.Context())
		e, ok := errors.AsType[*ledger.Error](err)
		if !ok || e.Reason != reasonNoHolder {
			t.Fatalf("got %v", err)
		}
		if left := h.asks(second); len(left) != 0 {
			t.Errorf("it would still be done: %v", left)
		}
		h.stop(first)
		h.stop(second)
	})
}

func TestTheHolderBeginsAnAskOnceAndInTime(t *testing.T) {
	force := &sheets.SyncAsk{Force: true, By: sophie}
	for _, tt := range []struct {
		story string
		ask   ask
		wait  time.Duration
		done  bool
		left  bool
	}{
		{"a fresh one is done, and its reply waits to be read", ask{Sync: force}, 5 * time.Second, true, true},
		{"one whose asker has gone is not begun late", ask{At: time.Unix(0, 0), Sync: force}, 5 * time.Second, false, false},
		{"one that another holder began is never begun again", ask{Sync: force, Begun: "who died"}, 5 * time.Second, false, true},
		{"a reply that nobody reads is forgotten", ask{Sync: force}, 70 * time.Second, true, false},
		{"what this version doesn't know is answered so", ask{}, 5 * time.Second, true, true},
	} {
		t.Run(tt.story, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := newHouse(t)
				o := h.options(h.newStore("relance.db"))
				o.Config.Sync.Every = time.Hour
				a := h.start(o)
				b := a.books[0]
				before, _ := b.syncer.LastSync()
				time.Sleep(time.Second)
				if tt.ask.At.IsZero() {
					tt.ask.At = h.now()
				}
				h.must(b.putAsk(t.Context(), "ask", tt.ask, 0))
				time.Sleep(tt.wait)
				after, _ := b.syncer.LastSync()
				if synced := after.After(before); synced != (tt.done && tt.ask.Sync != nil) {
					t.Errorf("synced: %t", synced)
				}
				left := h.asks(a)
				if _, there := left["ask"]; there != tt.left {
					t.Errorf("left: %v", left)
				}
				if r := left["ask"].Reply; tt.done && tt.left && (r == nil || (r.Error == "") != (tt.ask.Sync != nil)) {
					t.Errorf("reply %+v", r)
				}
				h.stop(a)
			})
		})
	}
}

func (h *house) asks(a *App) map[string]ask {
	h.t.Helper()
	all, err := a.books[0].asks(h.t.Context())
	h.must(err)
	return all
}

// cell is what a cell of the invoices tab shows.
func (h *house) cell(at string) string {
	h.t.Helper()
	for _, t := range h.sheets.Snapshot(h.spreadsheet).Tabs {
		if t.Title != tab {
			continue
		}
		var row int
		if _, err := fmt.Sscanf(at[1:], "%d", &row); err != nil {
			h.t.Fatal(err)
		}
		cells := t.Rows[row-1]
		if col := int(at[0] - 'A'); col < len(cells) {
			return strings.TrimSpace(cells[col].Formatted)
		}
		return ""
	}
	h.t.Fatal("no tab")
	return ""
}
