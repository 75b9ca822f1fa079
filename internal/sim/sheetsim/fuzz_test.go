package sheetsim

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

func FuzzBatchUpdateBody(f *testing.F) {
	for _, body := range []string{
		``, `null`, `[]`, `{"requests":null}`, `{"requests":[null]}`, writeB1, `{"requests":[{"addSheet":{"properties":{"gridProperties":{"rowCount":-1}}}}]}`,
		`{"requests":[{"sortRange":{"range":{"startRowIndex":-5},"sortSpecs":[{"dimensionIndex":2147483647}]}}]}`,
		`{"requests":[{"moveDimension":{"source":{"dimension":"ROWS","startIndex":3,"endIndex":9},"destinationIndex":5}}]}`,
		`{"requests":[{"copyPaste":{"source":{},"destination":{"startRowIndex":999},"pasteOrientation":"TRANSPOSE"}}]}`,
		`{"requests":[{"cutPaste":{"source":{"endRowIndex":3},"destination":{"rowIndex":-1}}}]}`,
		`{"requests":[{"insertDimension":{"range":{"dimension":"COLUMNS","startIndex":26,"endIndex":30},"inheritFromBefore":true}}]}`,
		`{"requests":[{"deleteDimension":{"range":{"dimension":"COLUMNS","startIndex":1}}},{"updateBorders":{"range":{"sheetId":0}}}]}`,
		`{"requests":[{"findReplace":{"find":"(","searchByRegex":true,"allSheets":true}}]}`,
		`{"requests":[{"updateCells":{"start":{"rowIndex":-3},"rows":[{"values":[{}]}],"fields":"*"}}]}`,
		`{"requests":[{"mergeCells":{"range":{"endRowIndex":2,"endColumnIndex":2}}},{"sortRange":{"range":{},"sortSpecs":[{}]}}]}`,
		`{"requests":[{"updateDimensionProperties":{"range":{"dimension":"ROWS"},"properties":{"hiddenByUser":true},"fields":"*"}}]}`,
		`{"requests":[{"createDeveloperMetadata":{"developerMetadata":{}}},{"updateDeveloperMetadata":{}}],"responseRanges":["!"],"includeSpreadsheetInResponse":true}`,
	} {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		d := newDesk(t)
		d.must(d.hand().SetValues("Sheet1", "A1", [][]any{{"b", 2, Formula("=SUM(A1:B2)")}, {"a", 1, Formula("=$B2")}}))
		status, text := d.send("POST", ":batchUpdate", body)
		if status != http.StatusOK && status != http.StatusBadRequest {
			t.Fatalf("%d %s", status, text)
		}
		if status, text := d.send("GET", "/values/"+url.PathEscape(d.sim.Snapshot(d.id).Tabs[0].Title), ""); status != http.StatusOK && !strings.Contains(text, "Unable to parse range") {
			t.Fatalf("%d %s", status, text)
		}
	})
}

func FuzzRange(f *testing.F) {
	for _, text := range []string{"", "A1", "A:A", "1:2", "$C$3:$A1", "'", "''", "'a'b'!A1", "Sheet1!", "!", "Sheet1!A1:ZZZ99999999", "A1:B", "\xff", "R1C1", "'Sheet1'!1:1"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d := newDesk(t)
		status, reply := d.send("GET", "/values/"+url.PathEscape(text), "")
		if status != http.StatusOK && status != http.StatusBadRequest && status != http.StatusNotFound {
			t.Fatalf("%q: %d %s", text, status, reply)
		}
		if a, ok := parseArea(text); ok && a.row1 < open && a.col1 < open {
			if again, ok := parseArea(strings.TrimPrefix(a1("S", a), "S!")); !ok || again != a {
				t.Fatalf("%q: %v is written %s and read as %v", text, a, a1("S", a), again)
			}
		}
	})
}

func FuzzFormula(f *testing.F) {
	for _, text := range []string{"1", "SUM(A1:A)", "((((", "-", "A1:B2:C3", `"`, "'x'!A1", "IF(,,)", "1%%%", "#REF!+1", "INDEX(A1:B2,0,0)", "ARRAYFORMULA(A1:A9*B1:B3)", "VLOOKUP(A1,A:C,3)", "MATCH(1,1:1,-1)", "ROUND(1,1e9)", "DATE(1e9,1,1)", "TEXT(1e300,\"0;;;;\")", "-----1", "A1", "\\", "SUMIF(A1,\"~*\")"} {
		f.Add(text)
	}
	for _, l := range []string{"en_US", "fr_FR"} {
		_ = localeOf(l)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d := newDesk(t)
		d.must(d.hand().SetValues("Sheet1", "A1", [][]any{{1, "x", Date{2026, 1, 1}}, {nil, true, Formula("=A1/0")}}))
		if len(text) > 4096 || !strings.HasPrefix(strings.TrimSpace("="+text), "=") {
			return
		}
		if err := d.hand().Type("Sheet1", "E5", "="+text); err != nil {
			t.Skip()
		}
		d.sim.Snapshot(d.id)
		f := parseFormula("="+text, localeOf("en_US"))
		if again := parseFormula(f.source, localeOf("en_US")); again.source != f.source {
			t.Fatalf("%q became %q, then %q", text, f.source, again.source)
		}
		d.must(d.hand().InsertRows("Sheet1", 0, 1))
		d.must(d.hand().InsertColumns("Sheet1", 1, 1))
		d.must(d.hand().DeleteRows("Sheet1", 0, 1))
		d.must(d.hand().DeleteColumns("Sheet1", 1, 1))
		f.shifted(-3, 2).inLocale(localeOf("fr_FR"))
	})
}

func FuzzTypedInput(f *testing.F) {
	for _, text := range []string{"1", "1,5", "1/2/26", "12:30 pm", "€ 5", "(5)", "'x", "=", "1e999", "--1", "31.12.", "%", "$", "Feb 30, 2026", "\xff%"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for name, l := range locales {
			got := parseInput(text, l, time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC))
			_ = name
			render(got.value, got.format, l)
		}
	})
}
