package ledger

import (
	"fmt"
	"slices"
	"strings"
)

// Outcomes of a dispute.
const (
	OutcomeCredited = "credited" // a credit note was or will be made
	OutcomeUpheld   = "upheld"   // the invoice stands, the customer pays
	OutcomeConceded = "conceded" // we give in without a credit note
)

var outcomes = []string{OutcomeCredited, OutcomeUpheld, OutcomeConceded}

// Contested is what a customer contests of an invoice.
type Contested struct {
	Type     DisputeType // none: nobody said
	Reason   string      // why; may name the type itself ("price: too high")
	Amount   Money       // zero: the whole balance
	Owner    string      // who sees to it; none: whoever looks after the invoice
	Review   Date        // when it is looked at again; zero: no day
	Language string      // of the type's word in the cell
}

// maxReviewDays bounds how far ahead a dispute may be put off: a year.
const maxReviewDays = 366

// Dispute notes that the customer contests an amount, or the whole balance,
// and why. The rest stays due and is chased.
func (a Act) Dispute(b *Book, inv Key, d Contested, today Date) ([]Change, error) {
	found, err := a.findOpen(b, inv)
	if err != nil {
		return nil, err
	}
	if err := checkPart(found, d.Amount); err != nil {
		return nil, err
	}
	if d.Amount.Minor > found.Amount.Minor {
		return nil, &Error{
			Code: CodeInvalid, Reason: ReasonMoreThanAmount, Args: Args{"invoice": found.Number, "amount": d.Amount, "total": found.Amount},
			Message: fmt.Sprintf("%s is over %s %s: the customer can't dispute more than that.", found.Number, found.Amount, found.Amount.Currency),
		}
	}
	if d.Type != "" && !slices.Contains(DisputeTypes, d.Type) {
		return nil, fmt.Errorf("%q is no type of a dispute", d.Type) // our own form's
	}
	reason, err := neededText(d.Reason)
	if err != nil {
		return nil, err
	}
	owner, err := checkedText(d.Owner)
	if err != nil {
		return nil, err
	}
	if !d.Review.IsZero() {
		if err := checkAhead(d.Review, today, today, maxReviewDays); err != nil {
			return nil, err
		}
	}
	return a.moved(found,
		cell{FieldDispute, Text(DisputeCell(d.Type, reason, d.Language))}, cell{FieldDisputedAmount, amountOrNone(d.Amount)},
		cell{FieldDisputeOwner, Text(owner)}, cell{FieldDisputeReview, Day(d.Review)},
	), nil
}

// SettleDispute ends a dispute with one of the outcomes, which the timeline
// keeps. Where there is none, there is nothing to do.
func (a Act) SettleDispute(b *Book, inv Key, outcome string) ([]Change, error) {
	found, err := a.find(b, inv)
	if err != nil {
		return nil, err
	}
	if !slices.Contains(outcomes, outcome) {
		return nil, &Error{
			Code: CodeInvalid, Reason: ReasonUnknownOutcome, Args: Args{"outcome": outcome},
			Message: fmt.Sprintf("%q is no outcome of a dispute: choose %s.", outcome, strings.Join(outcomes, ", ")),
		}
	}
	changes := a.moved(found,
		cell{FieldDispute, Value{}}, cell{FieldDisputedAmount, Value{}}, cell{FieldDisputeOwner, Value{}}, cell{FieldDisputeReview, Value{}},
	)
	if len(changes) == 0 {
		return nil, nil
	}
	note := Note{What: NoteDispute, Outcome: outcome, Text: found.Dispute}
	return append(changes, a.change(Change{Invoice: found.Key, Field: FieldNote, New: note.Value()})), nil
}
