package sheetsim

// Content is what a cell holds, without its dress.
type Content struct {
	Value   any    // nil, float64 (dates too), string, bool; an error as its code
	Formula string // with its "="
	Note    string
}

// Contents gives the cells of a tab, trailing blank ones left out. It costs a
// fraction of a Snapshot; nil when there is no such tab.
func (s *Sim) Contents(id, tab string) [][]Content {
	s.mu.Lock()
	defer s.mu.Unlock()
	b := s.books[id]
	if b == nil {
		return nil
	}
	t := b.sheetByTitle(tab)
	if t == nil {
		return nil
	}
	b.at(s.opts.Now())
	var rows [][]Content
	for r, line := range t.rows {
		if line == nil && !b.spills(t) {
			continue
		}
		var cells []Content
		for c := range t.colCount() {
			at, v := t.cell(r, c), b.value(t, r, c)
			if v.kind == kindEmpty && at.formula == nil && at.note == "" {
				continue
			}
			for len(cells) < c {
				cells = append(cells, Content{})
			}
			found := Content{Value: v.plain(), Note: at.note}
			if at.formula != nil {
				found.Formula = at.formula.source
			}
			cells = append(cells, found)
		}
		if len(cells) > 0 {
			for len(rows) < r {
				rows = append(rows, nil)
			}
			rows = append(rows, cells)
		}
	}
	return rows
}

func (v value) plain() any {
	switch v.kind {
	case kindNumber:
		return v.num
	case kindText, kindError:
		return v.str
	case kindBool:
		return v.num != 0
	}
	return nil
}
