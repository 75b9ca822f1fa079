package sheetsim

import (
	"fmt"
	"slices"
	"time"
)

// Hand is a person who edits a spreadsheet in a browser. Each act is one
// change: it is applied whole, grows the Drive version and signals
// subscribers. Rows and columns are counted from zero.
type Hand struct {
	sim   *Sim
	id    string
	email string
}

// Formula is a formula to be set by SetValues, with its "=".
type Formula string

// Date is a day to be set by SetValues: a serial number with the locale's
// date format.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// Human returns the hands of a person in a spreadsheet.
func (s *Sim) Human(id, email string) *Hand { return &Hand{s, id, email} }

// edit runs change on a clone of the book and commits it.
func (h *Hand) edit(tab string, change func(x *batch, s *sheet) error) error {
	h.sim.mu.Lock()
	defer h.sim.mu.Unlock()
	old := h.sim.books[h.id]
	if old == nil {
		return fmt.Errorf("spreadsheet %s does not exist", h.id)
	}
	x := &batch{sim: h.sim, book: old.clone(), now: h.sim.opts.Now()}
	x.book.at(x.now)
	x.book.editor = h.email
	var s *sheet
	if tab != "" {
		if s = x.book.sheetByTitle(tab); s == nil {
			return fmt.Errorf("tab %q does not exist", tab)
		}
	}
	if err := change(x, s); err != nil {
		return err
	}
	h.sim.commit(x.book)
	return nil
}

// within reads A1 notation inside a tab and checks it against the grid.
func within(s *sheet, a1Text string) (area, error) {
	a, ok := parseArea(a1Text)
	if !ok || a.row0 >= s.rowCount() || a.col0 >= s.colCount() {
		return a, fmt.Errorf("range %q is not in tab %q", a1Text, s.title)
	}
	return a.clip(s.rowCount(), s.colCount()), nil
}

// Type enters text into a cell as the spreadsheet's locale reads it: numbers,
// dates, percentages, amounts of money, formulas. "" empties the cell.
func (h *Hand) Type(tab, a1, input string) error {
	return h.edit(tab, func(x *batch, s *sheet) error {
		a, err := within(s, a1)
		if err != nil {
			return err
		}
		c, problem := writer{x.book, false, x.now}.enterText(s.cell(a.row0, a.col0), input)
		if problem != "" {
			return fmt.Errorf("type into %s!%s: %s", tab, a1, problem)
		}
		if !x.book.allowed(s.cell(a.row0, a.col0).rule, c) {
			return fmt.Errorf("type into %s!%s: the cell's data validation refuses %q", tab, a1, input)
		}
		s.set(a.row0, a.col0, c)
		return nil
	})
}

// allowed tells whether a strict dropdown or checkbox lets a person type c.
// The API is not held to it, as in the real service.
func (b *book) allowed(rule obj, c *cell) bool {
	if !rule.flag("strict") || c.blank() || c.formula != nil {
		return true
	}
	condition := rule.sub("condition")
	switch condition.str("type") {
	case "ONE_OF_LIST":
		text := render(c.literal, nil, localeOf(b.locale))
		return slices.ContainsFunc(condition.objects("values"), func(v obj) bool { return v.str("userEnteredValue") == text })
	case "BOOLEAN":
		return c.literal.kind == kindBool
	}
	return true
}

// SetValues puts typed values at and below a1: string (kept as text), int,
// int64, float64, bool, Formula, Date, and nil, which empties the cell. The
// grid grows when it must.
func (h *Hand) SetValues(tab, a1 string, values [][]any) error {
	return h.edit(tab, func(x *batch, s *sheet) error {
		a, ok := parseArea(a1)
		if !ok {
			return fmt.Errorf("range %q is not A1 notation", a1)
		}
		width := 0
		for _, line := range values {
			width = max(width, len(line))
		}
		if err := checkSize(a.row0+len(values), a.col0+max(1, width), 0); err != nil {
			return err
		}
		s.grow(a.row0+len(values), a.col0+width)
		for i, line := range values {
			fresh := s.rows[a.row0+i].clone()
			for j, v := range line {
				c, err := x.typed(fresh.cell(a.col0+j), v)
				if err != nil {
					return fmt.Errorf("set %s!%s: %w", tab, cellName(a.row0+i, a.col0+j), err)
				}
				fresh.set(a.col0+j, c)
			}
			s.rows[a.row0+i] = fresh
		}
		return nil
	})
}

func (x *batch) typed(old *cell, v any) (*cell, error) {
	content := noCell
	switch t := v.(type) {
	case nil:
	case string:
		content = &cell{literal: textValue(t)}
		if t == "" {
			content = noCell
		}
	case int:
		content = &cell{literal: numberValue(float64(t))}
	case int64:
		content = &cell{literal: numberValue(float64(t))}
	case float64:
		content = &cell{literal: numberValue(t)}
	case bool:
		content = &cell{literal: boolValue(t)}
	case Formula:
		if len(t) < 2 || t[0] != '=' {
			return nil, fmt.Errorf("formula %q does not begin with =", string(t))
		}
		content = &cell{formula: parseFormula(string(t), localeOf(x.book.locale))}
	case Date:
		serial := serialOf(time.Date(t.Year, t.Month, t.Day, 0, 0, 0, 0, time.UTC))
		fresh := old.withContent(&cell{literal: numberValue(serial)})
		return fresh.withNumberFormat(&numberFormat{"DATE", localeOf(x.book.locale).datePattern}), nil
	default:
		return nil, fmt.Errorf("values of type %T can't be set", v)
	}
	return old.withContent(content), nil
}

