package sheetsim

import "slices"

func (x *batch) mergeCells(r obj) (obj, error) {
	s, a, err := x.closed(r.sub("range"))
	if err != nil {
		return nil, err
	}
	var fresh []area
	switch r.str("mergeType") {
	case "", "MERGE_ALL":
		fresh = []area{a}
	case "MERGE_ROWS":
		for row := a.row0; row < a.row1; row++ {
			fresh = append(fresh, area{row, row + 1, a.col0, a.col1})
		}
	case "MERGE_COLUMNS":
		for col := a.col0; col < a.col1; col++ {
			fresh = append(fresh, area{a.row0, a.row1, col, col + 1})
		}
	}
	return nil, s.merge(a, fresh)
}

// merge makes an area one block, or several.
func (s *sheet) merge(a area, fresh []area) error {
	for _, m := range s.merges {
		if o := m.overlap(a); !o.empty() && !a.contains(m) {
			return refuse("You must select all cells in a merged range to merge or unmerge them.")
		}
	}
	s.merges = slices.DeleteFunc(s.merges, a.contains)
	for _, m := range fresh {
		if m.height() == 1 && m.width() == 1 {
			continue
		}
		s.merges = append(s.merges, m)
		s.keepAnchor(m)
	}
	return nil
}

// keepAnchor moves the first value found into the top left cell and drops the
// others, as merging does.
func (s *sheet) keepAnchor(m area) {
	anchor := s.cell(m.row0, m.col0)
	for row := m.row0; row < m.row1 && anchor.blank(); row++ {
		for col := m.col0; col < m.col1 && anchor.blank(); col++ {
			if c := s.cell(row, col); !c.blank() {
				anchor = anchor.withContent(c)
			}
		}
	}
	s.fill(m, func(row, col int, old *cell) *cell {
		if row == m.row0 && col == m.col0 {
			return anchor
		}
		return old.withContent(noCell)
	})
}

func (x *batch) unmergeCells(r obj) (obj, error) {
	s, a, err := x.closed(r.sub("range"))
	if err != nil {
		return nil, err
	}
	for _, m := range s.merges {
		if o := m.overlap(a); !o.empty() && !a.contains(m) {
			return nil, refuse("You must select all cells in a merged range to merge or unmerge them.")
		}
	}
	s.merges = slices.DeleteFunc(s.merges, a.contains)
	return nil, nil
}
