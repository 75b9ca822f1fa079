package sheets_test

import (
	"slices"

	"github.com/relance-bot/relance/ledger"
)

// Of a row and its copy that was numbered before anybody read it, the one that
// shows what the first showed is the invoice, under whichever number: when the
// first is renumbered and edited as well, or deleted, nobody could tell that the
// other was the copy. What was paid must be counted once, on one of the two.

// copiesMayBe notes that the copies of a row that was edited and renumbered
// unread may be taken for it.
func (m *machine) copiesMayBe(e *entity) {
	for _, n := range m.entities {
		if n.of == e && n.alive && !n.copy && (m.fresh[n.id] || m.before.fresh[n.id]) && !slices.Contains(n.maybe, e) {
			n.maybe = append(n.maybe, e)
		}
	}
}

// bothRenumbered notes that a row and its copy were both renumbered before anybody
// read either: which is which nobody can tell.
func (m *machine) bothRenumbered(e *entity) {
	for _, n := range m.entities {
		if n.alive && (n.of == e || e.of == n) && (m.renumbered[n.id] || m.before.renumbered[n.id]) {
			e.doubt, n.doubt = true, true
		}
	}
}

// was tells that an invoice is the other one, which may have been entered again
// since.
func (e *entity) was(other *entity) bool {
	return e != nil && (e == other || e.past.was(other))
}

// wentTo tells that the book counts a payment of one invoice on another, which
// may have been taken for it, or is its row, which the bot brought back and
// people then gave another number: who is entered again under the old one has none.
func (m *machine) wentTo(h *entity, of *entity, id string) bool {
	pay, ok := m.desk.Book().Payment(id)
	if ok && h != of && h.raised != nil && of.was(h.raised) && pay.Invoice == ledger.KeyOf(h.number()) && h.number() != of.number() {
		return true
	}
	return ok && h != of && slices.ContainsFunc(h.maybe, of.was) &&
		slices.ContainsFunc(h.numbers, func(number string) bool { return ledger.KeyOf(number) == pay.Invoice })
}

// went tells that a payment went with what may have been taken for its invoice.
func (m *machine) went(of *entity, id string) bool {
	return slices.ContainsFunc(m.entities, func(h *entity) bool { return m.wentTo(h, of, id) })
}

// opened is what Paid showed beyond the rows when the invoice was new, unless
// that went with what may have been taken for it.
func (m *machine) opened(e *entity) int64 {
	for _, number := range e.numbers {
		if m.went(e, "opening/"+string(ledger.KeyOf(number))) {
			return 0
		}
	}
	return max(e.opening-e.early, 0)
}

// takenFor tells what was paid on a row that was taken for another's, as its
// payments say.
func (m *machine) takenFor(e *entity) []int64 {
	var list []int64
	for _, o := range e.maybe {
		total, went := max(o.opening-o.early, 0), false
		for _, p := range m.payments {
			came := p.of.was(o) && m.wentTo(e, p.of, m.bookID(p))
			if went = went || came; !p.gone && (came || p.of == e) {
				total += p.minor
			}
		}
		if went {
			list = append(list, total+sum(e.typed))
		}
	}
	return list
}

// bookID is what the book calls a payment: a person's row bears it, too.
func (m *machine) bookID(p *slip) string {
	if p.id != "" {
		return p.id
	}
	v := m.slips()
	if r := v.slipRow(p); r != nil {
		return shown(v.cell(r, "Id"))
	}
	return ""
}
