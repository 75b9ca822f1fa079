package reminders_test

import (
	"fmt"
	"testing"

	"github.com/relance-bot/relance/ledger"
)

// Who hands a customer over is told which of their invoices never had a formal
// notice: courts ask for one.
func TestWhatHadNoFormalNoticeIsSaidBeforeHandingOver(t *testing.T) {
	for _, c := range []struct {
		story string
		more  ledger.Fields
		want  string
	}{
		{"the last amicable letter was the last", lettered("4", "2026-02-05"), "[inv-1]"},
		{"a formal notice was sent", lettered("5", "2026-02-05"), "[]"},
		{"it was sent by hand, registered", fields(ledger.FieldTracking, ledger.Text("RK123456785FR")), "[]"},
	} {
		t.Run(c.story, func(t *testing.T) {
			r, _ := newLetterRig(t)
			c.more[ledger.FieldStage], c.more[ledger.FieldLastReminder] = ledger.Text("6"), on("2026-02-25")
			r.add(row{number: "INV-1", due: "2025-12-20", sales: "ann", more: c.more})
			list := r.service.HandOvers()
			if len(list) != 1 {
				t.Fatalf("to hand over: %+v", list)
			}
			if got := fmt.Sprint(list[0].Unnoticed); got != c.want {
				t.Errorf("without a formal notice: %s, want %s", got, c.want)
			}
		})
	}
}
