package sheets_test

import "testing"

// The book has zero for an amount that could not be read when it was first
// seen. Nobody said so: righting the cell is no conflict with anyone.
func TestRightingACellThatWasNeverReadableIsNoConflict(t *testing.T) {
	o := usual(t)
	o.must(o.hand.SetValues("Invoices", "E5", [][]any{{"about 400"}}))
	o.settle()
	o.must(o.hand.SetValues("Invoices", "E5", [][]any{{"410.00"}}))
	if r := o.sync(); len(r.Conflicts) != 0 {
		t.Errorf("conflicts %v", r.Conflicts)
	}
	if inv := o.invoice("INV-4"); inv.Amount != eur(41000) {
		t.Errorf("INV-4 is %+v", inv)
	}
}
