package bot

import (
	"context"
	"encoding/json"
	"errors"
	"strings"

	"github.com/slack-go/slack"

	"github.com/relance-bot/relance/ledger"
)

// Submission takes a filled modal: it records, or says under which field what
// is wrong. What follows (redrawing) goes on after it returns.
func (b *Bot) Submission(ctx context.Context, s Submission) SubmissionReply {
	var o origin
	if json.Unmarshal([]byte(s.Metadata), &o) != nil {
		o = origin{}
	}
	k, known := b.bookNamed(o.Token.Book)
	if !known {
		k = b.bookFor("")
	}
	v, err := b.admit(ctx, s.TeamID, s.UserID, k)
	if err == nil && !known {
		err = stale()
	}
	var next *slack.ModalViewRequest
	if err == nil {
		switch form(s.CallbackID) {
		case formPlan:
			next, err = b.submitPlan(ctx, v, s, o)
		case formPlanConfirm:
			err = b.submitPlanConfirm(ctx, v, s)
		case formPromises:
			err = b.submitPromises(ctx, v, s, o)
		case formPause:
			err = b.submitPause(ctx, v, s, o)
		case formReassign:
			err = b.submitReassign(ctx, v, s, o)
		case formAdd:
			err = b.submitAdd(ctx, v, s, o)
		case formHandOver:
			err = b.submitHandOver(ctx, v, s, o)
		case formLetter:
			err = b.submitLetter(ctx, v, s, o)
		case formPay, formPromise, formDispute, formSettle, formSnooze, formEdit, formCalled, formStanding, formWaive, formTracking:
			err = b.submit(ctx, v, s, o)
		default:
			err = stale()
		}
	}
	if err != nil {
		return SubmissionReply{Errors: b.fieldErrors(ctx, v, s, err)}
	}
	return SubmissionReply{View: next}
}

// submit fills a form about an invoice.
func (b *Bot) submit(ctx context.Context, v viewer, s Submission, o origin) error {
	f := form(s.CallbackID)
	inv, err := b.actedOn(v, f, o)
	if err != nil {
		return err
	}
	d, err := b.read(v, f, s, inv)
	if err != nil {
		return err
	}
	return b.finish(ctx, v, s, o, inv, d)
}

// actedOn is the invoice that a form is about, if the person may do what the
// form does.
func (b *Bot) actedOn(v viewer, f form, o origin) (*ledger.Invoice, error) {
	inv, ok := invoiceOf(v.book.Desk.Book(), o.Token.Invoice)
	if !ok {
		return nil, stale()
	}
	if err := v.refuse(read, inv); err != nil {
		return nil, err
	}
	return inv, v.refuse(f.deed(), inv)
}

// finish does what a form says, and shows it where the form was opened from.
func (b *Bot) finish(ctx context.Context, v viewer, s Submission, o origin, inv *ledger.Invoice, d doing) error {
	out, err := b.perform(ctx, v, formID(s), inv.Key, d)
	if _, ok := errors.AsType[doubtful](err); ok {
		return fieldError{fieldSure, err}
	}
	if err != nil {
		return err
	}
	b.later(func(ctx context.Context) { b.afterForm(ctx, v, o, out) })
	return nil
}

// formID names the act of a modal: one view is one act, however often it is
// handed in.
func formID(s Submission) string { return "form/" + s.ViewID }

// read makes the deed of what was typed.
func (b *Bot) read(v viewer, f form, s Submission, inv *ledger.Invoice) (doing, error) {
	switch f {
	case formEdit:
		return b.readEdit(v, s, inv)
	case formCalled:
		return b.readCalled(v, s)
	case formStanding:
		return b.readStanding(v, s, inv)
	}
	amount := ledger.Money{}
	if text := strings.TrimSpace(s.Values[fieldAmount].Text); text != "" {
		m, err := parseAmount(text, inv.Amount.Currency)
		if err != nil {
			return nil, fieldError{fieldAmount, err}
		}
		amount = m
	} else if f == formPay {
		return nil, fieldError{fieldAmount, &ledger.Error{Code: ledger.CodeInvalid, Reason: reasonNoAmount, Args: ledger.Args{"text": "–"}, Message: "How much?"}}
	}
	var day ledger.Date
	if text := s.Values[fieldDay].Date; text != "" {
		d, err := ledger.ParseDate(text)
		if err != nil {
			return nil, fieldError{fieldDay, err}
		}
		day = d
	}
	if (f == formPromise || f == formSnooze) && day.IsZero() {
		return nil, fieldError{fieldDay, &ledger.Error{Code: ledger.CodeInvalid, Reason: reasonMissing, Message: "Which day?"}}
	}
	switch f {
	case formPay:
		return payment{amount: amount, day: day, note: s.Values[fieldText].Text, ahead: day.After(b.today(v.book)), sure: len(s.Values[fieldSure].Ticked) > 0}, nil
	case formPromise:
		return promised{day, amount}, nil
	case formDispute:
		return b.readDispute(v, s, amount)
	case formTracking:
		return tracked{s.Values[fieldText].Text}, nil
	case formWaive:
		return waived{s.Values[fieldText].Text}, nil
	case formSettle:
		return settled{s.Values[fieldChoice].Option}, nil
	}
	return snoozed{day}, nil
}

