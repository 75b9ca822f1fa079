package sheets_test

import (
	"testing"

	"github.com/relance-bot/relance/internal/sim/sheetsim"
	"github.com/relance-bot/relance/ledger"
)

// The bytes of the rows are as they were, and mean something else.
func TestRowsAreReadAnewUnderAnotherHeader(t *testing.T) {
	o := usual(t)
	o.types("INV-2", "Mood", "yes")
	o.settle()
	if o.invoice("INV-2").OptOut {
		t.Fatal("a mood is no wish")
	}
	o.must(o.hand.Type("Invoices", letters(len(invoiceHeader)-1)+"1", "Opt-out"))
	if r := o.sync(); r.Decoded != 6 {
		t.Errorf("%d rows were decoded", r.Decoded)
	}
	o.settle()
	if !o.invoice("INV-2").OptOut {
		t.Error("what the column says now was not read")
	}
}

// In the hidden tab such a number comes to another one: the copy as values tells
// whose row was hit, the copy as it was is for restoring alone.
func TestARowIsKnownByWhatItsNumberCameToNotByAFormulaInTheCopy(t *testing.T) {
	rows := usualRows()
	rows[0][0] = 1001.0
	for i := 1; i < len(rows); i++ {
		rows[i][0] = sheetsim.Formula("=A" + itoa(i+1) + "+1")
	}
	o := newOffice(t, sheetsim.Options{}, rows, nil)
	o.settle()
	o.says("1004", ledger.FieldNotes, ledger.Text("they called"))
	if r := o.sync(); r.PutBack > 0 || len(r.Conflicts) > 0 {
		t.Errorf("report %v", r)
	}
	o.settle()
	o.expect("1004", "Notes", "they called")
	if list, err := o.syncer.Conflicts(t.Context()); err != nil || len(list) > 0 {
		t.Errorf("conflicts %v, %v", list, err)
	}
}
