package sheets

import (
	"iter"
	"maps"
	"slices"

	"github.com/relance-bot/relance/ledger"
)

// Some invoices have no row that could be at rest and still concern each plan:
// one that was added in Slack and isn't in the sheet yet, one with a payment
// that Payments lacks, one that something is wrong with. They last: they are
// remembered from plan to plan, so that no plan looks for them in the whole book.

// lasts tells that an invoice concerns the next plan, whatever happens.
func (st *cycleState) lasts(inv *ledger.Invoice) bool {
	if _, known := st.rows[inv.Key]; inv.Problem != "" || inv.Check != "" || !known && addedElsewhere(inv) {
		return true
	}
	return slices.ContainsFunc(inv.Payments, func(pay ledger.Payment) bool {
		_, hasRow := st.payments[pay.ID]
		return !hasRow && pay.Source != ledger.PaymentFromOpening
	})
}

// lastingIn are the invoices of a book that last, found from those that did
// when a sighting was made, and what happened since.
func (s sighting) lastingIn(book *ledger.Book, st *cycleState) map[ledger.Key]bool {
	found := map[ledger.Key]bool{}
	if s.book == nil {
		for inv := range book.Invoices() {
			if st.lasts(inv) {
				found[inv.Key] = true
			}
		}
		return found
	}
	look := func(k ledger.Key) {
		if inv, ok := book.Follow(k); ok && st.lasts(inv) {
			found[inv.Key] = true
		}
	}
	for _, k := range book.Moved(s.book) {
		look(k)
	}
	for k := range s.lastingBy(st) {
		look(k)
	}
	return found
}

// lastingBy are those that lasted when the sighting was made, with those whose
// documents changed since.
func (s sighting) lastingBy(st *cycleState) map[ledger.Key]bool {
	all := maps.Clone(st.tally.touched)
	maps.Copy(all, s.lasting)
	return all
}

// rememberPayments is the one way to change the baselines of payments.
func (st *cycleState) rememberPayments(changed map[string]*BasePayment) {
	for id, b := range changed {
		if was, had := st.payments[id]; had && b == nil {
			st.tally.touched[was.Payment.Invoice] = true // it has no row now
		}
	}
	rememberAll(st.payments, changed)
}

// concerned are the invoices, by key, that a plan may have to say something
// about beside what their rows say.
func (p *planner) concerned() iter.Seq[*ledger.Invoice] {
	if p.RestedAt == nil {
		return p.book.Invoices()
	}
	keys := map[ledger.Key]bool{}
	for _, list := range []map[ledger.Key]bool{p.Lasting, p.woken()} {
		for k := range list {
			if inv, ok := p.book.Follow(k); ok {
				keys[inv.Key] = true
			}
		}
	}
	return func(yield func(*ledger.Invoice) bool) {
		book := p.book
		for _, k := range slices.Sorted(maps.Keys(keys)) {
			if inv, ok := book.Invoice(k); ok && !yield(inv) {
				return
			}
		}
	}
}

// concernedPayments are the payments that may lack a row.
func (p *planner) concernedPayments() iter.Seq[ledger.Payment] {
	if p.RestedAt == nil {
		return p.book.Payments()
	}
	return func(yield func(ledger.Payment) bool) {
		for inv := range p.concerned() {
			for _, on := range inv.Payments {
				if pay, ok := p.book.Payment(on.ID); ok && !yield(pay) {
					return
				}
			}
		}
		for pay := range p.book.LoosePayments() {
			if !yield(pay) {
				return
			}
		}
	}
}
