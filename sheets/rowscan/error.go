package rowscan

import (
	"fmt"
	"io"
)

// Reason is what is wrong with a reply.
type Reason string

// Reasons for refusing a reply.
const (
	Truncated      Reason = "the reply ends too early"
	Trailing       Reason = "something follows the reply's end"
	Unexpected     Reason = "a character that JSON has no place for here"
	NotObject      Reason = "an object was expected"
	NotList        Reason = "a list was expected"
	NotText        Reason = "a text was expected"
	ControlInText  Reason = "a control character in a text"
	BadEscape      Reason = "an escape that JSON doesn't know"
	BadNumber      Reason = "a number that JSON doesn't know"
	BadWord        Reason = "neither true, false nor null"
	NestedCell     Reason = "a cell that is a list or an object"
	TooDeep        Reason = "lists and objects nested too deep"
	TwiceTheKey    Reason = "the same key twice in one object"
	ColumnsNotRows Reason = "columns came in place of rows"
	TooManyBytes   Reason = "the reply is larger than is read"
	TooManyRows    Reason = "a range has more rows than are read"
)

// short is not an error yet: the bytes at hand end within a token.
const short Reason = "short"

// Error is a reply that was refused, and where.
type Error struct {
	Reason Reason
	At     int64  // byte of the decompressed body, from 0
	Range  string // as far as it was known
	Row    int    // of that range, from 1; 0: outside of rows
}

func (e *Error) Error() string {
	where := fmt.Sprintf("byte %d", e.At)
	if e.Row > 0 {
		where += fmt.Sprintf(", row %d", e.Row)
	}
	if e.Range != "" {
		where += " of " + e.Range
	}
	return where + ": " + string(e.Reason)
}

// Is makes a truncated reply an io.ErrUnexpectedEOF.
func (e *Error) Is(target error) bool {
	return e.Reason == Truncated && target == io.ErrUnexpectedEOF
}

// TooLarge tells that a reply was refused for its size alone.
func (e *Error) TooLarge() bool { return e.Reason == TooManyBytes || e.Reason == TooManyRows }
