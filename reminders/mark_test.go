package reminders_test

import (
	"testing"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/reminders"
)

func TestAStageOfTheOldDueDateIsNotPutDownUnderTheNewOne(t *testing.T) {
	r := newRig(t)
	r.add(row{number: "INV-1", sales: "ann", due: "2026-02-10"}) // 20 days late: stage 3
	moved := false
	r.options.Failpoint = func(name string) {
		if name == reminders.FailBeforeMark && !moved { // the digest is out; someone grants a new date
			moved = true
			r.set("INV-1", ledger.FieldDue, ledger.Day(day("2026-06-30")))
		}
	}
	r.restart("one")
	r.tick()
	if !moved {
		t.Fatal("nothing was sent, so nothing was proven")
	}
	if got := r.invoice("INV-1").Stage; got.Reached {
		t.Errorf("the row shows stage %s of a due date that stands no more", got)
	}
}
