package ledger

// Assign hands an invoice to a salesperson: a name of the People tab, an
// e-mail address or a Slack id. No name leaves it to nobody.
func (a Act) Assign(b *Book, inv Key, salesperson string) ([]Change, error) {
	return a.setText(b, inv, FieldSalesperson, salesperson)
}

// Note replaces an invoice's notes; no text empties them.
func (a Act) Note(b *Book, inv Key, notes string) ([]Change, error) {
	return a.setText(b, inv, FieldNotes, notes)
}

func (a Act) setText(b *Book, inv Key, f Field, text string) ([]Change, error) {
	found, err := a.find(b, inv)
	if err != nil {
		return nil, err
	}
	clean, err := checkedText(text)
	if err != nil {
		return nil, err
	}
	return a.moved(found, cell{f, Text(clean)}), nil
}

// SetDue moves the day an invoice falls due. Its stages begin anew from there:
// a cycle of reminders is a due date's.
func (a Act) SetDue(b *Book, inv Key, due, today Date) ([]Change, error) {
	found, err := a.find(b, inv)
	if err != nil {
		return nil, err
	}
	if due.IsZero() {
		return nil, &Error{Code: CodeInvalid, Reason: ReasonDateMissing, Message: "Say on which day it falls due."}
	}
	if due == found.Due {
		return nil, nil
	}
	if err := checkDue(due, found.Issued, today); err != nil {
		return nil, err
	}
	return a.moved(found, cell{FieldDue, Day(due)}), nil
}
