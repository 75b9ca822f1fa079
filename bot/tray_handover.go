package bot

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"github.com/slack-go/slack"

	"github.com/relance-bot/relance/ledger"
)

// HandOver is a customer at the end of the ladder: finance decides whether
// somebody else collects.
type HandOver struct {
	Customer ledger.Key
	Name     string
	Invoices []ledger.Key
	Amounts  []ledger.Money
	// Unnoticed are those of Invoices to which no formal notice was sent.
	Unnoticed []ledger.Key
}

// trayHandOvers proposes customers to hand over, and follows up those that were.
func (v voice) trayHandOvers(q trayView) []slack.Block {
	var blocks []slack.Block
	for i, h := range q.HandOvers[:min(len(q.HandOvers), trayLines)] {
		t := token{Book: q.Book, Customer: refOf(h.Customer), Page: q.Page}
		press := button(actionHandOver+":"+strconv.Itoa(i), v.say("button_hand_over_ask"), t)
		blocks = append(blocks, sectionWith(v.mark("tray_hand_over", with{"Customer": h.Name, "Count": len(h.Invoices), "Total": ready(v.sums(h.Amounts))}), press))
	}
	if len(q.Collecting) == 0 {
		return blocks
	}
	var open, came []ledger.Money
	for _, c := range q.Collecting {
		for _, m := range c.Open {
			open = addTo(open, m)
		}
		for _, m := range c.Recovered {
			came = addTo(came, m)
		}
	}
	blocks = append(blocks, section(v.mark("tray_collecting", with{"Count": len(q.Collecting), "Open": ready(orDash(v.sums(open))), "Recovered": ready(orDash(v.sums(came)))})))
	for i, c := range q.Collecting[:min(len(q.Collecting), trayLines)] {
		name := q.NameOf(c.Customer)
		t := token{Book: q.Book, Customer: refOf(c.Customer), Page: q.Page}
		tail := ":" + strconv.Itoa(i)
		blocks = append(blocks, section(v.collection(name, c.Since, q.Today, c.Open, c.Recovered)))
		blocks = append(blocks, row(
			button(actionDossier+tail, v.say("button_dossier"), t),
			v.confirmed(button(actionFileBack+tail, v.say("button_file_back"), t), v.say("confirm_file_back", with{"Customer": name})),
		)...)
	}
	if n := len(q.Collecting) - trayLines; n > 0 {
		blocks = append(blocks, aside(v.mark("and_more", with{"Count": n})))
	}
	return blocks
}

// collection is how it stands with what somebody else collects.
func (v voice) collection(name string, since, today ledger.Date, open, came []ledger.Money) string {
	text := v.mark("collection", with{"Customer": orDash(name), "Open": ready(orDash(v.sums(open))), "Recovered": ready(orDash(v.sums(came)))})
	if since.IsZero() {
		return text
	}
	return text + " · " + v.mark("collection_since", with{"Count": max(today.DaysSince(since), 0)})
}

// formHandOver is the modal that asks whom a customer is handed over to.
const formHandOver form = "form_hand_over"

// clickHandOver asks to whom.
func (b *Bot) clickHandOver(ctx context.Context, a *answer, ac Action, t token) error {
	h, found, err := b.handOver(ctx, a.viewer, t)
	if err != nil {
		return err
	}
	if !found {
		return b.replyTray(ctx, a, t.Page, a.viewer.mark("already"))
	}
	o := origin{Token: t, URL: ac.ResponseURL, Channel: ac.ChannelID, TS: ac.MessageTS, Thread: ac.ThreadTS, Replace: true}
	return b.opt.Slack.OpenView(ctx, a.trigger, a.viewer.handOverForm(h, o))
}

// handOver is a customer at the end of the ladder, for who may decide on it.
func (b *Bot) handOver(ctx context.Context, v viewer, t token) (HandOver, bool, error) {
	if err := v.refuse(govern, nil); err != nil {
		return HandOver{}, false, err
	}
	if v.book.Letters == nil {
		return HandOver{}, false, stale()
	}
	list, err := v.book.Letters.HandOvers(ctx)
	if err != nil {
		return HandOver{}, false, err
	}
	for _, h := range list {
		if refOf(h.Customer) == t.Customer {
			return h, true, nil
		}
	}
	return HandOver{}, false, nil
}

