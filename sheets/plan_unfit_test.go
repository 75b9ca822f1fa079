package sheets

import (
	"encoding/json"
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

func TestARowOfAnImpossibleAmountIsQuarantinedAlone(t *testing.T) {
	columns, _ := MatchColumns([]string{"Number", "Amount"}, nil)
	for _, tt := range []struct {
		amount string
		bad    bool
	}{{"1000000000000", false}, {"1000000000000.01", true}, {"-9000000000000000", true}} {
		row := parseRow([]any{"A", json.Number(tt.amount)}, columns, OptionsFor("en_US", "EUR"))
		if _, bad := row.Bad[ledger.FieldAmount]; bad != tt.bad {
			t.Errorf("%s: quarantined %v, want %v", tt.amount, bad, tt.bad)
		}
	}
}
