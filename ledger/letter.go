package ledger

import (
	"slices"
	"time"
)

// LetterWord is one thing said about letters to customers: the record of
// FieldLetter. With a customer it is about one letter to them, by the name that
// the planner gave it; without, about the letters of the whole book.
type LetterWord struct {
	Word     Word      `json:"word"`
	Letter   string    `json:"letter,omitempty"`
	Note     string    `json:"note,omitempty"`     // WordNote: the paragraph that the letter carries
	Internal []Key     `json:"internal,omitempty"` // WordLive: who gets none until somebody says otherwise
	Since    time.Time `json:"since,omitzero"`     // WordSilence: when the service was last awake
}

// Word is what is said.
type Word string

// The words. The first four are about a letter, the fifth about a customer,
// the others about the book.
const (
	WordApprove  Word = "approve"  // it may leave
	WordWithdraw Word = "withdraw" // nobody approved it
	WordNote     Word = "note"     // it carries a paragraph of its own
	WordDone     Word = "done"     // no letter is due any more: somebody wrote it, or decided against it
	WordRelease  Word = "release"  // the customer is internal only no longer
	WordLive     Word = "live"     // the book began to write to customers
	WordSilence  Word = "silence"  // the service was down for long: letters wait
	WordGoOn     Word = "go on"    // after a silence
)

// LetterSaid is what was said of one letter.
type LetterSaid struct {
	Letter   string
	Approved []LetterApproval // by different people, in the order of what each said last
	Note     string
	NoteBy   string
	Done     bool      // nothing is to be written any more
	At       time.Time // of the last word
}

// LetterApproval is one person's yes.
type LetterApproval struct {
	By string
	At time.Time
}

// approvedOn tells whether a person said yes on a day.
func (s LetterSaid) approvedOn(day Date, who string) bool {
	return slices.ContainsFunc(s.Approved, func(a LetterApproval) bool { return a.By == who && DateOf(a.At.UTC()) == day })
}

// Letters is where the whole book stands with letters.
type Letters struct {
	Live     bool         // it wrote to customers before, or may
	Since    time.Time    // when it began
	Internal map[Key]bool // customers who were large when it began; never written to
	Silence  time.Time    // not zero: since then nothing ran, and finance hasn't said go on
}

// keptLetterWords bounds for how long what was said of a letter is remembered:
// longer than any approval holds.
const keptLetterWords = 60 * 24 * time.Hour

// LetterSaid is what was said of a letter to a customer; the zero one if
// nothing was.
func (b *Book) LetterSaid(customer Key, letter string) LetterSaid {
	list, _ := b.letterWords.get(customer)
	if i := slices.IndexFunc(list, func(s LetterSaid) bool { return s.Letter == letter }); i >= 0 {
		return list[i]
	}
	return LetterSaid{}
}

// Letters is where the book stands with letters. What it holds is not to be
// changed.
func (b *Book) Letters() Letters { return b.letters }

// LastImport is the day of the last bank import, or none.
func (b *Book) LastImport() Date { return b.imported }

// applyLetter takes a word about letters.
func (w *writer) applyLetter(c Change) error {
	var word LetterWord
	if err := ReadRecord(c.New, &word); err != nil {
		return err
	}
	switch word.Word {
	case WordLive:
		internal := make(map[Key]bool, len(word.Internal))
		for _, k := range word.Internal {
			internal[k] = true
		}
		w.letters.Live, w.letters.Internal, w.letters.Since = true, internal, c.At
	case WordSilence:
		w.letters.Silence = word.Since
	case WordGoOn:
		w.letters.Silence = time.Time{}
	case WordRelease:
		internal := make(map[Key]bool, len(w.letters.Internal))
		for k := range w.letters.Internal {
			internal[k] = k != c.Customer
		}
		w.letters.Internal = internal
	case WordApprove, WordWithdraw, WordNote, WordDone:
		w.sayOfLetter(c, word)
	}
	return nil // a word of a later version is passed over
}

func (w *writer) sayOfLetter(c Change, word LetterWord) {
	old, _ := w.letterWords.get(c.Customer)
	var list []LetterSaid
	said := LetterSaid{Letter: word.Letter}
	for _, s := range old {
		switch {
		case s.Letter == word.Letter:
			said = s
		case c.At.Sub(s.At) < keptLetterWords:
			list = append(list, s)
		}
	}
	said.At = c.At
	switch word.Word {
	case WordApprove:
		// A yes holds for some days only: who says it again renews theirs, and is
		// still one person.
		yes := slices.DeleteFunc(slices.Clone(said.Approved), func(a LetterApproval) bool { return a.By == c.Actor })
		yes = append(yes, LetterApproval{By: c.Actor, At: c.At})
		said.Approved = yes
	case WordWithdraw:
		said.Approved = nil
	case WordDone:
		said.Done = true
	case WordNote:
		// Who approved it approved other words.
		said.Note, said.NoteBy, said.Approved = word.Note, c.Actor, nil
	}
	w.letterWords.set(c.Customer, append(list, said), w.edit)
}

// ThanksName is the letter under which what people say of the thanks for an
// invoice is kept.
func ThanksName(inv *Invoice) string { return "thanks/" + inv.Due.String() + "/" + string(inv.Key) }
