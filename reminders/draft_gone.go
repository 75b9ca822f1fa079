package reminders

import (
	"maps"
	"slices"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/store"
)

// departures ask finance, once for each salesperson whose Slack account was
// deactivated, to whom their invoices go. Until somebody says, what they would
// be told goes to finance.
func (g *drafter) departures() []draft {
	to, ok := g.financeDesk()
	if !ok {
		return nil
	}
	w := g.windowAt(g.now, to.Location, g.policy.Hours.From)
	if !w.open {
		return nil
	}
	var list []draft
	for _, sales := range slices.Sorted(maps.Keys(g.roster.gone)) {
		cycle := cycleGone + string(sales)
		if g.told(to, "", cycle).Reached {
			continue
		}
		out := draft{kind: store.KindDirect, to: to, day: w.day, ends: w.ends, content: g.content(store.KindDirect, to, w.day)}
		direct := &Direct{About: AlertGone}
		for _, inv := range g.planner.book.SalesInvoices(sales) {
			if !inv.Open().IsPositive() {
				continue
			}
			direct.Owner = inv.Salesperson
			direct.Lines = append(direct.Lines, g.line(inv, g.decide(inv)))
		}
		if len(direct.Lines) == 0 {
			continue
		}
		slices.SortFunc(direct.Lines, lineOrder)
		out.remind("", cycle, ledger.StageAt(0))
		out.watch(direct.Lines...)
		out.content.Direct = direct
		list = append(list, out)
	}
	return list
}

// financeDesk is where finance is asked something once: their channel if there
// is one, else the first of them.
func (g *drafter) financeDesk() (Recipient, bool) {
	if c := g.channels.Finance; c != "" {
		return channelRecipient(c, g.location), true
	}
	if len(g.roster.finance) == 0 {
		return Recipient{}, false
	}
	for _, who := range g.roster.finance {
		if who.SlackID != "" { // who can answer by a click
			return who, true
		}
	}
	return g.roster.finance[0], true
}
