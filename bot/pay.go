package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"

	"github.com/slack-go/slack"

	"github.com/relance-bot/relance/ledger"
)

// payNow records a payment that a command said all of. What may be a slip is
// asked about first.
func (b *Bot) payNow(ctx context.Context, a *answer, inv *ledger.Invoice, p payment) error {
	err := b.act(ctx, a, inv, p)
	if doubt, ok := errors.AsType[doubtful](err); ok {
		a.say(ctx, a.viewer.askSure(doubtView{Book: a.viewer.book.Name, doubtful: doubt, Act: a.act}))
		return nil
	}
	return err
}

// doubtful is a payment that may be a slip, and why.
type doubtful struct {
	Invoice *ledger.Invoice
	Payment payment
	Doubts  []ledger.Doubt
	Over    ledger.Money // more than is open
}

func (d doubtful) Error() string { return fmt.Sprintf("a payment in doubt: %v", d.Doubts) }

// Explain is what the form says under the box to tick.
func (d doubtful) Explain(language string) string {
	v := newVoice(language)
	return strings.Join(append(v.doubts(d, v.say), v.say("doubt_tick")), " ")
}

// doubts are a sentence each, said as plain text or for mrkdwn.
func (v voice) doubts(d doubtful, say func(string, ...with) string) []string {
	list := make([]string, len(d.Doubts))
	for i, doubt := range d.Doubts {
		list[i] = say("doubt_"+string(doubt), with{
			"Invoice": d.Invoice.Number, "Amount": d.Payment.amount, "Day": d.Payment.day, "Open": d.Invoice.Open(), "Over": d.Over, "Issued": d.Invoice.Issued,
		})
	}
	return list
}

// doubtView asks whether a payment in doubt was meant.
type doubtView struct {
	doubtful
	Book string
	Act  string
}

func (v voice) askSure(q doubtView) Message {
	text := strings.Join(append(v.doubts(q.doubtful, v.mark), v.mark("doubt_ask")), " ")
	t := token{Book: q.Book, Invoice: refOf(q.Invoice.Key), Amount: q.Payment.amount.String(), Day: q.Payment.day.String(), ID: q.Act, Screen: screenCard}
	return message(text, append([]slack.Block{section(text)}, row(
		button(actionPayAgain, v.say("button_pay_sure", with{"Amount": q.Payment.amount}), t),
		button(actionOpenInvoice, v.say("button_cancel"), t),
	)...)...)
}

// askFinance asks in the finance channel whether the money came.
func (b *Bot) askFinance(ctx context.Context, v viewer, inv *ledger.Invoice, until ledger.Date) {
	if v.book.Finance == "" {
		return
	}
	m := newVoice(v.book.Language).askFinance(askView{
		Book: v.book.Name, Invoice: inv, Customer: customerNameOf(v.book.Desk.Book(), inv), Who: v.Name, Until: until,
	})
	if _, err := b.opt.Slack.Post(ctx, Place{Channel: v.book.Finance}, m); err != nil {
		b.opt.Log.ErrorContext(ctx, "finance was not asked about a payment", slog.String("invoice", string(inv.Key)), slog.Any("error", err))
	}
}

// askView is the question to finance whether a payment came in; Answer is
// what became of it.
type askView struct {
	Book     string
	Invoice  *ledger.Invoice
	Customer string
	Who      string
	Until    ledger.Date
	Answer   string
}

func (v voice) askFinance(q askView) Message {
	id := "ask_finance"
	if q.Answer != "" {
		id = "ask_finance_answered"
	}
	text := v.mark(id, with{"Who": q.Who, "Invoice": q.Invoice.Number, "Customer": q.Customer, "Amount": q.Invoice.Open(), "Day": q.Until})
	if q.Answer != "" {
		return message(text+"\n"+q.Answer, section(text), aside(q.Answer))
	}
	// Choice carries who said it, for the message's last form.
	t := token{Book: q.Book, Invoice: refOf(q.Invoice.Key), Screen: screenAsk, Choice: cut(q.Who, maxNameRunes), Day: q.Until.String()}
	return message(text, append([]slack.Block{section(text)}, row(
		primary(button(actionPay, v.say("button_pay"), t)),
		button(actionNotPaid, v.say("button_not_paid"), t),
	)...)...)
}

// closeAsk takes the buttons off the question and says who answered it; on
// another screen that answer goes below.
func (b *Bot) closeAsk(ctx context.Context, a *answer, ac Action, t token, out outcome) {
	if t.Screen != screenAsk {
		b.told(ctx, a, out)
		return
	}
	b.closeAskAt(ctx, a, Place{Channel: ac.ChannelID, TS: ac.MessageTS}, t, out)
}

func (b *Bot) closeAskAt(ctx context.Context, a *answer, at Place, t token, out outcome) {
	until, _ := ledger.ParseDate(t.Day) // ours; without it the line lacks a day
	m := newVoice(a.viewer.book.Language).askFinance(askView{
		Book: a.viewer.book.Name, Invoice: out.invoice, Customer: customerNameOf(a.viewer.book.Desk.Book(), out.invoice),
		Who: t.Choice, Until: until, Answer: out.line,
	})
	if err := b.opt.Slack.Update(ctx, at, m); err != nil {
		b.lost(ctx, err)
	}
	if out.fresh {
		b.redraw(a.viewer, out.invoice.Key)
	}
}
