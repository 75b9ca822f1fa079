package google

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	apisheets "google.golang.org/api/sheets/v4"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/sheets/rowscan"
)

// benchSheet is a spreadsheet for the benchmarks: it keeps its rows as ready
// bytes and does what the cycle's own requests ask, so that next to nothing of
// what is measured is its own; while it works, the clock stands. It refuses
// nothing: what is right is for the simulator's tests to say.
type benchSheet struct {
	tb    testing.TB
	clock interface {
		StopTimer()
		StartTimer()
	} // nil: not measuring
	version int
	rows    [][]byte // of Invoices, the header first
	body    []byte   // the rows as they stand in a reply
	reply   bytes.Buffer
	hidden  map[int][]any
	there   bool // the hidden tab
	calls   map[string]int
}

const (
	benchInvoices = 11
	benchPayments = 12
	benchHidden   = 1_372_900_417
)

// benchDates are those of its columns that hold days.
var benchDates = []string{"Issued", "Due", "Paid on", "Promised on", "Snoozed until", "Last reminder", "Next reminder"}

var benchHeader = []any{
	"Number", "Customer", "Issued", "Due", "Amount", "Currency", "Paid", "Paid on", "Balance", "Days late", "Salesperson",
	"Promised on", "Dispute", "Snoozed until", "Notes", "Stage", "Last reminder", "Next reminder", "Check", "Mood",
}

// Columns that the benchmarks change.
const (
	colAmount = 4
	colNotes  = 14
)

var benchDay = ledger.NewDate(2026, time.November, 23)

// newBenchSheet has n invoices, half of them paid, with what the bot would
// write already there.
func newBenchSheet(tb testing.TB, n int) *benchSheet {
	tb.Helper()
	s := &benchSheet{tb: tb, hidden: map[int][]any{}, calls: map[string]int{}}
	s.rows = append(s.rows, s.encode(benchHeader))
	for i := range n {
		due := benchDay.Serial() - 60 + i%120
		amount := float64(10000+i) / 100
		row := []any{
			fmt.Sprintf("F-%06d", i), fmt.Sprintf("Client %d et fils", i%5000), due - 30, due, amount, "EUR", amount, due - i%10, 0, "",
			fmt.Sprintf("vendeur%d@example.com", i%20), "", "", "", "livré, signé par le magasin", "", "", "", "", "ok",
		}
		if i%2 == 0 {
			late := max(0, benchDay.Serial()-due)
			row[6], row[7], row[8], row[9] = "", "", amount, late
		}
		s.rows = append(s.rows, s.encode(row))
	}
	s.edited()
	return s
}

func (s *benchSheet) encode(v any) []byte {
	s.tb.Helper()
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		s.tb.Fatal(err)
	}
	return bytes.TrimSpace(b.Bytes())
}

// edited makes the body anew.
func (s *benchSheet) edited() {
	s.version++
	s.body = s.body[:0]
	for i, row := range s.rows {
		if i > 0 {
			s.body = append(s.body, ',')
		}
		s.body = append(s.body, row...)
	}
}

func (s *benchSheet) cells(row int) []any {
	cells, err := rowscan.Cells(s.rows[row])
	if err != nil {
		s.tb.Fatal(err)
	}
	return cells
}

func (s *benchSheet) set(row, col int, v any) {
	cells := s.cells(row)
	for len(cells) <= col {
		cells = append(cells, "")
	}
	if cells[col] = v; v == nil {
		cells[col] = ""
	}
	s.rows[row] = s.encode(cells)
}

