package sheetsim

import (
	"regexp"
	"strconv"
	"strings"
)

// maxColumns is the widest a sheet may be: column ZZZ.
const maxColumns = 18278

// area is a rectangle of cells, half open and zero based. An end of open means
// to the edge of the grid, whatever its size.
type area struct{ row0, row1, col0, col1 int }

const open = 1 << 30

func (a area) clip(rows, cols int) area {
	a.row1, a.col1 = min(a.row1, rows), min(a.col1, cols)
	a.row0, a.col0 = min(a.row0, a.row1), min(a.col0, a.col1)
	return a
}

func (a area) height() int { return a.row1 - a.row0 }
func (a area) width() int  { return a.col1 - a.col0 }
func (a area) empty() bool { return a.row0 >= a.row1 || a.col0 >= a.col1 }

func (a area) contains(b area) bool {
	return a.row0 <= b.row0 && b.row1 <= a.row1 && a.col0 <= b.col0 && b.col1 <= a.col1
}

func (a area) overlap(b area) area {
	return area{max(a.row0, b.row0), min(a.row1, b.row1), max(a.col0, b.col0), min(a.col1, b.col1)}
}

// columnName writes a zero-based column as letters.
func columnName(col int) string {
	var letters []byte
	for n := col + 1; n > 0; n = (n - 1) / 26 {
		letters = append([]byte{byte('A' + (n-1)%26)}, letters...)
	}
	return string(letters)
}

func columnIndex(letters string) int {
	n := 0
	for _, r := range strings.ToUpper(letters) {
		n = n*26 + int(r-'A') + 1
	}
	return n - 1
}

var (
	cornerForm = regexp.MustCompile(`^\$?([A-Za-z]{1,3})?\$?([1-9][0-9]{0,7})?$`)
	cellForm   = regexp.MustCompile(`^[A-Za-z]{1,3}[0-9]+$`)
	r1c1Form   = regexp.MustCompile(`^(?i)(R[0-9]*)?(C[0-9]*)?$`)
	bareTitle  = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)
)

// corner reads one side of a range; a missing part is -1.
func corner(text string) (row, col int, ok bool) {
	m := cornerForm.FindStringSubmatch(text)
	if m == nil || (m[1] == "" && m[2] == "") {
		return 0, 0, false
	}
	row, col = -1, -1
	if m[1] != "" {
		col = columnIndex(m[1])
	}
	if m[2] != "" {
		n, err := strconv.Atoi(m[2])
		if err != nil {
			return 0, 0, false
		}
		row = n - 1
	}
	return row, col, true
}

// parseArea reads the part of A1 notation after the sheet: "B2", "A1:C",
// "2:5", "D4:A1".
func parseArea(text string) (area, bool) {
	from, to, isRange := strings.Cut(text, ":")
	r0, c0, ok := corner(from)
	if !ok {
		return area{}, false
	}
	if !isRange {
		if r0 < 0 || c0 < 0 {
			return area{}, false
		}
		return area{r0, r0 + 1, c0, c0 + 1}, true
	}
	r1, c1, ok := corner(to)
	if !ok {
		return area{}, false
	}
	rows, okRows := span(r0, r1)
	cols, okCols := span(c0, c1)
	return area{rows[0], rows[1], cols[0], cols[1]}, okRows && okCols
}

// span orders two indexes of one dimension; a missing one (-1) leaves that
// side open. "A1:C" has a start row only.
func span(from, to int) ([2]int, bool) {
	switch {
	case from < 0 && to < 0:
		return [2]int{0, open}, true
	case from < 0:
		return [2]int{to, open}, true
	case to < 0:
		return [2]int{from, open}, true
	case from > to:
		from, to = to, from
	}
	return [2]int{from, to + 1}, true
}

// splitSheet separates "'My tab'!A1:B2" into title and the rest. quoted tells
// that what stands alone is a title for sure.
func splitSheet(text string) (title, rest string, hasTitle, quoted bool) {
	if !strings.HasPrefix(text, "'") {
		if at := strings.LastIndexByte(text, '!'); at >= 0 {
			return text[:at], text[at+1:], true, false
		}
		return "", text, false, false
	}
	var b strings.Builder
	for i := 1; i < len(text); i++ {
		if text[i] != '\'' {
			b.WriteByte(text[i])
			continue
		}
		if i+1 < len(text) && text[i+1] == '\'' {
			b.WriteByte('\'')
			i++
			continue
		}
		switch tail := text[i+1:]; {
		case tail == "":
			return b.String(), "", true, true
		case tail[0] == '!':
			return b.String(), tail[1:], true, true
		default:
			return "", text, false, false
		}
	}
	return "", text, false, false
}

// quoteTitle writes a sheet title as it stands before "!".
func quoteTitle(title string) string {
	if bareTitle.MatchString(title) && !cellForm.MatchString(title) && !r1c1Form.MatchString(title) {
		return title
	}
	return "'" + strings.ReplaceAll(title, "'", "''") + "'"
}

// cellName writes one cell as A1.
func cellName(row, col int) string { return columnName(col) + strconv.Itoa(row+1) }

// a1 writes a closed area under a title, "Sheet1!A1:B2".
func a1(title string, a area) string {
	text := quoteTitle(title) + "!" + cellName(a.row0, a.col0)
	if a.height() == 1 && a.width() == 1 {
		return text
	}
	return text + ":" + cellName(a.row1-1, a.col1-1)
}

// place is an area of a particular sheet.
type place struct {
	sheet *sheet
	area
}

// parsePlace resolves A1 notation, a title or a named range, unclipped.
func (b *book) parsePlace(text string) (place, *apiError) {
	bad := badRequest("Unable to parse range: " + text)
	title, rest, hasTitle, quoted := splitSheet(text)
	if !hasTitle {
		if a, ok := parseArea(rest); ok && len(b.sheets) > 0 {
			return place{b.firstSheet(), a}, nil
		}
		if nr := b.namedRange(rest); nr != nil {
			if s := b.sheetByID(nr.sheetID); s != nil {
				return place{s, nr.area}, nil
			}
		}
		if s := b.sheetByTitle(rest); s != nil {
			return place{s, whole}, nil
		}
		return place{}, bad
	}
	s := b.sheetByTitle(title)
	if s == nil {
		return place{}, bad
	}
	if rest == "" && quoted {
		return place{s, whole}, nil
	}
	if a, ok := parseArea(rest); ok {
		return place{s, a}, nil
	}
	if nr := b.namedRange(rest); nr != nil && nr.sheetID == s.id {
		return place{s, nr.area}, nil
	}
	return place{}, bad
}

var whole = area{0, open, 0, open}

// resolve is parsePlace clipped to the grid; a start outside it is refused as
// the service refuses it.
func (b *book) resolve(text string) (place, *apiError) {
	p, err := b.parsePlace(text)
	if err != nil {
		return p, err
	}
	if p.row0 >= p.sheet.rowCount() || p.col0 >= p.sheet.colCount() {
		return p, p.exceeds()
	}
	p.area = p.clip(p.sheet.rowCount(), p.sheet.colCount())
	return p, nil
}

func (p place) exceeds() *apiError {
	shown := p.area
	if shown.row1 == open {
		shown.row1 = max(p.sheet.rowCount(), shown.row0+1)
	}
	if shown.col1 == open {
		shown.col1 = max(p.sheet.colCount(), shown.col0+1)
	}
	return badRequest("Range (" + a1(p.sheet.title, shown) + ") exceeds grid limits. Max rows: " +
		strconv.Itoa(p.sheet.rowCount()) + ", max columns: " + strconv.Itoa(p.sheet.colCount()))
}
