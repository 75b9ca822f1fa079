package sheetsim

import "testing"

func TestHandsThatDress(t *testing.T) {
	d := newDesk(t)
	h := d.hand()
	d.must(h.SetValues("Sheet1", "A1", [][]any{{"Number", "Amount"}, {"INV-1", 97.6}}))
	d.must(h.Freeze("Sheet1", 1, 1))
	d.must(h.Widen("Sheet1", 1, 150))
	d.must(h.Dress("Sheet1", "A1:B1", Look{Bold: true, Background: "#e8eefc"}))
	d.must(h.Dress("Sheet1", "B2:B", Look{Pattern: "#,##0.00"}))
	got := d.sim.Snapshot(d.id).Tabs[0]
	same(t, []int{got.FrozenRows, got.FrozenColumns, got.ColumnPixels[0], got.ColumnPixels[1]}, []int{1, 1, 100, 150})
	same(t, got.Rows[0][1], CellSnapshot{Formatted: "Amount", Bold: true, Background: "#e8eefc", Kind: "text"})
	same(t, got.Rows[1][1], CellSnapshot{Formatted: "97.60", Kind: "number", NumberFormat: "#,##0.00"})
	before := d.sim.Version(d.id)
	for story, err := range map[string]error{
		"freezing everything":          h.Freeze("Sheet1", 1000, 0),
		"widening no column":           h.Widen("Sheet1", 99, 100),
		"making one vanish":            h.Widen("Sheet1", 0, 0),
		"a color by name":              h.Dress("Sheet1", "A1", Look{Background: "red"}),
		"dressing what is not there":   h.Dress("Sheet1", "A5000", Look{Bold: true}),
		"dressing a tab that is gone":  h.Dress("Nowhere", "A1", Look{Bold: true}),
		"a color with too many digits": h.Dress("Sheet1", "A1", Look{Background: "#12345678"}),
	} {
		if err == nil {
			t.Errorf("%s was accepted", story)
		}
	}
	same(t, d.sim.Version(d.id), before)
}
