package sheetsim

import (
	"maps"
	"strings"
)

// writeCell applies the masked fields of a CellData message to old. m nil
// selects all of them; dr and dc shift a formula's relative references.
func (x *batch) writeCell(old *cell, data obj, m mask, dr, dc int) (*cell, error) {
	out := *old
	if _, ok := m.pick("userEnteredValue"); ok {
		content, err := x.content(data.sub("userEnteredValue"), dr, dc)
		if err != nil {
			return nil, err
		}
		out.literal, out.formula = content.literal, content.formula
	}
	if sub, ok := m.pick("userEnteredFormat"); ok {
		format := data.sub("userEnteredFormat")
		if sub != nil {
			format = sub.merge(old.format, format, "CellFormat")
			if _, touched := sub["backgroundColor"]; touched {
				delete(format, "backgroundColorStyle") // two spellings of one field
			}
		}
		out.format = canonicalFormat(format)
	}
	if _, ok := m.pick("note"); ok {
		out.note = data.str("note")
	}
	if sub, ok := m.pick("dataValidation"); ok {
		rule := data.sub("dataValidation")
		if sub != nil {
			rule = sub.merge(old.rule, rule, "DataValidationRule")
		}
		out.rule = rule
	}
	return &out, nil
}

// content reads an ExtendedValue. Text stays text, whatever it begins with.
func (x *batch) content(v obj, dr, dc int) (*cell, error) {
	if len(v) > 1 {
		return nil, refuse("Only one value may be set in userEnteredValue.")
	}
	switch {
	case v.has("stringValue"):
		text := v.str("stringValue")
		if len([]rune(text)) > maxCellChars {
			return nil, refuse("Your input contains more than the maximum of %d characters in a single cell.", maxCellChars)
		}
		if text == "" {
			return noCell, nil
		}
		return &cell{literal: textValue(text)}, nil
	case v.has("numberValue"):
		return &cell{literal: numberValue(v.num("numberValue"))}, nil
	case v.has("boolValue"):
		return &cell{literal: boolValue(v.flag("boolValue"))}, nil
	case v.has("formulaValue"):
		source := v.str("formulaValue")
		if !strings.HasPrefix(source, "=") || len(source) < 2 {
			return nil, refuse("Formula must begin with '=': %s", source)
		}
		if len([]rune(source)) > maxCellChars {
			return nil, refuse("Your input contains more than the maximum of %d characters in a single cell.", maxCellChars)
		}
		f := parseFormula(source, localeOf(x.book.locale))
		if dr != 0 || dc != 0 {
			f = f.shifted(dr, dc)
		}
		return &cell{formula: f}, nil
	case v.has("errorValue"):
		return nil, refuse("Cannot set errorValue, it is read only.")
	}
	return noCell, nil
}

// canonicalFormat adds the style spelling beside each plain colour, as the
// service reports both.
func canonicalFormat(format obj) obj {
	if len(format) == 0 {
		return nil
	}
	out := maps.Clone(format)
	pairColor(out, "backgroundColor")
	if text := out.sub("textFormat"); text != nil {
		text = maps.Clone(text)
		pairColor(text, "foregroundColor")
		out["textFormat"] = text
	}
	return out
}

func pairColor(o obj, name string) {
	style := o.sub(name + "Style")
	switch color := o.sub(name); {
	case style.has("rgbColor"):
		o[name] = style.sub("rgbColor")
	case color != nil && style == nil:
		o[name+"Style"] = obj{"rgbColor": color}
	}
}

func (x *batch) updateCells(r obj) (obj, error) {
	m, err := updateMask(r, "CellData")
	if err != nil {
		return nil, err
	}
	rows := r.objects("rows")
	if start := r.sub("start"); start != nil {
		s, err := x.sheet(start.int("sheetId"))
		if err != nil {
			return nil, err
		}
		return nil, x.writeRows(s, start.int("rowIndex"), start.int("columnIndex"), rows, m)
	}
	if !r.has("range") {
		return nil, refuse("Must specify either start or range.")
	}
	s, a, err := x.closed(r.sub("range"))
	if err != nil {
		return nil, err
	}
	if len(rows) > a.height() {
		return nil, refuse("Attempting to write row: %d, beyond the last requested row of: %d", a.row0+len(rows)-1, a.row1-1)
	}
	for i := range a.height() {
		var cells []obj
		if i < len(rows) {
			cells = rows[i].objects("values")
		}
		if len(cells) > a.width() {
			return nil, refuse("Attempting to write column: %d, beyond the last requested column of: %d", a.col0+len(cells)-1, a.col1-1)
		}
		fresh := s.rows[a.row0+i].clone()
		for j := range a.width() {
			data := obj{} // what rows do not cover is cleared
			if j < len(cells) {
				data = cells[j]
			}
			c, err := x.writeCell(fresh.cell(a.col0+j), data, m, 0, 0)
			if err != nil {
				return nil, err
			}
			fresh.set(a.col0+j, s.unlessMerged(a.row0+i, a.col0+j, c))
		}
		s.rows[a.row0+i] = fresh
	}
	return nil, nil
}

// writeRows writes RowData from a corner.
func (x *batch) writeRows(s *sheet, row0, col0 int, rows []obj, m mask) error {
	if row0 < 0 || col0 < 0 {
		return refuse("start must not be negative.")
	}
	for i, line := range rows {
		cells := line.objects("values")
		if len(cells) == 0 {
			continue
		}
		if row0+i >= s.rowCount() {
			return refuse("Attempting to write row: %d, beyond the last requested row of: %d", row0+i, s.rowCount()-1)
		}
		if col0+len(cells) > s.colCount() {
			return refuse("Attempting to write column: %d, beyond the last requested column of: %d", s.colCount(), s.colCount()-1)
		}
		fresh := s.rows[row0+i].clone()
		for j, data := range cells {
			c, err := x.writeCell(fresh.cell(col0+j), data, m, 0, 0)
			if err != nil {
				return err
			}
			fresh.set(col0+j, s.unlessMerged(row0+i, col0+j, c))
		}
		s.rows[row0+i] = fresh
	}
	return nil
}

func (x *batch) repeatCell(r obj) (obj, error) {
	m, err := updateMask(r, "CellData")
	if err != nil {
		return nil, err
	}
	s, a, err := x.closed(r.sub("range"))
	if err != nil {
		return nil, err
	}
	var failed error
	s.fill(a, func(row, col int, old *cell) *cell {
		c, err := x.writeCell(old, r.sub("cell"), m, row-a.row0, col-a.col0)
		if err != nil {
			failed = err
			return old
		}
		return c
	})
	return nil, failed
}

// appendCells writes rows after the last one that holds anything.
func (x *batch) appendCells(r obj) (obj, error) {
	m, err := updateMask(r, "CellData")
	if err != nil {
		return nil, err
	}
	if r.str("tableId") != "" {
		return nil, refuse("No table with id: %s", r.str("tableId"))
	}
	s, err := x.sheet(r.int("sheetId"))
	if err != nil {
		return nil, err
	}
	rows := r.objects("rows")
	start, width := s.usedArea().row1, 0
	for _, line := range rows {
		width = max(width, len(line.list("values")))
	}
	if err := checkSize(max(s.rowCount(), start+len(rows)), max(s.colCount(), width), 0); err != nil {
		return nil, err
	}
	s.grow(start+len(rows), width)
	return nil, x.writeRows(s, start, 0, rows, m)
}

func (x *batch) updateBorders(r obj) (obj, error) {
	s, a, err := x.closed(r.sub("range"))
	if err != nil {
		return nil, err
	}
	s.fill(a, func(row, col int, old *cell) *cell {
		borders := maps.Clone(old.format.sub("borders"))
		if borders == nil {
			borders = obj{}
		}
		for side, from := range map[string]string{
			"top":    pick(row == a.row0, "top", "innerHorizontal"),
			"bottom": pick(row == a.row1-1, "bottom", "innerHorizontal"),
			"left":   pick(col == a.col0, "left", "innerVertical"),
			"right":  pick(col == a.col1-1, "right", "innerVertical"),
		} {
			switch line := r.sub(from); {
			case !r.has(from):
			case line.str("style") == "NONE":
				delete(borders, side)
			default:
				borders[side] = line
			}
		}
		out := *old
		out.format = old.format.with("borders", borders)
		if len(borders) == 0 {
			delete(out.format, "borders")
		}
		return &out
	})
	return nil, nil
}
