package sheetsim

import (
	"strings"
	"testing"
)

func TestBatchIsAllOrNothing(t *testing.T) {
	d := newDesk(t)
	d.put("A1", "RAW", `[["before"]]`)
	version := d.sim.Version(d.id)
	got := d.refused(`{"updateCells":{"rows":[{"values":[{"userEnteredValue":{"stringValue":"after"}}]}],"fields":"userEnteredValue","start":{}}},{"deleteSheet":{"sheetId":99}}`)
	equal(t, got, "Invalid requests[1].deleteSheet: No grid with id: 99")
	equal(t, d.values("A1", ""), `[["before"]]`)
	same(t, d.sim.Version(d.id), version)
}

func TestBatchRefusals(t *testing.T) {
	for _, c := range []struct{ story, request, want string }{
		{"no request in a request", `{}`, "Invalid requests[0]: No request set."},
		{"two kinds in one request", `{"addSheet":{},"deleteSheet":{}}`, "Invalid value at 'requests[0]' (oneof), oneof field 'kind' is already set. Cannot set 'deleteSheet'"},
		{"a kind that does not exist", `{"paintSheet":{}}`, `Invalid JSON payload received. Unknown name "paintSheet" at 'requests[0]': Cannot find field.`},
		{"an unknown field deep inside", `{"updateCells":{"rows":[{"values":[{"userEnteredValue":{"text":"x"}}]}],"fields":"*"}}`, `Invalid JSON payload received. Unknown name "text" at 'requests[0].update_cells.rows[0].values[0].user_entered_value': Cannot find field.`},
		{"a text where a number belongs", `{"deleteSheet":{"sheetId":"first"}}`, `Invalid value at 'requests[0].delete_sheet.sheet_id' (TYPE_INT32), "first"`},
		{"an enum value that does not exist", `{"sortRange":{"sortSpecs":[{"sortOrder":"UP"}]}}`, `Invalid value at 'requests[0].sort_range.sort_specs[0].sort_order' (type.googleapis.com/google.apps.sheets.v4.SortOrder), "UP"`},
		{"an update without a mask", `{"updateSheetProperties":{"properties":{"title":"x"}}}`, "Invalid requests[0].updateSheetProperties: At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)"},
		{"a mask with an unknown field", `{"repeatCell":{"range":{},"cell":{},"fields":"userEnteredValue,colour"}}`, "Invalid requests[0].repeatCell: Invalid field: colour"},
		{"a range beyond the grid", `{"repeatCell":{"range":{"startRowIndex":0,"endRowIndex":2000},"cell":{},"fields":"note"}}`, "Invalid requests[0].repeatCell: Range (Sheet1!A1:Z1000) exceeds grid limits. Max rows: 1000, max columns: 26"},
		{"rows that do not fit the range", `{"updateCells":{"range":{"startRowIndex":0,"endRowIndex":1},"rows":[{},{}],"fields":"note"}}`, "Invalid requests[0].updateCells: Attempting to write row: 1, beyond the last requested row of: 0"},
		{"hiding the last visible tab", `{"updateSheetProperties":{"properties":{"hidden":true},"fields":"hidden"}}`, "Invalid requests[0].updateSheetProperties: You can't hide all the sheets in a document."},
		{"deleting the last tab", `{"deleteSheet":{"sheetId":0}}`, "Invalid requests[0].deleteSheet: You can't remove all the sheets in a document."},
		{"a title that is taken, case aside", `{"addSheet":{"properties":{"title":"SHEET1"}}}`, `Invalid requests[0].addSheet: A sheet with the name "SHEET1" already exists. Please enter another name.`},
		{"deleting every row", `{"deleteDimension":{"range":{"dimension":"ROWS"}}}`, "Invalid requests[0].deleteDimension: You can't delete all the rows on the sheet."},
		{"more cells than a spreadsheet holds", `{"appendDimension":{"dimension":"ROWS","length":900000}}`, "Invalid requests[0].appendDimension: This action would increase the number of cells in the workbook above the limit of 10000000 cells."},
		{"a name that looks like a cell", `{"addNamedRange":{"namedRange":{"name":"AB12","range":{}}}}`, "Invalid requests[0].addNamedRange: Invalid name: AB12"},
		{"metadata on more than one row", `{"createDeveloperMetadata":{"developerMetadata":{"metadataKey":"k","visibility":"DOCUMENT","location":{"dimensionRange":{"dimension":"ROWS","startIndex":0,"endIndex":2}}}}}`, "Invalid requests[0].createDeveloperMetadata: location.dimensionRange must represent a single row or column."},
		{"metadata beyond the quota", `{"createDeveloperMetadata":{"developerMetadata":{"metadataKey":"k","metadataValue":"` + strings.Repeat("x", maxMetadataChars) + `","visibility":"DOCUMENT","location":{"sheetId":0}}}}`, "Invalid requests[0].createDeveloperMetadata: The developer metadata exceeds the quota of 30000 characters."},
	} {
		t.Run(c.story, func(t *testing.T) {
			d := newDesk(t)
			version := d.sim.Version(d.id)
			equal(t, d.refused(c.request), c.want)
			same(t, d.sim.Version(d.id), version)
		})
	}
}

