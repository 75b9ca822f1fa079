package ledger

import (
	"fmt"
	"strconv"
	"strings"
)

// Kind says what a Value holds.
type Kind uint8

// The kinds. KindNone is an empty cell.
const (
	KindNone Kind = iota
	KindText
	KindMoney
	KindDate
	KindInt
	KindBool
)

// Value is one typed cell: what a field of an invoice holds, before and after
// a Change. It is comparable with ==, and the zero Value is an empty cell.
type Value struct {
	kind     Kind
	currency Currency
	number   int64 // minor units, Date, integer or 0/1
	text     string
}

// Text holds text; empty text is no value.
func Text(s string) Value {
	if s == "" {
		return Value{}
	}
	return Value{kind: KindText, text: s}
}

// Amount holds money. Zero is a value: a person who typed 0 said so.
func Amount(m Money) Value { return Value{kind: KindMoney, number: m.Minor, currency: m.Currency} }

// Day holds a date; no date is no value.
func Day(d Date) Value {
	if d.IsZero() {
		return Value{}
	}
	return Value{kind: KindDate, number: int64(d)}
}

// Int holds an integer.
func Int(n int) Value { return Value{kind: KindInt, number: int64(n)} }

// Bool holds yes; no is no value, as an empty tick box is.
func Bool(yes bool) Value {
	if !yes {
		return Value{}
	}
	return Value{kind: KindBool, number: 1}
}

// Kind says what v holds.
func (v Value) Kind() Kind { return v.kind }

// IsEmpty tells whether v is an empty cell.
func (v Value) IsEmpty() bool { return v.kind == KindNone }

// Text is the text that v holds, or nothing.
func (v Value) Text() string { return v.text }

// Money is the amount that v holds, or zero.
func (v Value) Money() Money {
	if v.kind != KindMoney {
		return Money{}
	}
	return Money{Minor: v.number, Currency: v.currency}
}

// Date is the day that v holds, or none.
func (v Value) Date() Date {
	if v.kind != KindDate {
		return 0
	}
	return Date(v.number) //nolint:gosec // made of a Date
}

// Int is the integer that v holds, or 0.
func (v Value) Int() int {
	if v.kind != KindInt {
		return 0
	}
	return int(v.number)
}

// Bool tells whether v holds yes.
func (v Value) Bool() bool { return v.kind == KindBool && v.number == 1 }

// String writes v for a log or a plan: the amount with its currency, the day
// in ISO form, the text as it is.
func (v Value) String() string {
	switch v.kind {
	case KindText:
		return v.text
	case KindMoney:
		return strings.TrimSpace(v.Money().String() + " " + string(v.currency))
	case KindDate:
		return v.Date().String()
	case KindInt:
		return strconv.FormatInt(v.number, 10)
	case KindBool:
		return "yes"
	}
	return ""
}

// MarshalText writes v so that UnmarshalText gives back the very same Value:
// a letter for the kind, a colon, the rest.
func (v Value) MarshalText() ([]byte, error) {
	switch v.kind {
	case KindText:
		return []byte("t:" + v.text), nil
	case KindMoney:
		return fmt.Appendf(nil, "m:%s:%d", v.currency, v.number), nil
	case KindDate:
		return []byte("d:" + v.Date().String()), nil
	case KindInt:
		return fmt.Appendf(nil, "i:%d", v.number), nil
	case KindBool:
		return []byte("b:yes"), nil
	}
	return nil, nil
}

// UnmarshalText reads what MarshalText wrote.
func (v *Value) UnmarshalText(b []byte) error {
	parsed, err := parseValue(string(b))
	if err != nil {
		return err
	}
	*v = parsed
	return nil
}

func parseValue(s string) (Value, error) {
	if s == "" {
		return Value{}, nil
	}
	kind, rest, found := strings.Cut(s, ":")
	if !found {
		return Value{}, fmt.Errorf("value %q has no kind", s)
	}
	switch kind {
	case "t":
		return Text(rest), nil
	case "m":
		code, minor, _ := strings.Cut(rest, ":")
		n, err := strconv.ParseInt(minor, 10, 64)
		if err != nil {
			return Value{}, fmt.Errorf("value %q: %w", s, err)
		}
		return Amount(Money{Minor: n, Currency: shared(Currency(code))}), nil
	case "d":
		d, err := ParseDate(rest)
		if err != nil {
			return Value{}, err
		}
		return Day(d), nil
	case "i":
		n, err := strconv.Atoi(rest)
		if err != nil {
			return Value{}, fmt.Errorf("value %q: %w", s, err)
		}
		return Int(n), nil
	case "b":
		return Bool(rest == "yes"), nil
	}
	return Value{}, fmt.Errorf("value %q is of no known kind", s)
}
