package ledger

import (
	"strings"
	"unicode"

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
	if isPlainKey(text) {
		return Key(text)
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

// isPlainKey tells whether text is its own key already: ASCII digits, small
// letters and a few signs. Most invoice numbers are, and folding costs.
func isPlainKey(text string) bool {
	for i := range len(text) {
		c := text[i]
		if (c < '0' || c > '9') && (c < 'a' || c > 'z') && c != '-' && c != '/' && c != '_' && c != '.' {
			return false
		}
	}
	return true
}

// dropInvisible removes what a person can't see and so can't mean: format
// characters (zero-width, bidirectional overrides) and controls.
func dropInvisible(r rune) rune {
	if unicode.In(r, unicode.Cf, unicode.Cc) {
		return -1
	}
	return r
}
