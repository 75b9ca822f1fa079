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

// Dispute notes that the customer contests an amount, or the whole balance
// when it is zero, and why. The rest stays due and is chased.
func (a Act) Dispute(b *Book, inv Key, reason string, amount Money) ([]Change, error) {
	found, err := a.findOpen(b, inv)
	if err != nil {
		return nil, err
	}
	if err := checkPart(found, amount); err != nil {
		return nil, err
	}
	if amount.Minor > found.Amount.Minor {
		return nil, &Error{
			Code: CodeInvalid, Reason: ReasonMoreThanAmount, Args: Args{"invoice": found.Number, "amount": amount, "total": found.Amount},
			Message: fmt.Sprintf("%s is over %s %s: the customer can't dispute more than that.", found.Number, found.Amount, found.Amount.Currency),
		}
	}
	reason, err = neededText(reason)
	if err != nil {
		return nil, err
	}
	return a.moved(found, cell{FieldDispute, Text(reason)}, cell{FieldDisputedAmount, amountOrNone(amount)}), nil
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
	changes := a.moved(found, cell{FieldDispute, Value{}}, cell{FieldDisputedAmount, Value{}})
	if len(changes) == 0 {
		return nil, nil
	}
	note := Text("dispute " + outcome + ": " + found.Dispute)
	return append(changes, a.change(Change{Invoice: found.Key, Field: FieldNote, New: note})), nil
}
