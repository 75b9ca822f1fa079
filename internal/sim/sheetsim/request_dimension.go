package sheetsim

import (
	"slices"
	"unicode/utf8"
)

// dimension reads a DimensionRange; an open end is the grid's.
func (x *batch) dimension(r obj) (s *sheet, rows bool, from, to int, err error) {
	if s, err = x.sheet(r.int("sheetId")); err != nil {
		return
	}
	switch r.str("dimension") {
	case "ROWS":
		rows = true
	case "COLUMNS":
	default:
		err = refuse("No dimension specified.")
		return
	}
	size := s.size(rows)
	from, to = r.int("startIndex"), r.intOr("endIndex", size)
	switch {
	case from < 0:
		err = refuse("startIndex must not be negative.")
	case to <= from:
		err = refuse("endIndex (%d) must be greater than startIndex (%d).", to, from)
	}
	return
}

func (s *sheet) size(rows bool) int {
	if rows {
		return s.rowCount()
	}
	return s.colCount()
}

// existing is dimension limited to what is there.
func (x *batch) existing(r obj) (s *sheet, rows bool, from, to int, err error) {
	s, rows, from, to, err = x.dimension(r)
	if err == nil && to > s.size(rows) {
		name := pick(rows, "row", "column")
		err = refuse("Cannot use a %s index (%d) beyond the grid's last %s (%d).", name, to-1, name, s.size(rows)-1)
	}
	return
}

func (x *batch) insertDimension(r obj) (obj, error) {
	s, rows, from, to, err := x.dimension(r.sub("range"))
	if err != nil {
		return nil, err
	}
	before := r.flag("inheritFromBefore")
	switch {
	case before && from == 0:
		return nil, refuse("inheritFromBefore cannot be true when inserting before the first %s.", pick(rows, "row", "column"))
	case from > s.size(rows) || (from == s.size(rows) && !before):
		return nil, refuse("Cannot insert %s at index %d: the grid has %d.", pick(rows, "rows", "columns"), from, s.size(rows))
	}
	if err := x.roomFor(s, rows, to-from); err != nil {
		return nil, err
	}
	x.book.insert(s, rows, from, to-from, before)
	return nil, nil
}

// roomFor checks the limits before memory is used for new rows or columns.
func (x *batch) roomFor(s *sheet, rows bool, n int) error {
	newRows, newCols := s.rowCount(), s.colCount()
	if rows {
		newRows += n
	} else {
		newCols += n
	}
	return checkSize(newRows, newCols, x.book.cellCount()-s.rowCount()*s.colCount())
}

func (x *batch) appendDimension(r obj) (obj, error) {
	s, err := x.sheet(r.int("sheetId"))
	if err != nil {
		return nil, err
	}
	n, rows := r.int("length"), r.str("dimension") == "ROWS"
	if n <= 0 {
		return nil, refuse("length must be positive.")
	}
	if !rows && r.str("dimension") != "COLUMNS" {
		return nil, refuse("No dimension specified.")
	}
	if err := x.roomFor(s, rows, n); err != nil {
		return nil, err
	}
	if rows {
		s.grow(s.rowCount()+n, 0)
	} else {
		s.grow(0, s.colCount()+n)
	}
	return nil, nil
}

func (x *batch) deleteDimension(r obj) (obj, error) {
	s, rows, from, to, err := x.existing(r.sub("range"))
	if err != nil {
		return nil, err
	}
	if to-from >= s.size(rows) {
		return nil, refuse("You can't delete all the %s on the sheet.", pick(rows, "rows", "columns"))
	}
	x.book.remove(s, rows, from, to)
	return nil, nil
}

func (x *batch) moveDimension(r obj) (obj, error) {
	s, rows, from, to, err := x.existing(r.sub("source"))
	if err != nil {
		return nil, err
	}
	dest := r.int("destinationIndex")
	switch {
	case dest < 0 || dest > s.size(rows):
		return nil, refuse("destinationIndex (%d) is outside the grid.", dest)
	case dest > from && dest < to:
		return nil, refuse("destinationIndex (%d) must not be within the source range.", dest)
	}
	x.book.move(s, rows, from, to, dest)
	return nil, nil
}

