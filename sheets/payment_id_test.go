package sheets_test

import (
	"testing"

	"github.com/relance-bot/relance/ledger"
)

// A row without an id is known by the rest of it when the bot writes one.
func TestAnIDIsNeverGivenToAnotherRow(t *testing.T) {
	o := usual(t)
	o.settle()
	o.addPayment(nil, day(0), "INV-4", nil, 40.0)
	o.addPayment(nil, day(0), "INV-5", nil, 50.0)
	o.between(func() { o.must(o.hand.SortRange("Payments", "A2:J3", 4, true)) })
	o.sync()
	was := map[string]ledger.Key{}
	for pay := range o.desk.Book().Payments() {
		was[pay.ID] = pay.Invoice
	}
	o.settle()
	for id, k := range was {
		if pay, ok := o.desk.Book().Payment(id); !ok || pay.Invoice != k {
			t.Errorf("payment %s of %s became %+v", id, k, pay)
		}
	}
	o.paid("INV-4", 4000)
	o.paid("INV-5", 5000)
}
