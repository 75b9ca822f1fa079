package reminders_test

import (
	"testing"
	"time"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/reminders"
)

// promised is what somebody notes on a day at noon.
func promised(said, on string) ledger.Change {
	v := ledger.Value{}
	if on != "" {
		v = ledger.Day(day(on))
	}
	return ledger.Change{At: day(said).At(12, 0, time.UTC), Source: ledger.SourceSlack, Invoice: "inv-1", Field: ledger.FieldPromisedOn, New: v}
}

// INV-1 is due on 2 March 2026 over 100 EUR; two promises in a row may break.
func TestPromisesBrokenInARow(t *testing.T) {
	confirmed := func(on string) ledger.Change {
		return ledger.Change{At: day("2026-04-10").At(12, 0, time.UTC), Source: ledger.SourceSlack, Invoice: "inv-1", Field: ledger.FieldSure, New: ledger.Day(day(on))}
	}
	for _, c := range []struct {
		name    string
		changes []ledger.Change
		inRow   int
		holds   bool
	}{
		{"the first promise pauses", []ledger.Change{promised("2026-04-09", "2026-04-17")}, 2, true},
		{"after one broken promise the second pauses", []ledger.Change{promised("2026-03-05", "2026-03-10"), promised("2026-04-09", "2026-04-17")}, 2, true},
		{"after two broken ones the third doesn't", []ledger.Change{promised("2026-03-05", "2026-03-10"), promised("2026-03-20", "2026-03-25"), promised("2026-04-09", "2026-04-17")}, 2, false},
		{"unless finance stands by it", []ledger.Change{promised("2026-03-05", "2026-03-10"), promised("2026-03-20", "2026-03-25"), promised("2026-04-09", "2026-04-17"), confirmed("2026-04-17")}, 2, true},
		{"a confirmation is of one day only", []ledger.Change{promised("2026-03-05", "2026-03-10"), promised("2026-03-20", "2026-03-25"), confirmed("2026-04-13"), promised("2026-04-09", "2026-04-17")}, 2, false},
		{"a part that came in and no more is broken all the same", []ledger.Change{
			promised("2026-03-05", "2026-03-10"), payment("p1", "inv-1", 10_00, "EUR", "2026-03-09"), promised("2026-03-20", "2026-03-25"), promised("2026-04-09", "2026-04-17"),
		}, 2, false},
		{"moved before its day is not broken", []ledger.Change{promised("2026-03-05", "2026-04-02"), promised("2026-03-20", "2026-04-03"), promised("2026-03-30", "2026-04-17")}, 2, true},
		{"the policy lets any number pass", []ledger.Change{promised("2026-03-05", "2026-03-10"), promised("2026-03-20", "2026-03-25"), promised("2026-04-09", "2026-04-17")}, 0, true},
		{"the policy lets one pass", []ledger.Change{promised("2026-03-05", "2026-03-10"), promised("2026-04-09", "2026-04-17")}, 1, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			policy := reminders.Default()
			policy.PromisesInRow = c.inRow
			b := bookOf(t, []row{{number: "INV-1", customer: "Acme", amount: 100_00, currency: "EUR", due: "2026-03-02"}}, c.changes...)
			d := reminders.Plan(b, policy, nil, day("2026-04-13"))[0]
			if (d.Reason == reminders.SkipPromised) != c.holds || d.Unconfirmed == c.holds {
				t.Errorf("%s, unconfirmed %v; want it to pause: %v", d.Reason, d.Unconfirmed, c.holds)
			}
		})
	}
}
