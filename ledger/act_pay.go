package ledger

import (
	"crypto/sha256"
	"encoding/base32"
	"fmt"
)

// Pay records a payment received on a day. More than what is open is taken:
// the rest is the customer's unapplied cash; ask Overpays beforehand to say
// so. A day more than a month ahead is refused as a slip.
func (a Act) Pay(b *Book, inv Key, amount Money, on Date, note string) ([]Change, error) {
	found, err := a.find(b, inv)
	if err != nil {
		return nil, err
	}
	p, err := a.payment(found, amount, on, note)
	if err != nil {
		return nil, err
	}
	if was, ok := b.Payment(p.ID); ok {
		if was.Invoice == p.Invoice && was.Amount == p.Amount {
			return nil, nil // the second click
		}
		return nil, &Error{
			Code: CodeConflict, Reason: ReasonAlreadySaid, Args: Args{"invoice": found.Number, "amount": was.Amount},
			Message: fmt.Sprintf("This payment is recorded already, as %s %s. Open the form again to record another.", was.Amount, was.Amount.Currency),
		}
	}
	changes := []Change{a.change(Change{Invoice: found.Key, Field: FieldPayment, New: Record(p)})}
	if on.After(found.PaidOn) {
		changes = append(changes, a.moved(found, cell{FieldPaidOn, Day(on)})...)
	}
	if err := Validate(b, changes); err != nil {
		return nil, err // a total that would overflow
	}
	return changes, nil
}

// payment checks what was typed and makes the record.
func (a Act) payment(inv *Invoice, amount Money, on Date, note string) (Payment, error) {
	if err := checkPart(inv, amount); err != nil {
		return Payment{}, err
	}
	if !amount.IsPositive() {
		return Payment{}, &Error{
			Code: CodeInvalid, Reason: ReasonAmountInvalid, Args: Args{"amount": amount},
			Message: "The amount must be more than zero.",
		}
	}
	if err := a.checkPaymentDay(on); err != nil {
		return Payment{}, err
	}
	note, err := checkedText(note)
	if err != nil {
		return Payment{}, err
	}
	origin := PaymentFromSlack
	if a.Source == SourceImport {
		origin = PaymentFromBank
	}
	return Payment{
		ID: paymentID(a.ID), Date: on, Invoice: inv.Key, Customer: inv.CustomerKey,
		Amount: amount, Source: origin, By: a.Actor, Note: note,
	}, nil
}

func (a Act) checkPaymentDay(on Date) error {
	switch {
	case on.IsZero():
		return &Error{Code: CodeInvalid, Reason: ReasonDateMissing, Message: "Say on which day the payment came in."}
	case !on.isPlausible():
		return &Error{
			Code: CodeInvalid, Reason: ReasonDateImplausible, Args: Args{"date": on},
			Message: fmt.Sprintf("%s can't be the day of a payment: check the year.", on),
		}
	}
	return checkAhead(on, on, a.today(), maxPostdatedDays)
}

// paymentID is what the Payments tab shows: short enough to read out, and the
// same when the same act is heard twice.
func paymentID(act string) string {
	sum := sha256.Sum256([]byte(act))
	const bytes = 8 // 64 bits: a clash among a million payments has odds of 1 in 10^7
	return "P-" + base32.HexEncoding.WithPadding(base32.NoPadding).EncodeToString(sum[:bytes])
}

// Overpays is how much of an amount paid now would be more than the invoice
// leaves open, and so become the customer's unapplied cash: nothing, or all of
// it when the invoice is closed.
func Overpays(b *Book, inv Key, amount Money) Money {
	over := Money{Currency: amount.Currency}
	found, ok := b.Follow(inv)
	if !ok || !amount.IsPositive() {
		return over
	}
	open := int64(0)
	if amount.Currency == found.Amount.Currency {
		open = found.Open().Minor
	}
	over.Minor = max(0, amount.Minor-open)
	return over
}
