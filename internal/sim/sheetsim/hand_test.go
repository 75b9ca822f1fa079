package sheetsim

import (
	"bytes"
	"testing"
	"time"
)

func TestHandsGrowTheVersion(t *testing.T) {
	d := newDesk(t)
	h := d.hand()
	changed, cancel := d.sim.Subscribe()
	defer cancel()
	for _, c := range []struct {
		story string
		act   func() error
	}{
		{"typing", func() error { return h.Type("Sheet1", "B2", "5") }},
		{"pasting", func() error {
			return h.SetValues("Sheet1", "A1", [][]any{{"k", 1, 2.5, true, nil, Formula("=B1*2"), Date{2026, 3, 2}}})
		}},
		{"inserting rows", func() error { return h.InsertRows("Sheet1", 1, 2) }},
		{"deleting rows", func() error { return h.DeleteRows("Sheet1", 1, 1) }},
		{"inserting columns", func() error { return h.InsertColumns("Sheet1", 1, 1) }},
		{"deleting columns", func() error { return h.DeleteColumns("Sheet1", 1, 1) }},
		{"moving a column", func() error { return h.MoveColumn("Sheet1", 0, 2) }},
		{"adding a tab", func() error { return h.AddTab("Second") }},
		{"hiding it", func() error { return h.HideTab("Second", true) }},
		{"renaming it", func() error { return h.RenameTab("Second", "Other") }},
		{"deleting it", func() error { return h.DeleteTab("Other") }},
		{"sorting", func() error { return h.SortRange("Sheet1", "A1:D5", 0, true) }},
		{"noting", func() error { return h.Note("Sheet1", "A1", "see mail") }},
		{"clearing", func() error { return h.Clear("Sheet1", "A1:Z9") }},
	} {
		t.Run(c.story, func(t *testing.T) {
			before := d.sim.Version(d.id)
			if err := c.act(); err != nil {
				t.Fatal(err)
			}
			same(t, d.sim.Version(d.id), before+1)
			select {
			case <-changed:
			default:
				t.Error("no signal")
			}
		})
	}
}

func TestHandsThatSlip(t *testing.T) {
	d := newDesk(t)
	h := d.hand()
	before := d.sim.Version(d.id)
	for story, err := range map[string]error{
		"typing into a tab that is not there": h.Type("Nowhere", "A1", "x"),
		"typing beyond the grid":              h.Type("Sheet1", "A5000", "x"),
		"typing into nonsense":                h.Type("Sheet1", "first", "x"),
		"deleting more than there is":         h.DeleteRows("Sheet1", 999, 5),
		"deleting the only tab":               h.DeleteTab("Sheet1"),
		"hiding the only tab":                 h.HideTab("Sheet1", true),
		"sorting by a column outside":         h.SortRange("Sheet1", "A1:B2", 4, false),
		"moving a column out":                 h.MoveColumn("Sheet1", 0, 99),
		"a value of no cell's type":           h.SetValues("Sheet1", "A1", [][]any{{struct{}{}}}),
		"a spreadsheet that is not there":     d.sim.Human("none", "x@example.com").Type("Sheet1", "A1", "x"),
	} {
		if err == nil {
			t.Errorf("%s was accepted", story)
		}
	}
	same(t, d.sim.Version(d.id), before)
}

func TestDropdownsHoldPeopleNotTheAPI(t *testing.T) {
	d := newDesk(t)
	d.batch(`{"setDataValidation":{"range":{"endRowIndex":1,"endColumnIndex":1},"rule":{"condition":{"type":"ONE_OF_LIST","values":[{"userEnteredValue":"open"}]},"strict":true}}}`)
	if d.hand().Type("Sheet1", "A1", "lost") == nil {
		t.Error("a value outside the list was typed")
	}
	d.must(d.hand().Type("Sheet1", "A1", "open"))
	d.put("A1", "RAW", `[["lost"]]`)
	equal(t, d.values("A1", ""), `[["lost"]]`)
}

func TestSnapshot(t *testing.T) {
	d := newDesk(t)
	h := d.hand()
	d.must(h.SetValues("Sheet1", "A1", [][]any{{"Number", "Due"}, {"INV-1", Date{2026, 3, 2}}, {nil, Formula("=B2+1")}}))
	d.must(h.Note("Sheet1", "A2", "promised"))
	d.batch(`{"repeatCell":{"range":{"endRowIndex":1},"cell":{"userEnteredFormat":{"backgroundColor":{"red":1,"green":0.5},"textFormat":{"bold":true}}},"fields":"userEnteredFormat"}}`,
		`{"updateSheetProperties":{"properties":{"gridProperties":{"frozenRowCount":1,"columnCount":2}},"fields":"gridProperties(frozenRowCount,columnCount)"}}`)
	got := d.sim.Snapshot(d.id)
	head := CellSnapshot{Background: "#ff8000", Bold: true, Kind: "text"}
	number, due := head, head
	number.Formatted, due.Formatted = "Number", "Due"
	want := []TabSnapshot{{
		Title: "Sheet1", FrozenRows: 1, RowCount: 1000, ColumnCount: 2, ColumnPixels: []int{100, 100},
		Rows: [][]CellSnapshot{
			{number, due},
			{{Formatted: "INV-1", Kind: "text", Note: "promised"}, {Formatted: "3/2/2026", Kind: "date", NumberFormat: "m/d/yyyy"}},
			{{}, {Formatted: "3/3/2026", Formula: "=B2+1", Kind: "date", NumberFormat: "m/d/yyyy"}},
		},
	}}
	same(t, got.Tabs, want)
	same(t, got.Version, d.sim.Version(d.id))
	same(t, d.sim.Snapshot("none"), Snapshot{})
}

