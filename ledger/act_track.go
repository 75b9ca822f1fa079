package ledger

// maxTracking bounds a tracking number; the longest of the Universal Postal
// Union has 13 characters, couriers' some 35.
const maxTracking = 40

// Track puts down the tracking number of the registered letter on an invoice,
// and on those that went in the same envelope: the customer's that had their
// last letter on the same day at the same stage. Empty takes it back.
func (a Act) Track(b *Book, inv Key, number string) ([]Change, error) {
	found, err := a.find(b, inv)
	if err != nil {
		return nil, err
	}
	if found.IsCredit() {
		return nil, errCreditNote(found)
	}
	if number, err = checkedText(number); err != nil {
		return nil, err
	}
	if len(number) > maxTracking {
		return nil, &Error{Code: CodeInvalid, Reason: ReasonTextTooLong, Args: Args{"max": maxTracking}, Message: "A tracking number has at most 40 characters."}
	}
	changes := a.moved(found, cell{FieldTracking, Text(number)})
	if found.LastLetter.IsZero() {
		return changes, nil
	}
	for _, other := range b.CustomerInvoices(found.CustomerKey) {
		if other.Key != found.Key && other.LastLetter == found.LastLetter && other.LetterStage == found.LetterStage && other.Amount.Currency == found.Amount.Currency {
			changes = append(changes, a.moved(other, cell{FieldTracking, Text(number)})...)
		}
	}
	return changes, nil
}
