package ledger

import "fmt"

// takenBack are the fields of an invoice that TakeBack puts back. Payments are
// reversed, and the day of the last payment follows them.
var takenBack = map[Field]bool{
	FieldPromisedOn: true, FieldPromisedAmount: true, FieldSure: true, FieldSnoozedUntil: true, FieldTakenBy: true, FieldTakenUntil: true, FieldSaysPaidUntil: true,
}

// TakeBack undoes an act that the journal holds: what it set on invoices gets
// back the value it had, and a payment is reversed on its own day. It refuses
// where somebody has changed it since; what is taken back already gives nothing.
func (a Act) TakeBack(b *Book, was []Change) ([]Change, error) {
	var changes []Change
	for _, c := range was {
		if c.Invoice == "" {
			continue
		}
		inv, err := a.find(b, c.Invoice)
		if err != nil {
			return nil, err
		}
		switch {
		case c.Field == FieldPayment:
			list, err := a.takeBackPayment(b, c.Cause)
			if err != nil {
				return nil, err
			}
			changes = append(changes, list...)
		case !takenBack[c.Field] || inv.Value(c.Field) == c.Old:
		case inv.Value(c.Field) != c.New:
			return nil, &Error{
				Code: CodeConflict, Reason: ReasonChangedSince, Args: Args{"invoice": inv.Number},
				Message: fmt.Sprintf("Somebody has changed this on %s since, so nothing was taken back.", inv.Number),
			}
		default:
			changes = append(changes, a.moved(inv, cell{c.Field, c.Old})...)
		}
	}
	return changes, nil
}

// takeBackPayment reverses the payment of an act, unless it is reversed.
func (a Act) takeBackPayment(b *Book, act string) ([]Change, error) {
	p, err := a.findPayment(b, paymentID(act))
	if err != nil {
		return nil, err
	}
	if _, gone := b.ReversalOf(p); gone {
		return nil, nil
	}
	return a.Reverse(b, p.ID, p.Date, "")
}
