package sheetsim

import (
	"regexp"
	"strings"
)

// findReplace edits texts, and formulas when asked to.
func (x *batch) findReplace(r obj) (obj, error) {
	find := r.str("find")
	if find == "" {
		return nil, refuse("The find text must not be empty.")
	}
	targets, err := x.findTargets(r)
	if err != nil {
		return nil, err
	}
	pattern := find
	if !r.flag("searchByRegex") {
		pattern = regexp.QuoteMeta(find)
	}
	if r.flag("matchEntireCell") {
		pattern = `\A(?:` + pattern + `)\z`
	}
	if !r.flag("matchCase") {
		pattern = "(?i)" + pattern
	}
	re, err := regexp.Compile(pattern)
	if err != nil {
		return nil, refuse("Invalid regular expression: %s", find)
	}
	replacement := r.str("replacement")
	if !r.flag("searchByRegex") {
		replacement = strings.ReplaceAll(replacement, "$", "$$")
	}
	counts := map[string]int{}
	w := writer{x.book, false, x.now}
	for _, t := range targets {
		before := counts["valuesChanged"] + counts["formulasChanged"]
		for row := t.row0; row < t.row1; row++ {
			changed := false
			for col := t.col0; col < t.col1; col++ {
				changed = x.replaceIn(t.sheet, row, col, re, replacement, r.flag("includeFormulas"), w, counts) || changed
			}
			if changed {
				counts["rowsChanged"]++
			}
		}
		if counts["valuesChanged"]+counts["formulasChanged"] > before {
			counts["sheetsChanged"]++
		}
	}
	return printedCounts(obj{}, counts), nil
}

func (x *batch) findTargets(r obj) ([]place, error) {
	switch {
	case r.has("range"):
		s, a, err := x.closed(r.sub("range"))
		return []place{{s, a}}, err
	case r.has("sheetId"):
		s, err := x.sheet(r.int("sheetId"))
		if err != nil {
			return nil, err
		}
		return []place{{s, s.grid()}}, nil
	case r.flag("allSheets"):
		var all []place
		for _, s := range x.book.sheets {
			all = append(all, place{s, s.grid()})
		}
		return all, nil
	}
	return nil, refuse("One of range, sheetId or allSheets must be set.")
}

func (x *batch) replaceIn(s *sheet, row, col int, re *regexp.Regexp, replacement string, formulas bool, w writer, counts map[string]int) bool {
	c := s.cell(row, col)
	if c.blank() {
		return false
	}
	if c.formula != nil {
		if !formulas || !re.MatchString(c.formula.source) {
			return false
		}
		counts["occurrencesChanged"] += len(re.FindAllStringIndex(c.formula.source, -1))
		counts["formulasChanged"]++
		source := re.ReplaceAllString(c.formula.source, replacement)
		s.set(row, col, c.withContent(&cell{formula: parseFormula(source, localeOf(x.book.locale))}))
		return true
	}
	text := render(c.literal, c.numberFormat(), localeOf(x.book.locale))
	if !re.MatchString(text) {
		return false
	}
	fresh, problem := w.enterText(c, re.ReplaceAllString(text, replacement))
	if problem != "" {
		return false
	}
	counts["occurrencesChanged"] += len(re.FindAllStringIndex(text, -1))
	counts["valuesChanged"]++
	s.set(row, col, fresh)
	return true
}
