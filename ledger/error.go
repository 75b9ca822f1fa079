package ledger

import "errors"

// Code is the machine-readable reason of an Error.
type Code string

// Codes of the errors that a person may see.
const (
	CodeInvalid     Code = "invalid"     // what was asked can't be: an amount of zero, a date in the past
	CodeNotFound    Code = "not_found"   // no such invoice, customer or person
	CodeAmbiguous   Code = "ambiguous"   // more than one fits what was typed
	CodeConflict    Code = "conflict"    // someone else changed it meanwhile, or it was said differently before
	CodeDenied      Code = "denied"      // the person may not do this
	CodeHeld        Code = "held"        // the book is held and takes no such change now
	CodeOverflow    Code = "overflow"    // an amount beyond what int64 minor units can carry
	CodeUnavailable Code = "unavailable" // who would do it is not there just now
	CodeInternal    Code = "internal"    // ours; the message carries nothing but a reference
)

// Args are what a message is filled with: texts, integers, Money and Date, by
// name.
type Args map[string]any

// Error has two readers: Message is for the person who asked and says what
// happened and what to do next, in English; Err, if any, is for the operator's
// log. Where Reason is set, it is one of the constants in reason.go: a stable
// key by which the same sentence is said in another language, with Args.
type Error struct {
	Code    Code
	Message string
	Reason  string
	Args    Args
	Err     error
}

func (e *Error) Error() string {
	if e.Err != nil {
		return e.Message + ": " + e.Err.Error()
	}
	return e.Message
}

func (e *Error) Unwrap() error { return e.Err }

// CodeOf tells the code of the first Error in err's chain; any other error is
// internal.
func CodeOf(err error) Code {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Code
	}
	return CodeInternal
}
