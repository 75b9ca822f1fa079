package sheetsim

import "testing"

func TestTypedInput(t *testing.T) {
	for _, c := range []struct{ locale, typed, unformatted, shown string }{
		{"en_US", "1,234.5", "1234.5", "1,234.50"},
		{"en_US", "0042", "42", "42"},
		{"en_US", "'0042", `"0042"`, "0042"},
		{"en_US", "12.5%", "0.125", "12.50%"},
		{"en_US", "$5", "5", "$5"},
		{"en_US", "-$1,000.25", "-1000.25", "-$1,000.25"},
		{"en_US", "(7)", "-7", "-7"},
		{"en_US", "1e3", "1000", "1.00E+03"},
		{"en_US", "3/2/2026", "46083", "3/2/2026"},
		{"en_US", "2026-03-02", "46083", "2026-03-02"},
		{"en_US", "Mar 2, 2026", "46083", "Mar 2, 2026"},
		{"en_US", "2 Mar 2026", "46083", "2 Mar 2026"},
		{"en_US", "13/2/2026", `"13/2/2026"`, "13/2/2026"},
		{"en_US", "12:30", "0.5208333333333334", "12:30:00 PM"},
		{"en_US", "3/2/2026 18:00", "46083.75", "3/2/2026 18:00:00"},
		{"en_US", "TRUE", "true", "TRUE"},
		{"en_US", "1,5", `"1,5"`, "1,5"},
		{"en_US", "1_000", `"1_000"`, "1_000"},
		{"en_US", " x ", `" x "`, " x "},
		{"en_GB", "3/2/2026", "46056", "03/02/2026"},
		{"en_GB", "£12.50", "12.5", "£12.50"},
		{"fr_FR", "1 234,56", "1234.56", "1\u202f234,56"},
		{"fr_FR", "3/2/2026", "46056", "03/02/2026"},
		{"fr_FR", "12,50 €", "12.5", "12,50 €"},
		{"fr_FR", "1.5", "46143", "01/05/2026"},
		{"fr_FR", "VRAI", "true", "VRAI"},
		{"fr_FR", "2 mars 2026", "46083", "2 mars 2026"},
		{"de_DE", "1.234,56", "1234.56", "1.234,56"},
		{"de_DE", "2.3.2026", "46083", "02.03.2026"},
		{"de_DE", "5 €", "5", "5 €"},
		{"de_DE", "WAHR", "true", "WAHR"},
	} {
		t.Run(c.locale+" "+c.typed, func(t *testing.T) {
			d := newDesk(t, func(o *Options) { o.Locale = c.locale })
			d.must(d.hand().Type(localeOf(c.locale).firstSheet, "B2", c.typed))
			equal(t, d.values("B2", "valueRenderOption=UNFORMATTED_VALUE"), "[["+c.unformatted+"]]")
			equal(t, d.values("B2", ""), "[["+quoted(t, c.shown)+"]]")
		})
	}
}

func TestRenderedPatterns(t *testing.T) {
	for _, c := range []struct {
		locale, pattern string
		n               float64
		want            string
	}{
		{"en_US", "#,##0.00", 1234567.891, "1,234,567.89"},
		{"en_US", "0", 2.5, "3"},
		{"en_US", "0.##", 2.5, "2.5"},
		{"en_US", "000", 7, "007"},
		{"en_US", "0.0%", 0.1234, "12.3%"},
		{"en_US", `"$"#,##0.00`, -5, "-$5.00"},
		{"en_US", "#,##0;(#,##0)", -1500, "(1,500)"},
		{"en_US", `0" days"`, 12, "12 days"},
		{"en_US", "0.00E+00", 12345, "1.23E+04"},
		{"en_US", "[Red]0", 3, "3"},
		{"fr_FR", "#,##0.00", -1234.5, "-1\u202f234,50"},
		{"de_DE", "#,##0.00", 1234.5, "1.234,50"},
		{"fr_FR", `#,##0.00\ "€"`, 9.99, "9,99 €"},
		{"en_US", "yyyy-mm-dd hh:mm:ss", 46083.75, "2026-03-02 18:00:00"},
		{"fr_FR", "dddd d mmm", 46083, "lundi 2 mars"},
		{"de_DE", "ddd d. mmm", 46083, "Mon 2. März"},
		{"en_US", "mmmm d, yyyy", 46083, "March 2, 2026"},
		{"en_US", "ddd dd/mm/yy", 46083, "Mon 02/03/26"},
		{"fr_FR", "d mmmm yyyy", 46083, "2 mars 2026"},
		{"en_US", "h:mm am/pm", 0.75, "6:00 PM"},
		{"en_US", "mm:ss", 0.5, "00:00"},
	} {
		t.Run(c.locale+" "+c.pattern, func(t *testing.T) {
			equal(t, render(numberValue(c.n), &numberFormat{Pattern: c.pattern}, localeOf(c.locale)), c.want)
		})
	}
	for n, want := range map[float64]string{0: "0", 1.0 / 3: "0.3333333333", 1.0 / 1024: "0.0009765625", 0.1 + 0.2: "0.3", -12.50: "-12.5", 123456789012: "123456789012", 1e20: "1E+20"} {
		equal(t, general(n, localeOf("en_US")), want)
	}
}
