package ledger

import (
	"fmt"
	"slices"

	"github.com/shopspring/decimal"
)

// Regime is the law, or the agreement, by which a late payment costs interest
// and a fixed fee. All of them are about debts between businesses.
type Regime string

// The regimes.
const (
	// RegimeFR is France: ECB rate + 10 points by half-years, 40 euros (code de
	// commerce L441-10 and D441-5). A contract may set another rate, not below
	// three times the legal one.
	RegimeFR Regime = "fr"
	// RegimeEU is the euro area by default: ECB rate + 8 points by half-years,
	// 40 euros (directive 2011/7/EU, articles 2, 3 and 6). Some members have more.
	RegimeEU Regime = "eu"
	// RegimeUK is the United Kingdom: Bank of England rate + 8 points, fixed
	// when interest starts to run; 40, 70 or 100 pounds (Late Payment of
	// Commercial Debts (Interest) Act 1998).
	RegimeUK Regime = "uk"
	// RegimeContract is the rate that a contract sets.
	RegimeContract Regime = "contract"
)

// Regimes are all of them.
var Regimes = []Regime{RegimeFR, RegimeEU, RegimeUK, RegimeContract}

// Points over the reference rate.
var (
	pointsFR      = decimal.NewFromInt(10)
	pointsDefault = decimal.NewFromInt(8) // EU and UK
)

// maxContractRate bounds a contract's rate, in percent a year: beyond it is a
// slip of the keyboard.
const maxContractRate = 100

// InterestQuery asks what a late payment costs.
type InterestQuery struct {
	Regime   Regime
	Amount   Money     // of the invoice, including tax
	Due      Date      // the last day on which it could be paid in time
	Until    Date      // the day of payment, or the day on which is asked: it counts
	Payments []Payment // partial ones; each lowers the balance from the day after it
	// Rate is the contract's, in percent a year: needed under RegimeContract,
	// possible under RegimeFR, where the law sets a minimum.
	Rate  decimal.NullDecimal
	Rates Rates
}

// Penalty is what a late payment costs. It can be claimed; it is no part of
// what is owed for the invoice.
//
// Invariants: the pieces follow each other, their days are all between the due
// day and the day asked about on which something was owed, and their interest
// sums to Interest, which was rounded once (half up).
type Penalty struct {
	Days     int // from the due day to the day asked about
	Interest Money
	Fee      Money
	Pieces   []InterestPiece
	Notices  []Notice
	Waived   string // why nothing is claimed, where that was decided
}

// InterestPiece is some days in a row with one rate and one balance. Its
// interest is rounded like a sum of its own, and the last piece takes the
// difference to the total (the one before it too, should it go below nothing).
type InterestPiece struct {
	From, To Date // both included
	Days     int
	Rate     decimal.Decimal // percent a year
	Balance  Money
	Interest Money
}

// Notice is what should be known about a figure. Reason is a stable key, by
// which Message is said in another language with Args.
type Notice struct {
	Reason  string
	Args    Args
	Message string
}

// Reasons of notices; the comment names the Args.
const (
	NoticeNoFee          = "no_fee"           // currency, regime
	NoticeSecondaryRate  = "secondary_rate"   // halves, series
	NoticeRateBelowLegal = "rate_below_legal" // rate, minimum, half
)

// IsZero tells whether there is nothing to claim.
func (p Penalty) IsZero() bool { return p.Interest.IsZero() && p.Fee.IsZero() }

// Interest computes interest and fee: simple interest on the balance of each
// day, balance × rate × days ÷ 365, from the day after the due day on. A
// half-year whose rate isn't known is an Error, never a guess.
func Interest(q InterestQuery) (Penalty, error) {
	if err := q.check(); err != nil {
		return Penalty{}, err
	}
	zero := Money{Currency: q.Amount.Currency}
	p := Penalty{Interest: zero, Fee: zero}
	if !q.Until.After(q.Due) {
		return p, nil
	}
	p.Days = q.Until.DaysSince(q.Due)
	p.Pieces = q.pieces()
	if len(p.Pieces) == 0 {
		return p, nil
	}
	notices, err := q.setRates(p.Pieces)
	if err != nil {
		return Penalty{}, err
	}
	if p.Interest, err = sumInterest(p.Pieces); err != nil {
		return Penalty{}, err
	}
	p.Notices = notices
	if fee, ok := fixedFee(q.Regime, p.Pieces[0].Balance); ok {
		p.Fee = fee
	} else {
		p.Notices = append(p.Notices, Notice{
			Reason: NoticeNoFee, Args: Args{"currency": string(q.Amount.Currency), "regime": string(q.Regime)},
			Message: fmt.Sprintf("No fixed fee is stated in %s under the regime %q: none is claimed.", q.Amount.Currency, q.Regime),
		})
	}
	return p, nil
}

