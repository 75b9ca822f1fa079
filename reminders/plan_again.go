package reminders

import (
	"iter"
	"maps"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/relance-bot/relance/ledger"
)

// made is a plan with what it was made from, never written to: the next one
// decides only about the customers of whom something moved since, and shares the
// rest. What it gives is what Plan gives.
type made struct {
	book      *ledger.Book
	said      *Said
	force     *force
	today     ledger.Date
	settledAt time.Time

	customers []*dossier // by customer
	reasons   map[Reason]int
}

// dossier is what was decided about one customer's invoices. What was decided is
// never written to: two plans that share it decided the same.
type dossier struct {
	customer  ledger.Key
	invoices  []*ledger.Invoice // by due date and number
	decisions []Decision        // of each
	open      []int             // places of those of which something is open, or can't be read
	settling  bool              // a row has not settled yet

	owed atomic.Pointer[[]owed] // the letters that they are due for; nil: not asked for yet
}

// all are the decisions, by customer, due date and number.
func (m *made) all() iter.Seq2[*ledger.Invoice, *Decision] {
	return func(yield func(*ledger.Invoice, *Decision) bool) {
		for _, c := range m.customers {
			for i := range c.decisions {
				if !yield(c.invoices[i], &c.decisions[i]) {
					return
				}
			}
		}
	}
}

// open are the decisions about what isn't settled, in the same order: nobody
// is told anything about the others, and they are nearly all of an old book.
func (m *made) open() iter.Seq2[*ledger.Invoice, *Decision] {
	return func(yield func(*ledger.Invoice, *Decision) bool) {
		for _, c := range m.customers {
			for _, i := range c.open {
				if !yield(c.invoices[i], &c.decisions[i]) {
					return
				}
			}
		}
	}
}

// list is all, as Plan gives them.
func (m *made) list() []Decision {
	list := make([]Decision, 0, m.book.Len())
	for _, d := range m.all() {
		list = append(list, *d)
	}
	return list
}

// planAgain is Plan, from the plan before.
func (p *planner) planAgain(before *made) *made {
	now := &made{book: p.book, said: p.said, force: p.force, today: p.today, settledAt: p.settledAt}
	if !now.follows(before) {
		p.planAnew(now)
		return now
	}
	if before.book == now.book && before.said == now.said && now.settledAt.Equal(before.settledAt) {
		return before
	}
	now.customers, now.reasons = make([]*dossier, 0, len(before.customers)), maps.Clone(before.reasons)
	rest := before.customers
	for _, customer := range slices.Sorted(maps.Keys(p.stirred(before))) {
		at, known := slices.BinarySearchFunc(rest, customer, (*dossier).compare)
		now.customers = append(now.customers, rest[:at]...)
		if rest = rest[at:]; known {
			now.count(rest[0], -1)
			rest = rest[1:]
		}
		if invoices := p.book.CustomerInvoices(customer); len(invoices) > 0 {
			now.add(p.dossier(customer, invoices, nil))
		}
	}
	now.customers = append(now.customers, rest...)
	return now
}

// anew is a plan that stands on none before it.
func (p *planner) anew() *made { return p.planAgain(nil) }

// planAnew decides about everybody.
func (p *planner) planAnew(now *made) {
	now.reasons = map[Reason]int{}
	invoices, decisions := slices.AppendSeq(make([]*ledger.Invoice, 0, p.book.Len()), p.book.ByCustomer()), make([]Decision, 0, p.book.Len())
	for len(invoices) > 0 {
		customer := invoices[0].CustomerKey
		n := slices.IndexFunc(invoices, func(inv *ledger.Invoice) bool { return inv.CustomerKey != customer })
		if n < 0 {
			n = len(invoices)
		}
		now.add(p.dossier(customer, invoices[:n:n], decisions[:0:n]))
		invoices, decisions = invoices[n:], decisions[n:n:cap(decisions)]
	}
}

// dossier decides about a customer's invoices.
func (p *planner) dossier(customer ledger.Key, invoices []*ledger.Invoice, room []Decision) *dossier {
	c := &dossier{customer: customer, invoices: invoices, decisions: room}
	for i, inv := range invoices {
		d := p.decide(inv)
		c.decisions = append(c.decisions, d)
		c.settling = c.settling || d.Reason == SkipSettling
		switch d.Reason {
		case SkipPaid, SkipCreditNote, SkipPresumedSettled:
		default:
			c.open = append(c.open, i)
		}
	}
	return c
}

func (c *dossier) compare(customer ledger.Key) int {
	return strings.Compare(string(c.customer), string(customer))
}

func (m *made) add(c *dossier) {
	m.customers = append(m.customers, c)
	m.count(c, 1)
}

func (m *made) count(c *dossier, n int) {
	for i := range c.decisions {
		reason := c.decisions[i].Reason
		if m.reasons[reason] += n; m.reasons[reason] == 0 {
			delete(m.reasons, reason)
		}
	}
}

// stirred are the customers of whom something may be decided otherwise than
// before: one of their invoices moved, came or went, something else is said of
// it, or it had not settled.
func (p *planner) stirred(before *made) map[ledger.Key]bool {
	customers := map[ledger.Key]bool{}
	stir := func(invoice ledger.Key) {
		for _, book := range []*ledger.Book{before.book, p.book} {
			if inv, ok := book.Invoice(invoice); ok {
				customers[inv.CustomerKey] = true
			}
		}
	}
	for _, k := range p.book.Moved(before.book) {
		stir(k)
	}
	for k := range p.said.movedSince(before.said) {
		stir(k)
	}
	if !p.settledAt.IsZero() {
		for _, c := range before.customers {
			if c.settling {
				customers[c.customer] = true
			}
		}
	}
	return customers
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

// stirredSince are the customers of whom something may have been decided
// otherwise in an earlier plan, whatever plans there were in between; false if
// that is everybody.
func (m *made) stirredSince(before *made) (map[ledger.Key]bool, bool) {
	if !m.follows(before) {
		return nil, false
	}
	customers := map[ledger.Key]bool{}
	a, b := before.customers, m.customers
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] == b[0]:
			a, b = a[1:], b[1:]
		case a[0].customer < b[0].customer:
			customers[a[0].customer] = true
			a = a[1:]
		default:
			customers[b[0].customer] = true
			if a[0].customer == b[0].customer {
				a = a[1:]
			}
			b = b[1:]
		}
	}
	for _, c := range slices.Concat(a, b) {
		customers[c.customer] = true
	}
	return customers, true
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
func (s *Service) decided(p *planner) *made {
	now := p.planAgain(s.made.Load())
	s.made.Store(now)
	return now
}
