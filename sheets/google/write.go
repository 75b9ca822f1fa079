package google

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"

	apisheets "google.golang.org/api/sheets/v4"

	"github.com/relance-bot/relance/sheets"
)

const echoFields = "updatedSpreadsheet(sheets(properties(sheetId),data(startRow,startColumn,rowData(values(userEnteredValue,effectiveValue,effectiveFormat(numberFormat(type,pattern)))))))"

// Write carries out the batch in one call, and gets the echoed areas in its
// reply. It is never repeated here.
func (s *Spreadsheet) Write(ctx context.Context, b sheets.Batch) ([]sheets.Inspection, error) {
	ask := &apisheets.BatchUpdateSpreadsheetRequest{}
	for _, r := range b.Requests {
		list, err := requestsOf(r)
		if err != nil {
			return nil, &sheets.CallError{Op: "write", Certain: true, Code: sheets.CallRefused, Message: err.Error()}
		}
		ask.Requests = append(ask.Requests, list...)
	}
	call := s.sheets.Spreadsheets.BatchUpdate(s.id, ask).Context(ctx)
	if len(b.Echo) > 0 {
		ask.IncludeSpreadsheetInResponse, ask.ResponseIncludeGridData = true, true
		for _, a := range b.Echo {
			ask.ResponseRanges = append(ask.ResponseRanges, a1(a))
		}
		call = call.Fields(echoFields)
	} else {
		call = call.Fields("spreadsheetId")
	}
	reply, err := call.Do()
	if err != nil {
		return nil, s.callError("write", err, false)
	}
	if len(b.Echo) == 0 {
		return nil, nil
	}
	if reply.UpdatedSpreadsheet == nil {
		return nil, s.callError("write", fmt.Errorf("the reply lacks the cells"), false)
	}
	found, err := inspections(reply.UpdatedSpreadsheet.Sheets, b.Echo)
	if err != nil {
		return nil, s.callError("write", err, false)
	}
	return found, nil
}

// requestsOf says one of our requests in the service's words.
func requestsOf(r sheets.Request) ([]*apisheets.Request, error) {
	switch r := r.(type) {
	case sheets.MakeToken:
		return one(&apisheets.Request{AddNamedRange: &apisheets.AddNamedRangeRequest{NamedRange: &apisheets.NamedRange{
			NamedRangeId: r.Token, Name: r.Token, Range: grid(r.Tab, r.Row, 1, 0, 1),
		}}})
	case sheets.DropToken:
		return one(&apisheets.Request{DeleteNamedRange: &apisheets.DeleteNamedRangeRequest{NamedRangeId: r.Token}})
	case sheets.CopyRows:
		kind := "PASTE_NORMAL"
		if r.Values {
			kind = "PASTE_VALUES"
		}
		width := r.Width
		if r.From.Columns > 0 {
			width = min(width, r.From.Columns)
		}
		return one(&apisheets.Request{CopyPaste: &apisheets.CopyPasteRequest{
			Source: grid(r.From, r.Row, r.N, 0, width), Destination: grid(r.To, r.At, r.N, 0, width), PasteType: kind,
		}})
	case sheets.CopyCell:
		return one(&apisheets.Request{CopyPaste: &apisheets.CopyPasteRequest{
			Source: grid(r.From, r.Row, 1, r.Col, 1), Destination: grid(r.To, r.AtRow, 1, r.AtCol, 1), PasteType: "PASTE_NORMAL",
		}})
	case sheets.SetCells:
		return setCells(r)
	case sheets.SetBlock:
		return setBlock(r)
	case sheets.InsertRows:
		return one(&apisheets.Request{InsertDimension: &apisheets.InsertDimensionRequest{
			Range: rows(r.Tab, r.At, r.N), InheritFromBefore: r.At > 1 && !r.LikeBelow,
		}})
	case sheets.CopyFormulas:
		return one(&apisheets.Request{CopyPaste: &apisheets.CopyPasteRequest{
			Source: grid(r.Tab, r.FromRow, 1, r.Col, r.N), Destination: grid(r.Tab, r.Row, 1, r.Col, r.N), PasteType: "PASTE_FORMULA",
		}})
	case sheets.ClearRows:
		all := wholeRows(r.Tab, r.Row, r.N)
		return []*apisheets.Request{
			{UnmergeCells: &apisheets.UnmergeCellsRequest{Range: all}},
			{UpdateCells: &apisheets.UpdateCellsRequest{Range: all, Fields: "*"}},
		}, nil
	case sheets.Grow:
		var list []*apisheets.Request
		if r.Rows > 0 {
			list = append(list, &apisheets.Request{AppendDimension: &apisheets.AppendDimensionRequest{SheetId: r.Tab.ID, Dimension: "ROWS", Length: int64(r.Rows), ForceSendFields: []string{"SheetId"}}})
		}
		if r.Columns > 0 {
			list = append(list, &apisheets.Request{AppendDimension: &apisheets.AppendDimensionRequest{SheetId: r.Tab.ID, Dimension: "COLUMNS", Length: int64(r.Columns), ForceSendFields: []string{"SheetId"}}})
		}
		return list, nil
	case sheets.AddTab:
		return one(&apisheets.Request{AddSheet: &apisheets.AddSheetRequest{Properties: &apisheets.SheetProperties{
			SheetId: r.Tab.ID, Title: r.Tab.Title, Hidden: r.Tab.Hidden, ForceSendFields: []string{"SheetId"},
			GridProperties: &apisheets.GridProperties{RowCount: int64(r.Tab.Rows), ColumnCount: int64(r.Tab.Columns)},
		}}})
	case sheets.TagColumn:
		return tagColumn(r), nil
	}
	return nil, fmt.Errorf("no such request: %T", r)
}

