package ledger

import (
	"encoding/json"
	"iter"
	"slices"
)

// Late is an invoice that is overdue, with what a list of thousands needs of
// each: looking at the invoices themselves takes most of the time.
type Late struct {
	Invoice     *Invoice
	CustomerKey Key
	Due         Date
	Open        Money // at the end of the day asked about; of one with a plan: what is overdue of it
	last        Date  // on which something happened to it
}

func openOf(inv *Invoice) Late {
	return Late{Invoice: inv, CustomerKey: inv.CustomerKey, Due: inv.Due, Open: inv.Open(), last: inv.lastDay()}
}

// Overdue are the invoices with something left to pay whose due day had
// passed at the end of that day, most overdue first. The first of them come at
// once: what is open is kept in order of its due day.
func (b *Book) Overdue(asOf Date) iter.Seq[*Invoice] {
	return func(yield func(*Invoice) bool) {
		for late := range b.Late(asOf) {
			if !yield(late.Invoice) {
				return
			}
		}
	}
}

// Late is Overdue with what was open on each invoice at the end of that day.
func (b *Book) Late(asOf Date) iter.Seq[Late] {
	return func(yield func(Late) bool) {
		changed := b.overdueSince(asOf)
		for k, late := range b.open.from(dayKey{day: 1}) {
			if !k.day.Before(asOf) {
				break
			}
			if late.last.After(asOf) {
				continue // among the changed, if at all
			}
			for len(changed) > 0 && changed[0].compare(late) < 0 {
				if !yield(changed[0]) {
					return
				}
				changed = changed[1:]
			}
			if !yield(late) {
				return
			}
		}
		for _, late := range changed {
			if !yield(late) {
				return
			}
		}
	}
}

// overdueSince lists, in order, the invoices that were overdue on a day and to
// which something happened since, paid by now, most of them; and those of which
// an instalment was.
func (b *Book) overdueSince(asOf Date) []Late {
	list := b.plannedLate(asOf, Scope{})
	for _, inv := range b.byLastDay.from(dayKey{day: asOf + 1}) {
		if inv.agingPlan() == nil && inv.IsOverdue(asOf) {
			late := openOf(inv)
			late.Open = inv.OpenAt(asOf)
			list = append(list, late)
		}
	}
	slices.SortFunc(list, Late.compare)
	return list
}

// OverdueQuery asks which invoices were late at the end of a day.
type OverdueQuery struct {
	AsOf    Date
	Scope   Scope
	MinDays int // leave out what is less days late
}

// OverdueLine is one late invoice.
type OverdueLine struct {
	Number   string
	Customer string // as on the invoice
	Owner    string // the salesperson cell
	Currency Currency
	Due      Date  // of an invoice with a plan: of the oldest instalment not paid
	Open     Money // what was left to pay on that day; with a plan: of what was overdue
	DaysLate int
	Invoice  *Invoice
}

// OverdueLines lists them, most overdue first.
func OverdueLines(b *Book, q OverdueQuery) iter.Seq[OverdueLine] {
	return func(yield func(OverdueLine) bool) {
		for inv := range b.overdueWithin(q.AsOf, q.Scope) {
			line := OverdueLine{
				Number: inv.Number, Customer: inv.Customer, Owner: inv.Salesperson, Currency: inv.Amount.Currency,
				Due: inv.DueAt(q.AsOf), Open: inv.OverdueAt(q.AsOf), DaysLate: inv.DaysLate(q.AsOf), Invoice: inv,
			}
			if line.DaysLate < q.MinDays {
				return // the rest is later still to fall due
			}
			if !yield(line) {
				return
			}
		}
	}
}

// overdueWithin is Overdue for a scope, whose invoices stand in order too.
func (b *Book) overdueWithin(asOf Date, scope Scope) iter.Seq[*Invoice] {
	if scope == (Scope{}) {
		return b.Overdue(asOf)
	}
	return func(yield func(*Invoice) bool) {
		x, of := &b.byCustomer, scope.Customer
		if of == "" {
			x, of = &b.bySales, scope.Salesperson
		}
		planned := b.plannedLate(asOf, scope)
		for k, inv := range x.from(pairKey{of: of, day: 1}) {
			if k.of != of || !k.day.Before(asOf) {
				break
			}
			if !scope.Holds(inv) || !inv.IsOverdue(asOf) || inv.agingPlan() != nil {
				continue
			}
			for len(planned) > 0 && planned[0].compare(openOf(inv)) < 0 {
				if !yield(planned[0].Invoice) {
					return
				}
				planned = planned[1:]
			}
			if !yield(inv) {
				return
			}
		}
		for _, late := range planned {
			if !yield(late.Invoice) {
				return
			}
		}
	}
}

// MarshalJSON writes the line as reports show it.
func (l OverdueLine) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Number   string   `json:"number"`
		Customer string   `json:"customer"`
		Owner    string   `json:"owner"`
		Currency Currency `json:"currency"`
		Due      Date     `json:"due"`
		Open     string   `json:"open"`
		DaysLate int      `json:"days_late"`
	}{l.Number, l.Customer, l.Owner, l.Currency, l.Due, l.Open.String(), l.DaysLate})
}
