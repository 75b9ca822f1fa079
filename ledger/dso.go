package ledger

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"
)

// Method is a way to compute DSO (days sales outstanding). They answer
// different questions and give different figures, so every report names its
// method.
type Method string

// The methods.
const (
	// MethodPeriod is receivables ÷ sales of the period × days of the period.
	MethodPeriod Method = "period"
	// MethodCountback uses up the receivables against the sales of the newest
	// months first and counts the days of the months used (JD Edwards F03B16).
	MethodCountback Method = "countback"
	// MethodTrue is Σ over open invoices of age since issue × (open amount ÷
	// sales of its month) (Oracle).
	MethodTrue Method = "true"
	// MethodBest is the period method on what is not yet due: the DSO if
	// nobody paid late.
	MethodBest Method = "best"
)

// Methods are all of them.
var Methods = []Method{MethodPeriod, MethodCountback, MethodTrue, MethodBest}

// DefaultDays is the length of the period when none is asked for: a quarter,
// as most who publish a DSO use.
const DefaultDays = 90

// DSOQuery asks for the DSO at the end of a day.
type DSOQuery struct {
	AsOf   Date
	Scope  Scope
	Method Method // none: MethodPeriod
	Days   int    // of the period that ends with AsOf; 0: DefaultDays
}

// DSOReport is the DSO of one currency. Where there is none (no sales to
// divide by), DSO is not valid and Note says why; a note may also qualify a
// figure that there is.
type DSOReport struct {
	Currency    Currency
	AsOf        Date
	Method      Method
	Days        int
	Receivables Money               // net of unapplied cash; for best: what is not yet due
	Sales       Money               // of the period; for countback and true: of the months used
	DSO         decimal.NullDecimal // days, with two decimals
	Note        string
}

// maxPeriodDays bounds the period: a century.
const maxPeriodDays = 36525

// Check refuses a method that there isn't and a period that makes no sense.
func (q DSOQuery) Check() error {
	if q.Method != "" && !slices.Contains(Methods, q.Method) {
		return &Error{
			Code: CodeInvalid, Reason: ReasonUnknownMethod, Args: Args{"method": string(q.Method)},
			Message: fmt.Sprintf("%q is no method of DSO: choose period, countback, true or best.", q.Method),
		}
	}
	if q.Days < 0 || q.Days > maxPeriodDays {
		return &Error{
			Code: CodeInvalid, Reason: ReasonDaysInvalid, Args: Args{"days": q.Days, "max": maxPeriodDays},
			Message: fmt.Sprintf("%d days is no period: choose 1 to %d.", q.Days, maxPeriodDays),
		}
	}
	return nil
}

// DSO gives one report for each currency in which there was anything by that
// day, by currency.
func DSO(b *Book, q DSOQuery) []DSOReport {
	q.Days = periodDays(q.Days)
	if q.Method == "" {
		q.Method = MethodPeriod
	}
	reports := []DSOReport{}
	for _, p := range b.positions(q.AsOf, q.Scope) {
		reports = append(reports, p.dso(q))
	}
	return reports
}

// periodDays is the length of the period asked for, within bounds.
func periodDays(days int) int {
	if days <= 0 {
		return DefaultDays
	}
	return min(days, maxPeriodDays)
}

func (p *position) dso(q DSOQuery) DSOReport {
	r := DSOReport{Currency: p.currency, AsOf: q.AsOf, Method: q.Method, Days: q.Days, Receivables: p.receivables()}
	switch q.Method {
	case MethodCountback:
		p.countback(&r)
	case MethodTrue:
		p.trueDSO(&r)
	case MethodBest:
		r.Receivables = p.money(p.openWhere(func(due Date) bool { return due.IsZero() || !due.Before(q.AsOf) }))
		p.period(&r)
		if none := p.due[0].minor; none != 0 {
			r.Note = joinNotes(r.Note, fmt.Sprintf("%s without a due date counted as not yet due", p.money(none)))
		}
	default:
		p.period(&r)
	}
	return r
}

func (p *position) period(r *DSOReport) {
	sales := p.sales(r.AsOf.AddDays(1-r.Days), r.AsOf)
	r.Sales = p.money(sales)
	if sales <= 0 {
		r.Note = fmt.Sprintf("no sales in the %d days up to %s", r.Days, r.AsOf)
		if sales < 0 {
			r.Note = fmt.Sprintf("credit notes exceed sales in the %d days up to %s", r.Days, r.AsOf)
		}
		return
	}
	r.setDSO(product(r.Receivables.Minor, int64(r.Days), sales))
}

