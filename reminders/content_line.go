package reminders

import (
	"cmp"
	"slices"

	"github.com/relance-bot/relance/ledger"
)

// line writes an invoice as of today.
func (p *planner) line(inv *ledger.Invoice, d Decision) Line {
	return Line{
		Invoice: inv.Key, Number: inv.Number, Customer: inv.Customer, CustomerKey: inv.CustomerKey, Owner: inv.Salesperson,
		Due: d.Due, DaysLate: d.daysLate(p.today), Amount: d.Amount, Stage: d.Stage.Number, Repeat: d.Stage.Repeat,
		Tone: d.Tone, Skipped: d.Skipped, Status: p.status(inv.Key),
	}
}

// status is what stands of an invoice now, and by whose word.
func (p *planner) status(key ledger.Key) Status {
	s := p.statusKind(key)
	if inv, ok := p.book.Invoice(key); ok {
		if word, ok := inv.Attribution(statusFields[s.Kind]); ok {
			s.Actor, s.At = word.By, word.At
		}
	}
	return s
}

// statusKind is status without who said so. What settles it comes first, then
// what stops the reminders, then who is on it.
func (p *planner) statusKind(key ledger.Key) Status {
	inv, ok := p.book.Invoice(key)
	if !ok {
		return Status{Kind: StatusGone}
	}
	s := Status{Open: inv.Open()}
	switch {
	case !s.Open.IsPositive():
		s.Kind, s.Until = StatusPaid, inv.PaidOn
	case inv.Standing != "":
		s.Kind, s.Until = standingStatuses[inv.Standing], inv.ClaimBy()
	case inv.OptOut:
		s.Kind = StatusOptOut
	case inv.Dispute != "":
		s.Kind, s.By, s.Amount = StatusDisputed, inv.Dispute, inv.DisputedAmount
	case !p.promisedUntil(inv).Before(p.today):
		s.Kind, s.Until, s.Amount = StatusPromised, inv.PromisedOn, inv.PromisedAmount
	case !inv.SaysPaidUntil.Before(p.today):
		s.Kind, s.Until = StatusSaysPaid, inv.SaysPaidUntil
	case inv.SnoozedUntil.After(p.today):
		s.Kind, s.Until = StatusSnoozed, inv.SnoozedUntil
	case inv.CallAgain.After(p.today):
		s.Kind, s.Until = StatusCallAgain, inv.CallAgain
	case !inv.TakenUntil.Before(p.today):
		s.Kind, s.Until, s.By = StatusTaken, inv.TakenUntil, inv.TakenBy
	default:
		p.statusLate(inv, &s)
	}
	return s
}

// statusLate is what stands of an invoice that nobody put off.
func (p *planner) statusLate(inv *ledger.Invoice, s *Status) {
	plan := p.position(inv)
	promise, _ := p.promise(inv)
	switch {
	case plan.Unclear:
		s.Kind = StatusPlanUnread
	case !plan.Broken.IsZero():
		s.Kind, s.Until, s.Amount = StatusPlanBroken, plan.Next.Due, plan.Next.Open()
	case plan.isKept():
		s.Kind, s.Until, s.Amount = StatusPlan, plan.Next.Due, plan.Next.Open()
	case promise.Status == ledger.PromisePart:
		s.Kind, s.Until, s.Amount, s.Came = StatusPartKept, inv.PromisedOn, promise.Wanted, promise.Came
	case promise.Status == ledger.PromiseBroken:
		s.Kind, s.Until, s.Amount = StatusBroken, inv.PromisedOn, inv.PromisedAmount
	case !inv.RepliedUntil.Before(p.today):
		s.Kind, s.Until = StatusReplied, inv.RepliedUntil
	case inv.Paid().IsPositive():
		s.Kind = StatusPart
	}
}

// standingStatuses are what messages say of what is off the ladder.
var standingStatuses = map[ledger.Standing]StatusKind{
	ledger.StandingInsolvent: StatusInsolvent, ledger.StandingFactored: StatusFactored, ledger.StandingHandedOver: StatusHandedOver,
}

// daysLate counts from the day that the ladder counts from.
func (d Decision) daysLate(today ledger.Date) int {
	if d.Due.IsZero() {
		return 0
	}
	return today.DaysSince(d.Due)
}

// group puts lines under their customers, furthest up the ladder first, then
// latest. Each customer carries all that they have overdue.
func (p *planner) group(lines []Line, role map[ledger.Key]Role) []Customer {
	byKey := map[ledger.Key]*Customer{}
	for _, l := range lines {
		c := byKey[l.CustomerKey]
		if c == nil {
			c = &Customer{Key: l.CustomerKey, Name: l.Customer, Late: p.late(l.CustomerKey), Role: role[l.Invoice]}
			byKey[l.CustomerKey] = c
		}
		c.Lines = append(c.Lines, l)
		c.MaxStage = max(c.MaxStage, l.Stage)
	}
	list := make([]Customer, 0, len(byKey))
	for _, c := range byKey {
		slices.SortFunc(c.Lines, lineOrder)
		list = append(list, *c)
	}
	slices.SortFunc(list, func(a, b Customer) int {
		return cmp.Or(cmp.Compare(b.MaxStage, a.MaxStage), cmp.Compare(a.Lines[0].Due, b.Lines[0].Due), cmp.Compare(a.Key, b.Key))
	})
	return list
}

// advised says of each customer what to do first, whom the reader stands in
// for, and puts what is most urgent first.
func (g *drafter) advised(list []Customer) []Customer {
	for i := range list {
		c := &list[i]
		for _, l := range c.Lines {
			if a := g.advice(l); urgency[a] > urgency[c.Do] {
				c.Do = a
			}
		}
		inv, _ := g.planner.book.Invoice(c.Lines[0].Invoice)
		if absence, ok := g.roster.standsFor[inv.SalesKey]; ok && c.Role == RoleSalesperson {
			c.For = &absence
		}
	}
	slices.SortStableFunc(list, func(a, b Customer) int { return cmp.Compare(urgency[b.Do], urgency[a.Do]) })
	return list
}

func lineOrder(a, b Line) int {
	return cmp.Or(cmp.Compare(a.Due, b.Due), cmp.Compare(a.Invoice, b.Invoice))
}

// late is what a customer has overdue, by currency.
func (p *planner) late(customer ledger.Key) []ledger.Money {
	var sum totals
	for _, inv := range p.book.CustomerInvoices(customer) {
		if inv.IsOverdue(p.today) && inv.Problem == "" {
			sum.add(p.overdue(inv))
		}
	}
	return sum.list()
}

// overdue is what of an invoice is late: all that is open, or of a plan that
// is kept the instalments whose day has passed.
func (p *planner) overdue(inv *ledger.Invoice) ledger.Money {
	if p.position(inv).isKept() {
		return inv.OverdueAt(p.today)
	}
	return inv.Open()
}

// totals sums amounts by currency: currencies are never added together.
type totals map[ledger.Currency]int64

func (t *totals) add(m ledger.Money) {
	if *t == nil {
		*t = totals{}
	}
	(*t)[m.Currency] += m.Minor
}

func (t totals) list() []ledger.Money {
	var list []ledger.Money
	for c, minor := range t {
		list = append(list, ledger.Money{Minor: minor, Currency: c})
	}
	slices.SortFunc(list, func(a, b ledger.Money) int { return cmp.Compare(a.Currency, b.Currency) })
	return list
}
