package ledger

import (
	"cmp"
	"iter"
)

// Book is an immutable snapshot of everything known about one sheet's
// invoices. Apply gives the next one in time that depends on what changed and
// not on how much is known; old snapshots stay as they were, so a reader never
// waits and never sees half a change.
type Book struct {
	seq     uint64
	skipped []Skipped

	invoices index[Key, *Invoice]
	payments index[string, *Payment] // by id
	loose    index[looseKey, *Payment]
	renamed  index[Key, Key] // former number to the one after it

	open       index[dayKey, Late]      // by due day; only those with something to pay, and no plan
	planned    index[Key, *Invoice]     // those that age by an instalment plan, paid or not
	byLastDay  index[dayKey, *Invoice]  // by the last day on which something happened to it
	byCustomer index[pairKey, *Invoice] // by customer, due day
	bySales    index[pairKey, *Invoice] // by salesperson, due day
	byName     index[nameKey, *Invoice] // by the customer's name as typed, then customer
	byNumber   index[pairKey, *Invoice] // by the short forms of the number
	totals     totals

	accounts index[Key, Account]
	claims   index[claimKey, struct{}] // names and aliases, with the account that claims them
	people   index[Key, Person]
	faces    *faces
	pauses   index[Key, Date]
	aways    index[Key, Away] // said in Slack, by Slack id
	level    Level
	pause    Date
	hold     string
	ladders  string // what the Ladder tab says
	taken    Applied

	letterWords index[Key, []LetterSaid] // by customer
	letters     Letters
	imported    Date // of the last bank import
}

// dayKey orders invoices by a day, then key.
type dayKey struct {
	day Date
	key Key
}

// pairKey orders invoices within a party or a form of their number.
type pairKey struct {
	of  Key
	day Date
	key Key
}

// looseKey orders payments that are on no invoice of the book by the invoice
// they wait for, if any.
type looseKey struct {
	invoice Key
	day     Date
	id      string
}

// nameKey orders invoices by the customer's name as typed, and whose it is.
type nameKey struct{ name, customer, key Key }

func (a nameKey) compare(b nameKey) int {
	if a.name != b.name {
		return cmp.Compare(a.name, b.name)
	}
	if a.customer != b.customer {
		return cmp.Compare(a.customer, b.customer)
	}
	return cmp.Compare(a.key, b.key)
}

type claimKey struct{ name, account Key }

// The comparisons stop at the first difference: they are most of the work of
// replaying a journal.

func (a dayKey) compare(b dayKey) int {
	if a.day != b.day {
		return cmp.Compare(a.day, b.day)
	}
	return cmp.Compare(a.key, b.key)
}

func (a pairKey) compare(b pairKey) int {
	if a.of != b.of {
		return cmp.Compare(a.of, b.of)
	}
	if a.day != b.day {
		return cmp.Compare(a.day, b.day)
	}
	return cmp.Compare(a.key, b.key)
}

func (a looseKey) compare(b looseKey) int {
	if a.invoice != b.invoice {
		return cmp.Compare(a.invoice, b.invoice)
	}
	if a.day != b.day {
		return cmp.Compare(a.day, b.day)
	}
	return cmp.Compare(a.id, b.id)
}

func (a claimKey) compare(b claimKey) int {
	if a.name != b.name {
		return cmp.Compare(a.name, b.name)
	}
	return cmp.Compare(a.account, b.account)
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
		invoices: newIndex[Key, *Invoice](cmp.Compare[Key]),
		payments: newIndex[string, *Payment](cmp.Compare[string]),
		loose:    newIndex[looseKey, *Payment](looseKey.compare),
		renamed:  newIndex[Key, Key](cmp.Compare[Key]),

		open:       newIndex[dayKey, Late](dayKey.compare),
		planned:    newIndex[Key, *Invoice](cmp.Compare[Key]),
		byLastDay:  newIndex[dayKey, *Invoice](dayKey.compare),
		byCustomer: newIndex[pairKey, *Invoice](pairKey.compare),
		bySales:    newIndex[pairKey, *Invoice](pairKey.compare),
		byName:     newIndex[nameKey, *Invoice](nameKey.compare),
		byNumber:   newIndex[pairKey, *Invoice](pairKey.compare),
		totals:     newTotals(),

		accounts: newIndex[Key, Account](cmp.Compare[Key]),
		claims:   newIndex[claimKey, struct{}](claimKey.compare),
		people:   newIndex[Key, Person](cmp.Compare[Key]),
		faces:    &faces{},
		pauses:   newIndex[Key, Date](cmp.Compare[Key]),
		aways:    newIndex[Key, Away](cmp.Compare[Key]),
		level:    LevelObserve,

		letterWords: newIndex[Key, []LetterSaid](cmp.Compare[Key]),
	}
}

