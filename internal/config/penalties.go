package config

import (
	"regexp"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/relance-bot/relance/ledger"
)

// Penalties say what a book claims of late payments.
type Penalties struct {
	Regime string `yaml:"regime"` // fr, eu, uk, contract or off; empty: by each customer's country
	Rate   string `yaml:"rate"`   // the contract's, in percent a year, with fr or contract
}

// percentText is a rate as it stands in a file: 12 or 12.5.
var percentText = regexp.MustCompile(`^\d{1,2}(\.\d{1,4})?$`)

func (s Penalties) check(path string, p *problems) {
	if s.Regime != "" {
		allowed := []string{string(ledger.RegimeOff)}
		for _, r := range ledger.Regimes {
			allowed = append(allowed, string(r))
		}
		oneOf(p, path+".regime", s.Regime, allowed...)
	}
	agreed := s.Regime == string(ledger.RegimeContract) || s.Regime == string(ledger.RegimeFR)
	switch {
	case s.Rate == "" && s.Regime == string(ledger.RegimeContract):
		p.add(path+".rate", "is missing; the regime contract needs the contract's rate in percent a year, such as 12.5")
	case s.Rate != "" && !agreed:
		p.add(path+".rate", "goes with the regimes contract and fr alone; the others have their own rates")
	case s.Rate != "" && !percentText.MatchString(s.Rate):
		p.add(path+".rate", "is %q; expected percent a year such as 12.5", s.Rate)
	}
}

// Policy is what the ledger needs of it, with a table of rates.
func (s Penalties) Policy(rates ledger.Rates) (ledger.PenaltyPolicy, error) {
	policy := ledger.PenaltyPolicy{Regime: ledger.Regime(s.Regime), Rates: rates}
	if text := strings.TrimSpace(s.Rate); text != "" {
		rate, err := decimal.NewFromString(text)
		if err != nil {
			return policy, err
		}
		policy.Rate = decimal.NewNullDecimal(rate)
	}
	return policy, nil
}
