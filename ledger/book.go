package ledger

import (
	"cmp"
	"fmt"
	"iter"
	"maps"
	"slices"
)

// Book is an immutable snapshot of everything known about one sheet's
// invoices. Apply gives the next one; old snapshots stay as they were, so a
// reader never waits and never sees half a change.
type Book struct {
	seq        uint64
	invoices   map[Key]*Invoice
	payments   map[string]Payment // by id
	byCustomer map[Key][]Key
	accounts   map[Key]Account
	aliases    map[Key]Key // folded alias or name of an account, to its key
	people     map[Key]Person
	pauses     map[Key]Date // by customer
	level      Level
	pause      Date
	hold       string
}

// Level is how far a book may go: what leaves the bot, and to whom.
type Level string

// The levels, in order. A new book observes.
const (
	LevelObserve  Level = "observe"  // reads, answers, previews; sends nothing
	LevelInternal Level = "internal" // Slack only
	LevelLetters  Level = "letters"  // customers too
)

// NewBook is a book with nothing in it.
func NewBook() *Book {
	return &Book{
		invoices: map[Key]*Invoice{}, payments: map[string]Payment{}, byCustomer: map[Key][]Key{},
		accounts: map[Key]Account{}, aliases: map[Key]Key{}, people: map[Key]Person{}, pauses: map[Key]Date{},
		level: LevelObserve,
	}
}

// Seq is the journal entry that this snapshot includes up to.
func (b *Book) Seq() uint64 { return b.seq }

// Len is the number of invoices.
func (b *Book) Len() int { return len(b.invoices) }

// Invoice finds an invoice by its key.
func (b *Book) Invoice(k Key) (*Invoice, bool) {
	inv, ok := b.invoices[k]
	return inv, ok
}

// Invoices are all of them, in no order.
func (b *Book) Invoices() iter.Seq[*Invoice] { return maps.Values(b.invoices) }

// CustomerInvoices are a customer's, by due date, then number.
func (b *Book) CustomerInvoices(customer Key) []*Invoice {
	var list []*Invoice
	for _, k := range b.byCustomer[customer] {
		list = append(list, b.invoices[k])
	}
	slices.SortFunc(list, byDue)
	return list
}

func byDue(a, b *Invoice) int {
	return cmp.Or(cmp.Compare(a.Due, b.Due), cmp.Compare(a.Key, b.Key))
}

// Overdue are the invoices with something left to pay whose due day has
// passed on that day, most overdue first.
func (b *Book) Overdue(asOf Date) iter.Seq[*Invoice] {
	return func(yield func(*Invoice) bool) {
		var late []*Invoice
		for _, inv := range b.invoices {
			if inv.IsOverdue(asOf) {
				late = append(late, inv)
			}
		}
		slices.SortFunc(late, byDue)
		for _, inv := range late {
			if !yield(inv) {
				return
			}
		}
	}
}

// Customers are the keys of all who have an invoice.
func (b *Book) Customers() iter.Seq[Key] { return maps.Keys(b.byCustomer) }

// Account is what the Customers tab says of a customer; without a row there,
// the zero Account.
func (b *Book) Account(customer Key) Account { return b.accounts[customer] }

// People are the rows of the People tab.
func (b *Book) People() iter.Seq[Person] { return maps.Values(b.people) }

// FindPerson finds who a salesperson cell means: by e-mail address, Slack id
// or name, in that order. A name that two people share finds nobody.
func (b *Book) FindPerson(text string) (Person, bool) {
	k := KeyOf(text)
	if k == "" {
		return Person{}, false
	}
	if p, ok := b.people[k]; ok {
		return p, true
	}
	var found []Person
	for _, p := range b.people {
		if KeyOf(p.SlackID) == k || KeyOf(p.Email) == k {
			return p, true
		}
		if KeyOf(p.Name) == k {
			found = append(found, p)
		}
	}
	if len(found) != 1 {
		return Person{}, false
	}
	return found[0], true
}

// Payment finds a payment by its id.
func (b *Book) Payment(id string) (Payment, bool) {
	p, ok := b.payments[id]
	return p, ok
}

// Payments are all of them, in no order.
func (b *Book) Payments() iter.Seq[Payment] { return maps.Values(b.payments) }

// Level is how far the book may go.
func (b *Book) Level() Level { return b.level }

// PausedUntil is the last day of the book's pause, or none.
func (b *Book) PausedUntil() Date { return b.pause }

// CustomerPausedUntil is the last day of a customer's pause, or none.
func (b *Book) CustomerPausedUntil(customer Key) Date { return b.pauses[customer] }

// Hold is why the book is held, or nothing. A held book answers, and sends
// and writes nothing.
func (b *Book) Hold() string { return b.hold }

