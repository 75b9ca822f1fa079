package bot

import (
	"context"
	"strings"

	"github.com/relance-bot/relance/ledger"
)

// replyOverdue answers which invoices are late.
func (b *Bot) replyOverdue(ctx context.Context, a *answer, ask Ask) error {
	q, err := b.overdue(ctx, a.viewer, parseFilter(ask.Args), 0)
	if err != nil || len(q.ambiguous) > 0 {
		return b.orChoose(ctx, a, q, err)
	}
	a.say(ctx, a.viewer.overdue(q))
	return nil
}

func (b *Bot) orChoose(ctx context.Context, a *answer, q overdueView, err error) error {
	if err != nil {
		return err
	}
	a.say(ctx, a.viewer.choose(b.choices(a.viewer, found{customers: q.ambiguous}, actionOpenInvoice)))
	return nil
}

// overdue collects what the view of late invoices needs.
func (b *Bot) overdue(ctx context.Context, v viewer, f filter, page int) (overdueView, error) {
	snapshot := v.book.Desk.Book()
	q := overdueView{Book: v.book.Name, Today: b.today(v.book), Filter: f, Page: page, Held: snapshot.Hold()}
	keep, err := b.keep(ctx, v, snapshot, &q)
	if err != nil || len(q.ambiguous) > 0 {
		return q, err
	}
	if f == (filter{}) && !v.book.OwnOnly {
		q.lateList = v.book.allLate(snapshot, q.Today)
	} else {
		q.lateList = listLate(snapshot, q.Today, keep, lateList{})
	}
	first := min(max(page, 0)*cardsPerPage, len(q.customers))
	for _, c := range q.customers[first:min(first+homeCustomers, len(q.customers))] {
		// Names cost more than sums: only who is shown has one.
		c.Name, c.Owner = customerNameOf(snapshot, c.first), ownerName(snapshot, c.first)
		q.Shown = append(q.Shown, c)
	}
	return q, nil
}

// lateList is who is late with what. It is not written to once it is made.
type lateList struct {
	customers []lateCustomer // the longest overdue first
	invoices  []*ledger.Invoice
	open      []ledger.Money
}

// listLate collects it; without a test it keeps everything. The most overdue
// come first, so customers are met in the order in which they are shown;
// amounts of several currencies have none. There will be about as many as
// there were before: growing takes longer than looking.
func listLate(snapshot *ledger.Book, today ledger.Date, keep func(ledger.Late) bool, before lateList) lateList {
	l := lateList{customers: make([]lateCustomer, 0, len(before.customers)), invoices: make([]*ledger.Invoice, 0, len(before.invoices))}
	at := make(map[ledger.Key]int, len(before.customers))
	var firsts []ledger.Money // most have one currency: these stand side by side
	for late := range snapshot.Late(today) {
		if keep != nil && !keep(late) {
			continue
		}
		l.open = addTo(l.open, late.Open)
		l.invoices = append(l.invoices, late.Invoice)
		i, met := at[late.CustomerKey]
		if met {
			c := &l.customers[i]
			c.Count++
			c.Open = addTo(c.Open, late.Open)
			continue
		}
		at[late.CustomerKey] = len(l.customers)
		if len(firsts) == cap(firsts) {
			firsts = make([]ledger.Money, 0, 500)
		}
		firsts = append(firsts, late.Open)
		n := len(firsts)
		l.customers = append(l.customers, lateCustomer{
			Key: late.CustomerKey, Oldest: today.DaysSince(late.Due), first: late.Invoice, Count: 1, Open: firsts[n-1 : n : n],
		})
	}
	return l
}

// lateToday is the whole book's list for one snapshot and day.
type lateToday struct {
	lateList
	snapshot *ledger.Book
	day      ledger.Date
}

// allLate is the list of the whole book, made once a snapshot: the first page,
// the next ones, the table and every Home tab ask for the same.
func (k *book) allLate(snapshot *ledger.Book, today ledger.Date) lateList {
	before := lateList{}
	if known := k.late.Load(); known != nil {
		if known.snapshot == snapshot && known.day == today {
			return known.lateList
		}
		before = known.lateList
	}
	l := listLate(snapshot, today, nil, before)
	k.late.Store(&lateToday{lateList: l, snapshot: snapshot, day: today})
	return l
}

