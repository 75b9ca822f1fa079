package ledger

// Origins of a payment.
const (
	PaymentFromSlack   = "slack"     // recorded in Slack
	PaymentFromSheet   = "sheet"     // a row that a person added to the Payments tab
	PaymentFromBank    = "bank"      // matched from a bank statement
	PaymentAdjusting   = "adjusting" // a typed change of Paid, unconfirmed
	PaymentFromOpening = "opening"   // what Paid held when the book was first read; has no row
	PaymentPresumed    = "presumed"  // left a list of open items: settled, it seems; confirmed or not
	PaymentReversal    = "reversal"  // takes another one back; see Payment.Reverses
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
	Reverses    string `json:"reverses,omitempty"` // the id of the payment that this one takes back
}

// Presumed is the payment by which the invoice is only presumed settled: it left
// the list of what is open, and nobody has confirmed why.
func (inv *Invoice) Presumed() (Payment, bool) {
	for _, p := range inv.Payments {
		if p.Source == PaymentPresumed && p.Unconfirmed {
			return p, true
		}
	}
	return Payment{}, false
}

// Reversal is a payment of that id that takes p back, on the same day.
func (p Payment) Reversal(id string) Payment {
	return Payment{
		ID: id, Date: p.Date, Invoice: p.Invoice, Customer: p.Customer, Amount: Money{Minor: -p.Amount.Minor, Currency: p.Amount.Currency},
		Source: PaymentReversal, Reverses: p.ID,
	}
}

// ReversalOf is the payment that takes p back, if there is one.
func (b *Book) ReversalOf(p Payment) (Payment, bool) {
	if inv, ok := b.Follow(p.Invoice); ok {
		for _, q := range inv.Payments {
			if q.Reverses == p.ID {
				return q, true
			}
		}
		return Payment{}, false
	}
	for q := range b.Payments() {
		if q.Reverses == p.ID {
			return q, true
		}
	}
	return Payment{}, false
}
