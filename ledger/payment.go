package ledger

// Origins of a payment.
const (
	PaymentFromSlack   = "slack"     // recorded in Slack
	PaymentFromSheet   = "sheet"     // a row that a person added to the Payments tab
	PaymentFromBank    = "bank"      // matched from a bank statement
	PaymentAdjusting   = "adjusting" // a typed change of Paid, unconfirmed
	PaymentFromOpening = "opening"   // what Paid held when the book was first read; has no row
)

// Payment is one amount received, or given back if negative, and applied to
// at most one invoice. Without an invoice it is the customer's unapplied cash.
type Payment struct {
	ID          string `json:"id"`
	Date        Date   `json:"date,omitzero"`
	Invoice     Key    `json:"invoice,omitempty"`
	Customer    Key    `json:"customer,omitempty"`
	Amount      Money  `json:"amount"`
	Source      string `json:"source,omitempty"`
	BankRef     string `json:"bank_ref,omitempty"`
	By          string `json:"by,omitempty"`
	Note        string `json:"note,omitempty"`
	Unconfirmed bool   `json:"unconfirmed,omitempty"`
}
