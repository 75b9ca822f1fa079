package app

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/relance-bot/relance/internal/sim/sheetsim"
	"github.com/relance-bot/relance/sheets"
)

// The book was read a moment ago, and still nobody is reminded: what a write of
// ours did since is not known.
func TestABookWithAWriteInDoubtIsNotFresh(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t)
		o := h.options(h.newStore("relance.db"))
		o.Config.Sync.Every, o.Config.Books[0].Level = time.Hour, "observe"
		a := h.start(o)
		time.Sleep(3 * time.Minute)
		b := a.books[0]
		if _, err := b.sync(t.Context()); err != nil {
			t.Fatal(err)
		}
		h.must(h.hand().Type(tab, "E3", "3O0")) // Check will say so
		h.sheets.Faults.Add(sheetsim.Fault{Kind: sheetsim.LoseReplyAfterApply, Method: "spreadsheets.batchUpdate", Times: -1})
		if _, err := b.sync(t.Context()); !errors.Is(err, sheets.ErrUnsettled) {
			t.Fatalf("got %v", err)
		}
		if err := b.Fresh(t.Context(), time.Minute); !errors.Is(err, sheets.ErrUnsettled) {
			t.Errorf("got %v", err)
		}
		h.sheets.Faults.Clear()
		if err := b.Fresh(t.Context(), time.Minute); err != nil {
			t.Errorf("settled by now: %v", err)
		}
		h.stop(a)
	})
}