func (q InterestQuery) check() error {
	switch {
	case !slices.Contains(Regimes, q.Regime):
		return &Error{
			Code: CodeInvalid, Reason: ReasonUnknownRegime, Args: Args{"regime": string(q.Regime)},
			Message: fmt.Sprintf("%q is no regime: choose fr, eu, uk or contract.", q.Regime),
		}
	case !q.Amount.IsPositive():
		return &Error{
			Code: CodeInvalid, Reason: ReasonAmountInvalid, Args: Args{"amount": q.Amount},
			Message: fmt.Sprintf("The amount must be more than zero, not %s.", q.Amount),
		}
	case q.Due.IsZero() || q.Until.IsZero():
		return &Error{Code: CodeInvalid, Reason: ReasonDateMissing, Message: "Say on which day it was due, and until when interest runs."}
	case !q.Rate.Valid && q.Regime == RegimeContract:
		return &Error{Code: CodeInvalid, Reason: ReasonRateMissing, Message: "The regime contract needs the contract's rate, in percent a year."}
	case q.Rate.Valid && (q.Regime == RegimeEU || q.Regime == RegimeUK):
		return &Error{
			Code: CodeInvalid, Reason: ReasonRateUnwanted, Args: Args{"regime": string(q.Regime)},
			Message: fmt.Sprintf("The regime %q has its own rate. For a rate that was agreed, choose contract.", q.Regime),
		}
	case q.Rate.Valid && (q.Rate.Decimal.IsNegative() || q.Rate.Decimal.GreaterThan(decimal.NewFromInt(maxContractRate))):
		return &Error{
			Code: CodeInvalid, Reason: ReasonRateInvalid, Args: Args{"rate": q.Rate.Decimal.String(), "max": maxContractRate},
			Message: fmt.Sprintf("%s %% a year is no rate of a contract: 0 to %d.", q.Rate.Decimal, maxContractRate),
		}
	}
	return nil
}

// daysPerYear divides a year's interest, in leap years too.
const daysPerYear = 365

// sumInterest rounds the total once, and gives each piece a share that sums
// to it.
func sumInterest(pieces []InterestPiece) (Money, error) {
	divisor := decimal.NewFromInt(100 * daysPerYear)
	exact, shown := decimal.Zero, decimal.Zero
	shares := make([]decimal.Decimal, len(pieces)) // in minor units
	for i, p := range pieces {
		part := decimal.NewFromInt(p.Balance.Minor).Mul(p.Rate).Mul(decimal.NewFromInt(int64(p.Days)))
		exact = exact.Add(part)
		shares[i] = part.DivRound(divisor, 0)
		shown = shown.Add(shares[i])
	}
	total := exact.DivRound(divisor, 0)
	if !total.BigInt().IsInt64() {
		c := pieces[0].Balance.Currency
		return Money{}, &Error{Code: CodeOverflow, Reason: ReasonTooLarge, Args: Args{"currency": string(c)}, Message: fmt.Sprintf("The interest is too large an amount of %s.", c)}
	}
	rest := total.Sub(shown)
	for i := len(shares) - 1; i >= 0 && !rest.IsZero(); i-- {
		part := decimal.Max(rest, shares[i].Neg())
		shares[i], rest = shares[i].Add(part), rest.Sub(part)
	}
	for i := range pieces {
		pieces[i].Interest = Money{Minor: shares[i].IntPart(), Currency: pieces[i].Balance.Currency}
	}
	return Money{Minor: total.IntPart(), Currency: pieces[0].Balance.Currency}, nil
}