func TestStateSurvivesSaving(t *testing.T) {
	d := newDesk(t)
	h := d.hand()
	d.must(h.SetValues("Sheet1", "A1", [][]any{{"0042", 1.5, true, Formula("=B1*2"), Date{2026, 3, 2}}}))
	d.must(h.Note("Sheet1", "B1", "n"))
	d.must(h.AddTab("Hidden"))
	d.must(h.HideTab("Hidden", true))
	d.batch(
		`{"addNamedRange":{"namedRange":{"name":"Token","range":{"endRowIndex":1}}}}`,
		`{"createDeveloperMetadata":{"developerMetadata":{"metadataKey":"k","metadataValue":"v","visibility":"DOCUMENT","location":{"sheetId":0}}}}`,
		`{"mergeCells":{"range":{"startRowIndex":4,"endRowIndex":6,"startColumnIndex":0,"endColumnIndex":2}}}`,
		`{"setBasicFilter":{"filter":{"range":{"endRowIndex":9}}}}`,
		`{"addConditionalFormatRule":{"rule":{"ranges":[{"endRowIndex":9}],"booleanRule":{"condition":{"type":"BLANK"},"format":{}}}}}`,
		`{"addProtectedRange":{"protectedRange":{"range":{"endRowIndex":1},"warningOnly":true}}}`,
		`{"addDimensionGroup":{"range":{"dimension":"ROWS","startIndex":1,"endIndex":3}}}`,
		`{"updateDimensionProperties":{"range":{"dimension":"COLUMNS","startIndex":0,"endIndex":1},"properties":{"pixelSize":50},"fields":"pixelSize"}}`,
		`{"setDataValidation":{"range":{"endRowIndex":1,"endColumnIndex":1},"rule":{"condition":{"type":"BOOLEAN"}}}}`,
	)
	var saved bytes.Buffer
	d.must(d.sim.Save(&saved))
	text := saved.String()
	other := New(Options{Now: func() time.Time { return d.now }, Seed: 99})
	d.must(other.Load(&saved))
	twin := &desk{t: t, sim: other, id: d.id, now: d.now}
	equal(t, twin.ok("GET", "?includeGridData=true", ""), d.ok("GET", "?includeGridData=true", ""))
	same(t, other.Version(d.id), d.sim.Version(d.id))
	var again bytes.Buffer
	d.must(other.Save(&again))
	equal(t, again.String(), text)
	same(t, other.CreateSpreadsheet("next", "", ""), d.sim.CreateSpreadsheet("next", "", ""))
}

func TestLoadRefusesOtherFiles(t *testing.T) {
	d := newDesk(t)
	for _, text := range []string{``, `{}`, `{"version":2}`, `{"version":1,"books":[{"id":"x"}]}`, `{"version":1,"books":[{"id":"x","sheets":[{"rowCount":1,"columns":[{}],"rows":[{"r":7}]}]}]}`} {
		if err := d.sim.Load(bytes.NewBufferString(text)); err == nil {
			t.Errorf("%q was loaded", text)
		}
	}
	d.ok("GET", "", "")
}

func TestSameSeedSameIDs(t *testing.T) {
	ids := map[string]bool{}
	for range 2 {
		d := newDesk(t)
		d.batch(`{"addSheet":{}}`)
		ids[d.id+d.ok("GET", "?fields=sheets.properties.sheetId", "")] = true
	}
	same(t, len(ids), 1)
}

func TestARestoredVersionIsANewChange(t *testing.T) {
	d := newDesk(t)
	h := d.hand()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(h.Type("Sheet1", "B2", "5"))
	kept := h.Version()
	must(h.Type("Sheet1", "B2", "6"))
	must(h.AddTab("Second"))
	before := d.sim.Version(d.id)
	must(h.Restore(kept))
	same(t, d.sim.Version(d.id), before+1)
	s := d.sim.Snapshot(d.id)
	same(t, len(s.Tabs), 1)
	same(t, s.Tabs[0].Rows[1][1].Formatted, "5")
	must(h.Type("Sheet1", "B2", "7"))
	must(h.Restore(kept)) // what was restored can be restored again
	same(t, d.sim.Snapshot(d.id).Tabs[0].Rows[1][1].Formatted, "5")
	if err := h.Restore(Version{}); err == nil {
		t.Error("no version was restored")
	}
}
