package sheets

import (
	"maps"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"github.com/relance-bot/relance/ledger"
)

// Columns tells where each field stands in a header row.
type Columns struct {
	header   []string
	index    map[ledger.Field]int
	currency map[ledger.Field]ledger.Currency
	why      map[ledger.Field]MatchReason
	history  []historyColumn // past reminders that people noted themselves
}

// MatchReason says why a column was taken for a field.
type MatchReason string

// Reasons of a match.
const (
	MatchHeader MatchReason = "header"       // its header is known
	MatchConfig MatchReason = "config"       // the configuration names it
	MatchMark   MatchReason = "mark"         // the bot's mark on the column
	MatchTax    MatchReason = "includes_tax" // of several amounts, the one that says it includes tax
	MatchAmount MatchReason = "says_amount"  // of several, the one that says it is an amount
	MatchStatus MatchReason = "status"       // says paid or not, and there is no column of amounts paid
)

// Why says why a field's column was taken for it.
func (c Columns) Why(f ledger.Field) MatchReason { return c.why[f] }

// Index is the position of a field's column, from 0.
func (c Columns) Index(f ledger.Field) (int, bool) {
	i, ok := c.index[f]
	return i, ok
}

// Has tells whether the sheet has a column for the field.
func (c Columns) Has(f ledger.Field) bool { _, ok := c.index[f]; return ok }

// drop forgets columns: they stand there, and mean nothing.
func (c Columns) drop(unwanted func(ledger.Field) bool) {
	maps.DeleteFunc(c.index, func(f ledger.Field, _ int) bool { return unwanted(f) })
}

// Header is the text above a field's column.
func (c Columns) Header(f ledger.Field) string {
	if i, ok := c.index[f]; ok {
		return c.header[i]
	}
	return ""
}

// Currency is the currency that a header states, as in "Amount (USD)".
func (c Columns) Currency(f ledger.Field) ledger.Currency { return c.currency[f] }

// Fields are those that the sheet has a column for, in order of the columns.
func (c Columns) Fields() []ledger.Field {
	return slices.SortedFunc(maps.Keys(c.index), func(a, b ledger.Field) int { return c.index[a] - c.index[b] })
}

// MatchColumns finds the fields of invoices in a header row, in English and
// French with the usual variants, wherever they stand; case, accents, spaces
// and punctuation don't matter. Columns that nobody knows are left alone.
//
// Overrides name headers that it would not know, either way round: field to
// header ("number": "Our ref") or header to field ("Our ref": "number"). A
// header named there stands for that field and no other, and no other header
// stands for that field.
func MatchColumns(header []string, overrides map[string]string) (Columns, []Problem) {
	return matchColumns(header, overrides, invoiceColumns)
}

func matchColumns(header []string, overrides map[string]string, dictionary []column) (Columns, []Problem) {
	c := Columns{
		header: slices.Clone(header), index: map[ledger.Field]int{}, currency: map[ledger.Field]ledger.Currency{}, why: map[ledger.Field]MatchReason{},
	}
	currencies := map[int]ledger.Currency{}
	claims := map[ledger.Field][]int{}
	taken := map[int]bool{}
	problems := overrideClaims(header, overrides, dictionary, claims, taken)
	overridden := maps.Clone(claims)

	known := words[&dictionary[0]]
	for i, text := range header {
		if taken[i] {
			continue
		}
		field, currency, ok := lookUp(text, known)
		if _, fixed := overridden[field]; !ok || fixed {
			continue
		}
		claims[field] = append(claims[field], i)
		currencies[i] = currency
	}
	if &dictionary[0] == &invoiceColumns[0] {
		claimStatus(header, taken, overridden, claims)
	}
	for _, col := range dictionary {
		found, why := prefer(col.field, header, claims[col.field])
		switch len(found) {
		case 0:
		case 1:
			c.index[col.field], c.why[col.field] = found[0], why
			if overridden[col.field] != nil {
				c.why[col.field] = MatchConfig
			}
			if currency := currencies[found[0]]; currency != "" {
				c.currency[col.field] = currency
			}
		default:
			names := make([]string, len(found))
			for i, at := range found {
				names[i] = columnName(at) + " " + header[at]
			}
			problems = append(problems, Problem{Code: ProblemTwoColumns, Args: []string{strings.Join(names, ", "), string(col.field)}})
		}
	}
	if &dictionary[0] == &invoiceColumns[0] {
		c.history = historyColumns(header, c)
	}
	return c, problems
}

func overrideClaims(header []string, overrides map[string]string, dictionary []column, claims map[ledger.Field][]int, taken map[int]bool) []Problem {
	known := func(f string) bool {
		return slices.ContainsFunc(dictionary, func(c column) bool { return string(c.field) == f })
	}
	var problems []Problem
	for _, key := range slices.Sorted(maps.Keys(overrides)) {
		field, text := overrides[key], key
		if !known(field) {
			field, text = key, overrides[key]
		}
		if !known(field) {
			problems = append(problems, problem(ProblemNoSuchField, key, overrides[key]))
			continue
		}
		found := false
		for i, h := range header {
			if squeeze(h) == squeeze(text) {
				claims[ledger.Field(field)] = append(claims[ledger.Field(field)], i)
				taken[i], found = true, true
			}
		}
		if !found {
			problems = append(problems, problem(ProblemNoSuchHeader, text, field))
		}
	}
	return problems
}

// words are each dictionary's headers, folded. The dictionaries are constants,
// told apart by their first entry.
var words = func() map[*column]map[string]ledger.Field {
	all := map[*column]map[string]ledger.Field{}
	for _, dictionary := range [][]column{invoiceColumns, paymentColumns, customerColumns, peopleColumns, ladderColumns} {
		known := map[string]ledger.Field{}
		for _, c := range dictionary {
			also := slices.Concat([]string{c.en, c.fr, strings.ReplaceAll(string(c.field), "_", " ")}, c.also, moreHeaders[c.field])
			for _, w := range also {
				known[squeeze(w)] = c.field
			}
		}
		all[&dictionary[0]] = known
	}
	return all
}()

var headerSigns = strings.NewReplacer("°", "o", "#", "no", "œ", "oe")

// squeeze folds a header to the letters and digits that tell it from others.
func squeeze(text string) string {
	text = headerSigns.Replace(text)
	var b strings.Builder
	for _, r := range norm.NFKD.String(cases.Fold().String(norm.NFKC.String(text))) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// columnName is A, B, … Z, AA of a position from 0.
func columnName(i int) string {
	name := ""
	for i++; i > 0; i = (i - 1) / 26 {
		name = string(rune('A'+(i-1)%26)) + name
	}
	return name
}

// HeaderFor is the header that a sheet made by Relance shows above a field.
func HeaderFor(f ledger.Field, language string) string {
	for _, dictionary := range [][]column{invoiceColumns, paymentColumns, customerColumns, peopleColumns} {
		for _, c := range dictionary {
			if c.field == f {
				return c.header(language)
			}
		}
	}
	return string(f)
}
