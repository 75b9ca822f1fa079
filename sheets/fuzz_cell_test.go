package sheets

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/relance-bot/relance/ledger"
)

// FuzzCell reads any text as each kind of cell: a value or a problem that reads
// in both languages, never a panic; the same again when read again; and what was
// read of an amount is read back from how it is written.
func FuzzCell(f *testing.F) {
	for _, seed := range []string{
		"1 234,56 €", "€1,234.56", "(100.00)", "-0", "1.234", "1e308", "１２３", "\u202e100", "payé 12/03", "acompte 1 200,50", "✓", "31/01/2026", "01/02/26", "30 févr. 2026", "#REF!", "US$", "TOTAL",
	} {
		f.Add(seed)
	}
	conventions := []ParseOptions{french, english, german, unknown}
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) {
			return // no reply of the service holds it
		}
		for _, opt := range conventions {
			m, err := ParseAmount(text, opt)
			readable(t, text, err)
			if err == nil && m.Currency != "" {
				again, err := ParseAmount(literal(ledger.Amount(m)).Value, in(opt, m.Currency))
				if err != nil || again != m {
					t.Errorf("%q is %s %s, written and read again %s, %v", text, m, m.Currency, again, err)
				}
			}
			d, err := ParseDate(text, opt)
			readable(t, text, err)
			if err == nil && !d.IsZero() && (d.Time().Year() < minYear || d.Time().Year() > maxYear) {
				t.Errorf("%q is the day %s", text, d)
			}
			word, ok := readPaidWord(text, opt, ledger.NewDate(2026, 1, 31))
			if ok && (word.Says == "" || word.Amount.IsNegative()) {
				t.Errorf("%q says %+v of a payment", text, word)
			}
			if ok && word.Says != saysPart && err == nil && m.Currency != "" && !m.IsZero() {
				t.Errorf("%q is both an amount and a word", text)
			}
		}
		_, err := ParseCurrency(text)
		readable(t, text, err)
		_, err = ParseBool(text)
		readable(t, text, err)
		_, err = parseText(text, maxShortText)
		readable(t, text, err)
		saysTotal(text)
		historyStage(text)
		lookUp(text, words[&invoiceColumns[0]])
	})
}

func readable(t *testing.T, text string, err error) {
	t.Helper()
	if err == nil {
		return
	}
	p, ok := errors.AsType[Problem](err)
	if !ok {
		t.Fatalf("%q: %v is no problem", text, err)
	}
	for _, language := range []string{"en", "fr"} {
		if said := p.Text(language); strings.Contains(said, "%!") || strings.ContainsFunc(said, isInvisible) || said == string(p.Code) {
			t.Errorf("%q: reads %q", text, said)
		}
	}
}
