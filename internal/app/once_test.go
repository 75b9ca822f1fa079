package app

import (
	"testing"
	"testing/synctest"
	"time"
)

func (h *house) once(o Options, ask OnceAsk) OnceBook {
	h.t.Helper()
	list, err := SyncOnce(h.t.Context(), o, ask)
	h.must(err)
	if len(list) != 1 || list[0].Err != nil {
		h.t.Fatalf("%+v", list)
	}
	return list[0]
}

func TestSyncOnceWritesOnlyWhereNobodyElseMay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t)
		st := h.newStore("relance.db")
		o := h.options(st)
		o.Config.Sync.Every = time.Hour
		a := h.start(o)
		h.must(h.hand().Type(tab, "G2", "200"))

		done := h.once(h.options(st), OnceAsk{DryRun: true})
		if done.Ran != RanByHolder || done.Report.Changed == 0 || !done.Report.DryRun {
			t.Errorf("a dry run of a served book: %+v", done)
		}
		done = h.once(h.options(st), OnceAsk{})
		if done.Ran != RanByHolder || done.Report.Changed == 0 || done.Report.DryRun || done.Minute.Reads == 0 {
			t.Errorf("a served book: %+v", done)
		}
		// The process that serves it hangs, and keeps the lease.
		h.must(h.hand().Type(tab, "G2", "250"))
		a.cancel()
		a.running.Wait()
		version := h.sheets.Snapshot(h.spreadsheet).Version
		seq := a.books[0].keeper.Book().Seq()
		a.books[0].lease.renew(t.Context())
		done = h.once(h.options(st), OnceAsk{})
		if done.Ran != RanNobody || !done.Report.DryRun || done.Report.Changed == 0 {
			t.Errorf("a book whose process hangs: %+v", done)
		}
		head, err := st.Head(t.Context(), "main")
		h.must(err)
		if head.Seq != seq || h.sheets.Snapshot(h.spreadsheet).Version != version {
			t.Error("something was written without the lease")
		}
		h.stop(a)
		if done = h.once(h.options(st), OnceAsk{}); done.Ran != RanHere || done.Report.Changed == 0 {
			t.Errorf("after it stopped: %+v", done)
		}
	})
}

// What a first sync by hand leaves behind is what the service would have begun
// with.
func TestSyncOnceOfANewBookBeginsAtItsLevel(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t)
		st := h.newStore("relance.db")
		if done := h.once(h.options(st), OnceAsk{DryRun: true}); !done.Report.First || done.Report.Changed == 0 {
			t.Errorf("a look at a new book: %+v", done)
		}
		if head, err := st.Head(t.Context(), "main"); err != nil || head.Seq != 0 {
			t.Errorf("a dry run journaled up to %d, %v", head.Seq, err)
		}
		h.once(h.options(st), OnceAsk{})
		a := h.start(h.options(st))
		if got := a.books[0].keeper.Book().Level(); got != "internal" {
			t.Errorf("the book is at level %s", got)
		}
		if state, err := st.Reconciliation(t.Context(), "main"); err != nil || state.Open {
			t.Errorf("it reconciles: %+v, %v", state, err)
		}
		h.stop(a)
	})
}
