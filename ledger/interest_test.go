package ledger

import (
	"fmt"
	"math/big"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

// someRates is a small table: ECB 3.15/2.15 and BoE 4.75/4.25 in 2025, ECB 2.15
// in 2026-H1, French legal rate 3.71 in 2025-H1.
func someRates() Rates {
	var r Rates
	for _, x := range []struct {
		s       RateSeries
		h       string
		percent string
	}{
		{SeriesECB, "2025-H1", "3.15"},
		{SeriesECB, "2025-H2", "2.15"},
		{SeriesECB, "2026-H1", "2.15"},
		{SeriesBoE, "2025-H1", "4.75"},
		{SeriesBoE, "2025-H2", "4.25"},
		{SeriesFRLegal, "2025-H1", "3.71"},
	} {
		h, _ := ParseHalfYear(x.h)
		r = r.With(x.s, h, Rate{Percent: decimal.RequireFromString(x.percent), Source: "a test", AsOf: 1, IsSecondary: x.h == "2026-H1"})
	}
	return r
}

// query reads "fr 1000.00 EUR 2025-01-15 2025-02-14", with a rate at the end.
func query(t *testing.T, text string, payments ...string) InterestQuery {
	t.Helper()
	f := strings.Fields(text)
	q := InterestQuery{Regime: Regime(f[0]), Amount: money(t, f[1]+" "+f[2]), Due: day(t, f[3]), Until: day(t, f[4]), Rates: someRates()}
	if len(f) > 5 {
		q.Rate = decimal.NewNullDecimal(decimal.RequireFromString(f[5]))
	}
	for i, text := range payments {
		on, paid, _ := strings.Cut(text, " ")
		q.Payments = append(q.Payments, Payment{ID: fmt.Sprint(i), Date: day(t, on), Amount: money(t, paid)})
	}
	return q
}

// told writes a penalty: "10.81 + 40.00: 01-16..02-14 30 × 13.15 % of 1000.00 = 10.81".
func told(p Penalty) string {
	var pieces []string
	for _, x := range p.Pieces {
		pieces = append(pieces, fmt.Sprintf("%s..%s %d × %s %% of %s = %s", x.From.String()[5:], x.To.String()[5:], x.Days, FormatPercent(x.Rate), x.Balance, x.Interest))
	}
	text := fmt.Sprintf("%d: %s + %s", p.Days, p.Interest, p.Fee)
	if len(pieces) > 0 {
		text += ": " + strings.Join(pieces, "; ")
	}
	var reasons []string
	for _, n := range p.Notices {
		reasons = append(reasons, " ("+n.Reason+")")
	}
	return text + strings.Join(reasons, "")
}

func TestInterest(t *testing.T) {
	for _, tt := range []struct {
		story, query string
		payments     []string
		want         string
	}{
		{"France, thirty days", "fr 1000.00 EUR 2025-01-15 2025-02-14", nil, "30: 10.81 + 40.00: 01-16..02-14 30 × 13.15 % of 1000.00 = 10.81"},
		{"paid on the due day", "fr 1000.00 EUR 2025-01-15 2025-01-15", nil, "0: 0.00 + 0.00"},
		{"paid early", "fr 1000.00 EUR 2025-01-15 2025-01-02", nil, "0: 0.00 + 0.00"},
		{"one day late", "fr 1000.00 EUR 2025-01-15 2025-01-16", nil, "1: 0.36 + 40.00: 01-16..01-16 1 × 13.15 % of 1000.00 = 0.36"},
		{
			"across a half-year in pieces", "fr 1000.00 EUR 2025-06-15 2025-07-15", nil,
			"30: 10.40 + 40.00: 06-16..06-30 15 × 13.15 % of 1000.00 = 5.40; 07-01..07-15 15 × 12.15 % of 1000.00 = 5.00",
		},
		{"due on the last day of a half-year", "fr 1000.00 EUR 2025-06-30 2025-07-10", nil, "10: 3.33 + 40.00: 07-01..07-10 10 × 12.15 % of 1000.00 = 3.33"},
		{"up to the last day of a half-year", "fr 1000.00 EUR 2025-06-20 2025-06-30", nil, "10: 3.60 + 40.00: 06-21..06-30 10 × 13.15 % of 1000.00 = 3.60"},
		{"the euro area has 8 points", "eu 1000.00 EUR 2025-01-15 2025-02-14", nil, "30: 9.16 + 40.00: 01-16..02-14 30 × 11.15 % of 1000.00 = 9.16"},
		{
			"the British rate stays that of the first day", "uk 1000.00 GBP 2025-06-15 2025-07-15", nil,
			"30: 10.48 + 70.00: 06-16..07-15 30 × 12.75 % of 1000.00 = 10.48",
		},
		{"a British invoice due on 30 June starts in July", "uk 1000.00 GBP 2025-06-30 2025-07-10", nil, "10: 3.36 + 70.00: 07-01..07-10 10 × 12.25 % of 1000.00 = 3.36"},
		{"a British rate is needed for the first half-year alone", "uk 1000.00 GBP 2025-12-30 2027-12-30", nil, "730: 245.00 + 70.00: 12-31..12-30 730 × 12.25 % of 1000.00 = 245.00"},
		{"a contract's rate", "contract 1000.00 EUR 2025-01-15 2025-02-14 12", nil, "30: 9.86 + 40.00: 01-16..02-14 30 × 12.00 % of 1000.00 = 9.86"},
		{"a contract's rate needs no table and no pieces", "contract 1000.00 EUR 2012-01-15 2032-02-14 12", nil, "7335: 2411.51 + 40.00: 01-16..02-14 7335 × 12.00 % of 1000.00 = 2411.51"},
		{"a French contract above the minimum", "fr 1000.00 EUR 2025-01-15 2025-02-14 11.13", nil, "30: 9.15 + 40.00: 01-16..02-14 30 × 11.13 % of 1000.00 = 9.15"},
		{"a French contract below it", "fr 1000.00 EUR 2025-01-15 2025-02-14 11.12", nil, "30: 9.14 + 40.00: 01-16..02-14 30 × 11.12 % of 1000.00 = 9.14 (rate_below_legal)"},
		{"a French contract where the legal rate isn't known", "fr 1000.00 EUR 2025-07-15 2025-08-14 1", nil, "30: 0.82 + 40.00: 07-16..08-14 30 × 1.00 % of 1000.00 = 0.82"},
		{"a rate from a secondary source", "fr 1000.00 EUR 2026-01-15 2026-02-14", nil, "30: 9.99 + 40.00: 01-16..02-14 30 × 12.15 % of 1000.00 = 9.99 (secondary_rate)"},
		{
			"a partial payment lowers the balance from the day after", "fr 1000.00 EUR 2025-01-15 2025-02-14",
			[]string{"2025-01-25 400.00 EUR"},
			"30: 7.93 + 40.00: 01-16..01-25 10 × 13.15 % of 1000.00 = 3.60; 01-26..02-14 20 × 13.15 % of 600.00 = 4.33",
		},
		{
			"a payment on the due day was in time", "uk 1000.00 GBP 2025-01-15 2025-02-14",
			[]string{"2025-01-15 0.01 GBP"},
			"30: 10.48 + 40.00: 01-16..02-14 30 × 12.75 % of 999.99 = 10.48",
		},
		{
			"paid in full before the day asked about", "fr 1000.00 EUR 2025-01-15 2025-02-14",
			[]string{"2025-01-20 400.00 EUR", "2025-01-25 600.00 EUR"},
			"30: 2.88 + 40.00: 01-16..01-20 5 × 13.15 % of 1000.00 = 1.80; 01-21..01-25 5 × 13.15 % of 600.00 = 1.08",
		},
		{
			"a payment that bounced is owed again", "fr 1000.00 EUR 2025-01-15 2025-02-14",
			[]string{"2025-01-16 1000.00 EUR", "2025-02-12 -1000.00 EUR"},
			"30: 1.08 + 40.00: 01-16..01-16 1 × 13.15 % of 1000.00 = 0.36; 02-13..02-14 2 × 13.15 % of 1000.00 = 0.72",
		},
		{"all was paid in time", "fr 1000.00 EUR 2025-01-15 2025-02-14", []string{"2025-01-10 1000.00 EUR"}, "30: 0.00 + 0.00"},
		{"a payment in another currency is none", "fr 1000.00 EUR 2025-01-15 2025-02-14", []string{"2025-01-10 1000.00 USD"}, "30: 10.81 + 40.00: 01-16..02-14 30 × 13.15 % of 1000.00 = 10.81"},
		{
			"two payments on the day after each other's pieces and a half-year", "fr 900.00 EUR 2025-06-28 2025-07-03",
			[]string{"2025-06-30 300.00 EUR", "2025-07-01 300.00 EUR"},
			"5: 1.05 + 40.00: 06-29..06-30 2 × 13.15 % of 900.00 = 0.65; 07-01..07-01 1 × 12.15 % of 600.00 = 0.20; 07-02..07-03 2 × 12.15 % of 300.00 = 0.20",
		},
		{"no fee is stated in dollars", "fr 1000.00 USD 2025-01-15 2025-02-14", nil, "30: 10.81 + 0.00: 01-16..02-14 30 × 13.15 % of 1000.00 = 10.81 (no_fee)"},
		{"nor in euros by the British Act", "uk 1000.00 EUR 2025-01-15 2025-02-14", nil, "30: 10.48 + 0.00: 01-16..02-14 30 × 12.75 % of 1000.00 = 10.48 (no_fee)"},
		{"a contract's rate takes the place of the Act's sum", "contract 1000.00 GBP 2025-01-15 2025-02-14 12", nil, "30: 9.86 + 0.00: 01-16..02-14 30 × 12.00 % of 1000.00 = 9.86 (no_fee)"},
		{"yen have no decimals", "fr 100000 JPY 2025-01-15 2025-02-14", nil, "30: 1081 + 0: 01-16..02-14 30 × 13.15 % of 100000 = 1081 (no_fee)"},
		{"dinars have three", "fr 1000.000 KWD 2025-01-15 2025-02-14", nil, "30: 10.808 + 0.000: 01-16..02-14 30 × 13.15 % of 1000.000 = 10.808 (no_fee)"},
		{"the fee of a small British debt", "uk 999.99 GBP 2025-01-15 2025-01-16", nil, "1: 0.35 + 40.00: 01-16..01-16 1 × 12.75 % of 999.99 = 0.35"},
		{"of a middling one", "uk 9999.99 GBP 2025-01-15 2025-01-16", nil, "1: 3.49 + 70.00: 01-16..01-16 1 × 12.75 % of 9999.99 = 3.49"},
		{"of a large one", "uk 10000.00 GBP 2025-01-15 2025-01-16", nil, "1: 3.49 + 100.00: 01-16..01-16 1 × 12.75 % of 10000.00 = 3.49"},
		{"a leap year counts its day and divides by 365", "contract 36500.00 EUR 2024-02-28 2024-03-01 1", nil, "2: 2.00 + 40.00: 02-29..03-01 2 × 1.00 % of 36500.00 = 2.00"},
		{"half a cent is rounded up", "contract 182.50 EUR 2025-01-15 2025-01-16 1", nil, "1: 0.01 + 40.00: 01-16..01-16 1 × 1.00 % of 182.50 = 0.01"},
	} {
		t.Run(tt.story, func(t *testing.T) {
			p, err := Interest(query(t, tt.query, tt.payments...))
			if err != nil {
				t.Fatal(err)
			}
			check(t, tt.query, told(p), tt.want)
		})
	}
}

func TestInterestThatCantBe(t *testing.T) {
	for _, tt := range []struct{ story, query, reason, says string }{
		{"a half-year that isn't known", "fr 1000.00 EUR 2026-06-15 2026-07-15", ReasonNoRate, `"ecb" rate of 2026-H2,`},
		{"several", "eu 1000.00 EUR 2024-06-15 2025-01-15", ReasonNoRate, `of 2024-H1, 2024-H2,`},
		{"many", "eu 1000.00 EUR 2019-06-15 2025-01-15", ReasonNoRate, `2019-H1, 2019-H2, 2020-H1, 2020-H2, …,`},
		{"the British one of the first day", "uk 1000.00 GBP 2024-12-30 2025-01-15", ReasonNoRate, `"boe" rate of 2024-H2`},
		{"a contract without its rate", "contract 1000.00 EUR 2025-01-15 2025-02-14", ReasonRateMissing, "contract's rate"},
		{"a rate for a law that has its own", "eu 1000.00 EUR 2025-01-15 2025-02-14 12", ReasonRateUnwanted, `"eu"`},
		{"a rate that is none", "contract 1000.00 EUR 2025-01-15 2025-02-14 101", ReasonRateInvalid, "101 %"},
		{"a negative one", "fr 1000.00 EUR 2025-01-15 2025-02-14 -1", ReasonRateInvalid, "-1 %"},
		{"an unknown regime", "us 1000.00 USD 2025-01-15 2025-02-14", ReasonUnknownRegime, `"us"`},
		{"nothing owed", "fr 0.00 EUR 2025-01-15 2025-02-14", ReasonAmountInvalid, "more than zero"},
		{"more than can be counted", "contract 92233720368547758.07 EUR 1970-01-15 2170-02-14 100", ReasonTooLarge, "too large"},
	} {
		t.Run(tt.story, func(t *testing.T) {
			p, err := Interest(query(t, tt.query))
			e, ok := err.(*Error) //nolint:errorlint // not wrapped here
			if !ok || e.Reason != tt.reason || !strings.Contains(e.Message, tt.says) {
				t.Errorf("got %s and error %v, want %s: …%s…", told(p), err, tt.reason, tt.says)
			}
		})
	}
}

// The total is the exact sum over all days, rounded once; the pieces cover
// those days in order, sum to the total, and each but the last is off its own
// exact interest by less than half a unit.
func TestPiecesSumToTheInterest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := InterestQuery{
			Regime: rapid.SampledFrom([]Regime{RegimeFR, RegimeEU, RegimeContract}).Draw(t, "regime"),
			Amount: Money{Minor: rapid.OneOf(rapid.Int64Range(1, 500), rapid.Int64Range(1, 1e12)).Draw(t, "amount"), Currency: rapid.SampledFrom([]Currency{"EUR", "JPY", "KWD"}).Draw(t, "currency")},
			Due:    NewDate(2025, 1, 1) + Date(rapid.IntRange(0, 300).Draw(t, "due")),
			Rates:  someRates(),
		}
		q.Until = min(q.Due+Date(rapid.IntRange(-3, 400).Draw(t, "days")), NewDate(2026, 6, 30))
		if q.Regime == RegimeContract {
			q.Rate = decimal.NewNullDecimal(decimal.New(rapid.Int64Range(0, 3000).Draw(t, "rate"), -2))
		}
		for range rapid.IntRange(0, 8).Draw(t, "payments") {
			q.Payments = append(q.Payments, Payment{
				Date:   q.Due + Date(rapid.IntRange(-10, 420).Draw(t, "on")),
				Amount: Money{Minor: rapid.Int64Range(-q.Amount.Minor/4, q.Amount.Minor/2).Draw(t, "paid"), Currency: q.Amount.Currency},
			})
		}
		p, err := Interest(q)
		if err != nil {
			t.Fatal(err)
		}
		exact := new(big.Rat) // day by day, in another way
		covered := 0
		for d := q.Due + 1; d <= q.Until; d++ {
			balance := q.balanceOn(d)
			if !balance.IsPositive() {
				continue
			}
			covered++
			exact.Add(exact, interestOfADay(q, d, balance))
		}
		if want := halfUp(exact); want != p.Interest.Minor {
			t.Fatalf("%s: %d is %s, want %d", told(p), p.Interest.Minor, exact.FloatString(4), want)
		}
		sum, days, before := int64(0), 0, q.Due
		for i, x := range p.Pieces {
			own := new(big.Rat)
			for d := x.From; d <= x.To; d++ {
				own.Add(own, interestOfADay(q, d, x.Balance))
			}
			if x.From <= before || x.To < x.From || x.Days != x.To.DaysSince(x.From)+1 || x.Interest.IsNegative() {
				t.Fatalf("%s: piece %d", told(p), i)
			}
			if i < len(p.Pieces)-1 && p.Pieces[len(p.Pieces)-1].Interest.IsPositive() && halfUp(own) != x.Interest.Minor {
				t.Fatalf("%s: piece %d is not %s rounded", told(p), i, own.FloatString(4))
			}
			sum, days, before = sum+x.Interest.Minor, days+x.Days, x.To
		}
		if sum != p.Interest.Minor || days != covered {
			t.Fatalf("%s: the pieces sum to %d over %d days of %d", told(p), sum, days, covered)
		}
	})
}

