package google

import (
	"strings"

	apisheets "google.golang.org/api/sheets/v4"

	"github.com/relance-bot/relance/sheets"
)

// dressBoard writes the tiles of a new tab, all in one block of cells.
func dressBoard(info sheets.TabInfo, b *sheets.Board) ([]*apisheets.Request, error) {
	height, width := 0, 0
	for _, t := range b.Tiles {
		height, width = max(height, t.Row+max(1, t.Rows)), max(width, t.Col+max(1, t.Cols))
	}
	data := make([]*apisheets.RowData, height)
	for i := range data {
		data[i] = &apisheets.RowData{Values: make([]*apisheets.CellData, width)}
		for j := range data[i].Values {
			data[i].Values[j] = &apisheets.CellData{}
		}
	}
	var rules []*apisheets.Request
	for _, t := range b.Tiles {
		for i := range max(1, t.Rows) {
			for j := range max(1, t.Cols) {
				wear(data[t.Row+i].Values[t.Col+j], t.Look)
			}
		}
		if err := set(data[t.Row].Values[t.Col], t); err != nil {
			return nil, err
		}
		for _, r := range t.Rules {
			rules = append(rules, ruleRequest(grid(info, t.Row, max(1, t.Rows), t.Col, max(1, t.Cols)), t.Row, r))
		}
	}
	if height == 0 {
		return nil, nil
	}
	requests := append([]*apisheets.Request{{UpdateCells: &apisheets.UpdateCellsRequest{
		Range: grid(info, 0, height, 0, width), Rows: data, Fields: "userEnteredValue,userEnteredFormat,note,dataValidation",
	}}}, rules...)
	for i, pixels := range b.Widths {
		requests = append(requests, widthRequest(info, i, 1, pixels))
	}
	if from, to := b.HiddenColumns[0], b.HiddenColumns[1]; to > from {
		requests = append(requests, &apisheets.Request{UpdateDimensionProperties: &apisheets.UpdateDimensionPropertiesRequest{
			Range: columnRange(info, from, to-from), Properties: &apisheets.DimensionProperties{HiddenByUser: true}, Fields: "hiddenByUser",
		}})
	}
	return requests, nil
}

func set(cell *apisheets.CellData, t sheets.Tile) error {
	cell.Note = t.Note
	if rule := choiceRule(0, t.Choices); rule != nil {
		cell.DataValidation = rule
	}
	if strings.HasPrefix(t.Formula, "=") {
		cell.UserEnteredValue = formulaValue(t.Formula)
		return nil
	}
	if t.Value == nil {
		return nil
	}
	plain, err := cellOf(sheets.Literal{Value: t.Value})
	if err == nil {
		cell.UserEnteredValue = plain.UserEnteredValue
	}
	return err
}

// wear adds a look to what a cell wears.
func wear(cell *apisheets.CellData, l sheets.Look) {
	if l == (sheets.Look{}) {
		return
	}
	if cell.UserEnteredFormat == nil {
		cell.UserEnteredFormat = &apisheets.CellFormat{}
	}
	f := cell.UserEnteredFormat
	if l.Bold || l.Italic || l.Faded || l.Size > 0 || l.Ink != "" {
		f.TextFormat = &apisheets.TextFormat{Bold: l.Bold, Italic: l.Italic, FontSize: int64(l.Size)}
		if l.Ink != "" {
			f.TextFormat.ForegroundColor = colorOf(l.Ink)
		}
	}
	if l.Fill != "" {
		f.BackgroundColor = colorOf(l.Fill)
	}
	if l.Right {
		f.HorizontalAlignment = "RIGHT"
	}
	if l.Pattern != "" {
		f.NumberFormat = &apisheets.NumberFormat{Type: "NUMBER", Pattern: l.Pattern}
		switch {
		case l.Time:
			f.NumberFormat.Type = "DATE_TIME"
		case strings.HasSuffix(l.Pattern, "%"):
			f.NumberFormat.Type = "PERCENT"
		}
	}
}
