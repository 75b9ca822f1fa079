package ledger

// WaivePenalties gives up interest and fee on an invoice, and says why. What is
// waived already keeps its first reason unless another one is given.
func (a Act) WaivePenalties(b *Book, inv Key, reason string) ([]Change, error) {
	found, err := a.find(b, inv)
	if err != nil {
		return nil, err
	}
	if found.IsCredit() {
		return nil, errCreditNote(found)
	}
	if reason, err = neededText(reason); err != nil {
		return nil, err
	}
	return a.moved(found, cell{FieldWaived, Text(reason)}), nil
}

// ClaimPenalties takes a waiver back.
func (a Act) ClaimPenalties(b *Book, inv Key) ([]Change, error) {
	found, err := a.find(b, inv)
	if err != nil {
		return nil, err
	}
	return a.moved(found, cell{FieldWaived, Value{}}), nil
}
