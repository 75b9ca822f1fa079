package sheetsim

import "testing"

// TestReferencesFollowStructure checks formulas, named ranges and metadata
// over inserted, deleted and moved rows and columns.
func TestReferencesFollowStructure(t *testing.T) {
	const (
		rows    = `"dimension":"ROWS"`
		columns = `"dimension":"COLUMNS"`
	)
	for _, c := range []struct{ story, formula, request, at, want string }{
		{"a row above moves a reference", "=A3+1", `{"insertDimension":{"range":{` + rows + `,"startIndex":1,"endIndex":2}}}`, "D10", "=A4+1"},
		{"a row below leaves it", "=A3+1", `{"insertDimension":{"range":{` + rows + `,"startIndex":3,"endIndex":4}}}`, "D10", "=A3+1"},
		{"a row inside a range grows it", "=SUM(A1:A3)", `{"insertDimension":{"range":{` + rows + `,"startIndex":2,"endIndex":4}}}`, "D11", "=SUM(A1:A5)"},
		{"a row under a range does not", "=SUM(A1:A3)", `{"insertDimension":{"range":{` + rows + `,"startIndex":3,"endIndex":4}}}`, "D10", "=SUM(A1:A3)"},
		{"absolute references follow as well", "=$A$3", `{"insertDimension":{"range":{` + rows + `,"startIndex":0,"endIndex":1}}}`, "D10", "=$A$4"},
		{"an open range keeps its open end", "=SUM(A2:A)", `{"insertDimension":{"range":{` + rows + `,"startIndex":0,"endIndex":1}}}`, "D10", "=SUM(A3:A)"},
		{"a whole column moves with a column before it", "=SUM(B:B)", `{"insertDimension":{"range":{` + columns + `,"startIndex":0,"endIndex":1}}}`, "E9", "=SUM(C:C)"},
		{"a deleted row shrinks a range", "=SUM(A1:A3)", `{"deleteDimension":{"range":{` + rows + `,"startIndex":1,"endIndex":2}}}`, "D8", "=SUM(A1:A2)"},
		{"a deleted cell is lost", "=A3+1", `{"deleteDimension":{"range":{` + rows + `,"startIndex":2,"endIndex":3}}}`, "D8", "=#REF!+1"},
		{"a deleted column is lost", "=SUM(B:B)", `{"deleteDimension":{"range":{` + columns + `,"startIndex":1,"endIndex":2}}}`, "C9", "=SUM(#REF!)"},
		{"a moved column is followed", "=B3", `{"moveDimension":{"source":{` + columns + `,"startIndex":1,"endIndex":2},"destinationIndex":0}}`, "D9", "=A3"},
		{"and what it jumps over makes room", "=A3", `{"moveDimension":{"source":{` + columns + `,"startIndex":1,"endIndex":2},"destinationIndex":0}}`, "D9", "=B3"},
		{"text and spacing stay as typed", `=IF( A3 = "A3" , 'It''s'!B2, 0)`, `{"insertDimension":{"range":{` + rows + `,"startIndex":0,"endIndex":1}}}`, "D10", `=IF( A4 = "A3" , 'It''s'!B2, 0)`},
	} {
		t.Run(c.story, func(t *testing.T) {
			d := newDesk(t)
			d.batch(`{"addSheet":{"properties":{"title":"It's"}}}`)
			d.must(d.hand().Type("Sheet1", "D9", c.formula))
			d.batch(c.request)
			at := c.at
			if at == "D10" && d.values("D10", "valueRenderOption=FORMULA") == "" {
				at = "D9"
			}
			equal(t, d.values(at, "valueRenderOption=FORMULA"), `[[`+quoted(t, c.want)+`]]`)
		})
	}
}

func TestNamedRangesAndMetadataFollow(t *testing.T) {
	d := newDesk(t)
	d.batch(
		`{"addNamedRange":{"namedRange":{"namedRangeId":"n1","name":"Paid","range":{"startRowIndex":1,"endRowIndex":10,"startColumnIndex":2,"endColumnIndex":3}}}}`,
		`{"createDeveloperMetadata":{"developerMetadata":{"metadataId":11,"metadataKey":"col","metadataValue":"paid","visibility":"DOCUMENT","location":{"dimensionRange":{"dimension":"COLUMNS","startIndex":2,"endIndex":3}}}}}`,
		`{"createDeveloperMetadata":{"developerMetadata":{"metadataId":12,"metadataKey":"row","visibility":"DOCUMENT","location":{"dimensionRange":{"dimension":"ROWS","startIndex":4,"endIndex":5}}}}}`,
	)
	d.must(d.hand().InsertColumns("Sheet1", 0, 1))
	d.must(d.hand().InsertRows("Sheet1", 2, 3))
	d.must(d.hand().MoveColumn("Sheet1", 3, 1))
	equal(t, d.ok("GET", "?fields=namedRanges.range", ""), `{"namedRanges":[{"range":{"endColumnIndex":2,"endRowIndex":13,"startColumnIndex":1,"startRowIndex":1}}]}`)
	search := func(lookup string) string {
		return d.ok("POST", "/developerMetadata:search?fields=matchedDeveloperMetadata.developerMetadata(metadataId,location.dimensionRange)", `{"dataFilters":[{"developerMetadataLookup":`+lookup+`}]}`)
	}
	equal(t, search(`{"metadataKey":"col"}`), `{"matchedDeveloperMetadata":[{"developerMetadata":{"location":{"dimensionRange":{"dimension":"COLUMNS","endIndex":2,"startIndex":1}},"metadataId":11}}]}`)
	equal(t, search(`{"locationType":"ROW"}`), `{"matchedDeveloperMetadata":[{"developerMetadata":{"location":{"dimensionRange":{"dimension":"ROWS","endIndex":8,"startIndex":7}},"metadataId":12}}]}`)
	d.must(d.hand().DeleteColumns("Sheet1", 1, 1))
	equal(t, search(`{"metadataKey":"col"}`), `{}`)
}

