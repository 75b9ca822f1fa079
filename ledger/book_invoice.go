package ledger

import (
	"cmp"
	"fmt"
	"slices"
)

// applyInvoice adds an invoice, with the payments that wait for it, replaces
// it, or removes it and lets its payments wait.
func (w *writer) applyInvoice(c Change) error {
	old := w.invoiceOrNil(c.Invoice)
	if c.New.IsEmpty() {
		return w.replace(old, nil)
	}
	var fields Fields
	if err := ReadRecord(c.New, &fields); err != nil {
		return err
	}
	inv := &Invoice{Origin: c.Source}
	inv.edited(c)
	if old != nil {
		inv.Former, inv.Origin, inv.Promises = old.Former, old.Origin, old.Promises
	}
	for _, f := range recordFields {
		v, ok := fields[f]
		if !ok {
			continue
		}
		if err := inv.set(f, v); err != nil {
			return err
		}
	}
	was := Standing("")
	if old != nil {
		was, inv.StandingSince = old.Standing, old.StandingSince
	}
	inv.stood(was, c)
	inv.heardAll(old, c)
	if inv.Key == "" || inv.Key != c.Invoice {
		return fmt.Errorf("the record of invoice %q is numbered %q", c.Invoice, inv.Number)
	}
	if old != nil {
		inv.Payments = old.Payments
	} else {
		inv.Payments = w.waitingFor(inv.Key)
	}
	return w.replace(old, inv)
}

// recordFields are what the record of an added invoice may hold.
var recordFields = append(slices.Clone(RowFields), FieldWaiting, FieldProblem)

// invoiceOrNil is the invoice of that very key.
func (b *Book) invoiceOrNil(k Key) *Invoice {
	inv, _ := b.invoices.get(k)
	return inv
}

// waitingFor lists the loose payments that name an invoice.
func (b *Book) waitingFor(k Key) []Payment {
	if k == "" {
		return nil
	}
	var list []Payment
	for at, p := range b.loose.from(looseKey{invoice: k, day: firstDay}) {
		if at.invoice != k {
			break
		}
		list = append(list, *p)
	}
	return list
}

// renumber gives an invoice another number. Its payments move with it, and
// the old key leads to it.
func (w *writer) renumber(old *Invoice, number string) error {
	inv := *old
	if err := inv.set(FieldNumber, Text(number)); err != nil {
		return err
	}
	if inv.Key == "" {
		return &Error{
			Code: CodeInvalid, Reason: ReasonNumberMissing, Args: Args{"invoice": old.Number},
			Message: fmt.Sprintf("an invoice needs a number: %s can't be left without", old.Number),
		}
	}
	if inv.Key == old.Key {
		return w.replace(old, &inv)
	}
	if w.invoiceOrNil(inv.Key) != nil {
		return &Error{
			Code: CodeConflict, Reason: ReasonNumberTaken, Args: Args{"invoice": number},
			Message: fmt.Sprintf("there is an invoice %s already", number),
		}
	}
	inv.Former = append(slices.Clone(old.Former), old.Key)
	waiting := w.waitingFor(inv.Key)
	w.settleLoose(waiting)
	inv.Payments = waiting
	for _, p := range old.Payments {
		p.Invoice = inv.Key
		inv.Payments = append(inv.Payments, p)
		w.payments.set(p.ID, &p, w.edit)
	}
	slices.SortFunc(inv.Payments, byPaymentDate)
	w.renamed.set(old.Key, inv.Key, w.edit)
	w.renamed.delete(inv.Key, w.edit) // in use, so no former key any more
	return w.replace(old, &inv)
}

func byPaymentDate(a, b Payment) int {
	return cmp.Or(cmp.Compare(a.Date, b.Date), cmp.Compare(a.ID, b.ID))
}

// replace puts inv in the place of old; either may be nil. It is where all
// that follows from an invoice is kept up: indexes, totals, and the payments
// that are loose without it.
func (w *writer) replace(old, inv *Invoice) error {
	if inv != nil {
		inv.CustomerKey = w.invoiceCustomer(inv)
	}
	if err := w.totals.checkInvoice(old, inv); err != nil {
		return err
	}
	switch {
	case old == nil && inv == nil:
		return nil
	case old == nil:
		w.settleLoose(inv.Payments)
		w.renamed.delete(inv.Key, w.edit)
	case inv == nil:
		w.setLoose(old.Payments)
	}
	w.reindex(old, inv)
	w.totals.replace(old, inv, w.edit)
	return nil
}

