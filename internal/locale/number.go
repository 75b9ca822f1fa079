package locale

import (
	"strconv"
	"strings"

	"github.com/relance-bot/relance/ledger"
)

// symbols are those that readers of both languages take for one currency.
var symbols = map[ledger.Currency]string{"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥"}

// Money is the amount with its currency: "1 234,56 €", "-€1,234.56", "CHF 12.00".
func (l Locale) Money(m ledger.Money) string {
	sign := ""
	digits := m.String()
	if strings.HasPrefix(digits, "-") {
		sign, digits = "-", digits[1:]
	}
	amount := l.group(digits)
	symbol, known := symbols[m.Currency]
	switch {
	case m.Currency == "":
		return sign + amount
	case l.french && known:
		return sign + amount + hardSpace + symbol
	case l.french:
		return sign + amount + hardSpace + string(m.Currency)
	case known:
		return sign + symbol + amount
	}
	return sign + string(m.Currency) + hardSpace + amount
}

// Int is a whole number with its digits grouped: "12 345", "12,345".
func (l Locale) Int(n int) string {
	s := strconv.Itoa(n)
	if strings.HasPrefix(s, "-") {
		return "-" + l.group(s[1:])
	}
	return l.group(s)
}

// Decimal rewrites a plain decimal such as "1042.50" with the language's signs.
func (l Locale) Decimal(s string) string {
	if strings.HasPrefix(s, "-") {
		return "-" + l.group(s[1:])
	}
	return l.group(s)
}

// Percent is a share counted in tenths of a percent: 123 is "12.3%", "12,3 %".
func (l Locale) Percent(tenths int) string {
	sign := ""
	if tenths < 0 {
		sign, tenths = "-", -tenths
	}
	s := sign + l.group(strconv.Itoa(tenths/10)+"."+strconv.Itoa(tenths%10))
	if l.french {
		return s + narrowSpace + "%"
	}
	return s + "%"
}

// group writes an unsigned plain decimal with the language's separators.
func (l Locale) group(plain string) string {
	separator, point := ",", "."
	if l.french {
		separator, point = narrowSpace, ","
	}
	whole, fraction, hasFraction := strings.Cut(plain, ".")
	var b strings.Builder
	for i, digit := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteString(separator)
		}
		b.WriteRune(digit)
	}
	if hasFraction {
		b.WriteString(point + fraction)
	}
	return b.String()
}