func TestMetadataLifeCycle(t *testing.T) {
	d := newDesk(t)
	d.batch(`{"createDeveloperMetadata":{"developerMetadata":{"metadataId":1,"metadataKey":"token","metadataValue":"a","visibility":"DOCUMENT","location":{"spreadsheet":true}}}}`)
	d.batch(`{"updateDeveloperMetadata":{"dataFilters":[{"developerMetadataLookup":{"metadataId":1}}],"developerMetadata":{"metadataValue":"b"},"fields":"metadataValue"}}`)
	equal(t, d.ok("GET", "/developerMetadata/1", ""), `{"location":{"locationType":"SPREADSHEET","spreadsheet":true},"metadataId":1,"metadataKey":"token","metadataValue":"b","visibility":"DOCUMENT"}`)
	got := d.batch(`{"deleteDeveloperMetadata":{"dataFilter":{"developerMetadataLookup":{"metadataKey":"token"}}}}`)
	equal(t, got, `{"replies":[{"deleteDeveloperMetadata":{"deletedDeveloperMetadata":[{"location":{"locationType":"SPREADSHEET","spreadsheet":true},"metadataId":1,"metadataKey":"token","metadataValue":"b","visibility":"DOCUMENT"}]}}],"spreadsheetId":"`+d.id+`"}`)
	status, _ := d.send("GET", "/developerMetadata/1", "")
	same(t, status, 404)
}

func TestMetadataInASort(t *testing.T) {
	for follows, want := range map[bool]string{false: "0", true: "1"} {
		d := newDesk(t, func(o *Options) { o.MetadataFollowsSort = follows })
		d.put("A1:A2", "RAW", `[["b"],["a"]]`)
		d.batch(`{"createDeveloperMetadata":{"developerMetadata":{"metadataId":5,"metadataKey":"k","visibility":"DOCUMENT","location":{"dimensionRange":{"dimension":"ROWS","startIndex":0,"endIndex":1}}}}}`)
		d.must(d.hand().SortRange("Sheet1", "A1:A2", 0, false))
		got := d.ok("GET", "/developerMetadata/5?fields=location.dimensionRange.startIndex", "")
		equal(t, got, `{"location":{"dimensionRange":{"startIndex":`+want+`}}}`)
	}
}

func TestGetByDataFilterReadsAColumn(t *testing.T) {
	d := newDesk(t)
	d.put("A1:B2", "RAW", `[["Number","Paid"],["INV-1",10]]`)
	d.batch(`{"createDeveloperMetadata":{"developerMetadata":{"metadataKey":"field","metadataValue":"paid","visibility":"DOCUMENT","location":{"dimensionRange":{"dimension":"COLUMNS","startIndex":1,"endIndex":2}}}}}`)
	got := d.ok("POST", ":getByDataFilter?fields=sheets.data(startColumn,rowData.values.formattedValue)", `{"dataFilters":[{"developerMetadataLookup":{"metadataValue":"paid"}}]}`)
	equal(t, got, `{"sheets":[{"data":[{"rowData":[{"values":[{"formattedValue":"Paid"}]},{"values":[{"formattedValue":"10"}]}],"startColumn":1}]}]}`)
}

func TestTabsRenamedAndRemoved(t *testing.T) {
	d := newDesk(t)
	d.must(d.hand().AddTab("Payments"))
	d.must(d.hand().SetValues("Payments", "A1", [][]any{{5}}))
	d.must(d.hand().SetValues("Sheet1", "A1", [][]any{{Formula("=Payments!A1*2")}}))
	d.must(d.hand().RenameTab("Payments", "Money in"))
	equal(t, d.values("A1", "valueRenderOption=FORMULA"), `[["='Money in'!A1*2"]]`)
	equal(t, d.values("A1", ""), `[["10"]]`)
	d.must(d.hand().DeleteTab("Money in"))
	equal(t, d.values("A1", ""), `[["#REF!"]]`)
}

func TestCopiesOfTabs(t *testing.T) {
	d := newDesk(t)
	d.put("A1:B1", "USER_ENTERED", `[[2,"=A1*3"]]`)
	d.batch(`{"duplicateSheet":{"sourceSheetId":0,"newSheetId":77,"newSheetName":"Twin","insertSheetIndex":1}}`)
	d.put("Twin!A1", "RAW", `[[5]]`)
	equal(t, d.values("Twin!A1:B1", ""), `[["5","15"]]`)
	equal(t, d.values("Sheet1!A1:B1", ""), `[["2","6"]]`)
	other := d.sim.CreateSpreadsheet("Other", "", "")
	got := d.ok("POST", "/sheets/77:copyTo?fields=title,index", `{"destinationSpreadsheetId":"`+other+`"}`)
	equal(t, got, `{"index":1,"title":"Copy of Twin"}`)
}
