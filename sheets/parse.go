package sheets

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/shopspring/decimal"
	"golang.org/x/text/unicode/norm"

	"github.com/relance-bot/relance/ledger"
)

// ParseOptions say how the text of a cell is to be read. What they leave open
// is not guessed: text with two readings is a Problem.
type ParseOptions struct {
	Currency      ledger.Currency // of amounts that name none
	CurrencyFixed bool            // the row states Currency: an amount that names another is a Problem
	DateOrder     DateOrder       // of text such as 01/02/2026
	Decimal       rune            // the locale's decimal sign, '.' or ','; 0: unknown
	Group         rune            // the locale's thousands sign if it is '.' or ','; 0: neither
}

// DateOrder is the order of day, month and year in text.
type DateOrder string

// The orders. ISO dates are read under each of them.
const (
	DateISO DateOrder = "iso" // nothing but ISO, and text that has one reading only
	DateDMY DateOrder = "dmy"
	DateMDY DateOrder = "mdy"
)

// OptionsFor are the conventions of a spreadsheet's locale such as "fr_FR".
// Of a locale that isn't known, nothing is assumed.
func OptionsFor(locale string, currency ledger.Currency) ParseOptions {
	opt := ParseOptions{Currency: currency, DateOrder: DateISO}
	locale = strings.ReplaceAll(locale, "-", "_")
	language, country, _ := strings.Cut(locale, "_")
	switch language {
	case "en":
		opt.Decimal, opt.Group, opt.DateOrder = '.', ',', DateDMY
		switch country {
		case "", "US", "PH":
			opt.DateOrder = DateMDY
		case "CA", "ZA":
			opt.DateOrder = DateISO
		}
	case "fr":
		opt.Decimal, opt.DateOrder = ',', DateDMY
		switch country {
		case "CA":
			opt.DateOrder = DateISO
		case "CH":
			opt.Decimal = '.'
		}
	case "de", "es", "it", "nl", "pt", "da", "id", "tr", "el":
		opt.Decimal, opt.Group, opt.DateOrder = ',', '.', DateDMY
		if country == "CH" || locale == "es_MX" {
			opt.Decimal, opt.Group = '.', 0
		}
	case "pl", "cs", "fi", "nb", "no", "ru", "uk", "sk", "ro", "bg":
		opt.Decimal, opt.DateOrder = ',', DateDMY
	case "sv", "hu", "lt":
		opt.Decimal = ','
	case "ja", "zh", "ko":
		opt.Decimal, opt.Group = '.', ','
	}
	return opt
}

// errorTexts are what a cell holds when its formula failed.
var errorTexts = map[string]bool{
	"#REF!": true, "#N/A": true, "#VALUE!": true, "#DIV/0!": true, "#NAME?": true, "#NUM!": true,
	"#NULL!": true, "#ERROR!": true, "#SPILL!": true, "#CALC!": true, "Loading...": true,
}

// IsBlank tells whether a cell holds nothing that a person can see.
func IsBlank(v any) bool {
	s, ok := v.(string)
	return v == nil || ok && strings.TrimFunc(s, func(r rune) bool { return unicode.IsSpace(r) || isPadding(r) }) == ""
}

// Longest texts that make sense as a short field (a number, a customer) and as
// a long one; a cell holds up to 50,000 characters.
const (
	maxShortText = 300
	maxLongText  = 50_000
)

// ParseText reads a cell of text, trimmed. A number is the text a person sees
// in a cell without a format.
func ParseText(v any) (string, error) { return parseText(v, maxLongText) }

func parseText(v any, limit int) (string, error) {
	var s string
	switch x := v.(type) {
	case nil:
		return "", nil
	case bool:
		return strings.ToUpper(strconv.FormatBool(x)), nil
	case string:
		s = strings.TrimFunc(x, unicode.IsSpace)
		if errorTexts[s] {
			return "", problem(ProblemError, s)
		}
		if strings.ContainsRune(s, 0) || strings.ContainsRune(s, utf8.RuneError) || !utf8.ValidString(s) {
			return "", problem(ProblemHidden, strings.ToValidUTF8(s, "�"))
		}
	default:
		d, ok := numberOf(v)
		if !ok {
			return "", problem(ProblemNotAmount, "?")
		}
		// Beyond 15 digits the spreadsheet itself has lost the rest: an invoice
		// number read from it would be another one.
		if digits := strings.TrimLeft(strings.ReplaceAll(d.Abs().String(), ".", ""), "0"); len(digits) > exactDigits {
			return "", problem(ProblemNotExact, d.String())
		}
		return d.String(), nil
	}
	if n := utf8.RuneCountInString(s); n > limit {
		return "", problem(ProblemTooLong, strconv.Itoa(n), strconv.Itoa(limit))
	}
	return s, nil
}

