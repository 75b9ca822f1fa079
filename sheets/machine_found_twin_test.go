package sheets_test

import (
	"slices"
	"testing"

	"github.com/relance-bot/relance/internal/sim/sheetsim"
)

// What the state machine found about a row and its copy, both of which are told
// that their number stands there twice while somebody moves a column: what is
// told hits the numbers of both.

func TestWhatHitARowAndItsCopyIsPutBackInBoth(t *testing.T) {
	check := slices.Index(invoiceHeader, any("Check"))
	for _, tt := range []struct {
		story string
		act   func(o *office)
	}{
		{"in their numbers", func(o *office) { o.must(o.hand.MoveColumn("Invoices", 0, check)) }},
		{"in a column of nobody's", func(o *office) { o.must(o.hand.MoveColumn("Invoices", 0, check+1)) }},
		{"in their customers", func(o *office) { o.must(o.hand.MoveColumn("Invoices", 1, check)) }},
	} {
		t.Run(tt.story, func(t *testing.T) {
			o := usual(t)
			o.settle()
			copied := []string{"Number", "Customer", "Issued", "Due", "Amount", "Currency", "Balance", "Days late"}
			row := make([]string, len(invoiceHeader))
			for i, header := range invoiceHeader {
				if slices.Contains(copied, header.(string)) {
					row[i] = o.cell("INV-4", header.(string))
				}
			}
			o.must(o.hand.InsertRows("Invoices", 5, 1))
			o.must(o.hand.TypeRows("Invoices", "A6", [][]string{row}))
			o.between(func() { tt.act(o) })
			o.settle()
			for header, want := range map[string]string{"Number": "INV-4", "Customer": "Dune", "Mood": ""} {
				at := slices.IndexFunc(o.tab("Invoices").Rows[0], func(c sheetsim.CellSnapshot) bool { return c.Formatted == header })
				for _, r := range []int{4, 5} {
					got := ""
					if row := o.tab("Invoices").Rows[r]; at < len(row) {
						got = row[at].Formatted
					}
					if got != want {
						t.Errorf("row %d shows %q as its %s, want %q", r+1, got, header, want)
					}
				}
			}
			if _, there := o.desk.Book().Invoice("inv-4"); !there {
				t.Error("INV-4 is not in the book any more")
			}
			if hold := o.desk.Book().Hold(); hold != "" {
				t.Errorf("held: %s", hold)
			}
			if list, err := o.syncer.Conflicts(t.Context()); err != nil || len(list) > 0 {
				t.Errorf("asked about %v, %v", list, err)
			}
		})
	}
}
