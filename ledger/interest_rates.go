package ledger

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"
)

// HalfYear is the first or second half of a year, for which a reference rate
// holds: twice the year, and one for the second half.
type HalfYear int

// HalfYearOf is the half-year that a day is in.
func HalfYearOf(d Date) HalfYear {
	y, m, _ := d.Time().Date()
	h := HalfYear(2 * y)
	if m >= time.July {
		h++
	}
	return h
}

// ParseHalfYear reads 2026-H2.
func ParseHalfYear(text string) (HalfYear, error) {
	year, half, _ := strings.Cut(text, "-H")
	y, err := strconv.Atoi(year)
	if err != nil || len(year) != 4 || half != "1" && half != "2" {
		return 0, &Error{Code: CodeInvalid, Message: fmt.Sprintf("%q is not a half-year such as 2026-H2", text)}
	}
	return HalfYear(2*y) + HalfYear(half[0]-'1'), nil
}

// Start is its first day: 1 January or 1 July.
func (h HalfYear) Start() Date { return NewDate(int(h/2), time.January+6*time.Month(h%2), 1) }

// End is its last day.
func (h HalfYear) End() Date { return (h + 1).Start() - 1 }

// String is 2026-H2.
func (h HalfYear) String() string { return fmt.Sprintf("%04d-H%d", h/2, h%2+1) }

// RateSeries is a rate that is published for half-years.
type RateSeries string

// The series that late-payment law refers to.
const (
	SeriesECB     RateSeries = "ecb"      // European Central Bank, main refinancing operations, on 1 January and 1 July
	SeriesBoE     RateSeries = "boe"      // Bank of England, official rate on the 31 December or 30 June before
	SeriesFRLegal RateSeries = "fr_legal" // French legal interest rate, creditors who are professionals
)

// AllSeries are all of them.
var AllSeries = []RateSeries{SeriesECB, SeriesBoE, SeriesFRLegal}

// Rate is one published rate, in percent a year, and where it comes from.
type Rate struct {
	Percent     decimal.Decimal
	Source      string
	AsOf        Date // when the source was looked at
	IsSecondary bool // not from who publishes the rate: to be checked before it is relied on
}

// Rates is a table of published rates. The zero Rates knows none.
type Rates struct {
	series map[RateSeries]map[HalfYear]Rate
}

// With is the table with another rate; what it held for that half-year is
// replaced. The table itself stays as it was.
func (r Rates) With(s RateSeries, h HalfYear, rate Rate) Rates {
	next := Rates{series: maps.Clone(r.series)}
	if next.series == nil {
		next.series = map[RateSeries]map[HalfYear]Rate{}
	}
	halves := maps.Clone(next.series[s])
	if halves == nil {
		halves = map[HalfYear]Rate{}
	}
	halves[h] = rate
	next.series[s] = halves
	return next
}

// At is the rate of a half-year, if it is known. It is never that of another.
func (r Rates) At(s RateSeries, h HalfYear) (Rate, bool) {
	rate, ok := r.series[s][h]
	return rate, ok
}

// HalfYears are those for which a series is known, in order.
func (r Rates) HalfYears(s RateSeries) []HalfYear { return slices.Sorted(maps.Keys(r.series[s])) }

// maxHalvesNamed bounds how many missing half-years an error lists.
const maxHalvesNamed = 4

// errNoRate names the half-years that a claim needs and the table lacks.
func errNoRate(s RateSeries, missing []HalfYear) error {
	names := make([]string, 0, maxHalvesNamed+1)
	for _, h := range missing[:min(len(missing), maxHalvesNamed)] {
		names = append(names, h.String())
	}
	if len(missing) > maxHalvesNamed {
		names = append(names, "…")
	}
	halves := strings.Join(names, ", ")
	return &Error{
		Code: CodeNotFound, Reason: ReasonNoRate, Args: Args{"halves": halves, "series": string(s)},
		Message: fmt.Sprintf("The table of rates lacks the %q rate of %s, and none is guessed. Add it to a file of rates.", s, halves),
	}
}

// FormatPercent writes a rate with at least two decimals: "12.15", "10.00".
func FormatPercent(d decimal.Decimal) string { return d.StringFixed(max(2, -d.Exponent())) }
