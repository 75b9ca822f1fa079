package sheets

import (
	"strings"
	"unicode"

	"github.com/relance-bot/relance/ledger"
)

// currencySigns are what a sign before or behind an amount can stand for.
var currencySigns = map[string][]ledger.Currency{
	"€": {"EUR"}, "euro": {"EUR"}, "euros": {"EUR"},
	"£": {"GBP"}, "zł": {"PLN"}, "₹": {"INR"}, "fr.": {"CHF"}, "sfr.": {"CHF"}, "us$": {"USD"},
	"$":  {"USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN", "TWD", "CLP", "COP", "ARS"},
	"¥":  {"JPY", "CNY"},
	"kr": {"SEK", "NOK", "DKK", "ISK"},
}

// ParseCurrency reads a cell of the currency column, or what stands in the
// brackets of a header: an ISO 4217 code in any case, or €, £. A sign that
// several currencies use, such as $, is a Problem. A blank cell is none.
func ParseCurrency(v any) (ledger.Currency, error) {
	if IsBlank(v) {
		return "", nil
	}
	typed, err := parseText(v, maxShortText)
	if err != nil {
		return "", err
	}
	s, err := plainText(typed)
	if err != nil {
		return "", err
	}
	if c, err := ledger.ParseCurrency(s); err == nil {
		return c, nil
	}
	switch s = strings.ToLower(s); s {
	case "€", "euro", "euros":
		return "EUR", nil
	case "£":
		return "GBP", nil
	}
	return "", problem(ProblemNotCurrency, typed)
}

// splitCurrency takes a sign or code from one end of an amount and gives the
// currencies it can stand for. Both ends, or letters that are no currency, are
// no amount.
func splitCurrency(s string) (number string, stated []ledger.Currency, ok bool) {
	isNumber := func(r rune) bool {
		return unicode.IsDigit(r) || strings.ContainsRune("+-−–.,'’ ()", r)
	}
	first, last := strings.IndexFunc(s, isDigit), strings.LastIndexFunc(s, isDigit)
	if first < 0 {
		return "", nil, false
	}
	head, tail := s[:first], s[last+1:]
	before := strings.TrimSpace(strings.TrimRight(head, "+-−–.,( "))
	after := strings.TrimSpace(strings.TrimLeft(tail, "-−–), "))
	sign := ""
	if unary := strings.TrimLeft(before, "+-−– "); unary != before {
		sign, before = "-", unary
		if strings.HasPrefix(head, "+") {
			sign = ""
		}
	}
	switch {
	case before != "" && after != "":
		return "", nil, false
	case before == "" && after == "":
		return s, nil, strings.IndexFunc(s, func(r rune) bool { return !isNumber(r) }) < 0
	}
	word := before + after
	if stated = currencySigns[strings.ToLower(word)]; stated == nil {
		c, err := ledger.ParseCurrency(word)
		if err != nil {
			return "", nil, false
		}
		stated = []ledger.Currency{c}
	}
	if before != "" {
		_, rest, _ := strings.Cut(head, before)
		return sign + strings.TrimSpace(rest) + s[first:], stated, true
	}
	rest, _, _ := strings.Cut(tail, after)
	return strings.TrimSpace(s[:last+1] + strings.TrimSpace(rest)), stated, true
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }
