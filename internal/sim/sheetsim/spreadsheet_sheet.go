package sheetsim

import "maps"

// describeSheet writes one tab as a Sheet message.
func (b *book) describeSheet(index int, s *sheet, asked []area, gridData bool, m mask) obj {
	out := obj{}
	put := func(name string, make func(m mask) any) {
		if sub, ok := m.pick(name); ok {
			if v := make(sub); v != nil {
				out[name] = v
			}
		}
	}
	list := func(n int, one func(i int) obj) func(m mask) any {
		return func(m mask) any {
			var all []any
			for i := range n {
				all = append(all, m.filter(one(i)))
			}
			return nonEmpty(all)
		}
	}
	put("properties", func(m mask) any { return m.filter(s.properties(index)) })
	put("merges", list(len(s.merges), func(i int) obj { return gridRange(s, s.merges[i]) }))
	put("conditionalFormats", list(len(s.rules), func(i int) obj { return s.ruleObject(s.rules[i]) }))
	put("protectedRanges", list(len(s.guards), func(i int) obj { return s.guardObject(s.guards[i]) }))
	for _, rows := range []bool{true, false} {
		groups := s.groupObjects(rows)
		put(pick(rows, "rowGroups", "columnGroups"), list(len(groups), func(i int) obj { return groups[i].(obj) }))
	}
	put("basicFilter", func(m mask) any {
		if s.filter == nil {
			return nil
		}
		return m.filter(printed(s.filter.with("range", gridRange(s, s.filterA)), "BasicFilter"))
	})
	put("developerMetadata", func(m mask) any {
		return nonEmpty(m.filter(b.metadataList(func(md metadata) bool {
			return !md.onSpreadsheet && md.sheetID == s.id && md.dimension == ""
		})).([]any))
	})
	if gridData {
		put("data", func(m mask) any {
			if len(asked) == 0 {
				asked = []area{s.grid()}
			}
			var all []any
			for _, a := range asked {
				all = append(all, b.gridData(s, a, m))
			}
			return all
		})
	}
	return out
}

func (s *sheet) properties(index int) obj {
	grid := obj{"rowCount": float64(s.rowCount()), "columnCount": float64(s.colCount())}
	maps.Copy(grid, s.props.sub("gridProperties"))
	out := obj{"sheetId": float64(s.id), "title": s.title, "index": float64(index), "sheetType": "GRID"}
	maps.Copy(out, s.props)
	out["gridProperties"] = grid
	return printed(out, "SheetProperties")
}

// gridRange writes an area of a sheet; sides that reach an open end are left
// out.
func gridRange(s *sheet, a area) obj {
	out := obj{}
	if s.id != 0 {
		out["sheetId"] = s.id
	}
	if a.row0 != 0 || a.row1 != open {
		out["startRowIndex"] = a.row0
	}
	if a.row1 != open {
		out["endRowIndex"] = a.row1
	}
	if a.col0 != 0 || a.col1 != open {
		out["startColumnIndex"] = a.col0
	}
	if a.col1 != open {
		out["endColumnIndex"] = a.col1
	}
	return out
}

func dimensionRange(sheetID int, rows bool, from, to int) obj {
	out := obj{"dimension": pick(rows, "ROWS", "COLUMNS"), "startIndex": from, "endIndex": to}
	if sheetID != 0 {
		out["sheetId"] = sheetID
	}
	return out
}

// gridData writes cells and dimensions of one area.
func (b *book) gridData(s *sheet, a area, m mask) obj {
	out := obj{}
	if _, ok := m.pick("startRow"); ok && a.row0 > 0 {
		out["startRow"] = a.row0
	}
	if _, ok := m.pick("startColumn"); ok && a.col0 > 0 {
		out["startColumn"] = a.col0
	}
	if sub, ok := m.pick("rowData"); ok {
		if rows := b.rowData(s, a, sub); len(rows) > 0 {
			out["rowData"] = rows
		}
	}
	if sub, ok := m.pick("rowMetadata"); ok {
		var all []any
		for r := a.row0; r < a.row1; r++ {
			pixels, hidden := defaultRowPixels, false
			if line := s.rows[r]; line != nil {
				hidden = line.hidden
				if line.height > 0 {
					pixels = line.height
				}
			}
			all = append(all, sub.filter(b.dimensionProperties(s, true, r, pixels, hidden)))
		}
		out["rowMetadata"] = all
	}
	if sub, ok := m.pick("columnMetadata"); ok {
		var all []any
		for c := a.col0; c < a.col1; c++ {
			pixels := s.columns[c].width
			if pixels == 0 {
				pixels = defaultColumnPixel
			}
			all = append(all, sub.filter(b.dimensionProperties(s, false, c, pixels, s.columns[c].hidden)))
		}
		out["columnMetadata"] = all
	}
	return out
}

