package bot

import (
	"context"
	"log/slog"

	"github.com/slack-go/slack"

	"github.com/relance-bot/relance/ledger"
)

// payNow records a payment that a command said all of. More than is open is
// asked about first: it becomes the customer's credit.
func (b *Bot) payNow(ctx context.Context, a *answer, inv *ledger.Invoice, p payment) error {
	over := ledger.Overpays(a.viewer.book.Desk.Book(), inv.Key, p.amount)
	if over.IsPositive() && !p.sure && !b.isRecorded(a.viewer, a.act, inv, p) {
		a.say(ctx, a.viewer.overpayment(overpaymentView{Book: a.viewer.book.Name, Invoice: inv, Payment: p, Over: over, Act: a.act}))
		return nil
	}
	return b.act(ctx, a, inv, p)
}

// isRecorded tells whether the act has recorded this payment already: then
// what is open is less by it, and asking about an overpayment would be wrong.
func (b *Bot) isRecorded(v viewer, id string, inv *ledger.Invoice, p payment) bool {
	act := ledger.Act{ID: id, At: b.opt.Now(), Actor: v.ID, Source: ledger.SourceSlack}
	changes, err := act.Pay(v.book.Desk.Book(), inv.Key, p.amount, p.day, p.note)
	return err == nil && len(changes) == 0
}

// overpaymentView asks whether more than is open was meant.
type overpaymentView struct {
	Book    string
	Invoice *ledger.Invoice
	Payment payment
	Over    ledger.Money
	Act     string
}

func (v voice) overpayment(q overpaymentView) Message {
	text := v.mark("overpaid_ask", with{"Invoice": q.Invoice.Number, "Amount": q.Payment.amount, "Open": q.Invoice.Open(), "Over": q.Over})
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
