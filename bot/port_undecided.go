package bot

import (
	"context"

	"github.com/relance-bot/relance/ledger"
)

// Undecided is what the sync leaves to a person.
type Undecided interface {
	// PreviewResume says what Resume would do, and does nothing.
	PreviewResume(ctx context.Context) (Resumption, error)
	// Resume runs a cycle on a held book, on a person's word that the sheet is
	// right as it stands.
	Resume(ctx context.Context, actor string) (SyncReport, error)

	// Conflicts are those that nobody has decided yet, the latest first.
	Conflicts(ctx context.Context) ([]Conflict, error)
	// CloseConflict forgets one; a second time it changes nothing.
	CloseConflict(ctx context.Context, id string) error

	// Questions are open about payments, by invoice number.
	Questions(ctx context.Context) ([]Question, error)
	// AnswerQuestion closes one: what the book counts is right.
	AnswerQuestion(ctx context.Context, invoice ledger.Key) error
}

// Question is what the sheet left open about an invoice's payments.
type Question struct {
	Invoice ledger.Key
	Text    string
}

// Resumption is what resuming a held book would do.
type Resumption struct {
	Changed int      // facts that would be taken from the sheet
	Gone    int      // of them, invoices that would be forgotten, their rows being gone
	Writes  int      // cells and rows that would be written
	Blocked []string // not empty: the sheet itself has to be put right first
}
