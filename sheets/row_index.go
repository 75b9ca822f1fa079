package sheets

import (
	"slices"

	"github.com/relance-bot/relance/ledger"
)

// ordinals give each number that stood in the sheet an ordinal of its own, from
// 1, so that where the rows of a read stand is a list and not 50,000 entries of
// a map, made anew for each read.
type ordinals map[ledger.Key]int32

func (o ordinals) of(k ledger.Key) int32 {
	if k == "" {
		return 0
	}
	if o[k] == 0 {
		o[k] = int32(len(o) + 1) //nolint:gosec // there are no more than three times MaxRows
	}
	return o[k]
}

// rowIndex is the rows of a read by number. A row that is as it was last read is
// found by the ordinal of its number; the few others have a map.
type rowIndex struct {
	rows     []*sheetRow
	ordinals ordinals
	at       []int32                  // by ordinal: the place in rows, from 1, of a row as the baseline knows it
	odd      map[ledger.Key]*sheetRow // the first row of each number that has another one
	again    []*sheetRow              // those whose number stands further up, too
	keyless  []*sheetRow
	known    int // numbers in at
	more     int // numbers in odd alone
}

func newRowIndex(rows []*sheetRow, known ordinals) *rowIndex {
	x := &rowIndex{rows: rows, ordinals: known, at: make([]int32, len(known)+1), odd: map[ledger.Key]*sheetRow{}}
	var odd []int
	for n, r := range rows {
		switch {
		case r.Key == "":
			x.keyless = append(x.keyless, r)
		case r.ordinal > 0 && x.at[r.ordinal] == 0:
			x.at[r.ordinal] = int32(n + 1) //nolint:gosec // at most MaxRows of a few tabs
			x.known++
		default:
			odd = append(odd, n)
		}
	}
	var again []int
	place := map[ledger.Key]int{}
	for _, n := range odd {
		r := rows[n]
		first, there := place[r.Key]
		if !there {
			if first, there = x.place(r.Key); !there {
				x.more++
			}
		}
		if there {
			again = append(again, max(first, n))
		}
		if !there || n < first {
			first = n
		}
		place[r.Key], x.odd[r.Key] = first, rows[first]
	}
	slices.Sort(again)
	for _, n := range again {
		x.again = append(x.again, rows[n])
	}
	return x
}

// place is where a row stands that is as the baseline knows it.
func (x *rowIndex) place(k ledger.Key) (int, bool) {
	ordinal := x.ordinals[k]
	if ordinal == 0 || int(ordinal) >= len(x.at) || x.at[ordinal] == 0 {
		return 0, false
	}
	return int(x.at[ordinal]) - 1, true
}

// first is the first row of a number, nil if it stands nowhere.
func (x *rowIndex) first(k ledger.Key) *sheetRow {
	if r, ok := x.odd[k]; ok {
		return r
	}
	if at, ok := x.place(k); ok {
		return x.rows[at]
	}
	return nil
}

// byNumber indexes the rows when it is first asked for.
func (s *sheetRead) byNumber() *rowIndex {
	if s.index == nil {
		s.index = newRowIndex(s.Rows, s.ordinals)
	}
	return s.index
}

// present counts the known invoices that stand in the sheet. A row that is as
// the baseline knows it is one of them.
func (s *sheetRead) present(known map[ledger.Key]BaseRow) int {
	x := s.byNumber()
	n := x.known
	for k, r := range x.odd {
		if _, counted := x.place(k); counted {
			continue
		}
		if _, ok := known[k]; ok || r.same {
			n++
		}
	}
	return n
}

// rowsInPlan are the rows that are planned one by one, by number: those that
// stand there once, and that nothing sets aside.
type rowsInPlan struct {
	index *rowIndex // of all rows; nil where own has them
	own   map[ledger.Key]*sheetRow
	out   map[ledger.Key]bool
}

func (x *rowsInPlan) get(k ledger.Key) *sheetRow {
	if x.index == nil {
		return x.own[k]
	}
	if x.out[k] {
		return nil
	}
	return x.index.first(k)
}

func (x *rowsInPlan) drop(k ledger.Key) {
	delete(x.own, k)
	if x.out == nil {
		x.out = map[ledger.Key]bool{}
	}
	if x.index != nil && x.index.first(k) != nil {
		x.out[k] = true
	}
}

func (x *rowsInPlan) none() bool {
	if x.index == nil {
		return len(x.own) == 0
	}
	return x.index.known+x.index.more == len(x.out)
}
