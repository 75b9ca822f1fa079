package bot

import (
	"context"
	"errors"

	"github.com/slack-go/slack"

	"github.com/relance-bot/relance/ledger"
)

// formPromises notes what a customer promised of several invoices at once.
const formPromises form = "form_promises"

// fieldWhich are the invoices that are meant.
const fieldWhich = "which"

// maxTicks is how many boxes to tick one element of Slack's holds.
const maxTicks = 10

// openPromises opens the form of a customer's message. What is chased is
// chosen; what is disputed or promised already may be added.
func (b *Bot) openPromises(ctx context.Context, a *answer, ac Action, t token) error {
	v := a.viewer
	g, err := b.theGroup(v, t, func(held string) bool { return held != "paid" && held != "problem" })
	if err != nil {
		return err
	}
	if len(g.invoices) == 0 {
		b.toldAll(ctx, a, t, g, "")
		return nil
	}
	today := b.today(v.book)
	o := origin{Token: t, URL: ac.ResponseURL, Channel: ac.ChannelID, TS: ac.MessageTS, Thread: ac.ThreadTS}
	o.Token.Invoices = nil // the form's own list counts
	err = b.opt.Slack.OpenView(ctx, a.trigger, v.promisesForm(promisesView{
		Customer: customerNameOf(v.book.Desk.Book(), g.invoices[0]), Invoices: g.invoices, Today: today,
		Day: v.book.Calendar.AddBusinessDays(today, saysPaidDays), Origin: o,
	}))
	if errors.Is(err, ErrTriggerExpired) {
		return b.showCustomer(ctx, a, g.invoices[0].CustomerKey) // its invoices have buttons of their own
	}
	return err
}

// promisesView is the form to be filled.
type promisesView struct {
	Customer string
	Invoices []*ledger.Invoice
	Today    ledger.Date
	Day      ledger.Date // proposed
	Origin   origin
}

func (v voice) promisesForm(q promisesView) slack.ModalViewRequest {
	var options, chosen []*slack.OptionBlockObject
	for _, inv := range q.Invoices[:min(len(q.Invoices), maxOptions)] {
		held := heldBack(inv, q.Today)
		label := orDash(inv.Number) + " · " + v.Money(inv.OpenAt(q.Today))
		if held == "disputed" || held == "promised" {
			label += " · " + v.say("which_"+held)
		}
		o := slack.NewOptionBlockObject(refOf(inv.Key), plainText(label, 75), nil)
		options = append(options, o)
		if asksPromise(held) {
			chosen = append(chosen, o)
		}
	}
	var which slack.BlockElement
	if len(options) <= maxTicks {
		boxes := slack.NewCheckboxGroupsBlockElement("value", options...)
		boxes.InitialOptions = chosen
		which = boxes
	} else {
		list := slack.NewOptionsMultiSelectBlockElement(slack.MultiOptTypeStatic, nil, "value", options...)
		list.InitialOptions = chosen
		which = list
	}
	return slack.ModalViewRequest{
		Type: slack.VTModal, CallbackID: string(formPromises), PrivateMetadata: q.Origin.String(),
		Title: plainText(v.say("title_form_promise"), maxModalTitle), Submit: plainText(v.say("form_submit"), maxModalTitle), Close: plainText(v.say("form_close"), maxModalTitle),
		Blocks: slack.Blocks{BlockSet: []slack.Block{
			section("*" + escape(orDash(q.Customer)) + "*"),
			slack.NewInputBlock(fieldWhich, plainText(v.say("form_which"), 2000), nil, which),
			v.dayField("form_promise_day", q.Day),
			aside(v.mark("form_promises_whole")),
		}},
	}
}

// submitPromises notes the promise of all that were chosen.
func (b *Bot) submitPromises(ctx context.Context, v viewer, s Submission, o origin) error {
	t := o.Token
	t.Invoices = s.Values[fieldWhich].Ticked
	if len(t.Invoices) == 0 {
		return fieldError{fieldWhich, &ledger.Error{Code: ledger.CodeInvalid, Reason: reasonNoneChosen, Message: "Choose at least one."}}
	}
	day, err := readDay(s, fieldDay)
	if err != nil {
		return err
	}
	if day.IsZero() {
		return fieldError{fieldDay, &ledger.Error{Code: ledger.CodeInvalid, Reason: reasonMissing, Message: "Which day?"}}
	}
	g, err := b.theGroup(v, t, func(held string) bool { return held != "paid" })
	if err != nil {
		return err
	}
	d := promised{day: day}
	for _, inv := range g.invoices { // a day that can't be belongs under its field
		act := ledger.Act{ID: formID(s), At: b.opt.Now(), Actor: v.ID, Source: ledger.SourceSlack}
		if _, err := act.Promise(v.book.Desk.Book(), inv.Key, day, ledger.Money{}, b.today(v.book)); err != nil {
			return err
		}
	}
	if err := b.performAll(ctx, v, formID(s), &g, d); err != nil {
		return err
	}
	var total []ledger.Money
	for _, inv := range g.invoices {
		total = addTo(total, inv.OpenAt(b.today(v.book)))
	}
	done := v.mark("done_promises", with{"Who": v.Name, "Day": day, "Invoices": numbersOf(g.invoices), "Total": ready(v.sums(total))})
	b.later(func(ctx context.Context) {
		b.toldAll(ctx, &answer{bot: b, viewer: v, url: o.URL, channel: o.Channel, thread: o.Thread}, t, g, done)
	})
	return nil
}
