package bot_test

import (
	"testing"

	"github.com/relance-bot/relance/ledger"
)

// INV-1 over 1,200 euros, due on 14 October, is paid in three instalments, of
// which one is ten days late; the others are still to come.
func TestOverdueAndAgingGoByInstalments(t *testing.T) {
	r := newRig(t, append(smallBook(), ledger.Change{
		ID: "plan", At: start, Source: ledger.SourceSheet, Invoice: "inv-1", Field: ledger.FieldPlan,
		New: ledger.Text("400.00 on 2026-11-13; 400.00 on 2026-12-13; 400.00 on 2027-01-13"),
	})...)
	list := r.command(sophie, "/overdue acme")
	if !says(t, list, "€400.00") || !says(t, list, "10 days late") || !says(t, list, "13 November") || says(t, list, "€1,200.00") {
		t.Errorf("the list says %+v", list)
	}
	table := r.click(sophie, list, "overdue_table")
	if !says(t, table, "2026-11-13") || !says(t, table, "€400.00") {
		t.Errorf("the table says %+v", table)
	}
	if aging := r.command(sophie, "/aging acme"); !says(t, aging, "€800.00\\n") || !says(t, aging, "€900.00 (2)") {
		t.Errorf("the aging says %+v", aging)
	}
	if card := r.command(sophie, "/relance acme"); !says(t, card, "€900.00") {
		t.Errorf("the customer's card says %+v", card)
	}
	r.sound()
}
