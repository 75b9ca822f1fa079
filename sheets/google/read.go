package google

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"google.golang.org/api/googleapi"
	apisheets "google.golang.org/api/sheets/v4"

	"github.com/relance-bot/relance/sheets"
)

// tagKey is the key of our marks on columns.
const tagKey = "relance.field"

// Outline reads the tabs and our marks on columns.
func (s *Spreadsheet) Outline(ctx context.Context) (sheets.Outline, error) {
	book, err := s.sheets.Spreadsheets.Get(s.id).
		Fields("properties(title,locale,timeZone),sheets(properties(sheetId,title,hidden,gridProperties(rowCount,columnCount)),merges)").
		Context(ctx).Do()
	if err != nil {
		return sheets.Outline{}, s.callError("outline", err, true)
	}
	o := sheets.Outline{Title: book.Properties.Title, Locale: book.Properties.Locale, TimeZone: book.Properties.TimeZone}
	for _, sheet := range book.Sheets {
		p := sheet.Properties
		t := sheets.TabInfo{ID: p.SheetId, Title: p.Title, Hidden: p.Hidden}
		if p.GridProperties != nil {
			t.Rows, t.Columns = int(p.GridProperties.RowCount), int(p.GridProperties.ColumnCount)
		}
		o.Tabs = append(o.Tabs, t)
		for _, m := range sheet.Merges {
			if o.Merges == nil {
				o.Merges = map[int64][]sheets.Merge{}
			}
			o.Merges[t.ID] = append(o.Merges[t.ID], sheets.Merge{
				Row: int(m.StartRowIndex), Rows: int(m.EndRowIndex - m.StartRowIndex), Col: int(m.StartColumnIndex), Cols: int(m.EndColumnIndex - m.StartColumnIndex),
			})
		}
	}
	o.Tags, err = s.tags(ctx)
	return o, err
}

// tags finds our marks on columns.
func (s *Spreadsheet) tags(ctx context.Context) ([]sheets.ColumnTag, error) {
	found, err := s.sheets.Spreadsheets.DeveloperMetadata.Search(s.id, &apisheets.SearchDeveloperMetadataRequest{
		DataFilters: []*apisheets.DataFilter{{DeveloperMetadataLookup: &apisheets.DeveloperMetadataLookup{MetadataKey: tagKey}}},
	}).Context(ctx).Do()
	if err != nil {
		return nil, s.callError("outline", err, true)
	}
	var tags []sheets.ColumnTag
	for _, m := range found.MatchedDeveloperMetadata {
		md := m.DeveloperMetadata
		if md == nil || md.Location == nil || md.Location.DimensionRange == nil || md.Location.DimensionRange.Dimension != "COLUMNS" {
			continue
		}
		tab := md.Location.DimensionRange.SheetId
		field, of, _ := strings.Cut(md.MetadataValue, "@")
		if of != strconv.FormatInt(tab, 10) {
			continue // came along when a person copied the tab
		}
		tags = append(tags, sheets.ColumnTag{Tab: tab, Column: int(md.Location.DimensionRange.StartIndex), Field: field})
	}
	return tags, nil
}

const cellFields = "sheets(properties(sheetId),data(startRow,startColumn,rowData(values(userEnteredValue,effectiveValue,effectiveFormat(numberFormat(type,pattern))%s))))"

// Inspect gets what was entered into the cells.
func (s *Spreadsheet) Inspect(ctx context.Context, areas []sheets.Area) ([]sheets.Inspection, error) {
	ranges, more := make([]string, len(areas)), ""
	for i, a := range areas {
		ranges[i] = a1(a)
		if a.Formats {
			more = ",userEnteredFormat"
		}
	}
	fields := googleapi.Field(fmt.Sprintf(cellFields, more))
	book, err := s.sheets.Spreadsheets.Get(s.id).Ranges(ranges...).Fields(fields).Context(ctx).Do()
	if err != nil {
		return nil, s.callError("inspect", err, true)
	}
	found, err := inspections(book.Sheets, areas)
	if err != nil {
		return nil, s.callError("inspect", err, true)
	}
	return found, nil
}

