package bot

import (
	"strings"
	"unicode"

	"github.com/relance-bot/relance/ledger"
)

// maxAmountDigits bounds a typed amount: more than int64 minor units carry.
const maxAmountDigits = 24

var typedSymbols = map[string]ledger.Currency{"€": "EUR", "$": "USD", "£": "GBP", "EUROS": "EUR", "EURO": "EUR"}

// parseAmount reads an amount as people type it: "500", "1 500,50", "1,234.56",
// "€12", "12 USD". Without a currency it is in the one given. What could be two
// amounts is an Error, never a guess.
func parseAmount(text string, fallback ledger.Currency) (ledger.Money, error) {
	digits, unit := strings.Builder{}, strings.Builder{}
	for _, r := range text {
		switch {
		case r >= '0' && r <= '9', r == ',', r == '.', r == '-' && digits.Len() == 0:
			digits.WriteRune(r)
		case unicode.IsSpace(r), r == '\'', r == '’': // between groups
		default:
			unit.WriteRune(r)
		}
	}
	wrong := func(reason string) (ledger.Money, error) {
		return ledger.Money{}, &ledger.Error{
			Code: ledger.CodeInvalid, Reason: reason, Args: ledger.Args{"text": text},
			Message: text + " is not an amount such as 1234.50.",
		}
	}
	currency := fallback
	if u := strings.ToUpper(unit.String()); u != "" {
		known, ok := typedSymbols[u]
		if !ok {
			parsed, err := ledger.ParseCurrency(u)
			if err != nil {
				return wrong(reasonNoAmount)
			}
			known = parsed
		}
		currency = known
	}
	plain, ok := plainDecimal(digits.String(), currency.Exponent())
	if !ok || len(plain) > maxAmountDigits {
		return wrong(reasonNoAmount)
	}
	m, err := ledger.ParseMoney(plain, currency)
	if err != nil {
		return wrong(reasonNoAmount)
	}
	return m, nil
}

// plainDecimal finds out which sign is the decimal one. Two kinds: the last.
// One kind, more than once: groups. One sign before exactly three digits: a
// group, unless the currency counts in thousandths, where it is refused.
func plainDecimal(s string, exponent int32) (string, bool) {
	if s == "" || strings.ContainsAny(s[1:], "-") || !strings.ContainsAny(s, "0123456789") {
		return "", false
	}
	comma, dot := strings.LastIndexByte(s, ','), strings.LastIndexByte(s, '.')
	last := max(comma, dot)
	if last < 0 {
		return s, true
	}
	sign := s[last : last+1]
	other := map[string]string{",": ".", ".": ","}[sign]
	decimals := len(s) - last - 1
	if strings.Contains(s, other) {
		if strings.Count(s, sign) > 1 {
			return "", false // 1.234,5.6
		}
		whole, ok := ungroup(s[:last], other)
		return whole + "." + s[last+1:], ok && decimals > 0
	}
	if strings.Count(s, sign) > 1 || decimals == 3 && exponent < 3 {
		return ungroup(s, sign)
	}
	if decimals == 3 { // 1,234 dinars: one or a thousand?
		return "", false
	}
	return s[:last] + "." + s[last+1:], decimals > 0 && last > 0
}

// ungroup takes the separators out of groups of three digits.
func ungroup(s, separator string) (string, bool) {
	groups := strings.Split(s, separator)
	for i, g := range groups {
		if i > 0 && len(g) != 3 || strings.Trim(g, "-") == "" || len(strings.TrimPrefix(g, "-")) > 3 && len(groups) > 1 {
			return "", false
		}
	}
	return strings.Join(groups, ""), true
}
