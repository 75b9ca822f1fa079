package sheetsim

import (
	"math"
)

// node is a part of a parsed formula.
type node interface{ eval(e *evaluator) operand }

// evaluator is where a formula stands.
type evaluator struct {
	book     *book
	sheet    *sheet
	formula  *formula
	row, col int
	array    bool // inside ARRAYFORMULA: operators work on whole ranges
}

// operand is a single value, a range, or an array.
type operand struct {
	single value
	sheet  *sheet // of a range
	area   area
	rows   [][]value // of an array
	kind   operandKind
}

type operandKind uint8

const (
	isSingle operandKind = iota
	isRange
	isArray
)

func one(v value) operand       { return operand{single: v} }
func fail(code string) operand  { return one(errorValue(code)) }
func num(n float64) operand     { return one(numberValue(n)) }
func truth(b bool) operand      { return one(boolValue(b)) }
func array(r [][]value) operand { return operand{kind: isArray, rows: r} }

type (
	literalNode struct{ value value }
	refNode     struct{ token int } // by its place in the formula's tokens
	nameNode    struct{ name string }
	negateNode  struct{ inner node }
	binaryNode  struct {
		op          string
		left, right node
	}
	callNode struct {
		name string
		args []node
	}
)

func (n literalNode) eval(*evaluator) operand { return one(n.value) }

func (n refNode) eval(e *evaluator) operand {
	ref := e.formula.tokens[n.token].ref
	s := e.book.refSheet(ref, e.sheet)
	if ref.lost || s == nil {
		return fail(errRef)
	}
	a := ref.area
	if a.row0 >= s.rowCount() || a.col0 >= s.colCount() {
		return fail(errRef)
	}
	if ref.single {
		return one(e.book.shownAs(s, a.row0, a.col0))
	}
	return operand{kind: isRange, sheet: s, area: a.clip(s.rowCount(), s.colCount())}
}

// shownAs is a cell's value with the number format it is shown in.
func (b *book) shownAs(s *sheet, r, c int) value {
	v := b.value(s, r, c)
	v.format = b.formatOf(s.cell(r, c), v)
	return v
}

func (n nameNode) eval(e *evaluator) operand {
	nr := e.book.namedRange(n.name)
	if nr == nil {
		return fail(errName)
	}
	s := e.book.sheetByID(nr.sheetID)
	if s == nil {
		return fail(errRef)
	}
	a := nr.area.clip(s.rowCount(), s.colCount())
	if a.height() == 1 && a.width() == 1 {
		return one(e.book.shownAs(s, a.row0, a.col0))
	}
	return operand{kind: isRange, sheet: s, area: a}
}

func (n negateNode) eval(e *evaluator) operand {
	return e.each(n.inner.eval(e), one(value{}), func(v, _ value) value {
		f, ok := v.asNumber()
		if v.kind == kindError || !ok {
			return orError(v, errValue)
		}
		return value{kind: kindNumber, num: -f, format: v.format}
	})
}

func (n binaryNode) eval(e *evaluator) operand {
	return e.each(n.left.eval(e), n.right.eval(e), func(v, w value) value { return binary(n.op, v, w) })
}

// each applies f once, or in an array context to every pair of elements.
func (e *evaluator) each(x, y operand, f func(v, w value) value) operand {
	if !e.array || (x.kind == isSingle && y.kind == isSingle) {
		return one(f(e.scalar(x), e.scalar(y)))
	}
	height, width := max(x.height(), y.height()), max(x.width(), y.width())
	rows := make([][]value, height)
	for i := range rows {
		rows[i] = make([]value, width)
		for j := range rows[i] {
			rows[i][j] = f(e.element(x, i, j), e.element(y, i, j))
		}
	}
	return array(rows)
}

func (o operand) height() int {
	switch o.kind {
	case isRange:
		return o.area.height()
	case isArray:
		return len(o.rows)
	}
	return 1
}

func (o operand) width() int {
	switch {
	case o.kind == isRange:
		return o.area.width()
	case o.kind == isArray && len(o.rows) > 0:
		return len(o.rows[0])
	}
	return 1
}

