package ledger

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// ApproveLetter says that a letter may leave. A second yes by the same person
// on one day changes nothing; on a later one it renews the first.
func (a Act) ApproveLetter(b *Book, customer Key, letter string) ([]Change, error) {
	if err := a.checkLetter(b, customer, letter); err != nil || b.LetterSaid(customer, letter).approvedOn(DateOf(a.At.UTC()), a.Actor) {
		return nil, err
	}
	return []Change{a.letterChange(customer, LetterWord{Word: WordApprove, Letter: letter})}, nil
}

// WithdrawLetter takes back all approvals of a letter that has not left.
func (a Act) WithdrawLetter(b *Book, customer Key, letter string) ([]Change, error) {
	if err := a.checkLetter(b, customer, letter); err != nil || len(b.LetterSaid(customer, letter).Approved) == 0 {
		return nil, err
	}
	return []Change{a.letterChange(customer, LetterWord{Word: WordWithdraw, Letter: letter})}, nil
}

// maxNoteRunes bounds the paragraph that a person adds to a letter: half a page.
const maxNoteRunes = 1500

// NoteLetter gives a letter a paragraph of its own, or takes it away. Approvals
// were of other words, and end.
func (a Act) NoteLetter(b *Book, customer Key, letter, note string) ([]Change, error) {
	if err := a.checkLetter(b, customer, letter); err != nil {
		return nil, err
	}
	note, err := checkedParagraph(note)
	if err != nil || b.LetterSaid(customer, letter).Note == note {
		return nil, err
	}
	return []Change{a.letterChange(customer, LetterWord{Word: WordNote, Letter: letter, Note: note})}, nil
}

// EndThanks ends the thanks for invoices: somebody wrote them, or decided
// against them.
func (a Act) EndThanks(b *Book, invoices []Key) ([]Change, error) {
	var changes []Change
	for _, k := range invoices {
		inv, err := a.find(b, k)
		if err != nil {
			return nil, err
		}
		name := ThanksName(inv)
		if err := a.checkLetter(b, inv.CustomerKey, name); err != nil {
			return nil, err
		}
		if !b.LetterSaid(inv.CustomerKey, name).Done {
			changes = append(changes, a.letterChange(inv.CustomerKey, LetterWord{Word: WordDone, Letter: name}))
		}
	}
	return changes, nil
}

// ReleaseCustomer lets letters go to a customer who was kept from them because
// they are large.
func (a Act) ReleaseCustomer(b *Book, customer Key) ([]Change, error) {
	if !b.letters.Internal[customer] {
		return nil, nil
	}
	return []Change{a.letterChange(customer, LetterWord{Word: WordRelease})}, nil
}

// GoOnWithLetters lets letters leave again after a long silence.
func (a Act) GoOnWithLetters(b *Book) ([]Change, error) {
	if b.letters.Silence.IsZero() {
		return nil, nil
	}
	return []Change{a.change(Change{Field: FieldLetter, New: Record(LetterWord{Word: WordGoOn})})}, nil
}

// Written is an invoice that a letter asked for, and the stage that it was.
type Written struct {
	Invoice Key
	Stage   Stage
}

// LetterByHand notes that a person sent a letter themselves, on a day.
func (a Act) LetterByHand(b *Book, list []Written, on Date) ([]Change, error) {
	if err := checkAhead(on, a.today().AddDays(-maxByHandDays), a.today(), 2); err != nil {
		return nil, err
	}
	var changes []Change
	for _, w := range list {
		inv, err := a.find(b, w.Invoice)
		if err != nil {
			return nil, err
		}
		moved := a.moved(inv, cell{FieldLetterStage, Text(w.Stage.String())}, cell{FieldLastLetter, Day(max(on, inv.LastLetter))})
		if len(moved) > 0 {
			changes = append(changes, moved...)
		}
	}
	return changes, nil
}

// maxByHandDays is how far back a letter may be noted that a person sent.
const maxByHandDays = 60

func (a Act) letterChange(customer Key, word LetterWord) Change {
	c := a.change(Change{Customer: customer, Field: FieldLetter, New: Record(word)})
	if word.Letter != "" {
		c.ID += "/" + string(word.Word) + "/" + word.Letter
	}
	return c
}

func (a Act) checkLetter(b *Book, customer Key, letter string) error {
	if a.ID == "" || a.At.IsZero() || a.Source == "" || a.Actor == "" || letter == "" {
		return fmt.Errorf("act %+v on letter %q lacks an id, a time, a source, an actor or the letter", a, letter)
	}
	if !b.hasCustomer(customer) {
		return &Error{
			Code: CodeNotFound, Reason: ReasonNoCustomer, Args: Args{"customer": string(customer)},
			Message: fmt.Sprintf("There is no customer %s in the sheet.", customer),
		}
	}
	return nil
}

// checkedParagraph cleans text of several lines.
func checkedParagraph(text string) (string, error) {
	clean := strings.Map(func(r rune) rune {
		if r != '\n' && (unicode.Is(unicode.Cc, r) || isBidi(r)) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(strings.ReplaceAll(text, "\r\n", "\n"), "�"))
	clean = strings.TrimSpace(clean)
	if utf8.RuneCountInString(clean) > maxNoteRunes {
		return "", &Error{
			Code: CodeInvalid, Reason: ReasonTextTooLong, Args: Args{"max": maxNoteRunes},
			Message: fmt.Sprintf("That text is too long: at most %d characters.", maxNoteRunes),
		}
	}
	return clean, nil
}
