package sheetsim

import (
	"strings"
	"time"
)

// arity is how many values each condition of a conditional format takes. The
// conditions of dates and those of data validation are not served.
var arity = map[string]int{
	"NUMBER_GREATER": 1, "NUMBER_GREATER_THAN_EQ": 1, "NUMBER_LESS": 1, "NUMBER_LESS_THAN_EQ": 1, "NUMBER_EQ": 1, "NUMBER_NOT_EQ": 1,
	"NUMBER_BETWEEN": 2, "NUMBER_NOT_BETWEEN": 2,
	"TEXT_CONTAINS": 1, "TEXT_NOT_CONTAINS": 1, "TEXT_STARTS_WITH": 1, "TEXT_ENDS_WITH": 1, "TEXT_EQ": 1,
	"BLANK": 0, "NOT_BLANK": 0, "CUSTOM_FORMULA": 1,
}

// ruleFormats are what a conditional format may set.
var ruleFormats = map[string]bool{"backgroundColor": true, "backgroundColorStyle": true, "textFormat": true}

// checkBoolean refuses a rule that the service would refuse.
func (x *batch) checkBoolean(r *rule) error {
	boolean := r.body.sub("booleanRule")
	if boolean == nil {
		return nil
	}
	for name := range boolean.sub("format") {
		if !ruleFormats[name] {
			return refuse("Conditional format rules can't set %s.", name)
		}
	}
	condition := boolean.sub("condition")
	kind := condition.str("type")
	n, ok := arity[kind]
	values := condition.objects("values")
	switch {
	case !ok:
		return refuse("ConditionType %s is not supported for conditional formatting.", kind)
	case len(values) != n:
		return refuse("ConditionType %s requires exactly %d ConditionValues.", kind, n)
	}
	if kind != "CUSTOM_FORMULA" {
		return nil
	}
	text := values[0].str("userEnteredValue")
	if !strings.HasPrefix(text, "=") {
		return refuse("Invalid ConditionValue.userEnteredValue: %s", text)
	}
	r.formula = parseFormula(text, localeOf(x.book.locale))
	if r.formula.root == nil {
		return refuse("Invalid ConditionValue.userEnteredValue: %s", text)
	}
	for _, t := range r.formula.tokens {
		if t.kind == tokenRef && t.ref.title != "" {
			return refuse("Conditional format rule cannot reference a different sheet.")
		}
	}
	return nil
}

// retell puts a rule's formula, whose references moved, into its body.
func (r *rule) retell(f *formula) {
	r.formula = f
	boolean := r.body.sub("booleanRule")
	condition := boolean.sub("condition").with("values", []any{obj{"userEnteredValue": f.source}})
	r.body = r.body.with("booleanRule", boolean.with("condition", condition))
}

// trackRules moves the references of a tab's conditional formats.
func (s *sheet) trackRules(f spanMap, rows bool) {
	for i := range s.rules {
		r := &s.rules[i]
		if r.formula == nil {
			continue
		}
		if to := r.formula.rewritten(func(ref reference) reference { return ref.mapped(f, rows) }); to != r.formula {
			r.retell(to)
		}
	}
}

// ruleLook is what the conditional formats give a cell: each property by the
// first rule that holds and sets it.
func (b *book) ruleLook(s *sheet, row, col int, v value) obj {
	var out obj
	for i := range s.rules {
		r := &s.rules[i]
		boolean := r.body.sub("booleanRule")
		if boolean == nil || !r.covers(row, col) || !b.ruleHolds(s, r, row, col, v) {
			continue
		}
		for name, look := range boolean.sub("format") {
			if !out.has(name) {
				out = out.with(name, look)
			}
		}
	}
	return out
}

func (r *rule) covers(row, col int) bool {
	for _, a := range r.areas {
		if row >= a.row0 && row < a.row1 && col >= a.col0 && col < a.col1 {
			return true
		}
	}
	return false
}

func (b *book) ruleHolds(s *sheet, r *rule, row, col int, v value) bool {
	condition := r.body.sub("booleanRule").sub("condition")
	kind := condition.str("type")
	if r.formula != nil {
		if r.formula.root == nil {
			return false
		}
		return b.formulaHolds(s, r, row, col)
	}
	switch kind {
	case "BLANK":
		return v.kind == kindEmpty
	case "NOT_BLANK":
		return v.kind != kindEmpty
	}
	var wanted [2]value
	for i, w := range condition.objects("values") {
		wanted[i] = parseInput(w.str("userEnteredValue"), localeOf(b.locale), time.Time{}).value
	}
	if strings.HasPrefix(kind, "NUMBER") {
		return v.kind == kindNumber && numberMeets(kind, v.num, wanted[0].num, wanted[1].num)
	}
	if v.kind == kindError {
		return false
	}
	shown := strings.ToLower(render(v, b.formatOf(s.cell(row, col), v), localeOf(b.locale)))
	return textMeets(kind, shown, strings.ToLower(condition.objects("values")[0].str("userEnteredValue")))
}

// ruleRow names a rule's answer for a row, where it is one for all its columns.
type ruleRow struct {
	formula *formula
	row     int
}

func (b *book) formulaHolds(s *sheet, r *rule, row, col int) bool {
	at := ruleRow{r.formula, row}
	if known, ok := b.results.ruleRows[at]; ok {
		return known
	}
	f := r.formula.shifted(row-r.areas[0].row0, col-r.areas[0].col0)
	e := &evaluator{book: b, sheet: s, formula: f, row: row, col: col}
	holds, ok := e.scalar(f.root.eval(e)).asTruth()
	b.results.volatile, b.results.daily = b.results.volatile || f.volatile, b.results.daily || f.daily
	for _, t := range f.tokens {
		if t.kind == tokenRef && !(t.ref.fixed[fixedCol0] && (t.ref.single || t.ref.fixed[fixedCol1])) {
			return ok && holds
		}
	}
	if b.results.ruleRows == nil {
		b.results.ruleRows = map[ruleRow]bool{}
	}
	b.results.ruleRows[at] = ok && holds
	return ok && holds
}

func numberMeets(kind string, n, a, b float64) bool {
	switch kind {
	case "NUMBER_GREATER":
		return n > a
	case "NUMBER_GREATER_THAN_EQ":
		return n >= a
	case "NUMBER_LESS":
		return n < a
	case "NUMBER_LESS_THAN_EQ":
		return n <= a
	case "NUMBER_EQ":
		return n == a
	case "NUMBER_NOT_EQ":
		return n != a
	case "NUMBER_BETWEEN":
		return n >= a && n <= b
	}
	return n < a || n > b
}

func textMeets(kind, shown, wanted string) bool {
	switch kind {
	case "TEXT_CONTAINS":
		return strings.Contains(shown, wanted)
	case "TEXT_NOT_CONTAINS":
		return !strings.Contains(shown, wanted)
	case "TEXT_STARTS_WITH":
		return strings.HasPrefix(shown, wanted)
	case "TEXT_ENDS_WITH":
		return strings.HasSuffix(shown, wanted)
	}
	return shown == wanted
}

// overlaid is a CellFormat with what a conditional format sets laid over it.
func (o obj) overlaid(look obj) obj {
	for name, v := range look {
		if own, ok := v.(obj); ok && name == "textFormat" {
			text := o.sub(name)
			for k, e := range own {
				text = text.with(k, e)
			}
			v = text
		}
		o = o.with(name, v)
	}
	return o
}
