package reminders

import (
	"cmp"
	"slices"

	"github.com/relance-bot/relance/ledger"
)

// Weekly is the manager's look at the week: where the receivables stand, and
// where they stood a week ago.
type Weekly struct {
	Since   ledger.Date  `json:"since"` // the day that the figures are compared with
	Figures []WeekFigure `json:"figures"`
	Largest []Debtor     `json:"largest,omitempty"` // who is late with most, at most five for each currency
}

// WeekFigure is one currency's: nothing is added across currencies.
type WeekFigure struct {
	Outstanding   ledger.Money `json:"outstanding"`
	WasOpen       ledger.Money `json:"was_open"`
	Overdue       ledger.Money `json:"overdue"`
	WasOverdue    ledger.Money `json:"was_overdue"`
	Paid          ledger.Money `json:"paid"`          // what came in since
	DSO           string       `json:"dso,omitempty"` // days, by the period method; empty: no sales to divide by
	WasDSO        string       `json:"was_dso,omitempty"`
	BrokenPromise int          `json:"broken,omitempty"` // promises that broke since
}

// Debtor is a customer by what they have overdue.
type Debtor struct {
	Customer ledger.Key   `json:"customer"`
	Name     string       `json:"name"`
	Overdue  ledger.Money `json:"overdue"`
	Was      ledger.Money `json:"was"`
}

// weeklyLate is how many business days after the week's first its figures still
// go out: on a Thursday they are the next Monday's news.
const weeklyLate = 1

// weekDays is how far back the trend looks; largestDebtors how many are named.
const (
	weekDays       = 7
	largestDebtors = 5
)

// weekly gives a manager the week's figures on the first business day of the
// week, or, had nothing run then, on the next.
func (g *drafter) weekly(who Recipient, out *draft) *Weekly {
	monday := weeklyKey(out.day)
	cycle := cycleWeekly + monday.String()
	if !g.policy.Weekly || !contains(g.roster.managers, who) || g.told(who, "", cycle).Reached {
		return nil
	}
	if out.day.After(AddBusinessDays(g.calendar, NextBusinessDay(g.calendar, monday), weeklyLate)) {
		return nil
	}
	// What was late when first seen waits for Start chasing: until then the book
	// speaks to nobody.
	if g.plan.reasons[SkipWaiting] > 0 {
		return nil
	}
	w := g.weekFigures()
	if len(w.Figures) == 0 {
		return nil
	}
	out.remind("", cycle, ledger.StageAt(0))
	return w
}

// weekFigures compares today with the same day a week ago, both from the dates
// of invoices and payments: what is entered late counts where it belongs.
func (g *drafter) weekFigures() *Weekly {
	before := g.today.AddDays(-weekDays)
	w := &Weekly{Since: before}
	book := g.planner.book
	byCurrency := map[ledger.Currency]*WeekFigure{}
	of := func(c ledger.Currency) *WeekFigure {
		f := byCurrency[c]
		if f == nil {
			none := ledger.Money{Currency: c}
			f = &WeekFigure{Outstanding: none, WasOpen: none, Overdue: none, WasOverdue: none, Paid: none}
			byCurrency[c] = f
		}
		return f
	}
	for _, r := range ledger.Aging(book, ledger.AgingQuery{AsOf: g.today}) {
		of(r.Currency).Outstanding, of(r.Currency).Overdue = r.Outstanding, lateIn(r)
	}
	for _, r := range ledger.Aging(book, ledger.AgingQuery{AsOf: before}) {
		of(r.Currency).WasOpen, of(r.Currency).WasOverdue = r.Outstanding, lateIn(r)
	}
	for _, r := range ledger.DSO(book, ledger.DSOQuery{AsOf: g.today}) {
		of(r.Currency).DSO = dsoText(r)
	}
	for _, r := range ledger.DSO(book, ledger.DSOQuery{AsOf: before}) {
		of(r.Currency).WasDSO = dsoText(r)
	}
	for pay := range book.Payments() {
		if pay.Source != ledger.PaymentFromOpening && pay.Date.After(before) && !pay.Date.After(g.today) {
			of(pay.Amount.Currency).Paid.Minor += pay.Amount.Minor
		}
	}
	for _, d := range g.plan.open() {
		if !d.Broken.IsZero() && d.Broken.After(before) {
			of(d.Amount.Currency).BrokenPromise++
		}
	}
	for _, f := range byCurrency {
		if !f.Outstanding.IsZero() || !f.WasOpen.IsZero() || !f.Paid.IsZero() {
			w.Figures = append(w.Figures, *f)
		}
	}
	slices.SortFunc(w.Figures, func(a, b WeekFigure) int { return cmp.Compare(a.Outstanding.Currency, b.Outstanding.Currency) })
	w.Largest = g.largest(before)
	return w
}

func lateIn(r ledger.AgingReport) ledger.Money {
	sum := ledger.Money{Currency: r.Currency}
	for _, b := range r.Buckets {
		if b.Name != ledger.BucketNotDue && b.Name != ledger.BucketNoDueDate {
			sum.Minor += b.Amount.Minor
		}
	}
	return sum
}

func dsoText(r ledger.DSOReport) string {
	if !r.DSO.Valid {
		return ""
	}
	return r.DSO.Decimal.Round(0).String()
}

// largest are those who owe most that is late today, with what it was.
func (g *drafter) largest(before ledger.Date) []Debtor {
	of := map[account]*Debtor{}
	for inv := range g.planner.book.Overdue(g.today) {
		k := account{inv.CustomerKey, inv.Amount.Currency}
		d := of[k]
		if d == nil {
			none := ledger.Money{Currency: k.currency}
			d = &Debtor{Customer: k.customer, Name: g.planner.book.CustomerName(k.customer), Overdue: none, Was: none}
			of[k] = d
		}
		d.Overdue.Minor += inv.OpenAt(g.today).Minor
		if inv.IsOverdue(before) {
			d.Was.Minor += inv.OpenAt(before).Minor
		}
	}
	byCurrency := map[ledger.Currency][]Debtor{}
	for k, d := range of {
		byCurrency[k.currency] = append(byCurrency[k.currency], *d)
	}
	var list []Debtor
	for _, debtors := range byCurrency {
		slices.SortFunc(debtors, func(a, b Debtor) int {
			return cmp.Or(cmp.Compare(b.Overdue.Minor, a.Overdue.Minor), cmp.Compare(a.Customer, b.Customer))
		})
		list = append(list, debtors[:min(len(debtors), largestDebtors)]...)
	}
	slices.SortStableFunc(list, func(a, b Debtor) int { return cmp.Compare(a.Overdue.Currency, b.Overdue.Currency) })
	return list
}

// weeklyKey names the week of a day, by its Monday.
func weeklyKey(day ledger.Date) ledger.Date {
	return day.AddDays(-(int(day.Weekday()) + 6) % 7)
}
