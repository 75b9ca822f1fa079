package ledger

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"
)

// pieces cuts the days of delay wherever rate or balance may change: at the
// start of a half-year, where the regime's rate follows it, and on the day
// after a payment. Days on which nothing was owed are in none.
func (q InterestQuery) pieces() []InterestPiece {
	first := q.Due.AddDays(1)
	cuts := []Date{first}
	if q.byHalfYears() {
		for h := HalfYearOf(first) + 1; !h.Start().After(q.Until); h++ {
			cuts = append(cuts, h.Start())
		}
	}
	for _, p := range q.Payments {
		if next := p.Date.AddDays(1); p.Date.After(q.Due) && !next.After(q.Until) {
			cuts = append(cuts, next)
		}
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	var pieces []InterestPiece
	for i, from := range cuts {
		to := q.Until
		if i+1 < len(cuts) {
			to = cuts[i+1] - 1
		}
		balance := q.balanceOn(from)
		if !balance.IsPositive() {
			continue
		}
		pieces = append(pieces, InterestPiece{From: from, To: to, Days: to.DaysSince(from) + 1, Balance: balance})
	}
	return pieces
}

// byHalfYears tells whether the rate changes with the half-year. The British
// one is fixed for good when interest starts to run, a contract's is what it is.
func (q InterestQuery) byHalfYears() bool {
	return !q.Rate.Valid && (q.Regime == RegimeFR || q.Regime == RegimeEU)
}

// balanceOn is what was owed at the start of a day: a payment counts from the
// day after it.
func (q InterestQuery) balanceOn(day Date) Money {
	balance := q.Amount
	for _, p := range q.Payments {
		if p.Date.Before(day) && p.Amount.Currency == balance.Currency {
			balance.Minor -= p.Amount.Minor
		}
	}
	return balance
}

// setRates gives each piece its rate.
func (q InterestQuery) setRates(pieces []InterestPiece) ([]Notice, error) {
	if q.Rate.Valid {
		for i := range pieces {
			pieces[i].Rate = q.Rate.Decimal
		}
		return q.checkLegalMinimum(pieces), nil
	}
	series, points := SeriesECB, pointsDefault
	switch q.Regime {
	case RegimeFR:
		points = pointsFR
	case RegimeUK:
		series = SeriesBoE
	}
	var missing, secondary []HalfYear
	for i := range pieces {
		h := HalfYearOf(pieces[i].From)
		if q.Regime == RegimeUK {
			h = HalfYearOf(pieces[0].From)
		}
		rate, ok := q.Rates.At(series, h)
		switch {
		case !ok && !slices.Contains(missing, h):
			missing = append(missing, h)
		case rate.IsSecondary && !slices.Contains(secondary, h):
			secondary = append(secondary, h)
		}
		pieces[i].Rate = rate.Percent.Add(points)
	}
	if len(missing) > 0 {
		return nil, errNoRate(series, missing)
	}
	if len(secondary) == 0 {
		return nil, nil
	}
	names := make([]string, len(secondary))
	for i, h := range secondary {
		names[i] = h.String()
	}
	halves := strings.Join(names, ", ")
	return []Notice{{
		Reason: NoticeSecondaryRate, Args: Args{"halves": halves, "series": string(series)},
		Message: fmt.Sprintf("The %q rate of %s is from a secondary source: check it before you claim.", series, halves),
	}}, nil
}

// legalTimes is how many times the legal rate a contract's must be in France
// (code de commerce, L441-10 II).
var legalTimes = decimal.NewFromInt(3)

// checkLegalMinimum says in which half-year a French contract's rate is below
// the minimum, where the legal rate is known: the first such half-year.
func (q InterestQuery) checkLegalMinimum(pieces []InterestPiece) []Notice {
	if q.Regime != RegimeFR {
		return nil
	}
	for h := HalfYearOf(pieces[0].From); h <= HalfYearOf(pieces[len(pieces)-1].To); h++ {
		legal, ok := q.Rates.At(SeriesFRLegal, h)
		if !ok {
			continue
		}
		if minimum := legal.Percent.Mul(legalTimes); q.Rate.Decimal.LessThan(minimum) {
			return []Notice{{
				Reason: NoticeRateBelowLegal, Args: Args{"rate": FormatPercent(q.Rate.Decimal), "minimum": FormatPercent(minimum), "half": h.String()},
				Message: fmt.Sprintf("A rate of %s %% is below the legal minimum of %s %% in %s (three times the legal rate).", FormatPercent(q.Rate.Decimal), FormatPercent(minimum), h),
			}}
		}
	}
	return nil
}

// fixedFee is the recovery fee of an invoice on which a balance was owed when
// interest started to run. Where the law states none in the currency there is
// none: it is not converted, and a British contract's rate takes the place of
// the Act's interest together with its fixed sum.
func fixedFee(r Regime, balance Money) (Money, bool) {
	units := int64(0)
	switch {
	case balance.Currency == "EUR" && r != RegimeUK:
		units = 40 // D441-5; directive 2011/7/EU, article 6, whatever the contract says of interest
	case balance.Currency == "GBP" && r == RegimeUK:
		// Section 5A of the Act.
		switch {
		case balance.Minor < 1_000_00:
			units = 40
		case balance.Minor < 10_000_00:
			units = 70
		default:
			units = 100
		}
	}
	return Money{Minor: units * 100, Currency: balance.Currency}, units > 0
}
