package bot_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/relance-bot/relance/bot"
	"github.com/relance-bot/relance/ledger"
)

// brokenPromise notes a promise of early November that nothing came in on.
func (r *rig) brokenPromise(invoice ledger.Key) {
	r.t.Helper()
	_, err := r.keeper.Record(r.t.Context(), ledger.Change{
		ID: "broken/" + string(invoice), At: start.AddDate(0, 0, -20), Source: ledger.SourceSheet, Actor: "sheet",
		Invoice: invoice, Field: ledger.FieldPromisedOn, New: ledger.Day(day("2026-11-06")),
	})
	if err != nil {
		r.t.Fatal(err)
	}
}

func TestWhoMayGovernStandsByThePromiseTheyNote(t *testing.T) {
	r := newRig(t)
	r.brokenPromise("inv-1")
	r.command(sophie, "/relance promise INV-1 2026-11-27")
	if inv := r.invoice("inv-1"); inv.PromisedOn != day("2026-11-27") || inv.PromiseSure != day("2026-11-27") {
		t.Errorf("promised on %s, confirmed for %s", inv.PromisedOn, inv.PromiseSure)
	}
}

func TestASalespersonHearsThatAPromisePausesNothing(t *testing.T) {
	r := newRig(t)
	r.brokenPromise("inv-1")
	r.reminders.decisions = []bot.Decision{{Reason: "skip_already_sent", Unconfirmed: true}}
	if got := r.command(camille, "/relance promise INV-1 2026-11-27"); !strings.Contains(wholeText(t, got), "celle-ci ne suspend rien") {
		t.Errorf("answered by %s", wholeText(t, got))
	}
	if inv := r.invoice("inv-1"); !inv.PromiseSure.IsZero() {
		t.Errorf("a salesperson confirmed it for %s", inv.PromiseSure)
	}
	// Finance says the same, and so stands by it.
	r.command(sophie, "/relance promise INV-1 2026-11-27")
	if inv := r.invoice("inv-1"); inv.PromiseSure != day("2026-11-27") {
		t.Errorf("confirmed for %s", inv.PromiseSure)
	}
}

// wholeText is all that a message says.
func wholeText(t *testing.T, m bot.Message) string {
	t.Helper()
	text, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestFinanceConfirmsAPromiseThatPausesNothing(t *testing.T) {
	r := newRig(t)
	r.brokenPromise("inv-1")
	r.reminders.decisions = []bot.Decision{{Reason: "skip_already_sent", Unconfirmed: true, Letter: "skip_to_approve"}}
	r.command(camille, "/relance promise INV-1 2026-11-27")
	mine := r.command(camille, "/relance why INV-1")
	if strings.Contains(wholeText(t, mine), "confirm_promise") {
		t.Error("a salesperson is offered to confirm their own promise")
	}
	why := r.command(sophie, "/relance why INV-1")
	if text := wholeText(t, why); !strings.Contains(text, "Letter to the customer: waits for a yes") {
		t.Errorf("of the letter: %s", text)
	}
	r.click(camille, why, "confirm_promise")
	if inv := r.invoice("inv-1"); !inv.PromiseSure.IsZero() {
		t.Error("a salesperson confirmed it")
	}
	if done := r.click(sophie, why, "confirm_promise"); !strings.Contains(done.Text, "stands by the promise of 27 November 2026") {
		t.Errorf("answered %q", done.Text)
	}
	if inv := r.invoice("inv-1"); inv.PromiseSure != day("2026-11-27") {
		t.Errorf("confirmed for %s", inv.PromiseSure)
	}
	if again := r.click(sophie, why, "confirm_promise"); !strings.Contains(again.Text, "already") {
		t.Errorf("a second click says %q", again.Text)
	}
	r.command(camille, "/relance promise INV-1 2026-11-30")
	r.click(sophie, why, "confirm_promise")
	if inv := r.invoice("inv-1"); inv.PromiseSure == day("2026-11-30") {
		t.Error("an old button confirmed a promise that nobody had seen")
	}
}
