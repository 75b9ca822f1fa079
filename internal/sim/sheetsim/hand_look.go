package sheetsim

import (
	"fmt"
	"strconv"
)

// Look is how cells are dressed. What is zero stays as it is.
type Look struct {
	Bold       bool
	Background string // "#rrggbb"
	Pattern    string // of numbers: "#,##0.00"
}

// Freeze keeps the first rows and columns in sight; 0 lets them go.
func (h *Hand) Freeze(tab string, rows, columns int) error {
	return h.edit(tab, func(_ *batch, s *sheet) error {
		if rows < 0 || columns < 0 || rows >= s.rowCount() || columns >= s.colCount() {
			return fmt.Errorf("can't freeze %d rows and %d columns of %q", rows, columns, s.title)
		}
		grid := s.props.sub("gridProperties").with("frozenRowCount", float64(rows)).with("frozenColumnCount", float64(columns))
		s.props = s.props.with("gridProperties", grid)
		return nil
	})
}

// Widen sets a column's width.
func (h *Hand) Widen(tab string, column, pixels int) error {
	return h.edit(tab, func(_ *batch, s *sheet) error {
		if column < 0 || column >= s.colCount() || pixels < 1 {
			return fmt.Errorf("can't make column %d of %q %d pixels wide", column, s.title, pixels)
		}
		s.columns[column].width = pixels
		return nil
	})
}

// Dress gives a range a look and keeps its content.
func (h *Hand) Dress(tab, a1 string, look Look) error {
	return h.edit(tab, func(_ *batch, s *sheet) error {
		a, err := within(s, a1)
		if err != nil {
			return err
		}
		color, err := colorOf(look.Background)
		if err != nil {
			return err
		}
		s.fill(a, func(_, _ int, old *cell) *cell {
			fresh := *old
			if color != nil {
				fresh.format = fresh.format.with("backgroundColor", color)
			}
			if look.Bold {
				fresh.format = fresh.format.with("textFormat", fresh.format.sub("textFormat").with("bold", true))
			}
			if look.Pattern != "" {
				return fresh.withNumberFormat(&numberFormat{"NUMBER", look.Pattern})
			}
			return &fresh
		})
		return nil
	})
}

// colorOf reads "#rrggbb" as a Color message; "" is none.
func colorOf(text string) (obj, error) {
	if text == "" {
		return nil, nil
	}
	n, err := strconv.ParseUint(text[1:], 16, 32)
	if err != nil || len(text) != 7 || text[0] != '#' {
		return nil, fmt.Errorf("color %q is not #rrggbb", text)
	}
	part := func(shift uint) float64 { return float64(n>>shift&0xff) / 255 }
	return obj{"red": part(16), "green": part(8), "blue": part(0)}, nil
}

// HideRows hides rows, as a filter or a person does: they stay where they are.
func (h *Hand) HideRows(tab string, index, n int) error {
	return h.edit(tab, func(_ *batch, s *sheet) error {
		if index < 0 || n < 1 || index+n > s.rowCount() {
			return fmt.Errorf("rows %d to %d are not in tab %q", index, index+n, s.title)
		}
		for i := index; i < index+n; i++ {
			fresh := s.rows[i].clone()
			fresh.hidden = true
			s.rows[i] = fresh
		}
		return nil
	})
}
