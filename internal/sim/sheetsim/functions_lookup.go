package sheetsim

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// criterion is the condition of SUMIF and its like: "x", ">30", "<>", "a*".
type criterion struct {
	op      string
	operand value
	pattern *regexp.Regexp // of texts with wildcards
}

func (e *evaluator) criterion(v value) criterion {
	if v.kind != kindText {
		return criterion{op: "=", operand: v}
	}
	c := criterion{op: "=", operand: v}
	for _, op := range []string{"<>", "<=", ">=", "=", "<", ">"} {
		if rest, ok := strings.CutPrefix(v.str, op); ok {
			c.op, c.operand = op, textValue(rest)
			break
		}
	}
	text := c.operand.str
	if got := parseInput(text, localeOf(e.book.locale), time.Time{}); got.formula == "" && got.value.kind != kindText && got.value.kind != kindEmpty {
		c.operand = got.value
		return c
	}
	if strings.ContainsAny(text, "*?") {
		quoted := regexp.QuoteMeta(text)
		quoted = strings.NewReplacer(`~\*`, `\*`, `~\?`, `\?`, `\*`, `.*`, `\?`, `.`).Replace(quoted)
		c.pattern, _ = regexp.Compile(`(?is)^` + quoted + `$`)
	}
	return c
}

func (c criterion) holds(v value) bool {
	if c.pattern != nil {
		matched := v.kind == kindText && c.pattern.MatchString(v.str)
		return matched == (c.op != "<>")
	}
	if c.operand.kind == kindText && c.operand.str == "" {
		blank := v.kind == kindEmpty || (v.kind == kindText && v.str == "")
		return blank == (c.op != "<>")
	}
	if v.kind != c.operand.kind {
		if f, ok := v.asNumber(); v.kind == kindText && c.operand.kind == kindNumber && ok {
			v = numberValue(f) // "42" meets 42 in criteria
		} else {
			return c.op == "<>"
		}
	}
	return compares(c.op, v, c.operand)
}

// key is how equal values meet in an index, "" when they can't be indexed.
func (c criterion) key() string {
	if c.op != "=" || c.pattern != nil {
		return ""
	}
	return c.operand.key()
}

func (v value) key() string {
	switch v.kind {
	case kindText:
		if f, ok := v.asNumber(); ok {
			return "n" + strconv.FormatFloat(f, 'g', -1, 64)
		}
		if v.str == "" {
			return ""
		}
		return "t" + strings.ToLower(v.str)
	case kindNumber:
		return "n" + strconv.FormatFloat(v.num, 'g', -1, 64)
	}
	return ""
}

// sumKey names one index of sums: by the values of one column, over another.
type sumKey struct {
	by, of         position
	byArea, ofArea area
	count          bool
}

// sumIndex sums (or counts) a range by the values of another, once for all
// the formulas that ask.
func (e *evaluator) sumIndex(by, of operand, count bool) map[string]float64 {
	k := sumKey{by: position{sheet: by.sheet.id}, of: position{sheet: of.sheet.id}, byArea: by.area, ofArea: of.area, count: count}
	if index, ok := e.book.results.sums[k]; ok {
		return index
	}
	index := map[string]float64{}
	circles := e.book.results.circles
	for i := range by.height() {
		for j := range by.width() {
			key := e.book.value(by.sheet, by.area.row0+i, by.area.col0+j).key()
			if key == "" {
				continue
			}
			if count {
				index[key]++
			} else if v := e.cellOf(of, i, j); v.kind == kindNumber {
				index[key] += v.num
			}
		}
	}
	if circles == e.book.results.circles { // else a circle is half evaluated
		if e.book.results.sums == nil {
			e.book.results.sums = map[sumKey]map[string]float64{}
		}
		e.book.results.sums[k] = index
	}
	return index
}

// cellOf reads the cell of a sum range that stands opposite (i, j); the range
// counts from its first cell whatever its size.
func (e *evaluator) cellOf(o operand, i, j int) value {
	r, c := o.area.row0+i, o.area.col0+j
	if r >= o.sheet.rowCount() || c >= o.sheet.colCount() {
		return value{}
	}
	return e.book.value(o.sheet, r, c)
}

// columnKey names one column's values.
type columnKey struct {
	sheet int
	area  area
}

