package bot

import (
	"context"

	"github.com/slack-go/slack"

	"github.com/relance-bot/relance/ledger"
)

// homeView is a person's Home tab: their late customers, and for who looks
// after all of them the totals.
type homeView struct {
	Mine   overdueView
	Totals *agingView
	Status *statusView
	Name   string
}

func (b *Bot) home(ctx context.Context, v viewer) (homeView, error) {
	q := homeView{Name: v.Name}
	mine, err := b.overdue(ctx, v, filter{me: true}, 0)
	if err != nil {
		return q, err
	}
	q.Mine = mine
	if v.finance || v.manager {
		totals, err := b.aging(ctx, v, filter{})
		if err != nil {
			return q, err
		}
		q.Totals = &totals
	}
	if v.finance {
		status, err := b.status(ctx, v)
		if err != nil {
			return q, err
		}
		q.Status = &status
	}
	return q, nil
}

// homeCustomers is how many late customers the Home tab lists.
const homeCustomers = 10

func (v voice) home(q homeView) slack.HomeTabViewRequest {
	blocks := []slack.Block{header(v.say("home_title", with{"Name": q.Name}))}
	if q.Totals != nil {
		q.Totals.Public = true // the native table is for messages only; its buttons answer there
		blocks = append(blocks, v.aging(*q.Totals).Blocks...)
	}
	mine := v.overdueSentence(q.Mine)
	if q.Totals == nil || len(q.Mine.invoices) > 0 {
		blocks = append(blocks, slack.NewDividerBlock(), section(mine))
		for _, c := range q.Mine.Shown {
			blocks = append(blocks, v.customerLine(q.Mine, c))
		}
		if n := len(q.Mine.customers) - homeCustomers; n > 0 {
			blocks = append(blocks, aside(v.mark("and_more", with{"Count": n})))
		}
	}
	if q.Status != nil {
		blocks = append(blocks, slack.NewDividerBlock())
		blocks = append(blocks, v.status(*q.Status).Blocks...)
	}
	blocks = append(blocks, aside(v.say("home_hint")))
	if len(blocks) > maxHomeBlocks {
		blocks = blocks[:maxHomeBlocks]
	}
	return slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: blocks}}
}

// homeRefused is the Home tab of who may see nothing.
func (v voice) homeRefused(why string) slack.HomeTabViewRequest {
	return slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: []slack.Block{
		header(v.say("home_title", with{"Name": ""})), section(escaper.Replace(why)),
	}}}
}

func exactInvoice(b *ledger.Book, word string) *ledger.Invoice {
	if inv, ok := b.Invoice(ledger.KeyOf(word)); ok && word != "" {
		return inv
	}
	return nil
}
