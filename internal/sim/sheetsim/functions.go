package sheetsim

import (
	"math"
	"time"
)

// function is one function of the formula language. most is -1 for any number
// of arguments.
type function struct {
	least, most int
	run         func(e *evaluator, args []node) operand
}

var functions map[string]function

// Set in init because ARRAYFORMULA evaluates formulas that call functions.
func init() {
	functions = map[string]function{
		"SUM":        {1, -1, fold(0, func(acc, n float64) float64 { return acc + n })},
		"MAX":        {1, -1, extreme(func(a, b float64) bool { return a > b })},
		"MIN":        {1, -1, extreme(func(a, b float64) bool { return a < b })},
		"AVERAGE":    {1, -1, average},
		"COUNT":      {1, -1, counting(func(v value, direct bool) bool { return v.kind == kindNumber })},
		"COUNTA":     {1, -1, counting(func(v value, direct bool) bool { return v.kind != kindEmpty })},
		"COUNTBLANK": {1, 1, counting(func(v value, direct bool) bool { return v.kind == kindEmpty || v.kind == kindText && v.str == "" })},
		"SUMIF":      {2, 3, sumIf},
		"COUNTIF":    {2, 2, countIf},
		"SUMIFS":     {3, -1, sumIfs},
		"COUNTIFS":   {2, -1, countIfs},
		"IF":         {2, 3, conditional},
		"IFS":        {2, -1, ifs},
		"IFERROR":    {1, 2, ifError},
		"IFNA":       {1, 2, ifNA},
		"AND":        {1, -1, logic(true)},
		"OR":         {1, -1, logic(false)},
		"NOT":        {1, 1, not},
		"TRUE":       {0, 0, func(*evaluator, []node) operand { return truth(true) }},
		"FALSE":      {0, 0, func(*evaluator, []node) operand { return truth(false) }},
		"ABS":        {1, 1, numeric(math.Abs)},
		"INT":        {1, 1, numeric(math.Floor)},
		"ROUND":      {1, 2, rounding(roundHalfUp)},
		"ROUNDUP": {1, 2, rounding(func(n float64, d int) float64 {
			return math.Copysign(math.Ceil(math.Abs(n)*math.Pow10(d))/math.Pow10(d), n)
		})},
		"ROUNDDOWN":    {1, 2, rounding(func(n float64, d int) float64 { return math.Trunc(n*math.Pow10(d)) / math.Pow10(d) })},
		"TODAY":        {0, 0, today},
		"NOW":          {0, 0, rightNow},
		"DATE":         {3, 3, date},
		"YEAR":         {1, 1, datePartOf(func(t time.Time) int { return t.Year() })},
		"MONTH":        {1, 1, datePartOf(func(t time.Time) int { return int(t.Month()) })},
		"DAY":          {1, 1, datePartOf(func(t time.Time) int { return t.Day() })},
		"N":            {1, 1, toNumber},
		"ISBLANK":      {1, 1, test(func(v value) bool { return v.kind == kindEmpty })},
		"ISNUMBER":     {1, 1, test(func(v value) bool { return v.kind == kindNumber })},
		"ISTEXT":       {1, 1, test(func(v value) bool { return v.kind == kindText })},
		"ISERROR":      {1, 1, test(func(v value) bool { return v.kind == kindError })},
		"ISNA":         {1, 1, test(func(v value) bool { return v.kind == kindError && v.str == errNA })},
		"NA":           {0, 0, func(*evaluator, []node) operand { return fail(errNA) }},
		"LEN":          {1, 1, length},
		"TRIM":         {1, 1, textual(trim)},
		"UPPER":        {1, 1, textual(upper)},
		"LOWER":        {1, 1, textual(lower)},
		"VALUE":        {1, 1, toValue},
		"LEFT":         {1, 2, side(true)},
		"RIGHT":        {1, 2, side(false)},
		"TEXT":         {2, 2, formatText},
		"CONCATENATE":  {1, -1, concatenate},
		"CONCAT":       {2, 2, concatenate},
		"VLOOKUP":      {3, 4, vlookup},
		"MATCH":        {2, 3, match},
		"INDEX":        {1, 3, index},
		"ROW":          {0, 1, ordinal(true)},
		"COLUMN":       {0, 1, ordinal(false)},
		"ARRAYFORMULA": {1, 1, arrayFormula},

		"FILTER":          {2, -1, filter},
		"UNIQUE":          {1, 1, unique},
		"SORT":            {1, -1, sortRows},
		"ARRAY_CONSTRAIN": {3, 3, constrain},
		"MAXIFS":          {3, -1, extremeIfs(func(a, b float64) bool { return a > b })},
		"MINIFS":          {3, -1, extremeIfs(func(a, b float64) bool { return a < b })},
		"REPT":            {2, 2, repeat},
	}
}

