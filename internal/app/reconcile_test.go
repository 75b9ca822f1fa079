package app

import (
	"testing"

	"github.com/relance-bot/relance/bot"
	"github.com/relance-bot/relance/store"
)

func TestNextStep(t *testing.T) {
	none := store.Reconciliation{Epoch: 2}
	open := func(reason string) store.Reconciliation {
		return store.Reconciliation{Epoch: 2, Open: true, Reason: reason}
	}
	for _, tt := range []struct {
		story  string
		state  store.Reconciliation
		first  first
		step   reconcileStep
		reason string
	}{
		{"store and sheet are new", open(store.ReasonNewStore), first{0, 0}, reconcileConfirm, ""},
		{"a first start that was killed before it confirmed", open(store.ReasonNewStore), first{300, 0}, reconcileConfirm, ""},
		{"an empty store on a sheet that was worked on", open(store.ReasonNewStore), first{0, 120}, reconcileBegin, "the sheet has seen entry 120"},
		{"a new store that was written to before the sheet could be read", open(store.ReasonNewStore), first{130, 120}, reconcileBegin, reasonNew},
		{"a restored backup", none, first{80, 120}, reconcileBegin, "the sheet has seen entry 120"},
		{"an ordinary restart", none, first{120, 120}, reconcileNothing, ""},
		{"a sheet that has not seen the last entries", none, first{125, 120}, reconcileNothing, ""},
		{"a restored backup that finance has confirmed", store.Reconciliation{Epoch: 3, Reason: "the sheet has seen entry 120"}, first{80, 120}, reconcileNothing, ""},
		{"a second loss after that", store.Reconciliation{Epoch: 3, Reason: "the sheet has seen entry 120"}, first{80, 140}, reconcileBegin, "the sheet has seen entry 140"},
		{"a failover", open(store.ReasonAnotherServer), first{120, 120}, reconcileBegin, reasonServer},
		{"a failover that lost entries", open(store.ReasonAnotherServer), first{110, 120}, reconcileBegin, "the sheet has seen entry 120"},
		{"one that was begun waits for finance", open(reasonServer), first{120, 120}, reconcileNothing, ""},
	} {
		t.Run(tt.story, func(t *testing.T) {
			step, reason := nextStep(tt.state, tt.first)
			if step != tt.step || reason != tt.reason {
				t.Errorf("got %s %q, want %s %q", step, reason, tt.step, tt.reason)
			}
		})
	}
}

func TestCauseOf(t *testing.T) {
	for reason, want := range map[string]string{
		"the sheet has seen entry 120": bot.ReconcileBehind, reasonServer: bot.ReconcileServer, store.ReasonAnotherServer: bot.ReconcileServer,
		reasonNew: bot.ReconcileNew, store.ReasonNewStore: bot.ReconcileNew, "": bot.ReconcileNew,
	} {
		if got := causeOf(reason); got != want {
			t.Errorf("%q: got %s, want %s", reason, got, want)
		}
	}
}
