package ledger

import (
	"cmp"
	"maps"
	"slices"
)

// Scope narrows a question to one customer, one salesperson, or both; the
// zero Scope is the whole book. Unapplied cash that is on no invoice is within
// its customer's scope, and within no salesperson's.
type Scope struct {
	Customer    Key
	Salesperson Key // of the salesperson cell
}

// Holds tells whether an invoice is within the scope.
func (s Scope) Holds(inv *Invoice) bool {
	return (s.Customer == "" || inv.CustomerKey == s.Customer) && (s.Salesperson == "" || inv.SalesKey == s.Salesperson)
}

// position is where one currency stands at the end of a day: what every figure
// is made of. All sums are exact; none can overflow (see totals).
type position struct {
	currency  Currency
	due       map[Date]tally      // what is open, by due day; the zero Date: without one
	issued    map[Date]issueTally // what was invoiced by that day, by issue day
	unapplied int64
}

// positions gives one position for each currency in which there was anything
// by that day: an invoice or cash, settled or not.
func (b *Book) positions(asOf Date, scope Scope) []*position {
	ps := ledgerDay{asOf: asOf, byCurrency: map[Currency]*position{}}
	if scope == (Scope{}) {
		ps.fromTotals(b)
	} else {
		ps.walk(b, scope)
	}
	list := slices.Collect(maps.Values(ps.byCurrency))
	list = slices.DeleteFunc(list, func(p *position) bool { return len(p.issued) == 0 && p.unapplied == 0 })
	slices.SortFunc(list, func(a, b *position) int { return cmp.Compare(a.currency, b.currency) })
	return list
}

type ledgerDay struct {
	asOf       Date
	byCurrency map[Currency]*position
}

func (d ledgerDay) of(c Currency) *position {
	p := d.byCurrency[c]
	if p == nil {
		p = &position{currency: c, due: map[Date]tally{}, issued: map[Date]issueTally{}}
		d.byCurrency[c] = p
	}
	return p
}

// fromTotals takes the running totals and corrects them by the invoices to
// which something happened after the day. For today these are none or few; for
// a day long past it is a walk.
func (d ledgerDay) fromTotals(b *Book) {
	for k, sum := range b.totals.due.all() {
		d.of(k.currency).due[k.day] = sum
	}
	for k, sum := range b.totals.issued.all() {
		if !k.day.After(d.asOf) {
			d.of(k.currency).issued[k.day] = sum
		}
	}
	for c, minor := range b.totals.unapplied.all() {
		d.of(c).unapplied += minor
	}
	for k, sum := range b.totals.loose.all() {
		if !k.day.After(d.asOf) {
			d.of(k.currency).unapplied += sum.minor
		}
	}
	for _, inv := range b.byLastDay.from(dayKey{day: d.asOf + 1}) {
		d.add(inv, endOfTime, -1)
		d.add(inv, d.asOf, +1)
	}
	for inv := range b.planned.values() {
		d.addPlanned(inv)
	}
}

// walk adds up the invoices and payments of a scope one by one.
func (d ledgerDay) walk(b *Book, scope Scope) {
	for inv := range b.Within(scope) {
		d.add(inv, d.asOf, +1)
		if inv.agingPlan() != nil {
			d.addPlanned(inv)
		}
		if !inv.Issued.After(d.asOf) {
			p := d.of(inv.Amount.Currency)
			sum := p.issued[inv.Issued]
			sum.sales += inv.Amount.Minor
			sum.count++
			p.issued[inv.Issued] = sum
		}
	}
	if scope.Salesperson != "" {
		return
	}
	for payment := range b.loose.values() {
		if b.CustomerKey(payment.Customer) == scope.Customer && !payment.Date.After(d.asOf) {
			d.of(payment.Amount.Currency).unapplied += payment.Amount.Minor
		}
	}
}

// add counts what an invoice left open or unapplied at the end of a day, or
// takes it out; but for the due days of one with a plan (see addPlanned).
func (d ledgerDay) add(inv *Invoice, at Date, sign int64) {
	p := d.of(inv.Amount.Currency)
	if open := inv.OpenAt(at).Minor; open != 0 {
		if inv.agingPlan() == nil {
			sum := p.due[inv.Due]
			p.due[inv.Due] = tally{sum.minor + sign*open, sum.count + int(sign)}
		}
		if !inv.Issued.After(d.asOf) {
			issued := p.issued[inv.Issued]
			issued.open += sign * open
			issued.openCount += int(sign)
			p.issued[inv.Issued] = issued
		}
	}
	p.unapplied += sign * inv.UnappliedAt(at).Minor
	for _, payment := range inv.Payments {
		if payment.Amount.Currency != inv.Amount.Currency && !payment.Date.After(at) {
			d.of(payment.Amount.Currency).unapplied += sign * payment.Amount.Minor
		}
	}
}

// receivables is what is owed at the end of the day, net of unapplied cash and
// open credit notes.
func (p *position) receivables() Money { return p.money(p.openWhere(everyDay) - p.unapplied) }

func (p *position) money(minor int64) Money { return Money{Minor: minor, Currency: p.currency} }

func everyDay(Date) bool { return true }

// openWhere sums what is open on invoices of those due days.
func (p *position) openWhere(keep func(due Date) bool) int64 {
	sum := int64(0)
	for due, t := range p.due {
		if keep(due) {
			sum += t.minor
		}
	}
	return sum
}

// sales are what was invoiced from one day to another, both included, net of
// credit notes. Invoices without an issue date are in no period.
func (p *position) sales(from, to Date) int64 {
	sum := int64(0)
	for day, t := range p.issued {
		if !day.IsZero() && !day.Before(from) && !day.After(to) {
			sum += t.sales
		}
	}
	return sum
}

// undated sums what is open on invoices without an issue date.
func (p *position) undated() int64 { return p.issued[0].open }
