package ledger

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// totals are the running sums of a book, per currency, from which aging, DSO
// and the like of a day are made without walking the invoices. They hold all
// payments, future ones included; what happened after a day is taken back
// invoice by invoice (see position).
type totals struct {
	due       index[currencyDay, tally]      // what is open, by due day; but for invoices with a plan
	issued    index[currencyDay, issueTally] // what was invoiced and is open, by issue day
	unapplied index[Currency, int64]         // overpayments, credits, payments in another currency
	loose     index[currencyDay, tally]      // payments on no invoice, by day
	gross     index[Currency, int64]         // the sum of all amounts without their signs
}

type currencyDay struct {
	currency Currency
	day      Date
}

func (a currencyDay) compare(b currencyDay) int {
	if a.currency != b.currency {
		return cmp.Compare(a.currency, b.currency)
	}
	return cmp.Compare(a.day, b.day)
}

// tally is a sum in minor units and what it is made of.
type tally struct {
	minor int64
	count int
}

// issueTally is what was invoiced on a day.
type issueTally struct {
	sales     int64 // net of credit notes
	open      int64
	count     int // invoices and credit notes
	openCount int // those with something to pay
}

func newTotals() totals {
	return totals{
		due:       newIndex[currencyDay, tally](currencyDay.compare),
		issued:    newIndex[currencyDay, issueTally](currencyDay.compare),
		unapplied: newIndex[Currency, int64](cmp.Compare[Currency]),
		loose:     newIndex[currencyDay, tally](currencyDay.compare),
		gross:     newIndex[Currency, int64](cmp.Compare[Currency]),
	}
}

// No total of any kind can overflow as long as gross doesn't, since each is a
// sum of some of its terms with some signs. So one check guards them all, also
// those of other days, of one customer, or on the way to a sum.

// checkInvoice tells whether inv may come in the place of old.
func (t *totals) checkInvoice(old, inv *Invoice) error {
	var gone, added []Money
	subject := ""
	if old != nil {
		gone, subject = []Money{old.Amount}, string(old.Key)
	}
	if inv != nil {
		added, subject = []Money{inv.Amount}, string(inv.Key)
	}
	return t.check(gone, added, subject)
}

// checkPayments tells whether payments may come in the place of others.
func (t *totals) checkPayments(gone, added []Payment) error {
	amounts := func(list []Payment) []Money {
		var amounts []Money
		for _, p := range list {
			amounts = append(amounts, p.Amount)
		}
		return amounts
	}
	subject := ""
	for _, p := range added {
		subject = string(p.Invoice)
	}
	return t.check(amounts(gone), amounts(added), subject)
}

func (t *totals) check(gone, added []Money, invoice string) error {
	for _, m := range added {
		if slices.Equal(gone, added) {
			return nil
		}
		sum, _ := t.gross.get(m.Currency)
		for _, g := range gone {
			if g.Currency == m.Currency {
				sum -= magnitude(g)
			}
		}
		if m.Minor == math.MinInt64 || sum > math.MaxInt64-magnitude(m) {
			return &Error{
				Code: CodeOverflow, Reason: ReasonTooLarge, Args: Args{"currency": string(m.Currency), "invoice": invoice},
				Message: fmt.Sprintf("%s %s is too large: the total of this currency would be more than can be counted exactly. Check the amount.", m, m.Currency),
			}
		}
	}
	return nil
}

func magnitude(m Money) int64 { return max(m.Minor, -m.Minor) }

// replace moves the sums from old to inv; either may be nil.
func (t *totals) replace(old, inv *Invoice, e *edit) {
	if old != nil && inv != nil && shareOf(old) == shareOf(inv) && slices.Equal(old.Payments, inv.Payments) {
		return
	}
	if old != nil {
		t.add(old, -1, e)
	}
	if inv != nil {
		t.add(inv, +1, e)
	}
}

// share is what an invoice adds to the totals, but for payments in another
// currency than its own.
type share struct {
	currency                Currency
	due, issued             Date
	amount, open, unapplied int64
	isPlanned               bool // its due days are looked at one by one, see Book.planned
}

func shareOf(inv *Invoice) share {
	return share{inv.Amount.Currency, inv.Due, inv.Issued, inv.Amount.Minor, inv.Open().Minor, inv.Unapplied().Minor, inv.agingPlan() != nil}
}

func (t *totals) add(inv *Invoice, sign int64, e *edit) {
	s := shareOf(inv)
	addTo(&t.gross, s.currency, sign*magnitude(inv.Amount), e)
	addTo(&t.unapplied, s.currency, sign*s.unapplied, e)
	for _, p := range inv.Payments {
		if p.Amount.Currency != s.currency {
			addTo(&t.unapplied, p.Amount.Currency, sign*p.Amount.Minor, e)
		}
	}
	if s.open != 0 && !s.isPlanned {
		addTally(&t.due, currencyDay{s.currency, s.due}, tally{sign * s.open, int(sign)}, e)
	}
	k := currencyDay{s.currency, s.issued}
	sum, _ := t.issued.get(k)
	sum = issueTally{sum.sales + sign*s.amount, sum.open + sign*s.open, sum.count + int(sign), sum.openCount}
	if s.open != 0 {
		sum.openCount += int(sign)
	}
	if sum.count == 0 {
		t.issued.delete(k, e)
	} else {
		t.issued.set(k, sum, e)
	}
}

// addLoose counts a payment among the loose ones, or no more.
func (t *totals) addLoose(p Payment, sign int64, e *edit) {
	addTally(&t.loose, currencyDay{p.Amount.Currency, p.Date}, tally{sign * p.Amount.Minor, int(sign)}, e)
}

// count adds payments to gross, or takes them out.
func (t *totals) count(list []Payment, sign int64, e *edit) {
	for _, p := range list {
		addTo(&t.gross, p.Amount.Currency, sign*magnitude(p.Amount), e)
	}
}

func addTo(x *index[Currency, int64], c Currency, minor int64, e *edit) {
	if minor == 0 {
		return
	}
	sum, _ := x.get(c)
	if sum += minor; sum == 0 {
		x.delete(c, e)
	} else {
		x.set(c, sum, e)
	}
}

func addTally(x *index[currencyDay, tally], k currencyDay, by tally, e *edit) {
	sum, _ := x.get(k)
	sum = tally{sum.minor + by.minor, sum.count + by.count}
	if sum.count == 0 {
		x.delete(k, e)
	} else {
		x.set(k, sum, e)
	}
}
