package config_test

import (
	"strings"
	"testing"

	"github.com/relance-bot/relance/internal/config"
	"github.com/relance-bot/relance/ledger"
)

func TestPenalties(t *testing.T) {
	const head = "slack: {bot_token: xoxb-1, app_token: xapp-1}\ngoogle: {credentials_file: key.json}\nbooks:\n  - name: main\n    spreadsheet: abc\n    channels: {finance: \"#f\", reminders: \"#r\"}\n    roles: {finance: [a@example.com]}\n"
	for _, tt := range []struct {
		story, text string
		regime      ledger.Regime
		rate        string
		problem     string // a part of it
	}{
		{"none: by the customers' countries", "", "", "", ""},
		{"a law", "    penalties: {regime: fr}\n", ledger.RegimeFR, "", ""},
		{"a law with the contract's rate", "    penalties: {regime: fr, rate: 12.5}\n", ledger.RegimeFR, "12.5", ""},
		{"a contract", "    penalties: {regime: contract, rate: 12}\n", ledger.RegimeContract, "12", ""},
		{"off", "    penalties: {regime: off}\n", ledger.RegimeOff, "", ""},
		{"a law that there isn't", "    penalties: {regime: us}\n", "", "", `books[0].penalties.regime: is "us"; expected off, fr, eu, uk, contract`},
		{"a contract without its rate", "    penalties: {regime: contract}\n", "", "", "books[0].penalties.rate: is missing"},
		{"a rate for a law that has its own", "    penalties: {regime: uk, rate: 12}\n", "", "", "goes with the regimes contract and fr alone"},
		{"a rate for no law", "    penalties: {rate: 12}\n", "", "", "goes with the regimes contract and fr alone"},
		{"a rate in words", "    penalties: {regime: contract, rate: 12 %}\n", "", "", `is "12 %"; expected percent a year`},
		{"a slip of the keyboard", "    penalties: {regime: contract, rate: 120}\n", "", "", `is "120"`},
	} {
		t.Run(tt.story, func(t *testing.T) {
			c, err := config.Parse([]byte(head+tt.text), config.Environment{Getenv: func(string) string { return "" }})
			if tt.problem != "" {
				if err == nil || !strings.Contains(err.Error(), tt.problem) {
					t.Fatalf("got %v, want %s", err, tt.problem)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			policy, err := c.Books[0].Penalties.Policy(ledger.Rates{})
			if err != nil {
				t.Fatal(err)
			}
			rate := ""
			if policy.Rate.Valid {
				rate = policy.Rate.Decimal.String()
			}
			if policy.Regime != tt.regime || rate != tt.rate {
				t.Errorf("regime %q, rate %q", policy.Regime, rate)
			}
		})
	}
}
