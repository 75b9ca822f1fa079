package reminders_test

import (
	"testing"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/reminders"
)

// A yes holds for a week. Who gave it can renew it, and a second click on one
// day changes nothing.
func TestAnOldYesToALetterIsRenewedByWhoGaveIt(t *testing.T) {
	r, _ := newLetterRig(t)
	r.add(row{number: "INV-1", due: "2026-02-26", sales: "ann"})
	wants := func(when string, want reminders.Reason) {
		t.Helper()
		if got := r.letterTo("Acme").Reason; got != want {
			t.Fatalf("%s: %s, want %s", when, got, want)
		}
	}
	wants("before anybody said yes", reminders.SkipToApprove)
	r.approve("U-ANN", "Acme")
	wants("approved", reminders.Send)
	d := r.letterTo("Acme")
	r.act("U-ANN", func(a ledger.Act, b *ledger.Book) ([]ledger.Change, error) {
		changes, err := a.ApproveLetter(b, d.Customer, d.ID)
		if len(changes) > 0 {
			t.Errorf("a second click on one day changes %d things", len(changes))
		}
		return changes, err
	})
	// Nothing leaves meanwhile: the book is held.
	r.record(ledger.Change{Field: ledger.FieldHold, New: ledger.Text("no key column")})
	r.clock.set(day("2026-03-11"), 9, 0)
	r.record(ledger.Change{Field: ledger.FieldHold})
	if now := r.letterTo("Acme"); now.ID != d.ID {
		t.Fatalf("it is about another letter now: %s", now.Kind)
	}
	wants("nine days later", reminders.SkipToApprove)
	r.approve("U-ANN", "Acme")
	wants("approved again by the same person", reminders.Send)
}
