package sheetsim

import (
	"math"
	"slices"
	"strings"
)

// arrayMakers are the functions whose result fills cells below and beside the
// formula without ARRAYFORMULA around it.
var arrayMakers = map[string]bool{"ARRAYFORMULA": true, "FILTER": true, "UNIQUE": true, "SORT": true, "ARRAY_CONSTRAIN": true}

// block is an operand's values, row by row.
func (e *evaluator) block(o operand) [][]value {
	if o.kind == isArray {
		return o.rows
	}
	rows := make([][]value, o.height())
	for i := range rows {
		rows[i] = make([]value, o.width())
		for j := range rows[i] {
			rows[i][j] = e.element(o, i, j)
		}
	}
	return rows
}

// blockOf evaluates an argument that is a list; an error stays an error.
func (e *evaluator) blockOf(n node) (rows [][]value, failed value) {
	o := n.eval(e)
	if o.kind == isSingle {
		if o.single.kind == kindError {
			return nil, o.single
		}
		if r, ok := e.rangeOf(n); ok {
			o = r
		}
	}
	return e.block(o), value{}
}

// filter keeps the rows, or the columns, for which every condition holds.
// Conditions are worked out for each element without ARRAYFORMULA.
func filter(e *evaluator, args []node) operand {
	inner := *e
	inner.array = true
	rows, failed := inner.blockOf(args[0])
	if failed.kind == kindError {
		return one(failed)
	}
	keep := make([]bool, len(rows))
	for i := range keep {
		keep[i] = true
	}
	for _, arg := range args[1:] {
		condition, failed := inner.blockOf(arg)
		if failed.kind == kindError {
			return one(failed)
		}
		if len(condition) != len(rows) || len(condition[0]) != 1 {
			return fail(errNA) // "FILTER has mismatched range sizes"; columns aren't filtered here
		}
		for i, line := range condition {
			holds, ok := line[0].asTruth()
			keep[i] = keep[i] && ok && holds
		}
	}
	var out [][]value
	for i, line := range rows {
		if keep[i] {
			out = append(out, line)
		}
	}
	if len(out) == 0 {
		return fail(errNA)
	}
	return array(out)
}

// unique drops the rows that came before, capitals counting.
func unique(e *evaluator, args []node) operand {
	rows, failed := e.blockOf(args[0])
	if failed.kind == kindError {
		return one(failed)
	}
	var out [][]value
	seen := map[string]bool{}
	for _, line := range rows {
		var key strings.Builder
		for _, v := range line {
			key.WriteByte(byte('0' + v.kind))
			key.WriteString(v.text())
			key.WriteByte(0)
		}
		if !seen[key.String()] {
			seen[key.String()] = true
			out = append(out, line)
		}
	}
	return array(out)
}

// sortRows is SORT: by columns of the range, counted from 1, or by a list
// beside it; blanks come last in either direction.
func sortRows(e *evaluator, args []node) operand {
	rows, failed := e.blockOf(args[0])
	if failed.kind == kindError {
		return one(failed)
	}
	if len(args)%2 == 0 {
		return fail(errNA)
	}
	type by struct {
		keys []value
		up   bool
	}
	var keys []by
	for i := 1; i < len(args); i += 2 {
		list, failed := e.blockOf(args[i])
		if failed.kind == kindError {
			return one(failed)
		}
		up, ok := e.scalar(args[i+1].eval(e)).asTruth()
		if !ok {
			return fail(errValue)
		}
		k := by{up: up}
		if len(list) == 1 && len(list[0]) == 1 && list[0][0].kind == kindNumber && len(rows) > 1 {
			n := int(list[0][0].num)
			if n < 1 || n > len(rows[0]) {
				return fail(errValue)
			}
			for _, line := range rows {
				k.keys = append(k.keys, line[n-1])
			}
		} else {
			if len(list) != len(rows) || len(list[0]) != 1 {
				return fail(errNA)
			}
			for _, line := range list {
				k.keys = append(k.keys, line[0])
			}
		}
		keys = append(keys, k)
	}
	if len(keys) == 0 {
		k := by{up: true}
		for _, line := range rows {
			k.keys = append(k.keys, line[0])
		}
		keys = append(keys, k)
	}
	order := make([]int, len(rows))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		for _, k := range keys {
			v, w := k.keys[a], k.keys[b]
			if v.kind == kindEmpty || w.kind == kindEmpty {
				if v.kind != w.kind {
					return pick2(v.kind == kindEmpty, 1, -1)
				}
				continue
			}
			if c := v.compare(w); c != 0 {
				return pick2(k.up, c, -c)
			}
		}
		return 0
	})
	out := make([][]value, len(rows))
	for i, from := range order {
		out[i] = rows[from]
	}
	return array(out)
}

// constrain cuts a list to so many rows and columns.
func constrain(e *evaluator, args []node) operand {
	rows, failed := e.blockOf(args[0])
	if failed.kind == kindError {
		return one(failed)
	}
	size := [2]int{}
	for i := range size {
		n, ok := e.scalar(args[i+1].eval(e)).asNumber()
		if !ok || n < 1 {
			return fail(errValue)
		}
		size[i] = int(math.Min(n, maxCells))
	}
	var out [][]value
	for _, line := range rows[:min(size[0], len(rows))] {
		out = append(out, line[:min(size[1], len(line))])
	}
	return array(out)
}

// extremeIfs is MAXIFS or MINIFS; 0 when nothing meets the conditions.
func extremeIfs(better func(a, b float64) bool) func(*evaluator, []node) operand {
	return func(e *evaluator, args []node) operand {
		of, ok := e.rangeOf(args[0])
		by, cs, ok2 := e.conditions(args[1:])
		if !ok || !ok2 {
			return fail(errValue)
		}
		var best value
		list := e.column(of)
		e.where(by, cs, func(i, j int) {
			if v := e.at(list, of, i, j); v.kind == kindNumber && (best.kind == kindEmpty || better(v.num, best.num)) {
				best = v
			}
		})
		if best.kind == kindEmpty {
			return num(0)
		}
		return one(best)
	}
}

// maxRepeat is the longest text a cell holds.
const maxRepeat = 50_000

func repeat(e *evaluator, args []node) operand {
	return e.each(args[0].eval(e), args[1].eval(e), func(v, times value) value {
		n, ok := times.asNumber()
		if v.kind == kindError || times.kind == kindError || !ok || n < 0 {
			return orError(v, errValue)
		}
		text := e.shownText(v)
		if n*float64(len(text)) > maxRepeat {
			return errorValue(errValue)
		}
		return textValue(strings.Repeat(text, int(n)))
	})
}
