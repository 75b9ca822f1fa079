package bot

import (
	"github.com/slack-go/slack"

	"github.com/relance-bot/relance/ledger"
)

// formStanding is the modal that takes an invoice off the ladder, or puts it
// back on: the customer is insolvent, or the invoice was sold to a factor.
const formStanding form = "form_standing"

// standingNone is the choice that puts an invoice back.
const standingNone = "none"

// stood is a standing given to an invoice and, of insolvency, to whatever else
// of the customer's the person may act on.
type stood struct {
	standing ledger.Standing
	keys     []ledger.Key
}

func (v voice) standingFields(q formView) []slack.Block {
	options := []ledger.Standing{ledger.StandingInsolvent, ledger.StandingFactored}
	blocks := []slack.Block{}
	if is := q.Invoice.Standing; is != "" {
		blocks = append(blocks, section(v.standingLine(q.Invoice)))
		options = append(options, "")
	}
	var list []*slack.OptionBlockObject
	for _, s := range options {
		if s == q.Invoice.Standing {
			continue // it is so already
		}
		list = append(list, slack.NewOptionBlockObject(standingWord(s), plainText(v.say("standing_"+standingWord(s)), 75), nil))
	}
	blocks = append(blocks, slack.NewInputBlock(fieldChoice, plainText(v.say("form_standing_is"), 2000), nil, slack.NewRadioButtonsBlockElement("value", list...)))
	if q.Others > 0 {
		option := slack.NewOptionBlockObject("sure", plainText(v.say("form_standing_all", with{"Count": q.Others}), 75), nil)
		box := slack.NewCheckboxGroupsBlockElement("value", option)
		box.InitialOptions = []*slack.OptionBlockObject{option}
		block := slack.NewInputBlock(fieldSure, plainText(v.say("form_standing_customer"), 2000), nil, box)
		block.Optional = true
		blocks = append(blocks, block)
	}
	return blocks
}

// standingWord is a standing within a key of words.
func standingWord(s ledger.Standing) string {
	switch s {
	case "":
		return standingNone
	case ledger.StandingHandedOver:
		return "handed_over"
	}
	return string(s)
}

// standingLine is what stands, for the card and the form; nothing without one.
func (v voice) standingLine(inv *ledger.Invoice) string {
	if by := inv.ClaimBy(); !by.IsZero() {
		return v.mark("state_insolvent_by", with{"Day": by})
	}
	return v.mark("state_" + standingWord(inv.Standing))
}

func (b *Bot) readStanding(v viewer, s Submission, inv *ledger.Invoice) (doing, error) {
	d := stood{keys: []ledger.Key{inv.Key}}
	switch s.Values[fieldChoice].Option {
	case string(ledger.StandingInsolvent):
		d.standing = ledger.StandingInsolvent
	case string(ledger.StandingFactored):
		d.standing = ledger.StandingFactored
	case standingNone:
	default:
		return nil, fieldError{fieldChoice, &ledger.Error{Code: ledger.CodeInvalid, Reason: ledger.ReasonUnknownStanding, Args: ledger.Args{"text": ""}, Message: "Choose one."}}
	}
	ofCustomer := d.standing == ledger.StandingInsolvent || d.standing == "" && inv.Standing == ledger.StandingInsolvent
	if ofCustomer && len(s.Values[fieldSure].Ticked) > 0 {
		for _, other := range b.othersToMark(v, inv) {
			if d.standing != "" || other.Standing == inv.Standing {
				d.keys = append(d.keys, other.Key)
			}
		}
	}
	return d, nil
}

// othersToMark are the customer's other open invoices that the person may act
// on. What was handed over stays with whom it was handed to.
func (b *Bot) othersToMark(v viewer, inv *ledger.Invoice) []*ledger.Invoice {
	var list []*ledger.Invoice
	for _, other := range v.book.Desk.Book().CustomerInvoices(inv.CustomerKey) {
		if other.Key != inv.Key && other.Open().IsPositive() && other.Standing != ledger.StandingHandedOver && other.Standing != ledger.StandingFactored && v.may(follow, other) {
			list = append(list, other)
		}
	}
	return list
}

func (d stood) changes(act ledger.Act, b *ledger.Book, _ *ledger.Invoice, _ ledger.Date) ([]ledger.Change, error) {
	return act.SetStanding(b, d.keys, d.standing)
}

func (d stood) done(v voice, actor string, _ *ledger.Invoice) string {
	return v.mark("done_standing", with{"Who": actor, "Standing": v.say("standing_" + standingWord(d.standing)), "Count": len(d.keys)})
}
