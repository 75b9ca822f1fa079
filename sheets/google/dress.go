package google

import (
	"strconv"
	"strings"

	apisheets "google.golang.org/api/sheets/v4"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/sheets"
)

// dress writes a new tab's header and formats what is below it, or its tiles.
func dress(info sheets.TabInfo, tab sheets.TabLayout) ([]*apisheets.Request, error) {
	if tab.Board != nil {
		return dressBoard(info, tab.Board)
	}
	if len(tab.Columns) == 0 {
		return nil, nil
	}
	requests, err := dressColumns(info, 0, 0, tab.Columns)
	if err != nil {
		return nil, err
	}
	below := openBelow(info, 0, 0, len(tab.Columns))
	for _, r := range tab.Rules {
		requests = append(requests, ruleRequest(below, 1, r))
	}
	if tab.Filter {
		requests = append(requests, &apisheets.Request{SetBasicFilter: &apisheets.SetBasicFilterRequest{Filter: &apisheets.BasicFilter{
			Range: &apisheets.GridRange{SheetId: info.ID, EndColumnIndex: int64(len(tab.Columns)), ForceSendFields: []string{"SheetId", "StartRowIndex", "StartColumnIndex"}},
		}}})
	}
	return requests, nil
}

// dressColumns writes the header cells of columns from a place on, and formats,
// guards and colours what is below them.
func dressColumns(info sheets.TabInfo, headerRow, first int, columns []sheets.ColumnLayout) ([]*apisheets.Request, error) {
	header := &apisheets.RowData{}
	var requests []*apisheets.Request
	for i, c := range columns {
		cell, err := cellOf(sheets.Literal{Value: c.Header})
		if err != nil {
			return nil, err
		}
		cell.Note = c.Note
		cell.UserEnteredFormat = &apisheets.CellFormat{
			TextFormat: &apisheets.TextFormat{Bold: true}, BackgroundColor: headerColor(c.Owner), WrapStrategy: "WRAP", VerticalAlignment: "MIDDLE",
		}
		header.Values = append(header.Values, cell)
		requests = append(requests, columnRequests(info, headerRow, first+i, c)...)
	}
	for from := 0; from < len(columns); from++ {
		to := from
		for to < len(columns) && columns[to].Guarded {
			to++
		}
		if to > from {
			requests = append(requests, &apisheets.Request{AddProtectedRange: &apisheets.AddProtectedRangeRequest{ProtectedRange: &apisheets.ProtectedRange{
				Range: openBelow(info, headerRow, first+from, to-from), WarningOnly: true, Description: guardName,
			}}})
			from = to
		}
	}
	return append([]*apisheets.Request{{UpdateCells: &apisheets.UpdateCellsRequest{
		Range: grid(info, headerRow, 1, first, len(columns)), Rows: []*apisheets.RowData{header}, Fields: "userEnteredValue,userEnteredFormat,note",
	}}}, requests...), nil
}

// headerColor tells whose column it is: white for people's, blue for both's,
// grey for the bot's.
func headerColor(owner sheets.Owner) *apisheets.Color {
	switch owner {
	case sheets.OwnerBot:
		return &apisheets.Color{Red: 0.89, Green: 0.9, Blue: 0.91}
	case sheets.OwnerShared:
		return &apisheets.Color{Red: 0.83, Green: 0.9, Blue: 0.98}
	}
	return &apisheets.Color{Red: 0.95, Green: 0.94, Blue: 0.9}
}

// openBelow is the columns below a header, to the tab's end.
func openBelow(info sheets.TabInfo, headerRow, col, width int) *apisheets.GridRange {
	return &apisheets.GridRange{
		SheetId: info.ID, StartRowIndex: int64(headerRow + 1), StartColumnIndex: int64(col), EndColumnIndex: int64(col + width),
		ForceSendFields: []string{"SheetId", "StartColumnIndex"},
	}
}

func columnRequests(info sheets.TabInfo, headerRow, i int, c sheets.ColumnLayout) []*apisheets.Request {
	list := []*apisheets.Request{widthRequest(info, i, 1, c.Width)}
	below := openBelow(info, headerRow, i, 1)
	if format := formatOf(c); format != nil {
		list = append(list, &apisheets.Request{RepeatCell: &apisheets.RepeatCellRequest{
			Range: below, Cell: &apisheets.CellData{UserEnteredFormat: &apisheets.CellFormat{NumberFormat: format}}, Fields: "userEnteredFormat.numberFormat",
		}})
	}
	if rule := choiceRule(c.Kind, c.Choices); rule != nil {
		list = append(list, &apisheets.Request{SetDataValidation: &apisheets.SetDataValidationRequest{Range: below, Rule: rule}})
	}
	for _, r := range c.Rules {
		list = append(list, ruleRequest(below, headerRow+1, r))
	}
	return list
}

