package bot_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/relance-bot/relance/bot"
	"github.com/relance-bot/relance/ledger"
)

// lostStore is a book whose store knows less than was sent.
func lostStore(t *testing.T) *rig {
	t.Helper()
	r := newRig(t)
	r.reminders.reconcile = bot.Reconciliation{
		Open: true, Epoch: 4, Cause: bot.ReconcileBehind, Since: start,
		Searched: []bot.Parked{{ID: "d2", Kind: "digest", To: marcus, Invoices: []ledger.Key{"inv-3"}}},
	}
	r.reminders.parked = []bot.Parked{{ID: "d1", Kind: "channel", To: "C0RECEIVABLES", Invoices: []ledger.Key{"inv-1"}, Reason: "not found while reconciling"}}
	return r
}

func TestFinanceConfirmsAReconcile(t *testing.T) {
	r := lostStore(t)
	status := r.command(sophie, "/relance status")
	golden(t, "status_reconcile_finance_en", status)
	if got := r.click(sophie, status, "reconcile").Text; !strings.Contains(got, "Sophie Marchand confirmed") {
		t.Errorf("the click is answered by %q", got)
	}
	if diff := cmp.Diff([]bot.ReconcileConfirmed{{Epoch: 4, Actor: sophie}}, r.reminders.confirmed); diff != "" {
		t.Errorf("confirmed (-want +got):\n%s", diff)
	}
	if got := r.click(sophie, status, "reconcile").Text; !strings.Contains(got, "so already") {
		t.Errorf("the second click is answered by %q", got)
	}
	r.sound()
}

func TestOthersSeeThatNothingGoesOutAndCannotConfirm(t *testing.T) {
	r := lostStore(t)
	status := r.command(camille, "/relance status")
	golden(t, "status_reconcile_salesperson_fr", status)
	for _, b := range buttons(status) {
		if b.ActionID == "reconcile" {
			t.Error("a salesperson is shown the button")
		}
	}
	got := r.click(camille, r.command(sophie, "/relance status"), "reconcile").Text
	if !strings.Contains(got, "Réservé à la finance") || len(r.reminders.confirmed) > 0 {
		t.Errorf("a salesperson's click is answered by %q; confirmed %v", got, r.reminders.confirmed)
	}
	r.sound()
}

func TestAButtonOfAnEarlierReconcileConfirmsNothing(t *testing.T) {
	r := lostStore(t)
	status := r.command(sophie, "/relance status")
	r.reminders.reconcile.Epoch++
	if got := r.click(sophie, status, "reconcile").Text; !strings.Contains(got, "no longer there") || len(r.reminders.confirmed) > 0 {
		t.Errorf("the click is answered by %q; confirmed %v", got, r.reminders.confirmed)
	}
}