func (x *batch) updateDimensionProperties(r obj) (obj, error) {
	m, err := updateMask(r, "DimensionProperties")
	if err != nil {
		return nil, err
	}
	s, rows, from, to, err := x.existing(r.sub("range"))
	if err != nil {
		return nil, err
	}
	props := r.sub("properties")
	_, size := m.pick("pixelSize")
	_, hide := m.pick("hiddenByUser")
	if size && props.int("pixelSize") < 0 {
		return nil, refuse("pixelSize must not be negative.")
	}
	for i := from; i < to; i++ {
		if rows {
			fresh := s.rows[i].clone()
			if size {
				fresh.height = props.int("pixelSize")
			}
			if hide {
				fresh.hidden = props.flag("hiddenByUser")
			}
			s.rows[i] = fresh
			continue
		}
		if size {
			s.columns[i].width = props.int("pixelSize")
		}
		if hide {
			s.columns[i].hidden = props.flag("hiddenByUser")
		}
	}
	return nil, nil
}

// Widths used when columns are fitted to their text, which a simulator
// without fonts can only estimate.
const (
	pixelsPerChar = 7
	cellPadding   = 8
	leastWidth    = 21
)

func (x *batch) autoResizeDimensions(r obj) (obj, error) {
	s, rows, from, to, err := x.existing(r.sub("dimensions"))
	if err != nil {
		return nil, err
	}
	if rows {
		for i := from; i < to; i++ {
			if s.rows[i] != nil {
				s.rows[i] = s.rows[i].clone()
				s.rows[i].height = 0
			}
		}
		return nil, nil
	}
	for col := from; col < to; col++ {
		longest := 0
		for row := range s.rows {
			if v := x.book.value(s, row, col); v.kind != kindEmpty {
				text := render(v, x.book.formatOf(s.cell(row, col), v), localeOf(x.book.locale))
				longest = max(longest, utf8.RuneCountInString(text))
			}
		}
		if longest > 0 {
			s.columns[col].width = max(leastWidth, longest*pixelsPerChar+cellPadding)
		}
	}
	return nil, nil
}

func (x *batch) addDimensionGroup(r obj) (obj, error) {
	s, rows, from, to, err := x.existing(r.sub("range"))
	if err != nil {
		return nil, err
	}
	depth := 1
	for i, g := range s.groups {
		if g.rows != rows {
			continue
		}
		switch {
		case g.from <= from && to <= g.to:
			depth = max(depth, g.depth+1)
		case from <= g.from && g.to <= to:
			s.groups[i].depth++
		case from < g.to && g.from < to:
			return nil, refuse("The group overlaps another one partially.")
		}
	}
	s.groups = append(s.groups, group{rows: rows, from: from, to: to, depth: depth})
	name := pick(rows, "rowGroupControlAfter", "columnGroupControlAfter")
	s.props = s.props.with("gridProperties", s.props.sub("gridProperties").with(name, true))
	return obj{"dimensionGroups": s.groupObjects(rows)}, nil
}

func (x *batch) deleteDimensionGroup(r obj) (obj, error) {
	s, rows, from, to, err := x.existing(r.sub("range"))
	if err != nil {
		return nil, err
	}
	deepest := -1
	for i, g := range s.groups {
		if g.rows == rows && g.from <= from && to <= g.to && (deepest < 0 || g.depth > s.groups[deepest].depth) {
			deepest = i
		}
	}
	if deepest < 0 {
		return nil, refuse("There is no group over the range.")
	}
	g := s.groups[deepest]
	s.groups = slices.Delete(s.groups, deepest, deepest+1)
	for _, rest := range [][2]int{{g.from, from}, {to, g.to}} {
		if rest[0] < rest[1] {
			s.groups = append(s.groups, group{rows: rows, from: rest[0], to: rest[1], depth: g.depth})
		}
	}
	reply := obj{}
	if list := s.groupObjects(rows); list != nil {
		reply["dimensionGroups"] = list
	}
	return reply, nil
}

func (s *sheet) groupObjects(rows bool) []any {
	var out []any
	for _, g := range s.groups {
		if g.rows == rows {
			o := obj{"range": dimensionRange(s.id, rows, g.from, g.to), "depth": g.depth}
			if g.collapsed {
				o["collapsed"] = true
			}
			out = append(out, o)
		}
	}
	return out
}
