package reminders_test

import (
	"context"
	"testing"
	"time"

	"github.com/relance-bot/relance/store"
)

func TestReconcileSendsNothingUntilFinanceConfirms(t *testing.T) {
	r := one(t)
	r.slack.fault = once(fault{lost: true, err: context.DeadlineExceeded})
	r.tick() // now one is uncertain, and in truth lost
	state, err := r.store.BeginReconcile(t.Context(), book, "restored backup")
	if err != nil {
		t.Fatal(err)
	}
	r.add(row{number: "INV-2", customer: "Beta", sales: "bob", due: "2026-02-26"})
	r.run(30 * time.Minute)
	if n := len(r.slack.all()); n != 0 {
		t.Fatalf("%d messages while reconciling", n)
	}
	parked, err := r.service.Parked(t.Context())
	if err != nil || len(parked) != 1 || parked[0].To != "U-ANN" {
		t.Fatalf("listed as not found: %+v, %v", parked, err)
	}
	if err := r.service.ConfirmReconcile(t.Context(), state.Epoch); err != nil {
		t.Fatal(err)
	}
	if err := r.service.ResolveParked(t.Context(), parked[0].Delivery, true, "U-FIN"); err != nil {
		t.Fatal(err)
	}
	r.run(5 * time.Minute)
	// The old delivery is of another epoch: the gate drops it, and its reminders
	// are planned again.
	for _, who := range []string{"U-ANN", "U-BOB"} {
		if got := r.slack.to(who, store.KindDigest); len(got) != 1 {
			t.Errorf("%s got %d digests after the confirmation", who, len(got))
		}
	}
	r.checkInvariants()
}
