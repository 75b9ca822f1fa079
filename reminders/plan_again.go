package reminders

import (
	"time"

	"github.com/relance-bot/relance/ledger"
)

// made is a plan with what it was made from, never written to: the next one
// looks only at the customers of whom something moved since. What it gives is
// what Plan gives.
type made struct {
	book      *ledger.Book
	said      *Said
	force     *force
	today     ledger.Date
	settledAt time.Time
	settling  bool // a row has not settled yet

	invoices  []*ledger.Invoice // by customer, due date and number, as Plan's
	decisions []Decision        // of each
}

// planAgain is Plan, for a planner on the policy in force. Beside it the
// customers who were looked at; all is true where that was everybody.
func (p *planner) planAgain(before *made) (now *made, looked map[ledger.Key]bool, all bool) {
	now = &made{book: p.book, said: p.said, force: p.force, today: p.today, settledAt: p.settledAt}
	if !now.follows(before) {
		before, all = &made{}, true
	}
	if !all && before.book == now.book && before.said == now.said && !before.settling {
		return before, nil, false
	}
	looked = map[ledger.Key]bool{}
	var stirred map[ledger.Key]bool
	if !all {
		stirred = p.said.movedSince(before.said)
	}
	now.invoices, now.decisions = make([]*ledger.Invoice, 0, p.book.Len()), make([]Decision, 0, p.book.Len())
	at := 0 // in before
	for inv := range p.book.ByCustomer() {
		n := len(now.invoices)
		now.invoices = append(now.invoices, inv)
		if n > 0 && now.invoices[n-1].CustomerKey != inv.CustomerKey {
			at = p.decideCustomer(now, n, before, at, stirred, looked)
		}
	}
	at = p.decideCustomer(now, len(now.invoices), before, at, stirred, looked)
	for _, inv := range before.invoices[at:] {
		looked[inv.CustomerKey] = true
	}
	return now, looked, all
}

// decideCustomer decides about the invoices that have no decision yet, up to
// the n-th: those of one customer. They stay as they were before if nothing
// moved. It gives the place in before after them.
func (p *planner) decideCustomer(now *made, n int, before *made, at int, stirred, looked map[ledger.Key]bool) int {
	from := len(now.decisions)
	theirs := now.invoices[from:n]
	if len(theirs) == 0 {
		return at
	}
	customer := theirs[0].CustomerKey
	for at < len(before.invoices) && before.invoices[at].CustomerKey < customer { // they have none any more
		looked[before.invoices[at].CustomerKey] = true
		at++
	}
	end := at
	for end < len(before.invoices) && before.invoices[end].CustomerKey == customer {
		end++
	}
	if p.stands(theirs, before, at, end, stirred) {
		now.decisions = append(now.decisions, before.decisions[at:end]...)
		return end
	}
	looked[customer] = true
	for _, inv := range theirs {
		d := p.decide(inv)
		now.decisions, now.settling = append(now.decisions, d), now.settling || d.Reason == SkipSettling
	}
	return end
}

// stands tells whether what was decided before of a customer's invoices holds.
func (p *planner) stands(theirs []*ledger.Invoice, before *made, at, end int, stirred map[ledger.Key]bool) bool {
	if len(theirs) != end-at {
		return false
	}
	for i, inv := range theirs {
		if inv != before.invoices[at+i] || stirred[inv.Key] || before.decisions[at+i].Reason == SkipSettling || p.unsettled(inv) {
			return false
		}
	}
	return true
}

// follows tells whether a plan may stand on one made before: what concerns
// every invoice is the same.
func (m *made) follows(before *made) bool {
	if before == nil || before.force != m.force || before.today != m.today || before.said.settled != m.said.settled ||
		before.settledAt.IsZero() != m.settledAt.IsZero() || m.settledAt.Before(before.settledAt) {
		return false
	}
	a, b := before.book, m.book
	return a.Level() == b.Level() && a.Hold() == b.Hold() && a.PausedUntil() == b.PausedUntil() && a.SameParties(b)
}

// movedSince are the invoices of which something else is said than before, on
// the same settled layer.
func (s *Said) movedSince(before *Said) map[ledger.Key]bool {
	moved := map[ledger.Key]bool{}
	if s == before {
		return moved
	}
	for at, r := range s.recent.reached {
		if before.recent.reached[at] != r {
			moved[at.invoice] = true
		}
	}
	for at := range before.recent.reached {
		if _, still := s.recent.reached[at]; !still {
			moved[at.invoice] = true
		}
	}
	return moved
}

// planner plans by the policy in force.
func (s *Service) planner(book *ledger.Book, said *Said, today ledger.Date) *planner {
	f := s.forceOn(book)
	p := newPlanner(book, f.policy, said, today)
	p.force, p.calendar = f, s.calendar
	return p
}

// decided is the plan of a planner on the policy in force, from the last one.
func (s *Service) decided(p *planner) []Decision {
	now, _, _ := p.planAgain(s.made.Load())
	s.made.Store(now)
	return now.decisions
}
