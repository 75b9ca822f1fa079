package reminders

import (
	"maps"
	"slices"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/store"
)

// caseStage is the stage from which a late customer has a message of their own
// in the reminders channel.
const caseStage = 3

// cases are the messages to be opened: one for each customer with an invoice
// at caseStage that no case of theirs covers yet.
func (g *drafter) cases() []draft {
	to := g.channels.Reminders
	w := g.windowAt(g.now, g.location, g.policy.Hours.Digest)
	if to == "" || !w.open {
		return nil
	}
	worthy := map[ledger.Key][]Decision{}
	for _, d := range g.plan.open() {
		// What a case was opened with is covered by it.
		if d.Reason.OnLadder() && g.caseWorthy(*d) && !g.said.Reached(d.Invoice, cycleCase+d.Cycle).Reached {
			worthy[d.Customer] = append(worthy[d.Customer], *d)
		}
	}
	var list []draft
	for _, customer := range slices.Sorted(maps.Keys(worthy)) {
		covered := map[ledger.Key]bool{}
		for _, of := range g.said.casesOf(customer) {
			maps.Copy(covered, g.caseInvoices(of, customer))
		}
		out := draft{
			kind: store.KindCase, to: channelRecipient(to, g.location), day: w.day, ends: w.ends,
		}
		for _, d := range worthy[customer] {
			if !covered[d.Invoice] {
				out.remind(d.Invoice, cycleCase+d.Cycle, ledger.StageAt(caseStage))
			}
		}
		if len(out.reminders) == 0 {
			continue
		}
		out.content = g.content(store.KindCase, out.to, w.day)
		out.content.Case = g.caseContent(customer, invoicesOf(out.reminders))
		out.watch(out.content.Case.Lines...)
		list = append(list, out)
	}
	return list
}

// caseWorthy tells whether an invoice stands at caseStage or above, as said or
// as being said today.
func (g *drafter) caseWorthy(d Decision) bool {
	if d.Stage.Number < caseStage {
		return false
	}
	return d.Reason.Sends() || d.Before.Number >= caseStage
}

func invoicesOf(reminders []store.Reminder) map[ledger.Key]bool {
	set := map[ledger.Key]bool{}
	for _, r := range reminders {
		set[r.Invoice] = true
	}
	return set
}

// span is the time during which an invoice belongs in a case: from the day of
// caseStage until it is paid.
type span struct{ from, to ledger.Date }

// endless is later than any date a sheet holds.
const endless = ledger.Date(1 << 30)

// caseSpan gives none for what was never at caseStage.
func (p *planner) caseSpan(inv *ledger.Invoice) (span, bool) {
	if inv.IsCredit() || inv.Waiting || inv.Due.IsZero() {
		return span{}, false
	}
	ladder := p.ladder(inv)
	s := span{ladder.Day(inv.Due, ledger.StageAt(min(caseStage, ladder.last()))), endless}
	if inv.Open().IsPositive() {
		return s, !s.from.After(p.today)
	}
	s.to = inv.PaidOn
	return s, ladder.StageInCycle(inv).Number >= caseStage
}

// caseInvoices are the invoices that a case speaks of: those it was opened
// with, and whatever of the customer's overlaps in time with one of them. Once
// all are paid the case is closed, and later invoices open another; a payment
// taken back opens it again.
func (p *planner) caseInvoices(of store.Delivery, customer ledger.Key) map[ledger.Key]bool {
	set := invoicesOf(of.Reminders)
	all := span{endless, 0}
	widen := func(s span) { all.from, all.to = min(all.from, s.from), max(all.to, s.to) }
	others := map[ledger.Key]span{}
	for _, inv := range p.book.CustomerInvoices(customer) {
		switch s, ok := p.caseSpan(inv); {
		case ok && set[inv.Key]:
			widen(s)
		case ok:
			others[inv.Key] = s
		}
	}
	for grown := true; grown; {
		grown = false
		for key, s := range others {
			if s.from <= all.to && s.to >= all.from {
				set[key], grown = true, true
				widen(s)
				delete(others, key)
			}
		}
	}
	return set
}

// caseContent is the customer's message as it should read now.
func (p *planner) caseContent(customer ledger.Key, invoices map[ledger.Key]bool) *Case {
	c := &Case{Customer: customer, Late: p.late(customer), Closed: true}
	for k := range invoices {
		inv, ok := p.book.Invoice(k)
		if !ok {
			continue
		}
		d := p.decide(inv)
		l := p.line(inv, d)
		l.Skipped = nil
		if l.Amount.IsZero() {
			l.Amount = inv.Open()
		}
		if l.Status.Kind == StatusPaid {
			l.DaysLate, l.Amount = 0, inv.Amount // settled: nothing in it moves from day to day
			l.Stage, l.Repeat, l.Tone = d.Before.Number, d.Before.Repeat, ""
		} else {
			c.Closed = false
		}
		c.Name = inv.Customer
		c.Lines = append(c.Lines, l)
	}
	slices.SortFunc(c.Lines, lineOrder)
	return c
}