func interestOfADay(q InterestQuery, d Date, balance Money) *big.Rat {
	rate := q.Rate.Decimal
	if !q.Rate.Valid {
		ecb, _ := q.Rates.At(SeriesECB, HalfYearOf(d))
		rate = ecb.Percent.Add(map[Regime]decimal.Decimal{RegimeFR: pointsFR, RegimeEU: pointsDefault}[q.Regime])
	}
	return new(big.Rat).Quo(new(big.Rat).Mul(rate.Rat(), big.NewRat(balance.Minor, 1)), big.NewRat(36500, 1))
}

func halfUp(r *big.Rat) int64 {
	twice := new(big.Int).Mul(r.Num(), big.NewInt(2))
	twice.Add(twice, r.Denom())
	return twice.Div(twice, new(big.Int).Mul(r.Denom(), big.NewInt(2))).Int64()
}

func TestHalfYears(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := NewDate(1999, 12, 1) + Date(rapid.IntRange(0, 20000).Draw(t, "day"))
		h := HalfYearOf(d)
		again, err := ParseHalfYear(h.String())
		if err != nil || again != h || d.Before(h.Start()) || d.After(h.End()) || HalfYearOf(h.End()+1) != h+1 || HalfYearOf(h.Start()-1) != h-1 {
			t.Fatalf("%s is in %s, %s to %s", d, h, h.Start(), h.End())
		}
	})
}
