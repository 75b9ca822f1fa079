package bot

import (
	"context"

	"github.com/relance-bot/relance/ledger"
)

// Undecided is what the sync leaves to a person.
type Undecided interface {
	// PreviewResume says what Resume would do by that remedy, and does nothing.
	PreviewResume(ctx context.Context, r Remedy) (Resumption, error)
	// Resume runs a cycle on a held book, on a person's word.
	Resume(ctx context.Context, r Resume) (SyncReport, error)

	// Conflicts are those that nobody has decided yet, the latest first.
	Conflicts(ctx context.Context) ([]Conflict, error)
	// CloseConflict forgets one; a second time it changes nothing.
	CloseConflict(ctx context.Context, id string) error
	// PutBackConflict closes one by writing back what a person's cell held, where
	// the row is found by now; a second time it changes nothing.
	PutBackConflict(ctx context.Context, id string) error

	// Presumed are the batches of invoices that left a list of open items, the
	// oldest first.
	Presumed(ctx context.Context) ([]Presumed, error)
	// ConfirmPresumed carries out a person's word on a batch; a second time it
	// changes nothing.
	ConfirmPresumed(ctx context.Context, a PresumedAnswer) error

	// Questions are open about payments, by invoice number.
	Questions(ctx context.Context) ([]Question, error)
	// AnswerQuestion carries out a person's answer to what is asked first about
	// an invoice. It is refused with a ledger.Error where something else is
	// asked by now.
	AnswerQuestion(ctx context.Context, a QuestionAnswer) error
}

// Question is what the sheet left open about an invoice's payments.
type Question struct {
	Invoice ledger.Key
	Text    Wording
	Answers []string // that it takes: Answer constants
}

// Wording says something in a language ("fr", else English).
type Wording func(language string) string

// Answers to a question about payments.
const (
	AnswerCounted  = "counted"   // it is right as it is counted
	AnswerSame     = "same"      // the two are one payment
	AnswerTwo      = "two"       // they are two
	AnswerTakeBack = "take_back" // the payment whose row is gone never was
	AnswerAgain    = "again"     // it was: enter it in a new row
	AnswerSwapped  = "swapped"   // two numbers were exchanged on purpose
)

// QuestionAnswer is who answered which question how.
type QuestionAnswer struct {
	Invoice ledger.Key
	Answer  string
	Actor   string
}

// Remedy is a way to get a held book going again.
type Remedy string

// The remedies.
const (
	RemedyResume  Remedy = "resume"   // the sheet is right as it stands
	RemedyRestore Remedy = "restore"  // give columns that vanished back, as they were last read
	RemedyPutBack Remedy = "put_back" // give values that only some columns' sort moved back to their rows
)

// Resume is who wants a held book to go on, and how.
type Resume struct {
	Remedy Remedy
	Actor  string
}

// Resumption is what resuming a held book would do.
type Resumption struct {
	Changed int      // facts that would be taken from the sheet
	Gone    int      // of them, invoices that would be forgotten, their rows being gone
	Writes  int      // cells and rows that would be written
	Lines   []string // the first of them, in words
	Blocked []string // not empty: it would be held still; the sheet has to be put right first
	Offers  []Remedy // that fit what holds the book, beside going on with the sheet as it stands
}