func one(r *apisheets.Request) ([]*apisheets.Request, error) { return []*apisheets.Request{r}, nil }

// tagColumn replaces our mark of that field in that tab.
func tagColumn(r sheets.TagColumn) []*apisheets.Request {
	value := r.Field + "@" + strconv.FormatInt(r.Tab.ID, 10)
	return []*apisheets.Request{
		{DeleteDeveloperMetadata: &apisheets.DeleteDeveloperMetadataRequest{DataFilter: &apisheets.DataFilter{
			DeveloperMetadataLookup: &apisheets.DeveloperMetadataLookup{MetadataKey: tagKey, MetadataValue: value},
		}}},
		{CreateDeveloperMetadata: &apisheets.CreateDeveloperMetadataRequest{DeveloperMetadata: &apisheets.DeveloperMetadata{
			MetadataKey: tagKey, MetadataValue: value, Visibility: "DOCUMENT",
			Location: &apisheets.DeveloperMetadataLocation{DimensionRange: &apisheets.DimensionRange{
				SheetId: r.Tab.ID, Dimension: "COLUMNS", StartIndex: int64(r.Column), EndIndex: int64(r.Column + 1),
				ForceSendFields: []string{"SheetId", "StartIndex"},
			}},
		}}},
	}
}

// setCells writes literal values. A date needs a number format too, and other
// cells must keep theirs, so the two kinds are written by requests of their own.
func setCells(r sheets.SetCells) ([]*apisheets.Request, error) {
	var list []*apisheets.Request
	for i := 0; i < len(r.Cells); {
		n := 1
		for i+n < len(r.Cells) && r.Cells[i+n].Formats() == r.Cells[i].Formats() {
			n++
		}
		fields := "userEnteredValue"
		if r.Cells[i].Formats() {
			fields += ",userEnteredFormat.numberFormat"
		}
		row := &apisheets.RowData{}
		for _, c := range r.Cells[i : i+n] {
			cell, err := cellOf(c)
			if err != nil {
				return nil, err
			}
			row.Values = append(row.Values, cell)
		}
		list = append(list, &apisheets.Request{UpdateCells: &apisheets.UpdateCellsRequest{
			Range: grid(r.Tab, r.Row, 1, r.Col+i, n), Rows: []*apisheets.RowData{row}, Fields: fields,
		}})
		i += n
	}
	return list, nil
}

// setBlock writes a rectangle by one request.
func setBlock(r sheets.SetBlock) ([]*apisheets.Request, error) {
	ask := &apisheets.UpdateCellsRequest{Range: grid(r.Tab, r.Row, len(r.Rows), r.Col, len(r.Rows[0])), Fields: "userEnteredValue"}
	if r.Rows[0][0].Formats() {
		ask.Fields += ",userEnteredFormat.numberFormat"
	}
	for _, cells := range r.Rows {
		row := &apisheets.RowData{}
		for _, c := range cells {
			cell, err := cellOf(c)
			if err != nil {
				return nil, err
			}
			row.Values = append(row.Values, cell)
		}
		ask.Rows = append(ask.Rows, row)
	}
	return one(&apisheets.Request{UpdateCells: ask})
}

func cellOf(c sheets.Literal) (*apisheets.CellData, error) {
	cell := &apisheets.CellData{}
	if c.IsDate {
		cell.UserEnteredFormat = &apisheets.CellFormat{NumberFormat: &apisheets.NumberFormat{Type: "DATE", Pattern: c.DateFormat}}
	}
	switch v := c.Value.(type) {
	case nil:
	case string:
		if v != "" {
			cell.UserEnteredValue = &apisheets.ExtendedValue{StringValue: &v}
		}
	case bool:
		cell.UserEnteredValue = &apisheets.ExtendedValue{BoolValue: &v}
	case json.Number:
		f, err := v.Float64()
		if err != nil {
			return nil, fmt.Errorf("write number %s: %w", v, err)
		}
		cell.UserEnteredValue = &apisheets.ExtendedValue{NumberValue: &f}
	default:
		return nil, fmt.Errorf("write a cell of %T", v)
	}
	return cell, nil
}

func grid(t sheets.TabInfo, row, n, col, width int) *apisheets.GridRange {
	return &apisheets.GridRange{
		SheetId: t.ID, StartRowIndex: int64(row), EndRowIndex: int64(row + n), StartColumnIndex: int64(col), EndColumnIndex: int64(col + width),
		ForceSendFields: []string{"SheetId", "StartRowIndex", "StartColumnIndex"},
	}
}

func wholeRows(t sheets.TabInfo, row, n int) *apisheets.GridRange {
	return &apisheets.GridRange{SheetId: t.ID, StartRowIndex: int64(row), EndRowIndex: int64(row + n), ForceSendFields: []string{"SheetId", "StartRowIndex"}}
}

func rows(t sheets.TabInfo, at, n int) *apisheets.DimensionRange {
	return &apisheets.DimensionRange{
		SheetId: t.ID, Dimension: "ROWS", StartIndex: int64(at), EndIndex: int64(at + n), ForceSendFields: []string{"SheetId", "StartIndex"},
	}
}
