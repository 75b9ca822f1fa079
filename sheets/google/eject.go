package google

import (
	"context"
	"slices"
	"strings"

	apisheets "google.golang.org/api/sheets/v4"

	"github.com/relance-bot/relance/sheets"
)

// Eject takes a footprint out of the spreadsheet, in one atomic call: our
// named ranges, warnings and colours, columns and tabs, and every mark. The
// copies stay unless withCopies.
func (s *Spreadsheet) Eject(ctx context.Context, f *Footprint, withCopies bool) error {
	var list []*apisheets.Request
	for _, id := range f.names {
		list = append(list, &apisheets.Request{DeleteNamedRange: &apisheets.DeleteNamedRangeRequest{NamedRangeId: id}})
	}
	for _, id := range f.guards {
		list = append(list, &apisheets.Request{DeleteProtectedRange: &apisheets.DeleteProtectedRangeRequest{ProtectedRangeId: id}})
	}
	for id, rules := range f.rules {
		for _, index := range slices.Backward(rules) {
			list = append(list, &apisheets.Request{DeleteConditionalFormatRule: &apisheets.DeleteConditionalFormatRuleRequest{
				SheetId: id, Index: int64(index), ForceSendFields: []string{"SheetId", "Index"},
			}})
		}
	}
	for _, t := range f.plain {
		list = append(list,
			&apisheets.Request{RepeatCell: &apisheets.RepeatCellRequest{Range: wholeRows(t, 0, 1), Cell: &apisheets.CellData{}, Fields: "note"}},
			&apisheets.Request{ClearBasicFilter: &apisheets.ClearBasicFilterRequest{SheetId: t.ID, ForceSendFields: []string{"SheetId"}}},
		)
	}
	for _, c := range slices.Backward(f.Columns) {
		list = append(list, &apisheets.Request{DeleteDimension: &apisheets.DeleteDimensionRequest{Range: columnRange(c.Tab, c.Col, 1)}})
	}
	gone := slices.Clone(f.Tabs)
	if withCopies {
		gone = append(gone, f.Copies...)
	}
	for _, t := range gone {
		list = append(list, &apisheets.Request{DeleteSheet: &apisheets.DeleteSheetRequest{SheetId: t.ID, ForceSendFields: []string{"SheetId"}}})
	}
	for _, key := range markKeys {
		list = append(list, &apisheets.Request{DeleteDeveloperMetadata: &apisheets.DeleteDeveloperMetadataRequest{
			DataFilter: &apisheets.DataFilter{DeveloperMetadataLookup: &apisheets.DeveloperMetadataLookup{MetadataKey: key}},
		}})
	}
	return s.apply(ctx, "eject", list)
}

// Sheet is a table that Eject would take away, as people see it.
type Sheet struct {
	Name string
	Rows [][]string
}

// Contents are what people may have written into tabs and columns that Eject
// takes away: to be kept as files. Tabs that only the bot writes are left out,
// and what is blank below its header.
func (s *Spreadsheet) Contents(ctx context.Context, f *Footprint) ([]Sheet, error) {
	var list []Sheet
	for _, t := range f.Tabs {
		if t.Hidden {
			continue
		}
		rows, err := s.texts(ctx, t)
		if err != nil {
			return nil, err
		}
		if len(rows) > 1 {
			list = append(list, Sheet{Name: t.Title, Rows: rows})
		}
	}
	byTab := map[sheets.TabInfo][]int{}
	var tabs []sheets.TabInfo
	for _, c := range f.Columns {
		if byTab[c.Tab] == nil {
			tabs = append(tabs, c.Tab)
		}
		byTab[c.Tab] = append(byTab[c.Tab], c.Col)
	}
	for _, t := range tabs {
		rows, err := s.texts(ctx, t)
		if err != nil {
			return nil, err
		}
		cols := byTab[t]
		if number, ok := f.numbers[t.ID]; ok {
			cols = append([]int{number}, cols...)
		}
		if picked := pickColumns(rows, cols); len(picked) > 1 {
			list = append(list, Sheet{Name: t.Title, Rows: picked})
		}
	}
	return list, nil
}

// pickColumns keeps some columns, and the rows in which they hold anything.
func pickColumns(rows [][]string, cols []int) [][]string {
	var out [][]string
	for _, row := range rows {
		line := make([]string, len(cols))
		for i, c := range cols {
			if c < len(row) {
				line[i] = row[c]
			}
		}
		if strings.Join(line[min(1, len(line)-1):], "") != "" {
			out = append(out, line)
		}
	}
	return out
}

// texts is a tab as it is shown.
func (s *Spreadsheet) texts(ctx context.Context, t sheets.TabInfo) ([][]string, error) {
	got, err := s.sheets.Spreadsheets.Values.Get(s.id, a1(sheets.Area{Tab: t, FullHeight: true})).ValueRenderOption("FORMATTED_VALUE").Context(ctx).Do()
	if err != nil {
		return nil, s.callError("read", err, true)
	}
	rows := make([][]string, len(got.Values))
	for i, cells := range got.Values {
		for _, v := range cells {
			text, _ := v.(string) // formatted values are texts
			rows[i] = append(rows[i], text)
		}
	}
	return rows, nil
}
