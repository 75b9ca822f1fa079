package sheets

import (
	"encoding/json"
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/relance-bot/relance/ledger"
)

var (
	french  = OptionsFor("fr_FR", "EUR")
	english = OptionsFor("en_US", "USD")
	german  = OptionsFor("de_DE", "EUR")
	unknown = ParseOptions{Currency: "EUR", DateOrder: DateISO}
)

func in(opt ParseOptions, c ledger.Currency) ParseOptions {
	opt.Currency, opt.CurrencyFixed = c, true
	return opt
}

func TestParseAmount(t *testing.T) {
	for _, test := range []struct {
		name string
		cell any
		opt  ParseOptions
		want string // amount and currency, or the message a person reads
	}{
		{"a number", json.Number("1234.5"), french, "1234.50 EUR"},
		{"a float", 1234.56, french, "1234.56 EUR"},
		{"what binary adds to a computed value is not there", 0.1 + 0.2, english, "0.30 USD"},
		{"a large amount to the cent", json.Number("12345678901.23"), english, "12345678901.23 USD"},
		{"nothing", nil, french, "0.00 "},
		{"spaces are nothing", " \u00a0\u200b", french, "0.00 "},
		{"French text", "1 234,56", french, "1234.56 EUR"},
		{"with a no-break space", "1\u00a0234,56 €", french, "1234.56 EUR"},
		{"with a narrow no-break space", "1\u202f234,56", french, "1234.56 EUR"},
		{"English text", "1,234.56", english, "1234.56 USD"},
		{"German text has one reading under any locale", "1.234,56", english, "1234.56 USD"},
		{"English text has one reading under any locale", "1,234.56", french, "1234.56 EUR"},
		{"Swiss text", "1'234.50", unknown, "1234.50 EUR"},
		{"millions", "12.345.678", german, "12345678.00 EUR"},
		{"a point before three digits, the locale groups with it", "1.234", german, "1234.00 EUR"},
		{"a comma before three digits, the locale groups with it", "1,234", english, "1234.00 USD"},
		{"a point before three digits where the locale doesn't say", "1.234", french, `"1.234" can be read as two amounts: write 1234 or 1,234 as a number`},
		{"and without any locale", "1.234", unknown, `"1.234" can be read as two amounts: write 1234 or 1.234 as a number`},
		{"a decimal comma with three decimals", "1,234", french, "1.234 has more decimals than EUR allows (2)"},
		{"no group has four digits", "1234,5", unknown, "1234.50 EUR"},
		{"a zero before is no group", "0,12", unknown, "0.12 EUR"},
		{"brackets are negative", "(100.00)", english, "-100.00 USD"},
		{"brackets with a sign of the currency", "($1,234.50)", english, "-1234.50 USD"},
		{"a minus behind", "100.00-", english, "-100.00 USD"},
		{"a real minus sign", "−12,50", french, "-12.50 EUR"},
		{"a minus before the sign", "-$5", english, "-5.00 USD"},
		{"a minus behind the sign", "$-5", english, "-5.00 USD"},
		{"minus zero is zero", json.Number("-0"), french, "0.00 EUR"},
		{"minus zero as text", "-0", french, "0.00 EUR"},
		{"a dollar sign in a dollar row", "$12.50", in(english, "CAD"), "12.50 CAD"},
		{"a dollar sign in a euro row", "$12.50", in(french, "EUR"), `"$12.50" is not in EUR, the currency of the row`},
		{"a code before", "USD 12.50", french, "12.50 USD"},
		{"a code behind", "12,50 usd", french, "12.50 USD"},
		{"another code than the row's", "12,50 USD", in(french, "EUR"), `"12,50 USD" is not in EUR, the currency of the row`},
		{"a sign on both ends", "€ 12 €", french, `"€ 12 €" is not an amount`},
		{"full-width digits", "１２３", french, "123.00 EUR"},
		{"Arabic digits", "١٢٣", french, `"١٢٣" is not written with the digits 0 to 9: type it again`},
		{"zero-width padding", "\u200b12,50\ufeff", french, "12.50 EUR"},
		{"a right-to-left override", "\u202e12,50", french, `"<U+202E>12,50" contains hidden characters: type it again`},
		{"NUL", "12\x0050", french, `"12<U+0000>50" contains hidden characters: type it again`},
		{"a lone surrogate", "12\ufffd", french, `"12<U+FFFD>" contains hidden characters: type it again`},
		{"a letter for a zero", "$1 O00", english, `"$1 O00" is not an amount`},
		{"NaN", "NaN", english, `"NaN" is not an amount`},
		{"Inf", "Inf", english, `"Inf" is not an amount`},
		{"not a number", math.NaN(), english, `"NaN" is not an amount`},
		{"1e308", json.Number("1e308"), english, "1E+308 is too large an amount"},
		{"1e308 as a float", 1e308, english, "1E+308 is too large an amount"},
		{"an exponent in text", "1e3", english, `"1e3" is not an amount`},
		{"9223372036854775808", json.Number("9223372036854775808"), english, "9223372036854775808 is too large an amount"},
		{"9223372036854775808 as text", "9223372036854775808", english, "9223372036854775808 is too large an amount"},
		{"three decimals in USD", json.Number("1.005"), english, "1.005 has more decimals than USD allows (2)"},
		{"decimals in JPY", json.Number("100.5"), in(english, "JPY"), "100.5 has more decimals than JPY allows (0)"},
		{"three decimals in KWD", json.Number("1.005"), in(english, "KWD"), "1.005 KWD"},
		{"#REF!", "#REF!", english, "the cell shows #REF!: repair its formula"},
		{"#N/A", "#N/A", english, "the cell shows #N/A: repair its formula"},
		{"a boolean", true, english, "a tick box stands where an amount or a date is expected"},
		{"a formula as text", "=A1+1", english, `"=A1+1" is not an amount`},
		{"=IMPORTXML", `=IMPORTXML("http://x","//a")`, english, `"=IMPORTXML(\"http://x\",\"//a\")" is not an amount`},
		{"groups of two", "1,23,456.00", english, `"1,23,456.00" is not an amount`},
		{"two decimal signs", "1,2,3", english, `"1,2,3" is not an amount`},
		{"a sign alone", "-", english, `"-" is not an amount`},
		{"50,000 characters", strings.Repeat("9", 50_000), english, `"` + strings.Repeat("9", maxQuoted) + `…" is not an amount`},
		{"no currency anywhere", json.Number("5"), ParseOptions{}, "the amount names no currency and the book has none"},
	} {
		t.Run(test.name, func(t *testing.T) {
			m, err := ParseAmount(test.cell, test.opt)
			got := m.String() + " " + string(m.Currency)
			if err != nil {
				got = err.Error()
				if _, ok := errors.AsType[Problem](err); !ok {
					t.Errorf("%T is no Problem", err)
				}
			}
			if got != test.want {
				t.Errorf("ParseAmount(%q) = %s, want %s", test.cell, got, test.want)
			}
		})
	}
}

