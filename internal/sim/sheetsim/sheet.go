package sheetsim

// sheet is one tab. Its rows are shared between clones of a book; set
// replaces them.
type sheet struct {
	id      int
	title   string
	props   obj // SheetProperties without id, title, index and the counts
	rows    []*row
	columns []column
	merges  []area
	filter  obj         // BasicFilter without its range; nil when there is none
	filterA area        // the filter's range
	rules   []rule      // conditional formats, in order
	guards  []protected // protected ranges
	groups  []group     // row and column groups
}

// rule is a ConditionalFormatRule whose ranges follow the grid.
type rule struct {
	areas   []area
	body    obj
	formula *formula // of a CUSTOM_FORMULA, as for the first cell of the first area
}

type protected struct {
	id   int
	area area
	body obj
}

// group is a DimensionGroup.
type group struct {
	rows            bool
	from, to, depth int
	collapsed       bool
}

// Defaults of a new tab and of its dimensions.
const (
	defaultRows        = 1000
	defaultColumns     = 26
	defaultRowPixels   = 21
	defaultColumnPixel = 100
)

func newSheet(id int, title string, rows, columns int) *sheet {
	return &sheet{id: id, title: title, props: obj{}, rows: make([]*row, rows), columns: make([]column, columns)}
}

func (s *sheet) rowCount() int { return len(s.rows) }
func (s *sheet) colCount() int { return len(s.columns) }

func (s *sheet) hidden() bool { return s.props.flag("hidden") }

func (s *sheet) grid() area { return area{0, s.rowCount(), 0, s.colCount()} }

func (s *sheet) cell(r, c int) *cell {
	if r < 0 || r >= len(s.rows) {
		return noCell
	}
	return s.rows[r].cell(c)
}

func (s *sheet) set(r, c int, v *cell) {
	if r < 0 || r >= len(s.rows) || c < 0 || c >= len(s.columns) {
		return
	}
	fresh := s.rows[r].clone()
	fresh.set(c, v)
	s.rows[r] = fresh
}

// fill applies change to every cell of a, a row at a time.
func (s *sheet) fill(a area, change func(r, c int, old *cell) *cell) {
	a = a.clip(s.rowCount(), s.colCount())
	for r := a.row0; r < a.row1; r++ {
		fresh := s.rows[r].clone()
		for c := a.col0; c < a.col1; c++ {
			fresh.set(c, change(r, c, fresh.cell(c)))
		}
		s.rows[r] = fresh
	}
}

// usedArea is the smallest area from A1 that holds every value.
func (s *sheet) usedArea() area {
	var used area
	for r, line := range s.rows {
		if line == nil {
			continue
		}
		for c := len(line.cells) - 1; c >= 0; c-- {
			if !line.cell(c).blank() {
				used.row1, used.col1 = r+1, max(used.col1, c+1)
				break
			}
		}
	}
	return used
}

// clone shares rows and copies everything that is changed in place.
func (s *sheet) clone() *sheet {
	out := *s
	out.rows = append([]*row(nil), s.rows...)
	out.columns = append([]column(nil), s.columns...)
	out.merges = append([]area(nil), s.merges...)
	out.rules = append([]rule(nil), s.rules...)
	for i := range out.rules {
		out.rules[i].areas = append([]area(nil), out.rules[i].areas...)
	}
	out.guards = append([]protected(nil), s.guards...)
	out.groups = append([]group(nil), s.groups...)
	return &out
}

// unlessMerged returns v, without its content where the cell lies under a
// merge: only the merge's top left cell holds a value.
func (s *sheet) unlessMerged(r, c int, v *cell) *cell {
	for _, m := range s.merges {
		if m.contains(area{r, r + 1, c, c + 1}) && (r != m.row0 || c != m.col0) {
			return v.withContent(noCell)
		}
	}
	return v
}