// keep is the filter as a test of late invoices.
func (b *Bot) keep(ctx context.Context, v viewer, snapshot *ledger.Book, q *overdueView) (func(ledger.Late) bool, error) {
	f := q.Filter
	if strings.HasPrefix(f.name, ">") {
		return nil, &ledger.Error{
			Code: ledger.CodeInvalid, Reason: reasonLateDays, Args: ledger.Args{"text": f.name, "max": maxDays},
			Message: f.name + " is no number of days late.",
		}
	}
	f = wholeOwner(snapshot, f)
	var owner *User
	switch {
	case f.me:
		owner = &v.User
	case f.user != "":
		u, err := b.opt.Directory.User(ctx, f.user)
		if err != nil {
			return nil, err
		}
		owner = &u
	}
	var person ledger.Key
	if f.owner != "" {
		p, err := findOwner(snapshot, f.owner)
		if err != nil {
			return nil, err
		}
		person, q.Owner = p.Key(), p.Name
	}
	if owner != nil {
		q.Owner = owner.Name
	}
	var customer ledger.Key
	if f.name != "" {
		switch list := findCustomer(snapshot, f.name); len(list) {
		case 0:
			return nil, notFound(strings.Fields(f.name))
		case 1:
			customer, q.Customer = list[0], snapshot.CustomerName(list[0])
		default:
			q.ambiguous = list
		}
	}
	// Whose an invoice is follows from its salesperson cell, and there are few
	// that differ.
	isTheirs := map[string]bool{}
	return func(late ledger.Late) bool {
		inv := late.Invoice
		if q.Today.DaysSince(late.Due) <= f.minDays || customer != "" && late.CustomerKey != customer {
			return false
		}
		theirs, known := isTheirs[inv.Salesperson]
		if !known {
			theirs = (owner == nil || owner.owns(snapshot, inv)) && (person == "" || isOwnedBy(snapshot, inv, person)) && v.refuse(read, inv) == nil
			isTheirs[inv.Salesperson] = theirs
		}
		return theirs
	}, nil
}

// findOwner finds the salesperson that a typed @name means.
func findOwner(b *ledger.Book, name string) (ledger.Person, error) {
	if p, ok := b.FindPerson(name); ok {
		return p, nil
	}
	wanted := fold(name)
	var matches []ledger.Person
	for p := range b.People() {
		full := fold(p.Name)
		if strings.HasPrefix(full, wanted) || strings.HasPrefix(fold(p.Email), wanted+"@") || strings.Contains(full, " "+wanted) ||
			strings.ReplaceAll(full, " ", ".") == wanted {
			matches = append(matches, p)
		}
	}
	switch len(matches) {
	case 1:
		return matches[0], nil
	case 0:
		return ledger.Person{}, &ledger.Error{
			Code: ledger.CodeNotFound, Reason: reasonNoPerson, Args: ledger.Args{"text": name},
			Message: "Nobody in the People tab is called " + name + ".",
		}
	}
	names := make([]string, len(matches))
	for i, p := range matches {
		names[i] = cellName(p)
	}
	return ledger.Person{}, severalPeople(name, names)
}

func isOwnedBy(b *ledger.Book, inv *ledger.Invoice, person ledger.Key) bool {
	if inv.SalesKey == "" {
		return false
	}
	p, ok := b.FindPerson(inv.Salesperson)
	return ok && p.Key() == person
}

// ownerName is who looks after an invoice, by the People tab's name.
func (v viewer) ownerName(inv *ledger.Invoice) string {
	return ownerName(v.book.Desk.Book(), inv)
}

func ownerName(b *ledger.Book, inv *ledger.Invoice) string {
	if p, ok := b.FindPerson(inv.Salesperson); ok && p.Name != "" {
		return p.Name
	}
	return inv.Salesperson
}

func customerNameOf(b *ledger.Book, inv *ledger.Invoice) string {
	if a := b.Account(inv.CustomerKey); a.Name != "" {
		return a.Name
	}
	if inv.Customer != "" {
		return inv.Customer
	}
	return string(inv.CustomerKey)
}

// addTo adds an amount to sums per currency, in the order of first sight. A
// sum beyond int64 keeps what fits: the Bookkeeper refuses such amounts.
func addTo(sums []ledger.Money, m ledger.Money) []ledger.Money {
	for i := range sums {
		if sums[i].Currency == m.Currency {
			if total, err := sums[i].Add(m); err == nil {
				sums[i] = total
			}
			return sums
		}
	}
	return append(sums, m)
}