func TestSecondNamedRangeOfOneName(t *testing.T) {
	const add = `{"addNamedRange":{"namedRange":{"name":"token_1","range":{"endRowIndex":1}}}}`
	for _, allowed := range []bool{false, true} {
		d := newDesk(t, func(o *Options) { o.DuplicateNamedRangeAllowed = allowed })
		d.batch(add)
		if allowed {
			d.batch(add)
			continue
		}
		equal(t, d.refused(add), `Invalid requests[0].addNamedRange: A named range with the name "token_1" already exists.`)
	}
}

func TestUpdatedSpreadsheetInTheReply(t *testing.T) {
	d := newDesk(t)
	d.put("A1:B3", "RAW", `[["Number","Paid"],["INV-1",10],["INV-2",20]]`)
	body := `{"requests":[{"updateCells":{"rows":[{"values":[{"userEnteredValue":{"numberValue":15}}]}],"fields":"userEnteredValue","start":{"rowIndex":1,"columnIndex":1}}}],
		"includeSpreadsheetInResponse":true,"responseIncludeGridData":true,"responseRanges":["Sheet1!A2:B2","Sheet1!A3"]}`
	got := d.ok("POST", ":batchUpdate?fields=updatedSpreadsheet.sheets(properties.title,data(startRow,rowData.values.userEnteredValue))", body)
	equal(t, got, `{"updatedSpreadsheet":{"sheets":[{"data":[`+
		`{"rowData":[{"values":[{"userEnteredValue":{"stringValue":"INV-1"}},{"userEnteredValue":{"numberValue":15}}]}],"startRow":1},`+
		`{"rowData":[{"values":[{"userEnteredValue":{"stringValue":"INV-2"}}]}],"startRow":2}],"properties":{"title":"Sheet1"}}]}}`)
}

func TestLiteralValuesAndFormulas(t *testing.T) {
	d := newDesk(t)
	d.batch(`{"updateCells":{"start":{},"fields":"userEnteredValue","rows":[{"values":[{"userEnteredValue":{"stringValue":"=1+1"}},{"userEnteredValue":{"formulaValue":"=1+1"}},{"userEnteredValue":{"stringValue":"0042"}}]}]}}`)
	equal(t, d.values("A1:C1", "valueRenderOption=UNFORMATTED_VALUE"), `[["=1+1",2,"0042"]]`)
	got := d.ok("GET", "?ranges=A1:B1&fields=sheets.data.rowData.values(userEnteredValue,effectiveValue)", "")
	equal(t, got, `{"sheets":[{"data":[{"rowData":[{"values":[{"effectiveValue":{"stringValue":"=1+1"},"userEnteredValue":{"stringValue":"=1+1"}},{"effectiveValue":{"numberValue":2},"userEnteredValue":{"formulaValue":"=1+1"}}]}]}]}]}`)
}

