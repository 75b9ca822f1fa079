package locale

import (
	"strings"

	"golang.org/x/text/language"
)

// Locale is a language's way of writing numbers and days. The zero Locale is
// English.
type Locale struct {
	french   bool
	american bool // en-US and its like write the month first
}

// The spaces that French typography wants inside numbers (CLDR).
const (
	narrowSpace = "\u202f" // between groups of three digits
	hardSpace   = "\u00a0" // before a unit or a symbol
)

// For is the locale of a language tag such as "fr", "fr-FR" or "en_US".
// Whatever isn't French reads English.
func For(tag string) Locale {
	parsed, err := language.Parse(strings.ReplaceAll(tag, "_", "-"))
	if err != nil {
		return Locale{}
	}
	base, _ := parsed.Base()
	region, sure := parsed.Region()
	return Locale{
		french:   base.String() == "fr",
		american: base.String() == "en" && sure == language.Exact && region.String() == "US",
	}
}

// Language is "fr" or "en".
func (l Locale) Language() string {
	if l.french {
		return "fr"
	}
	return "en"
}

// MonthFirst tells whether a reader takes 01/02 for January 2nd.
func (l Locale) MonthFirst() bool { return l.american }
