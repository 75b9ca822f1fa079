package ledger

import "slices"

// Doubt is why a payment that is about to be recorded may be a slip. None of
// them makes it wrong: whoever records it says that it is meant.
type Doubt string

// The doubts.
const (
	DoubtTwice       Doubt = "twice"        // one of that amount and day is recorded on the invoice
	DoubtAhead       Doubt = "ahead"        // its day hasn't come
	DoubtBeforeIssue Doubt = "before_issue" // its day lies before the invoice was issued
	DoubtOver        Doubt = "over"         // it is more than the invoice leaves open; see Overpays
)

// Doubts are those about an amount received on a day, as of today; none about
// an invoice that isn't there.
func Doubts(b *Book, inv Key, amount Money, on, today Date) []Doubt {
	found, ok := b.Follow(inv)
	if !ok {
		return nil
	}
	var list []Doubt
	if b.isPaid(found, amount, on) {
		list = append(list, DoubtTwice)
	}
	if on.After(today) {
		list = append(list, DoubtAhead)
	}
	if on.Before(found.Issued) { // zero is before every day
		list = append(list, DoubtBeforeIssue)
	}
	if over := Overpays(b, inv, amount); over.IsPositive() {
		list = append(list, DoubtOver)
	}
	return list
}

// isPaid tells whether a payment of that amount and day stands on an invoice.
func (b *Book) isPaid(inv *Invoice, amount Money, on Date) bool {
	return slices.ContainsFunc(inv.Payments, func(p Payment) bool {
		if p.Amount != amount || p.Date != on {
			return false
		}
		_, gone := b.ReversalOf(p)
		return !gone
	})
}
