package rowscan

import "slices"

// Memory is what is kept of a range to know its rows again in the next reply: a
// dozen bytes a row. Bytes of a row's length that have its hash are that row, so
// where it ends need not be looked for; the same trust in the hash lets whoever
// reads the rows leave those undecoded that it knows.
type Memory struct {
	hashes  []uint64
	lengths []int32
}

// Memory remembers the range's rows. It keeps Hashes, and none of the bytes.
func (r Range) Memory() Memory {
	m := Memory{hashes: r.Hashes, lengths: make([]int32, len(r.Rows))}
	for i, row := range r.Rows {
		m.lengths[i] = int32(min(len(row), maxRemembered)) //nolint:gosec // bounded
	}
	return m
}

// maxRemembered bounds the rows that are known again. A longer one, of a length
// that it doesn't have, is looked through each time.
const maxRemembered = 1 << 30

// recalled walks a memory along with the reply.
type recalled struct {
	Memory
	next   int // the row that is expected
	missed int // rows in a row that were not
}

// lostAfter is how many rows are not as expected before it is taken that rows
// were moved, and not each of them changed: from then on none is expected, and
// where they go on is looked for after 16, 32, 64… of them.
const lostAfter = 16

// row is the length and hash of the row that b begins with, if it is the one
// expected.
func (m *recalled) row(b []byte) (length int, hash uint64, ok bool) {
	if m.next >= len(m.hashes) || m.missed >= lostAfter {
		return 0, 0, false
	}
	if length = int(m.lengths[m.next]); length > len(b) {
		return 0, 0, false
	}
	if hash = Hash(b[:length]); hash != m.hashes[m.next] {
		return 0, 0, false
	}
	m.next++
	m.missed = 0
	return length, hash, true
}

// met says which row was met in place of the one expected.
func (m *recalled) met(hash uint64) {
	is := func(i int) bool { return i >= 0 && i < len(m.hashes) && m.hashes[i] == hash }
	at := m.next
	switch {
	case len(m.hashes) == 0:
		return
	case is(m.next): // it was cut by the end of a chunk
	case is(m.next + 1): // one was deleted
		at++
	case is(m.next - 1): // one was inserted
		at--
	default:
		m.missed++
		m.next++ // it was changed
		if m.missed < lostAfter || m.missed&(m.missed-1) != 0 {
			return
		}
		if at = slices.Index(m.hashes, hash); at < 0 {
			return
		}
	}
	m.next, m.missed = at+1, 0
}