func (v voice) handOverForm(h HandOver, o origin) slack.ModalViewRequest {
	var options []*slack.OptionBlockObject
	for _, kind := range ledger.HandoverKinds {
		options = append(options, slack.NewOptionBlockObject(kind, plainText(v.say("handover_"+kind), 75), nil))
	}
	radio := slack.NewRadioButtonsBlockElement("value", options...)
	radio.InitialOption = options[0]
	what := v.mark("confirm_hand_over", with{"Customer": h.Name, "Count": len(h.Invoices), "Total": ready(v.sums(h.Amounts))})
	if len(h.Unnoticed) > 0 {
		what += "\n:warning: " + v.mark("hand_over_unnoticed", with{"Count": len(h.Unnoticed), "All": len(h.Invoices)})
	}
	blocks := []slack.Block{
		section(what + "\n" + v.mark("hand_over_file")),
		slack.NewInputBlock(fieldChoice, plainText(v.say("form_hand_over_to"), 2000), nil, radio),
	}
	return slack.ModalViewRequest{
		Type: slack.VTModal, CallbackID: string(formHandOver), PrivateMetadata: o.String(),
		Title: plainText(v.say("button_hand_over"), maxModalTitle), Submit: plainText(v.say("button_hand_over"), maxModalTitle), Close: plainText(v.say("form_close"), maxModalTitle),
		Blocks: slack.Blocks{BlockSet: blocks},
	}
}

// submitHandOver takes a customer's invoices at the last stage off the ladder,
// and hands the dossier to who decided it.
func (b *Bot) submitHandOver(ctx context.Context, v viewer, s Submission, o origin) error {
	kind := s.Values[fieldChoice].Option
	h, found, err := b.handOver(ctx, v, o.Token)
	switch {
	case err != nil:
		return err
	case !found:
		return stale()
	}
	err = b.sayOfLetter(ctx, v, formID(s), func(act ledger.Act, book *ledger.Book) ([]ledger.Change, error) {
		return act.HandOver(book, h.Invoices, kind)
	})
	if err != nil {
		return err
	}
	b.redraw(v, h.Invoices...)
	b.later(func(ctx context.Context) {
		a := &answer{bot: b, viewer: v, url: o.URL, channel: o.Channel, thread: o.Thread, replace: o.Replace}
		done := v.mark("tray_handed_over", with{"Customer": h.Name, "Who": v.Name, "To": v.say("handover_" + kind)})
		file, err := b.dossier(ctx, v, h.Customer, h.Name, kind)
		if err != nil {
			file = b.explain(ctx, v.voice, err) // handed over it is
		}
		if err := b.replyTray(ctx, a, o.Token.Page, done+"\n"+file); err != nil {
			b.lost(ctx, err)
		}
	})
	return nil
}

// dossier hands a customer's dossier to a person.
func (b *Bot) dossier(ctx context.Context, v viewer, customer ledger.Key, name, kind string) (done string, err error) {
	content, err := v.book.Letters.Dossier(ctx, customer, kind, v.Language())
	if err != nil {
		return "", err
	}
	return b.deliver(ctx, v, File{
		Name: fileName(v.say("dossier_file"), name, b.today(v.book).String()) + ".zip", Title: v.say("dossier_title", with{"Customer": name}),
		Comment: v.say("dossier_comment", with{"Customer": name, "To": v.say("handover_" + kind)}), Content: content,
	})
}

// collectionOf finds what somebody else collects from a customer.
func (b *Bot) collectionOf(v viewer, t token) (ledger.Collection, error) {
	if err := v.refuse(govern, nil); err != nil {
		return ledger.Collection{}, err
	}
	list := v.book.Desk.Book().Collections()
	i := slices.IndexFunc(list, func(c ledger.Collection) bool { return refOf(c.Customer) == t.Customer })
	if i < 0 || v.book.Letters == nil {
		return ledger.Collection{}, stale()
	}
	return list[i], nil
}

// clickDossier hands out the dossier of a customer who was handed over, as of
// today.
func (b *Bot) clickDossier(ctx context.Context, a *answer, _ Action, t token) error {
	c, err := b.collectionOf(a.viewer, t)
	if err != nil {
		return err
	}
	done, err := b.dossier(ctx, a.viewer, c.Customer, b.trayName(a.viewer, t.Customer), cmp.Or(c.Kind, ledger.HandoverKinds[0]))
	if err != nil {
		return err
	}
	return b.replyTray(ctx, a, t.Page, done)
}

// clickFileBack puts on the ladder again what came back.
func (b *Bot) clickFileBack(ctx context.Context, a *answer, _ Action, t token) error {
	c, err := b.collectionOf(a.viewer, t)
	if err != nil {
		return err
	}
	err = b.sayOfLetter(ctx, a.viewer, a.act, func(act ledger.Act, book *ledger.Book) ([]ledger.Change, error) {
		return act.TakeFileBack(book, c.Invoices)
	})
	if err != nil {
		return err
	}
	b.redraw(a.viewer, c.Invoices...)
	return b.replyTray(ctx, a, t.Page, a.viewer.mark("tray_file_back", with{"Customer": b.trayName(a.viewer, t.Customer), "Who": a.viewer.Name}))
}
