package ledger

import (
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Act is something that a person does to the book, or the bot in its own name.
// Its methods are pure: each looks at the book, refuses with an Error that a
// person can read, or gives the Changes to record. What is so already gives no
// changes, so that a second click is harmless, and the changes' IDs derive
// from the act's, so that two replicas that hear the same click record it once.
type Act struct {
	ID     string    // unique to the click or command, the same when it is delivered again
	At     time.Time // when it was done
	Actor  string    // who: a Slack user id, or "bot"
	Source Source
}

// maxTextRunes bounds what a person may add to a cell in one act. A cell takes
// 50,000 characters, a Slack text input 3,000; a reason is read on a phone.
const maxTextRunes = 500

// Bounds of the days a person may name, counted from the day of the act. They
// are there to catch a slip of the keyboard (2062 for 2026), not to judge.
const (
	maxPostdatedDays = 31  // of a payment: a cheque handed over with a later date
	maxPromiseDays   = 366 // of a promise
	maxSnoozeDays    = 366 // of a snooze or pause
	maxTakeOverDays  = 92  // of "I'm on it" and "the customer says it's paid"
)

// Days outside of these years are typing errors in any book of invoices.
const (
	firstPlausibleYear = 1970
	lastPlausibleYear  = 2199
)

// change is one change of the act. Its subject is part of the ID, since an act
// may touch several invoices.
func (a Act) change(c Change) Change {
	c.ID = a.ID + "/" + string(c.Subject()) + "/" + string(c.Field)
	c.At, c.Actor, c.Source, c.Cause = a.At, a.Actor, a.Source, a.ID
	return c
}

// cell is one new value of an invoice's field.
type cell struct {
	field Field
	value Value
}

// moved gives the changes for those cells that hold something else.
func (a Act) moved(inv *Invoice, cells ...cell) []Change {
	var changes []Change
	for _, c := range cells {
		if old := inv.Value(c.field); old != c.value {
			changes = append(changes, a.change(Change{Invoice: inv.Key, Field: c.field, Old: old, New: c.value}))
		}
	}
	return changes
}

// today is a day that is not later than the calendar of anybody on earth shows
// at the act's time, and not more than two days earlier. Acts that need the
// exact business day are told it.
func (a Act) today() Date { return DateOf(a.At.UTC()).AddDays(-1) }

// find gives the invoice that an act is about.
func (a Act) find(b *Book, key Key) (*Invoice, error) {
	if a.ID == "" || a.At.IsZero() || a.Source == "" {
		return nil, fmt.Errorf("act %+v lacks an id, a time or a source", a)
	}
	inv, ok := b.Follow(key)
	if !ok {
		return nil, &Error{
			Code: CodeNotFound, Reason: ReasonNoInvoice, Args: Args{"invoice": string(key)},
			Message: fmt.Sprintf("There is no invoice %s in the sheet. It may have been removed.", key),
		}
	}
	return inv, nil
}

// findOpen gives an invoice on which something is left to pay.
func (a Act) findOpen(b *Book, key Key) (*Invoice, error) {
	inv, err := a.find(b, key)
	if err != nil {
		return nil, err
	}
	if inv.IsCredit() {
		return nil, errCreditNote(inv)
	}
	if !inv.Open().IsPositive() {
		return nil, &Error{
			Code: CodeInvalid, Reason: ReasonNothingOpen, Args: Args{"invoice": inv.Number},
			Message: fmt.Sprintf("%s is paid in full already.", inv.Number),
		}
	}
	return inv, nil
}

func errCreditNote(inv *Invoice) error {
	return &Error{
		Code: CodeInvalid, Reason: ReasonCreditNote, Args: Args{"invoice": inv.Number},
		Message: fmt.Sprintf("%s is a credit note: nobody owes it to you.", inv.Number),
	}
}

// checkPart refuses an amount that can't be a part of the invoice: negative,
// or in another currency. Zero is for the caller to judge.
func checkPart(inv *Invoice, amount Money) error {
	if amount.IsNegative() {
		return &Error{
			Code: CodeInvalid, Reason: ReasonAmountInvalid, Args: Args{"amount": amount},
			Message: fmt.Sprintf("The amount must be more than zero, not %s.", amount),
		}
	}
	if !amount.IsZero() && amount.Currency != inv.Amount.Currency {
		return &Error{
			Code: CodeInvalid, Reason: ReasonOtherCurrency,
			Args:    Args{"invoice": inv.Number, "currency": string(amount.Currency), "expected": string(inv.Amount.Currency)},
			Message: fmt.Sprintf("%s is in %s. Give the amount in %s, not in %s.", inv.Number, inv.Amount.Currency, inv.Amount.Currency, amount.Currency),
		}
	}
	return nil
}

// isPlausible tells whether a day can stand in a book of invoices at all.
func (d Date) isPlausible() bool {
	return !d.Before(NewDate(firstPlausibleYear, time.January, 1)) && !d.After(NewDate(lastPlausibleYear, time.December, 31))
}

// checkAhead refuses a day before the first one allowed, or more than max days
// after today.
func checkAhead(d, first, today Date, maxDays int) error {
	switch {
	case d.Before(first):
		return &Error{
			Code: CodeInvalid, Reason: ReasonDateInPast, Args: Args{"date": d},
			Message: fmt.Sprintf("%s is too early: choose a day from %s on.", d, first),
		}
	case d.DaysSince(today) > maxDays:
		return &Error{
			Code: CodeInvalid, Reason: ReasonDateTooFar, Args: Args{"date": d, "days": maxDays},
			Message: fmt.Sprintf("%s is too far away: choose a day within the next %d days.", d, maxDays),
		}
	}
	return nil
}

// checkedText cleans what a person typed (no invisible characters, no line
// breaks at the ends) and refuses what is too long for a cell.
func checkedText(text string) (string, error) {
	clean := strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' {
			return ' '
		}
		if unicode.Is(unicode.Cc, r) || isBidi(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "�"))
	clean = strings.TrimSpace(clean)
	if utf8.RuneCountInString(clean) > maxTextRunes {
		return "", &Error{
			Code: CodeInvalid, Reason: ReasonTextTooLong, Args: Args{"max": maxTextRunes},
			Message: fmt.Sprintf("That text is too long: at most %d characters.", maxTextRunes),
		}
	}
	return clean, nil
}

// isBidi tells whether r changes the direction of the text around it, which in
// a cell or a message makes an amount or a name read otherwise than it is.
func isBidi(r rune) bool {
	return r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069' || r == '\u200e' || r == '\u200f' || r == '\u061c'
}

// neededText is checkedText that must leave something.
func neededText(text string) (string, error) {
	clean, err := checkedText(text)
	if err != nil {
		return "", err
	}
	if clean == "" {
		return "", &Error{Code: CodeInvalid, Reason: ReasonTextMissing, Message: "Say why, in a few words."}
	}
	return clean, nil
}
