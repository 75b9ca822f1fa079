package ledger

import "fmt"

// Reverse takes a payment back by one of the opposite amount that names it: a
// cheque that bounced, a sum booked on the wrong invoice. What was recorded
// stays recorded; both rows add up to nothing.
func (a Act) Reverse(b *Book, payment string, on Date, note string) ([]Change, error) {
	p, err := a.findPayment(b, payment)
	if err != nil {
		return nil, err
	}
	if p.Reverses != "" {
		return nil, &Error{
			Code: CodeInvalid, Reason: ReasonIsReversal, Args: Args{"payment": p.ID},
			Message: fmt.Sprintf("%s takes a payment back already. Record the payment again instead.", p.ID),
		}
	}
	id := paymentID(a.ID)
	if was, ok := b.ReversalOf(p); ok {
		if was.ID == id {
			return nil, nil // the second click
		}
		return nil, &Error{
			Code: CodeConflict, Reason: ReasonReversed, Args: Args{"payment": p.ID, "date": was.Date},
			Message: fmt.Sprintf("This payment was taken back already, on %s.", was.Date),
		}
	}
	if err := a.checkPaymentDay(on); err != nil {
		return nil, err
	}
	note, err = checkedText(note)
	if err != nil {
		return nil, err
	}
	back := p.Reversal(id)
	back.Date, back.By, back.Note = on, a.Actor, note
	changes := []Change{a.change(Change{Invoice: p.Invoice, Customer: customerOfLoose(p), Field: FieldPayment, New: Record(back)})}
	if inv, ok := b.Invoice(p.Invoice); ok && inv.PaidOn == p.Date {
		changes = append(changes, a.moved(inv, cell{FieldPaidOn, Day(lastPaid(inv, p.ID))})...)
	}
	if err := Validate(b, changes); err != nil {
		return nil, err // a total that would overflow
	}
	return changes, nil
}

// ConfirmPayment says that a payment that was only seen as a typed change of
// Paid did come in.
func (a Act) ConfirmPayment(b *Book, payment string) ([]Change, error) {
	p, err := a.findPayment(b, payment)
	if err != nil || !p.Unconfirmed {
		return nil, err
	}
	sure := p
	sure.Unconfirmed = false
	return []Change{a.change(Change{Invoice: p.Invoice, Customer: customerOfLoose(p), Field: FieldPayment, Old: Record(p), New: Record(sure)})}, nil
}

func (a Act) findPayment(b *Book, id string) (Payment, error) {
	if a.ID == "" || a.At.IsZero() || a.Source == "" {
		return Payment{}, fmt.Errorf("act %+v lacks an id, a time or a source", a)
	}
	p, ok := b.Payment(id)
	if !ok {
		return Payment{}, &Error{
			Code: CodeNotFound, Reason: ReasonNoPayment, Args: Args{"payment": id},
			Message: fmt.Sprintf("There is no payment %s. It may have been removed from the sheet.", id),
		}
	}
	return p, nil
}

func customerOfLoose(p Payment) Key {
	if p.Invoice != "" {
		return ""
	}
	return p.Customer
}

// lastPaid is the day of the last payment that stands without the one of an id.
func lastPaid(inv *Invoice, without string) Date {
	gone := map[string]bool{without: true}
	for _, p := range inv.Payments {
		if p.Reverses != "" {
			gone[p.ID], gone[p.Reverses] = true, true
		}
	}
	last := Date(0)
	for _, p := range inv.Payments {
		if !gone[p.ID] {
			last = max(last, p.Date)
		}
	}
	return last
}
