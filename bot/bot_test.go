package bot_test

import (
	"strings"
	"testing"

	"github.com/relance-bot/relance/bot"
)

func TestAPaymentIsRecordedFromTheCard(t *testing.T) {
	r := newRig(t)
	list := r.command(sophie, "/overdue")
	if !strings.Contains(list.Text, "4 late invoices") {
		t.Errorf("the sentence is %q", list.Text)
	}
	card := r.command(sophie, "/relance INV-1")
	r.click(sophie, card, "pay")
	if reply := r.fill(sophie, "V1", map[string]bot.Input{"amount": {Text: "1 200,50"}, "day": {Date: "2026-11-20"}, "sure": {}}); reply.Errors["sure"] == "" {
		t.Errorf("an overpayment passed unasked: %v", reply.Errors)
	}
	values := map[string]bot.Input{"amount": {Text: "500"}, "day": {Date: "2026-11-20"}}
	for range 2 { // the second submission of one view is harmless
		if reply := r.fill(sophie, "V1", values); reply.Errors != nil {
			t.Fatalf("errors: %v", reply.Errors)
		}
	}
	inv := r.invoice("INV-1")
	if got := inv.Open().String(); got != "700.00" || len(inv.Payments) != 1 {
		t.Errorf("%s is left on %d payments, want 700.00 on one", got, len(inv.Payments))
	}
	if !strings.Contains(r.slack.last().m.Text, "Already done by Sophie Marchand") {
		t.Errorf("the second answer is %q", r.slack.last().m.Text)
	}
	if len(r.reminders.refreshed) != 1 {
		t.Errorf("reminders were refreshed for %v, want INV-1 once", r.reminders.refreshed)
	}
	r.sound()
}
