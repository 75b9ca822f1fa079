package bot

import (
	"slices"

	"github.com/slack-go/slack"

	"github.com/relance-bot/relance/ledger"
)

// Fields of the dispute's form beside those of others.
const (
	fieldType   = "type"
	fieldReview = "review"
)

// reviewDays is how many days ahead a dispute's review is proposed.
const reviewDays = 14

func (v voice) disputeFields(q formView) []slack.Block {
	kind, reason := ledger.ParseDispute(q.SoFar.Text)
	if kind == "" {
		reason = q.SoFar.Text
	}
	var options []*slack.OptionBlockObject
	for _, t := range ledger.DisputeTypes {
		options = append(options, slack.NewOptionBlockObject(string(t), plainText(v.say("dispute_"+string(t)), 75), nil))
	}
	list := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, nil, "value", options...)
	if i := slices.Index(ledger.DisputeTypes, kind); i >= 0 {
		list.InitialOption = options[i]
	}
	about := slack.NewInputBlock(fieldType, plainText(v.say("form_dispute_type"), 2000), nil, list)
	about.Optional = true
	return []slack.Block{
		about, v.textField("form_reason", reason, false), v.amountField("form_disputed_amount", q.SoFar.Amount, true),
		v.personFieldAs("form_dispute_owner", q.People, q.Owner), v.dateField(fieldReview, "form_dispute_review", q.Day),
	}
}

func (b *Bot) readDispute(v viewer, s Submission, amount ledger.Money) (doing, error) {
	review, err := readDay(s, fieldReview)
	if err != nil {
		return nil, err
	}
	owner, _ := typedPerson(s.Values[fieldSales])
	d := ledger.Contested{
		Type: ledger.DisputeType(s.Values[fieldType].Option), Reason: s.Values[fieldText].Text, Amount: amount, Owner: owner, Review: review, Language: v.book.Language,
	}
	if !slices.Contains(ledger.DisputeTypes, d.Type) {
		d.Type = "" // nothing was picked
	}
	return disputed{d}, nil
}