func widthRequest(info sheets.TabInfo, col, n, pixels int) *apisheets.Request {
	return &apisheets.Request{UpdateDimensionProperties: &apisheets.UpdateDimensionPropertiesRequest{
		Range: columnRange(info, col, n), Properties: &apisheets.DimensionProperties{PixelSize: int64(pixels)}, Fields: "pixelSize",
	}}
}

func columnRange(info sheets.TabInfo, col, n int) *apisheets.DimensionRange {
	return &apisheets.DimensionRange{
		SheetId: info.ID, Dimension: "COLUMNS", StartIndex: int64(col), EndIndex: int64(col + n), ForceSendFields: []string{"SheetId", "StartIndex"},
	}
}

func formatOf(c sheets.ColumnLayout) *apisheets.NumberFormat {
	switch c.Kind {
	case ledger.KindMoney:
		return &apisheets.NumberFormat{Type: "NUMBER", Pattern: "#,##0.00"}
	case ledger.KindDate:
		if strings.Contains(c.Pattern, "h") {
			return &apisheets.NumberFormat{Type: "DATE_TIME", Pattern: c.Pattern}
		}
		return &apisheets.NumberFormat{Type: "DATE", Pattern: c.Pattern}
	case ledger.KindInt:
		return &apisheets.NumberFormat{Type: "NUMBER", Pattern: "0"}
	case ledger.KindText:
		// Plain text keeps the zeros of 0042, and a formula typed by a stranger
		// stays what they typed.
		return &apisheets.NumberFormat{Type: "TEXT"}
	}
	return nil
}

// choiceRule is a tick box or a dropdown, which lets other words in.
func choiceRule(kind ledger.Kind, choices []string) *apisheets.DataValidationRule {
	rule := &apisheets.DataValidationRule{ShowCustomUi: true}
	switch {
	case kind == ledger.KindBool:
		rule.Condition = &apisheets.BooleanCondition{Type: "BOOLEAN"}
	case len(choices) > 0:
		rule.Condition = condition("ONE_OF_LIST", choices...)
	default:
		return nil
	}
	return rule
}

func condition(kind string, values ...string) *apisheets.BooleanCondition {
	c := &apisheets.BooleanCondition{Type: kind}
	for _, v := range values {
		c.Values = append(c.Values, &apisheets.ConditionValue{UserEnteredValue: v})
	}
	return c
}

// ruleRequest colours an area whose first row, from 0, is given. Of several
// rules the one that was made last comes first.
func ruleRequest(area *apisheets.GridRange, row int, r sheets.Rule) *apisheets.Request {
	format := &apisheets.CellFormat{}
	if r.Fill != "" {
		format.BackgroundColor = colorOf(r.Fill)
	}
	if r.Faded {
		format.TextFormat = &apisheets.TextFormat{ForegroundColor: colorOf("#8a8f98")}
	}
	when := condition("NUMBER_BETWEEN", strconv.Itoa(r.From), strconv.Itoa(r.To))
	switch {
	case r.Starts != "":
		when = condition("TEXT_STARTS_WITH", r.Starts)
	case r.Formula != "":
		when = condition("CUSTOM_FORMULA", strings.ReplaceAll(r.Formula, sheets.RowMark, strconv.Itoa(row+1)))
	}
	return &apisheets.Request{AddConditionalFormatRule: &apisheets.AddConditionalFormatRuleRequest{Rule: &apisheets.ConditionalFormatRule{
		Ranges: []*apisheets.GridRange{area}, BooleanRule: &apisheets.BooleanRule{Condition: when, Format: format},
	}, ForceSendFields: []string{"Index"}}}
}

// colorOf reads "#rrggbb".
func colorOf(text string) *apisheets.Color {
	n, err := strconv.ParseUint(strings.TrimPrefix(text, "#"), 16, 24)
	if err != nil { // our own constants
		panic("google: not a colour: " + text)
	}
	part := func(shift uint) float64 { return float64(n>>shift&0xff) / 255 }
	return &apisheets.Color{Red: part(16), Green: part(8), Blue: part(0)}
}
