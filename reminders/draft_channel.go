package reminders

import (
	"cmp"
	"slices"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/store"
)

// paidLookBack is how many days back a payment is still news for the channel:
// a long weekend and a slow bank.
const paidLookBack = 7

// daily is the reminders channel's post of the day: what reached which stage,
// who is on it, what was paid since the last one. None if there is nothing.
func (g *drafter) daily() (draft, bool) {
	to := g.channels.Reminders
	w := g.windowAt(g.now, g.location, g.policy.Hours.Digest)
	if to == "" || !w.open || !w.day.After(g.said.postOn(to)) {
		return draft{}, false
	}
	channel := channelRecipient(to, g.location)
	out := draft{kind: store.KindChannel, to: channel, day: w.day, ends: w.ends, content: g.content(store.KindChannel, channel, w.day)}
	// Holds the day's place: two replicas can't both freeze a post.
	out.remind("", cyclePost+w.day.String(), ledger.StageAt(0))
	post := &Daily{Paid: g.paid(to)}
	for _, d := range g.plan.open() {
		if !g.news(channel, *d) {
			continue
		}
		l := g.newsLine(*d)
		post.Reached = append(post.Reached, l)
		out.remind(d.Invoice, d.Cycle, d.Stage)
		out.watch(l)
	}
	if len(post.Reached)+len(post.Paid) == 0 {
		return draft{}, false
	}
	slices.SortFunc(post.Reached, func(a, b Line) int {
		return cmp.Or(cmp.Compare(b.Stage, a.Stage), cmp.Compare(a.CustomerKey, b.CustomerKey), lineOrder(a, b))
	})
	out.content.Post = post
	return out, true
}

// paid are the payments that no post told of yet. Before the first post only
// those of today are news.
func (g *drafter) paid(channel string) []PaidLine {
	since := g.today.AddDays(-paidLookBack)
	if g.said.postOn(channel).IsZero() {
		since = g.today
	}
	var list []PaidLine
	for pay := range g.planner.book.Payments() {
		if pay.Source == ledger.PaymentFromOpening || !pay.Amount.IsPositive() || pay.Date.Before(since) || pay.Date.After(g.today) || g.said.hasToldOf(pay.ID) {
			continue
		}
		l := PaidLine{Payment: pay.ID, Invoice: pay.Invoice, Customer: string(pay.Customer), Date: pay.Date, Amount: pay.Amount}
		if inv, ok := g.planner.book.Invoice(pay.Invoice); ok {
			l.Number, l.Customer, l.Left = inv.Number, inv.Customer, inv.Open()
		}
		list = append(list, l)
	}
	slices.SortFunc(list, func(a, b PaidLine) int { return cmp.Or(cmp.Compare(a.Date, b.Date), cmp.Compare(a.Payment, b.Payment)) })
	return list
}
