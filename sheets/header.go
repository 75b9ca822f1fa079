package sheets

import (
	"slices"
	"strings"
)

// headerWithin is how far down a header is looked for: people put a letterhead,
// a title and a date above it.
const headerWithin = 25

// readHeader finds the header: the row, or the two rows, with the most headers
// that are known. Where one row and two say as much, it is one; a row of units
// below a header belongs to it.
func readHeader(role tabRole, tab TabInfo, grid Grid, overrides map[string]string, dictionary []column) (tabRead, []Problem, error) {
	t := tabRead{Role: role, Tab: tab, grid: grid}
	var problems []Problem
	best := 0
	var above []any
	for i, raw := range grid.Rows[:min(headerWithin, len(grid.Rows))] {
		cells, err := decodeRow(raw)
		if err != nil {
			return t, nil, err
		}
		for _, lines := range headerLines(above, cells) {
			columns, found := matchColumns(headerTexts(lines.cells), overrides, dictionary)
			claimed := slices.ContainsFunc(found, func(p Problem) bool { return p.Code == ProblemTwoColumns })
			weight := len(columns.index)*headerWeight + lines.bonus
			if len(columns.index) == 0 && (!claimed || best > 0) {
				continue
			}
			if weight > best {
				best, t.Columns, t.HeaderRow, t.Above, t.header, problems = weight, columns, i, lines.two, lines.cells, found
				t.OK = len(columns.index) > 0
			}
		}
		above = cells
	}
	if t.header == nil {
		t.Columns, problems = matchColumns(nil, overrides, dictionary)
	}
	return t, problems, nil
}

// headerWeight is what one more known header weighs against the bonus of a
// form of header.
const headerWeight = 4

// headerForm is one way to read a header: a row, or two as one.
type headerForm struct {
	cells []any
	two   bool
	bonus int
}

// headerLines are the ways to read a row as a header, with the row above it.
func headerLines(above, cells []any) []headerForm {
	forms := []headerForm{{cells: cells, bonus: 1}}
	if len(above) == 0 || !allTexts(above) || !allTexts(cells) {
		return forms
	}
	two := headerForm{cells: joinHeader(above, cells), two: true}
	if isUnits(cells) {
		two.bonus = 2
	}
	return append(forms, two)
}

// headerOf is the header that rows give, read as it was found: one line or two.
func headerOf(two bool, above, cells []any) []any {
	if !two {
		return cells
	}
	return joinHeader(above, cells)
}

func allTexts(cells []any) bool {
	return !slices.ContainsFunc(cells, func(v any) bool { _, text := v.(string); return v != nil && !text })
}

// isUnits tells a row that holds nothing but units and formats: €, jj/mm/aaaa.
func isUnits(cells []any) bool {
	some := false
	if !allTexts(cells) {
		return false
	}
	for _, text := range headerTexts(cells) {
		if text == "" {
			continue
		}
		some = true
		if c, err := ParseCurrency(unitText(text)); !headerUnits[squeeze(text)] && (err != nil || c == "") {
			return false
		}
	}
	return some
}

func unitText(text string) string { return strings.Trim(text, "()[] ") }

// joinHeader makes one header of two lines. A text of the upper line counts for
// the columns to its right too, up to the next one: it is merged over them, or
// looks so. Units stand in brackets.
func joinHeader(above, below []any) []any {
	top, bottom := headerTexts(above), headerTexts(below)
	units := isUnits(below)
	joined := make([]any, max(len(top), len(bottom)))
	group := ""
	for i := range joined {
		own, under := textAt(top, i), textAt(bottom, i)
		if own != "" {
			group = own
		}
		var text string
		switch {
		case under == "":
			text = own
		case units && own != "":
			text = own + " (" + unitText(under) + ")"
		case units, group == "":
			text = under
		default:
			text = group + groupSign + under
		}
		if text != "" {
			joined[i] = text
		}
	}
	return joined
}

// headerArea is where the header stands.
func (t tabRead) headerArea() Area {
	a := Area{Tab: t.Tab, Row: t.HeaderRow, Rows: 1, Cols: max(1, t.width())}
	if t.Above {
		a.Row, a.Rows = a.Row-1, 2
	}
	return a
}

// headerIn is the header in an inspection of headerArea.
func (t tabRead) headerIn(g Inspection) []any {
	if !t.Above {
		return shownCells(g.row(0))
	}
	return headerOf(true, shownCells(g.row(0)), shownCells(g.row(1)))
}

// isHeadedBy tells that the header stands as it was read, in an inspection of
// headerArea.
func (t tabRead) isHeadedBy(g Inspection) bool {
	return slices.Equal(headerTexts(t.headerIn(g)), headerTexts(trimRow(slices.Clone(t.header))))
}
