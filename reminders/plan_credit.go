package reminders

import (
	"cmp"
	"slices"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/reminders/letter"
)

// account is what a customer owes in one currency.
type account struct {
	customer ledger.Key
	currency ledger.Currency
}

// purses are what a plan has found out about customers' money.
type purses struct {
	covered   map[account]bool                // see covers
	onAccount map[ledger.Key][]ledger.Payment // nil: not asked for yet
}

// covers tells whether a customer's money that no invoice has used up reaches
// what they have overdue in a currency: then finance should apply it, and
// nobody is asked for anything. What a kept instalment plan has not asked for
// yet isn't overdue; of a broken one all is.
func (p *planner) covers(of account) bool {
	if covered, known := p.purses.covered[of]; known {
		return covered
	}
	on := *p
	on.today = p.day // also when looking ahead: nobody knows what comes in by then
	p.purses.covered[of] = on.creditReaches(of)
	return p.purses.covered[of]
}

func (p *planner) creditReaches(of account) bool {
	credit := sumOf(p.creditsOf(of))
	if credit <= 0 {
		return false // nearly all: they cost nothing more
	}
	var overdue int64
	for _, inv := range p.book.CustomerInvoices(of.customer) {
		if inv.Amount.Currency == of.currency && inv.Problem == "" && inv.IsOverdue(p.today) {
			overdue += p.overdue(inv).Minor
		}
	}
	return overdue > 0 && credit >= overdue
}

// creditsOf is a customer's money in a currency that no invoice has used up:
// what is left of credit notes, overpayments, payments on account, and payments
// in another currency than their invoice's. What was given back is taken off
// the oldest, so that they come to what there is. A row that can't be read
// gives nothing: nothing is guessed.
func (p *planner) creditsOf(of account) []letter.Credit {
	var list []letter.Credit
	var back int64
	add := func(c letter.Credit) {
		switch {
		case c.Amount.Currency != of.currency:
		case c.Amount.IsPositive():
			list = append(list, c)
		default:
			back -= c.Amount.Minor
		}
	}
	for _, inv := range p.book.CustomerInvoices(of.customer) {
		if inv.Problem != "" {
			continue
		}
		add(letter.Credit{Number: inv.Number, Date: inv.Issued, Amount: inv.Unapplied(), Unapplied: !inv.IsCredit()})
		for _, pay := range inv.Payments {
			if pay.Amount.Currency != inv.Amount.Currency {
				add(letter.Credit{Number: inv.Number, Date: pay.Date, Amount: pay.Amount, Unapplied: true})
			}
		}
	}
	for _, pay := range p.onAccount(of.customer) {
		add(letter.Credit{Date: pay.Date, Amount: pay.Amount, Unapplied: true})
	}
	slices.SortFunc(list, func(a, b letter.Credit) int {
		return cmp.Or(cmp.Compare(a.Date, b.Date), cmp.Compare(a.Number, b.Number), cmp.Compare(a.Amount.Minor, b.Amount.Minor))
	})
	return lessGivenBack(list, back)
}

// lessGivenBack takes an amount off the oldest credits.
func lessGivenBack(list []letter.Credit, back int64) []letter.Credit {
	for back > 0 && len(list) > 0 {
		if back < list[0].Amount.Minor {
			list[0].Amount.Minor -= back
			return list
		}
		back -= list[0].Amount.Minor
		list = list[1:]
	}
	if len(list) == 0 {
		return nil
	}
	return list
}

// onAccount are a customer's payments that are on no invoice of the book.
func (p *planner) onAccount(customer ledger.Key) []ledger.Payment {
	if p.purses.onAccount == nil {
		p.purses.onAccount = map[ledger.Key][]ledger.Payment{}
		for pay := range p.book.LoosePayments() {
			if pay.Customer != "" {
				k := p.book.CustomerKey(pay.Customer)
				p.purses.onAccount[k] = append(p.purses.onAccount[k], pay)
			}
		}
	}
	return p.purses.onAccount[customer]
}

func sumOf(list []letter.Credit) int64 {
	var sum int64
	for _, c := range list {
		sum += c.Amount.Minor
	}
	return sum
}
