package rowscan

import (
	"errors"
	"fmt"
	"io"

	"github.com/cespare/xxhash/v2"
)

// Limits bound what a reply may cost. A reply beyond them is refused as soon as
// that is known.
type Limits struct {
	Bytes int64 // of the decompressed body
	Rows  int   // of one range
}

// Range is one range of a reply. Where nothing was in it, it has no rows.
type Range struct {
	Name   string   // in A1 notation, as the service put it
	Rows   [][]byte // each a JSON list of scalars; read only
	Hashes []uint64 // of the rows' bytes
}

// Hash is the hash of a row's bytes, as it stands in Range.Hashes.
func Hash(row []byte) uint64 { return xxhash.Sum64(row) }

// Scan reads the reply to its end. Every error that is not the reader's own is
// an *Error. What is remembered of the ranges, in their order, makes it faster
// and changes nothing else.
func Scan(body io.Reader, limits Limits, remembered ...Memory) ([]Range, error) {
	s := &scanner{body: body, limits: limits, chunk: firstChunk, remembered: remembered}
	return s.reply()
}

// Chunks start small, for most sheets are, and grow to what makes the copies
// at their ends not matter.
const (
	firstChunk = 32 << 10
	largeChunk = 1 << 20
)

// roomForMore is how many rows a range is expected to have gained.
const roomForMore = 64

// maxDepth bounds what may be nested in the parts of a reply that are passed
// over. What the service documents is four deep.
const maxDepth = 64

// scanner walks one reply.
type scanner struct {
	body   io.Reader
	limits Limits
	buf    []byte // the chunk at hand
	at     int    // the next byte of it
	before int64  // bytes of the body before buf
	chunk  int    // size of the next one
	ended  bool
	name   string // of the range at hand
	row    int

	remembered []Memory // of the ranges to come
}

// more gets at least one byte behind those at hand, from s.at on. Rows point
// into the chunk, so a full one is left to them and the rest of it copied. Each
// time all the room is filled: a token that is measured again and again, for it
// doesn't fit, has met twice the bytes each time.
func (s *scanner) more() error {
	if s.ended {
		return s.wrong(len(s.buf), Truncated)
	}
	if len(s.buf) == cap(s.buf) {
		rest := s.buf[s.at:]
		size := max(s.chunk, 2*len(rest))
		s.chunk = min(2*s.chunk, largeChunk)
		s.before += int64(s.at)
		s.buf, s.at = append(make([]byte, 0, size), rest...), 0
	}
	room := s.buf[len(s.buf):cap(s.buf)]
	if left := s.limits.Bytes - s.before - int64(len(s.buf)); int64(len(room)) > left {
		room = room[:left+1] // one too many tells that there are
	}
	n, err := s.fill(room)
	s.buf = s.buf[:len(s.buf)+n]
	switch {
	case s.before+int64(len(s.buf)) > s.limits.Bytes:
		return s.wrong(len(s.buf), TooManyBytes)
	case err != nil:
		return fmt.Errorf("byte %d: %w", s.before+int64(len(s.buf)), err)
	case n == 0:
		return s.wrong(len(s.buf), Truncated)
	}
	return nil
}

// emptyReads is how many reads in a row may give neither bytes nor an error, as
// in package bufio.
const emptyReads = 100

// fill reads until the room is full or the body ends. An io.ErrUnexpectedEOF
// is the transport's word that the body was cut, and no end.
func (s *scanner) fill(room []byte) (n int, err error) {
	for empty := 0; n < len(room); {
		k, err := s.body.Read(room[n:])
		n += k
		if errors.Is(err, io.EOF) {
			s.ended = true
			return n, nil
		}
		if err != nil {
			return n, err
		}
		if empty++; k > 0 {
			empty = 0
		}
		if empty == emptyReads {
			return n, io.ErrNoProgress
		}
	}
	return n, nil
}

func (s *scanner) wrong(at int, reason Reason) error {
	return &Error{Reason: reason, At: s.before + int64(at), Range: s.name, Row: s.row}
}

// peek passes white space and gives the next byte.
func (s *scanner) peek() (byte, error) {
	for {
		if s.at = blanks(s.buf, s.at); s.at < len(s.buf) {
			return s.buf[s.at], nil
		}
		if err := s.more(); err != nil {
			return 0, err
		}
	}
}

// token passes a token and gives its bytes.
func (s *scanner) token(measure func([]byte, int) (int, Reason)) ([]byte, error) {
	for {
		end, wrong := measure(s.buf, s.at)
		switch wrong {
		case "":
			found := s.buf[s.at:end:end]
			s.at = end
			return found, nil
		case short:
			if err := s.more(); err != nil {
				return nil, err
			}
		default:
			return nil, s.wrong(end, wrong)
		}
	}
}

