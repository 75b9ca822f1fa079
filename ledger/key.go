package ledger

import (
	"strings"
	"unicode"
	"unique"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Key is the identity of an invoice, a customer or a person: what they typed,
// folded so that the same thing typed twice has one key. The text as typed is
// kept beside it for display.
type Key string

// KeyOf folds text to a key: compatibility-normalised (so full-width digits
// and composed accents agree), invisible and control characters dropped,
// case-folded, white space trimmed and collapsed. Leading zeros are kept:
// 0042 and 42 are two invoices.
func KeyOf(text string) Key {
	if k, ok := plainKey(text); ok {
		return k
	}
	folded := cases.Fold().String(norm.NFKC.String(text))
	var b strings.Builder
	for _, field := range strings.FieldsFunc(folded, unicode.IsSpace) {
		clean := strings.Map(dropInvisible, field)
		if clean == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(clean)
	}
	return Key(norm.NFC.String(b.String()))
}

// plainKey is the key of text in printable ASCII with single spaces between
// words, for which small letters are all there is to folding. Most numbers and
// names are such, and the tables cost.
func plainKey(text string) (Key, bool) {
	for i := range len(text) {
		switch c := text[i]; {
		case c < ' ' || c > '~':
			return "", false
		case c == ' ' && (i == 0 || i == len(text)-1 || text[i-1] == ' '):
			return "", false
		}
	}
	return Key(strings.ToLower(text)), true
}

// dropInvisible removes what a person can't see and so can't mean: format
// characters (zero-width, bidirectional overrides) and controls.
func dropInvisible(r rune) rune {
	if unicode.In(r, unicode.Cf, unicode.Cc) {
		return -1
	}
	return r
}

// shared is s, in the one place where all its copies are kept: a customer's
// name stands on thousands of invoices, and two that share a place compare at
// a glance.
func shared[T ~string](s T) T { return T(unique.Make(string(s)).Value()) }
