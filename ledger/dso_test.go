package ledger

import (
	"strings"
	"testing"
)

// sales issues invoices that are never paid: a month's day and an amount each.
func sales(s *story, days ...string) {
	for i := 0; i < len(days); i += 2 {
		s.invoice(days[i]+days[i+1], "Acme", days[i], "", days[i+1]+" EUR")
	}
}

func TestDSO(t *testing.T) {
	for _, tt := range []struct {
		story  string
		method Method
		tell   func(*story)
		asOf   string
		want   string // of a period of 90 days
	}{
		{"all sales of the quarter unpaid is the quarter", MethodPeriod, func(s *story) {
			sales(s, "2026-02-01", "100.00", "2026-03-01", "200.00")
		}, "2026-03-31", "90.00"},
		{"half of them paid is half of it", MethodPeriod, func(s *story) {
			sales(s, "2026-02-01", "100.00", "2026-03-01", "100.00")
			s.paid("p", "2026-02-01100.00", "2026-03-31", "100.00 EUR")
		}, "2026-03-31", "45.00"},
		{"a payment of the next day does not count", MethodPeriod, func(s *story) {
			sales(s, "2026-02-01", "100.00", "2026-03-01", "100.00")
			s.paid("p", "2026-02-01100.00", "2026-04-01", "100.00 EUR")
		}, "2026-03-31", "90.00"},
		{"the period begins 89 days before its end", MethodPeriod, func(s *story) {
			sales(s, "2026-01-01", "100.00", "2025-12-31", "300.00")
		}, "2026-03-31", "360.00"},
		{"halves are rounded away from zero", MethodPeriod, func(s *story) {
			sales(s, "2025-01-01", "0.01", "2026-03-01", "160.00")
			s.paid("p", "2026-03-01160.00", "2026-03-02", "159.99 EUR")
		}, "2026-03-31", "0.01"}, // 0.02 × 90 ÷ 160 = 0.01125
		{"without sales there is none, not zero", MethodPeriod, func(s *story) {
			sales(s, "2025-01-01", "100.00")
		}, "2026-03-31", "null (no sales in the 90 days up to 2026-03-31)"},
		{"nor where credit notes exceed them", MethodPeriod, func(s *story) {
			sales(s, "2026-03-01", "100.00", "2026-03-02", "-150.00")
		}, "2026-03-31", "null (credit notes exceed sales in the 90 days up to 2026-03-31)"},
		{"a future day has what is known today", MethodPeriod, func(s *story) {
			sales(s, "2026-03-01", "100.00")
		}, "2026-04-30", "90.00"},
		{"before anything happened there is nothing", MethodPeriod, func(s *story) {
			sales(s, "2026-03-01", "100.00")
		}, "2026-02-28", ""},

		{"count-back: a part of the as-of month, up to the day", MethodCountback, func(s *story) {
			sales(s, "2026-03-01", "200.00")
			s.paid("p", "2026-03-01200.00", "2026-03-05", "150.00 EUR")
		}, "2026-03-20", "5.00"}, // 50 ÷ 200 × 20
		{"count-back: a whole month and a part of the one before", MethodCountback, func(s *story) {
			sales(s, "2026-03-01", "100.00", "2026-02-01", "200.00")
			s.paid("p", "2026-02-01200.00", "2026-03-05", "150.00 EUR")
		}, "2026-03-31", "38.00"}, // 31 + 50 ÷ 200 × 28
		{"count-back: exactly the month's sales is the month, and no more", MethodCountback, func(s *story) {
			sales(s, "2026-03-01", "100.00", "2026-02-01", "200.00")
			s.paid("p", "2026-02-01200.00", "2026-03-05", "200.00 EUR")
		}, "2026-03-31", "31.00"},
		{"count-back: a month without sales adds its length", MethodCountback, func(s *story) {
			sales(s, "2026-03-01", "100.00", "2026-01-01", "310.00")
			s.paid("p", "2026-01-01310.00", "2026-03-05", "300.00 EUR")
		}, "2026-03-31", "60.00"}, // 31 + 28 + 10 ÷ 310 × 31
		{"count-back: a leap February has 29 days", MethodCountback, func(s *story) {
			sales(s, "2024-03-01", "100.00", "2024-01-01", "310.00")
			s.paid("p", "2024-01-01310.00", "2024-03-05", "300.00 EUR")
		}, "2024-03-31", "61.00"},
		{"count-back: net credits of a month add to the balance", MethodCountback, func(s *story) {
			// Receivables 90 − 50 = 40; March nets −10, so 50 remain of February's 100.
			sales(s, "2026-03-01", "40.00", "2026-03-02", "-50.00", "2026-02-01", "100.00")
			s.paid("p", "2026-02-01100.00", "2026-03-05", "50.00 EUR")
		}, "2026-03-31", "45.00"}, // 31 + 50 ÷ 100 × 28
		{"count-back: history runs out", MethodCountback, func(s *story) {
			sales(s, "2026-03-01", "100.00", "2026-02-15", "100.00")
			s.paid("p", "", "2026-03-05", "-1.00 EUR")
		}, "2026-03-31", "59.00 (at least 59 days: the receivables exceed all sales on record since 2026-02-15)"},
		{"count-back: nothing outstanding is no day", MethodCountback, func(s *story) {
			sales(s, "2026-03-01", "100.00")
			s.paid("p", "2026-03-01100.00", "2026-03-05", "130.00 EUR")
		}, "2026-03-31", "0.00 (nothing outstanding)"},
		{"count-back: invoices that say no day are no history", MethodCountback, func(s *story) {
			s.invoice("1", "Acme", "", "", "100.00 EUR")
		}, "2026-03-31", "null (no sales on record)"},

		{"true: the age of what is open by its month's sales", MethodTrue, func(s *story) {
			sales(s, "2026-03-11", "100.00", "2026-03-21", "100.00", "2026-02-19", "50.00")
			s.paid("p", "2026-03-21100.00", "2026-03-25", "50.00 EUR")
		}, "2026-03-31", "52.50"}, // 20 × 100/200 + 10 × 50/200 + 40 × 50/50
		{"true: what was paid has no age", MethodTrue, func(s *story) {
			sales(s, "2026-03-11", "100.00")
			s.paid("p", "2026-03-11100.00", "2026-03-25", "100.00 EUR")
		}, "2026-03-31", "0.00"},
		{"true: credits that exceed the month's sales leave no divisor", MethodTrue, func(s *story) {
			sales(s, "2026-03-11", "100.00", "2026-03-12", "-100.00")
		}, "2026-03-31", "null (credit notes exceed sales in 2026-03, from which invoices are open)"},
		{"true: cash on account is said not to be deducted", MethodTrue, func(s *story) {
			sales(s, "2026-03-11", "100.00")
			s.paid("p", "", "2026-03-25", "10.00 EUR")
		}, "2026-03-31", "20.00 (10.00 of unapplied cash not deducted)"},

		{"best: what is not yet due, the day itself included", MethodBest, func(s *story) {
			s.invoice("1", "Acme", "2026-03-01", "2026-03-31", "100.00 EUR").invoice("2", "Acme", "2026-03-01", "2026-03-30", "100.00 EUR")
		}, "2026-03-31", "45.00"},
		{"best: without a due date nothing is ever late", MethodBest, func(s *story) {
			s.invoice("1", "Acme", "2026-03-01", "", "100.00 EUR")
		}, "2026-03-31", "90.00 (100.00 without a due date counted as not yet due)"},
		{"one figure for each currency", MethodPeriod, func(s *story) {
			s.invoice("1", "Acme", "2026-03-01", "", "100.00 USD").invoice("2", "Acme", "2026-03-01", "", "100 JPY").paid("p", "2", "2026-03-02", "50 JPY")
		}, "2026-03-31", "45.00; 90.00"},
	} {
		t.Run(tt.story, func(t *testing.T) {
			s := newStory(t)
			tt.tell(s)
			check(t, string(tt.method), s.dso(tt.method, 90, tt.asOf), tt.want)
		})
	}
}

