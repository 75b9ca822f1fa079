package sheetsim

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

// ledgerRows is the size of the benchmarks' tab; it has 12 columns, two of
// them formulas.
const ledgerRows = 20_000

func benchLedger(b *testing.B) (*Sim, string) {
	b.Helper()
	sim := New(Options{Now: func() time.Time { return noon }, Seed: 1})
	id := sim.CreateSpreadsheet("Ledger", "", "")
	rows := make([][]any, ledgerRows)
	for i := range rows {
		n := i + 1
		rows[i] = []any{
			fmt.Sprintf("INV-%05d", i), fmt.Sprintf("Customer %d", i%700),
			Date{2026, 1, 1 + i%28},
			Date{2026, 2, 1 + i%28},
			float64(i) + 0.5, "EUR", i % 50, "ana@example.com",
			Formula(fmt.Sprintf("=E%d-G%d", n, n)), Formula(fmt.Sprintf("=IF(I%d>0,MAX(0,TODAY()-D%d),0)", n, n)), "", "ok",
		}
	}
	if err := sim.Human(id, "").SetValues("Sheet1", "A1", rows); err != nil {
		b.Fatal(err)
	}
	return sim, id
}

func benchSend(b *testing.B, sim *Sim, verb, target, body string) {
	b.Helper()
	r, err := http.NewRequestWithContext(b.Context(), verb, "http://sim.invalid"+target, strings.NewReader(body))
	if err != nil {
		b.Fatal(err)
	}
	resp, err := sim.Client().Do(r)
	if err != nil {
		b.Fatal(err)
	}
	defer resp.Body.Close()
	if n, err := io.Copy(io.Discard, resp.Body); err != nil || resp.StatusCode != http.StatusOK {
		b.Fatalf("%d after %d bytes: %v", resp.StatusCode, n, err)
	}
}

func BenchmarkReadAll(b *testing.B) {
	sim, id := benchLedger(b)
	for b.Loop() {
		benchSend(b, sim, "GET", "/v4/spreadsheets/"+id+"/values/A:L?valueRenderOption=UNFORMATTED_VALUE&prettyPrint=false", "")
	}
}

func BenchmarkGuardedWrite(b *testing.B) {
	sim, id := benchLedger(b)
	body := `{"requests":[{"copyPaste":{"source":{"startRowIndex":10,"endRowIndex":11},"destination":{"startRowIndex":20000,"endRowIndex":20001}}},
		{"updateCells":{"start":{"rowIndex":10,"columnIndex":6},"fields":"userEnteredValue","rows":[{"values":[{"userEnteredValue":{"numberValue":5}}]}]}}],
		"includeSpreadsheetInResponse":true,"responseIncludeGridData":true,"responseRanges":["A11:L11"]}`
	benchSend(b, sim, "POST", "/v4/spreadsheets/"+id+":batchUpdate", `{"requests":[{"appendDimension":{"dimension":"ROWS","length":1}}]}`)
	for b.Loop() {
		benchSend(b, sim, "POST", "/v4/spreadsheets/"+id+":batchUpdate?prettyPrint=false", body)
	}
}

func BenchmarkInsertRow(b *testing.B) {
	sim, id := benchLedger(b)
	h := sim.Human(id, "")
	for b.Loop() {
		if err := h.InsertRows("Sheet1", 5, 1); err != nil {
			b.Fatal(err)
		}
	}
}
