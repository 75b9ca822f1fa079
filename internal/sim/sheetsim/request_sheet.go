package sheetsim

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// maxTitle is the longest title of a tab.
const maxTitle = 100

var localeForm = regexp.MustCompile(`^[a-z]{2,3}(_[A-Z]{2})?$`)

func (x *batch) addSheet(r obj) (obj, error) {
	s, err := x.insertSheet(r.sub("properties"))
	if err != nil {
		return nil, err
	}
	return obj{"properties": s.properties(x.book.indexOf(s.id))}, nil
}

func (x *batch) insertSheet(p obj) (*sheet, error) {
	b := x.book
	id := x.freeSheetID()
	if p.has("sheetId") {
		if id = p.int("sheetId"); b.sheetByID(id) != nil {
			return nil, refuse("Sheet with ID %d already exists.", id)
		}
	}
	title := p.str("title")
	if title == "" {
		title = b.freeTitle()
	}
	if err := b.checkTitle(title, nil); err != nil {
		return nil, err
	}
	if kind := p.str("sheetType"); kind != "" && kind != "GRID" {
		return nil, refuse("Cannot add a sheet of type %s.", kind)
	}
	grid := p.sub("gridProperties")
	rows, cols := grid.intOr("rowCount", defaultRows), grid.intOr("columnCount", defaultColumns)
	if err := checkSize(rows, cols, b.cellCount()); err != nil {
		return nil, err
	}
	s := newSheet(id, title, rows, cols)
	if err := s.adopt(p); err != nil {
		return nil, err
	}
	at := len(b.sheets)
	if p.has("index") {
		if at = p.int("index"); at < 0 || at > len(b.sheets) {
			return nil, refuse("Sheet index %d is out of range.", at)
		}
	}
	b.sheets = slices.Insert(b.sheets, at, s)
	return s, nil
}

// seedSheet adds one of the sheets of a create request, its cells included.
func (x *batch) seedSheet(sh obj) error {
	p := sh.sub("properties")
	if len(x.book.sheets) == 0 && !p.has("sheetId") {
		p = p.with("sheetId", 0.0)
	}
	if p.str("title") == "" {
		p = p.with("title", x.book.freeTitle())
	}
	s, err := x.insertSheet(p)
	if err != nil {
		return err
	}
	for _, d := range sh.objects("data") {
		if err := x.writeRows(s, d.int("startRow"), d.int("startColumn"), d.objects("rowData"), nil); err != nil {
			return err
		}
	}
	return nil
}

func (x *batch) freeSheetID() int {
	for {
		if id := x.sim.newNumber(); x.book.sheetByID(id) == nil {
			return id
		}
	}
}

// freeTitle is the next unused "Sheet2" of the locale.
func (b *book) freeTitle() string {
	base := strings.TrimRight(localeOf(b.locale).firstSheet, "0123456789")
	for n := len(b.sheets) + 1; ; n++ {
		if title := base + strconv.Itoa(n); b.sheetByTitle(title) == nil {
			return title
		}
	}
}

func (b *book) checkTitle(title string, own *sheet) error {
	if len([]rune(title)) > maxTitle {
		return refuse("The sheet name cannot be greater than %d characters.", maxTitle)
	}
	if other := b.sheetByTitle(title); other != nil && other != own {
		return refuse("A sheet with the name \"%s\" already exists. Please enter another name.", title)
	}
	return nil
}

func checkSize(rows, cols, others int) error {
	switch {
	case rows < 1 || cols < 1:
		return refuse("A sheet must have at least one row and one column.")
	case cols > maxColumns:
		return refuse("This action would increase the number of columns in the sheet above the limit of %d.", maxColumns)
	case rows > maxCells || rows*cols+others > maxCells:
		return refusal(tooManyCells().message)
	}
	return nil
}

// adopt takes over the properties that are kept as they are.
func (s *sheet) adopt(p obj) error {
	props := obj{}
	for k, v := range p {
		switch k {
		case "sheetId", "title", "index", "sheetType", "gridProperties":
		default:
			props[k] = v
		}
	}
	grid := obj{}
	for k, v := range p.sub("gridProperties") {
		if k != "rowCount" && k != "columnCount" {
			grid[k] = v
		}
	}
	if grid.int("frozenRowCount") >= s.rowCount() && grid.int("frozenRowCount") > 0 {
		return refuse("You can't freeze all visible rows on the sheet.")
	}
	if grid.int("frozenColumnCount") >= s.colCount() && grid.int("frozenColumnCount") > 0 {
		return refuse("You can't freeze all visible columns on the sheet.")
	}
	if len(grid) > 0 {
		props["gridProperties"] = grid
	}
	if color := props.sub("tabColor"); color != nil && !props.has("tabColorStyle") {
		props["tabColorStyle"] = obj{"rgbColor": color}
	}
	s.props = props
	return nil
}

