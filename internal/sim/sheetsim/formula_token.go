package sheetsim

import (
	"regexp"
	"strings"
)

type tokenKind uint8

const (
	tokenSpace tokenKind = iota
	tokenNumber
	tokenText
	tokenRef
	tokenName
	tokenOperator
	tokenSeparator
	tokenOpen
	tokenClose
	tokenError
	tokenBad
)

// token is a piece of a formula. Together the texts make up the source, so
// that a formula whose references move keeps everything else as typed.
type token struct {
	kind tokenKind
	text string
	ref  reference
}

// reference is a cell or range in a formula. Its ends may be open.
type reference struct {
	area
	title            string // of the tab, "" for the formula's own
	single           bool
	rowless, colless bool // "A:B", "2:5"
	fixed            [4]bool
	lost             bool // #REF!
}

// The corners' parts in reference.fixed.
const (
	fixedRow0 = iota
	fixedCol0
	fixedRow1
	fixedCol1
)

var (
	refForm = regexp.MustCompile(`^(?:('(?:[^']|'')+'|[\pL_][\pL\pN_.]*)!)?(#REF!|` +
		`\$?[A-Za-z]{1,3}\$?[1-9][0-9]{0,7}(?::(?:\$?[A-Za-z]{1,3}(?:\$?[1-9][0-9]{0,7})?|\$?[1-9][0-9]{0,7}))?|` +
		`\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}(?:\$?[1-9][0-9]{0,7})?|\$?[1-9][0-9]{0,7}:\$?[1-9][0-9]{0,7})`)
	wordForm     = regexp.MustCompile(`^[\pL_\\][\pL\pN_.]*`)
	spaceForm    = regexp.MustCompile(`^\s+`)
	textForm     = regexp.MustCompile(`^"(?:[^"]|"")*"`)
	errorForm    = regexp.MustCompile(`^#(?:N/A|DIV/0!|NAME\?|VALUE!|NUM!|ERROR!|NULL!)`)
	operatorForm = regexp.MustCompile(`^(?:<>|<=|>=|[-+*/^&=<>%])`)
	followsRef   = regexp.MustCompile(`^[\pL\pN_.(!]`)
	dotNumber    = regexp.MustCompile(`^(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?`)
	commaNumber  = regexp.MustCompile(`^(?:\d+(?:,\d*)?|,\d+)(?:[eE][+-]?\d+)?`)
)

// tokenize splits the text after "=". A semicolon separates arguments in
// every locale; a comma only where it is not the decimal sign.
func tokenize(text string, l *locale) []token {
	var out []token
	take := func(kind tokenKind, n int) {
		out = append(out, token{kind: kind, text: text[:n]})
		text = text[n:]
	}
	numberForm := dotNumber
	if l.decimal == "," {
		numberForm = commaNumber
	}
	for text != "" {
		if m := refForm.FindStringSubmatch(text); m != nil && !followsRef.MatchString(text[len(m[0]):]) {
			if ref, ok := parseReference(m[1], m[2]); ok {
				out = append(out, token{kind: tokenRef, text: m[0], ref: ref})
				text = text[len(m[0]):]
				continue
			}
		}
		matched := false
		for _, f := range []struct {
			kind tokenKind
			form *regexp.Regexp
		}{{tokenSpace, spaceForm}, {tokenText, textForm}, {tokenNumber, numberForm}, {tokenError, errorForm}, {tokenName, wordForm}, {tokenOperator, operatorForm}} {
			if at := f.form.FindString(text); at != "" {
				take(f.kind, len(at))
				matched = true
				break
			}
		}
		switch {
		case matched:
		case text[0] == '(':
			take(tokenOpen, 1)
		case text[0] == ')':
			take(tokenClose, 1)
		case text[0] == ';', text[0] == ',' && l.decimal != ",":
			take(tokenSeparator, 1)
		default:
			take(tokenBad, 1)
		}
	}
	return out
}

var cornerParts = regexp.MustCompile(`^(\$?)([A-Za-z]{0,3})(\$?)([0-9]*)$`)

func parseReference(title, cells string) (reference, bool) {
	var ref reference
	if title != "" {
		ref.title = title
		if title[0] == '\'' {
			ref.title = strings.ReplaceAll(title[1:len(title)-1], "''", "'")
		}
	}
	if cells == errRef {
		ref.lost = true
		return ref, true
	}
	var ok bool
	if ref.area, ok = parseArea(cells); !ok || (ref.col1 != open && ref.col1 > maxColumns) {
		return ref, false
	}
	from, to, isRange := strings.Cut(cells, ":")
	ref.single = !isRange
	for i, text := range []string{from, to} {
		m := cornerParts.FindStringSubmatch(text)
		if m == nil {
			return ref, false
		}
		if m[2] != "" {
			ref.fixed[2*i+1] = m[1] != ""
			ref.fixed[2*i] = m[3] != ""
		} else {
			ref.fixed[2*i] = m[1] != "" || m[3] != ""
		}
		if i == 0 {
			ref.colless, ref.rowless = m[2] == "", m[4] == ""
		}
	}
	return ref, true
}

func (r reference) String() string {
	var b strings.Builder
	if r.title != "" {
		b.WriteString(quoteTitle(r.title) + "!")
	}
	if r.lost {
		return b.String() + errRef
	}
	corner := func(row, col int, hasRow, hasCol bool, fixedRow, fixedCol bool) {
		if hasCol {
			b.WriteString(pick(fixedCol, "$", "") + columnName(col))
		}
		if hasRow {
			name := cellName(row, 0)
			b.WriteString(pick(fixedRow, "$", "") + name[1:])
		}
	}
	corner(r.row0, r.col0, !r.rowless, !r.colless, r.fixed[fixedRow0], r.fixed[fixedCol0])
	if !r.single {
		b.WriteByte(':')
		corner(r.row1-1, r.col1-1, r.row1 != open, r.col1 != open, r.fixed[fixedRow1], r.fixed[fixedCol1])
	}
	return b.String()
}

// shifted moves the parts that are not fixed, as copying a formula does.
func (r reference) shifted(dr, dc int) reference {
	move := func(x *int, by int, fixed bool) {
		if !fixed && *x != open {
			*x += by
		}
	}
	if r.lost {
		return r
	}
	if r.single {
		r.fixed[fixedRow1], r.fixed[fixedCol1] = r.fixed[fixedRow0], r.fixed[fixedCol0]
	}
	if !r.rowless {
		move(&r.row0, dr, r.fixed[fixedRow0])
		move(&r.row1, dr, r.fixed[fixedRow1])
	}
	if !r.colless {
		move(&r.col0, dc, r.fixed[fixedCol0])
		move(&r.col1, dc, r.fixed[fixedCol1])
	}
	if r.row0 > r.row1-1 {
		r.row0, r.row1 = r.row1-1, r.row0+1
	}
	if r.col0 > r.col1-1 {
		r.col0, r.col1 = r.col1-1, r.col0+1
	}
	if r.row0 < 0 || r.col0 < 0 || r.row0 >= maxCells || r.col0 >= maxColumns {
		r.lost = true
	}
	return r
}

// mapped follows a structural change of one dimension.
func (r reference) mapped(f spanMap, rows bool) reference {
	if r.lost {
		return r
	}
	a, ok := f.apply(r.area, rows)
	r.area, r.lost = a, !ok
	return r
}
