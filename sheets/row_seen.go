package sheets

import (
	"slices"

	"github.com/relance-bot/relance/ledger"
)

// seenTab is a tab as it was last read.
type seenTab struct {
	header uint64 // tabRead.Hash
	rows   []seenRow
}

// seenRow is a row as it was last read, in the order of the sheet.
type seenRow struct {
	hash    uint64
	key     ledger.Key
	values  map[ledger.Field]ledger.Value // of its baseline, where that is of these bytes and the tab's header; else nil
	ordinal int32
	rests   bool
}

// readRows types the rows of an invoice tab. A row whose bytes are as the
// baseline knows them is not decoded; and where it is also as it was last read,
// nothing at all is looked up for it.
func (s *sheetRead) readRows(t *tabRead, st *cycleState, seen seenTab, opt ParseOptions) error {
	first := t.HeaderRow + 1
	if first > len(t.grid.Rows) {
		return nil
	}
	raws, hashes := t.grid.Rows[first:], t.grid.Hashes[first:]
	before := recognizer{seen: seen.rows}
	if seen.rows == nil {
		for k, b := range st.rows {
			before.seen = append(before.seen, seenRow{hash: b.Hash, key: k})
		}
	}
	block := make([]sheetRow, len(raws)) // one allocation for all
	sums := newRowSums(block)
	s.Rows = slices.Grow(s.Rows, len(raws))
	for i, raw := range raws {
		if isEmptyRow(raw) {
			continue
		}
		r := &block[i]
		if was, ok := before.find(hashes, i); ok {
			if values, same := st.sameRow(was, seen.header, t.Hash); same {
				r.tab, r.Index, r.Key, r.Values, r.Hash, r.same, r.rests, r.ordinal, r.reading = t, first+i, was.key, values, hashes[i], true, was.rests, was.ordinal, undecoded
				s.Rows = append(s.Rows, r)
				continue
			}
		}
		cells, err := decodeRow(raw)
		if err != nil {
			return err
		}
		if len(cells) == 0 {
			continue
		}
		s.Decoded++
		*r = *parseRow(cells, t.Columns, opt)
		if base := st.rows[r.Key]; r.Key != "" && len(base.Back) > 0 {
			*r = *r.withBack(base, t.Columns, opt)
		}
		if t.Listed {
			r.openItem(t, st.rows[r.Key], opt)
		}
		r.tab, r.Index, r.Hash = t, first+i, hashes[i]
		if base, ok := st.rows[r.Key]; ok && r.Key != "" {
			r.sinceFirst(t.Columns, base)
		}
		if r.Skip == "" && sums.explains(i) {
			r.Skip = SkipSum
		}
		if r.Skip != "" {
			s.Skipped = append(s.Skipped, r)
			if r.Skip != SkipVoid {
				t.skip(first + i)
			}
			continue
		}
		s.Rows = append(s.Rows, r)
	}
	return nil
}

// sameRow tells whether the baseline is still of the bytes of a row that was
// seen, under a header, and what it holds. Who was seen so under the same header,
// and has the same baseline since, is not looked up.
func (st *cycleState) sameRow(was seenRow, seenUnder, header uint64) (map[ledger.Field]ledger.Value, bool) {
	if was.values != nil && seenUnder == header && !st.tally.touched[was.key] {
		return was.values, true
	}
	if b, ok := st.rows[was.key]; ok && b.Hash == was.hash && b.Header == header {
		return b.Values, true
	}
	return nil, false
}

func isEmptyRow(raw []byte) bool { return string(raw) == "[]" }

// recognizer knows rows by the hash of their bytes. Rows stand most often where
// they stood, so it looks there first, and only when many have moved, as after a
// sort, does it make an index of them all.
type recognizer struct {
	seen  []seenRow
	next  int // the row of seen that is expected
	index map[uint64]int
}

// find tells which row of the read before row i of this one is.
func (x *recognizer) find(hashes []uint64, i int) (seenRow, bool) {
	is := func(at, i int) bool { return at < len(x.seen) && i < len(hashes) && x.seen[at].hash == hashes[i] }
	switch {
	case is(x.next, i):
	case is(x.next+1, i): // one was deleted
		x.next++
	case is(x.next, i+1): // this one is new
		return seenRow{}, false
	case is(x.next+1, i+1): // this one was changed
		x.next++
		return seenRow{}, false
	default:
		if x.index == nil {
			x.index = make(map[uint64]int, len(x.seen))
			for at, r := range x.seen {
				x.index[r.hash] = at
			}
		}
		at, ok := x.index[hashes[i]]
		if !ok {
			return seenRow{}, false
		}
		x.next = at
	}
	x.next++
	return x.seen[x.next-1], true
}
