package ledger

import "fmt"

// Snooze asks for no reminder before a day; no day ends the snooze.
func (a Act) Snooze(b *Book, inv Key, until, today Date) ([]Change, error) {
	found, err := a.find(b, inv)
	if err != nil {
		return nil, err
	}
	if !until.IsZero() {
		if err := checkAhead(until, today.AddDays(1), today, maxSnoozeDays); err != nil {
			return nil, err
		}
	}
	return a.moved(found, cell{FieldSnoozedUntil, Day(until)}), nil
}

// TakeOver notes who is on it and until when; no day hands it back.
func (a Act) TakeOver(b *Book, inv Key, who string, until Date) ([]Change, error) {
	found, err := a.find(b, inv)
	if err != nil {
		return nil, err
	}
	if until.IsZero() {
		return a.moved(found, cell{FieldTakenBy, Value{}}, cell{FieldTakenUntil, Value{}}), nil
	}
	if found, err = a.findOpen(b, inv); err != nil {
		return nil, err
	}
	if err := checkAhead(until, a.today(), a.today(), maxTakeOverDays); err != nil {
		return nil, err
	}
	if who, err = neededText(who); err != nil {
		return nil, err
	}
	return a.moved(found, cell{FieldTakenBy, Text(who)}, cell{FieldTakenUntil, Day(until)}), nil
}

// SaysPaid notes that the customer says it's paid; finance checks by the day.
// No day takes it back.
func (a Act) SaysPaid(b *Book, inv Key, until Date) ([]Change, error) {
	found, err := a.find(b, inv)
	if err != nil {
		return nil, err
	}
	if !until.IsZero() {
		if found, err = a.findOpen(b, inv); err != nil {
			return nil, err
		}
		if err := checkAhead(until, a.today(), a.today(), maxTakeOverDays); err != nil {
			return nil, err
		}
	}
	return a.moved(found, cell{FieldSaysPaidUntil, Day(until)}), nil
}

// OptOut takes an invoice out of all reminders, or back in.
func (a Act) OptOut(b *Book, inv Key, yes bool) ([]Change, error) {
	found, err := a.find(b, inv)
	if err != nil {
		return nil, err
	}
	return a.moved(found, cell{FieldOptOut, Bool(yes)}), nil
}

// Pause stops the reminders to a customer, or of the whole book when there is
// none, up to and including a day; no day resumes.
func (a Act) Pause(b *Book, customer Key, until, today Date) ([]Change, error) {
	old := b.PausedUntil()
	if customer != "" {
		if !b.hasCustomer(customer) {
			return nil, &Error{
				Code: CodeNotFound, Reason: ReasonNoCustomer, Args: Args{"customer": string(customer)},
				Message: fmt.Sprintf("There is no customer %s in the sheet.", customer),
			}
		}
		old = b.CustomerPausedUntil(customer)
	}
	if !until.IsZero() {
		if err := checkAhead(until, today, today, maxSnoozeDays); err != nil {
			return nil, err
		}
	}
	if old == until {
		return nil, nil
	}
	return []Change{a.change(Change{Customer: customer, Field: FieldPause, Old: Day(old), New: Day(until)})}, nil
}
