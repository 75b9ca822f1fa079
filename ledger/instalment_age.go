package ledger

import (
	"cmp"
	"slices"
)

// An invoice that is paid in instalments ages in parts: what is left of each
// instalment from its own day, and what no instalment covers from the
// invoice's. So it does until the plan is given up, broken or not: what the
// customer was granted stands until somebody takes it back. A Plan cell that
// can't be relied on (see PlanProblem) changes no age.

// duePart is a part of what is open and the day on which it falls due.
type duePart struct {
	day   Date
	minor int64
}

// agingPlan is the plan by which the invoice ages, or none. Invoices that have
// one are in Book.planned and, for what falls due when, nowhere else.
func (inv *Invoice) agingPlan() Plan {
	if inv.Plan == "" || inv.IsCredit() || inv.PlanProblem() != nil {
		return nil
	}
	return inv.Instalments()
}

// dueParts cuts what was open at the end of a day by due day, in order. They
// sum to OpenAt.
func (inv *Invoice) dueParts(asOf Date) []duePart {
	open := inv.OpenAt(asOf).Minor
	if open == 0 {
		return nil
	}
	plan := inv.agingPlan()
	if plan == nil {
		return []duePart{{inv.Due, open}}
	}
	var parts []duePart
	if beyond := plan.beyond(open).Minor; beyond > 0 {
		parts = append(parts, duePart{inv.Due, beyond})
	}
	for _, i := range plan.allocate(open) {
		if left := i.Open().Minor; left > 0 {
			parts = append(parts, duePart{i.Due, left})
		}
	}
	slices.SortStableFunc(parts, func(a, b duePart) int { return cmp.Compare(a.day, b.day) })
	return parts
}

// DueAt is the day on which the oldest of what was open at the end of a day
// fell or falls due: the invoice's due date, or an instalment's.
func (inv *Invoice) DueAt(asOf Date) Date {
	if inv.Plan == "" {
		return inv.Due
	}
	for _, part := range inv.dueParts(asOf) {
		if !part.day.IsZero() {
			return part.day
		}
	}
	return inv.Due
}

// OverdueAt is the part of what was open at the end of a day whose due day had
// passed.
func (inv *Invoice) OverdueAt(asOf Date) Money {
	sum := Money{Currency: inv.Amount.Currency}
	for _, part := range inv.dueParts(asOf) {
		if !part.day.IsZero() && part.day.Before(asOf) {
			sum.Minor += part.minor
		}
	}
	return sum
}

// plannedLate lists, in order, the invoices with a plan of which something was
// overdue at the end of a day. There are few: those with a plan are looked at
// one by one.
func (b *Book) plannedLate(asOf Date, scope Scope) []Late {
	var list []Late
	for inv := range b.planned.values() {
		if !scope.Holds(inv) {
			continue
		}
		if overdue := inv.OverdueAt(asOf); overdue.IsPositive() {
			late := openOf(inv)
			late.Due, late.Open = inv.DueAt(asOf), overdue
			list = append(list, late)
		}
	}
	slices.SortFunc(list, Late.compare)
	return list
}

// compare orders what is late by due day.
func (l Late) compare(m Late) int {
	return cmp.Or(cmp.Compare(l.Due, m.Due), cmp.Compare(l.Invoice.Key, m.Invoice.Key))
}

// addPlanned counts what is open of an invoice with a plan by due day. The
// invoice itself counts once, with the oldest part.
func (d ledgerDay) addPlanned(inv *Invoice) {
	p := d.of(inv.Amount.Currency)
	for i, part := range inv.dueParts(d.asOf) {
		sum := p.due[part.day]
		sum.minor += part.minor
		if i == 0 {
			sum.count++
		}
		p.due[part.day] = sum
	}
}
