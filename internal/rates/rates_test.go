package rates_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/relance-bot/relance/internal/rates"
	"github.com/relance-bot/relance/ledger"
)

func half(t *testing.T, text string) ledger.HalfYear {
	t.Helper()
	h, err := ledger.ParseHalfYear(text)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// The built-in table is read, has no hole, marks what is from a secondary
// source, and keeps rates as they are written.
func TestTheBuiltInTable(t *testing.T) {
	table := rates.BuiltIn()
	for _, tt := range []struct {
		series      ledger.RateSeries
		first, last string
		want        map[string]string
	}{
		{ledger.SeriesECB, "2013-H1", "2026-H2", map[string]string{"2013-H1": "0.75", "2016-H2": "0.00", "2024-H1": "4.50", "2025-H2": "2.15", "2026-H2": "2.40"}},
		{ledger.SeriesBoE, "2023-H1", "2026-H2", map[string]string{"2023-H1": "3.50", "2025-H1": "4.75", "2026-H2": "3.75"}},
		{ledger.SeriesFRLegal, "2024-H1", "2026-H1", map[string]string{"2024-H1": "5.07", "2026-H1": "2.62"}},
	} {
		halves := table.HalfYears(tt.series)
		if len(halves) == 0 || halves[0] != half(t, tt.first) || halves[len(halves)-1] != half(t, tt.last) {
			t.Errorf("%s is known for %v", tt.series, halves)
		}
		for i, h := range halves {
			if i > 0 && h != halves[i-1]+1 {
				t.Errorf("%s has a hole before %s", tt.series, h)
			}
			rate, _ := table.At(tt.series, h)
			if rate.Source == "" || rate.AsOf.IsZero() {
				t.Errorf("%s %s has no source or no day", tt.series, h)
			}
			if rate.IsSecondary != (h == half(t, "2026-H2")) {
				t.Errorf("%s %s: secondary %v", tt.series, h, rate.IsSecondary)
			}
		}
		for text, want := range tt.want {
			if rate, ok := table.At(tt.series, half(t, text)); !ok || ledger.FormatPercent(rate.Percent) != want {
				t.Errorf("%s %s is %s, want %s", tt.series, text, rate.Percent, want)
			}
		}
	}
	if _, ok := table.At(ledger.SeriesECB, half(t, "2027-H1")); ok {
		t.Error("a half-year to come has a rate")
	}
}

func TestAnOperatorsTable(t *testing.T) {
	const head = "ecb:\n  source: ECB\n  as_of: 2027-01-02\n"
	for _, tt := range []struct {
		story, text string
		want        string // "", or a part of the error
	}{
		{"a new half-year", head + "  rates:\n    2027-H1: 2.65\n", ""},
		{"in quotes", head + "  rates:\n    2027-H1: \"2.65\"\n", ""},
		{"one that is known, corrected", head + "  rates: {2027-H1: 2.65, 2026-H2: 2.65}\n", ""},
		{"a word for a rate", head + "  rates:\n    2027-H1: low\n", `2027-H1: "low" is not a rate`},
		{"a decimal comma", head + "  rates:\n    2027-H1: 2,65\n", `"2,65" is not a rate`},
		{"a slip of the keyboard", head + "  rates:\n    2027-H1: 265\n", `"265" is not a rate`},
		{"a year for a half-year", head + "  rates:\n    2027: 2.65\n", `"2027" is not a half-year such as 2026-H2`},
		{"a third half", head + "  rates:\n    2027-H3: 2.65\n", `"2027-H3" is not a half-year`},
		{"no source", "ecb:\n  as_of: 2027-01-02\n  rates: {2027-H1: 2.65}\n", "ecb: source"},
		{"no day", "ecb:\n  source: ECB\n  rates: {2027-H1: 2.65}\n", "ecb: as_of"},
		{"a secondary half-year that isn't there", head + "  rates: {2027-H1: 2.65}\n  secondary: [2027-H2]\n", "no rate of 2027-H2"},
		{"an unknown series", "fed:\n  rates: {2027-H1: 2.65}\n", "fed"},
		{"an unknown key", head + "  rate: {2027-H1: 2.65}\n", "rate"},
		{"twice the same", head + "  rates:\n    2027-H1: 2.65\n    2027-H1: 2.90\n", "2027-H1"},
		{"nothing at all", "", "no rates"},
		{"no YAML", "ecb: [", "[1:6]"},
	} {
		t.Run(tt.story, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "rates.yaml")
			if err := os.WriteFile(path, []byte(tt.text), 0o600); err != nil {
				t.Fatal(err)
			}
			table, err := rates.Load(path)
			if tt.want != "" {
				if err == nil || !strings.Contains(err.Error(), tt.want) || !strings.Contains(err.Error(), path) {
					t.Fatalf("got error %v, want one of %s about %s", err, path, tt.want)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if rate, _ := table.At(ledger.SeriesECB, half(t, "2027-H1")); rate.Percent.String() != "2.65" {
				t.Errorf("2027-H1 is %s", rate.Percent)
			}
			if rate, _ := table.At(ledger.SeriesECB, half(t, "2013-H1")); rate.Percent.String() != "0.75" {
				t.Errorf("2013-H1 is %s: the built-in table is gone", rate.Percent)
			}
			if rate, _ := rates.BuiltIn().At(ledger.SeriesECB, half(t, "2026-H2")); rate.Percent.String() != "2.4" {
				t.Errorf("the built-in table has %s for 2026-H2", rate.Percent)
			}
		})
	}
	if _, err := rates.Load(filepath.Join(t.TempDir(), "none.yaml")); err == nil {
		t.Error("a file that isn't there is read")
	}
}