// Seq is the journal entry that this snapshot includes up to.
func (b *Book) Seq() uint64 { return b.seq }

// Len is the number of invoices.
func (b *Book) Len() int { return b.invoices.length }

// Invoice finds an invoice by its key.
func (b *Book) Invoice(k Key) (*Invoice, bool) { return b.invoices.get(k) }

// Follow finds an invoice by its key or by one it had before it was
// renumbered: a button in an old message still works.
func (b *Book) Follow(k Key) (*Invoice, bool) {
	for {
		if inv, ok := b.invoices.get(k); ok {
			return inv, true
		}
		// No loop: a key that is in use is never a former one.
		next, ok := b.renamed.get(k)
		if !ok {
			return nil, false
		}
		k = next
	}
}

// Invoices are all of them, by key.
func (b *Book) Invoices() iter.Seq[*Invoice] { return b.invoices.values() }

// ByCustomer are all invoices by customer, due date, then number.
func (b *Book) ByCustomer() iter.Seq[*Invoice] { return b.byCustomer.values() }

// CustomerInvoices are a customer's, by due date, then number.
func (b *Book) CustomerInvoices(customer Key) []*Invoice { return within(&b.byCustomer, customer) }

// SalesInvoices are those of a salesperson's cell, by due date, then number.
func (b *Book) SalesInvoices(salesperson Key) []*Invoice { return within(&b.bySales, salesperson) }

// within lists the entries of one party or form.
func within(x *index[pairKey, *Invoice], of Key) []*Invoice {
	var list []*Invoice
	for k, inv := range x.from(pairKey{of: of, day: firstDay}) {
		if k.of != of {
			break
		}
		list = append(list, inv)
	}
	return list
}

// firstDay is earlier than any date, no date included.
const firstDay = Date(-1 << 31)

// Customers are the keys of all who have an invoice, in order.
func (b *Book) Customers() iter.Seq[Key] { return groups(&b.byCustomer) }

// Salespeople are the keys of what stands in salesperson cells, in order.
func (b *Book) Salespeople() iter.Seq[Key] { return groups(&b.bySales) }

// groups lists what an index groups by, jumping from one to the next.
func groups(x *index[pairKey, *Invoice]) iter.Seq[Key] {
	return func(yield func(Key) bool) {
		next, more := pairKey{day: firstDay}, true
		for more {
			more = false
			for k := range x.from(next) {
				if !yield(k.of) {
					return
				}
				next, more = pairKey{of: k.of, day: endOfTime}, true
				break
			}
		}
	}
}

// Payment finds a payment by its id.
func (b *Book) Payment(id string) (Payment, bool) {
	p, ok := b.payments.get(id)
	if !ok {
		return Payment{}, false
	}
	return *p, true
}

// Payments are all of them, by id.
func (b *Book) Payments() iter.Seq[Payment] {
	return func(yield func(Payment) bool) {
		for p := range b.payments.values() {
			if !yield(*p) {
				return
			}
		}
	}
}

// LoosePayments are those on no invoice of the book: on account, or for an
// invoice that isn't there (yet).
func (b *Book) LoosePayments() iter.Seq[Payment] {
	return func(yield func(Payment) bool) {
		for p := range b.loose.values() {
			if !yield(*p) {
				return
			}
		}
	}
}

// Level is how far the book may go.
func (b *Book) Level() Level { return b.level }

// PausedUntil is the last day of the book's pause, or none.
func (b *Book) PausedUntil() Date { return b.pause }

// CustomerPausedUntil is the last day of a customer's pause, or none.
func (b *Book) CustomerPausedUntil(customer Key) Date {
	until, _ := b.pauses.get(b.CustomerKey(customer))
	return until
}

// Hold is why the book is held, or nothing. A held book answers, and sends
// and writes nothing.
func (b *Book) Hold() string { return b.hold }
