package bot

import (
	"cmp"
	"slices"
	"strings"

	"github.com/relance-bot/relance/ledger"
)

// found is what typed words may mean.
type found struct {
	invoices  []*ledger.Invoice
	customers []ledger.Key
	rest      []string // words after an invoice's number
}

// maxChoices is how many are offered when several fit: what a person reads.
const maxChoices = 10

func (f found) count() int { return len(f.invoices) + len(f.customers) }

// findInvoice reads an invoice's number from the front of the words. Numbers
// may hold spaces, so the longest that is one wins; then the
// short forms that the ledger knows; then the numbers that contain the word.
func findInvoice(b *ledger.Book, words []string) found {
	for n := min(len(words), 6); n > 0; n-- {
		if inv, ok := b.Invoice(ledger.KeyOf(strings.Join(words[:n], " "))); ok {
			return found{invoices: []*ledger.Invoice{inv}, rest: words[n:]}
		}
	}
	if len(words) == 0 {
		return found{}
	}
	if inv, err := b.FindInvoice(words[0]); err == nil {
		return found{invoices: []*ledger.Invoice{inv}, rest: words[1:]}
	}
	f := found{rest: words[1:]}
	part := string(ledger.KeyOf(words[0]))
	if len(part) < 2 || !strings.ContainsAny(part, "0123456789") {
		return f
	}
	for inv := range b.Invoices() {
		if strings.Contains(string(inv.Key), part) {
			f.invoices = append(f.invoices, inv)
		}
	}
	// What is still to be paid first, then what ends so.
	slices.SortFunc(f.invoices, func(x, y *ledger.Invoice) int {
		return cmp.Or(
			-compareBool(x.Open().IsPositive(), y.Open().IsPositive()),
			-compareBool(strings.HasSuffix(string(x.Key), part), strings.HasSuffix(string(y.Key), part)),
			cmp.Compare(x.Due, y.Due), cmp.Compare(x.Key, y.Key),
		)
	})
	return f
}

func compareBool(x, y bool) int {
	switch {
	case x == y:
		return 0
	case x:
		return 1
	}
	return -1
}

// findCustomer finds who a name means: the customers that fit best.
func findCustomer(b *ledger.Book, name string) []ledger.Key {
	fits := b.FindCustomers(name)
	var list []ledger.Key
	for _, f := range fits {
		if f.Fit != fits[0].Fit {
			break
		}
		list = append(list, f.Key)
	}
	return list
}

// lookup finds an invoice or a customer: an exact number first, then a
// customer, then a part of a number.
func lookup(b *ledger.Book, words []string) found {
	name := strings.Join(words, " ")
	if inv, ok := b.Invoice(ledger.KeyOf(name)); ok {
		return found{invoices: []*ledger.Invoice{inv}}
	}
	if customers := findCustomer(b, name); len(customers) > 0 {
		return found{customers: customers}
	}
	if len(words) != 1 {
		return found{}
	}
	f := findInvoice(b, words)
	f.rest = nil
	return f
}
