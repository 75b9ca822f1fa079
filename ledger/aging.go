package ledger

import (
	"encoding/json"
	"fmt"
	"slices"
)

// Names of the two buckets that have no bounds.
const (
	BucketNoDueDate = "no due date"
	BucketNotDue    = "not due"
)

// DefaultBounds are the last days of the aging buckets: 1–30, 31–60, 61–90,
// 90+ days late.
var DefaultBounds = []int{30, 60, 90}

// AgingQuery asks how old the receivables were at the end of a day.
type AgingQuery struct {
	AsOf        Date
	Scope       Scope
	Bounds      []int // rising; none: DefaultBounds
	ByIssueDate bool  // count from the issue date rather than the due date
}

// AgingBucket is what is open in one age.
type AgingBucket struct {
	Name     string // "no due date", "not due", "1-30", … "90+"
	Amount   Money
	Invoices int // one paid in instalments counts once, in the bucket of the oldest
}

// AgingReport is the receivables of one currency by age. Outstanding is the
// sum of the buckets less Unapplied, on every day.
type AgingReport struct {
	Currency    Currency
	AsOf        Date
	Outstanding Money
	Unapplied   Money // overpayments, open credit notes, payments on no invoice
	Buckets     []AgingBucket
}

// Aging gives one report for each currency in which there was anything by that
// day, by currency. An invoice due on the day itself is not late; one without
// a due date is a line of its own.
func Aging(b *Book, q AgingQuery) []AgingReport {
	bounds := q.Bounds
	if len(bounds) == 0 {
		bounds = DefaultBounds
	}
	reports := []AgingReport{}
	for _, p := range b.positions(q.AsOf, q.Scope) {
		reports = append(reports, p.aging(q, bounds))
	}
	return reports
}

func (p *position) aging(q AgingQuery, bounds []int) AgingReport {
	buckets := make([]AgingBucket, len(bounds)+3)
	for i := range buckets {
		buckets[i] = AgingBucket{Name: bucketName(i, bounds), Amount: p.money(0)}
	}
	put := func(day Date, t tally) {
		at := bucketOf(day, q.AsOf, bounds)
		buckets[at].Amount.Minor += t.minor
		buckets[at].Invoices += t.count
	}
	if q.ByIssueDate {
		for day, t := range p.issued {
			put(day, tally{t.open, t.openCount})
		}
	} else {
		for day, t := range p.due {
			put(day, t)
		}
	}
	return AgingReport{
		Currency: p.currency, AsOf: q.AsOf,
		Outstanding: p.receivables(), Unapplied: p.money(p.unapplied), Buckets: buckets,
	}
}

// bucketOf places a day: 0 without one, 1 before it has passed, then by the
// first bound that is not exceeded.
func bucketOf(day, asOf Date, bounds []int) int {
	switch late := asOf.DaysSince(day); {
	case day.IsZero():
		return 0
	case late <= 0:
		return 1
	default:
		at, _ := slices.BinarySearch(bounds, late)
		return at + 2
	}
}

func bucketName(i int, bounds []int) string {
	switch i -= 2; {
	case i == -2:
		return BucketNoDueDate
	case i == -1:
		return BucketNotDue
	case i == len(bounds):
		return fmt.Sprintf("%d+", bounds[i-1])
	case i == 0:
		return fmt.Sprintf("1-%d", bounds[0])
	default:
		return fmt.Sprintf("%d-%d", bounds[i-1]+1, bounds[i])
	}
}

// Overdue is the sum of the buckets past due.
func (r AgingReport) Overdue() Money {
	sum := Money{Currency: r.Currency}
	for _, b := range r.Buckets[2:] {
		sum.Minor += b.Amount.Minor
	}
	return sum
}

// OverdueInvoices is how many there are in the buckets past due.
func (r AgingReport) OverdueInvoices() int {
	n := 0
	for _, b := range r.Buckets[2:] {
		n += b.Invoices
	}
	return n
}

// MarshalJSON writes amounts as decimal strings with the currency's decimals.
func (r AgingReport) MarshalJSON() ([]byte, error) {
	type bucket struct {
		Name     string `json:"name"`
		Amount   string `json:"amount"`
		Invoices int    `json:"invoices"`
	}
	buckets := []bucket{}
	for _, b := range r.Buckets {
		buckets = append(buckets, bucket{b.Name, b.Amount.String(), b.Invoices})
	}
	return json.Marshal(struct {
		Currency    Currency `json:"currency"`
		AsOf        Date     `json:"as_of"`
		Outstanding string   `json:"outstanding"`
		Unapplied   string   `json:"unapplied"`
		Buckets     []bucket `json:"buckets"`
	}{r.Currency, r.AsOf, r.Outstanding.String(), r.Unapplied.String(), buckets})
}
