package sheets

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/relance-bot/relance/ledger"
)

// ParseAmount reads an amount: a number, or text as people type it in French
// and English, with a sign or code of the currency before or behind it. A
// blank cell is the zero Money without a currency.
//
// Text such as "1.234" has two readings; the locale's signs decide, or else it
// is a Problem. Decimals that the currency doesn't have are never rounded.
func ParseAmount(v any, opt ParseOptions) (ledger.Money, error) {
	if IsBlank(v) {
		return ledger.Money{}, nil
	}
	switch x := v.(type) {
	case bool:
		return ledger.Money{}, problem(ProblemTickBox)
	case string:
		return parseAmountText(x, opt)
	}
	d, ok := numberOf(v)
	if !ok {
		return ledger.Money{}, problem(ProblemNotAmount, numberText(v))
	}
	return moneyOf(d, opt.Currency)
}

func numberText(v any) string {
	if s, ok := v.(interface{ String() string }); ok {
		return s.String()
	}
	if f, ok := v.(float64); ok {
		return strconv.FormatFloat(f, 'g', -1, 64)
	}
	return "?"
}

func moneyOf(d decimal.Decimal, c ledger.Currency) (ledger.Money, error) {
	if c == "" {
		return ledger.Money{}, problem(ProblemNoCurrency)
	}
	// A number this long was rounded by the spreadsheet already, and one with
	// a huge exponent would fill a message.
	if d.Exponent() > exactDigits || d.Abs().GreaterThanOrEqual(decimal.New(1, 18)) {
		return ledger.Money{}, problem(ProblemTooLarge, short(d))
	}
	m, err := ledger.FromDecimal(d, c)
	if err == nil {
		return m, nil
	}
	if e, ok := errors.AsType[*ledger.Error](err); ok && e.Code == ledger.CodeOverflow {
		return ledger.Money{}, problem(ProblemTooLarge, short(d))
	}
	return ledger.Money{}, problem(ProblemDecimals, d.String(), string(c), strconv.Itoa(int(c.Exponent())))
}

func short(d decimal.Decimal) string {
	if d.Exponent() > exactDigits {
		return d.Coefficient().String() + "E+" + strconv.Itoa(int(d.Exponent()))
	}
	return d.String()
}

func parseAmountText(typed string, opt ParseOptions) (ledger.Money, error) {
	s, err := plainText(typed)
	if err != nil {
		return ledger.Money{}, err
	}
	negative := false
	if inner, ok := strings.CutPrefix(s, "("); ok && strings.HasSuffix(inner, ")") {
		s, negative = strings.TrimSpace(strings.TrimSuffix(inner, ")")), true
	}
	number, stated, ok := splitCurrency(s)
	if !ok {
		return ledger.Money{}, problem(ProblemNotAmount, typed)
	}
	currency := opt.Currency
	if len(stated) > 0 && !slices.Contains(stated, currency) {
		if opt.CurrencyFixed || len(stated) > 1 {
			return ledger.Money{}, problem(ProblemOtherCurrency, typed, string(opt.Currency))
		}
		currency = stated[0]
	}
	number, minus, ok := splitSign(number)
	if !ok || minus && negative {
		return ledger.Money{}, problem(ProblemNotAmount, typed)
	}
	plain, err := plainNumber(number, typed, opt)
	if err != nil {
		return ledger.Money{}, err
	}
	d, err := decimal.NewFromString(plain)
	if err != nil {
		return ledger.Money{}, problem(ProblemNotAmount, typed)
	}
	if negative || minus {
		d = d.Neg()
	}
	return moneyOf(d, currency)
}

// splitSign takes a minus from either end, as accounting programs print it.
func splitSign(s string) (rest string, minus, ok bool) {
	for _, sign := range []string{"-", "−", "–"} {
		if after, found := strings.CutPrefix(s, sign); found {
			return strings.TrimSpace(after), true, after != ""
		}
		if before, found := strings.CutSuffix(s, sign); found {
			return strings.TrimSpace(before), true, before != ""
		}
	}
	return strings.TrimSpace(strings.TrimPrefix(s, "+")), false, s != ""
}

// plainNumber turns digits with their separators into a plain decimal.
func plainNumber(s, typed string, opt ParseOptions) (string, error) {
	notAmount := problem(ProblemNotAmount, typed)
	if s == "" || len(s) > maxNumberText {
		return "", notAmount
	}
	for _, r := range s {
		if (r < '0' || r > '9') && !strings.ContainsRune(".,' ’", r) {
			return "", notAmount
		}
	}
	s = strings.NewReplacer("’", " ", "'", " ").Replace(s)
	point, comma := strings.Count(s, "."), strings.Count(s, ",")
	var decimalSign byte
	switch {
	case point > 0 && comma > 0:
		decimalSign = '.'
		if strings.LastIndexByte(s, ',') > strings.LastIndexByte(s, '.') {
			decimalSign = ','
		}
	case point == 1 || comma == 1:
		sign := byte('.')
		if comma == 1 {
			sign = ','
		}
		decimalSign = sign
		if before, after, _ := strings.Cut(s, string(rune(sign))); couldGroup(before, after) {
			switch rune(sign) {
			case opt.Decimal:
			case opt.Group:
				decimalSign = 0
			default:
				return "", problem(ProblemAmbiguous, typed, before+after, before+string(decimalOr(opt.Decimal))+after)
			}
		}
	}
	whole, fraction := s, ""
	if decimalSign != 0 {
		if strings.Count(s, string(rune(decimalSign))) != 1 {
			return "", notAmount
		}
		whole, fraction, _ = strings.Cut(s, string(rune(decimalSign)))
	}
	digits, ok := ungroup(whole)
	if !ok || strings.ContainsAny(fraction, " .,") || digits == "" && fraction == "" {
		return "", notAmount
	}
	if fraction == "" {
		return digits, nil
	}
	return "0" + digits + "." + fraction, nil
}

func decimalOr(r rune) rune {
	if r == 0 {
		return '.'
	}
	return r
}

// couldGroup tells whether one separator between these digits could be a
// thousands sign.
func couldGroup(before, after string) bool {
	return len(after) == 3 && len(before) >= 1 && len(before) <= 3 && before[0] != '0'
}

// ungroup takes the thousands signs out: one kind of sign, groups of three.
func ungroup(s string) (string, bool) {
	s = strings.TrimSpace(s)
	if !strings.ContainsAny(s, " .,") {
		return s, true
	}
	sign := s[strings.IndexAny(s, " .,")]
	groups := strings.Split(s, string(rune(sign)))
	for i, g := range groups {
		if strings.ContainsAny(g, " .,") || i > 0 && len(g) != 3 || i == 0 && (g == "" || len(g) > 3) {
			return "", false
		}
	}
	return strings.Join(groups, ""), true
}
