package ledger

import (
	"cmp"
	"iter"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Fit is how a customer fits what was looked for, the better the smaller.
type Fit int

// The fits, best first.
const (
	FitExact    Fit = iota + 1 // the code, the name, or an alias that no other customer has
	FitPrefix                  // the name begins so
	FitWord                    // a word of the name begins so
	FitAlias                   // an alias, or a word of it, begins so
	FitContains                // the name or an alias has it somewhere
)

// CustomerFit is one customer that fits.
type CustomerFit struct {
	Key  Key
	Name string
	Fit  Fit
}

// FindCustomers lists the customers that fit a text, best first: those fitting
// equally well by name. One exact fit is the one that is meant, whatever else
// fits.
func (b *Book) FindCustomers(text string) []CustomerFit {
	wanted := searchable(KeyOf(text))
	if wanted == "" || utf8.RuneCountInString(text) > maxSearchRunes {
		return nil
	}
	best := map[Key]Fit{}
	for name, at := range b.customerNames() {
		fit := fitOf(searchable(name), wanted, at.isAlias)
		if was := best[at.customer]; fit != 0 && (was == 0 || fit < was) {
			best[at.customer] = fit
		}
	}
	fits := make([]CustomerFit, 0, len(best))
	for k, fit := range best {
		fits = append(fits, CustomerFit{Key: k, Name: b.CustomerName(k), Fit: fit})
	}
	slices.SortFunc(fits, func(a, b CustomerFit) int {
		return cmp.Or(cmp.Compare(a.Fit, b.Fit), strings.Compare(a.Name, b.Name), cmp.Compare(a.Key, b.Key))
	})
	return fits
}

// lastKey comes after every key: none holds a byte that UTF-8 doesn't have.
const lastKey Key = "\xff"

// nameOf is whose name it is.
type nameOf struct {
	customer Key
	isAlias  bool
}

// customerNames lists the folded names by which customers are known, their
// keys (codes, mostly) included. A name on the invoices of two customers, who
// have codes, comes twice.
func (b *Book) customerNames() iter.Seq2[Key, nameOf] {
	return func(yield func(Key, nameOf) bool) {
		for k := range b.Customers() {
			if !yield(k, nameOf{customer: k}) {
				return
			}
		}
		// Jump from each name and customer to the next.
		for next, more := (nameKey{}), true; more; {
			more = false
			for k := range b.byName.from(next) {
				if !yield(k.name, nameOf{customer: k.customer}) {
					return
				}
				next, more = nameKey{k.name, k.customer, lastKey}, true
				break
			}
		}
		for k := range b.claims.all() {
			if k.name == k.account {
				continue
			}
			account, _ := b.accounts.get(k.account)
			if !yield(k.name, nameOf{customer: k.account, isAlias: KeyOf(account.Name) != k.name}) {
				return
			}
		}
	}
}

func fitOf(name, wanted string, isAlias bool) Fit {
	at := strings.Index(name, wanted)
	switch {
	case at < 0:
		return 0
	case name == wanted:
		return FitExact
	case isAlias && (at == 0 || strings.Contains(name, " "+wanted)):
		return FitAlias
	case at == 0:
		return FitPrefix
	case strings.Contains(name, " "+wanted):
		return FitWord
	}
	return FitContains
}

// searchable is a name without accents and signs: "Café d'Été & Fils" is found
// by "cafe d ete fils".
func searchable(name Key) string {
	if isPlainWord(name) {
		return string(name)
	}
	var b strings.Builder
	gap := false
	for _, r := range withoutAccents(string(name)) {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			gap = true
			continue
		}
		if gap && b.Len() > 0 {
			b.WriteByte(' ')
		}
		gap = false
		b.WriteRune(r)
	}
	return b.String()
}

func isPlainWord(name Key) bool {
	for i := range len(name) {
		if c := name[i]; (c < '0' || c > '9') && (c < 'a' || c > 'z') {
			return false
		}
	}
	return true
}
