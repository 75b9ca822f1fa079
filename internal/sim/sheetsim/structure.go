package sheetsim

import "slices"

// lostSheet marks a named range whose cells were all deleted; no tab has it.
const lostSheet = -1

// spanMap says where a half-open span of rows or columns is after a
// structural change; ok is false when it is gone.
type spanMap func(from, to int) (newFrom, newTo int, ok bool)

// inserted maps spans over n new rows or columns before at. A span that
// begins at the insertion moves; one that holds it grows.
func inserted(at, n int) spanMap {
	return func(from, to int) (int, int, bool) {
		// A range open at its start ("1:5", "A:A") stays at the edge.
		if from >= at && (from > 0 || to != open) {
			from += n
		}
		if to > at && to != open {
			to += n
		}
		return from, to, true
	}
}

// deleted maps spans over the removal of [i, j).
func deleted(i, j int) spanMap {
	move := func(x int) int {
		switch {
		case x == open || x <= i:
			return x
		case x < j:
			return i
		}
		return x - (j - i)
	}
	return func(from, to int) (int, int, bool) {
		from, to = move(from), move(to)
		return from, to, from < to
	}
}

// moved maps spans over moving [i, j) before dest. A span inside the block
// goes with it; any other loses the block and may receive it.
func moved(i, j, dest int) spanMap {
	n := j - i
	landing := dest
	if dest > i {
		landing = dest - n
	}
	remove, insert := deleted(i, j), inserted(landing, n)
	return func(from, to int) (int, int, bool) {
		if from >= i && to <= j {
			return from - i + landing, to - i + landing, true
		}
		f, t, ok := remove(from, to)
		if !ok {
			return from, to, true
		}
		return insert(f, t)
	}
}

// apply maps one dimension of an area.
func (f spanMap) apply(a area, rows bool) (area, bool) {
	var ok bool
	if rows {
		a.row0, a.row1, ok = f(a.row0, a.row1)
	} else {
		a.col0, a.col1, ok = f(a.col0, a.col1)
	}
	return a, ok
}

// track moves everything that refers to rows or columns of s.
func (b *book) track(s *sheet, rows bool, f spanMap) {
	keep := func(list []area) []area {
		out := list[:0:0]
		for _, a := range list {
			if moved, ok := f.apply(a, rows); ok {
				out = append(out, moved)
			}
		}
		return out
	}
	for i := range b.names {
		if b.names[i].sheetID == s.id {
			if a, ok := f.apply(b.names[i].area, rows); ok {
				b.names[i].area = a
			} else {
				b.names[i].sheetID = lostSheet
			}
		}
	}
	b.names = slices.DeleteFunc(b.names, func(n namedRange) bool { return n.sheetID == lostSheet })
	s.merges = slices.DeleteFunc(keep(s.merges), func(a area) bool { return a.height() == 1 && a.width() == 1 })
	for i := range s.rules {
		s.rules[i].areas = keep(s.rules[i].areas)
	}
	s.trackRules(f, rows)
	s.rules = slices.DeleteFunc(s.rules, func(r rule) bool { return len(r.areas) == 0 })
	guards := s.guards[:0:0]
	for _, g := range s.guards {
		if a, ok := f.apply(g.area, rows); ok {
			g.area = a
			guards = append(guards, g)
		}
	}
	s.guards = guards
	groups := s.groups[:0:0]
	for _, g := range s.groups {
		ok := true
		if g.rows == rows {
			g.from, g.to, ok = f(g.from, g.to)
		}
		if ok {
			groups = append(groups, g)
		}
	}
	s.groups = groups
	if s.filter != nil {
		if a, ok := f.apply(s.filterA, rows); ok {
			s.filterA = a
		} else {
			s.filter = nil
		}
	}
	dimension := pick(rows, "ROWS", "COLUMNS")
	marks := b.metadata[:0:0]
	for _, md := range b.metadata {
		ok := true
		if !md.onSpreadsheet && md.sheetID == s.id && md.dimension == dimension {
			md.from, md.to, ok = f(md.from, md.to)
		}
		if ok {
			marks = append(marks, md)
		}
	}
	b.metadata = marks
	b.rewrite(func(home *sheet, r, c int, ref reference) reference {
		if b.refSheet(ref, home) != s {
			return ref
		}
		return ref.mapped(f, rows)
	})
}