// reindex puts an invoice in its place by key, and notes that the other
// indexes don't know yet: within a batch most invoices move more than once, an
// invoice and its payment say, and only the last move counts (see settle).
func (w *writer) reindex(old, inv *Invoice) {
	if old != nil && (inv == nil || inv.Key != old.Key) {
		w.invoices.delete(old.Key, w.edit)
	}
	if inv != nil {
		w.invoices.set(inv.Key, inv, w.edit)
	}
	known := old
	if first, ok := w.unsettled[old]; ok {
		known = first
		delete(w.unsettled, old)
	}
	if inv != nil {
		w.unsettled[inv] = known
	} else if known != nil {
		w.gone = append(w.gone, known)
	}
}

// settle brings the indexes up to date. Whoever reads one of them in the
// middle of a batch settles first.
func (w *writer) settle() {
	moves := make([]move, 0, len(w.unsettled)+len(w.gone))
	for inv, known := range w.unsettled {
		moves = append(moves, move{known, inv})
	}
	for _, known := range w.gone {
		moves = append(moves, move{known, nil})
	}
	clear(w.unsettled)
	w.gone = nil
	self := func(inv *Invoice) *Invoice { return inv }
	moveAll(&w.open, w.edit, moves, openKeys, openOf)
	moveAll(&w.planned, w.edit, moves, plannedKeys, self)
	moveAll(&w.byLastDay, w.edit, moves, lastDayKeys, self)
	moveAll(&w.byCustomer, w.edit, moves, func(keys []pairKey, inv *Invoice) []pairKey {
		return append(keys, pairKey{inv.CustomerKey, inv.Due, inv.Key})
	}, self)
	moveAll(&w.bySales, w.edit, moves, func(keys []pairKey, inv *Invoice) []pairKey {
		return append(keys, pairKey{inv.SalesKey, inv.Due, inv.Key})
	}, self)
	moveAll(&w.byName, w.edit, moves, func(keys []nameKey, inv *Invoice) []nameKey {
		return append(keys, nameKey{inv.NameKey, inv.CustomerKey, inv.Key})
	}, self)
	moveAll(&w.byNumber, w.edit, moves, numberKeys, self)
}

// move is an invoice as the indexes know it, and as it is now; either may be nil.
type move struct{ old, inv *Invoice }

// moveAll replaces the invoices' entries in one index.
func moveAll[K comparable, V any](x *index[K, V], e *edit, moves []move, keys func([]K, *Invoice) []K, value func(*Invoice) V) {
	writes := make([]write[K, V], 0, len(moves))
	var was, stay []K
	for _, m := range moves {
		stay = stay[:0]
		if m.inv != nil {
			stay = keys(stay, m.inv)
		}
		if m.old != nil {
			was = keys(was[:0], m.old)
			for _, k := range was {
				if !slices.Contains(stay, k) {
					writes = append(writes, write[K, V]{key: k})
				}
			}
		}
		for _, k := range stay {
			writes = append(writes, write[K, V]{key: k, value: value(m.inv), isSet: true})
		}
	}
	x.apply(writes, e)
}

func openKeys(keys []dayKey, inv *Invoice) []dayKey {
	if !inv.Open().IsPositive() || inv.agingPlan() != nil {
		return keys
	}
	return append(keys, dayKey{inv.Due, inv.Key})
}

func plannedKeys(keys []Key, inv *Invoice) []Key {
	if inv.agingPlan() == nil {
		return keys
	}
	return append(keys, inv.Key)
}

func lastDayKeys(keys []dayKey, inv *Invoice) []dayKey {
	return append(keys, dayKey{inv.lastDay(), inv.Key})
}

// lastDay is the last day on which something happened to the invoice: it was
// issued, or a payment came in. From then on its figures are today's.
func (inv *Invoice) lastDay() Date {
	if n := len(inv.Payments); n > 0 {
		return max(inv.Issued, inv.Payments[n-1].Date)
	}
	return inv.Issued
}
