package reminders

import (
	"cmp"
	"slices"

	"github.com/relance-bot/relance/ledger"
)

func (a account) compare(b account) int {
	return cmp.Or(cmp.Compare(a.customer, b.customer), cmp.Compare(a.currency, b.currency))
}

// owed are the invoices of an account of which something is open, with the
// letter that each is due for, what fell due first first. It is never written to.
type owed struct {
	of  account
	all []candidate
}

// owed are a customer's accounts, by currency. They follow from what a dossier
// follows from, which has the same invoices and knows the same of what was
// written, and so are worked out once for each.
func (q *letterPlanner) owed(c *dossier) []owed {
	if known := c.owed.Load(); known != nil {
		return *known
	}
	list := []owed{}
	settling := false
	for _, i := range c.open {
		inv := c.invoices[i]
		if !inv.Open().IsPositive() || inv.IsCredit() {
			continue
		}
		one := q.candidate(inv, c.decisions[i])
		settling = settling || one.reason == SkipSettling
		of := account{inv.CustomerKey, inv.Amount.Currency}
		at, known := slices.BinarySearchFunc(list, of, func(o owed, of account) int { return o.of.compare(of) })
		if !known {
			list = slices.Insert(list, at, owed{of: of})
		}
		list[at].all = append(list[at].all, one)
	}
	for _, o := range list {
		slices.SortFunc(o.all, candidate.compare)
	}
	if !settling { // what has not settled will have, though nothing moves
		c.owed.Store(&list)
	}
	return list
}

// compare sorts a letter's invoices: what fell due first comes first.
func (c candidate) compare(b candidate) int {
	return cmp.Or(cmp.Compare(c.inv.Due, b.inv.Due), cmp.Compare(c.inv.Key, b.inv.Key))
}

// soleOwner is the salesperson cell that all of a letter's invoices have; none
// where they have several, and then finance decides on it.
func (p *planner) soleOwner(lines []LetterLine) string {
	var owner string
	var key ledger.Key
	for i, l := range lines {
		inv, _ := p.book.Invoice(l.Invoice)
		if i > 0 && inv.SalesKey != key {
			return ""
		}
		key, owner = inv.SalesKey, inv.Salesperson
	}
	return owner
}
