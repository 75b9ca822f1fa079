package sheets_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/relance-bot/relance/internal/sim/sheetsim"
	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/sheets"
	"github.com/relance-bot/relance/sheets/google"
)

// A sheet of the demo's size, made by us: times are printed, not asserted.
func TestADemoSizedSheet(t *testing.T) {
	const n = 2500
	o := usual(t)
	w := sheets.Layout("fr")
	for i := range n {
		w.AddInvoice(ledger.Fields{
			ledger.FieldNumber: ledger.Text(fmt.Sprintf("F-%05d", i)), ledger.FieldCustomer: ledger.Text(fmt.Sprintf("Client %d", i%100)),
			ledger.FieldIssued: ledger.Day(ledger.NewDate(2026, 9, 1+i%30)), ledger.FieldDue: ledger.Day(ledger.NewDate(2026, 10, 1+i%30)),
			ledger.FieldAmount: ledger.Amount(eur(int64(10000 + i))), ledger.FieldCurrency: ledger.Text("EUR"),
		})
	}
	lap := time.Now()
	took := func(what string) {
		t.Logf("%s: %v", what, time.Since(lap).Round(time.Millisecond))
		lap = time.Now()
	}
	id, err := google.Create(context.Background(), google.Options{Endpoint: "http://sheets.invalid", HTTPClient: o.sim.Client()}, w)
	o.must(err)
	took("create")
	o.id, o.hand, o.state = id, o.sim.Human(id, "claire@example.com"), newMemory()
	o.restart()
	if r := o.sync(); r.Read != n || r.Waiting != n {
		t.Errorf("report %v", r)
	}
	took("first sync")
	o.settle()
	took("rest")
	o.pays("F-00042", 5000)
	if r := o.sync(); r.Written != 2 || r.Later != 0 {
		t.Errorf("report %v", r)
	}
	took("one payment")
	if r := o.sync(); r.Decoded > 1+200 {
		t.Errorf("%d rows were decoded for one that changed", r.Decoded)
	}
	took("read back")
}

// tooLarge is a spreadsheet that is larger than is read, while it is on.
type tooLarge struct {
	sheets.Spreadsheet
	on *bool
}

func (s tooLarge) Read(ctx context.Context, ask sheets.ReadAsk) ([]sheets.Grid, error) {
	if *s.on {
		return nil, &sheets.CallError{Op: "read", Code: sheets.CallTooLarge, Certain: true}
	}
	return s.Spreadsheet.Read(ctx, ask)
}

func TestASheetThatGrewTooLargeHoldsTheBook(t *testing.T) {
	on := false
	o := newOffice(t, sheetsim.Options{}, usualRows(), func(opt *sheets.Options) {
		opt.Spreadsheet = tooLarge{opt.Spreadsheet, &on}
	})
	o.settle()
	on = true
	o.types("INV-1", "Notes", "call on Monday")
	r := o.sync()
	if len(r.HeldBy) != 1 || r.HeldBy[0].Code != sheets.ProblemTooManyRows || r.Changed != 0 || o.desk.Book().Hold() == "" {
		t.Fatalf("held by %v, %q", r.HeldBy, o.desk.Book().Hold())
	}
	const en = "the sheet is larger than is read, at most 200000 rows in a tab and 128 MB in all: move settled invoices into another tab"
	const fr = "la feuille dépasse ce qui est lu, au plus 200000 lignes par onglet et 128 Mo en tout : déplacez les factures soldées dans un autre onglet"
	if p := r.HeldBy[0]; p.Text("en") != en || p.Text("fr") != fr {
		t.Errorf("it says %q, %q", p.Text("en"), p.Text("fr"))
	}
	on = false
	o.settle()
	if o.desk.Book().Hold() != "" || o.invoice("INV-1").Notes != "call on Monday" {
		t.Errorf("once it is small enough: held by %q, notes %q", o.desk.Book().Hold(), o.invoice("INV-1").Notes)
	}
}
