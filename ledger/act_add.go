package ledger

import "fmt"

// NewInvoice is what a person says of an invoice that no row holds yet.
type NewInvoice struct {
	Number      string
	Customer    string
	Amount      Money // including tax; negative in a credit note
	Issued      Date
	Due         Date // zero: none
	Salesperson string
	Notes       string
}

// maxDueDays bounds how far ahead an invoice may fall due: two years, to catch
// a slip of the keyboard.
const maxDueDays = 731

// AddInvoice adds an invoice, whose row the next sync appends to the sheet. The
// same invoice a second time is no change; another one under its number is
// refused.
func (a Act) AddInvoice(b *Book, in NewInvoice, today Date) ([]Change, error) {
	if a.ID == "" || a.At.IsZero() || a.Source == "" {
		return nil, fmt.Errorf("act %+v lacks an id, a time or a source", a)
	}
	fields, err := in.fields(today)
	if err != nil {
		return nil, err
	}
	key := KeyOf(in.Number)
	if was, ok := b.Invoice(key); ok {
		for f, v := range fields {
			if was.Value(f) != v {
				return nil, &Error{
					Code: CodeConflict, Reason: ReasonNumberTaken, Args: Args{"invoice": was.Number},
					Message: fmt.Sprintf("There is an invoice %s already, of %s over %s %s.", was.Number, was.Customer, was.Amount, was.Amount.Currency),
				}
			}
		}
		return nil, nil // the second click
	}
	changes := []Change{a.change(Change{Invoice: key, Field: FieldInvoice, New: Record(fields)})}
	if err := Validate(b, changes); err != nil {
		return nil, err // a total that would overflow
	}
	return changes, nil
}

// fields checks what was typed and makes the record.
func (in NewInvoice) fields(today Date) (Fields, error) {
	fields := Fields{}
	for _, t := range []struct {
		field  Field
		text   string
		reason string // if it is missing
	}{
		{FieldNumber, in.Number, ReasonNumberMissing},
		{FieldCustomer, in.Customer, ReasonCustomerMissing},
		{FieldSalesperson, in.Salesperson, ""},
		{FieldNotes, in.Notes, ""},
	} {
		clean, err := checkedText(t.text)
		switch {
		case err != nil:
			return nil, err
		case clean != "":
			fields[t.field] = Text(clean)
		case t.reason != "":
			return nil, &Error{Code: CodeInvalid, Reason: t.reason, Message: fmt.Sprintf("An invoice needs a %s.", t.field)}
		}
	}
	if KeyOf(in.Number) == "" {
		return nil, &Error{Code: CodeInvalid, Reason: ReasonNumberMissing, Message: "An invoice needs a number."}
	}
	if in.Amount.IsZero() || in.Amount.Currency == "" {
		return nil, &Error{
			Code: CodeInvalid, Reason: ReasonAmountInvalid, Args: Args{"amount": in.Amount},
			Message: "An invoice needs an amount; a credit note has a negative one.",
		}
	}
	fields[FieldAmount], fields[FieldCurrency] = Amount(in.Amount), Text(string(in.Amount.Currency))
	if err := checkIssued(in.Issued, today); err != nil {
		return nil, err
	}
	if err := checkDue(in.Due, in.Issued, today); err != nil {
		return nil, err
	}
	fields[FieldIssued] = Day(in.Issued)
	if !in.Due.IsZero() {
		fields[FieldDue] = Day(in.Due)
	}
	return fields, nil
}

func checkIssued(on, today Date) error {
	switch {
	case on.IsZero():
		return &Error{Code: CodeInvalid, Reason: ReasonDateMissing, Message: "Say on which day it was issued."}
	case !on.isPlausible():
		return implausible(on)
	}
	return checkAhead(on, on, today, maxPostdatedDays)
}

func checkDue(due, issued, today Date) error {
	switch {
	case due.IsZero():
		return nil
	case !due.isPlausible():
		return implausible(due)
	case due.Before(issued):
		return &Error{
			Code: CodeInvalid, Reason: ReasonDueBeforeIssue, Args: Args{"due": due, "issued": issued},
			Message: fmt.Sprintf("It can't be due on %s, before it was issued on %s.", due, issued),
		}
	}
	return checkAhead(due, due, today, maxDueDays)
}

func implausible(d Date) error {
	return &Error{
		Code: CodeInvalid, Reason: ReasonDateImplausible, Args: Args{"date": d},
		Message: fmt.Sprintf("%s can't be right: check the year.", d),
	}
}
