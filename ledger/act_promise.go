package ledger

import "fmt"

// Promise notes that the customer promised to pay on a day: an amount, or the
// whole balance when it is zero. No day takes the promise back.
func (a Act) Promise(b *Book, inv Key, on Date, amount Money, today Date) ([]Change, error) {
	if on.IsZero() {
		found, err := a.find(b, inv)
		if err != nil {
			return nil, err
		}
		return a.moved(found, cell{FieldPromisedOn, Value{}}, cell{FieldPromisedAmount, Value{}}), nil
	}
	found, err := a.findOpen(b, inv)
	if err != nil {
		return nil, err
	}
	if err := checkPart(found, amount); err != nil {
		return nil, err
	}
	if open := found.Open(); amount.Minor > open.Minor {
		return nil, &Error{
			Code: CodeInvalid, Reason: ReasonMoreThanOpen, Args: Args{"invoice": found.Number, "amount": amount, "open": open},
			Message: fmt.Sprintf("Only %s %s is left to pay on %s: promise that or less.", open, open.Currency, found.Number),
		}
	}
	if err := checkAhead(on, today, today, maxPromiseDays); err != nil {
		return nil, err
	}
	if amount == found.Open() {
		amount = Money{} // the whole balance: so it stays when a payment comes in between
	}
	return a.moved(found, cell{FieldPromisedOn, Day(on)}, cell{FieldPromisedAmount, amountOrNone(amount)}), nil
}

// ConfirmPromise notes that finance or a manager stands by the promise of a
// day, although promises on the invoice were broken before.
func (a Act) ConfirmPromise(inv *Invoice, on Date) []Change {
	return a.moved(inv, cell{FieldSure, Day(on)})
}
