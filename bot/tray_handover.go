package bot

import (
	"context"
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
}

// collecting is what was handed over, and what came in since.
type collecting struct {
	Invoices  int
	Open      []ledger.Money
	Recovered []ledger.Money
}

// collectingOf sums up what others collect for the book.
func collectingOf(book *ledger.Book) collecting {
	var c collecting
	for inv := range book.Invoices() {
		if inv.Standing != ledger.StandingHandedOver {
			continue
		}
		c.Invoices++
		if inv.Open().IsPositive() {
			c.Open = addTo(c.Open, inv.Open())
		}
		for _, p := range inv.Payments {
			if !inv.StandingSince.IsZero() && !p.Date.Before(inv.StandingSince) && p.Amount.Currency == inv.Amount.Currency {
				c.Recovered = addTo(c.Recovered, p.Amount)
			}
		}
	}
	return c
}

// trayHandOvers proposes customers to hand over, and follows up those that were.
func (v voice) trayHandOvers(q trayView) []slack.Block {
	var blocks []slack.Block
	for i, h := range q.HandOvers[:min(len(q.HandOvers), trayLines)] {
		t := token{Book: q.Book, Customer: refOf(h.Customer), Page: q.Page}
		press := v.confirmed(button(actionHandOver+":"+strconv.Itoa(i), v.say("button_hand_over"), t), v.say("confirm_hand_over", with{"Customer": h.Name, "Count": len(h.Invoices), "Total": v.sums(h.Amounts)}))
		blocks = append(blocks, sectionWith(v.mark("tray_hand_over", with{"Customer": h.Name, "Count": len(h.Invoices), "Total": ready(v.sums(h.Amounts))}), press))
	}
	if c := q.Collecting; c.Invoices > 0 {
		blocks = append(blocks, aside(v.mark("tray_collecting", with{"Count": c.Invoices, "Open": ready(orDash(v.sums(c.Open))), "Recovered": ready(orDash(v.sums(c.Recovered)))})))
	}
	return blocks
}

// clickHandOver takes a customer's invoices at the last stage off the ladder:
// somebody else collects them.
func (b *Bot) clickHandOver(ctx context.Context, a *answer, _ Action, t token) error {
	if err := a.viewer.refuse(govern, nil); err != nil {
		return err
	}
	if a.viewer.book.Letters == nil {
		return stale()
	}
	list, err := a.viewer.book.Letters.HandOvers(ctx)
	if err != nil {
		return err
	}
	for _, h := range list {
		if refOf(h.Customer) != t.Customer {
			continue
		}
		err := b.sayOfLetter(ctx, a.viewer, a.act, func(act ledger.Act, book *ledger.Book) ([]ledger.Change, error) {
			return act.SetStanding(book, h.Invoices, ledger.StandingHandedOver)
		})
		if err != nil {
			return err
		}
		b.redraw(a.viewer, h.Invoices...)
		return b.replyTray(ctx, a, t.Page, a.viewer.mark("tray_handed_over", with{"Customer": h.Name, "Who": a.viewer.Name}))
	}
	return b.replyTray(ctx, a, t.Page, a.viewer.mark("already"))
}
