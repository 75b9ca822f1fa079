package reminders

import (
	"cmp"
	"slices"

	"github.com/relance-bot/relance/ledger"
)

// HandOver is a customer at the end of the ladder: nothing is left to write,
// and finance decides whether somebody else collects.
type HandOver struct {
	Customer ledger.Key
	Name     string
	Invoices []ledger.Key
	Amounts  []ledger.Money // asked for, by currency
	// Unnoticed are those of Invoices whose ladder has a formal notice that was
	// never sent: courts ask for one, and agencies do.
	Unnoticed []ledger.Key
}

// HandOvers are the customers with invoices at the last stage of a ladder that
// has no letter there, by name.
func (s *Service) HandOvers() []HandOver {
	p := s.planner(s.o.Desk.Book(), s.view.Load(), s.Today())
	writes := p.book.Level() == ledger.LevelLetters
	byCustomer := map[ledger.Key]*HandOver{}
	sums := map[ledger.Key]*totals{}
	for inv, d := range s.decided(p).open() {
		if !d.Reason.OnLadder() || !d.Amount.IsPositive() {
			continue
		}
		ladder := p.ladder(inv)
		if d.Stage.Number != ladder.last() || ladder.last() == 0 || ladder.Stages[ladder.last()].writes() {
			continue
		}
		h := byCustomer[d.Customer]
		if h == nil {
			h = &HandOver{Customer: d.Customer, Name: p.book.CustomerName(d.Customer)}
			byCustomer[d.Customer], sums[d.Customer] = h, &totals{}
		}
		h.Invoices = append(h.Invoices, d.Invoice)
		if at := ladder.formal(); at > 0 && writes && inv.Tracking == "" && ladder.LetterSince(inv, d.Due).Number < at {
			h.Unnoticed = append(h.Unnoticed, d.Invoice)
		}
		sums[d.Customer].add(d.Amount)
	}
	list := make([]HandOver, 0, len(byCustomer))
	for k, h := range byCustomer {
		h.Amounts = sums[k].list()
		list = append(list, *h)
	}
	slices.SortFunc(list, func(a, b HandOver) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Customer, b.Customer))
	})
	return list
}
