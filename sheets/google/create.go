package google

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	apisheets "google.golang.org/api/sheets/v4"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/sheets"
)

// rowsPerCall bounds one call that fills a new tab: 500 rows of 28 columns are
// about a megabyte, and 2 MB are recommended.
const rowsPerCall = 500

// spareRows are left below the rows of a new tab; the first formulaRows of them
// hold the formulas already.
const (
	spareRows   = 500
	formulaRows = 200
)

// Create makes a spreadsheet as laid out and gives its id. Options.SpreadsheetID
// is not used. A call that fails leaves a spreadsheet behind that nobody knows;
// nothing else is touched.
func Create(ctx context.Context, o Options, w *sheets.Workbook) (string, error) {
	s, err := Open(ctx, o)
	if err != nil {
		return "", err
	}
	ask := &apisheets.Spreadsheet{Properties: &apisheets.SpreadsheetProperties{Title: w.Title, Locale: w.Locale, TimeZone: w.TimeZone}}
	for i, tab := range w.Tabs {
		ask.Sheets = append(ask.Sheets, &apisheets.Sheet{Properties: properties(i, tab)})
	}
	made, err := s.sheets.Spreadsheets.Create(ask).Fields("spreadsheetId,sheets(properties(sheetId,title))").Context(ctx).Do()
	if err != nil {
		return "", s.callError("create", err, false)
	}
	s.id = made.SpreadsheetId
	for i, tab := range w.Tabs {
		if err := s.fill(ctx, sheets.TabInfo{ID: made.Sheets[i].Properties.SheetId, Title: tab.Title}, tab); err != nil {
			return "", fmt.Errorf("fill tab %s: %w", tab.Title, err)
		}
	}
	return s.id, nil
}

func properties(i int, tab sheets.TabLayout) *apisheets.SheetProperties {
	p := &apisheets.SheetProperties{
		Title: tab.Title, Index: int64(i), Hidden: tab.Hidden,
		GridProperties: &apisheets.GridProperties{
			RowCount: int64(1 + len(tab.Rows) + spareRows), ColumnCount: int64(max(26, len(tab.Columns)+2)),
		},
	}
	if len(tab.Columns) > 0 {
		p.GridProperties.FrozenRowCount = 1
	}
	return p
}

// fill writes a tab's header, formats and rows.
func (s *Spreadsheet) fill(ctx context.Context, info sheets.TabInfo, tab sheets.TabLayout) error {
	if len(tab.Columns) == 0 {
		return nil
	}
	requests, err := dress(info, tab)
	if err != nil {
		return err
	}
	all := slices.Clone(tab.Rows)
	if slices.ContainsFunc(tab.Columns, func(c sheets.ColumnLayout) bool { return c.Formula != "" }) {
		for range formulaRows {
			all = append(all, nil)
		}
	}
	for first := 0; ; first += rowsPerCall {
		rest := all[min(first, len(all)):]
		rest = rest[:min(rowsPerCall, len(rest))]
		if len(rest) > 0 {
			filled, err := rowRequest(info, tab, 1+first, rest)
			if err != nil {
				return err
			}
			requests = append(requests, filled)
		}
		if len(requests) == 0 {
			return nil
		}
		_, err := s.sheets.Spreadsheets.BatchUpdate(s.id, &apisheets.BatchUpdateSpreadsheetRequest{Requests: requests}).Fields("spreadsheetId").Context(ctx).Do()
		if err != nil {
			return s.callError("create", err, false)
		}
		requests = nil
	}
}

func rowRequest(info sheets.TabInfo, tab sheets.TabLayout, at int, rows [][]any) (*apisheets.Request, error) {
	var data []*apisheets.RowData
	for i, cells := range rows {
		row := &apisheets.RowData{}
		for j, c := range tab.Columns {
			var l sheets.Literal
			if j < len(cells) {
				l.Value = cells[j]
			}
			cell, err := cellOf(l)
			if err != nil {
				return nil, err
			}
			if c.Formula != "" {
				text := strings.ReplaceAll(c.Formula, sheets.RowMark, strconv.Itoa(at+i+1))
				cell.UserEnteredValue = &apisheets.ExtendedValue{FormulaValue: &text}
			}
			row.Values = append(row.Values, cell)
		}
		data = append(data, row)
	}
	return &apisheets.Request{UpdateCells: &apisheets.UpdateCellsRequest{
		Range: grid(info, at, len(rows), 0, len(tab.Columns)), Rows: data, Fields: "userEnteredValue",
	}}, nil
}