// exactDigits is how many significant digits a spreadsheet keeps and shows of
// a number (IEEE 754 double precision, 15.95 digits).
const exactDigits = 15

// numberOf is the number in a cell, cleaned of what only the binary form of a
// computed value added: 0.1+0.2 is 0.3, as the spreadsheet shows it.
func numberOf(v any) (decimal.Decimal, bool) {
	var d decimal.Decimal
	switch x := v.(type) {
	case float64:
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return d, false
		}
		d = decimal.NewFromFloat(x)
	case int:
		return decimal.NewFromInt(int64(x)), true
	case json.Number:
		if len(x) > maxNumberText {
			return d, false
		}
		var err error
		if d, err = decimal.NewFromString(string(x)); err != nil {
			return d, false
		}
	default:
		return d, false
	}
	// Exponents a spreadsheet can hold go to 308; a decimal of 1e308 is fine, a
	// hostile 1e999999999 would be written out in full.
	if e := d.Exponent(); e > 400 || e < -400 {
		return d, false
	}
	if n := d.NumDigits(); n > exactDigits && d.Exponent() < 0 {
		d = d.Round(d.Exponent()*-1 - int32(n-exactDigits)) //nolint:gosec // some hundred digits
	}
	return d, true
}

// maxNumberText bounds a number's text: a double is written in 25 characters.
const maxNumberText = 64

// ParseBool reads a tick box or a word for yes or no; blank is no.
func ParseBool(v any) (bool, error) {
	if IsBlank(v) {
		return false, nil
	}
	if b, ok := v.(bool); ok {
		return b, nil
	}
	text, err := parseText(v, maxShortText)
	if err != nil {
		return false, err
	}
	switch squeezeWord(text) {
	case "yes", "y", "oui", "o", "true", "vrai", "x", "1", "✓", "✔", "ok":
		return true, nil
	case "no", "n", "non", "false", "faux", "0", "-", "✗", "✘":
		return false, nil
	}
	return false, problem(ProblemNotYes, text)
}

// squeezeWord folds a status word.
func squeezeWord(s string) string {
	return string(ledger.KeyOf(strings.TrimSpace(s)))
}

// isPadding tells invisible characters that people paste along with a value
// and that change nothing about it.
func isPadding(r rune) bool {
	switch r {
	case '\u200b', '\u200c', '\u200d', '\u2060', '\ufeff', '\u00ad', '\u200e', '\u200f':
		return true
	}
	return false
}

// isInvisible tells characters that a person can't see: format characters
// (zero-width, reordering), controls, and what no encoding explains.
func isInvisible(r rune) bool {
	return r != '\n' && r != '\t' && unicode.In(r, unicode.Cf, unicode.Cc) || r == utf8.RuneError
}

// plainText prepares text that should be a number or a date: compatible forms
// folded (full-width digits, no-break spaces), padding dropped. What reorders
// or hides is refused, as are digits of other scripts.
func plainText(s string) (string, error) {
	if errorTexts[strings.TrimSpace(s)] {
		return "", problem(ProblemError, strings.TrimSpace(s))
	}
	var b strings.Builder
	for _, r := range norm.NFKC.String(strings.ReplaceAll(s, "\u00ad", "")) {
		switch {
		case isPadding(r):
		case isInvisible(r):
			return "", problem(ProblemHidden, s)
		case unicode.IsSpace(r):
			b.WriteByte(' ')
		case unicode.IsDigit(r) && r > '9':
			return "", problem(ProblemForeignDigits, s)
		default:
			b.WriteRune(r)
		}
	}
	return strings.TrimSpace(b.String()), nil
}