// insert adds n rows or columns before at, formatted like their neighbour.
func (b *book) insert(s *sheet, rows bool, at, n int, likeBefore bool) {
	if rows {
		var pattern *row
		if likeBefore && at > 0 {
			pattern = s.rows[at-1]
		} else if !likeBefore && at < len(s.rows) {
			pattern = s.rows[at]
		}
		fresh := make([]*row, n)
		for i := range fresh {
			fresh[i] = pattern.formatsOnly()
		}
		s.rows = slices.Insert(s.rows, at, fresh...)
		b.track(s, true, inserted(at, n))
		return
	}
	like := at
	if likeBefore {
		like = at - 1
	}
	s.columns = slices.Insert(s.columns, at, make([]column, n)...)
	for i := range n {
		if like >= 0 && like < s.colCount()-n {
			from := like
			if from >= at {
				from += n
			}
			s.columns[at+i].width = s.columns[from].width
		}
	}
	for r, line := range s.rows {
		if line == nil || (at >= len(line.cells) && like >= len(line.cells)) {
			continue
		}
		fresh := line.clone()
		pattern := noCell
		if like >= 0 {
			pattern = line.cell(like).formatOnly()
		}
		if at > len(fresh.cells) {
			fresh.cells = append(fresh.cells, make([]*cell, at-len(fresh.cells))...)
		}
		fresh.cells = slices.Insert(fresh.cells, at, make([]*cell, n)...)
		for i := range n {
			fresh.set(at+i, pattern)
		}
		s.rows[r] = fresh
	}
	b.track(s, false, inserted(at, n))
}

func (c *cell) formatOnly() *cell { return &cell{format: c.format, rule: c.rule} }

func (r *row) formatsOnly() *row {
	if r == nil {
		return nil
	}
	out := &row{height: r.height}
	for col, c := range r.cells {
		if c != nil {
			out.set(col, c.formatOnly())
		}
	}
	return out
}

func (b *book) remove(s *sheet, rows bool, from, to int) {
	if rows {
		s.rows = slices.Delete(s.rows, from, to)
	} else {
		s.columns = slices.Delete(s.columns, from, to)
		for r, line := range s.rows {
			if line != nil && from < len(line.cells) {
				fresh := line.clone()
				fresh.cells = slices.Delete(fresh.cells, from, min(to, len(fresh.cells)))
				s.rows[r] = fresh
			}
		}
	}
	s.thaw(rows, from, to)
	b.track(s, rows, deleted(from, to))
}

// thaw takes deleted rows or columns out of the frozen ones.
func (s *sheet) thaw(rows bool, from, to int) {
	name := pick(rows, "frozenRowCount", "frozenColumnCount")
	frozen := s.props.sub("gridProperties").int(name)
	if gone := min(frozen, to) - from; gone > 0 {
		s.props = s.props.with("gridProperties", s.props.sub("gridProperties").with(name, float64(frozen-gone)))
	}
}

func (b *book) move(s *sheet, rows bool, from, to, dest int) {
	if rows {
		s.rows = moveSlice(s.rows, from, to, dest)
	} else {
		s.columns = moveSlice(s.columns, from, to, dest)
		for r, line := range s.rows {
			if line != nil {
				fresh := line.clone()
				if n := max(to, dest) - len(fresh.cells); n > 0 {
					fresh.cells = append(fresh.cells, make([]*cell, n)...)
				}
				fresh.cells = moveSlice(fresh.cells, from, to, dest)
				s.rows[r] = fresh
			}
		}
	}
	b.track(s, rows, moved(from, to, dest))
}

func moveSlice[T any](list []T, from, to, dest int) []T {
	block := slices.Clone(list[from:to])
	if dest > from {
		dest -= to - from
	}
	return slices.Insert(slices.Delete(list, from, to), dest, block...)
}

// resize changes the grid's size at its far edges.
func (b *book) resize(s *sheet, rows, cols int) {
	if rows < s.rowCount() {
		b.remove(s, true, rows, s.rowCount())
	}
	if cols < s.colCount() {
		b.remove(s, false, cols, s.colCount())
	}
	s.grow(rows, cols)
}