func TestParseDate(t *testing.T) {
	british := OptionsFor("en_GB", "GBP")
	for _, test := range []struct {
		name string
		cell any
		opt  ParseOptions
		want string
	}{
		{"serial 45000", json.Number("45000"), french, "2023-03-15"},
		{"a serial with a time of day", 45000.75, french, "2023-03-15"},
		{"nothing", "", french, ""},
		{"ISO text under any locale", "2026-01-31", english, "2026-01-31"},
		{"ISO with a time", "2026-01-31T08:00:00Z", english, "2026-01-31"},
		{"a time behind a date", "31/01/2026 08:30", french, "2026-01-31"},
		{"day first in French", "01/02/26", french, "2026-02-01"},
		{"month first in American English", "01/02/26", english, "2026-01-02"},
		{"day first in British English", "1.2.2026", british, "2026-02-01"},
		{"01/02/26 where no order is known", "01/02/26", unknown, `"01/02/26" can be read as two dates: write 2026-02-01 or 2026-01-02`},
		{"text with one reading needs no order", "31/01/2026", unknown, "2026-01-31"},
		{"the order is not swapped to make a date of it", "13/31/2026", french, `"13/31/2026" is not a day of the calendar`},
		{"nor in American English", "31/01/2026", english, `"31/01/2026" is not a day of the calendar`},
		{"30 February", "30/02/2026", french, `"30/02/2026" is not a day of the calendar`},
		{"29 February of a leap year", "29/02/2028", french, "2028-02-29"},
		{"29 February of another", "2026-02-29", french, `"2026-02-29" is not a day of the calendar`},
		{"year 0202", "01/02/0202", french, "the year of 01/02/0202 is not between 1980 and 2100"},
		{"year 9999", "31/12/9999", french, "the year of 31/12/9999 is not between 1980 and 2100"},
		{"year 9999 as a serial", json.Number("2958465"), french, "the year of 9999-12-31 is not between 1980 and 2100"},
		{"a day written as one number", json.Number("20260131"), french, `"20260131" is not a date`},
		{"a negative serial", -3.0, french, `"-3" is not a date`},
		{"a month's name in French", "31 janv. 2026", unknown, "2026-01-31"},
		{"1er août 2026", "1er août 2026", unknown, "2026-08-01"},
		{"a month's name in English", "Jan 31, 2026", unknown, "2026-01-31"},
		{"31-Jan-26", "31-Jan-26", unknown, "2026-01-31"},
		{"words", "end of month", unknown, `"end of month" is not a date`},
		{"an error", "#VALUE!", unknown, "the cell shows #VALUE!: repair its formula"},
		{"a boolean", false, unknown, "a tick box stands where an amount or a date is expected"},
		{"a right-to-left override", "\u202e31/01/2026", french, `"<U+202E>31/01/2026" contains hidden characters: type it again`},
		{"Arabic digits", "٣١/٠١/٢٠٢٦", french, `"٣١/٠١/٢٠٢٦" is not written with the digits 0 to 9: type it again`},
	} {
		t.Run(test.name, func(t *testing.T) {
			d, err := ParseDate(test.cell, test.opt)
			got := d.String()
			if err != nil {
				got = err.Error()
			}
			if got != test.want {
				t.Errorf("ParseDate(%q) = %s, want %s", test.cell, got, test.want)
			}
		})
	}
}

