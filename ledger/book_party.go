package ledger

import (
	"iter"
	"strings"
)

// Account is what the Customers tab says of a customer; without a row there,
// the zero Account.
func (b *Book) Account(customer Key) Account {
	a, _ := b.accounts.get(customer)
	return a
}

// Accounts are the rows of the Customers tab, by key.
func (b *Book) Accounts() iter.Seq[Account] { return b.accounts.values() }

// CustomerKey is the customer that a folded name or alias means: the account
// that claims it, if exactly one does; else the name itself.
func (b *Book) CustomerKey(name Key) Key {
	claimant, claims := name, 0
	for k := range b.claims.from(claimKey{name: name}) {
		if k.name != name {
			break
		}
		claimant = k.account
		claims++
	}
	if claims != 1 {
		return name
	}
	return claimant
}

// invoiceCustomer is whose invoice it is: its code column's if there is one,
// else its name's.
func (b *Book) invoiceCustomer(inv *Invoice) Key {
	if inv.CustomerCode != "" {
		return shared(KeyOf(inv.CustomerCode))
	}
	return b.CustomerKey(inv.NameKey)
}

// hasCustomer tells whether the book knows the customer, by an invoice or a
// row of the Customers tab.
func (b *Book) hasCustomer(k Key) bool {
	if _, ok := b.accounts.get(k); ok {
		return true
	}
	for at := range b.byCustomer.from(pairKey{of: k, day: firstDay}) {
		return at.of == k
	}
	return false
}

// CustomerName is how the customer is called: by their account, else on their
// latest invoice.
func (b *Book) CustomerName(k Key) string {
	if a, ok := b.accounts.get(k); ok && a.Name != "" {
		return a.Name
	}
	name := string(k)
	for at, inv := range b.byCustomer.from(pairKey{of: k, day: firstDay}) {
		if at.of != k {
			break
		}
		if inv.Customer != "" {
			name = inv.Customer
		}
	}
	return name
}

// applyAccount adds, changes or removes an account, and gives the invoices
// whose names it claims, or claims no more, to whom they belong.
func (w *writer) applyAccount(c Change) error {
	var gone, a Account
	var isAccount bool
	if !c.New.IsEmpty() {
		if err := ReadRecord(c.New, &a); err != nil {
			return err
		}
		isAccount = true
	}
	affected := map[Key]bool{}
	forget := func(k Key) {
		old, ok := w.accounts.get(k)
		if !ok {
			return
		}
		gone = old
		w.accounts.delete(k, w.edit)
		for name := range old.names() {
			w.claims.delete(claimKey{name, k}, w.edit)
			affected[name] = true
		}
	}
	forget(c.Customer)
	if isAccount {
		forget(a.Key())
		w.accounts.set(a.Key(), a, w.edit)
		for name := range a.names() {
			w.claims.set(claimKey{name, a.Key()}, struct{}{}, w.edit)
			affected[name] = true
		}
	}
	w.movePause(gone, a)
	for name := range affected {
		if err := w.rekey(name); err != nil {
			return err
		}
	}
	return nil
}

// names are the folded names and aliases of an account.
func (a Account) names() iter.Seq[Key] {
	return func(yield func(Key) bool) {
		for _, name := range append([]string{a.Name}, a.Aliases...) {
			if k := KeyOf(name); k != "" && !yield(k) {
				return
			}
		}
	}
}

// rekey gives the invoices of a name the customer that it means now.
func (w *writer) rekey(name Key) error {
	w.settle()
	var moved []*Invoice
	for k, inv := range w.byName.from(nameKey{name: name}) {
		if k.name != name {
			break
		}
		if w.invoiceCustomer(inv) != inv.CustomerKey {
			moved = append(moved, inv)
		}
	}
	for _, old := range moved {
		inv := *old
		if err := w.replace(old, &inv); err != nil {
			return err
		}
	}
	return nil
}

// movePause lets a pause follow its customer from the name to the account and
// back. Where there were two, the longer one holds.
func (w *writer) movePause(gone, a Account) {
	target := a.Key()
	if target == "" {
		target = KeyOf(gone.Name)
	}
	until := Date(0)
	for _, account := range []Account{gone, a} {
		names := []Key{account.Key()}
		for name := range account.names() {
			names = append(names, name)
		}
		for _, k := range names {
			if k != target && w.CustomerKey(k) != target {
				continue // also another's
			}
			day, _ := w.pauses.get(k)
			until = max(until, day)
			w.pauses.delete(k, w.edit)
		}
	}
	if !until.IsZero() && target != "" {
		w.pauses.set(target, until, w.edit)
	}
}

// People are the rows of the People tab, by key.
func (b *Book) People() iter.Seq[Person] { return b.people.values() }

// faces is how people may be called.
type faces struct {
	ids   map[Key]Key   // e-mail address or Slack id
	names map[Key][]Key // a name may be several people's
}

// FindPerson finds who a salesperson cell means: by e-mail address, Slack id
// or name, in that order, with or without an @. A name that two people share
// finds nobody.
func (b *Book) FindPerson(text string) (Person, bool) {
	k := KeyOf(strings.TrimSuffix(strings.TrimLeft(strings.TrimSpace(text), "<@"), ">"))
	if k == "" {
		return Person{}, false
	}
	if p, ok := b.people.get(k); ok {
		return p, true
	}
	if id, ok := b.faces.ids[k]; ok {
		return b.people.get(id)
	}
	if named := b.faces.names[k]; len(named) == 1 {
		return b.people.get(named[0])
	}
	return Person{}, false
}

func (w *writer) applyPerson(c Change) error {
	var p Person
	if !c.New.IsEmpty() {
		if err := ReadRecord(c.New, &p); err != nil {
			return err
		}
	}
	w.people.delete(c.Person, w.edit)
	if k := p.Key(); k != "" {
		w.people.set(k, p, w.edit)
	}
	// A team is small: what they are called is made anew.
	next := &faces{ids: map[Key]Key{}, names: map[Key][]Key{}}
	for k, p := range w.people.all() {
		for _, id := range []string{p.Email, p.SlackID} {
			if id != "" {
				next.ids[KeyOf(id)] = k
			}
		}
		if p.Name != "" {
			next.names[KeyOf(p.Name)] = append(next.names[KeyOf(p.Name)], k)
		}
	}
	w.faces = next
	return nil
}