// reply walks the whole body.
func (s *scanner) reply() ([]Range, error) {
	var ranges []Range
	seen := false
	err := s.object(func(key string) error {
		if key != "valueRanges" {
			return s.skip(1)
		}
		if seen {
			return s.wrong(s.at, TwiceTheKey)
		}
		seen = true
		return s.list(func() error {
			r, err := s.valueRange()
			ranges, s.remembered = append(ranges, r), s.remembered[min(1, len(s.remembered)):]
			return err
		})
	})
	if err != nil {
		return nil, err
	}
	switch _, err := s.peek(); {
	case err == nil:
		return nil, s.wrong(s.at, Trailing)
	case s.ended && errors.Is(err, io.ErrUnexpectedEOF):
		return ranges, nil
	default:
		return nil, err
	}
}

func (s *scanner) valueRange() (Range, error) {
	var r Range
	seen := map[string]bool{}
	err := s.object(func(key string) error {
		switch key {
		case "range", "majorDimension", "values":
		default:
			return s.skip(3)
		}
		if seen[key] {
			return s.wrong(s.at, TwiceTheKey)
		}
		seen[key] = true
		if key == "values" {
			return s.rows(&r)
		}
		at := s.before + int64(s.at) // text may go on to the next chunk
		value, err := s.text()
		switch {
		case err != nil:
			return err
		case key == "range":
			r.Name, s.name = value, value
		case value != "ROWS":
			return s.wrong(int(at-s.before), ColumnsNotRows)
		}
		return nil
	})
	s.name = ""
	return r, err
}

func (s *scanner) rows(r *Range) error {
	var before recalled
	if len(s.remembered) > 0 {
		before.Memory = s.remembered[0]
	}
	err := s.list(func() error {
		s.row = len(r.Rows) + 1
		if s.row > s.limits.Rows {
			return s.wrong(s.at, TooManyRows)
		}
		if s.buf[s.at] != '[' {
			return s.wrong(s.at, NotList)
		}
		if n := len(before.hashes); n > 0 && r.Rows == nil {
			r.Rows, r.Hashes = make([][]byte, 0, n+roomForMore), make([]uint64, 0, n+roomForMore)
		}
		if n, hash, ok := before.row(s.buf[s.at:]); ok {
			end := s.at + n
			r.Rows, r.Hashes = append(r.Rows, s.buf[s.at:end:end]), append(r.Hashes, hash)
			s.at = end
			return nil
		}
		found, err := s.token(row)
		if err != nil {
			return err
		}
		hash := Hash(found)
		before.met(hash)
		r.Rows, r.Hashes = append(r.Rows, found), append(r.Hashes, hash)
		return nil
	})
	if err == nil {
		s.row = 0
	}
	return err
}

// object walks an object; value must pass the value of each key.
func (s *scanner) object(value func(key string) error) error {
	c, err := s.peek()
	if err != nil {
		return err
	}
	if c != '{' {
		return s.wrong(s.at, NotObject)
	}
	return s.parts('}', func() error {
		key, err := s.text()
		if err != nil {
			return err
		}
		if c, err = s.peek(); err != nil {
			return err
		}
		if c != ':' {
			return s.wrong(s.at, Unexpected)
		}
		s.at++
		if _, err = s.peek(); err != nil {
			return err
		}
		return value(key)
	})
}

// list walks a list, or null in place of one; item must pass each item.
func (s *scanner) list(item func() error) error {
	switch c, err := s.peek(); {
	case err != nil:
		return err
	case c == 'n':
		_, err := s.token(scalar)
		return err
	case c != '[':
		return s.wrong(s.at, NotList)
	}
	return s.parts(']', item)
}

// parts walks what stands between brackets, with commas between. When part is
// called, s.at is at its first byte.
func (s *scanner) parts(closing byte, part func() error) error {
	s.at++
	c, err := s.peek()
	if err != nil {
		return err
	}
	if c == closing {
		s.at++
		return nil
	}
	for {
		if err := part(); err != nil {
			return err
		}
		if c, err = s.peek(); err != nil {
			return err
		}
		s.at++
		switch c {
		case closing:
			return nil
		case ',':
		default:
			return s.wrong(s.at-1, Unexpected)
		}
		if _, err = s.peek(); err != nil {
			return err
		}
	}
}

// text passes a text and decodes it.
func (s *scanner) text() (string, error) {
	if s.buf[s.at] != '"' {
		return "", s.wrong(s.at, NotText)
	}
	found, err := s.token(text)
	if err != nil {
		return "", err
	}
	return textOf(string(found)), nil
}

// skip passes a value that nobody asked for, checking it all the same. depth
// is how deep it is nested.
func (s *scanner) skip(depth int) error {
	c := s.buf[s.at]
	switch {
	case c != '[' && c != '{':
		_, err := s.token(scalar)
		return err
	case depth == maxDepth:
		return s.wrong(s.at, TooDeep)
	case c == '[':
		return s.parts(']', func() error { return s.skip(depth + 1) })
	}
	return s.object(func(string) error { return s.skip(depth + 1) })
}