func TestParseCurrency(t *testing.T) {
	for cell, want := range map[any]string{
		"EUR": "EUR", " usd ": "USD", "€": "EUR", "£": "GBP", "Euros": "EUR", nil: "",
		"US$":             `"US$" is not a currency: write a code such as EUR or USD`,
		"$":               `"$" is not a currency: write a code such as EUR or USD`,
		"ZZZ":             `"ZZZ" is not a currency: write a code such as EUR or USD`,
		true:              `"TRUE" is not a currency: write a code such as EUR or USD`,
		"#N/A":            "the cell shows #N/A: repair its formula",
		json.Number("12"): `"12" is not a currency: write a code such as EUR or USD`,
	} {
		c, err := ParseCurrency(cell)
		got := string(c)
		if err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("ParseCurrency(%v) = %s, want %s", cell, got, want)
		}
	}
}

func TestParseText(t *testing.T) {
	for _, test := range []struct {
		name string
		cell any
		want string
	}{
		{"leading zeros are kept", "0042", "0042"},
		{"a number is the text one sees", json.Number("42"), "42"},
		{"a float that is whole", 1042.0, "1042"},
		{"a number that the spreadsheet rounded", json.Number("12345678901234567890"), "12345678901234567890 has more digits than a spreadsheet keeps in a number: format the cell as plain text and type it again"},
		{"a formula as text stays text", "=IMPORTXML(1)", "=IMPORTXML(1)"},
		{"emoji with joiners", "👩‍👩‍👧 & Co", "👩‍👩‍👧 & Co"},
		{"NUL", "a\x00b", `"a<U+0000>b" contains hidden characters: type it again`},
		{"an error", "#REF!", "the cell shows #REF!: repair its formula"},
		{"50,000 characters as a number", strings.Repeat("x", 50_000), "the text has 50000 characters, more than the 300 that fit here"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := parseText(test.cell, maxShortText)
			if err != nil {
				got = err.Error()
			}
			if got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestParseBool(t *testing.T) {
	for cell, want := range map[any]string{
		true: "true", false: "false", "oui": "true", "Yes": "true", "x": "true", "VRAI": "true", json.Number("1"): "true",
		"": "false", "non": "false", "0": "false", "peut-être": `"peut-être" is neither yes nor no`,
	} {
		yes, err := ParseBool(cell)
		got := map[bool]string{true: "true", false: "false"}[yes]
		if err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("ParseBool(%v) = %s, want %s", cell, got, want)
		}
	}
}

func TestProblemsReadInBothLanguages(t *testing.T) {
	_, err := ParseAmount("1.234", french)
	p, _ := errors.AsType[Problem](err)
	if got, want := p.in(ledger.FieldAmount).Text("fr"), "Montant : « 1.234 » peut se lire de deux façons : saisissez 1234 ou 1,234 comme nombre"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	for code, w := range wordings {
		if strings.Count(w.en, "%") != strings.Count(w.fr, "%") {
			t.Errorf("%s takes other arguments in French", code)
		}
	}
}