func TestHealth(t *testing.T) {
	s := newStory(t).
		invoice("1", "Acme", "2026-01-10", "2026-02-09", "100.00 EUR"). // 50 days late on 31 March
		invoice("2", "Acme", "2026-02-28", "2026-03-21", "300.00 EUR"). // 10 days late
		invoice("3", "Acme", "2026-03-01", "2026-04-30", "200.00 EUR"). // not due
		invoice("4", "Acme", "2025-11-01", "2025-12-01", "400.00 EUR"). // 120 days late
		invoice("5", "Acme", "2026-03-01", "2026-03-31", "50.00 EUR").
		paid("a", "5", "2026-03-05", "20.00 EUR").paid("b", "5", "2026-03-11", "30.00 EUR")
	r := Health(s.book, HealthQuery{AsOf: day(t, "2026-03-31")})[0]
	got := map[string]string{
		"overdue": r.Overdue.String(), "overdue ratio": r.OverdueRatio.Decimal.StringFixed(2), "at risk": r.AtRiskRatio.Decimal.StringFixed(2),
		"weighted": r.WeightedDaysLate.Decimal.StringFixed(2), "days late": r.AverageDaysLate.Decimal.StringFixed(2),
		"days to pay": r.AverageDaysToPay.Decimal.StringFixed(2), "ADD": r.ADD.Decimal.StringFixed(2), "CEI": r.CEI.Decimal.StringFixed(2),
	}
	for figure, want := range map[string]string{
		"overdue": "800.00", "overdue ratio": "80.00", "at risk": "40.00", // 800, 400 of 1,000
		"weighted": "70.00", "days late": "60.00", // (100×50 + 300×10 + 400×120) ÷ 800; 180 ÷ 3
		"days to pay": "10.00",  // issued on the 1st, closed on the 11th
		"ADD":         "110.77", // 800 ÷ 650 × 90
		"CEI":         "5.88",   // (400 + 650 − 1,000) ÷ (400 + 650 − 200)
	} {
		check(t, figure, got[figure], want)
	}
	monthly := Health(s.book, HealthQuery{AsOf: day(t, "2026-03-31"), MonthlySales: true})[0]
	check(t, "CEI by "+monthly.CEISales, monthly.CEI.Decimal.StringFixed(2), "-90.62") // sales 650 × 365 ÷ (90 × 12) = 219.68
	none := Health(newStory(t).paid("p", "", "2026-03-01", "1.00 EUR").book, HealthQuery{AsOf: day(t, "2026-03-31")})[0]
	if none.AverageDaysLate.Valid || none.ADD.Valid || none.AverageDaysToPay.Valid {
		t.Errorf("figures without a divisor: %+v", none)
	}
}

