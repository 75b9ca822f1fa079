package sheetsim

import (
	"net/url"
	"strings"
	"testing"
)

func TestReadingValues(t *testing.T) {
	d := newDesk(t)
	d.put("A1:D5", "RAW", `[["Number","Due","","Amount"],["0042","","",12.5],[],["=1+1",null,true,""],["","","",""]]`)
	d.batch(`{"repeatCell":{"range":{"startRowIndex":1,"endRowIndex":2,"startColumnIndex":1,"endColumnIndex":2},"cell":{"userEnteredValue":{"numberValue":46082},"userEnteredFormat":{"numberFormat":{"type":"DATE","pattern":"yyyy-mm-dd"}}},"fields":"*"}}`)
	for _, c := range []struct{ story, a1, query, want string }{
		{"formatted values are texts", "A1:D4", "", `[["Number","Due","","Amount"],["0042","2026-03-01","","12.5"],[],["=1+1","","TRUE"]]`},
		{"unformatted values keep their types, dates are serials", "A2:D4", "valueRenderOption=UNFORMATTED_VALUE", `[["0042",46082,"",12.5],[],["=1+1","",true]]`},
		{"dates can be asked for as texts", "B2", "valueRenderOption=UNFORMATTED_VALUE&dateTimeRenderOption=FORMATTED_STRING", `[["2026-03-01"]]`},
		{"the formula rendering gives dates as serials", "A2:B2", "valueRenderOption=FORMULA", `[["0042",46082]]`},
		{"columns can be the major dimension", "A1:D2", "majorDimension=COLUMNS", `[["Number","0042"],["Due","2026-03-01"],[],["Amount","12.5"]]`},
		{"a leading blank is kept", "C4:D4", "", `[["TRUE"]]`},
		{"an empty range has no values", "F1:G9", "", ``},
		{"an open range ends with the values", "A2:A", "", `[["0042"],[],["=1+1"]]`},
		{"a named tab alone is the whole tab", "Sheet1", "", `[["Number","Due","","Amount"],["0042","2026-03-01","","12.5"],[],["=1+1","","TRUE"]]`},
	} {
		t.Run(c.story, func(t *testing.T) { equal(t, d.values(c.a1, c.query), c.want) })
	}
}

func TestRangesAreNormalised(t *testing.T) {
	d := newDesk(t)
	d.batch(`{"addSheet":{"properties":{"title":"It's due","gridProperties":{"rowCount":20,"columnCount":5}}}}`, `{"addSheet":{"properties":{"title":"B7","gridProperties":{"rowCount":5,"columnCount":5}}}}`,
		`{"addNamedRange":{"namedRange":{"name":"Totals","range":{"startRowIndex":1,"endRowIndex":3,"startColumnIndex":0,"endColumnIndex":2}}}}`)
	for _, c := range []struct{ asked, want string }{
		{"D4:A1", "Sheet1!A1:D4"},
		{"A1:C", "Sheet1!A1:C1000"},
		{"B:B", "Sheet1!B1:B1000"},
		{"2:3", "Sheet1!A2:Z3"},
		{"C2:2", "Sheet1!C2:Z2"},
		{"$A$1:$B$2", "Sheet1!A1:B2"},
		{"sheet1!a1", "Sheet1!A1"},
		{"'It''s due'!A:A", "'It''s due'!A1:A20"},
		{"It's due", "'It''s due'!A1:E20"},
		{"'B7'", "'B7'!A1:E5"},
		{"B7", "Sheet1!B7"},
		{"Totals", "Sheet1!A2:B3"},
		{"Sheet1!Totals", "Sheet1!A2:B3"},
		{"'It''s due'!A1:Z99", "'It''s due'!A1:E20"},
	} {
		t.Run(c.asked, func(t *testing.T) {
			equal(t, d.ok("GET", "/values/"+url.PathEscape(c.asked), ""), `{"majorDimension":"ROWS","range":"`+c.want+`"}`)
		})
	}
	for _, c := range []struct{ asked, want string }{
		{"Nowhere!A1", "Unable to parse range: Nowhere!A1"},
		{"A1:B2:C3", "Unable to parse range: A1:B2:C3"},
		{"A0", "Unable to parse range: A0"},
		{"'B7'!A6:B8", "Range ('B7'!A6:B8) exceeds grid limits. Max rows: 5, max columns: 5"},
		{"AAAA1", "Unable to parse range: AAAA1"},
	} {
		t.Run(c.asked, func(t *testing.T) {
			status, text := d.send("GET", "/values/"+url.PathEscape(c.asked), "")
			same(t, status, 400)
			equal(t, errorText(t, text), c.want)
		})
	}
}