// Apply is the book after the changes, in order. It fails only on a change
// that the Bookkeeper should have refused, and then gives no book.
func (b *Book) Apply(changes ...Change) (*Book, error) {
	next := &Book{
		seq: b.seq, invoices: maps.Clone(b.invoices), payments: maps.Clone(b.payments), byCustomer: maps.Clone(b.byCustomer),
		accounts: maps.Clone(b.accounts), aliases: maps.Clone(b.aliases), people: maps.Clone(b.people), pauses: maps.Clone(b.pauses),
		level: b.level, pause: b.pause, hold: b.hold,
	}
	for _, c := range changes {
		if c.Seq != 0 && c.Seq <= next.seq {
			continue // seen already
		}
		if err := next.apply(c); err != nil {
			return nil, fmt.Errorf("apply change %s (seq %d): %w", c.ID, c.Seq, err)
		}
		next.seq = max(next.seq, c.Seq)
	}
	return next, nil
}

func (b *Book) apply(c Change) error {
	switch c.Field {
	case FieldInvoice:
		return b.applyInvoice(c)
	case FieldPayment:
		return b.applyPayment(c)
	case FieldPerson:
		return b.applyPerson(c)
	case FieldAccount:
		return b.applyAccount(c)
	case FieldLevel:
		b.level = Level(c.New.Text())
		return nil
	case FieldHold:
		b.hold = c.New.Text()
		return nil
	case FieldPause:
		if c.Customer == "" {
			b.pause = c.New.Date()
		} else {
			b.pauses[c.Customer] = c.New.Date()
		}
		return nil
	case FieldNote:
		return nil
	}
	if c.Invoice == "" {
		return fmt.Errorf("field %s needs an invoice", c.Field)
	}
	old, ok := b.invoices[c.Invoice]
	if !ok {
		return fmt.Errorf("no invoice %q", c.Invoice)
	}
	inv := *old
	if err := inv.set(c.Field, c.New); err != nil {
		return err
	}
	b.remove(old)
	b.put(&inv)
	return nil
}

func (b *Book) applyInvoice(c Change) error {
	if old, ok := b.invoices[c.Invoice]; ok {
		b.remove(old)
	}
	if c.New.IsEmpty() {
		return nil
	}
	var fields Fields
	if err := ReadRecord(c.New, &fields); err != nil {
		return err
	}
	inv := &Invoice{}
	for _, f := range append(slices.Clone(RowFields), FieldWaiting, FieldProblem) {
		v, ok := fields[f]
		if !ok {
			continue
		}
		if err := inv.set(f, v); err != nil {
			return err
		}
	}
	for _, p := range b.payments {
		if p.Invoice == inv.Key {
			inv.Payments = append(inv.Payments, p)
		}
	}
	slices.SortFunc(inv.Payments, byPaymentDate)
	b.put(inv)
	return nil
}

func byPaymentDate(a, b Payment) int {
	return cmp.Or(cmp.Compare(a.Date, b.Date), cmp.Compare(a.ID, b.ID))
}

// applyPayment replaces Old by New on whichever invoices they name.
func (b *Book) applyPayment(c Change) error {
	for _, side := range []struct {
		value Value
		add   bool
	}{{c.Old, false}, {c.New, true}} {
		if side.value.IsEmpty() {
			continue
		}
		var p Payment
		if err := ReadRecord(side.value, &p); err != nil {
			return err
		}
		if side.add {
			b.payments[p.ID] = p
		} else {
			delete(b.payments, p.ID)
		}
		old, ok := b.invoices[p.Invoice]
		if !ok {
			continue
		}
		inv := *old
		inv.Payments = slices.DeleteFunc(slices.Clone(inv.Payments), func(q Payment) bool { return q.ID == p.ID })
		if side.add {
			inv.Payments = append(inv.Payments, p)
			slices.SortFunc(inv.Payments, byPaymentDate)
		}
		b.remove(old)
		b.put(&inv)
	}
	return nil
}

func (b *Book) applyPerson(c Change) error {
	delete(b.people, c.Person)
	if c.New.IsEmpty() {
		return nil
	}
	var p Person
	if err := ReadRecord(c.New, &p); err != nil {
		return err
	}
	b.people[p.Key()] = p
	return nil
}

func (b *Book) applyAccount(c Change) error {
	delete(b.accounts, c.Customer)
	if c.New.IsEmpty() {
		return nil
	}
	var a Account
	if err := ReadRecord(c.New, &a); err != nil {
		return err
	}
	b.accounts[a.Key()] = a
	return nil
}

func (b *Book) put(inv *Invoice) {
	b.invoices[inv.Key] = inv
	b.byCustomer[inv.CustomerKey] = append(slices.Clone(b.byCustomer[inv.CustomerKey]), inv.Key)
}

func (b *Book) remove(inv *Invoice) {
	delete(b.invoices, inv.Key)
	rest := slices.DeleteFunc(slices.Clone(b.byCustomer[inv.CustomerKey]), func(k Key) bool { return k == inv.Key })
	if len(rest) == 0 {
		delete(b.byCustomer, inv.CustomerKey)
		return
	}
	b.byCustomer[inv.CustomerKey] = rest
}

// hasCustomer tells whether the book knows the customer, by an invoice or a
// row of the Customers tab.
func (b *Book) hasCustomer(k Key) bool {
	if _, ok := b.accounts[k]; ok {
		return true
	}
	return len(b.byCustomer[k]) > 0
}