// countback goes from the newest month back, the as-of month up to the as-of
// day.
func (p *position) countback(r *DSOReport) {
	balance := r.Receivables.Minor
	if balance <= 0 {
		r.Sales = p.money(0)
		r.setDSO(new(big.Rat))
		r.Note = "nothing outstanding"
		return
	}
	first := p.firstSale()
	if first.IsZero() {
		r.Sales, r.Note = p.money(0), "no sales on record"
		return
	}
	days, used := int64(0), int64(0)
	for end := r.AsOf; !end.Before(first); end = end.MonthStart() - 1 {
		start := end.MonthStart()
		length := int64(end.DaysSince(start) + 1)
		sales := p.sales(start, end)
		used += sales
		if balance < sales {
			r.Sales = p.money(used)
			r.setDSO(new(big.Rat).Add(big.NewRat(days, 1), product(balance, length, sales)))
			return
		}
		balance -= sales // a month of net credits adds to it
		days += length
		if balance == 0 {
			break
		}
	}
	r.Sales = p.money(used)
	r.setDSO(big.NewRat(days, 1))
	if balance > 0 {
		r.Note = fmt.Sprintf("at least %d days: the receivables exceed all sales on record since %s", days, first)
	}
}

// firstSale is the day of the first invoice, or none.
func (p *position) firstSale() Date {
	first := Date(0)
	for day := range p.issued {
		if !day.IsZero() && (first.IsZero() || day.Before(first)) {
			first = day
		}
	}
	return first
}

// trueDSO weighs the age of what is open with the sales of its month.
func (p *position) trueDSO(r *DSOReport) {
	months := map[Date]*big.Int{} // Σ open × age, by first day of the month
	for day, t := range p.issued {
		if day.IsZero() || t.openCount == 0 {
			continue
		}
		month := day.MonthStart()
		if months[month] == nil {
			months[month] = new(big.Int)
		}
		age := big.NewInt(int64(r.AsOf.DaysSince(day)))
		months[month].Add(months[month], age.Mul(age, big.NewInt(t.open)))
	}
	used, total := int64(0), new(big.Rat)
	for _, month := range slices.Sorted(maps.Keys(months)) {
		sales := p.sales(month, min(month.MonthEnd(), r.AsOf))
		used += sales
		if sales <= 0 {
			r.Note = fmt.Sprintf("credit notes exceed sales in %s, from which invoices are open", month.Time().Format("2006-01"))
			r.Sales = p.money(0)
			return
		}
		total.Add(total, new(big.Rat).SetFrac(months[month], big.NewInt(sales)))
	}
	r.Sales = p.money(used)
	if len(months) == 0 && p.firstSale().IsZero() {
		r.Note = "no sales on record"
		return
	}
	r.setDSO(total)
	if none := p.undated(); none != 0 {
		r.Note = fmt.Sprintf("%s without an issue date left out", p.money(none))
	}
	if p.unapplied != 0 {
		r.Note = joinNotes(r.Note, fmt.Sprintf("%s of unapplied cash not deducted", p.money(p.unapplied)))
	}
}

// product is a × b ÷ c, exactly.
func product(a, b, c int64) *big.Rat {
	n := new(big.Int).Mul(big.NewInt(a), big.NewInt(b))
	return new(big.Rat).SetFrac(n, big.NewInt(c))
}

func (r *DSOReport) setDSO(days *big.Rat) { r.DSO = decimal.NewNullDecimal(rounded(days)) }

// rounded has two decimals, halves away from zero.
func rounded(x *big.Rat) decimal.Decimal { return decimal.RequireFromString(x.FloatString(2)) }

func joinNotes(a, b string) string {
	if a == "" {
		return b
	}
	return a + "; " + b
}

// MarshalJSON writes amounts and the figure as decimal strings; no figure is
// null.
func (r DSOReport) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Currency    Currency `json:"currency"`
		AsOf        Date     `json:"as_of"`
		Method      Method   `json:"method"`
		Days        int      `json:"days"`
		Receivables string   `json:"receivables"`
		Sales       string   `json:"sales"`
		DSO         *string  `json:"dso"`
		Note        string   `json:"note"`
	}{r.Currency, r.AsOf, r.Method, r.Days, r.Receivables.String(), r.Sales.String(), fixed(r.DSO), r.Note})
}

// fixed is the figure with two decimals, or none.
func fixed(d decimal.NullDecimal) *string {
	if !d.Valid {
		return nil
	}
	s := d.Decimal.StringFixed(2)
	return &s
}
