package bot

import (
	"context"
	"strings"

	"github.com/slack-go/slack"

	"github.com/relance-bot/relance/ledger"
)

// replyPause stops reminders: of a customer or of all, until a day or for a
// week. It acts at once: a person who types pause is in a hurry.
func (b *Bot) replyPause(ctx context.Context, a *answer, args []string) error {
	if err := a.viewer.refuse(govern, nil); err != nil {
		return err
	}
	p, customer, err := b.pauseArgs(a.viewer, args)
	if err != nil {
		return err
	}
	if len(customer) > 1 {
		a.say(ctx, a.viewer.choose(b.choices(a.viewer, found{customers: customer}, actionOpenCustomer)))
		return nil
	}
	until := p.day
	if until.IsZero() {
		until = b.today(a.viewer.book).AddDays(7)
	}
	var key ledger.Key
	if len(customer) == 1 {
		key = customer[0]
	}
	return b.pause(ctx, a, key, until)
}

func (b *Bot) pauseArgs(v viewer, args []string) (particulars, []ledger.Key, error) {
	days := b.dayReader(v, false)
	var p particulars
	if list := findCustomer(v.book.Desk.Book(), strings.Join(args, " ")); len(list) > 0 {
		return p, list, nil // a customer may be called like a day
	}
	for i := 0; i < len(args); {
		d, n, err := days.read(args[i:])
		if err != nil {
			return p, nil, err
		}
		if n > 0 && p.day.IsZero() {
			p.day = d
			i += n
			continue
		}
		p.rest = append(p.rest, args[i])
		i++
	}
	if len(p.rest) == 0 {
		return p, nil, nil
	}
	list := findCustomer(v.book.Desk.Book(), strings.Join(p.rest, " "))
	if len(list) == 0 {
		return p, nil, notFound(p.rest)
	}
	return p, list, nil
}

func (b *Bot) pause(ctx context.Context, a *answer, customer ledger.Key, until ledger.Date) error {
	return b.govern(ctx, a, func(act ledger.Act, book *ledger.Book) ([]ledger.Change, error) {
		return act.Pause(book, customer, until, b.today(a.viewer.book))
	}, b.pauseLine(a.viewer, customer, until))
}

func (b *Bot) pauseLine(v viewer, customer ledger.Key, until ledger.Date) string {
	args := with{"Who": v.Name, "Day": until}
	id := "done_pause"
	if until.IsZero() {
		id = "done_resume"
	}
	if customer != "" {
		id += "_customer"
		args["Customer"] = v.book.Desk.Book().CustomerName(customer)
	}
	return v.mark(id, args)
}

// replyResume ends a pause.
func (b *Bot) replyResume(ctx context.Context, a *answer, args []string) error {
	if err := a.viewer.refuse(govern, nil); err != nil {
		return err
	}
	_, customer, err := b.pauseArgs(a.viewer, args)
	if err != nil {
		return err
	}
	switch len(customer) {
	case 0:
		return b.pause(ctx, a, "", 0)
	case 1:
		return b.pause(ctx, a, customer[0], 0)
	}
	a.say(ctx, a.viewer.choose(b.choices(a.viewer, found{customers: customer}, actionOpenCustomer)))
	return nil
}

// clickPause opens the modal that asks until when.
func (b *Bot) clickPause(ctx context.Context, a *answer, ac Action, t token) error {
	if err := a.viewer.refuse(govern, nil); err != nil {
		return err
	}
	name := ""
	if t.Customer != "" {
		k, ok := customerOf(a.viewer.book.Desk.Book(), t.Customer)
		if !ok {
			return stale()
		}
		name = a.viewer.book.Desk.Book().CustomerName(k)
	}
	o := origin{Token: t, URL: ac.ResponseURL, Channel: ac.ChannelID}
	return b.opt.Slack.OpenView(ctx, a.trigger, a.viewer.pauseForm(name, b.today(a.viewer.book).AddDays(7), o))
}

func (v voice) pauseForm(customer string, day ledger.Date, o origin) slack.ModalViewRequest {
	about := v.mark("form_pause_all")
	if customer != "" {
		about = v.mark("form_pause_customer", with{"Customer": customer})
	}
	return slack.ModalViewRequest{
		Type: slack.VTModal, CallbackID: string(formPause), PrivateMetadata: o.String(),
		Title: plainText(v.say("title_form_pause"), maxModalTitle), Submit: plainText(v.say("form_submit"), maxModalTitle), Close: plainText(v.say("form_close"), maxModalTitle),
		Blocks: slack.Blocks{BlockSet: []slack.Block{section(about), v.dayField("form_pause_until", day)}},
	}
}

func (b *Bot) clickResume(ctx context.Context, a *answer, _ Action, t token) error {
	if err := a.viewer.refuse(govern, nil); err != nil {
		return err
	}
	var key ledger.Key
	if t.Customer != "" {
		k, ok := customerOf(a.viewer.book.Desk.Book(), t.Customer)
		if !ok {
			return stale()
		}
		key = k
	}
	return b.pause(ctx, a, key, 0)
}

// submitPause takes the filled modal of a pause.
func (b *Bot) submitPause(ctx context.Context, v viewer, s Submission, o origin) error {
	if err := v.refuse(govern, nil); err != nil {
		return err
	}
	until, err := ledger.ParseDate(s.Values[fieldDay].Date)
	if err != nil {
		return fieldError{fieldDay, err}
	}
	var key ledger.Key
	if o.Token.Customer != "" {
		k, ok := customerOf(v.book.Desk.Book(), o.Token.Customer)
		if !ok {
			return stale()
		}
		key = k
	}
	v.book.acting.Lock()
	defer v.book.acting.Unlock()
	act := ledger.Act{ID: formID(s), At: b.opt.Now(), Actor: v.ID, Source: ledger.SourceSlack}
	changes, err := act.Pause(v.book.Desk.Book(), key, until, b.today(v.book))
	if err != nil {
		return err
	}
	if len(changes) > 0 {
		if _, err := v.book.Desk.Record(ctx, changes...); err != nil {
			return err
		}
	}
	line := b.pauseLine(v, key, until)
	b.later(func(ctx context.Context) {
		a := &answer{bot: b, viewer: v, url: o.URL, channel: o.Channel}
		a.add(ctx, sentence(line))
		b.publishHome(ctx, v)
	})
	return nil
}
