package ledger

import (
	"math"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

func TestParseMoney(t *testing.T) {
	for _, tt := range []struct {
		story    string
		text     string
		currency Currency
		want     int64
		code     Code
	}{
		{"cents", "1234.50", "EUR", 123450, ""},
		{"fewer decimals than the currency has", "1234.5", "EUR", 123450, ""},
		{"more zeros than decimals lose nothing", "12.3400", "EUR", 1234, ""},
		{"minus zero is zero", "-0", "EUR", 0, ""},
		{"a credit", "-12.34", "USD", -1234, ""},
		{"yen have no decimals", "1234", "JPY", 1234, ""},
		{"a third of a cent is not rounded", "12.345", "USD", 0, CodeInvalid},
		{"decimals of yen are not rounded", "12.5", "JPY", 0, CodeInvalid},
		{"Kuwait counts in thousandths", "1.234", "KWD", 1234, ""},
		{"a currency that isn't known counts in two", "1.23", "", 123, ""},
		{"the largest amount there is", "92233720368547758.07", "EUR", math.MaxInt64, ""},
		{"one cent more is refused, not wrapped", "92233720368547758.08", "EUR", 0, CodeOverflow},
		{"the smallest", "-92233720368547758.08", "EUR", math.MinInt64, ""},
		{"2^63 in yen", "9223372036854775808", "JPY", 0, CodeOverflow},
		{"what a double can hold", "1e308", "EUR", 0, CodeOverflow},
		{"an exponent that would fill the memory", "1e30000", "EUR", 0, CodeInvalid},
		{"and one the other way", "1e-30000", "EUR", 0, CodeInvalid},
		{"nothing, however large its exponent", "0e3000", "EUR", 0, ""},
		{"a decimal comma is for package sheets", "12,34", "EUR", 0, CodeInvalid},
		{"not a number", "NaN", "EUR", 0, CodeInvalid},
		{"infinite", "Inf", "EUR", 0, CodeInvalid},
		{"nothing at all", "", "EUR", 0, CodeInvalid},
		{"an O for a zero", "1O00", "EUR", 0, CodeInvalid},
		{"full-width digits", "１２", "EUR", 0, CodeInvalid},
		{"a text as long as a cell", string(make([]byte, 50_000)), "EUR", 0, CodeInvalid},
	} {
		t.Run(tt.story, func(t *testing.T) {
			m, err := ParseMoney(tt.text, tt.currency)
			if (err != nil) != (tt.code != "") || err != nil && CodeOf(err) != tt.code {
				t.Fatalf("error %v, want code %q", err, tt.code)
			}
			if want := (Money{Minor: tt.want, Currency: tt.currency}); err == nil && m != want {
				t.Errorf("%v, want %v", m, want)
			}
		})
	}
}

// Two amounts add up as exactly as integers without bounds do, or not at all.
func TestMoneyAddsExactlyOrNotAtAll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := Money{rapid.Int64().Draw(t, "a"), "EUR"}, Money{rapid.Int64().Draw(t, "b"), "EUR"}
		for name, op := range map[string]struct {
			got   func(Money) (Money, error)
			exact decimal.Decimal
		}{
			"add": {a.Add, a.Decimal().Add(b.Decimal())},
			"sub": {a.Sub, a.Decimal().Sub(b.Decimal())},
		} {
			sum, err := op.got(b)
			fits := op.exact.Shift(2).BigInt().IsInt64()
			if name == "sub" && b.Minor == math.MinInt64 {
				fits = false // has no opposite
			}
			if (err == nil) != fits {
				t.Fatalf("%s %v %v: error %v, fits %v", name, a, b, err, fits)
			}
			if err == nil && !sum.Decimal().Equal(op.exact) {
				t.Fatalf("%s %v %v: %v", name, a, b, sum)
			}
			if err != nil && CodeOf(err) != CodeOverflow {
				t.Fatalf("%s: %v", name, err)
			}
		}
	})
	if _, err := (Money{1, "EUR"}).Add(Money{1, "USD"}); CodeOf(err) != CodeInvalid {
		t.Errorf("two currencies: %v", err)
	}
}

func FuzzParseMoney(f *testing.F) {
	for _, s := range []string{"0", "12.34", "-0", "1e308", "1e-9", "9223372036854775808", "NaN", "1.2.3", "+5", "0x10", "1_000"} {
		f.Add(s, "EUR")
	}
	f.Add("12.345", "KWD")
	f.Add("12", "JPY")
	f.Fuzz(func(t *testing.T, s, currency string) {
		m, err := ParseMoney(s, Currency(currency))
		if err != nil {
			if code := CodeOf(err); code != CodeInvalid && code != CodeOverflow {
				t.Fatalf("%q: %v", s, err)
			}
			return
		}
		again, err := ParseMoney(m.String(), m.Currency)
		if err != nil || again != m {
			t.Fatalf("%q is %v, which reads as %v (%v)", s, m, again, err)
		}
	})
}