// inspections sorts grid data to the areas asked for. The service groups them
// by tab, in the order asked within one.
func inspections(list []*apisheets.Sheet, areas []sheets.Area) ([]sheets.Inspection, error) {
	byTab := map[int64][]*apisheets.GridData{}
	for _, sheet := range list {
		id := int64(0)
		if sheet.Properties != nil {
			id = sheet.Properties.SheetId
		}
		byTab[id] = append(byTab[id], sheet.Data...)
	}
	out := make([]sheets.Inspection, len(areas))
	for i, a := range areas {
		data := byTab[a.Tab.ID]
		if len(data) == 0 {
			return nil, fmt.Errorf("no cells came for %s", a.Tab.Title)
		}
		byTab[a.Tab.ID] = data[1:]
		for _, row := range data[0].RowData {
			var cells []sheets.Entered
			for _, v := range row.Values {
				cells = append(cells, entered(v))
			}
			out[i].Rows = append(out[i].Rows, cells)
		}
	}
	return out, nil
}

func entered(v *apisheets.CellData) sheets.Entered {
	e := sheets.Entered{Blank: v.UserEnteredValue == nil}
	if u := v.UserEnteredValue; u != nil {
		if u.FormulaValue != nil {
			e.Formula = *u.FormulaValue
		}
		e.Value = plainValue(u)
	}
	if v.EffectiveValue != nil {
		e.Value = plainValue(v.EffectiveValue)
	}
	if f := v.EffectiveFormat; f != nil && f.NumberFormat != nil {
		if e.IsDate = f.NumberFormat.Type == "DATE" || f.NumberFormat.Type == "DATE_TIME"; e.IsDate {
			e.DateFormat = f.NumberFormat.Pattern
		}
	}
	e.Format, e.Number = formatTexts(v.UserEnteredFormat)
	return e
}

// formatTexts are a format as texts that are equal where it is: that of
// numbers, and the rest.
func formatTexts(f *apisheets.CellFormat) (rest, number string) {
	if f == nil {
		return "", ""
	}
	if n := f.NumberFormat; n != nil {
		number = n.Type + " " + n.Pattern
	}
	plain := *f
	plain.NumberFormat = nil
	text, err := json.Marshal(&plain)
	if err != nil || string(text) == "{}" { // a plain struct of the API's always encodes
		return "", number
	}
	return string(text), number
}

// errorTexts are what a cell shows of an error.
var errorTexts = map[string]string{
	"NULL_VALUE": "#NULL!", "DIVIDE_BY_ZERO": "#DIV/0!", "VALUE": "#VALUE!", "REF": "#REF!", "NAME": "#NAME?",
	"NUM": "#NUM!", "N_A": "#N/A", "ERROR": "#ERROR!", "LOADING": "Loading...",
}

func plainValue(v *apisheets.ExtendedValue) any {
	switch {
	case v.StringValue != nil:
		return *v.StringValue
	case v.NumberValue != nil:
		return json.Number(strconv.FormatFloat(*v.NumberValue, 'f', -1, 64))
	case v.BoolValue != nil:
		return *v.BoolValue
	case v.ErrorValue != nil:
		return errorTexts[v.ErrorValue.Type]
	}
	return nil
}

// a1 is an area in A1 notation. A range needs an end: without a last column,
// it is the tab's.
func a1(a sheets.Area) string {
	name := "'" + strings.ReplaceAll(a.Tab.Title, "'", "''") + "'"
	if a.FullHeight {
		return name
	}
	cols := a.Cols
	if cols == 0 {
		cols = max(1, a.Tab.Columns-a.Col)
	}
	last := columnName(a.Col + cols - 1)
	if a.Rows > 0 {
		last += strconv.Itoa(a.Row + a.Rows)
	}
	return name + "!" + columnName(a.Col) + strconv.Itoa(a.Row+1) + ":" + last
}

func columnName(i int) string {
	name := ""
	for i++; i > 0; i = (i - 1) / 26 {
		name = string(rune('A'+(i-1)%26)) + name
	}
	return name
}