func TestWritingValues(t *testing.T) {
	for _, c := range []struct{ story, a1, option, body, want, after string }{
		{"raw text is stored as it is", "A1:B1", "RAW", `[["=1+1","2026-01-02"]]`, `{"updatedCells":2,"updatedColumns":2,"updatedRange":"Sheet1!A1:B1","updatedRows":1`, `[["=1+1","2026-01-02"]]`},
		{"entered text is read by the locale", "A1:D1", "USER_ENTERED", `[["=1+1","2026-01-02","1,234.50","12%"]]`, `{"updatedCells":4,"updatedColumns":4,"updatedRange":"Sheet1!A1:D1","updatedRows":1`, `[[2,46024,1234.5,0.12]]`},
		{"an apostrophe keeps text", "A1", "USER_ENTERED", `[["'0042"]]`, `{"updatedCells":1,"updatedColumns":1,"updatedRange":"Sheet1!A1","updatedRows":1`, `[["0042"]]`},
		{"null skips and is not counted, the range is", "A1:B2", "RAW", `[[null,1],[2,null]]`, `{"updatedCells":2,"updatedColumns":2,"updatedRange":"Sheet1!A1:B2","updatedRows":2`, `[["",1],[2]]`},
		{"an empty text clears and is counted", "A1:B1", "RAW", `[["",""]]`, `{"updatedCells":2,"updatedColumns":2,"updatedRange":"Sheet1!A1:B1","updatedRows":1`, ``},
		{"a single cell is the corner of a larger block", "A1", "RAW", `[[1,2],[3]]`, `{"updatedCells":3,"updatedColumns":2,"updatedRange":"Sheet1!A1:B2","updatedRows":2`, `[[1,2],[3]]`},
	} {
		t.Run(c.story, func(t *testing.T) {
			d := newDesk(t)
			got := d.ok("PUT", "/values/"+c.a1+"?valueInputOption="+c.option, `{"values":`+c.body+`}`)
			if !strings.HasPrefix(strings.Replace(got, `"spreadsheetId":"`+d.id+`",`, "", 1), c.want) {
				t.Errorf("got %s want %s", got, c.want)
			}
			equal(t, d.values("A1:D9", "valueRenderOption=UNFORMATTED_VALUE"), c.after)
		})
	}
}

func TestWritesThatAreRefused(t *testing.T) {
	d := newDesk(t)
	before := d.sim.Version(d.id)
	for _, c := range []struct{ story, verb, path, body, want string }{
		{"without saying how values are meant", "PUT", "/values/A1", `{"values":[[1]]}`, "'valueInputOption' is required but not specified"},
		{"an input option that does not exist", "PUT", "/values/A1?valueInputOption=COOKED", `{"values":[[1]]}`, `Invalid value at 'value_input_option' (type.googleapis.com/google.apps.sheets.v4.ValueInputOption), "COOKED"`},
		{"values that are no list of lists", "PUT", "/values/A1?valueInputOption=RAW", `{"values":["x"]}`, `Invalid value at 'data.values[0]' (type.googleapis.com/google.protobuf.ListValue), "x"`},
		{"a cell that is an object", "PUT", "/values/A1?valueInputOption=RAW", `{"values":[[{"a":1}]]}`, "Invalid values[0][0]: struct_value {\n}\n"},
		{"more columns than the range", "PUT", "/values/A1:B1?valueInputOption=RAW", `{"values":[[1,2,3]]}`, "Requested writing within range [Sheet1!A1:B1], but tried writing to column [C]"},
		{"more rows than the range", "PUT", "/values/A1:B1?valueInputOption=RAW", `{"values":[[1],[2]]}`, "Requested writing within range [Sheet1!A1:B1], but tried writing to row [2]"},
		{"a start beyond the grid", "PUT", "/values/A1001?valueInputOption=RAW", `{"values":[[1]]}`, "Range (Sheet1!A1001) exceeds grid limits. Max rows: 1000, max columns: 26"},
		{"an unknown field", "PUT", "/values/A1?valueInputOption=RAW", `{"vals":[[1]]}`, `Invalid JSON payload received. Unknown name "vals" at 'data': Cannot find field.`},
		{"an unknown query parameter", "PUT", "/values/A1?valueInputOption=RAW&colour=red", `{"values":[[1]]}`, `Invalid JSON payload received. Unknown name "colour": Cannot bind query parameter. Field 'colour' could not be found in request message.`},
		{"a text too long for a cell", "PUT", "/values/A1?valueInputOption=RAW", `{"values":[["` + strings.Repeat("x", maxCellChars+1) + `"]]}`, "Invalid values[0][0]: Your input contains more than the maximum of 50000 characters in a single cell."},
		{"one bad range among good ones", "POST", "/values:batchUpdate", `{"valueInputOption":"RAW","data":[{"range":"A1","values":[[1]]},{"range":"Nowhere!A1","values":[[1]]}]}`, "Unable to parse range: Nowhere!A1"},
	} {
		t.Run(c.story, func(t *testing.T) {
			status, text := d.send(c.verb, c.path, c.body)
			same(t, status, 400)
			equal(t, errorText(t, text), c.want)
		})
	}
	equal(t, d.values("A1:Z9", ""), "")
	same(t, d.sim.Version(d.id), before)
}

