package app

import (
	"errors"
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
		{"store and sheet are new", open(store.ReasonNewStore), first{journal: 0, sheet: 0}, reconcileConfirm, ""},
		{"a first start that was killed before it confirmed", open(store.ReasonNewStore), first{journal: 300, sheet: 0}, reconcileConfirm, ""},
		{"an empty store on a sheet that was worked on", open(store.ReasonNewStore), first{journal: 0, sheet: 120}, reconcileBegin, "the sheet has seen entry 120"},
		{"a new store that was written to before the sheet could be read", open(store.ReasonNewStore), first{journal: 130, sheet: 120}, reconcileBegin, reasonNew},
		{"a restored backup", none, first{journal: 80, sheet: 120}, reconcileBegin, "the sheet has seen entry 120"},
		{"an ordinary restart", none, first{journal: 120, sheet: 120}, reconcileNothing, ""},
		{"a sheet that has not seen the last entries", none, first{journal: 125, sheet: 120}, reconcileNothing, ""},
		{"a restored backup that finance has confirmed", store.Reconciliation{Epoch: 3, Reason: "the sheet has seen entry 120"}, first{journal: 80, sheet: 120}, reconcileNothing, ""},
		{"a second loss after that", store.Reconciliation{Epoch: 3, Reason: "the sheet has seen entry 120"}, first{journal: 80, sheet: 140}, reconcileBegin, "the sheet has seen entry 140"},
		{"a failover", open(store.ReasonAnotherServer), first{journal: 120, sheet: 120}, reconcileBegin, reasonServer},
		{"a failover that lost entries", open(store.ReasonAnotherServer), first{journal: 110, sheet: 120}, reconcileBegin, "the sheet has seen entry 120"},
		{"one that was begun waits for finance", open(reasonServer), first{journal: 120, sheet: 120}, reconcileNothing, ""},
	} {
		t.Run(tt.story, func(t *testing.T) {
			step, reason := nextStep(tt.state, tt.first)
			if step != tt.step || reason != tt.reason {
				t.Errorf("got %s %q, want %s %q", step, reason, tt.step, tt.reason)
			}
		})
	}
}

func TestWhatTheFirstSyncMet(t *testing.T) {
	type attempt struct {
		sheet uint64
		err   error
	}
	lost := errors.New("lost")
	for _, tt := range []struct {
		story    string
		journal  uint64
		attempts []attempt
		behind   bool
	}{
		{"one that reads and writes", 120, []attempt{{120, nil}}, false},
		{"on a restored backup", 80, []attempt{{120, nil}}, true},
		{"on a restored backup, at the second attempt", 80, []attempt{{0, lost}, {120, nil}}, true},
		{"on a restored backup, though the attempt that saw it failed", 80, []attempt{{120, lost}, {120, nil}}, true},
		{"after one that wrote, and whose reply was lost", 222, []attempt{{222, lost}, {223, nil}}, false},
	} {
		f := first{journal: tt.journal}
		for _, a := range tt.attempts {
			f.end(a.sheet, a.err)
		}
		if step, _ := nextStep(store.Reconciliation{Epoch: 2}, f); (step == reconcileBegin) != tt.behind {
			t.Errorf("%s: %s", tt.story, step)
		}
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
