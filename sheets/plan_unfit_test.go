package sheets

import (
	"math"
	"testing"
	"time"

	"github.com/relance-bot/relance/ledger"
)

func TestAPlanThatTheBookCantTakeIsNoPanic(t *testing.T) {
	p := &planner{book: ledger.NewBook(), PlanInput: PlanInput{Now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC), Cycle: "c"}}
	for _, number := range []string{"A", "B"} {
		p.change(ledger.Change{Invoice: ledger.KeyOf(number), Field: ledger.FieldInvoice, New: ledger.Record(ledger.Fields{
			ledger.FieldNumber: ledger.Text(number),
			ledger.FieldAmount: ledger.Amount(ledger.Money{Minor: math.MaxInt64, Currency: "EUR"}),
		})})
	}
	p.settle(0)
	if p.unfit == nil {
		t.Fatal("two invoices of the largest amount there is were taken together")
	}
	if len(p.out.Changes) != 0 || p.book.Len() != 0 {
		t.Errorf("%d changes and %d invoices are left of it", len(p.out.Changes), p.book.Len())
	}
}
