package reminders

import (
	"cmp"
	"slices"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/store"
)

// digest is one person's list of the day, if their morning has come, they had
// none today, and there is something new in it.
func (g *drafter) digest(who Recipient) (draft, bool) {
	w := g.windowAt(g.now, who.Location, g.policy.Hours.Digest)
	if !w.open || !w.day.After(g.said.digestOf(who)) {
		return draft{}, false
	}
	// West of the book, its new day begins in the afternoon of the person's
	// day: what that day brings waits for their morning.
	if w.day.Before(g.today) {
		return draft{}, false
	}
	out := draft{kind: store.KindDigest, to: who, day: w.day, ends: w.ends, content: g.content(store.KindDigest, who, w.day)}
	digest := &Digest{}
	var lines []Line
	roles := map[ledger.Key]Role{}
	for inv, d := range g.plan.open() {
		if !g.news(who, *d) {
			continue
		}
		role, told := g.roster.roleOf(who, inv, d.Tell)
		if !told {
			continue
		}
		l := g.newsLine(*d)
		if _, owned := g.roster.owners[inv.SalesKey]; !owned && g.roster.isFinance(who) {
			l.Mailless = g.roster.mailless[inv.SalesKey]
			digest.NoOwner = append(digest.NoOwner, l)
		} else {
			lines = append(lines, l)
			roles[inv.Key] = role
		}
		out.remind(inv.Key, d.Cycle, d.Stage)
		out.watch(l)
	}
	digest.Customers = g.advised(g.group(lines, roles))
	slices.SortFunc(digest.NoOwner, lineOrder)
	if g.roster.isFinance(who) {
		g.desk(digest, &out)
	}
	digest.Calls, digest.Letters = g.calls(who, &out), g.lettersFor(who)
	digest.Weekly = g.weekly(who, &out)
	if len(out.reminders)+len(digest.Parked)+digest.Letters == 0 {
		return draft{}, false
	}
	digest.DueSoon, digest.AlsoLate = g.rest(who, lines)
	out.watch(digest.DueSoon...)
	out.content.Digest = digest
	return out, true
}

// rest is what a person looks after beside the lines of today: due soon one by
// one, late ones as a summary. Who looks after none sees the whole book's.
func (g *drafter) rest(who Recipient, listed []Line) (dueSoon []Line, late Summary) {
	inList := map[ledger.Key]bool{}
	for _, l := range listed {
		inList[l.Invoice] = true
	}
	var sum, all totals
	customers, allCustomers := map[ledger.Key]bool{}, map[ledger.Key]bool{}
	owns, allInvoices := false, 0
	for inv, d := range g.plan.open() {
		if inList[inv.Key] || d.Reason == SkipWaiting || d.Reason == SkipQuarantined {
			continue
		}
		owner, ok := g.roster.owners[inv.SalesKey]
		mine := ok && owner.Key == who.Key
		owns = owns || mine
		if inv.IsOverdue(g.today) && d.daysLate(g.today) > 0 { // not of a plan that is kept
			all.add(g.overdue(inv))
			allCustomers[inv.CustomerKey] = true
			allInvoices++
			if mine {
				sum.add(g.overdue(inv))
				customers[inv.CustomerKey] = true
				late.Invoices++
			}
			continue
		}
		if mine && d.Stage.Reached && d.Stage.Number == 0 && d.Reason.OnLadder() {
			dueSoon = append(dueSoon, g.line(inv, *d))
		}
	}
	slices.SortFunc(dueSoon, lineOrder)
	late.Customers, late.Totals = len(customers), sum.list()
	if !owns {
		late = Summary{Invoices: allInvoices, Customers: len(allCustomers), Totals: all.list()}
	}
	return dueSoon, late
}

// credits are the customers who aren't chased because their credits reach what
// they have overdue: finance should apply them.
func (g *drafter) credits() []Credit {
	due := map[account]Credit{}
	for inv, d := range g.plan.open() {
		if d.Reason != SkipCreditCovers {
			continue
		}
		if !inv.IsOverdue(g.today) {
			continue
		}
		of := account{inv.CustomerKey, inv.Amount.Currency}
		c := due[of]
		c.Customer, c.Name = inv.CustomerKey, inv.Customer
		c.Overdue.Currency = inv.Amount.Currency
		c.Overdue.Minor += g.overdue(inv).Minor
		due[of] = c
	}
	var list []Credit
	for _, c := range due {
		list = append(list, c)
	}
	slices.SortFunc(list, func(a, b Credit) int {
		return cmp.Or(cmp.Compare(a.Customer, b.Customer), cmp.Compare(a.Overdue.Currency, b.Overdue.Currency))
	})
	return list
}

// tellCredits notes which invoices finance hears of for the first time: known
// ones are listed along, and are no reason for a digest.
func (g *drafter) tellCredits(out *draft) {
	for inv, d := range g.plan.open() {
		cycle := cycleCredits + d.Cycle
		if d.Reason != SkipCreditCovers || !inv.IsOverdue(g.today) || g.told(out.to, d.Invoice, cycle).Reached {
			continue
		}
		out.remind(d.Invoice, cycle, ledger.StageAt(0))
		out.watch(g.line(inv, *d))
	}
}

// parked are the deliveries that wait for a person's word.
func (g *drafter) parked() []ParkedLine {
	var list []ParkedLine
	for _, d := range g.said.recent.deliveries {
		if d.State == store.Parked && d.Kind != store.KindThread {
			list = append(list, parkedLine(d))
		}
	}
	slices.SortFunc(list, func(a, b ParkedLine) int {
		return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.Delivery, b.Delivery))
	})
	return list
}

func parkedLine(d store.Delivery) ParkedLine {
	l := ParkedLine{Delivery: d.ID, Kind: d.Kind, To: d.Destination, Day: d.Day, Reason: d.Reason, Resolved: d.State != store.Parked}
	for _, r := range d.Reminders {
		if r.Invoice != "" {
			l.Invoices = append(l.Invoices, r.Invoice)
		}
	}
	return l
}
