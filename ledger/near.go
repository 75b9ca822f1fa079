package ledger

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// NearCustomers are two customers who may be one, for a person to judge: they
// are listed and never merged by themselves.
type NearCustomers struct {
	A, B  Key
	Names [2]string
	Why   string // "same name" but for accents, signs, order and legal form; or "one letter apart"
}

// Why two customers look alike.
const (
	NearSameName  = "same name"
	NearOneLetter = "one letter apart"
)

// minNearRunes is the shortest name in which one letter may be a slip: among
// short ones (BNP, BMP) it tells two companies apart.
const minNearRunes = 6

// maxNear bounds the list: a person goes through it.
const maxNear = 200

// legalForms are left out when names are compared.
var legalForms = map[string]bool{
	"sa": true, "sas": true, "sasu": true, "sarl": true, "eurl": true, "snc": true, "sci": true, "scop": true, "ets": true,
	"ltd": true, "limited": true, "plc": true, "llc": true, "llp": true, "inc": true, "corp": true, "co": true, "company": true,
	"gmbh": true, "ag": true, "kg": true, "spa": true, "srl": true, "bv": true, "nv": true, "ab": true, "oy": true, "aps": true,
	"the": true, "et": true, "and": true, "societe": true,
}

// NearDuplicates lists pairs of customers whose names are nearly the same, by
// name.
func (b *Book) NearDuplicates() []NearCustomers {
	essence := map[string][]Key{} // what is left of a name, to its customers
	for name, at := range b.customerNames() {
		if e := essenceOf(name); e != "" && !slices.Contains(essence[e], at.customer) {
			essence[e] = append(essence[e], at.customer)
		}
	}
	found := map[[2]Key]string{}
	note := func(a, b Key, why string) {
		pair := [2]Key{min(a, b), max(a, b)}
		if a != b && found[pair] != NearSameName {
			found[pair] = why
		}
	}
	// Two names one letter apart (changed, added or left out) share a form with
	// one letter deleted, or one is such a form of the other.
	shortened := map[string][]string{}
	for e, customers := range essence {
		for i, k := range customers {
			for _, other := range customers[:i] {
				note(k, other, NearSameName)
			}
		}
		for form := range deletions(e) {
			shortened[form] = append(shortened[form], e)
		}
	}
	for _, names := range shortened {
		for i, name := range names {
			for _, other := range names[:i] {
				if !oneLetterApart(name, other) {
					continue
				}
				for _, k := range essence[name] {
					for _, l := range essence[other] {
						note(k, l, NearOneLetter)
					}
				}
			}
		}
	}
	return b.nearList(found)
}

func (b *Book) nearList(found map[[2]Key]string) []NearCustomers {
	list := make([]NearCustomers, 0, len(found))
	for pair, why := range found {
		names := [2]string{b.CustomerName(pair[0]), b.CustomerName(pair[1])}
		list = append(list, NearCustomers{A: pair[0], B: pair[1], Names: names, Why: why})
	}
	slices.SortFunc(list, func(a, b NearCustomers) int {
		return cmp.Or(strings.Compare(a.Names[0], b.Names[0]), cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B))
	})
	return list[:min(len(list), maxNear)]
}

// essenceOf is a name's words without accents and legal forms, in order.
func essenceOf(name Key) string {
	words := strings.Fields(searchable(name))
	slices.Sort(words)
	kept := slices.DeleteFunc(words, func(w string) bool { return legalForms[w] })
	return strings.Join(kept, " ")
}

// deletions are the forms of a name by which others one letter apart are
// found: itself, and each with one letter deleted. Names with digits have
// none: 17 and 18 are two sites, not a slip.
func deletions(name string) map[string]bool {
	runes := []rune(name)
	if len(runes) < minNearRunes || strings.ContainsFunc(name, unicode.IsDigit) {
		return nil
	}
	forms := map[string]bool{name: true}
	for i := range runes {
		forms[string(runes[:i])+string(runes[i+1:])] = true
	}
	return forms
}

// oneLetterApart tells whether a letter changed, added or left out makes one
// of the other.
func oneLetterApart(a, b string) bool {
	x, y := []rune(a), []rune(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(y)-len(x) > 1 {
		return false
	}
	i := 0
	for i < len(x) && x[i] == y[i] {
		i++
	}
	rest := x[i:]
	if len(x) == len(y) && len(rest) > 0 {
		rest = rest[1:]
	}
	return slices.Equal(rest, y[min(i+1, len(y)):])
}

// withoutAccents drops the marks that decomposition sets free.
func withoutAccents(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(s))
}
