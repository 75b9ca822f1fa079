package sheetsim

// pasted returns what a paste makes of old, given the source cell and how far
// it was moved. It is nil for an unknown type.
func (x *batch) pasted(kind string, from, old *cell, shown value, dr, dc int) *cell {
	content := from
	if from.formula != nil {
		content = &cell{formula: from.formula.shifted(dr, dc)}
	}
	out := *old
	switch kind {
	case "", "PASTE_NORMAL":
		out = *from.withContent(content)
	case "PASTE_NO_BORDERS":
		out = *from.withContent(content)
		if borders := old.format.sub("borders"); borders != nil {
			out.format = out.format.with("borders", borders)
		} else if out.format.has("borders") {
			out.format = out.format.with("borders", nil)
			delete(out.format, "borders")
		}
	case "PASTE_VALUES":
		out.formula, out.literal = nil, shown
		out.literal.format = nil
	case "PASTE_FORMULA":
		out = *old.withContent(content)
	case "PASTE_FORMAT":
		out.format = from.format
	case "PASTE_DATA_VALIDATION":
		out.rule = from.rule
	case "PASTE_CONDITIONAL_FORMATTING":
	default:
		return nil
	}
	return &out
}

func (x *batch) copyPaste(r obj) (obj, error) {
	src, a, err := x.closed(r.sub("source"))
	if err != nil {
		return nil, err
	}
	dst, d, err := x.closed(r.sub("destination"))
	if err != nil {
		return nil, err
	}
	kind, turned := r.str("pasteType"), r.str("pasteOrientation") == "TRANSPOSE"
	height, width := a.height(), a.width()
	if turned {
		height, width = width, height
	}
	// The source repeats over a destination that is a multiple of it, and
	// runs over one that is not.
	if d.height() < height || d.height()%height != 0 {
		d.row1 = d.row0 + height
	}
	if d.width() < width || d.width()%width != 0 {
		d.col1 = d.col0 + width
	}
	if d.row1 > dst.rowCount() || d.col1 > dst.colCount() {
		return nil, refuse("Range (%s) exceeds grid limits. Max rows: %d, max columns: %d", a1(dst.title, d), dst.rowCount(), dst.colCount())
	}
	type taken struct {
		cell  *cell
		shown value
	}
	source := make([][]taken, a.height())
	for i := range source {
		source[i] = make([]taken, a.width())
		for j := range source[i] {
			source[i][j].cell = src.cell(a.row0+i, a.col0+j)
			if kind == "PASTE_VALUES" {
				source[i][j].shown = x.book.value(src, a.row0+i, a.col0+j)
			}
		}
	}
	dst.fill(d, func(row, col int, old *cell) *cell {
		i, j := (row-d.row0)%height, (col-d.col0)%width
		if turned {
			i, j = j, i
		}
		from := source[i][j]
		return x.pasted(kind, from.cell, old, from.shown, row-(a.row0+i), col-(a.col0+j))
	})
	if kind == "" || kind == "PASTE_NORMAL" {
		for _, m := range src.merges {
			if !turned && a.contains(m) && (src != dst || d.row0 != a.row0 || d.col0 != a.col0) {
				dr, dc := d.row0-a.row0, d.col0-a.col0
				dst.merges = append(dst.merges, area{m.row0 + dr, m.row1 + dr, m.col0 + dc, m.col1 + dc})
			}
		}
	}
	return nil, nil
}

// cutPaste moves cells; references to them follow.
func (x *batch) cutPaste(r obj) (obj, error) {
	src, a, err := x.closed(r.sub("source"))
	if err != nil {
		return nil, err
	}
	to := r.sub("destination")
	dst, err := x.sheet(to.int("sheetId"))
	if err != nil {
		return nil, err
	}
	d := area{to.int("rowIndex"), to.int("rowIndex") + a.height(), to.int("columnIndex"), to.int("columnIndex") + a.width()}
	if d.row0 < 0 || d.col0 < 0 || d.row1 > dst.rowCount() || d.col1 > dst.colCount() {
		return nil, refuse("destination is outside the grid.")
	}
	kind := r.str("pasteType")
	taken := make([][]*cell, a.height())
	for i := range taken {
		taken[i] = make([]*cell, a.width())
		for j := range taken[i] {
			taken[i][j] = src.cell(a.row0+i, a.col0+j)
		}
	}
	src.fill(a, func(_, _ int, old *cell) *cell {
		if kind == "PASTE_VALUES" || kind == "PASTE_FORMULA" {
			return old.withContent(noCell)
		}
		return noCell
	})
	dst.fill(d, func(row, col int, old *cell) *cell {
		from := taken[row-d.row0][col-d.col0]
		if kind == "PASTE_FORMAT" {
			out := *old
			out.format = from.format
			return &out
		}
		if kind == "PASTE_VALUES" || kind == "PASTE_FORMULA" {
			return old.withContent(from)
		}
		return from
	})
	x.book.follow(src, a, dst, d)
	return nil, nil
}

// follow points references to cells of a at where they went.
func (b *book) follow(src *sheet, a area, dst *sheet, d area) {
	dr, dc := d.row0-a.row0, d.col0-a.col0
	b.rewrite(func(home *sheet, r, c int, ref reference) reference {
		target := b.refSheet(ref, home)
		if home == dst && d.contains(area{r, r + 1, c, c + 1}) && src != dst && ref.title == "" {
			// A formula that moved to another tab keeps reading where it read,
			// unless what it reads moved along.
			if target = src; !a.contains(ref.area) {
				ref.title = src.title
				return ref
			}
		}
		if target != src || !a.contains(ref.area) {
			return ref
		}
		ref.area = area{ref.row0 + dr, ref.row1 + dr, ref.col0 + dc, ref.col1 + dc}
		if src != dst && (home != dst || ref.title != "") {
			ref.title = dst.title
		}
		return ref
	})
}