// column is the values of a range one column wide, once for all the formulas
// that ask; nil for others, and while a circle is half evaluated.
func (e *evaluator) column(o operand) []value {
	if o.kind != isRange || o.width() != 1 {
		return nil
	}
	k := columnKey{o.sheet.id, o.area}
	if list, ok := e.book.results.columns[k]; ok {
		return list
	}
	circles := e.book.results.circles
	list := make([]value, o.height())
	for i := range list {
		list[i] = e.book.value(o.sheet, o.area.row0+i, o.area.col0)
	}
	if circles != e.book.results.circles {
		return nil
	}
	if e.book.results.columns == nil {
		e.book.results.columns = map[columnKey][]value{}
	}
	e.book.results.columns[k] = list
	return list
}

// at is cellOf by way of a column's values.
func (e *evaluator) at(list []value, o operand, i, j int) value {
	if j == 0 && i < len(list) {
		return list[i]
	}
	return e.cellOf(o, i, j)
}

// rangeOf makes a range of a single-cell reference.
func (e *evaluator) rangeOf(n node) (operand, bool) {
	if at, ok := n.(refNode); ok {
		ref := e.formula.tokens[at.token].ref
		s := e.book.refSheet(ref, e.sheet)
		if ref.lost || s == nil || ref.row0 >= s.rowCount() || ref.col0 >= s.colCount() {
			return fail(errRef), false
		}
		return operand{kind: isRange, sheet: s, area: ref.clip(s.rowCount(), s.colCount())}, true
	}
	o := n.eval(e)
	return o, o.kind == isRange
}

func sumIf(e *evaluator, args []node) operand {
	by, ok := e.rangeOf(args[0])
	if !ok {
		return one(orError(by.single, errValue))
	}
	of := by
	if len(args) > 2 {
		if of, ok = e.rangeOf(args[2]); !ok {
			return one(orError(of.single, errValue))
		}
	}
	return e.each(args[1].eval(e), one(value{}), func(v, _ value) value {
		c := e.criterion(v)
		if key := c.key(); key != "" {
			return numberValue(e.sumIndex(by, of, false)[key])
		}
		return e.sumWhere(of, []operand{by}, []criterion{c})
	})
}

func countIf(e *evaluator, args []node) operand {
	by, ok := e.rangeOf(args[0])
	if !ok {
		return one(orError(by.single, errValue))
	}
	return e.each(args[1].eval(e), one(value{}), func(v, _ value) value {
		c := e.criterion(v)
		if key := c.key(); key != "" {
			return numberValue(e.sumIndex(by, by, true)[key])
		}
		return e.countWhere([]operand{by}, []criterion{c})
	})
}

func sumIfs(e *evaluator, args []node) operand {
	of, ok := e.rangeOf(args[0])
	by, cs, ok2 := e.conditions(args[1:])
	if !ok || !ok2 {
		return fail(errValue)
	}
	return one(e.sumWhere(of, by, cs))
}

func countIfs(e *evaluator, args []node) operand {
	by, cs, ok := e.conditions(args)
	if !ok {
		return fail(errValue)
	}
	return one(e.countWhere(by, cs))
}

func (e *evaluator) conditions(args []node) (by []operand, cs []criterion, ok bool) {
	if len(args)%2 != 0 {
		return nil, nil, false
	}
	for i := 0; i < len(args); i += 2 {
		o, ok := e.rangeOf(args[i])
		if !ok || (i > 0 && (o.height() != by[0].height() || o.width() != by[0].width())) {
			return nil, nil, false
		}
		by, cs = append(by, o), append(cs, e.criterion(e.scalar(args[i+1].eval(e))))
	}
	return by, cs, true
}

func (e *evaluator) where(by []operand, cs []criterion, visit func(i, j int)) {
	lists := make([][]value, len(by))
	for k := range by {
		lists[k] = e.column(by[k])
	}
	for i := range by[0].height() {
		for j := range by[0].width() {
			all := true
			for k := 0; k < len(by) && all; k++ {
				all = cs[k].holds(e.at(lists[k], by[k], i, j))
			}
			if all {
				visit(i, j)
			}
		}
	}
}