func TestCopyPaste(t *testing.T) {
	const seed = `[[1,"=A1*2","=$A$1+A2"],[5]]`
	for _, c := range []struct{ story, kind, want string }{
		{"all of it shifts relative references", "PASTE_NORMAL", `[[1,"=A3*2","=$A$1+A4"]]`},
		{"formulas", "PASTE_FORMULA", `[[1,"=A3*2","=$A$1+A4"]]`},
		{"values only", "PASTE_VALUES", `[[1,2,6]]`},
		{"formats only", "PASTE_FORMAT", ``},
	} {
		t.Run(c.story, func(t *testing.T) {
			d := newDesk(t)
			d.put("A1:C2", "USER_ENTERED", seed)
			d.batch(`{"copyPaste":{"source":{"startRowIndex":0,"endRowIndex":1,"startColumnIndex":0,"endColumnIndex":3},"destination":{"startRowIndex":2,"endRowIndex":3,"startColumnIndex":0,"endColumnIndex":3},"pasteType":"` + c.kind + `"}}`)
			equal(t, d.values("A3:C3", "valueRenderOption=FORMULA"), c.want)
		})
	}
	t.Run("to another tab, in the same columns", func(t *testing.T) {
		d := newDesk(t)
		d.put("A1:C2", "USER_ENTERED", seed)
		d.batch(`{"addSheet":{"properties":{"sheetId":9,"title":"_relance","hidden":true}}}`,
			`{"copyPaste":{"source":{"startRowIndex":0,"endRowIndex":1},"destination":{"sheetId":9,"startRowIndex":4,"endRowIndex":5}}}`)
		equal(t, d.values("_relance!A5:C5", "valueRenderOption=FORMULA"), `[[1,"=A5*2","=$A$1+A6"]]`)
	})
	t.Run("a reference pushed off the grid is lost", func(t *testing.T) {
		d := newDesk(t)
		d.put("B2", "USER_ENTERED", `[["=A1"]]`)
		d.batch(`{"copyPaste":{"source":{"startRowIndex":1,"endRowIndex":2,"startColumnIndex":1,"endColumnIndex":2},"destination":{"startRowIndex":0,"endRowIndex":1,"startColumnIndex":1,"endColumnIndex":2}}}`)
		equal(t, d.values("B1", "valueRenderOption=FORMULA"), `[["=#REF!"]]`)
	})
	t.Run("a small source fills a multiple of its size", func(t *testing.T) {
		d := newDesk(t)
		d.put("A1", "RAW", `[["x"]]`)
		d.batch(`{"copyPaste":{"source":{"endRowIndex":1,"endColumnIndex":1},"destination":{"startRowIndex":1,"endRowIndex":3,"startColumnIndex":0,"endColumnIndex":2}}}`)
		equal(t, d.values("A1:C4", ""), `[["x"],["x","x"],["x","x"]]`)
	})
}

func TestCutPasteMovesReferences(t *testing.T) {
	d := newDesk(t)
	d.put("A1:B1", "USER_ENTERED", `[[7,"=A1"]]`)
	d.batch(`{"cutPaste":{"source":{"endRowIndex":1,"endColumnIndex":1},"destination":{"rowIndex":4,"columnIndex":3}}}`)
	equal(t, d.values("A1:D5", "valueRenderOption=FORMULA"), `[["","=D5"],[],[],[],["","","",7]]`)
}

func TestSortRange(t *testing.T) {
	d := newDesk(t)
	d.put("A1:D5", "USER_ENTERED", `[["c",3,"=B1*2","out1"],["a",1,"=B2*2","out2"],["B",null,"=B3*2","out3"],["b",2,"=B4*2","out4"]]`)
	d.batch(`{"sortRange":{"range":{"endRowIndex":4,"startColumnIndex":0,"endColumnIndex":3},"sortSpecs":[{"dimensionIndex":1,"sortOrder":"ASCENDING"}]}}`)
	equal(t, d.values("A1:D4", "valueRenderOption=FORMULA"), `[["a",1,"=B1*2","out1"],["b",2,"=B2*2","out2"],["c",3,"=B3*2","out3"],["B","","=B4*2","out4"]]`)
	d.batch(`{"sortRange":{"range":{"endRowIndex":4,"startColumnIndex":0,"endColumnIndex":3},"sortSpecs":[{"dimensionIndex":1,"sortOrder":"DESCENDING"}]}}`)
	equal(t, d.values("A1:B4", "valueRenderOption=UNFORMATTED_VALUE"), `[["c",3],["b",2],["a",1],["B"]]`)
}