// afterForm redraws where the modal was opened from, and says what was done.
func (b *Bot) afterForm(ctx context.Context, v viewer, o origin, out outcome) {
	a := &answer{bot: b, viewer: v, url: o.URL, channel: o.Channel, thread: o.Thread, replace: o.Replace}
	if o.Token.Screen == screenAsk {
		b.closeAskAt(ctx, a, Place{Channel: o.Channel, TS: o.TS}, o.Token, out)
		return
	}
	b.told(ctx, a, out)
}

// fieldError is an error that belongs under a field.
type fieldError struct {
	field string
	err   error
}

func (e fieldError) Error() string { return e.field + ": " + e.err.Error() }
func (e fieldError) Unwrap() error { return e.err }

// fieldOf is the field that a ledger's reason is about.
var fieldOf = map[string]string{
	ledger.ReasonAmountInvalid: fieldAmount, ledger.ReasonOtherCurrency: fieldAmount, ledger.ReasonMoreThanOpen: fieldAmount,
	ledger.ReasonMoreThanAmount: fieldAmount, ledger.ReasonTooLarge: fieldAmount, ledger.ReasonAlreadySaid: fieldAmount,
	ledger.ReasonDateMissing: fieldDay, ledger.ReasonDateImplausible: fieldDay, ledger.ReasonDateInPast: fieldDay, ledger.ReasonDateTooFar: fieldDay,
	ledger.ReasonNumberMissing: fieldNumber, ledger.ReasonNumberTaken: fieldNumber, ledger.ReasonCustomerMissing: fieldCustomer, ledger.ReasonDueBeforeIssue: fieldDue,
	ledger.ReasonUnknownCall: fieldChoice, ledger.ReasonPlanParts: fieldParts, ledger.ReasonPlanSum: fieldText, ledger.ReasonPlanUnreadable: fieldText, ledger.ReasonPlanSameDay: fieldText,
	ledger.ReasonTextMissing: fieldText, ledger.ReasonTextTooLong: fieldText, ledger.ReasonUnknownOutcome: fieldChoice, ledger.ReasonUnknownStanding: fieldChoice, ledger.ReasonUnknownHandover: fieldChoice,
}

// firstField is where an error stands that belongs to none: Slack shows errors
// under inputs only.
var firstField = map[form]string{
	formPay: fieldAmount, formPromise: fieldDay, formDispute: fieldText, formPromises: fieldDay, formSettle: fieldChoice, formSnooze: fieldDay, formPause: fieldDay,
	formAdd: fieldNumber, formReassign: fieldSales, formEdit: fieldText, formCalled: fieldChoice, formStanding: fieldChoice, formPlan: fieldParts, formWaive: fieldText, formTracking: fieldText, formLetter: fieldText, formHandOver: fieldChoice,
}

func (b *Bot) fieldErrors(ctx context.Context, v viewer, s Submission, err error) map[string]string {
	text := cut(b.explain(ctx, v.voice, err), 2000)
	field := firstField[form(s.CallbackID)]
	if e, ok := errors.AsType[fieldError](err); ok {
		field = e.field
	} else if e, ok := errors.AsType[*ledger.Error](err); ok && fieldOf[e.Reason] != "" {
		field = fieldOf[e.Reason]
	}
	if _, there := s.Values[field]; !there {
		for id := range s.Values { // any input of the view will do
			field = id
			break
		}
	}
	return map[string]string{field: text}
}
