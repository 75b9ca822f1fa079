package ledger

import (
	"maps"
	"slices"
)

// NearNames are the known customers whom a name that is none of theirs may
// mean, by name: for whoever adds an invoice to choose from. A name that is
// known means itself.
func (b *Book) NearNames(name string) []string {
	if KeyOf(name) == "" || b.hasCustomer(b.CustomerKey(KeyOf(name))) {
		return nil
	}
	wanted := essenceOf(KeyOf(name))
	found := map[Key]bool{}
	for known, at := range b.customerNames() {
		e := essenceOf(known)
		near := e != "" && (e == wanted || mayBeASlip(e) && mayBeASlip(wanted) && oneLetterApart(e, wanted))
		if near {
			found[at.customer] = true
		}
	}
	var names []string
	for k := range maps.Keys(found) {
		names = append(names, b.CustomerName(k))
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// mayBeASlip tells whether one letter may be a slip in a name; see deletions.
func mayBeASlip(name string) bool { return len(deletions(name)) > 0 }
