package sheetsim

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// parsed is what typed text became.
type parsed struct {
	value   value
	formula string        // with "=", when it is one
	format  *numberFormat // the format typing it brings along, or nil
}

// parseInput reads text as if a person typed it into a cell of the locale.
func parseInput(text string, l *locale, now time.Time) parsed {
	trimmed := strings.TrimSpace(text)
	switch {
	case text == "":
		return parsed{}
	case strings.HasPrefix(text, "'"):
		return parsed{value: textValue(text[1:])}
	case strings.HasPrefix(trimmed, "=") && len(trimmed) > 1:
		return parsed{formula: trimmed}
	case strings.EqualFold(trimmed, "TRUE"), strings.EqualFold(trimmed, l.yes):
		return parsed{value: boolValue(true)}
	case strings.EqualFold(trimmed, "FALSE"), strings.EqualFold(trimmed, l.no):
		return parsed{value: boolValue(false)}
	}
	if v, nf, ok := l.parseNumber(trimmed); ok {
		return parsed{value: numberValue(v), format: nf}
	}
	if v, nf, ok := l.parseDate(trimmed, now); ok {
		return parsed{value: numberValue(v), format: nf}
	}
	return parsed{value: textValue(text)}
}

var (
	plainDigits = regexp.MustCompile(`^\d+$`)
	exponent    = regexp.MustCompile(`^[0-9.]+[eE][+-]?\d{1,3}$`)
)

// parseNumber reads numbers, percentages and amounts of money.
func (l *locale) parseNumber(text string) (float64, *numberFormat, bool) {
	body, negative := text, false
	if inner, ok := strings.CutPrefix(body, "("); ok && strings.HasSuffix(inner, ")") {
		body, negative = inner[:len(inner)-1], true
	}
	body, negative = cutSign(body, negative)
	body, symbol := cutCurrency(body)
	body, negative = cutSign(body, negative)
	body, percent := strings.CutSuffix(body, "%")
	body = strings.TrimSpace(body)
	whole, fraction, hasFraction := strings.Cut(body, l.decimal)
	if exponent.MatchString(body) && l.decimal == "." {
		n, err := strconv.ParseFloat(body, 64)
		if err != nil || math.IsInf(n, 0) {
			return 0, nil, false
		}
		return signed(n, negative), &numberFormat{"SCIENTIFIC", "0.00E+00"}, true
	}
	whole, grouped := l.ungroup(whole)
	if whole == "" && fraction == "" {
		return 0, nil, false
	}
	if (whole != "" && !plainDigits.MatchString(whole)) || (fraction != "" && !plainDigits.MatchString(fraction)) {
		return 0, nil, false
	}
	n, err := strconv.ParseFloat("0"+whole+"."+fraction+"0", 64)
	if err != nil {
		return 0, nil, false
	}
	var nf *numberFormat
	decimals := hasFraction && fraction != ""
	switch {
	case percent:
		n /= 100
		nf = &numberFormat{"PERCENT", pick(decimals, "0.00%", "0%")}
	case symbol != "":
		nf = &numberFormat{"CURRENCY", l.moneyPattern(symbol, decimals)}
	case grouped:
		nf = &numberFormat{"NUMBER", pick(decimals, "#,##0.00", "#,##0")}
	}
	return signed(n, negative), nf, true
}

func pick(cond bool, yes, no string) string {
	if cond {
		return yes
	}
	return no
}

func signed(n float64, negative bool) float64 {
	if negative {
		return -n
	}
	return n
}

func cutSign(text string, negative bool) (string, bool) {
	if rest, ok := strings.CutPrefix(text, "-"); ok {
		return rest, true
	}
	return strings.TrimPrefix(text, "+"), negative
}

func cutCurrency(text string) (rest, symbol string) {
	for _, symbol := range []string{"$", "€", "£"} {
		if rest, ok := strings.CutPrefix(text, symbol); ok {
			return strings.TrimSpace(rest), symbol
		}
		if rest, ok := strings.CutSuffix(text, symbol); ok {
			return strings.TrimSpace(rest), symbol
		}
	}
	return text, ""
}

func (l *locale) moneyPattern(symbol string, decimals bool) string {
	pattern := strings.ReplaceAll(l.currency, l.currencySymbol, symbol)
	if !decimals {
		pattern = strings.ReplaceAll(pattern, ".00", "")
	}
	return pattern
}

// ungroup removes thousands separators that stand where they may.
func (l *locale) ungroup(whole string) (string, bool) {
	if l.group == noBreak {
		whole = strings.NewReplacer(" ", noBreak, "\u00a0", noBreak).Replace(whole)
	}
	parts := strings.Split(whole, l.group)
	if len(parts) == 1 {
		return whole, false
	}
	for i, p := range parts {
		if len(p) > 3 || (i > 0 && len(p) != 3) || p == "" {
			return whole, false
		}
	}
	return strings.Join(parts, ""), true
}
