package ledger

import (
	"fmt"
	"slices"
	"time"
)

// applyPayment replaces the payment that Old names by the one in New; either
// may be absent. Only Old's id counts: what is taken away is what the book
// holds under it, so that a total can't drift.
func (w *writer) applyPayment(c Change) error {
	var gone []Payment
	take := func(id string) {
		if p, ok := w.payments.get(id); ok && !slices.Contains(gone, *p) {
			gone = append(gone, *p)
		}
	}
	var p Payment
	if !c.Old.IsEmpty() {
		if err := ReadRecord(c.Old, &p); err != nil {
			return err
		}
		take(p.ID)
	}
	var added []Payment
	if !c.New.IsEmpty() {
		p = Payment{}
		if err := ReadRecord(c.New, &p); err != nil {
			return err
		}
		if p.ID == "" {
			return fmt.Errorf("a payment of %s has no id", p.Amount)
		}
		take(p.ID)
		added = append(added, p)
	}
	if err := w.totals.checkPayments(gone, added); err != nil {
		return err
	}
	w.totals.count(gone, -1, w.edit)
	w.totals.count(added, +1, w.edit)
	for _, p := range gone {
		if err := w.detach(p); err != nil {
			return err
		}
	}
	for _, p := range added {
		if err := w.attach(p); err != nil {
			return err
		}
		if err := w.settledBy(p, c); err != nil {
			return err
		}
	}
	return nil
}

// settledBy keeps when an invoice's last payment was put down. What only moved
// from one invoice or day to another came in before.
func (w *writer) settledBy(p Payment, c Change) error {
	old, ok := w.Follow(p.Invoice)
	if !ok || !c.Old.IsEmpty() || !p.Amount.IsPositive() || p.Source == PaymentFromOpening {
		return nil
	}
	inv := *old
	inv.SettledAt = c.At.UTC().Truncate(time.Second)
	inv.heard(FieldPayment, c.New, c)
	return w.replace(old, &inv)
}

// attach puts a payment on its invoice, or lets it wait for it.
func (w *writer) attach(p Payment) error {
	old, ok := w.Follow(p.Invoice)
	if !ok {
		w.payments.set(p.ID, &p, w.edit)
		w.setLoose([]Payment{p})
		return nil
	}
	p.Invoice = old.Key
	w.payments.set(p.ID, &p, w.edit)
	inv := *old
	at, _ := slices.BinarySearchFunc(old.Payments, p, byPaymentDate)
	inv.Payments = slices.Insert(slices.Clone(old.Payments), at, p)
	return w.replace(old, &inv)
}

// detach takes a payment away from wherever it is.
func (w *writer) detach(p Payment) error {
	w.payments.delete(p.ID, w.edit)
	old, ok := w.Follow(p.Invoice)
	// One that waits for a former number waits on, even where that number has
	// come to lead to an invoice since.
	if _, waits := w.loose.get(looseKey{p.Invoice, p.Date, p.ID}); waits || !ok {
		w.settleLoose([]Payment{p})
		return nil
	}
	inv := *old
	inv.Payments = slices.DeleteFunc(slices.Clone(old.Payments), func(q Payment) bool { return q.ID == p.ID })
	return w.replace(old, &inv)
}

// setLoose notes payments that are on no invoice.
func (w *writer) setLoose(list []Payment) {
	for _, p := range list {
		w.loose.set(looseKey{p.Invoice, p.Date, p.ID}, &p, w.edit)
		w.totals.addLoose(p, +1, w.edit)
	}
}

// settleLoose takes payments out of the loose ones.
func (w *writer) settleLoose(list []Payment) {
	for _, p := range list {
		k := looseKey{p.Invoice, p.Date, p.ID}
		if _, ok := w.loose.get(k); !ok {
			continue
		}
		w.loose.delete(k, w.edit)
		w.totals.addLoose(p, -1, w.edit)
	}
}