// values passes every value of an argument to visit; direct tells that it did
// not come from a range. It stops when visit returns false.
func (e *evaluator) values(o operand, visit func(v value, direct bool) bool) {
	switch o.kind {
	case isSingle:
		visit(o.single, true)
	case isRange:
		for r := o.area.row0; r < o.area.row1; r++ {
			if o.sheet.rows[r] == nil && len(e.book.results.spilled) == 0 {
				continue // nothing but blanks
			}
			for c := o.area.col0; c < o.area.col1; c++ {
				if !visit(e.book.shownAs(o.sheet, r, c), false) {
					return
				}
			}
		}
	case isArray:
		for _, line := range o.rows {
			for _, v := range line {
				if !visit(v, false) {
					return
				}
			}
		}
	}
}

// numbers visits the numbers of arguments as SUM does: texts in ranges are
// skipped, a direct argument must be numeric.
func (e *evaluator) numbers(args []node, visit func(v value)) value {
	var failed value
	for _, arg := range args {
		_, plainRef := arg.(refNode)
		e.values(arg.eval(e), func(v value, direct bool) bool {
			switch {
			case v.kind == kindError:
				failed = v
				return false
			case v.kind == kindNumber:
				visit(v)
			case direct && !plainRef && v.kind != kindEmpty:
				n, ok := v.asNumber()
				if !ok {
					failed = errorValue(errValue)
					return false
				}
				visit(numberValue(n))
			}
			return true
		})
		if failed.kind == kindError {
			return failed
		}
	}
	return value{}
}

func fold(start float64, step func(acc, n float64) float64) func(*evaluator, []node) operand {
	return func(e *evaluator, args []node) operand {
		out := numberValue(start)
		err := e.numbers(args, func(v value) {
			out.num = step(out.num, v.num)
			if out.format == nil {
				out.format = v.format
			}
		})
		if err.kind == kindError {
			return one(err)
		}
		return one(out)
	}
}

func extreme(better func(a, b float64) bool) func(*evaluator, []node) operand {
	return func(e *evaluator, args []node) operand {
		var best value
		err := e.numbers(args, func(v value) {
			if best.kind == kindEmpty || better(v.num, best.num) {
				best = v
			}
		})
		switch {
		case err.kind == kindError:
			return one(err)
		case best.kind == kindEmpty:
			return num(0)
		}
		return one(best)
	}
}

func average(e *evaluator, args []node) operand {
	var sum value
	n := 0
	err := e.numbers(args, func(v value) {
		n++
		sum.num += v.num
		if sum.format == nil {
			sum.format = v.format
		}
	})
	switch {
	case err.kind == kindError:
		return one(err)
	case n == 0:
		return fail(errDiv)
	}
	return one(value{kind: kindNumber, num: sum.num / float64(n), format: sum.format})
}

func counting(counts func(v value, direct bool) bool) func(*evaluator, []node) operand {
	return func(e *evaluator, args []node) operand {
		n := 0
		for _, arg := range args {
			o := arg.eval(e)
			if o.kind == isRange { // blanks count for COUNTBLANK, so visit every cell
				for r := o.area.row0; r < o.area.row1; r++ {
					for c := o.area.col0; c < o.area.col1; c++ {
						if counts(e.book.value(o.sheet, r, c), false) {
							n++
						}
					}
				}
				continue
			}
			e.values(o, func(v value, direct bool) bool {
				if counts(v, direct) {
					n++
				}
				return true
			})
		}
		return num(float64(n))
	}
}

func numeric(f func(float64) float64) func(*evaluator, []node) operand {
	return func(e *evaluator, args []node) operand {
		return e.each(args[0].eval(e), one(value{}), func(v, _ value) value {
			n, ok := v.asNumber()
			if v.kind == kindError || !ok {
				return orError(v, errValue)
			}
			return value{kind: kindNumber, num: f(n), format: v.format}
		})
	}
}

// maxDigits bounds ROUND's second argument.
const maxDigits = 300

func rounding(f func(n float64, digits int) float64) func(*evaluator, []node) operand {
	return func(e *evaluator, args []node) operand {
		digits := operand{single: numberValue(0)}
		if len(args) > 1 {
			digits = args[1].eval(e)
		}
		return e.each(args[0].eval(e), digits, func(v, d value) value {
			n, ok := v.asNumber()
			places, ok2 := d.asNumber()
			if v.kind == kindError || !ok || !ok2 {
				return orError(v, errValue)
			}
			out := f(n, int(math.Max(-maxDigits, math.Min(maxDigits, places))))
			if math.IsNaN(out) || math.IsInf(out, 0) {
				out = n
			}
			return value{kind: kindNumber, num: out, format: v.format}
		})
	}
}

func test(f func(v value) bool) func(*evaluator, []node) operand {
	return func(e *evaluator, args []node) operand {
		return e.each(args[0].eval(e), one(value{}), func(v, _ value) value { return boolValue(f(v)) })
	}
}

func arrayFormula(e *evaluator, args []node) operand {
	inner := *e
	inner.array = true
	return args[0].eval(&inner)
}