func (e *evaluator) sumWhere(of operand, by []operand, cs []criterion) value {
	sum := 0.0
	list := e.column(of)
	e.where(by, cs, func(i, j int) {
		if v := e.at(list, of, i, j); v.kind == kindNumber {
			sum += v.num
		}
	})
	return numberValue(sum)
}

func (e *evaluator) countWhere(by []operand, cs []criterion) value {
	n := 0
	e.where(by, cs, func(int, int) { n++ })
	return numberValue(float64(n))
}

func vlookup(e *evaluator, args []node) operand {
	table, ok := e.rangeOf(args[1])
	if !ok {
		return one(orError(table.single, errNA))
	}
	col, okCol := e.scalar(args[2].eval(e)).asNumber()
	sorted := true
	if len(args) > 3 {
		sorted, _ = e.scalar(args[3].eval(e)).asTruth()
	}
	if !okCol || col < 1 {
		return fail(errValue)
	}
	if int(col) > table.width() {
		return fail(errRef)
	}
	return e.each(args[0].eval(e), one(value{}), func(key, _ value) value {
		if key.kind == kindError {
			return key
		}
		i := e.find(key, table, 0, pick2(sorted, 1, 0), true)
		if i < 0 {
			return errorValue(errNA)
		}
		return e.book.shownAs(table.sheet, table.area.row0+i, table.area.col0+int(col)-1)
	})
}

func match(e *evaluator, args []node) operand {
	list, ok := e.rangeOf(args[1])
	if !ok || (list.height() > 1 && list.width() > 1) {
		return one(orError(list.single, errNA))
	}
	kind := 1.0
	if len(args) > 2 {
		kind, _ = e.scalar(args[2].eval(e)).asNumber()
	}
	i := e.find(e.scalar(args[0].eval(e)), list, 0, int(math.Max(-1, math.Min(1, kind))), list.width() == 1)
	if i < 0 {
		return fail(errNA)
	}
	return num(float64(i + 1))
}

// find looks key up along a column or row: exactly (0), the last not greater
// (1), or the last not smaller (-1).
func (e *evaluator) find(key value, list operand, offset, kind int, down bool) int {
	n := list.width()
	if down {
		n = list.height()
	}
	found := -1
	for i := range n {
		v := e.cellOf(list, i, offset)
		if !down {
			v = e.cellOf(list, offset, i)
		}
		if v.kind == kindEmpty || v.kind != key.kind {
			continue
		}
		c := v.compare(key)
		switch {
		case kind == 0 && c == 0:
			return i
		case kind > 0 && c <= 0, kind < 0 && c >= 0:
			found = i
		case kind != 0:
			return found
		}
	}
	return found
}

func index(e *evaluator, args []node) operand {
	o := args[0].eval(e)
	if o.kind == isSingle {
		if r, ok := e.rangeOf(args[0]); ok {
			o = r
		}
	}
	at := [2]int{}
	for i := range args[1:] {
		n, ok := e.scalar(args[i+1].eval(e)).asNumber()
		if !ok || n < 0 || n > maxCells {
			return one(orError(e.scalar(args[i+1].eval(e)), errNum))
		}
		at[i] = int(n)
	}
	if len(args) == 2 && o.height() == 1 && o.width() > 1 {
		at = [2]int{1, at[0]}
	}
	if at[0] > o.height() || at[1] > o.width() {
		return fail(errNum)
	}
	if o.kind == isRange {
		a := o.area
		if at[0] > 0 {
			a.row0, a.row1 = a.row0+at[0]-1, a.row0+at[0]
		}
		if at[1] > 0 {
			a.col0, a.col1 = a.col0+at[1]-1, a.col0+at[1]
		}
		return operand{kind: isRange, sheet: o.sheet, area: a}
	}
	return one(e.element(o, max(0, at[0]-1), max(0, at[1]-1)))
}

func ordinal(rows bool) func(*evaluator, []node) operand {
	return func(e *evaluator, args []node) operand {
		at := area{row0: e.row, col0: e.col}
		if len(args) > 0 {
			o, ok := e.rangeOf(args[0])
			if !ok {
				return fail(errValue)
			}
			at = o.area
		}
		if rows {
			return num(float64(at.row0 + 1))
		}
		return num(float64(at.col0 + 1))
	}
}
