package letter

import "github.com/relance-bot/relance/ledger"

// Kind is what a letter is: the tone of the ladder's stage, or a thank-you note.
type Kind string

// The kinds, from the kindest up; the thank-you note stands outside the ladder.
const (
	Courtesy  Kind = "courtesy"  // before the due date
	Friendly  Kind = "friendly"  // assumes an oversight
	Firm      Kind = "firm"      // asks for a date
	Penalties Kind = "penalties" // quotes interest and recovery fee
	Last      Kind = "last"      // last amicable letter
	Formal    Kind = "formal"    // formal notice (mise en demeure), also on paper
	ThankYou  Kind = "thank you"
)

// Kinds are all kinds, in the order of their tone.
var Kinds = []Kind{Courtesy, Friendly, Firm, Penalties, Last, Formal, ThankYou}

// Firmness orders the kinds by tone: 1 for Courtesy up to 6 for Formal, 0 for
// what isn't a step of the ladder.
func (k Kind) Firmness() int {
	for i, known := range Kinds[:len(Kinds)-1] {
		if k == known {
			return i + 1
		}
	}
	return 0
}

// Regime is the law or contract that interest and fees are claimed under.
type Regime string

// The regimes; without one a letter quotes no law.
const (
	NoRegime Regime = ""
	France   Regime = "fr"
	EU       Regime = "eu"
	UK       Regime = "uk"
	Contract Regime = "contract"
)

// Letter is everything a letter says, frozen. It travels as JSON in the payload
// of a delivery.
type Letter struct {
	Kind      Kind            `json:"kind"`
	Language  string          `json:"language"` // a tag; what isn't French reads English
	Date      ledger.Date     `json:"date"`     // of the letter; days late count to it
	Reference string          `json:"reference,omitempty"`
	Currency  ledger.Currency `json:"currency"`
	Sender    Sender          `json:"sender"`
	Signatory Signatory       `json:"signatory"` // who answers: the salesperson, or finance
	Recipient Recipient       `json:"recipient"`

	// Chased is what the letter is about: overdue invoices; for a courtesy note
	// those that fall due soon; for a thank-you note those now settled.
	Chased       []Line   `json:"chased"`
	OtherOverdue []Line   `json:"other_overdue,omitempty"` // late as well; statement only
	NotDue       []Line   `json:"not_due,omitempty"`       // statement only
	Credits      []Credit `json:"credits,omitempty"`       // taken off what is asked for

	Regime Regime `json:"regime,omitempty"`
	// Rate is the yearly rate in percent as a plain decimal ("12", "12.15"),
	// where the contract fixes one. Empty: the regime's own.
	Rate string `json:"rate,omitempty"`

	// Deadline is the day to pay by. A formal notice needs one.
	Deadline ledger.Date `json:"deadline,omitzero"`
	// Previous is the day of the last letter about these invoices.
	Previous ledger.Date `json:"previous,omitzero"`
	// Note is the free paragraph that the approver wrote; may have several lines.
	Note string `json:"note,omitempty"`
	// PayLink is where all of it can be paid; see Line.PayLink.
	PayLink string `json:"pay_link,omitempty"`
	// Registered says that the letter also goes by registered post, under this
	// number once the post has given one.
	Registered bool   `json:"registered,omitempty"`
	Tracking   string `json:"tracking,omitempty"`
}

// Line is one invoice, or one instalment of it, in the letter's currency.
type Line struct {
	Number string       `json:"number"`
	Issued ledger.Date  `json:"issued,omitzero"`
	Due    ledger.Date  `json:"due,omitzero"`
	Amount ledger.Money `json:"amount"` // of the invoice, tax included
	Paid   ledger.Money `json:"paid,omitzero"`
	Open   ledger.Money `json:"open"` // left to pay, the disputed part included
	// Disputed is the part of Open that the customer contests: it is shown and
	// not asked for.
	Disputed ledger.Money `json:"disputed,omitzero"`
	// Part of Parts is the instalment's place in its plan; zero: the whole invoice.
	Part  int `json:"part,omitempty"`
	Parts int `json:"parts,omitempty"`
	// Interest and Fee are claimed beside the principal. The fee's currency is
	// its regime's and may differ from the letter's.
	Interest ledger.Money `json:"interest,omitzero"`
	Fee      ledger.Money `json:"fee,omitzero"`
	// PayLink is where this invoice can be paid: https, on Sender.LinkHost.
	PayLink string `json:"pay_link,omitempty"`
}

// Asked is what the letter asks for on the line: what is open less what is disputed.
func (l Line) Asked() (ledger.Money, error) { return l.Open.Sub(l.Disputed) }

// Credit is money of the customer's that no invoice has used up: a credit note,
// or a payment not yet applied.
type Credit struct {
	Number    string       `json:"number,omitempty"` // of the credit note
	Date      ledger.Date  `json:"date,omitzero"`
	Amount    ledger.Money `json:"amount"` // positive
	Unapplied bool         `json:"unapplied,omitempty"`
}

// Sender is who writes, from the operator's configuration.
type Sender struct {
	Company  string   `json:"company"`
	Address  []string `json:"address,omitempty"`
	City     string   `json:"city,omitempty"`      // before the date, as French letters have it
	LegalIDs []string `json:"legal_ids,omitempty"` // "SIREN 123 456 789", "VAT GB123456789"
	Phone    string   `json:"phone,omitempty"`
	Email    string   `json:"email,omitempty"`
	Account  Account  `json:"account,omitzero"`
	LinkHost string   `json:"link_host,omitempty"` // of every payment link
}

// Account is a bank account to pay into.
type Account struct {
	Holder string `json:"holder,omitempty"` // empty: the company
	IBAN   string `json:"iban,omitempty"`
	BIC    string `json:"bic,omitempty"`
	Bank   string `json:"bank,omitempty"`
}

// Signatory is the person who signs and gets the replies.
type Signatory struct {
	Name  string `json:"name,omitempty"` // empty: the company signs
	Role  string `json:"role,omitempty"`
	Phone string `json:"phone,omitempty"`
	Email string `json:"email,omitempty"`
}

// Recipient is the customer.
type Recipient struct {
	Company string   `json:"company"`
	Contact string   `json:"contact,omitempty"`
	Address []string `json:"address,omitempty"` // needed on paper
	Email   string   `json:"email,omitempty"`
	Code    string   `json:"code,omitempty"` // their account number with the sender
}

// Rendered is a letter as an e-mail.
type Rendered struct {
	Subject string // one line
	Text    string
	HTML    string
}
