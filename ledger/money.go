package ledger

import (
	"fmt"
	"math"
	"strings"

	"github.com/shopspring/decimal"
	"golang.org/x/text/currency"
)

// Currency is an ISO 4217 code in capitals, such as EUR. Empty means unknown.
type Currency string

// ParseCurrency accepts an ISO 4217 code in any case.
func ParseCurrency(code string) (Currency, error) {
	unit, err := currency.ParseISO(code)
	if err != nil {
		return "", &Error{Code: CodeInvalid, Message: fmt.Sprintf("%q is not an ISO 4217 currency code such as EUR or USD", code)}
	}
	return Currency(unit.String()), nil
}

// Exponent is the number of decimals the currency is counted in: 2 for EUR, 0
// for JPY, 3 for KWD (ISO 4217, by way of CLDR). An unknown code counts in 2.
func (c Currency) Exponent() int32 {
	switch c { // the currencies met every day, without the table
	case "EUR", "USD", "GBP", "CHF", "":
		return 2
	}
	unit, err := currency.ParseISO(string(c))
	if err != nil {
		return 2
	}
	scale, _ := currency.Standard.Rounding(unit)
	return int32(scale) //nolint:gosec // CLDR scales are 0 to 4
}

// Money is an exact amount: minor units (cents) of one currency. The zero
// Money, with no currency, can be added to any other.
type Money struct {
	Minor    int64    `json:"minor"`
	Currency Currency `json:"currency"`
}

// FromDecimal makes Money of a decimal amount in major units. It refuses more
// decimals than the currency has and amounts beyond int64 minor units: money
// is never rounded in silence.
func FromDecimal(d decimal.Decimal, c Currency) (Money, error) {
	if d.IsZero() {
		return Money{Currency: c}, nil
	}
	// An exponent far from the digits (1e999999999) would be written out in
	// full below.
	switch top := int64(d.NumDigits()) + int64(d.Exponent()); {
	case top > maxIntegerDigits:
		return Money{}, &Error{Code: CodeOverflow, Reason: ReasonTooLarge, Args: Args{"currency": string(c)}, Message: fmt.Sprintf("that is too large an amount of %s", c)}
	case top < -maxIntegerDigits:
		return Money{}, &Error{Code: CodeInvalid, Message: fmt.Sprintf("that amount has more decimals than %s allows (%d)", c, c.Exponent())}
	}
	minor := d.Shift(c.Exponent())
	if !minor.IsInteger() {
		return Money{}, &Error{Code: CodeInvalid, Message: fmt.Sprintf("%s has more decimals than %s allows (%d)", d, c, c.Exponent())}
	}
	if !minor.BigInt().IsInt64() {
		return Money{}, &Error{Code: CodeOverflow, Message: fmt.Sprintf("%s %s is too large an amount", d, c)}
	}
	return Money{Minor: minor.IntPart(), Currency: c}, nil
}

// maxIntegerDigits is what int64 can have before the decimal sign (19), and one.
const maxIntegerDigits = 20

// maxAmountText bounds the text of an amount: int64 with a sign and a dot has
// 21 characters.
const maxAmountText = 64

// ParseMoney reads a plain decimal such as "1234.5" (a dot, no grouping).
// Text as people type it is read by package sheets.
func ParseMoney(s string, c Currency) (Money, error) {
	if len(s) > maxAmountText {
		return Money{}, &Error{Code: CodeInvalid, Message: fmt.Sprintf("%s… is too long for an amount", strings.ToValidUTF8(s[:maxAmountText], ""))}
	}
	d, err := decimal.NewFromString(s)
	if err != nil {
		return Money{}, &Error{Code: CodeInvalid, Message: fmt.Sprintf("%q is not an amount", s)}
	}
	return FromDecimal(d, c)
}

// Decimal is the amount in major units.
func (m Money) Decimal() decimal.Decimal { return decimal.New(m.Minor, -m.Currency.Exponent()) }

// String is the amount with the currency's decimals and no currency: "1234.50".
func (m Money) String() string { return m.Decimal().StringFixed(m.Currency.Exponent()) }

// IsZero tells whether the amount is nothing, in whatever currency.
func (m Money) IsZero() bool { return m.Minor == 0 }

// IsPositive tells whether the amount is more than nothing.
func (m Money) IsPositive() bool { return m.Minor > 0 }

// IsNegative tells whether the amount is less than nothing, as in a credit note.
func (m Money) IsNegative() bool { return m.Minor < 0 }

// Neg is the opposite amount.
func (m Money) Neg() Money { return Money{Minor: -m.Minor, Currency: m.Currency} }

// Add sums two amounts of one currency. Two currencies or an overflow are an
// Error, never a wrong sum.
func (m Money) Add(n Money) (Money, error) {
	c, err := m.sameCurrency(n)
	if err != nil {
		return Money{}, err
	}
	if (n.Minor > 0 && m.Minor > math.MaxInt64-n.Minor) || (n.Minor < 0 && m.Minor < math.MinInt64-n.Minor) {
		return Money{}, &Error{Code: CodeOverflow, Message: fmt.Sprintf("the sum of %s and %s %s is too large", m, n, c)}
	}
	return Money{Minor: m.Minor + n.Minor, Currency: c}, nil
}

// Sub takes n from m, under the rules of Add.
func (m Money) Sub(n Money) (Money, error) {
	if n.Minor == math.MinInt64 {
		return Money{}, &Error{Code: CodeOverflow, Message: "an amount this large can't be subtracted"}
	}
	return m.Add(n.Neg())
}

// Cmp is -1, 0 or +1 as m is less than, equal to or more than n. Amounts of
// different currencies have no order: comparing them is a programming error
// and panics.
func (m Money) Cmp(n Money) int {
	if _, err := m.sameCurrency(n); err != nil {
		panic(err)
	}
	switch {
	case m.Minor < n.Minor:
		return -1
	case m.Minor > n.Minor:
		return 1
	}
	return 0
}

func (m Money) sameCurrency(n Money) (Currency, error) {
	switch {
	case m.Currency == n.Currency, n == Money{}:
		return m.Currency, nil
	case m == Money{}:
		return n.Currency, nil
	}
	return "", &Error{Code: CodeInvalid, Message: fmt.Sprintf("%s and %s can't be put together without a rate", m.Currency, n.Currency)}
}
