package ledger

import (
	"fmt"
	"slices"
	"strings"
)

// Outcomes of a call.
const (
	CallNoAnswer = "no_answer"
	CallMessage  = "message"  // left one
	CallPromises = "promises" // they promise to pay
	CallDisputes = "disputes" // they contest it
	CallOther    = "other"
)

// CallOutcomes are all of them, in the order in which people are asked.
var CallOutcomes = []string{CallNoAnswer, CallMessage, CallPromises, CallDisputes, CallOther}

// Call is what came of calling a customer about an invoice.
type Call struct {
	Outcome  string
	Next     Date        // when to call again, or the promised day; zero: no day
	Amount   Money       // promised or contested; zero: the whole balance
	Type     DisputeType // of what they contest
	Text     string      // what was said; of a dispute, why
	Language string      // of the Dispute cell
}

// maxCallDays bounds how far ahead the next call may lie: a quarter.
const maxCallDays = 92

// Called notes a call. The ladder pauses until the day of the next one, if one
// is named; a promise or a dispute is noted as such, and asks for no next call.
func (a Act) Called(b *Book, inv Key, call Call, today Date) ([]Change, error) {
	found, err := a.findOpen(b, inv)
	if err != nil {
		return nil, err
	}
	if !slices.Contains(CallOutcomes, call.Outcome) {
		return nil, &Error{
			Code: CodeInvalid, Reason: ReasonUnknownCall, Args: Args{"outcome": call.Outcome},
			Message: fmt.Sprintf("%q is no outcome of a call: choose %s.", call.Outcome, strings.Join(CallOutcomes, ", ")),
		}
	}
	text, err := checkedText(call.Text)
	if err != nil {
		return nil, err
	}
	changes, err := a.afterCall(b, found, call, today)
	if err != nil {
		return nil, err
	}
	note := Note{What: NoteCall, Outcome: call.Outcome, On: call.Next, Text: text}
	return append(changes, a.change(Change{Invoice: found.Key, Field: FieldNote, New: note.Value()})), nil
}

// afterCall is what a call changes beside the line in the timeline.
func (a Act) afterCall(b *Book, inv *Invoice, call Call, today Date) ([]Change, error) {
	again := cell{FieldCallAgain, Value{}}
	switch call.Outcome {
	case CallPromises:
		if call.Next.IsZero() {
			return nil, &Error{Code: CodeInvalid, Reason: ReasonDateMissing, Message: "Say by which day they promise to pay."}
		}
		changes, err := a.Promise(b, inv.Key, call.Next, call.Amount, today)
		return append(changes, a.moved(inv, again)...), err
	case CallDisputes:
		changes, err := a.Dispute(b, inv.Key, Contested{
			Type: call.Type, Reason: call.Text, Amount: call.Amount, Owner: inv.DisputeOwner, Review: call.Next, Language: call.Language,
		}, today)
		return append(changes, a.moved(inv, again)...), err
	}
	if !call.Next.IsZero() {
		if err := checkAhead(call.Next, today.AddDays(1), today, maxCallDays); err != nil {
			return nil, err
		}
		again.value = Day(call.Next)
	}
	return a.moved(inv, again), nil
}

// CallAgain moves the day of the next call; no day ends the pause.
func (a Act) CallAgain(b *Book, inv Key, next, today Date) ([]Change, error) {
	found, err := a.find(b, inv)
	if err != nil {
		return nil, err
	}
	if !next.IsZero() {
		if err := checkAhead(next, today.AddDays(1), today, maxCallDays); err != nil {
			return nil, err
		}
	}
	return a.moved(found, cell{FieldCallAgain, Day(next)}), nil
}

// Replied notes that the customer wrote back: no letter leaves up to and
// including the day, while the team goes on being told. No day takes it back.
func (a Act) Replied(b *Book, inv Key, until, today Date) ([]Change, error) {
	found, err := a.find(b, inv)
	if err != nil {
		return nil, err
	}
	if !until.IsZero() {
		if found, err = a.findOpen(b, inv); err != nil {
			return nil, err
		}
		if err := checkAhead(until, today, today, maxTakeOverDays); err != nil {
			return nil, err
		}
	}
	return a.moved(found, cell{FieldRepliedUntil, Day(until)}), nil
}
