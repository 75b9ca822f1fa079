package sheets

import (
	"slices"

	"github.com/relance-bot/relance/ledger"
)

// readRows types the rows of an invoice tab. A row whose bytes are as the
// baseline knows them is not decoded. seen are the rows of the read before, nil
// if there was none.
func (s *sheetRead) readRows(t *tabRead, known map[ledger.Key]BaseRow, seen []seenRow, opt ParseOptions) error {
	first := t.HeaderRow + 1
	if first > len(t.grid.Rows) {
		return nil
	}
	raws, hashes := t.grid.Rows[first:], t.grid.Hashes[first:]
	before := recognizer{seen: seen}
	if seen == nil {
		for k, b := range known {
			before.seen = append(before.seen, seenRow{hash: b.Hash, key: k})
		}
	}
	sums := newRowSums()
	block := make([]sheetRow, len(raws)) // one allocation for all
	s.Rows = slices.Grow(s.Rows, len(raws))
	for i, raw := range raws {
		if isEmptyRow(raw) {
			continue
		}
		r := &block[i]
		if was, ok := before.find(hashes, i); ok {
			if b, ok := known[was.key]; ok && b.Hash == hashes[i] && b.Header == t.Hash {
				*r = sheetRow{tab: t, Index: first + i, Key: was.key, Values: b.Values, Hash: hashes[i], raw: raw, same: true, rests: was.rests}
				s.Rows = append(s.Rows, r)
				sums.add(r)
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
		if base := known[r.Key]; r.Key != "" && len(base.Back) > 0 {
			*r = *r.withBack(base, t.Columns, opt)
		}
		if t.Listed {
			r.openItem(t, known[r.Key], opt)
		}
		r.tab, r.Index, r.Hash, r.raw = t, first+i, hashes[i], raw
		if base, ok := known[r.Key]; ok && r.Key != "" {
			r.sinceFirst(t.Columns, base)
		}
		if r.Skip == "" && sums.explains(r) {
			r.Skip = SkipSum
		}
		if sums.add(r); r.Skip != "" {
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
