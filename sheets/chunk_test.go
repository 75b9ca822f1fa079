package sheets_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/relance-bot/relance/internal/sim/sheetsim"
	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/sheets"
)

// fat is a sheet of n invoices with long notes, so that few rows make a large
// payload.
func fat(t *testing.T, n int) *office {
	t.Helper()
	var rows [][]any
	for i := range n {
		row := invoice(fmt.Sprintf("INV-%03d", i), "Acme", 10, 100)
		rows = append(rows, append(row, nil, nil, nil, nil, nil, nil, nil, nil, strings.Repeat("note ", 1900)))
	}
	o := newOffice(t, sheetsim.Options{}, rows, nil)
	o.settle()
	return o
}

func TestAChunkNeverPartsAPaymentFromItsPaid(t *testing.T) {
	const n = 150
	o := fat(t, n)
	for i := range n {
		o.pays(fmt.Sprintf("INV-%03d", i), 10000)
	}
	before := o.sim.Calls()["spreadsheets.batchUpdate"]
	o.sim.Faults.Add(sheetsim.Fault{Kind: sheetsim.DropBeforeApply, Method: "spreadsheets.batchUpdate", Nth: 2})
	if _, err := o.try(); !errors.Is(err, sheets.ErrUnsettled) {
		t.Fatalf("one batch took it all: %v", err)
	}
	rows := map[string]bool{}
	for _, p := range o.payments() {
		rows[p[2]] = true
	}
	if len(rows) == 0 || len(rows) == n {
		t.Fatalf("%d of %d payments were written before the cut", len(rows), n)
	}
	for i := range n {
		number := fmt.Sprintf("INV-%03d", i)
		if paid := o.cell(number, "Paid") == "100"; paid != rows[number] {
			t.Errorf("%s: Paid written %t, its row of Payments %t", number, paid, rows[number])
		}
	}
	o.restart()
	o.settle() // and goes on where it was cut
	if got := len(o.payments()); got != n {
		t.Errorf("%d rows of Payments for %d payments", got, n)
	}
	if got := o.sim.Calls()["spreadsheets.batchUpdate"] - before; got > 8 {
		t.Errorf("%d calls for two chunks", got)
	}
}

func TestChunksAreMadeOnlyWhereNeeded(t *testing.T) {
	o := many(t, 600) // narrow rows: one payload
	o.sync()
	if got := o.sim.Calls()["spreadsheets.batchUpdate"]; got != 2 { // the hidden tab with our marks, and the cells
		t.Errorf("%d calls wrote a first sync of 600 rows", got)
	}
}

func TestTheRestOfAPlanWaitsWhenAChunkMetAPerson(t *testing.T) {
	const n = 150
	o := fat(t, n)
	for i := range n {
		o.says(fmt.Sprintf("INV-%03d", i), ledger.FieldSalesperson, ledger.Text("Bob"))
	}
	o.between(func() { o.types("INV-001", "Salesperson", "Ana") })
	r := o.sync()
	if r.Later == 0 || r.Written == 0 {
		t.Errorf("written %d, left to the next cycle %d", r.Written, r.Later)
	}
	o.settle()
	o.expect("INV-001", "Salesperson", "Ana")
	o.expect(fmt.Sprintf("INV-%03d", n-1), "Salesperson", "Bob")
}
