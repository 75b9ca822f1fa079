package app

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/relance-bot/relance/ledger"
)

// TestFinanceEditsTheLaddersInTheSheet makes a Ladder tab, is told in its
// channel, sees the effect and applies it; then spoils the tab.
func TestFinanceEditsTheLaddersInTheSheet(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t)
		a := h.start(h.options(h.newStore("relance.db")))
		time.Sleep(20 * time.Minute) // tabs are looked for now and then
		h.must(h.hand().AddTab("Scénarios"))
		h.must(h.hand().SetValues("Scénarios", "A1", [][]any{
			{"Scénario", "Étape", "Jour", "Ton", "Qui est prévenu", "Lettre", "Envoi"},
			{"default", 1, 2, "aimable", "commercial", "aimable", "à approuver"},
			{nil, 2, 8, "ferme", "commercial, finance", "ferme"},
		}))
		time.Sleep(2 * time.Minute)
		news := h.last("C0FINANCE1")
		if !strings.Contains(news.Text, "Ladder") {
			t.Fatalf("finance reads %q; the tab: %s; %+v", news.Text, a.books[0].keeper.Book().LadderTab(), a.books[0].reminders.Proposal().Problems)
		}
		policy := a.books[0].reminders.Policy
		if n := len(policy().Ladders["default"].Stages); n != 7 {
			t.Fatalf("the tab holds by itself: %d stages", n)
		}
		effect := h.click(sophie, h.ask(sophie, "/relance ladders"), "ladders_effect")
		h.click(sophie, effect, "apply_ladders")
		time.Sleep(time.Minute)
		if n := len(policy().Ladders["default"].Stages); n != 3 {
			t.Fatalf("%d stages hold after the click", n)
		}
		if why := h.ask(sophie, "/relance why INV-1"); !strings.Contains(why.Text+string(why.Blocks), "default") {
			t.Errorf("why names no ladder: %s", why.Text)
		}

		h.must(h.hand().SetValues("Scénarios", "C2", [][]any{{"bientôt"}}))
		time.Sleep(2 * time.Hour)
		if n := len(policy().Ladders["default"].Stages); n != 3 {
			t.Errorf("a spoilt tab changed what holds: %d stages", n)
		}
		if got := h.ask(sophie, "/relance ladders"); !strings.Contains(string(got.Blocks), "row 2") {
			t.Errorf("the answer doesn't name the row: %s", string(got.Blocks))
		}
		if held := a.books[0].keeper.Book().Hold(); held != "" {
			t.Errorf("the tab holds the book: %s", held)
		}
		h.stop(a)
	})
}

// TestThePolicyOutlivesTheProcess applies, restarts, and finds it applied.
func TestThePolicyOutlivesTheProcess(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t)
		st := h.newStore("relance.db")
		a := h.start(h.options(st))
		time.Sleep(time.Minute)
		rows := ledger.Record([]ledger.LadderRow{{Row: 2, Ladder: "default", Day: "4", Tone: "firm", Tell: "finance"}}).Text()
		act := ledger.Act{ID: "click", At: time.Now(), Actor: sophie, Source: ledger.SourceSlack}
		_, err := a.books[0].keeper.Record(t.Context(), act.ApplyLadders(a.books[0].keeper.Book(), rows)...)
		h.must(err)
		h.stop(a)
		a = h.start(h.options(st))
		time.Sleep(time.Minute)
		if n := len(a.books[0].reminders.Policy().Ladders["default"].Stages); n != 2 {
			t.Errorf("%d stages after the restart", n)
		}
		h.stop(a)
	})
}
