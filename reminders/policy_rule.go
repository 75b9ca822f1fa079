package reminders

import (
	"slices"

	"github.com/relance-bot/relance/ledger"
)

// Rule gives a ladder to the invoices that meet all of its conditions. A
// condition that is left out is met by every invoice.
type Rule struct {
	Ladder    string
	Customers []string // names, aliases or codes
	Segments  []string
	Countries []string // ISO 3166 codes
	Public    *bool    // of the public sector, or not
	Amounts   map[ledger.Currency]Range
	Line      int // in the file, for who asks why
}

// Range is what an invoice amounts to, whatever was paid since: from From on,
// and below Below unless that is zero.
type Range struct{ From, Below ledger.Money }

func (r Range) holds(m ledger.Money) bool {
	return m.Minor >= r.From.Minor && (r.Below.IsZero() || m.Minor < r.Below.Minor)
}

// meetsCustomer tells whether the conditions on the customer are met.
func (r Rule) meetsCustomer(customer ledger.Key, a ledger.Account) bool {
	switch {
	case len(r.Customers) > 0 && !slices.ContainsFunc(r.Customers, func(text string) bool { return isCalled(customer, a, text) }):
	case len(r.Segments) > 0 && !slices.ContainsFunc(r.Segments, func(s string) bool { return ledger.KeyOf(s) == ledger.KeyOf(a.Segment) }):
	case len(r.Countries) > 0 && !slices.Contains(r.Countries, CountryCode(a.Country)):
	case r.Public != nil && *r.Public != a.Public:
	default:
		return true
	}
	return false
}

// isCalled tells whether a text names a customer: by code, name or alias.
func isCalled(customer ledger.Key, a ledger.Account, text string) bool {
	k := ledger.KeyOf(text)
	return k == customer || k == ledger.KeyOf(a.Name) || k == ledger.KeyOf(a.Code) ||
		slices.ContainsFunc(a.Aliases, func(alias string) bool { return ledger.KeyOf(alias) == k })
}

// meetsAmount tells whether the condition on the amount is met. A rule with
// amounts speaks of the currencies that it names and of no other.
func (r Rule) meetsAmount(m ledger.Money) bool {
	if len(r.Amounts) == 0 {
		return true
	}
	within, ok := r.Amounts[m.Currency]
	return ok && within.holds(m)
}