func TestFindReplaceCounts(t *testing.T) {
	d := newDesk(t)
	d.put("A1:B2", "USER_ENTERED", `[["Acme Ltd","acme"],["=\"Acme\"",5]]`)
	got := d.batch(`{"findReplace":{"find":"acme","replacement":"Apex","allSheets":true}}`)
	equal(t, got, `{"replies":[{"findReplace":{"occurrencesChanged":2,"rowsChanged":1,"sheetsChanged":1,"valuesChanged":2}}],"spreadsheetId":"`+d.id+`"}`)
	equal(t, d.values("A1:B2", "valueRenderOption=FORMULA"), `[["Apex Ltd","Apex"],["=\"Acme\"",5]]`)
}

func TestMergedCells(t *testing.T) {
	d := newDesk(t)
	d.put("A1:C2", "RAW", `[[1,2,3],[4,5,6]]`)
	d.batch(`{"mergeCells":{"range":{"endRowIndex":2,"endColumnIndex":2},"mergeType":"MERGE_ALL"}}`)
	equal(t, d.values("A1:C2", ""), `[["1","","3"],["","","6"]]`)
	d.put("A1:B1", "RAW", `[["anchor","covered"]]`)
	equal(t, d.values("A1:C1", ""), `[["anchor","","3"]]`)
	equal(t, d.refused(`{"unmergeCells":{"range":{"endRowIndex":1,"endColumnIndex":2}}}`), "Invalid requests[0].unmergeCells: You must select all cells in a merged range to merge or unmerge them.")
	d.batch(`{"unmergeCells":{"range":{}}}`)
	equal(t, d.ok("GET", "?fields=sheets.merges", ""), `{"sheets":[{}]}`)
}

func TestAppendCellsGoBelowTheLastRow(t *testing.T) {
	d := newDesk(t)
	d.put("B2", "RAW", `[["x"]]`)
	d.batch(`{"appendCells":{"rows":[{"values":[{"userEnteredValue":{"stringValue":"new"}}]}],"fields":"userEnteredValue"}}`)
	equal(t, d.values("A1:B3", ""), `[[],["","x"],["new"]]`)
}

func TestRulesAndFormatsAreReported(t *testing.T) {
	d := newDesk(t)
	d.batch(
		`{"setDataValidation":{"range":{"endRowIndex":1,"endColumnIndex":1},"rule":{"condition":{"type":"ONE_OF_LIST","values":[{"userEnteredValue":"open"}]},"strict":true}}}`,
		`{"addConditionalFormatRule":{"rule":{"ranges":[{"endRowIndex":9}],"booleanRule":{"condition":{"type":"BLANK"},"format":{"backgroundColor":{"red":1}}}}}}`,
		`{"setBasicFilter":{"filter":{"range":{"endRowIndex":5,"endColumnIndex":2}}}}`,
		`{"updateBorders":{"range":{"endRowIndex":1,"endColumnIndex":1},"top":{"style":"SOLID"}}}`,
		`{"updateSheetProperties":{"properties":{"gridProperties":{"frozenRowCount":1}},"fields":"gridProperties.frozenRowCount"}}`,
	)
	got := d.ok("GET", "?ranges=A1&fields=sheets(properties.gridProperties,basicFilter,conditionalFormats,data.rowData.values(dataValidation,userEnteredFormat))", "")
	equal(t, got, `{"sheets":[{"basicFilter":{"range":{"endColumnIndex":2,"endRowIndex":5,"startColumnIndex":0,"startRowIndex":0}},`+
		`"conditionalFormats":[{"booleanRule":{"condition":{"type":"BLANK"},"format":{"backgroundColor":{"red":1}}},"ranges":[{"endRowIndex":9,"startRowIndex":0}]}],`+
		`"data":[{"rowData":[{"values":[{"dataValidation":{"condition":{"type":"ONE_OF_LIST","values":[{"userEnteredValue":"open"}]},"strict":true},"userEnteredFormat":{"borders":{"top":{"style":"SOLID"}}}}]}]}],`+
		`"properties":{"gridProperties":{"columnCount":26,"frozenRowCount":1,"rowCount":1000}}}]}`)
}