// dress writes the header and formats the columns below it.
func dress(info sheets.TabInfo, tab sheets.TabLayout) ([]*apisheets.Request, error) {
	header := &apisheets.RowData{}
	var requests []*apisheets.Request
	for i, c := range tab.Columns {
		cell, err := cellOf(sheets.Literal{Value: c.Header})
		if err != nil {
			return nil, err
		}
		cell.Note = c.Note
		cell.UserEnteredFormat = &apisheets.CellFormat{
			TextFormat: &apisheets.TextFormat{Bold: true}, BackgroundColor: headerColor(c.Owner), WrapStrategy: "WRAP",
		}
		header.Values = append(header.Values, cell)
		requests = append(requests, columnRequests(info, i, c)...)
	}
	return append([]*apisheets.Request{{UpdateCells: &apisheets.UpdateCellsRequest{
		Range: grid(info, 0, 1, 0, len(tab.Columns)), Rows: []*apisheets.RowData{header}, Fields: "userEnteredValue,userEnteredFormat,note",
	}}}, requests...), nil
}

// headerColor tells whose column it is: white for people's, blue for both's,
// grey for the bot's.
func headerColor(owner sheets.Owner) *apisheets.Color {
	switch owner {
	case sheets.OwnerBot:
		return &apisheets.Color{Red: 0.91, Green: 0.92, Blue: 0.93}
	case sheets.OwnerShared:
		return &apisheets.Color{Red: 0.88, Green: 0.93, Blue: 1}
	}
	return &apisheets.Color{Red: 0.97, Green: 0.97, Blue: 0.95}
}

func columnRequests(info sheets.TabInfo, i int, c sheets.ColumnLayout) []*apisheets.Request {
	list := []*apisheets.Request{{UpdateDimensionProperties: &apisheets.UpdateDimensionPropertiesRequest{
		Range: &apisheets.DimensionRange{
			SheetId: info.ID, Dimension: "COLUMNS", StartIndex: int64(i), EndIndex: int64(i + 1), ForceSendFields: []string{"SheetId", "StartIndex"},
		},
		Properties: &apisheets.DimensionProperties{PixelSize: int64(c.Width)}, Fields: "pixelSize",
	}}}
	below := &apisheets.GridRange{
		SheetId: info.ID, StartRowIndex: 1, StartColumnIndex: int64(i), EndColumnIndex: int64(i + 1), ForceSendFields: []string{"SheetId", "StartColumnIndex"},
	}
	var format *apisheets.NumberFormat
	switch c.Kind {
	case ledger.KindMoney:
		format = &apisheets.NumberFormat{Type: "NUMBER", Pattern: "#,##0.00"}
	case ledger.KindDate:
		format = &apisheets.NumberFormat{Type: "DATE", Pattern: "yyyy-mm-dd"}
	case ledger.KindInt:
		format = &apisheets.NumberFormat{Type: "NUMBER", Pattern: "0"}
	case ledger.KindText:
		// Plain text keeps the zeros of 0042, and a formula typed by a stranger
		// stays what they typed.
		format = &apisheets.NumberFormat{Type: "TEXT"}
	}
	if format != nil {
		list = append(list, &apisheets.Request{RepeatCell: &apisheets.RepeatCellRequest{
			Range: below, Cell: &apisheets.CellData{UserEnteredFormat: &apisheets.CellFormat{NumberFormat: format}}, Fields: "userEnteredFormat.numberFormat",
		}})
	}
	rule := &apisheets.DataValidationRule{ShowCustomUi: true}
	switch {
	case c.Kind == ledger.KindBool:
		rule.Condition = &apisheets.BooleanCondition{Type: "BOOLEAN"}
	case len(c.Choices) > 0:
		rule.Condition = &apisheets.BooleanCondition{Type: "ONE_OF_LIST"}
		for _, choice := range c.Choices {
			rule.Condition.Values = append(rule.Condition.Values, &apisheets.ConditionValue{UserEnteredValue: choice})
		}
	default:
		return list
	}
	return append(list, &apisheets.Request{SetDataValidation: &apisheets.SetDataValidationRequest{Range: below, Rule: rule}})
}