func (x *batch) updateSheetProperties(r obj) (obj, error) {
	src := r.sub("properties")
	m, err := updateMask(r, "SheetProperties")
	if err != nil {
		return nil, err
	}
	b := x.book
	s, err := x.sheet(src.int("sheetId"))
	if err != nil {
		return nil, err
	}
	full := s.props.with("title", s.title).with("gridProperties", s.fullGrid())
	merged := m.merge(full, src, "SheetProperties")
	if style := src.sub("tabColorStyle"); src.has("tabColorStyle") && m.mentions("tabColorStyle") && !style.has("rgbColor") && !style.has("themeColor") {
		delete(merged, "tabColorStyle")
	}
	if _, ok := m["tabColor"]; ok {
		delete(merged, "tabColorStyle")
	}
	if title := merged.str("title"); title != s.title {
		if title == "" {
			return nil, refuse("The sheet name cannot be empty.")
		}
		if err := b.checkTitle(title, s); err != nil {
			return nil, err
		}
		b.renameSheet(s, title)
	}
	grid := merged.sub("gridProperties")
	rows, cols := grid.intOr("rowCount", s.rowCount()), grid.intOr("columnCount", s.colCount())
	if rows != s.rowCount() || cols != s.colCount() {
		if err := checkSize(rows, cols, b.cellCount()-s.rowCount()*s.colCount()); err != nil {
			return nil, err
		}
		b.resize(s, rows, cols)
	}
	if err := s.adopt(merged); err != nil {
		return nil, err
	}
	if !b.anyVisible() {
		return nil, refuse("You can't hide all the sheets in a document.")
	}
	if _, ok := m["index"]; ok {
		return nil, x.moveSheet(s, src.int("index"))
	}
	return nil, nil
}

func (s *sheet) fullGrid() obj {
	grid := obj{"rowCount": float64(s.rowCount()), "columnCount": float64(s.colCount())}
	maps.Copy(grid, s.props.sub("gridProperties"))
	return grid
}

// moveSheet puts a tab before the one that stands at index now.
func (x *batch) moveSheet(s *sheet, index int) error {
	b := x.book
	from := b.indexOf(s.id)
	if index < 0 || index > len(b.sheets) {
		return refuse("Sheet index %d is out of range.", index)
	}
	if index > from {
		index--
	}
	b.sheets = slices.Insert(slices.Delete(b.sheets, from, from+1), index, s)
	return nil
}

func (x *batch) deleteSheet(r obj) (obj, error) {
	b := x.book
	s, err := x.sheet(r.int("sheetId"))
	if err != nil {
		return nil, err
	}
	if len(b.sheets) == 1 {
		return nil, refuse("You can't remove all the sheets in a document.")
	}
	b.sheets = slices.DeleteFunc(b.sheets, func(o *sheet) bool { return o == s })
	if !b.anyVisible() {
		return nil, refuse("You can't remove all the visible sheets in a document.")
	}
	b.names = slices.DeleteFunc(b.names, func(n namedRange) bool { return n.sheetID == s.id })
	b.metadata = slices.DeleteFunc(b.metadata, func(md metadata) bool { return !md.onSpreadsheet && md.sheetID == s.id })
	b.loseSheet(s)
	return nil, nil
}

func (x *batch) duplicateSheet(r obj) (obj, error) {
	b := x.book
	from, err := x.sheet(r.int("sourceSheetId"))
	if err != nil {
		return nil, err
	}
	s := from.clone()
	s.id = x.freeSheetID()
	if r.has("newSheetId") {
		if s.id = r.int("newSheetId"); b.sheetByID(s.id) != nil {
			return nil, refuse("Sheet with ID %d already exists.", s.id)
		}
	}
	if s.title = r.str("newSheetName"); s.title == "" {
		s.title = b.copyTitle(from.title)
	}
	if err := b.checkTitle(s.title, nil); err != nil {
		return nil, err
	}
	at := r.int("insertSheetIndex")
	if at < 0 || at > len(b.sheets) {
		return nil, refuse("Sheet index %d is out of range.", at)
	}
	for i := range s.guards {
		s.guards[i].id = x.sim.newNumber()
	}
	b.sheets = slices.Insert(b.sheets, at, s)
	return obj{"properties": s.properties(at)}, nil
}

func (b *book) copyTitle(title string) string {
	for n := 1; ; n++ {
		copied := "Copy of " + title
		if n > 1 {
			copied += " " + strconv.Itoa(n)
		}
		if b.sheetByTitle(copied) == nil {
			return copied
		}
	}
}

func (x *batch) updateSpreadsheetProperties(r obj) (obj, error) {
	m, err := updateMask(r, "SpreadsheetProperties")
	if err != nil {
		return nil, err
	}
	b := x.book
	merged := m.merge(b.props.with("title", b.title).with("locale", b.locale).with("timeZone", b.timeZone), r.sub("properties"), "SpreadsheetProperties")
	if merged.str("title") == "" {
		return nil, refuse("The spreadsheet title cannot be empty.")
	}
	if _, err := time.LoadLocation(merged.str("timeZone")); err != nil || merged.str("timeZone") == "" {
		return nil, refuse("Invalid time zone: %s", merged.str("timeZone"))
	}
	if !localeForm.MatchString(merged.str("locale")) {
		return nil, refuse("Unsupported locale: %s", merged.str("locale"))
	}
	b.title, b.timeZone = merged.str("title"), merged.str("timeZone")
	b.setLocale(merged.str("locale"))
	for _, name := range []string{"title", "timeZone", "locale", "defaultFormat"} {
		delete(merged, name)
	}
	b.props = merged
	return nil, nil
}