// RoundTrip answers as the two services do.
func (s *benchSheet) RoundTrip(r *http.Request) (*http.Response, error) {
	if s.clock != nil {
		s.clock.StopTimer()
		defer s.clock.StartTimer()
	}
	var body []byte
	name := "get"
	switch path := r.URL.Path; {
	case strings.HasPrefix(path, "/drive/"):
		name, body = "files.get", fmt.Appendf(nil, `{"version":"%d"}`, s.version)
	case strings.HasSuffix(path, ":search"):
		name, body = "search", []byte(`{}`)
	case strings.HasSuffix(path, "values:batchGet"):
		name, body = "batchGet", s.values(r.URL.Query()["ranges"])
	case strings.HasSuffix(path, ":batchUpdate"):
		name, body = "batchUpdate", s.batchUpdate(r)
	case r.URL.Query().Has("ranges"):
		name, body = "inspect", s.encode(&apisheets.Spreadsheet{Sheets: s.gridData(r.URL.Query()["ranges"])})
	default:
		body = s.outline()
	}
	s.calls[name]++
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(bytes.NewReader(body)), Request: r}, nil
}

func (s *benchSheet) outline() []byte {
	tab := func(id int64, title string, rows int) *apisheets.Sheet {
		return &apisheets.Sheet{Properties: &apisheets.SheetProperties{
			SheetId: id, Title: title, Hidden: id == benchHidden, GridProperties: &apisheets.GridProperties{RowCount: int64(rows), ColumnCount: 26},
		}}
	}
	tabs := []*apisheets.Sheet{tab(benchInvoices, "Invoices", len(s.rows)+500), tab(benchPayments, "Payments", 1000)}
	if s.there {
		tabs = append(tabs, tab(benchHidden, "_relance", 1_000_000))
	}
	return s.encode(&apisheets.Spreadsheet{
		Properties: &apisheets.SpreadsheetProperties{Title: "Ledger", Locale: "en_US", TimeZone: "Etc/GMT"}, Sheets: tabs,
	})
}

const paymentsRow = `["Id","Date","Invoice","Customer","Amount","Currency","Source","Bank reference","By","Note"]`

// values are the cells of ranges. The reply is good until the next one: its own
// garbage would be collected at the expense of what is measured.
func (s *benchSheet) values(ranges []string) []byte {
	b := &s.reply
	b.Reset()
	b.WriteString(`{"spreadsheetId":"id","valueRanges":[`)
	for i, r := range ranges {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(b, `{"range":%s,"majorDimension":"ROWS","values":[`, s.encode(r))
		switch tab, first, last, _, _ := s.locate(r); tab {
		case benchInvoices:
			b.Write(s.body)
		case benchPayments:
			b.WriteString(paymentsRow)
		default:
			for row := first; row < last; row++ {
				if row > first {
					b.WriteByte(',')
				}
				b.Write(s.encode(append([]any{}, s.hidden[row]...)))
			}
		}
		b.WriteString(`]}`)
	}
	b.WriteString(`]}`)
	return b.Bytes()
}

