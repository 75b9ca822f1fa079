package ledger

import (
	"strings"

	"github.com/shopspring/decimal"
)

// RegimeOff claims nothing of anybody.
const RegimeOff Regime = "off"

// PenaltyPolicy is what a book claims of late payments.
type PenaltyPolicy struct {
	// Regime holds for all customers; none: each customer's country says.
	Regime Regime
	Rate   decimal.NullDecimal // the contract's, under RegimeContract or RegimeFR
	Rates  Rates
}

// euMembers have transposed directive 2011/7/EU, France aside, whose own rule
// is RegimeFR (ISO 3166 codes; EL is how the EU writes Greece).
var euMembers = map[string]bool{
	"AT": true, "BE": true, "BG": true, "CY": true, "CZ": true, "DE": true, "DK": true, "EE": true, "EL": true, "ES": true, "FI": true, "GR": true, "HR": true,
	"HU": true, "IE": true, "IT": true, "LT": true, "LU": true, "LV": true, "MT": true, "NL": true, "PL": true, "PT": true, "RO": true, "SE": true, "SI": true, "SK": true,
}

// RegimeOf is the regime of a country by its ISO 3166 code, if there is one.
func RegimeOf(country string) (Regime, bool) {
	code := strings.ToUpper(strings.TrimSpace(country))
	switch {
	case code == "FR":
		return RegimeFR, true
	case code == "GB" || code == "UK":
		return RegimeUK, true
	case euMembers[code]:
		return RegimeEU, true
	}
	return "", false
}

// RegimeFor is the regime under which a customer's late payments fall; false
// where nothing is claimed.
func (p PenaltyPolicy) RegimeFor(a Account) (Regime, bool) {
	switch p.Regime {
	case RegimeOff:
		return "", false
	case "":
		return RegimeOf(a.Country)
	}
	return p.Regime, true
}

// Claim is what can be claimed on an invoice at the end of a day, besides what
// is owed: nothing before it is late, where no regime holds, or where it was
// waived (then Waived says why). What ran up before a late settlement can
// still be claimed after it. A half-year without a rate is an Error.
func (p PenaltyPolicy) Claim(a Account, inv *Invoice, asOf Date) (Penalty, error) {
	return p.ClaimBeside(a, inv, Money{Currency: inv.Amount.Currency}, asOf)
}

// ClaimBeside is Claim on all of an invoice but a part of what is open, in its
// currency, that the customer contests: who doesn't ask for that part claims no
// interest on it.
func (p PenaltyPolicy) ClaimBeside(a Account, inv *Invoice, disputed Money, asOf Date) (Penalty, error) {
	none := Penalty{Interest: Money{Currency: inv.Amount.Currency}, Fee: Money{Currency: inv.Amount.Currency}}
	regime, ok := p.RegimeFor(a)
	if !ok || inv.IsCredit() || inv.Amount.IsZero() || inv.Due.IsZero() || inv.Problem != "" {
		return none, nil
	}
	if inv.Waived != "" {
		none.Waived = inv.Waived
		return none, nil
	}
	amount, err := inv.Amount.Sub(disputed)
	if err != nil {
		return none, err
	}
	q := InterestQuery{Regime: regime, Amount: amount, Due: inv.Due, Until: asOf, Payments: inv.Payments, Rates: p.Rates}
	if paid := inv.paidInFullOn(asOf); !paid.IsZero() {
		q.Until = min(asOf, paid)
	}
	if regime == RegimeFR || regime == RegimeContract {
		q.Rate = p.Rate
	}
	return Interest(q)
}
