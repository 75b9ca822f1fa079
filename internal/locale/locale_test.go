package locale_test

import (
	"testing"
	"time"

	"github.com/relance-bot/relance/internal/locale"
	"github.com/relance-bot/relance/ledger"
)

func TestMoney(t *testing.T) {
	for _, row := range []struct {
		story  string
		minor  int64
		code   ledger.Currency
		fr, en string
	}{
		{"euros are grouped by narrow spaces in French", 123456, "EUR", "1\u202f234,56\u00a0€", "€1,234.56"},
		{"a small amount keeps its cents", 5, "USD", "0,05\u00a0$", "$0.05"},
		{"a credit has its sign in front", -100000000, "GBP", "-1\u202f000\u202f000,00\u00a0£", "-£1,000,000.00"},
		{"yen have no decimals", 1500, "JPY", "1\u202f500\u00a0¥", "¥1,500"},
		{"dinars have three", 1234567, "KWD", "1\u202f234,567\u00a0KWD", "KWD\u00a01,234.567"},
		{"an unknown currency is left out", 999, "", "9,99", "9.99"},
		{"the smallest amount there is", -9223372036854775808, "EUR", "-92\u202f233\u202f720\u202f368\u202f547\u202f758,08\u00a0€", "-€92,233,720,368,547,758.08"},
	} {
		m := ledger.Money{Minor: row.minor, Currency: row.code}
		if got := locale.For("fr-FR").Money(m); got != row.fr {
			t.Errorf("%s: French %q, want %q", row.story, got, row.fr)
		}
		if got := locale.For("en-GB").Money(m); got != row.en {
			t.Errorf("%s: English %q, want %q", row.story, got, row.en)
		}
	}
}

func TestNumbers(t *testing.T) {
	fr, en := locale.For("fr"), locale.For("en")
	for _, row := range []struct{ story, got, want string }{
		{"a thousand in French", fr.Int(1000), "1\u202f000"},
		{"a thousand in English", en.Int(1000), "1,000"},
		{"three digits need no separator", en.Int(-999), "-999"},
		{"a negative million", fr.Int(-1000000), "-1\u202f000\u202f000"},
		{"a share in French", fr.Percent(123), "12,3\u202f%"},
		{"a share in English", en.Percent(1000), "100.0%"},
		{"a share below zero", en.Percent(-5), "-0.5%"},
		{"a decimal keeps its digits", fr.Decimal("1042.50"), "1\u202f042,50"},
		{"a negative decimal", en.Decimal("-1042.50"), "-1,042.50"},
	} {
		if row.got != row.want {
			t.Errorf("%s: %q, want %q", row.story, row.got, row.want)
		}
	}
}

func TestDays(t *testing.T) {
	day := ledger.NewDate(2026, time.November, 20)
	first := ledger.NewDate(2026, time.May, 1)
	for _, row := range []struct{ story, got, want string }{
		{"a French date in full", locale.For("fr").Date(day), "20 novembre 2026"},
		{"the first of a month is an ordinal in French", locale.For("fr").Date(first), "1er mai 2026"},
		{"a British date", locale.For("en-GB").Date(day), "20 November 2026"},
		{"an American date names the month first", locale.For("en_US").Date(day), "November 20, 2026"},
		{"a short French day", locale.For("fr").Day(day), "ven. 20 nov."},
		{"a short English day", locale.For("en").Day(day), "Fri 20 Nov"},
		{"a short American day", locale.For("en-US").Day(day), "Fri Nov 20"},
		{"no date is nothing", locale.For("fr").Date(0) + locale.For("en").Day(0), ""},
		{"a French time", locale.For("fr").Clock(day.At(14, 5, time.UTC)), "14\u00a0h\u00a005"},
		{"an American time", locale.For("en-US").Clock(day.At(14, 5, time.UTC)), "2:05 PM"},
		{"a British time", locale.For("en-GB").Clock(day.At(14, 5, time.UTC)), "14:05"},
	} {
		if row.got != row.want {
			t.Errorf("%s: %q, want %q", row.story, row.got, row.want)
		}
	}
}

func TestLate(t *testing.T) {
	for _, row := range []struct {
		days   int
		fr, en string
	}{
		{1200, "1\u202f200 jours de retard", "1,200 days late"},
		{1, "1 jour de retard", "1 day late"},
		{0, "échéance aujourd’hui", "due today"},
		{-1, "échéance demain", "due tomorrow"},
		{-3, "échéance dans 3 jours", "due in 3 days"},
	} {
		if got := locale.For("fr").Late(row.days); got != row.fr {
			t.Errorf("%d days in French: %q, want %q", row.days, got, row.fr)
		}
		if got := locale.For("en").Late(row.days); got != row.en {
			t.Errorf("%d days in English: %q, want %q", row.days, got, row.en)
		}
	}
}

func TestForFallsBackToEnglish(t *testing.T) {
	for _, row := range []struct{ tag, language string }{
		{"fr", "fr"}, {"fr-CA", "fr"}, {"FR_fr", "fr"}, {"en-US", "en"}, {"de-DE", "en"}, {"", "en"}, {"???", "en"},
	} {
		if got := locale.For(row.tag).Language(); got != row.language {
			t.Errorf("For(%q) speaks %q, want %q", row.tag, got, row.language)
		}
	}
}
