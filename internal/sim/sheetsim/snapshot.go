package sheetsim

import "fmt"

// Snapshot is a spreadsheet as a page shows it, at one version.
type Snapshot struct {
	ID       string        `json:"id"`
	Title    string        `json:"title"`
	Locale   string        `json:"locale"`
	TimeZone string        `json:"timeZone"`
	Version  int64         `json:"version"`
	Tabs     []TabSnapshot `json:"tabs"`
}

// TabSnapshot is one tab. Rows end with the last one that holds anything, and
// each row with its last such cell.
type TabSnapshot struct {
	ID            int              `json:"id"`
	Title         string           `json:"title"`
	Hidden        bool             `json:"hidden,omitempty"`
	FrozenRows    int              `json:"frozenRows,omitempty"`
	FrozenColumns int              `json:"frozenColumns,omitempty"`
	RowCount      int              `json:"rowCount"`
	ColumnCount   int              `json:"columnCount"`
	ColumnPixels  []int            `json:"columnPixels,omitempty"`
	HiddenColumns []int            `json:"hiddenColumns,omitempty"`
	HiddenRows    []int            `json:"hiddenRows,omitempty"`
	Rows          [][]CellSnapshot `json:"rows"`
}

// CellSnapshot is one cell. Kind is "", number, date, text, bool or error;
// Background is "#rrggbb" or "", of the conditional formats where they set one.
type CellSnapshot struct {
	Formatted    string   `json:"formatted,omitempty"`
	Formula      string   `json:"formula,omitempty"`
	Note         string   `json:"note,omitempty"`
	NumberFormat string   `json:"numberFormat,omitempty"`
	Background   string   `json:"background,omitempty"`
	Bold         bool     `json:"bold,omitempty"`
	Kind         string   `json:"kind,omitempty"`
	Choices      []string `json:"choices,omitempty"`
}

// Snapshot returns the spreadsheet's present state; the zero Snapshot when
// there is none of this id.
func (s *Sim) Snapshot(id string) Snapshot {
	s.mu.Lock()
	defer s.mu.Unlock()
	b := s.books[id]
	if b == nil {
		return Snapshot{}
	}
	b.at(s.opts.Now())
	out := Snapshot{ID: b.id, Title: b.title, Locale: b.locale, TimeZone: b.timeZone, Version: b.version}
	for _, tab := range b.sheets {
		out.Tabs = append(out.Tabs, b.tabSnapshot(tab))
	}
	return out
}

// Tab is the Snapshot of one tab, by its place from 0.
func (s *Sim) Tab(id string, place int) TabSnapshot {
	s.mu.Lock()
	defer s.mu.Unlock()
	b := s.books[id]
	if b == nil || place < 0 || place >= len(b.sheets) {
		return TabSnapshot{}
	}
	b.at(s.opts.Now())
	return b.tabSnapshot(b.sheets[place])
}

func (b *book) tabSnapshot(s *sheet) TabSnapshot {
	grid := s.props.sub("gridProperties")
	out := TabSnapshot{
		ID: s.id, Title: s.title, Hidden: s.hidden(), RowCount: s.rowCount(), ColumnCount: s.colCount(),
		FrozenRows: grid.int("frozenRowCount"), FrozenColumns: grid.int("frozenColumnCount"), Rows: [][]CellSnapshot{},
	}
	for c, col := range s.columns {
		pixels := col.width
		if pixels == 0 {
			pixels = defaultColumnPixel
		}
		out.ColumnPixels = append(out.ColumnPixels, pixels)
		if col.hidden {
			out.HiddenColumns = append(out.HiddenColumns, c)
		}
	}
	for r, line := range s.rows {
		if line != nil && line.hidden {
			out.HiddenRows = append(out.HiddenRows, r)
		}
		var cells []CellSnapshot
		if line != nil || b.spills(s) {
			cells = b.rowSnapshot(s, r)
		}
		if len(cells) > 0 {
			for len(out.Rows) < r {
				out.Rows = append(out.Rows, []CellSnapshot{})
			}
			out.Rows = append(out.Rows, cells)
		}
	}
	return out
}

func (b *book) rowSnapshot(s *sheet, r int) []CellSnapshot {
	var cells []CellSnapshot
	for c := range s.colCount() {
		at, v := s.cell(r, c), b.value(s, r, c)
		look := b.ruleLook(s, r, c, v)
		if at.bare() && v.kind == kindEmpty && look == nil {
			continue
		}
		look = at.format.overlaid(look)
		if v.kind == kindEmpty && at.blank() && at.note == "" && at.rule == nil && look.sub("backgroundColor") == nil {
			continue // formatted for what is to come: nothing to see
		}
		for len(cells) < c {
			cells = append(cells, CellSnapshot{})
		}
		nf := b.formatOf(at, v)
		shot := CellSnapshot{
			Formatted: render(v, nf, localeOf(b.locale)), Note: at.note, Kind: kindNames[v.kind],
			Background: hexColor(look), Bold: look.sub("textFormat").flag("bold"),
		}
		if at.formula != nil {
			shot.Formula = at.formula.source
		}
		if nf != nil {
			shot.NumberFormat = nf.Pattern
		}
		if v.kind == kindNumber && nf.isDate() {
			shot.Kind = "date"
		}
		if condition := at.rule.sub("condition"); condition.str("type") == "ONE_OF_LIST" {
			for _, choice := range condition.objects("values") {
				shot.Choices = append(shot.Choices, choice.str("userEnteredValue"))
			}
		}
		cells = append(cells, shot)
	}
	return cells
}

var kindNames = map[kind]string{kindNumber: "number", kindText: "text", kindBool: "bool", kindError: "error"}

func hexColor(format obj) string {
	color := format.sub("backgroundColor")
	if color == nil {
		return ""
	}
	part := func(name string) int { return int(color.num(name)*255 + 0.5) }
	return fmt.Sprintf("#%02x%02x%02x", part("red"), part("green"), part("blue"))
}