func TestScopesPartTheBook(t *testing.T) {
	s := newStory(t).invoice("1", "Acme", "2026-03-01", "2026-03-02", "100.00 EUR").invoice("2", "Bolt", "2026-03-01", "2026-03-02", "50.00 EUR").
		set("1", FieldSalesperson, Text("Jean")).paid("p", "", "2026-03-02", "30.00 EUR")
	asOf := day(t, "2026-03-31")
	for _, tt := range []struct {
		story string
		scope Scope
		want  string
	}{
		{"the whole book", Scope{}, "120.00 less 30.00"},
		{"a customer has the cash on their account", Scope{Customer: "acme"}, "70.00 less 30.00"},
		{"another has not", Scope{Customer: "bolt"}, "50.00 less 0.00"},
		{"a salesperson has invoices only", Scope{Salesperson: "jean"}, "100.00 less 0.00"},
		{"both at once", Scope{Customer: "bolt", Salesperson: "jean"}, ""},
	} {
		t.Run(tt.story, func(t *testing.T) {
			var got strings.Builder
			for _, r := range Aging(s.book, AgingQuery{AsOf: asOf, Scope: tt.scope}) {
				got.WriteString(r.Outstanding.String() + " less " + r.Unapplied.String())
			}
			check(t, "outstanding", got.String(), tt.want)
		})
	}
}
