package bot

import (
	"github.com/slack-go/slack"

	"github.com/relance-bot/relance/ledger"
)

// formCalled is the modal in which a call is noted: what came of it, and when
// to call again.
const formCalled form = "form_called"

// repliedDays is how many business days letters wait once a customer wrote
// back: the policy's default.
const repliedDays = 5

type (
	called     struct{ ledger.Call }
	replied    struct{ until ledger.Date }
	notReplied struct{}
)

func (v voice) calledFields(q formView) []slack.Block {
	var options []*slack.OptionBlockObject
	for _, o := range ledger.CallOutcomes {
		options = append(options, slack.NewOptionBlockObject(o, plainText(v.say("call_"+o), 75), nil))
	}
	outcome := slack.NewInputBlock(fieldChoice, plainText(v.say("form_call_outcome"), 2000), nil, slack.NewRadioButtonsBlockElement("value", options...))
	return []slack.Block{outcome, v.dateField(fieldDay, "form_call_again", q.Day), v.textField("form_call_text", q.SoFar.Text, true)}
}

func (b *Bot) readCalled(v viewer, s Submission) (doing, error) {
	day, err := readDay(s, fieldDay)
	if err != nil {
		return nil, err
	}
	return called{ledger.Call{Outcome: s.Values[fieldChoice].Option, Next: day, Text: s.Values[fieldText].Text, Language: v.book.Language}}, nil
}

func (d called) changes(act ledger.Act, b *ledger.Book, inv *ledger.Invoice, today ledger.Date) ([]ledger.Change, error) {
	return act.Called(b, inv.Key, d.Call, today)
}

func (d called) done(v voice, actor string, _ *ledger.Invoice) string {
	line := v.mark("done_called", with{"Who": actor, "Outcome": v.say("call_" + d.Outcome)})
	switch {
	case d.Next.IsZero():
	case d.Outcome == ledger.CallPromises:
		line += " · " + v.mark("state_promise", with{"Day": d.Next})
	case d.Outcome == ledger.CallDisputes:
		line += " · " + v.mark("state_review", with{"Day": d.Next})
	default:
		line += " · " + v.mark("state_call_again", with{"Day": d.Next})
	}
	return line
}

func (d replied) changes(act ledger.Act, b *ledger.Book, inv *ledger.Invoice, today ledger.Date) ([]ledger.Change, error) {
	if isReplied(inv, today) {
		return nil, nil
	}
	return act.Replied(b, inv.Key, d.until, today)
}

func (d replied) done(v voice, actor string, _ *ledger.Invoice) string {
	return v.mark("done_replied", with{"Who": actor, "Day": d.until})
}

func (notReplied) changes(act ledger.Act, b *ledger.Book, inv *ledger.Invoice, today ledger.Date) ([]ledger.Change, error) {
	return act.Replied(b, inv.Key, 0, today)
}

func (notReplied) done(v voice, actor string, _ *ledger.Invoice) string {
	return v.mark("done_not_replied", with{"Who": actor})
}

func isReplied(inv *ledger.Invoice, today ledger.Date) bool {
	return !inv.RepliedUntil.IsZero() && !inv.RepliedUntil.Before(today) && inv.Open().IsPositive()
}
