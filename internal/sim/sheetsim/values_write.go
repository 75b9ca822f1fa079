package sheetsim

import (
	"fmt"
	"math"
	"time"
)

// writer writes the values of a ValueRange into a book.
type writer struct {
	book *book
	raw  bool
	now  time.Time
}

// written is what an UpdateValuesResponse reports.
type written struct {
	place      place
	rows, cols map[int]bool
	cells      int
}

func (w written) reply(bookID string) obj {
	out := obj{"spreadsheetId": bookID, "updatedRange": a1(w.place.sheet.title, w.place.area)}
	for name, n := range map[string]int{"updatedRows": len(w.rows), "updatedColumns": len(w.cols), "updatedCells": w.cells} {
		if n > 0 {
			out[name] = n
		}
	}
	return out
}

// extent is the size of the values, in rows and columns.
func extent(values []any, major string) (rows, cols int) {
	rows = len(values)
	for _, line := range values {
		cells, _ := line.([]any)
		cols = max(cols, len(cells))
	}
	if major == "COLUMNS" {
		return cols, rows
	}
	return rows, cols
}

// target is where values for the place go: the whole of a single cell's
// surroundings, or the given range if they fit.
func (b *book) target(text string, values []any, major string) (place, *apiError) {
	p, err := b.parsePlace(text)
	if err != nil {
		return p, err
	}
	rows, cols := extent(values, major)
	if p.row0 >= p.sheet.rowCount() || p.col0 >= p.sheet.colCount() {
		return p, p.exceeds()
	}
	single := p.height() == 1 && p.width() == 1
	given := p.clip(p.sheet.rowCount(), p.sheet.colCount())
	if !single {
		over := ""
		if cols > given.width() {
			over = "column [" + columnName(given.col1) + "]"
		}
		if rows > given.height() {
			over = fmt.Sprintf("row [%d]", given.row1+1)
		}
		if over != "" {
			return p, badRequest(fmt.Sprintf("Requested writing within range [%s], but tried writing to %s", a1(p.sheet.title, given), over))
		}
	}
	p.area = area{p.row0, p.row0 + max(1, rows), p.col0, p.col0 + max(1, cols)}
	if rows == 0 || cols == 0 {
		p.area = given
	}
	if p.row1 > p.sheet.rowCount() || p.col1 > p.sheet.colCount() {
		return p, p.exceeds()
	}
	return p, nil
}

// put writes values from the top left of p. nil skips a cell, "" clears it.
func (w writer) put(p place, values []any, major string) (written, *apiError) {
	out := written{place: p, rows: map[int]bool{}, cols: map[int]bool{}}
	fresh := map[int]*row{}
	for i, line := range values {
		cells, _ := line.([]any)
		for j, v := range cells {
			if v == nil {
				continue
			}
			r, col := p.row0+i, p.col0+j
			if major == "COLUMNS" {
				r, col = p.row0+j, p.col0+i
			}
			if fresh[r] == nil {
				fresh[r] = p.sheet.rows[r].clone()
			}
			c, err := w.enter(fresh[r].cell(col), v)
			if err != "" {
				return out, badRequest(fmt.Sprintf("Invalid values[%d][%d]: %s", i, j, err))
			}
			fresh[r].set(col, p.sheet.unlessMerged(r, col, c))
			out.rows[r], out.cols[col] = true, true
			out.cells++
		}
	}
	for r, line := range fresh {
		p.sheet.rows[r] = line
	}
	return out, nil
}

// enter returns the cell that results from writing v over old, or why not.
func (w writer) enter(old *cell, v any) (*cell, string) {
	switch x := v.(type) {
	case bool:
		return old.withContent(&cell{literal: boolValue(x)}), ""
	case float64:
		if math.IsInf(x, 0) || math.IsNaN(x) {
			return nil, "number_value out of range"
		}
		return old.withContent(&cell{literal: numberValue(x)}), ""
	case string:
		return w.enterText(old, x)
	case obj:
		return nil, "struct_value {\n}\n"
	}
	return nil, "list_value {\n}\n"
}

func (w writer) enterText(old *cell, text string) (*cell, string) {
	if len([]rune(text)) > maxCellChars {
		return nil, fmt.Sprintf("Your input contains more than the maximum of %d characters in a single cell.", maxCellChars)
	}
	if text == "" {
		return old.withContent(noCell), ""
	}
	own := old.numberFormat()
	if w.raw || (own != nil && own.Type == "TEXT") {
		return old.withContent(&cell{literal: textValue(text)}), ""
	}
	got := parseInput(text, localeOf(w.book.locale), w.now.In(w.book.zone()))
	if got.formula != "" {
		return old.withContent(&cell{formula: parseFormula(got.formula, localeOf(w.book.locale))}), ""
	}
	fresh := old.withContent(&cell{literal: got.value})
	if got.format != nil && own == nil {
		fresh = fresh.withNumberFormat(got.format)
	}
	return fresh, ""
}

// inputOption reads the mandatory valueInputOption.
func inputOption(text string) (raw bool, err *apiError) {
	switch text {
	case "RAW":
		return true, nil
	case "USER_ENTERED":
		return false, nil
	case "", "INPUT_VALUE_OPTION_UNSPECIFIED":
		return false, badRequest("'valueInputOption' is required but not specified")
	}
	description := `Invalid value at 'value_input_option' (type.googleapis.com/google.apps.sheets.v4.ValueInputOption), "` + text + `"`
	return false, violationsError([]violation{{"value_input_option", description}})
}

// majorOf reads a ValueRange's own dimension.
func majorOf(body obj) string {
	return pick(body.str("majorDimension") == "COLUMNS", "COLUMNS", "ROWS")
}
