package bot

import (
	"context"
	"log/slog"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/relance-bot/relance/ledger"
)

// Presumed is a batch of invoices that left a list of open items at once:
// presumed settled, and waiting for a person's word.
type Presumed struct {
	ID       string
	At       time.Time
	Invoices []ledger.Key
}

// PresumedAnswer is who said what of a batch.
type PresumedAnswer struct {
	ID      string
	Settled bool // otherwise they are open still
	Actor   string
}

// AskPresumed asks finance, in its channel, whether invoices that left the list
// are settled. It returns at once.
func (b *Bot) AskPresumed(name string, fresh []Presumed) {
	k, ok := b.bookNamed(name)
	if !ok || k.Finance == "" || len(fresh) == 0 {
		return
	}
	b.later(func(ctx context.Context) {
		v := newVoice(k.Language)
		blocks := v.presumed(k.Name, k.Desk.Book().Invoice, fresh)
		if _, err := b.opt.Slack.Post(ctx, Place{Channel: k.Finance}, message(v.presumedLine(fresh[0]), blocks...)); err != nil {
			b.opt.Log.ErrorContext(ctx, "finance was not asked about presumed settlements", slog.Any("error", err))
		}
	})
}

// clickPresumed carries out what finance says of a batch.
func (b *Bot) clickPresumed(ctx context.Context, a *answer, ac Action, t token) error {
	if err := a.viewer.refuse(pay, nil); err != nil {
		return err
	}
	open, err := a.viewer.book.Syncer.Presumed(ctx)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(open, func(p Presumed) bool { return p.ID == t.ID })
	if i < 0 {
		a.add(ctx, sentence(a.viewer.mark("already")))
		return nil
	}
	settled := baseAction(ac.ActionID) == actionSettled
	if err := a.viewer.book.Syncer.ConfirmPresumed(ctx, PresumedAnswer{ID: t.ID, Settled: settled, Actor: a.viewer.ID}); err != nil {
		return err
	}
	id := "done_not_settled"
	if settled {
		id = "done_settled"
	}
	a.add(ctx, sentence(a.viewer.mark(id, with{"Who": a.viewer.Name, "Count": len(open[i].Invoices)})))
	b.redraw(a.viewer, open[i].Invoices...)
	return nil
}

// presumed asks about each batch.
func (v voice) presumed(book string, find finder, list []Presumed) []slack.Block {
	var blocks []slack.Block
	for i, p := range list[:min(len(list), statusLines)] {
		var text strings.Builder
		text.WriteString(v.presumedLine(p))
		for _, k := range p.Invoices[:min(len(p.Invoices), statusLines)] {
			if inv, ok := find(k); ok {
				text.WriteString("\n• " + escape(inv.Number) + " · " + escape(inv.Customer) + " · " + v.Money(inv.Amount))
			}
		}
		if n := len(p.Invoices) - statusLines; n > 0 {
			text.WriteString("\n" + v.mark("and_more", with{"Count": n}))
		}
		t := token{Book: book, ID: p.ID, Screen: screenAsk}
		tail := ":" + strconv.Itoa(i)
		blocks = append(blocks, section(text.String()))
		blocks = append(blocks, row(
			v.confirmed(primary(button(actionSettled+tail, v.say("button_settled"), t)), v.say("confirm_settled", with{"Count": len(p.Invoices)})),
			v.confirmed(button(actionNotSettled+tail, v.say("button_not_settled"), t), v.say("confirm_not_settled", with{"Count": len(p.Invoices)})),
		)...)
	}
	return blocks
}

func (v voice) presumedLine(p Presumed) string {
	return strings.TrimSpace(v.mark("presumed", with{"Count": len(p.Invoices), "Day": ready(v.Day(ledger.DateOf(p.At)))}))
}
