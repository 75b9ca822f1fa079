package sheetsim

import (
	"maps"
	"time"
)

// position names a cell of a book.
type position struct{ sheet, row, col int }

// results keeps what formulas yielded until the book or, for formulas that
// ask, the clock changes.
type results struct {
	now      time.Time
	values   map[position]value
	busy     map[position]bool // being evaluated: meeting one is a circle
	spilled  map[position]value
	scanned  bool
	volatile bool // some depend on the time
	daily    bool // some depend on its day
	sums     map[sumKey]map[string]float64
	columns  map[columnKey][]value
	arrays   map[int]bool       // tabs that hold array formulas
	next     map[position]value // what array formulas fill, while they are evaluated
	ruleRows map[ruleRow]bool
	circles  int // how often a formula met itself
}

// at tells the book the time; results that depend on it are dropped when it
// moved.
func (b *book) at(now time.Time) {
	if now.Equal(b.results.now) {
		return
	}
	if b.results.volatile || b.results.daily && !b.sameDay(now) {
		b.results = results{}
	}
	b.results.now = now
}

// sameDay tells whether a moment is on the day of the results, in the
// spreadsheet's zone.
func (b *book) sameDay(now time.Time) bool {
	zone := b.zone()
	y, m, d := b.results.now.In(zone).Date()
	y2, m2, d2 := now.In(zone).Date()
	return y == y2 && m == m2 && d == d2
}

// changed drops all results.
func (b *book) changed() { b.results = results{now: b.results.now} }

// value is what a cell shows: a literal, a formula's result, or the spill of
// an array formula.
func (b *book) value(s *sheet, r, c int) value {
	at := s.cell(r, c)
	if !b.results.scanned && b.holdsArrays(s) {
		b.scan()
	}
	switch {
	case at.formula != nil:
		return b.result(s, r, c, at.formula)
	case at.literal.kind != kindEmpty:
		return at.literal
	case len(b.results.spilled) > 0:
		return b.results.spilled[position{s.id, r, c}]
	}
	return value{}
}

// spills tells whether array formulas fill cells of a tab that hold nothing
// themselves.
func (b *book) spills(s *sheet) bool {
	if !b.holdsArrays(s) {
		return false
	}
	if !b.results.scanned {
		b.scan()
	}
	return len(b.results.spilled) > 0
}

// holdsArrays tells whether a tab has array formulas, which fill cells of their
// own tab only.
func (b *book) holdsArrays(s *sheet) bool {
	if holds, known := b.results.arrays[s.id]; known {
		return holds
	}
	holds := false
	for _, line := range s.rows {
		if line == nil {
			continue
		}
		for _, at := range line.cells {
			holds = holds || at != nil && at.formula != nil && at.formula.array
		}
	}
	if b.results.arrays == nil {
		b.results.arrays = map[int]bool{}
	}
	b.results.arrays[s.id] = holds
	return holds
}

func (b *book) result(s *sheet, r, c int, f *formula) value {
	key := position{s.id, r, c}
	if v, ok := b.results.values[key]; ok {
		return v
	}
	if b.results.busy[key] {
		b.results.circles++
		return errorValue(errRef) // circular
	}
	if b.results.values == nil {
		b.results.values, b.results.busy = map[position]value{}, map[position]bool{}
	}
	b.results.busy[key] = true
	v := b.evaluate(s, r, c, f)
	delete(b.results.busy, key)
	if b.results.values == nil { // a scan on the way began anew
		b.results.values, b.results.busy = map[position]value{}, map[position]bool{}
	}
	b.results.values[key] = v
	b.results.volatile = b.results.volatile || f.volatile
	b.results.daily = b.results.daily || f.daily
	return v
}

func (b *book) evaluate(s *sheet, r, c int, f *formula) value {
	if f.root == nil {
		return errorValue(errFormula)
	}
	e := &evaluator{book: b, sheet: s, formula: f, row: r, col: c}
	got := f.root.eval(e)
	if !f.array {
		return e.scalar(got)
	}
	return b.spill(e, got)
}

// spill lays an array out below and beside its formula, unless something is
// in the way.
func (b *book) spill(e *evaluator, got operand) value {
	if got.kind == isSingle {
		return got.single
	}
	height, width := got.height(), got.width()
	for i := range height {
		for j := range width {
			if (i > 0 || j > 0) && !e.sheet.cell(e.row+i, e.col+j).blank() {
				return errorValue(errRef)
			}
		}
	}
	if b.results.next == nil {
		b.results.next = map[position]value{}
	}
	for i := range height {
		for j := range width {
			v := e.element(got, i, j)
			if (i > 0 || j > 0) && v.kind != kindEmpty {
				b.results.next[position{e.sheet.id, e.row + i, e.col + j}] = v
			}
		}
	}
	return e.element(got, 0, 0)
}

// maxPasses bounds how deep array formulas may build on each other.
const maxPasses = 8

// scan evaluates array formulas first, because they fill other cells; again
// and again while what they fill changes what others of them read.
func (b *book) scan() {
	b.results.scanned = true
	for range maxPasses {
		b.results.next = nil
		b.scanOnce()
		if maps.EqualFunc(b.results.next, b.results.spilled, func(v, w value) bool { return v.kind == w.kind && v.num == w.num && v.str == w.str }) {
			return
		}
		kept := b.results
		b.results = results{now: kept.now, scanned: true, volatile: kept.volatile, daily: kept.daily, spilled: kept.next, arrays: kept.arrays}
	}
}

func (b *book) scanOnce() {
	for _, s := range b.sheets {
		if !b.holdsArrays(s) {
			continue
		}
		for r, line := range s.rows {
			if line == nil {
				continue
			}
			for c, at := range line.cells {
				if at != nil && at.formula != nil && at.formula.array {
					b.result(s, r, c, at.formula)
				}
			}
		}
	}
}
