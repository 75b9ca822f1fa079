package app

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/relance-bot/relance/internal/sim/slacksim"
)

// TestAColumnIsRestoredFromSlack walks the way of finance: told of the hold,
// shown what restoring writes, and one click after that it is all back.
func TestAColumnIsRestoredFromSlack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t)
		a := h.start(h.options(h.newStore("relance.db")))
		time.Sleep(time.Minute)
		h.must(h.hand().DeleteColumns(tab, 8, 1)) // Salesperson
		h.ask(sophie, "/relance sync")
		status := h.ask(sophie, "/relance status")
		if !strings.Contains(status.Text, "Salesperson") {
			t.Fatalf("the status does not say what holds the book: %s", status.Text)
		}
		looked := h.click(sophie, status, "held")
		preview := h.click(sophie, looked, "held:restore")
		if !strings.Contains(preview.Text, "Restoring writes the column again") || !strings.Contains(preview.Text, "anna@example.com") {
			t.Fatalf("restoring would do: %s", preview.Text)
		}
		if rows := h.lines(tab); slices.Contains(rows[0], "Salesperson") {
			t.Fatal("looking restored it")
		}
		h.click(sophie, preview, "unhold")
		time.Sleep(time.Minute)
		rows := h.lines(tab)
		at := slices.Index(rows[0], "Salesperson")
		if at < 0 || rows[1][at] != "anna@example.com" || rows[2][at] != "anna@example.com" {
			t.Errorf("the sheet holds %v", rows)
		}
		if held := a.books[0].keeper.Book().Hold(); held != "" {
			t.Errorf("still held: %s", held)
		}
		inv, ok := a.books[0].keeper.Book().Invoice("inv-1")
		if !ok || inv.Salesperson != "anna@example.com" {
			t.Errorf("the book says %+v", inv)
		}
		h.stop(a)
	})
}

// TestAListOfOpenItemsIsReplaced pastes next week's export over the list and has
// finance say of what left it that it is settled.
func TestAListOfOpenItemsIsReplaced(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t)
		h.must(h.hand().DeleteColumns(tab, 6, 7)) // an export of what is open: no more than its own columns
		o := h.options(h.newStore("relance.db"))
		o.Config.Books[0].Mode = "open_items"
		a := h.start(o)
		time.Sleep(time.Minute)
		h.must(h.hand().DeleteRows(tab, 1, 1)) // INV-1 is not in the new export
		time.Sleep(10 * time.Minute)
		asked := h.last("C0FINANCE1")
		if !strings.Contains(asked.Text, "1 invoice") || !strings.Contains(asked.Text, "Settled?") {
			t.Fatalf("finance reads %q", asked.Text)
		}
		r, err := h.slack.Human(sophie).Click(t.Context(), "C0FINANCE1", asked.TS, "settled:0")
		if err != nil || !r.Acked {
			t.Fatalf("click: %+v, %v", r, err)
		}
		time.Sleep(time.Minute)
		inv, ok := a.books[0].keeper.Book().Invoice("inv-1")
		if !ok || inv.Open().IsPositive() || len(inv.Payments) != 1 || inv.Payments[0].Unconfirmed || inv.Payments[0].By != sophie {
			t.Errorf("the book says %+v, %v", inv, ok)
		}
		if waits, err := a.books[0].shown.Presumed(t.Context()); err != nil || len(waits) != 0 {
			t.Errorf("still asked: %+v, %v", waits, err)
		}
		h.stop(a)
	})
}

// last is the latest message that the bot posted there.
func (h *house) last(channel string) slacksim.Message {
	h.t.Helper()
	for _, m := range slices.Backward(h.slack.Messages(channel)) {
		if m.ByBot && !m.Deleted {
			return m
		}
	}
	return slacksim.Message{}
}
