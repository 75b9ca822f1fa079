package bot

import (
	"context"

	"github.com/relance-bot/relance/ledger"
)

// Letters is what is written to customers, as of the book as it is now. What
// people say of it is recorded at the Desk.
type Letters interface {
	// Letters are today's, each with why it may leave or may not.
	Letters(ctx context.Context) ([]Letter, error)
	// LetterText is one of them as it would leave now; false where there is no
	// such letter any more, because something about its invoices changed.
	LetterText(ctx context.Context, id string) (LetterText, bool, error)
	// Paper is a letter as a PDF, as it would leave now; false where there is no
	// such letter any more.
	Paper(ctx context.Context, id string) ([]byte, bool, error)
	// SentPaper is the last letter that left about an invoice, as a PDF of what
	// it said then; false where none left.
	SentPaper(ctx context.Context, invoice ledger.Key) ([]byte, bool, error)
	// Dossier is what is handed over about a customer, as a ZIP. The kind is one
	// of ledger.HandoverKinds.
	Dossier(ctx context.Context, customer ledger.Key, kind, language string) ([]byte, error)
	// HandOvers are the customers at the end of the ladder.
	HandOvers(ctx context.Context) ([]HandOver, error)
}

// Letter is one letter to one customer.
type Letter struct {
	ID        string
	Customer  ledger.Key
	Name      string
	Kind      string // courtesy, friendly, firm, penalties, last, formal, or LetterThanks
	Reason    string // one of the Letter constants, or why it may not leave
	Until     ledger.Date
	Lines     []LetterLine
	Amount    ledger.Money
	To        string
	Owner     string   // the salesperson cell of all its invoices; empty: several, or none
	ByFinance bool     // finance approves it; else its owner, or finance
	Needs     int      // different people who must say yes
	Approved  []string // by whom
	Approver  string   // Slack id of who looks after it today: the owner, or who stands in
	Trouble   error    // why it can't be written
	Spared    bool     // one of the largest customers, internal only since the book went live
}

// LetterLine is an invoice that a letter asks for.
type LetterLine struct {
	Invoice ledger.Key
	Number  string
	Due     ledger.Date
	Amount  ledger.Money
	Stage   ledger.Stage
}

// Reasons of a letter that somebody can do something about.
const (
	LetterGoes      = "send"
	LetterToApprove = "skip_to_approve"
	LetterToSecond  = "skip_to_second"
	LetterDraft     = "skip_draft"
)

// LetterThanks is the kind of a note that asks for nothing.
const LetterThanks = "thank_you"

// waits tells whether a letter waits for a person.
func (l Letter) waits() bool {
	return l.Reason == LetterToApprove || l.Reason == LetterToSecond || l.Reason == LetterDraft
}

// LetterText is a letter in its words.
type LetterText struct {
	Letter
	ReplyTo string
	Subject string
	Text    string
	Note    string // the paragraph that a person added
}