// element repeats a single row, column or value over the whole.
func (e *evaluator) element(o operand, i, j int) value {
	if o.height() == 1 {
		i = 0
	}
	if o.width() == 1 {
		j = 0
	}
	if i >= o.height() || j >= o.width() {
		return errorValue(errNA)
	}
	switch o.kind {
	case isRange:
		return e.book.shownAs(o.sheet, o.area.row0+i, o.area.col0+j)
	case isArray:
		return o.rows[i][j]
	}
	return o.single
}

// scalar reduces a range to the cell in the formula's own row or column, as
// Sheets does outside of array formulas.
func (e *evaluator) scalar(o operand) value {
	switch o.kind {
	case isArray:
		if len(o.rows) == 0 || len(o.rows[0]) == 0 {
			return value{}
		}
		return o.rows[0][0]
	case isRange:
		a := o.area
		switch {
		case a.height() == 1 && a.width() == 1:
			return e.book.shownAs(o.sheet, a.row0, a.col0)
		case a.width() == 1 && e.row >= a.row0 && e.row < a.row1:
			return e.book.shownAs(o.sheet, e.row, a.col0)
		case a.height() == 1 && e.col >= a.col0 && e.col < a.col1:
			return e.book.shownAs(o.sheet, a.row0, e.col)
		}
		return errorValue(errValue)
	}
	return o.single
}

func orError(v value, code string) value {
	if v.kind == kindError {
		return v
	}
	return errorValue(code)
}

func binary(op string, v, w value) value {
	if v.kind == kindError {
		return v
	}
	if w.kind == kindError {
		return w
	}
	switch op {
	case "&":
		return textValue(v.text() + w.text())
	case "=", "<>", "<", ">", "<=", ">=":
		return boolValue(compares(op, v, w))
	}
	x, okX := v.asNumber()
	y, okY := w.asNumber()
	if !okX || !okY {
		return errorValue(errValue)
	}
	out := value{kind: kindNumber, format: arithmeticFormat(op, v.format, w.format)}
	switch op {
	case "+":
		out.num = x + y
	case "-":
		out.num = x - y
	case "*":
		out.num = x * y
	case "/":
		if y == 0 {
			return errorValue(errDiv)
		}
		out.num = x / y
	case "^":
		out.num = math.Pow(x, y)
	}
	if math.IsNaN(out.num) || math.IsInf(out.num, 0) {
		return errorValue(errNum)
	}
	return out
}

// arithmeticFormat is the number format a result inherits: a date moved by
// days is a date, the distance of two dates is not.
func arithmeticFormat(op string, left, right *numberFormat) *numberFormat {
	switch {
	case left.isDate() && right.isDate():
		return nil
	case left.isDate() || right.isDate():
		if op != "+" && op != "-" || (op == "-" && right.isDate()) {
			return nil
		}
		if left.isDate() {
			return left
		}
		return right
	case left != nil && left.Type != "TEXT":
		return left
	case right != nil && right.Type != "TEXT":
		return right
	}
	return nil
}

func compares(op string, v, w value) bool {
	// A blank compares like the empty value of the other side's kind.
	blank := func(a, b value) value {
		if a.kind != kindEmpty {
			return a
		}
		if b.kind == kindText {
			return textValue("")
		}
		return value{kind: b.kind}
	}
	v, w = blank(v, w), blank(w, v)
	c := v.compare(w)
	switch op {
	case "=":
		return c == 0
	case "<>":
		return c != 0
	case "<":
		return c < 0
	case ">":
		return c > 0
	case "<=":
		return c <= 0
	}
	return c >= 0
}

// text is the value as joining shows it.
func (v value) text() string {
	if v.format.isDate() && v.kind == kindNumber {
		return render(v, v.format, locales["en_US"])
	}
	return render(v, nil, locales["en_US"])
}

func (n callNode) eval(e *evaluator) operand {
	f, ok := functions[n.name]
	if !ok {
		return fail(errName)
	}
	if len(n.args) < f.least || (f.most >= 0 && len(n.args) > f.most) {
		return fail(errNA)
	}
	return f.run(e, n.args)
}
