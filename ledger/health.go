package ledger

import (
	"iter"
	"math/big"

	"github.com/shopspring/decimal"
)

// HealthQuery asks how well receivables are being collected.
type HealthQuery struct {
	AsOf  Date
	Scope Scope
	Days  int // of the period that ends with AsOf; 0: DefaultDays
	// MonthlySales takes the period's monthly average for sales in CEI, as some
	// authors do, rather than the period's total.
	MonthlySales bool
}

// HealthReport holds the ratios of one currency. A figure whose divisor is
// zero is not valid. Days and percentages have two decimals.
type HealthReport struct {
	Currency    Currency
	AsOf        Date
	Days        int
	Outstanding Money
	Overdue     Money

	OverdueRatio decimal.NullDecimal // %: overdue ÷ outstanding
	AtRiskRatio  decimal.NullDecimal // %: more than 90 days overdue ÷ outstanding
	// ADD is the average days delinquent: DSO less the best possible DSO, both
	// by the period method.
	ADD decimal.NullDecimal
	// CEI is the collection effectiveness, %: (begin AR + sales − end total AR)
	// ÷ (begin AR + sales − end current AR), with the sales that CEISales names.
	CEI      decimal.NullDecimal
	CEISales string // "total" or "monthly average"

	WeightedDaysLate decimal.NullDecimal // of overdue invoices: Σ(open × days late) ÷ Σ open
	AverageDaysLate  decimal.NullDecimal // of overdue invoices, unweighted
	AverageDaysToPay decimal.NullDecimal // of invoices paid in full, from their issue date
}

// atRiskDays is when an overdue receivable counts as at risk.
const atRiskDays = 90

// Health gives one report for each currency in which there was anything by
// that day, by currency.
func Health(b *Book, q HealthQuery) []HealthReport {
	q.Days = periodDays(q.Days)
	begin := map[Currency]int64{}
	for _, p := range b.positions(q.AsOf.AddDays(-q.Days), q.Scope) {
		begin[p.currency] = p.receivables().Minor
	}
	paid := b.daysToPay(q.AsOf, q.Scope)
	reports := []HealthReport{}
	for _, p := range b.positions(q.AsOf, q.Scope) {
		r := p.health(q, begin[p.currency])
		if t := paid[p.currency]; t.count > 0 {
			r.AverageDaysToPay = ratio(big.NewInt(t.minor), big.NewInt(int64(t.count)))
		}
		reports = append(reports, r)
	}
	return reports
}

func (p *position) health(q HealthQuery, beginAR int64) HealthReport {
	outstanding := p.receivables().Minor
	r := HealthReport{Currency: p.currency, AsOf: q.AsOf, Days: q.Days, Outstanding: p.money(outstanding)}
	overdue, atRisk, count, days := int64(0), int64(0), int64(0), int64(0)
	weighted := new(big.Int)
	for due, t := range p.due {
		late := q.AsOf.DaysSince(due)
		if due.IsZero() || late <= 0 {
			continue
		}
		overdue += t.minor
		count += int64(t.count)
		days += int64(t.count) * int64(late)
		weighted.Add(weighted, new(big.Int).Mul(big.NewInt(t.minor), big.NewInt(int64(late))))
		if late > atRiskDays {
			atRisk += t.minor
		}
	}
	r.Overdue = p.money(overdue)
	r.WeightedDaysLate = ratio(weighted, big.NewInt(overdue))
	r.AverageDaysLate = ratio(big.NewInt(days), big.NewInt(count))
	r.OverdueRatio = percent(overdue, outstanding)
	r.AtRiskRatio = percent(atRisk, outstanding)

	query := DSOQuery{AsOf: q.AsOf, Days: q.Days, Method: MethodPeriod}
	dso := p.dso(query)
	query.Method = MethodBest
	if best := p.dso(query); dso.DSO.Valid && best.DSO.Valid {
		exact := new(big.Int).Sub(big.NewInt(dso.Receivables.Minor), big.NewInt(best.Receivables.Minor))
		r.ADD = ratio(exact.Mul(exact, big.NewInt(int64(q.Days))), big.NewInt(dso.Sales.Minor))
	}
	r.CEI, r.CEISales = cei(q, beginAR, dso.Sales.Minor, outstanding, outstanding-overdue)
	return r
}

// cei counts in days × minor units, so that a monthly average stays exact: a
// month is a twelfth of 365 days.
func cei(q HealthQuery, begin, sales, endTotal, endCurrent int64) (figure decimal.NullDecimal, name string) {
	weight, salesWeight := int64(1), int64(1)
	name = "total"
	if q.MonthlySales {
		name = "monthly average"
		weight, salesWeight = int64(q.Days)*12, 365
	}
	sum := new(big.Int).Mul(big.NewInt(begin), big.NewInt(weight))
	sum.Add(sum, new(big.Int).Mul(big.NewInt(sales), big.NewInt(salesWeight)))
	less := func(end int64) *big.Int {
		return new(big.Int).Sub(sum, new(big.Int).Mul(big.NewInt(end), big.NewInt(weight)))
	}
	return ratio(new(big.Int).Mul(less(endTotal), big.NewInt(100)), less(endCurrent)), name
}

// daysToPay sums, by currency, how many days after their issue invoices were
// paid in full, of those that were by that day.
func (b *Book) daysToPay(asOf Date, scope Scope) map[Currency]tally {
	sums := map[Currency]tally{}
	for inv := range b.Within(scope) {
		paid := inv.paidInFullOn(asOf)
		if paid.IsZero() || inv.Issued.IsZero() {
			continue
		}
		t := sums[inv.Amount.Currency]
		sums[inv.Amount.Currency] = tally{t.minor + int64(paid.DaysSince(inv.Issued)), t.count + 1}
	}
	return sums
}

// paidInFullOn is the day of the payment that closed the invoice, if it was
// closed by that day.
func (inv *Invoice) paidInFullOn(asOf Date) Date {
	if !inv.Amount.IsPositive() || inv.Issued.After(asOf) || inv.OpenAt(asOf).IsPositive() {
		return 0
	}
	sum := int64(0)
	for _, p := range inv.Payments {
		if p.Amount.Currency != inv.Amount.Currency {
			continue
		}
		if sum += p.Amount.Minor; sum >= inv.Amount.Minor {
			return p.Date
		}
	}
	return 0
}

// Within lists the invoices of a scope.
func (b *Book) Within(scope Scope) iter.Seq[*Invoice] {
	if scope == (Scope{}) {
		return b.Invoices()
	}
	list := b.CustomerInvoices(scope.Customer)
	if scope.Customer == "" {
		list = b.SalesInvoices(scope.Salesperson)
	}
	return func(yield func(*Invoice) bool) {
		for _, inv := range list {
			if scope.Holds(inv) && !yield(inv) {
				return
			}
		}
	}
}

func percent(part, whole int64) decimal.NullDecimal {
	return ratio(new(big.Int).Mul(big.NewInt(part), big.NewInt(100)), big.NewInt(whole))
}

// ratio is a ÷ b with two decimals, or nothing where b is zero.
func ratio(a, b *big.Int) decimal.NullDecimal {
	if b.Sign() == 0 {
		return decimal.NullDecimal{}
	}
	return decimal.NewNullDecimal(rounded(new(big.Rat).SetFrac(a, b)))
}
