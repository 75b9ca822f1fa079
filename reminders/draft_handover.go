package reminders

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/relance-bot/relance/ledger"
)

// Collection is a customer whom somebody else collects from, and what came of it.
type Collection struct {
	Customer  ledger.Key     `json:"customer"`
	Name      string         `json:"name"`
	Since     ledger.Date    `json:"since,omitzero"`
	Open      []ledger.Money `json:"open"`
	Recovered []ledger.Money `json:"recovered,omitempty"`
}

// collectionDays is after how many days, and every so many more, finance is
// reminded of a file that somebody else has: what nobody asks about is forgotten.
const collectionDays = 30

// collections are the files that others have. Money that came in, and each
// month that passes, are news; in between they are listed along.
func (g *drafter) collections(out *draft) []Collection {
	var list []Collection
	for _, c := range g.planner.book.Collections() {
		list = append(list, Collection{Customer: c.Customer, Name: g.planner.book.CustomerName(c.Customer), Since: c.Since, Open: c.Open, Recovered: c.Recovered})
		if c.Since.IsZero() {
			continue
		}
		about := cycleCollection + c.Since.String() + "/"
		if months := g.today.DaysSince(c.Since) / collectionDays; months > 0 {
			g.first(out, c.Invoices[0], about+fmt.Sprint(months))
		}
		for _, m := range c.Recovered {
			g.first(out, c.Invoices[0], about+m.String()+" "+string(m.Currency))
		}
		for _, k := range c.Invoices {
			out.watch(Line{Invoice: k, CustomerKey: c.Customer})
		}
	}
	slices.SortStableFunc(list, func(a, b Collection) int { return cmp.Compare(a.Since, b.Since) })
	return list
}
