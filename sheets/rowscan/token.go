package rowscan

import (
	"encoding/binary"
	"math/bits"
)

// The functions of this file measure one token of JSON. Each is given the bytes
// at hand and where the token begins, and answers where it ends; or, with a
// reason, where it is wrong. The reason short says that the bytes at hand end
// first: with more of them, the token is measured again from its beginning.

// blanks passes white space.
func blanks(b []byte, i int) int {
	for i < len(b) && (b[i] == ' ' || b[i] == '\n' || b[i] == '\t' || b[i] == '\r') {
		i++
	}
	return i
}

// row passes a row: a list of cells.
func row(b []byte, i int) (int, Reason) {
	if i = blanks(b, i+1); i < len(b) && b[i] == ']' {
		return i + 1, ""
	}
	for {
		end, wrong := cell(b, i)
		if wrong != "" {
			return end, wrong
		}
		if i = blanks(b, end); i == len(b) {
			return i, short
		}
		switch b[i] {
		case ']':
			return i + 1, ""
		case ',':
			i = blanks(b, i+1)
		default:
			return i, Unexpected
		}
	}
}

// cell passes what a cell can be: a text, a number, true, false or null.
func cell(b []byte, i int) (int, Reason) {
	if i < len(b) && (b[i] == '[' || b[i] == '{') {
		return i, NestedCell
	}
	return scalar(b, i)
}

func scalar(b []byte, i int) (int, Reason) {
	if i == len(b) {
		return i, short
	}
	switch c := b[i]; {
	case c == '"':
		return text(b, i)
	case c == '-' || isDigit(c):
		return number(b, i)
	case c == 't':
		return word(b, i, "true")
	case c == 'f':
		return word(b, i, "false")
	case c == 'n':
		return word(b, i, "null")
	}
	return i, Unexpected
}

// Masks of eight bytes each, to look at eight at once.
const (
	ones      = 0x0101010101010101
	tops      = 0x80 * ones
	quotes    = '"' * ones
	escapes   = '\\' * ones
	printable = 0x20 * ones // from here on a byte is no control character
)

// text passes a text with its quotes. Bytes that are not UTF-8 pass, as they do
// in encoding/json.
func text(b []byte, i int) (int, Reason) {
	for i++; ; i++ {
		// Of eight bytes, the first that isn't plain has its top bit set in
		// marks: x-n borrows from the top bit of a byte below n, and a byte
		// that equals n is 0 once n is taken out of it. Above the first mark
		// the borrow may set wrong ones.
		for i+8 <= len(b) {
			x := binary.LittleEndian.Uint64(b[i:])
			q, e := x^quotes, x^escapes
			marks := ((x-printable)&^x | (q-ones)&^q | (e-ones)&^e) & tops
			if marks != 0 {
				i += bits.TrailingZeros64(marks) / 8
				break
			}
			i += 8
		}
		for i < len(b) && b[i] >= 0x20 && b[i] != '"' && b[i] != '\\' {
			i++
		}
		if i == len(b) {
			return i, short
		}
		if b[i] == '"' {
			return i + 1, ""
		}
		if b[i] != '\\' {
			return i, ControlInText
		}
		if i++; i == len(b) {
			return i, short
		}
		switch b[i] {
		case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		case 'u':
			for range 4 {
				if i++; i == len(b) {
					return i, short
				}
				if hexDigit(b[i]) < 0 {
					return i, BadEscape
				}
			}
		default:
			return i, BadEscape
		}
	}
}

// number passes a number. It must be followed by something: a reply doesn't
// end in one, and without more bytes nobody knows whether it went on.
func number(b []byte, i int) (int, Reason) {
	if b[i] == '-' {
		i++
	}
	start := i
	if i = digits(b, i); i < len(b) && i == start || i > start+1 && b[start] == '0' {
		return min(i, start+1), BadNumber
	}
	if i < len(b) && b[i] == '.' {
		start = i + 1
		if i = digits(b, start); i < len(b) && i == start {
			return i, BadNumber
		}
	}
	if i < len(b) && (b[i] == 'e' || b[i] == 'E') {
		if i++; i < len(b) && (b[i] == '+' || b[i] == '-') {
			i++
		}
		start = i
		if i = digits(b, i); i < len(b) && i == start {
			return i, BadNumber
		}
	}
	if i == len(b) {
		return i, short
	}
	return i, ""
}

func digits(b []byte, i int) int {
	for i < len(b) && isDigit(b[i]) {
		i++
	}
	return i
}

func isDigit(c byte) bool { return c-'0' <= 9 }

// hexDigit is the value of a hexadecimal digit, -1 of anything else.
func hexDigit(c byte) int {
	switch {
	case isDigit(c):
		return int(c - '0')
	case 'a' <= c && c <= 'f':
		return int(c-'a') + 10
	case 'A' <= c && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

func word(b []byte, i int, want string) (int, Reason) {
	for k := range len(want) {
		if i+k == len(b) {
			return i + k, short
		}
		if b[i+k] != want[k] {
			return i + k, BadWord
		}
	}
	return i + len(want), ""
}
