package ledger

import "testing"

func TestWhatWasPaidStandsOnARowWhoseAmountCannotBeRead(t *testing.T) {
	inv := &Invoice{Payments: []Payment{
		{ID: "p1", Amount: Money{256, "EUR"}}, {ID: "p2", Amount: Money{44, "EUR"}}, {ID: "p3", Amount: Money{999, "USD"}},
	}}
	if got := inv.Paid(); got != (Money{300, "EUR"}) {
		t.Errorf("paid %v %s, want 3.00 EUR: the amount's cell can't be read, the payments can", got, got.Currency)
	}
	if open := inv.Open(); !open.IsZero() {
		t.Errorf("%v is open on a row without an amount", open)
	}
	inv.Amount = Money{1000, "USD"}
	if got := inv.Paid(); got != (Money{999, "USD"}) {
		t.Errorf("paid %v %s, want what was paid in the invoice's currency", got, got.Currency)
	}
}
