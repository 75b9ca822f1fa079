package sheets_test

import (
	"strings"
	"testing"

	"github.com/relance-bot/relance/ledger"
)

func TestAPlanThatIsUnclearSaysSoInCheck(t *testing.T) {
	o := usual(t)
	o.must(o.hand.Type("Invoices", "T1", "Plan")) // over Mood
	o.settle()
	open := o.invoice("INV-1").Open().String()
	for _, tt := range []struct{ name, typed, check string }{
		{"in words", "half now", `"half now" is no instalment`},
		{"of too little", "1 on 2026-12-01", "the instalments come to 1.00 and " + open + " is open"},
		{"twice the same day", "1 on 2026-12-01; 2 on 2026-12-01", `is no instalment`},
		{"as it should be", open + " on 2026-12-01", ""},
	} {
		o.types("INV-1", "Plan", tt.typed)
		o.settle()
		got := o.cell("INV-1", "Check")
		if tt.check == "" && got != "" || !strings.Contains(got, tt.check) {
			t.Errorf("%s: Check says %q", tt.name, got)
		}
		// The cell is taken as it was typed; the reminders look at it themselves.
		if inv := o.invoice("INV-1"); inv.Plan != tt.typed || inv.Problem != "" {
			t.Errorf("%s: the book has %q, quarantined %q", tt.name, inv.Plan, inv.Problem)
		}
	}
	o.says("INV-1", ledger.FieldPlan, ledger.Text("2 on 2026-12-01"))
	o.settle()
	if got := o.cell("INV-1", "Check"); !strings.Contains(got, "the instalments come to 2.00") {
		t.Errorf("said in Slack: Check says %q", got)
	}
}