func (b *book) dimensionProperties(s *sheet, rows bool, index, pixels int, hidden bool) obj {
	out := obj{"pixelSize": pixels}
	if hidden {
		out["hiddenByUser"] = true
	}
	if len(b.metadata) > 0 {
		list := b.metadataList(func(md metadata) bool {
			return md.sheetID == s.id && md.dimension == pick(rows, "ROWS", "COLUMNS") && md.from == index
		})
		if len(list) > 0 {
			out["developerMetadata"] = list
		}
	}
	return out
}

func (b *book) rowData(s *sheet, a area, m mask) []any {
	cellMask, wanted := m.pick("values")
	if !wanted {
		return nil
	}
	var rows []any
	for r := a.row0; r < a.row1; r++ {
		line := s.rows[r]
		if line == nil && !b.spills(s) {
			continue
		}
		last := a.col1
		if line != nil && !b.spills(s) {
			last = min(last, len(line.cells))
		}
		var cells []any
		for c := a.col0; c < last; c++ {
			if line.cell(c).bare() && b.value(s, r, c).kind == kindEmpty {
				continue
			}
			for len(cells) < c-a.col0 {
				cells = append(cells, obj{})
			}
			cells = append(cells, b.cellData(s, r, c, cellMask))
		}
		if len(cells) == 0 {
			continue
		}
		for len(rows) < r-a.row0 {
			rows = append(rows, obj{})
		}
		rows = append(rows, obj{"values": cells})
	}
	return rows
}

// cellData writes one cell as far as the mask wants it.
func (b *book) cellData(s *sheet, r, c int, m mask) obj {
	at := s.cell(r, c)
	out := obj{}
	put := func(name string, make func() obj) {
		if sub, ok := m.pick(name); ok {
			if v := make(); len(v) > 0 {
				out[name] = sub.filter(v)
			}
		}
	}
	put("userEnteredValue", at.entered)
	got := b.value(s, r, c)
	put("effectiveValue", got.extended)
	if _, ok := m.pick("formattedValue"); ok && got.kind != kindEmpty {
		if text := render(got, b.formatOf(at, got), localeOf(b.locale)); text != "" {
			out["formattedValue"] = text
		}
	}
	put("userEnteredFormat", func() obj { return printed(at.format, "CellFormat") })
	put("effectiveFormat", func() obj {
		full := b.effectiveFormat(at, got)
		if sub, _ := m.pick("effectiveFormat"); len(s.rules) > 0 && sub.wantsLook() {
			return full.overlaid(printed(b.ruleLook(s, r, c, got), "CellFormat"))
		}
		return full
	})
	put("dataValidation", func() obj { return printed(at.rule, "DataValidationRule") })
	if _, ok := m.pick("note"); ok && at.note != "" {
		out["note"] = at.note
	}
	return out
}

// wantsLook tells that a mask of a CellFormat takes what conditional formats set.
func (m mask) wantsLook() bool {
	for name := range ruleFormats {
		if _, ok := m.pick(name); ok {
			return true
		}
	}
	return false
}

func (b *book) effectiveFormat(c *cell, v value) obj {
	out := obj{}
	maps.Copy(out, defaultFormat())
	for k, e := range c.format {
		if own, ok := e.(obj); ok {
			merged := obj{}
			maps.Copy(merged, out.sub(k))
			maps.Copy(merged, own)
			if k == "backgroundColor" || k == "backgroundColorStyle" {
				merged = own
			}
			out[k] = merged
			continue
		}
		out[k] = e
	}
	if nf := b.formatOf(c, v); nf != nil {
		out["numberFormat"] = obj{"type": nf.Type, "pattern": nf.Pattern}
	}
	return printed(out, "CellFormat")
}
