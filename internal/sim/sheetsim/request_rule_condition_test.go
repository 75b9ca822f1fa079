package sheetsim

import "strings"

import "testing"

// colors are the backgrounds that a page shows of a block.
func (d *desk) colors(rows, cols int) [][]string {
	out := make([][]string, rows)
	tab := d.sim.Snapshot(d.id).Tabs[0]
	for r := range out {
		out[r] = make([]string, cols)
		for c := range out[r] {
			if r < len(tab.Rows) && c < len(tab.Rows[r]) {
				out[r][c] = tab.Rows[r][c].Background
			}
		}
	}
	return out
}

const red = `"format":{"backgroundColor":{"red":1}}`

func colored(kind, values, area string) string {
	return `{"addConditionalFormatRule":{"index":0,"rule":{"ranges":[{` + area + `}],"booleanRule":{"condition":{"type":"` + kind + `","values":[` + values + `]},` + red + `}}}}`
}

func TestConditionalFormatsColour(t *testing.T) {
	const column = `"startColumnIndex":0,"endColumnIndex":1`
	for _, c := range []struct{ name, rule, want string }{
		{"numbers between", colored("NUMBER_BETWEEN", `{"userEnteredValue":"1"},{"userEnteredValue":"5"}`, column), "r..."},
		{"numbers above", colored("NUMBER_GREATER", `{"userEnteredValue":"5"}`, column), ".r.."},
		{"texts by how they begin, capitals or not", colored("TEXT_STARTS_WITH", `{"userEnteredValue":"ab"}`, column), "..r."},
		{"what is not blank", colored("NOT_BLANK", ``, column), "rrr."},
		{"a formula, as for each cell", colored("CUSTOM_FORMULA", `{"userEnteredValue":"=B1=\"x\""}`, column), ".r.."},
		{"a formula of a fixed column", colored("CUSTOM_FORMULA", `{"userEnteredValue":"=$B1=\"x\""}`, column), ".r.."},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newDesk(t)
			d.must(d.hand().SetValues("Sheet1", "A1", [][]any{{3, "y"}, {9, "x"}, {"Abc", nil}}))
			d.batch(c.rule)
			var got strings.Builder
			for _, row := range d.colors(4, 1) {
				got.WriteString(pick(row[0] == "#ff0000", "r", "."))
			}
			same(t, got.String(), c.want)
		})
	}
}

func TestARuleFollowsItsCells(t *testing.T) {
	d := newDesk(t)
	d.must(d.hand().SetValues("Sheet1", "A2", [][]any{{1, 1}, {2, 5}}))
	d.batch(colored("CUSTOM_FORMULA", `{"userEnteredValue":"=$B2>=5"}`, `"startRowIndex":1,"startColumnIndex":0,"endColumnIndex":1`))
	d.must(d.hand().InsertColumns("Sheet1", 1, 1))
	d.must(d.hand().InsertRows("Sheet1", 0, 1))
	equal(t, d.ok("GET", "?fields=sheets.conditionalFormats.booleanRule.condition.values", ""),
		compact(t, `{"sheets":[{"conditionalFormats":[{"booleanRule":{"condition":{"values":[{"userEnteredValue":"=$C3>=5"}]}}}]}]}`))
	var got strings.Builder
	for _, row := range d.colors(5, 1) {
		got.WriteString(pick(row[0] == "#ff0000", "r", "."))
	}
	same(t, got.String(), "...r.")
	equal(t, d.ok("GET", "?ranges=A4&fields=sheets.data.rowData.values.effectiveFormat.backgroundColor", ""), `{"sheets":[{"data":[{"rowData":[{"values":[{"effectiveFormat":{"backgroundColor":{"red":1}}}]}]}]}]}`)
}

func TestRulesThatTheServiceRefuses(t *testing.T) {
	for _, c := range []struct{ name, rule, want string }{
		{"a condition of data validation", colored("ONE_OF_LIST", `{"userEnteredValue":"a"}`, ""), "ConditionType ONE_OF_LIST is not supported for conditional formatting."},
		{"too few values", colored("NUMBER_BETWEEN", `{"userEnteredValue":"1"}`, ""), "ConditionType NUMBER_BETWEEN requires exactly 2 ConditionValues."},
		{"a formula without its sign", colored("CUSTOM_FORMULA", `{"userEnteredValue":"A1"}`, ""), "Invalid ConditionValue.userEnteredValue: A1"},
		{"a formula that is none", colored("CUSTOM_FORMULA", `{"userEnteredValue":"=A1+"}`, ""), "Invalid ConditionValue.userEnteredValue: =A1+"},
		{"another tab", colored("CUSTOM_FORMULA", `{"userEnteredValue":"=Other!A1"}`, ""), "Conditional format rule cannot reference a different sheet."},
		{"a format that is no colour", `{"addConditionalFormatRule":{"rule":{"ranges":[{}],"booleanRule":{"condition":{"type":"BLANK"},"format":{"wrapStrategy":"WRAP"}}}}}`, "Conditional format rules can't set wrapStrategy."},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newDesk(t)
			same(t, d.refused(c.rule), "Invalid requests[0].addConditionalFormatRule: "+c.want)
		})
	}
}