// InsertRows adds n empty rows before index.
func (h *Hand) InsertRows(tab string, index, n int) error { return h.insert(tab, true, index, n) }

// InsertColumns adds n empty columns before index.
func (h *Hand) InsertColumns(tab string, index, n int) error { return h.insert(tab, false, index, n) }

func (h *Hand) insert(tab string, rows bool, index, n int) error {
	return h.edit(tab, func(x *batch, s *sheet) error {
		if index < 0 || index > s.size(rows) || n < 1 {
			return fmt.Errorf("can't insert %d at %d", n, index)
		}
		if err := x.roomFor(s, rows, n); err != nil {
			return err
		}
		x.book.insert(s, rows, index, n, index > 0)
		return nil
	})
}

// DeleteRows removes n rows from index on.
func (h *Hand) DeleteRows(tab string, index, n int) error { return h.remove(tab, true, index, n) }

// DeleteColumns removes n columns from index on.
func (h *Hand) DeleteColumns(tab string, index, n int) error { return h.remove(tab, false, index, n) }

func (h *Hand) remove(tab string, rows bool, index, n int) error {
	return h.edit(tab, func(x *batch, s *sheet) error {
		if index < 0 || n < 1 || index+n > s.size(rows) || n == s.size(rows) {
			return fmt.Errorf("can't delete %d from %d", n, index)
		}
		x.book.remove(s, rows, index, index+n)
		return nil
	})
}

// MoveColumn drags column from so that it ends up as column to.
func (h *Hand) MoveColumn(tab string, from, to int) error {
	return h.edit(tab, func(x *batch, s *sheet) error {
		if from < 0 || to < 0 || from >= s.colCount() || to >= s.colCount() {
			return fmt.Errorf("can't move column %d to %d", from, to)
		}
		if to > from {
			to++
		}
		if to != from {
			x.book.move(s, false, from, from+1, to)
		}
		return nil
	})
}

// RenameTab gives a tab another title; formulas follow.
func (h *Hand) RenameTab(tab, title string) error {
	return h.edit(tab, func(x *batch, s *sheet) error {
		if title == "" {
			return fmt.Errorf("a tab needs a title")
		}
		if err := x.book.checkTitle(title, s); err != nil {
			return err
		}
		x.book.renameSheet(s, title)
		return nil
	})
}

// AddTab adds an empty tab at the end.
func (h *Hand) AddTab(title string) error {
	return h.edit("", func(x *batch, _ *sheet) error {
		_, err := x.addSheet(obj{"properties": obj{"title": title}})
		return err
	})
}

// DeleteTab removes a tab.
func (h *Hand) DeleteTab(tab string) error {
	return h.edit(tab, func(x *batch, s *sheet) error {
		_, err := x.deleteSheet(obj{"sheetId": float64(s.id)})
		return err
	})
}

// HideTab hides a tab or shows it again.
func (h *Hand) HideTab(tab string, hidden bool) error {
	return h.edit(tab, func(x *batch, s *sheet) error {
		s.props = s.props.with("hidden", hidden)
		if !x.book.anyVisible() {
			return fmt.Errorf("the last visible tab can't be hidden")
		}
		return nil
	})
}

// SortRange sorts the rows of a range by one column, counted within the tab.
// Columns outside the range stay where they are.
func (h *Hand) SortRange(tab, a1 string, col int, descending bool) error {
	return h.edit(tab, func(x *batch, s *sheet) error {
		a, err := within(s, a1)
		if err != nil {
			return err
		}
		if col < a.col0 || col >= a.col1 {
			return fmt.Errorf("column %d is outside %s", col, a1)
		}
		x.sortArea(s, a, []sortKey{{col, descending}})
		return nil
	})
}

// Clear empties a range, and keeps formats.
func (h *Hand) Clear(tab, a1 string) error {
	return h.edit(tab, func(x *batch, s *sheet) error {
		a, err := within(s, a1)
		if err != nil {
			return err
		}
		x.book.clearArea(place{s, a})
		return nil
	})
}

// Note sets a cell's note; "" removes it.
func (h *Hand) Note(tab, a1, text string) error {
	return h.edit(tab, func(x *batch, s *sheet) error {
		a, err := within(s, a1)
		if err != nil {
			return err
		}
		fresh := *s.cell(a.row0, a.col0)
		fresh.note = text
		s.set(a.row0, a.col0, &fresh)
		return nil
	})
}

// Version is the spreadsheet's Drive version, 0 when it does not exist.
func (s *Sim) Version(id string) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	if b := s.books[id]; b != nil {
		return b.version
	}
	return 0
}

// Spreadsheets lists the ids of all spreadsheets, oldest first.
func (s *Sim) Spreadsheets() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.order)
}
