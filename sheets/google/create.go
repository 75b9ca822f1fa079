package google

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	apisheets "google.golang.org/api/sheets/v4"

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
	ask := &apisheets.Spreadsheet{Properties: bookProperties(w)}
	made, err := s.sheets.Spreadsheets.Create(ask).Fields("spreadsheetId").Context(ctx).Do()
	if err != nil {
		return "", s.callError("create", err, false)
	}
	s.id = made.SpreadsheetId
	return s.id, s.layOut(ctx, w)
}

// ErrNotEmpty refuses to lay out a spreadsheet that holds something.
var ErrNotEmpty = errors.New("the spreadsheet is not empty")

// LayOut lays out the spreadsheet of Options.SpreadsheetID, which must be empty:
// a service account may own no files, so a person makes the file and shares it.
func LayOut(ctx context.Context, o Options, w *sheets.Workbook) error {
	s, err := Open(ctx, o)
	if err != nil {
		return err
	}
	outline, err := s.Outline(ctx)
	if err != nil {
		return err
	}
	ask := sheets.ReadAsk{Formulas: true}
	for _, t := range outline.Tabs {
		ask.Areas = append(ask.Areas, sheets.Area{Tab: t, FullHeight: true})
	}
	grids, err := s.Read(ctx, ask)
	if err != nil {
		return err
	}
	for i, g := range grids {
		if len(g.Rows) > 0 {
			return fmt.Errorf("%w: the tab %q holds %d rows", ErrNotEmpty, outline.Tabs[i].Title, len(g.Rows))
		}
	}
	return s.layOut(ctx, w)
}

// bookProperties makes NOW move every minute, so that what turns amber by
// itself does so before somebody's eyes.
func bookProperties(w *sheets.Workbook) *apisheets.SpreadsheetProperties {
	return &apisheets.SpreadsheetProperties{Title: w.Title, Locale: w.Locale, TimeZone: w.TimeZone, AutoRecalc: "MINUTE"}
}

// layOut puts the workbook's tabs into the spreadsheet in place of those there,
// which are empty, and fills them.
func (s *Spreadsheet) layOut(ctx context.Context, w *sheets.Workbook) error {
	outline, err := s.Outline(ctx)
	if err != nil {
		return err
	}
	requests := []*apisheets.Request{{UpdateSpreadsheetProperties: &apisheets.UpdateSpreadsheetPropertiesRequest{
		Properties: bookProperties(w), Fields: "title,locale,timeZone,autoRecalc",
	}}}
	for i, t := range outline.Tabs { // their names may be those of ours
		requests = append(requests, &apisheets.Request{UpdateSheetProperties: &apisheets.UpdateSheetPropertiesRequest{
			Properties: &apisheets.SheetProperties{SheetId: t.ID, Title: fmt.Sprintf("relance %d", i), ForceSendFields: []string{"SheetId"}}, Fields: "title",
		}})
	}
	infos := make([]sheets.TabInfo, len(w.Tabs))
	for i, tab := range w.Tabs {
		infos[i] = sheets.TabInfo{ID: freeID(outline, tab.ID), Title: tab.Title}
		requests = append(requests, addTab(infos[i], tab, int64(i))...)
	}
	for _, t := range outline.Tabs {
		requests = append(requests, &apisheets.Request{DeleteSheet: &apisheets.DeleteSheetRequest{SheetId: t.ID, ForceSendFields: []string{"SheetId"}}})
	}
	if err := s.apply(ctx, "create", requests); err != nil {
		return err
	}
	for i, tab := range w.Tabs {
		if err := s.fill(ctx, infos[i], tab); err != nil {
			return fmt.Errorf("fill tab %s: %w", tab.Title, err)
		}
	}
	return nil
}

// freeID is the id that a tab is to have, or the next one free.
func freeID(outline sheets.Outline, id int64) int64 {
	for slices.ContainsFunc(outline.Tabs, func(t sheets.TabInfo) bool { return t.ID == id }) {
		id++
	}
	return id
}

// apply carries out requests in one atomic call.
func (s *Spreadsheet) apply(ctx context.Context, op string, requests []*apisheets.Request) error {
	ask := &apisheets.BatchUpdateSpreadsheetRequest{Requests: requests}
	if _, err := s.sheets.Spreadsheets.BatchUpdate(s.id, ask).Fields("spreadsheetId").Context(ctx).Do(); err != nil {
		return s.callError(op, err, false)
	}
	return nil
}

// addTab makes a tab with our mark on it.
func addTab(info sheets.TabInfo, tab sheets.TabLayout, index int64) []*apisheets.Request {
	grid := &apisheets.GridProperties{RowCount: int64(1 + len(tab.Rows) + spareRows), ColumnCount: int64(max(26, len(tab.Columns)+2))}
	if len(tab.Columns) > 0 {
		grid.FrozenRowCount, grid.FrozenColumnCount, grid.ColumnCount = 1, int64(tab.FrozenColumns), int64(len(tab.Columns)+2)
	}
	if b := tab.Board; b != nil && b.Rows > 0 {
		grid = &apisheets.GridProperties{RowCount: int64(b.Rows), ColumnCount: int64(b.Columns), FrozenRowCount: int64(b.Frozen), HideGridlines: true}
	}
	properties := &apisheets.SheetProperties{
		SheetId: info.ID, Title: tab.Title, Index: index, Hidden: tab.Hidden, GridProperties: grid, ForceSendFields: []string{"SheetId", "Index"},
	}
	if tab.Color != "" {
		properties.TabColorStyle = &apisheets.ColorStyle{RgbColor: colorOf(tab.Color)}
	}
	return []*apisheets.Request{
		{AddSheet: &apisheets.AddSheetRequest{Properties: properties}},
		markTab(info.ID, markMadeTab, tab.Role),
	}
}

// fill writes a tab's header, formats and rows.
func (s *Spreadsheet) fill(ctx context.Context, info sheets.TabInfo, tab sheets.TabLayout) error {
	requests, err := dress(info, tab)
	if err != nil {
		return err
	}
	for i, c := range tab.Columns {
		if tab.Role == "invoices" && c.Owner == sheets.OwnerBot && c.Formula == "" {
			requests = append(requests, markColumn(info, i, string(c.Field)))
		}
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
		if err := s.apply(ctx, "create", requests); err != nil {
			return err
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
				cell.UserEnteredValue = formulaValue(strings.ReplaceAll(c.Formula, sheets.RowMark, strconv.Itoa(at+i+1)))
			}
			row.Values = append(row.Values, cell)
		}
		data = append(data, row)
	}
	return &apisheets.Request{UpdateCells: &apisheets.UpdateCellsRequest{
		Range: grid(info, at, len(rows), 0, len(tab.Columns)), Rows: data, Fields: "userEnteredValue",
	}}, nil
}

func formulaValue(text string) *apisheets.ExtendedValue {
	return &apisheets.ExtendedValue{FormulaValue: &text}
}
