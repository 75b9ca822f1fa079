package ledger

import (
	"cmp"
	"slices"
)

// HandoverKinds are whom a customer may be handed over to.
var HandoverKinds = []string{"agency", "mediation", "court"}

// HandoverReturned is how a handover ends that brought nothing more.
const HandoverReturned = "returned"

// HandOver takes invoices off the ladder: somebody else collects them from now
// on, of one of the HandoverKinds.
func (a Act) HandOver(b *Book, invoices []Key, kind string) ([]Change, error) {
	if !slices.Contains(HandoverKinds, kind) {
		return nil, &Error{Code: CodeInvalid, Reason: ReasonUnknownHandover, Args: Args{"text": kind}, Message: "Choose whom it is handed over to: an agency, a mediator or the court."}
	}
	return a.noted(b, invoices, StandingHandedOver, kind)
}

// TakeFileBack puts on the ladder again what whoever had it gave back.
func (a Act) TakeFileBack(b *Book, invoices []Key) ([]Change, error) {
	return a.noted(b, invoices, "", HandoverReturned)
}

// noted changes the standing, with a line in the timeline of what it did change.
func (a Act) noted(b *Book, invoices []Key, standing Standing, outcome string) ([]Change, error) {
	changes, err := a.SetStanding(b, invoices, standing)
	if err != nil {
		return nil, err
	}
	for _, c := range slices.Clone(changes) {
		changes = append(changes, a.change(Change{Invoice: c.Invoice, Field: FieldNote, New: Note{What: NoteHandover, Outcome: outcome}.Value()}))
	}
	return changes, nil
}

// applyHandover keeps from a line of the timeline to whom an invoice went; other
// lines change nothing, and one about an invoice that is gone doesn't either.
func (w *writer) applyHandover(c Change) error {
	note := ParseNote(c.New)
	old, ok := w.Follow(c.Invoice)
	if note.What != NoteHandover || !ok {
		return nil
	}
	inv := *old
	if inv.HandedTo = note.Outcome; note.Outcome == HandoverReturned {
		inv.HandedTo = ""
	}
	return w.replace(old, &inv)
}

// Collection is what somebody else collects from a customer for us.
type Collection struct {
	Customer  Key
	Kind      string  // of the first of them; empty: not known
	Invoices  []Key   // of which something is open, the oldest first
	Since     Date    // the first of them
	Open      []Money // by currency, in the order met
	Recovered []Money // what came in on them since, by currency
}

// Collections are the customers of whom something handed over is still open,
// in the order of their keys.
func (b *Book) Collections() []Collection {
	byCustomer := map[Key]*Collection{}
	for inv := range b.Invoices() {
		if inv.Standing != StandingHandedOver || !inv.Open().IsPositive() {
			continue
		}
		c := byCustomer[inv.CustomerKey]
		if c == nil {
			c = &Collection{Customer: inv.CustomerKey}
			byCustomer[inv.CustomerKey] = c
		}
		c.Invoices = append(c.Invoices, inv.Key)
		c.Kind = cmp.Or(c.Kind, inv.HandedTo)
		if !inv.StandingSince.IsZero() && (c.Since.IsZero() || inv.StandingSince < c.Since) {
			c.Since = inv.StandingSince
		}
	}
	list := make([]Collection, 0, len(byCustomer))
	for _, c := range byCustomer {
		slices.SortFunc(c.Invoices, func(x, y Key) int { return compareDue(b, x, y) })
		for _, inv := range b.CustomerInvoices(c.Customer) { // what was paid in full meanwhile came in as well
			if inv.Standing != StandingHandedOver {
				continue
			}
			c.Open = addMoney(c.Open, inv.Open())
			for _, p := range inv.Payments {
				if !inv.StandingSince.IsZero() && !p.Date.Before(inv.StandingSince) && p.Amount.Currency == inv.Amount.Currency {
					c.Recovered = addMoney(c.Recovered, p.Amount)
				}
			}
		}
		list = append(list, *c)
	}
	slices.SortFunc(list, func(x, y Collection) int { return cmp.Compare(x.Customer, y.Customer) })
	return list
}

func compareDue(b *Book, x, y Key) int {
	p, _ := b.Invoice(x)
	q, _ := b.Invoice(y)
	return cmp.Or(cmp.Compare(p.Due, q.Due), cmp.Compare(x, y))
}

// addMoney adds an amount to the sum of its currency.
func addMoney(sums []Money, m Money) []Money {
	if m.IsZero() {
		return sums
	}
	for i := range sums {
		if sums[i].Currency == m.Currency {
			sums[i].Minor += m.Minor // the Bookkeeper refused what would overflow
			return sums
		}
	}
	return append(sums, m)
}