// locate reads a range in the forms that a1 writes.
func (s *benchSheet) locate(r string) (tab, first, last, from, to int) {
	title, cells, _ := strings.Cut(r, "!")
	tab = map[string]int{"'Invoices'": benchInvoices, "'Payments'": benchPayments, "'_relance'": benchHidden}[title]
	if tab == 0 {
		s.tb.Fatalf("no such range: %s", r)
	}
	begin, end, _ := strings.Cut(cells, ":")
	place := func(a1 string) (row, col int) {
		digits := strings.TrimLeft(a1, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
		for _, c := range a1[:len(a1)-len(digits)] {
			col = 26*col + int(c-'A') + 1
		}
		row, _ = strconv.Atoi(digits)
		return row, col
	}
	first, from = place(begin)
	last, to = place(end)
	return tab, max(0, first-1), last, max(0, from-1), to
}

func (s *benchSheet) row(tab int64, i int) []any {
	if tab == benchInvoices && i < len(s.rows) {
		return s.cells(i)
	}
	return s.hidden[i]
}

func (s *benchSheet) gridData(ranges []string) []*apisheets.Sheet {
	byTab := map[int]*apisheets.Sheet{}
	var list []*apisheets.Sheet
	for _, r := range ranges {
		tab, first, last, from, to := s.locate(r)
		sheet := byTab[tab]
		if sheet == nil {
			sheet = &apisheets.Sheet{Properties: &apisheets.SheetProperties{SheetId: int64(tab)}}
			byTab[tab], list = sheet, append(list, sheet)
		}
		data := &apisheets.GridData{StartRow: int64(first)}
		for i := first; i < last; i++ {
			row := &apisheets.RowData{}
			for col, v := range s.row(int64(tab), i) {
				if col >= from && col < to {
					row.Values = append(row.Values, s.cellData(col, v))
				}
			}
			data.RowData = append(data.RowData, row)
		}
		sheet.Data = append(sheet.Data, data)
	}
	return list
}

func (s *benchSheet) cellData(col int, v any) *apisheets.CellData {
	e := &apisheets.ExtendedValue{}
	switch v := v.(type) {
	case nil:
		return &apisheets.CellData{}
	case string:
		if v == "" {
			return &apisheets.CellData{}
		}
		e.StringValue = &v
	case json.Number:
		f, err := v.Float64()
		if err != nil {
			s.tb.Fatal(err)
		}
		e.NumberValue = &f
	case float64:
		e.NumberValue = &v
	case bool:
		e.BoolValue = &v
	}
	cell := &apisheets.CellData{UserEnteredValue: e, EffectiveValue: e}
	if title, _ := benchHeader[min(col, len(benchHeader)-1)].(string); slices.Contains(benchDates, title) {
		cell.EffectiveFormat = &apisheets.CellFormat{NumberFormat: &apisheets.NumberFormat{Type: "DATE"}}
	}
	return cell
}

func (s *benchSheet) batchUpdate(r *http.Request) []byte {
	var ask apisheets.BatchUpdateSpreadsheetRequest
	if err := json.NewDecoder(r.Body).Decode(&ask); err != nil {
		s.tb.Fatal(err)
	}
	for _, request := range ask.Requests {
		switch {
		case request.AddSheet != nil:
			s.there = true
		case request.CopyPaste != nil:
			from, to := request.CopyPaste.Source, request.CopyPaste.Destination
			for i := range int(from.EndRowIndex - from.StartRowIndex) {
				s.hidden[int(to.StartRowIndex)+i] = s.row(from.SheetId, int(from.StartRowIndex)+i)
			}
		case request.UpdateCells != nil:
			s.updateCells(request.UpdateCells)
		case request.AddNamedRange != nil, request.DeleteNamedRange != nil, request.AppendDimension != nil,
			request.UnmergeCells != nil, request.CreateDeveloperMetadata != nil, request.DeleteDeveloperMetadata != nil:
		default:
			s.tb.Fatalf("the benchmarks have no use for %s", s.encode(request))
		}
	}
	s.edited()
	reply := &apisheets.BatchUpdateSpreadsheetResponse{SpreadsheetId: "id"}
	if ask.IncludeSpreadsheetInResponse {
		reply.UpdatedSpreadsheet = &apisheets.Spreadsheet{Sheets: s.gridData(ask.ResponseRanges)}
	}
	return s.encode(reply)
}

func (s *benchSheet) updateCells(u *apisheets.UpdateCellsRequest) {
	first, col := int(u.Range.StartRowIndex), int(u.Range.StartColumnIndex)
	if len(u.Rows) == 0 {
		for row := first; row < int(u.Range.EndRowIndex); row++ {
			delete(s.hidden, row)
		}
	}
	for i, row := range u.Rows {
		for j, cell := range row.Values {
			var v any
			if e := cell.UserEnteredValue; e != nil {
				v = plainValue(e)
			}
			if u.Range.SheetId == benchInvoices {
				s.set(first+i, col+j, v)
				continue
			}
			cells := s.hidden[first+i]
			for len(cells) <= col+j {
				cells = append(cells, nil)
			}
			cells[col+j] = v
			s.hidden[first+i] = cells
		}
	}
}
