package sheetsim

import "fmt"

// TypeRows enters text into the cells at and below a1 as Type does, "" leaving
// a cell as it is; the grid grows when it must. Pasting a file of text does the
// same.
func (h *Hand) TypeRows(tab, a1 string, rows [][]string) error {
	return h.edit(tab, func(x *batch, s *sheet) error {
		a, ok := parseArea(a1)
		if !ok {
			return fmt.Errorf("%q is no cell", a1)
		}
		width := 0
		for _, texts := range rows {
			width = max(width, len(texts))
		}
		if err := checkSize(a.row0+len(rows), a.col0+max(1, width), 0); err != nil {
			return err
		}
		s.grow(a.row0+len(rows), a.col0+width)
		for i, texts := range rows {
			for j, text := range texts {
				if text == "" {
					continue
				}
				row, col := a.row0+i, a.col0+j
				c, problem := writer{x.book, false, x.now}.enterText(s.cell(row, col), text)
				if problem != "" {
					return fmt.Errorf("type %q into row %d of %s: %s", text, row+1, tab, problem)
				}
				s.set(row, col, c)
			}
		}
		return nil
	})
}

// Merge merges a range: its first value stays, the others go.
func (h *Hand) Merge(tab, a1 string) error {
	return h.edit(tab, func(_ *batch, s *sheet) error {
		a, err := within(s, a1)
		if err != nil {
			return err
		}
		return s.merge(a, []area{a})
	})
}
