package bot_test

import (
	"strings"
	"testing"
	"time"

	"github.com/relance-bot/relance/bot"
	"github.com/relance-bot/relance/ledger"
)

func TestWhatWasJustDoneIsTakenBack(t *testing.T) {
	asBefore := func(inv *ledger.Invoice) string {
		return strings.Join([]string{inv.Open().String(), inv.PromisedOn.String(), inv.SnoozedUntil.String(), inv.TakenBy, inv.TakenUntil.String(), inv.SaysPaidUntil.String(), inv.PaidOn.String()}, " ")
	}
	for _, tt := range []struct {
		story string
		do    func(r *rig) bot.Message
	}{
		{"a promise", func(r *rig) bot.Message { return r.command(sophie, "/relance promise INV-1 friday 100") }},
		{"a snooze", func(r *rig) bot.Message { return r.command(sophie, "/relance snooze INV-1 +7") }},
		{"I’m on it", func(r *rig) bot.Message { return r.click(sophie, r.command(sophie, "/relance INV-1"), "take") }},
		{"the customer says it’s paid", func(r *rig) bot.Message { return r.click(sophie, r.command(sophie, "/relance INV-1"), "says_paid") }},
		{"a payment", func(r *rig) bot.Message { return r.command(sophie, "/paid INV-1 500 2026-11-20") }},
	} {
		t.Run(tt.story, func(t *testing.T) {
			r := newRig(t)
			before := asBefore(r.invoice("INV-1"))
			done := tt.do(r)
			if asBefore(r.invoice("INV-1")) == before {
				t.Fatal("nothing was done")
			}
			if got := r.click(sophie, done, "take_back").Text; !strings.Contains(got, "Sophie Marchand took that back") {
				t.Errorf("it says %q", got)
			}
			if got := asBefore(r.invoice("INV-1")); got != before {
				t.Errorf("it stands at %s, before at %s", got, before)
			}
			recorded := len(r.journal.changes)
			if got := r.click(sophie, done, "take_back").Text; !strings.Contains(got, "taken back already") || len(r.journal.changes) != recorded {
				t.Errorf("the second click says %q", got)
			}
			r.sound()
		})
	}
}

func TestASnoozeTakenBackGivesTheOneBeforeIt(t *testing.T) {
	r := newRig(t)
	first := r.command(sophie, "/relance snooze INV-1 2026-12-01")
	second := r.command(sophie, "/relance snooze INV-1 2026-12-24")
	if got := r.click(sophie, first, "take_back").Text; !strings.Contains(got, "has changed this on INV-1 since") {
		t.Errorf("the older one says %q", got)
	}
	r.click(sophie, second, "take_back")
	if got := r.invoice("INV-1").SnoozedUntil; got != day("2026-12-01") {
		t.Errorf("snoozed until %s", got)
	}
}

func TestWhoTakesBackWhat(t *testing.T) {
	for _, tt := range []struct {
		story, does, line, takesBack string
		after                        time.Duration
		want                         string
	}{
		{"who did it, the same day", camille, "/relance snooze INV-1 +7", camille, time.Hour, "Annulé par Camille Laurent"},
		{"who did it, two days later", camille, "/relance snooze INV-1 +7", camille, 48 * time.Hour, "plus tard, c’est la finance"},
		{"finance, two days later", camille, "/relance snooze INV-1 +7", sophie, 48 * time.Hour, "Sophie Marchand took that back"},
		{"a manager who didn’t do it", camille, "/relance snooze INV-1 +7", helene, time.Hour, "Only whoever did it"},
		{"a colleague whose invoice it isn’t", camille, "/relance snooze INV-1 +7", marcus, time.Hour, "looked after by Camille Laurent"},
		{"a salesperson takes back no payment", sophie, "/paid INV-1 5", camille, time.Hour, "Réservé à la finance"},
	} {
		t.Run(tt.story, func(t *testing.T) {
			r := newRig(t)
			done := r.command(tt.does, tt.line)
			r.now = r.now.Add(tt.after)
			if got := strings.ReplaceAll(r.click(tt.takesBack, done, "take_back").Text, "\u00a0", " "); !strings.Contains(got, tt.want) {
				t.Errorf("it says %q", got)
			}
		})
	}
}

func TestAClickOnACustomersMessageIsTakenBackAsAWhole(t *testing.T) {
	r := newRig(t)
	done := r.click(sophie, acmeCase(t, bot.Line{Invoice: "inv-1"}, bot.Line{Invoice: "inv-2"}), "take")
	if got := r.click(sophie, done, "take_back").Text; !strings.Contains(got, "took that back: *INV-1*, *INV-2*") {
		t.Errorf("it says %q", got)
	}
	if r.invoice("INV-1").TakenBy+r.invoice("INV-2").TakenBy != "" {
		t.Error("one of them is still taken")
	}
	r.sound()
}