func TestAppendFindsTheTable(t *testing.T) {
	for _, c := range []struct{ story, seed, a1, query, table, updated string }{
		{"an empty tab has no table", `[]`, "Sheet1", "", "", "Sheet1!A1:B1"},
		{"a table grows at its foot", `[["h","i"],[1,2]]`, "A1", "", "Sheet1!A1:B2", "Sheet1!A3:B3"},
		{"of two tables, the one that ends lowest", `[["a","","x"],["","","y"]]`, "Sheet1", "", "Sheet1!C1:C2", "Sheet1!C3:D3"},
		{"a gap makes the next row creep to the right", `[["a","","c"]]`, "Sheet1", "", "Sheet1!C1", "Sheet1!C2:D2"},
		{"a blank start has no table, whatever is beside it", `[["a","","c"]]`, "B1", "", "", "Sheet1!B1:C1"},
		{"inserting leaves what is below", `[["a","b"],["",""],["z","z"]]`, "A1", "&insertDataOption=INSERT_ROWS", "Sheet1!A1:B1", "Sheet1!A2:B2"},
	} {
		t.Run(c.story, func(t *testing.T) {
			d := newDesk(t)
			d.put("A1:D9", "RAW", c.seed)
			got := d.ok("POST", "/values/"+c.a1+":append?valueInputOption=RAW"+c.query, `{"values":[["n","m"]]}`)
			want := `"updates":{"spreadsheetId":"` + d.id + `","updatedCells":2,"updatedColumns":2,"updatedRange":"` + c.updated + `","updatedRows":1}}`
			if c.table != "" {
				want = `"tableRange":"` + c.table + `",` + want
			}
			equal(t, got, `{"spreadsheetId":"`+d.id+`",`+want)
		})
	}
	t.Run("a full grid grows", func(t *testing.T) {
		d := newDesk(t)
		d.batch(`{"updateSheetProperties":{"properties":{"gridProperties":{"rowCount":1,"columnCount":1}},"fields":"gridProperties(rowCount,columnCount)"}}`)
		d.put("A1", "RAW", `[["a"]]`)
		d.ok("POST", "/values/A1:append?valueInputOption=RAW", `{"values":[["b","c"]]}`)
		equal(t, d.values("A1:B2", ""), `[["a"],["b","c"]]`)
	})
}

func TestClearingKeepsFormats(t *testing.T) {
	d := newDesk(t)
	d.put("A1", "USER_ENTERED", `[["2026-01-02"]]`)
	equal(t, d.ok("POST", "/values/A:A:clear", ""), `{"clearedRange":"Sheet1!A1:A1000","spreadsheetId":"`+d.id+`"}`)
	d.put("A1", "RAW", `[[46024]]`)
	equal(t, d.values("A1", ""), `[["2026-01-02"]]`)
}
