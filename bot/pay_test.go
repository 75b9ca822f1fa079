package bot_test

import (
	"strings"
	"testing"

	"github.com/relance-bot/relance/bot"
)

// The day is 23 November 2026; INV-1 of €1,200 was issued on 14 September.
func TestAPaymentThatMayBeASlipIsAskedAbout(t *testing.T) {
	for _, tt := range []struct{ story, before, line, asks, field, says string }{
		{"the same amount and day again", "/paid INV-1 20 2026-11-20", "/paid INV-1 20 2026-11-20", "A payment of €20.00 on 20 November 2026 is recorded on INV-1 already. Record it all the same?", "2026-11-20", "received 20 November 2026"},
		{"a day that hasn’t come", "", "/paid INV-1 20 2026-12-11", "11 December 2026 hasn’t come yet. Record it all the same?", "2026-12-11", "recorded €20.00, to be received 11 December 2026"},
		{"a day before it was issued", "", "/paid INV-1 20 2026-09-13", "13 September 2026 is before INV-1 was issued (14 September 2026).", "2026-09-13", "received 13 September 2026"},
		{"more than is open, on a day that hasn’t come", "", "/paid INV-1 1500 2026-12-11", "hasn’t come yet. €1,500.00 is more than INV-1 leaves open (€1,200.00). €300.00 would become", "2026-12-11", "to be received"},
	} {
		t.Run(tt.story, func(t *testing.T) {
			r := newRig(t)
			if tt.before != "" {
				r.command(sophie, tt.before)
			}
			had := len(r.invoice("INV-1").Payments)
			asked := r.command(sophie, tt.line)
			if !strings.Contains(asked.Text, tt.asks) || len(r.invoice("INV-1").Payments) != had {
				t.Fatalf("answered by %q, with %d payments", asked.Text, len(r.invoice("INV-1").Payments))
			}
			for range 2 { // a second click is harmless
				r.click(sophie, asked, "pay_sure")
			}
			if got := len(r.invoice("INV-1").Payments); got != had+1 {
				t.Errorf("%d payments after the yes", got)
			}
			r.sound()
		})
	}
}

func TestTheFormAsksAboutAPaymentThatMayBeASlip(t *testing.T) {
	r := newRig(t)
	r.command(sophie, "/paid INV-1 20 2026-11-20")
	r.click(sophie, r.command(sophie, "/relance INV-1"), "pay")
	values := map[string]bot.Input{"amount": {Text: "20"}, "day": {Date: "2026-11-20"}, "sure": {}}
	want := "A payment of €20.00 on 20 November 2026 is recorded on INV-1 already. Tick the box if it is right."
	if got := r.fill(sophie, "V1", values).Errors["sure"]; got != want {
		t.Errorf("it says %q", got)
	}
	values["sure"] = bot.Input{Ticked: []string{"sure"}}
	if got := r.fill(sophie, "V1", values).Errors; got != nil {
		t.Errorf("with the box ticked: %v", got)
	}
	if got := len(r.invoice("INV-1").Payments); got != 2 {
		t.Errorf("%d payments", got)
	}
	r.sound()
}

func TestAnotherAmountOrDayIsNotAskedAbout(t *testing.T) {
	r := newRig(t)
	r.command(sophie, "/paid INV-1 20 2026-11-20")
	if got := r.command(sophie, "/paid INV-1 20 2026-11-19").Text; !strings.Contains(got, "recorded €20.00") {
		t.Errorf("another day: %q", got)
	}
	if got := r.command(sophie, "/paid INV-1 21 2026-11-20").Text; !strings.Contains(got, "recorded €21.00") {
		t.Errorf("another amount: %q", got)
	}
}

func TestCardAndHandoverShowOneBalance(t *testing.T) {
	r := newRig(t)
	r.click(sophie, r.command(sophie, "/paid INV-1 1 2026-12-11"), "pay_sure")
	card := r.command(sophie, "/relance INV-1").Text
	hand := shown(t, r.command(sophie, "/relance reassign camille@example.com marcus@example.com"))
	if !strings.Contains(card, "€1,200.00* to pay") || !strings.Contains(hand, "INV-1 · Acme · €1,200.00") {
		t.Errorf("the card reads %q, the handover %q", card, hand)
	}
}
