package ledger

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestParsePlan(t *testing.T) {
	const two = "500.00 on 2026-12-01; 500.00 on 2027-01-01"
	for _, tt := range []struct {
		story, text, currency, want string // want: the plan, or the reason of the refusal
	}{
		{"as the bot writes it", two, "EUR", two},
		{"as the bot writes it in French", "500,00 le 01/12/2026; 500,00 le 01/01/2027", "EUR", two},
		{"day first, a space before the semicolon", "500 € le 1/12/2026 ; 500 € le 1/1/2027", "EUR", two},
		{"with no-break spaces", "500,00\u00a0€ le 01/12/2026\u00a0; 500\u202f€ le 01.01.2027", "EUR", two},
		{"one line each", "500 on 2026-12-01\n500 on 2027-01-01\n", "EUR", two},
		{"two figures before a word and a year", "50 on 2026-12-01", "EUR", "50.00 on 2026-12-01"},
		{"as a list with dashes", "- 500 on 2026-12-01\n- 500 on 2027-01-01", "EUR", two},
		{"the day first", "2026-12-01: 500.00; 2027-01-01: EUR 500", "EUR", two},
		{"months by name", "500 on 1 December 2026 and 500 on 1st Jan 2027", "EUR", two},
		{"months by name in French", "500 euros le 1er décembre 2026 et 500 euros le 1 janv. 2027", "EUR", two},
		{"in the wrong order", "500 on 2027-01-01; 500 on 2026-12-01", "EUR", two},
		{"groups and decimals, English", "1,234.50 on 2026-12-01", "EUR", "1234.50 on 2026-12-01"},
		{"groups and decimals, French", "1 234,50 le 01/12/2026", "EUR", "1234.50 on 2026-12-01"},
		{"groups and decimals, German", "1.234,50 am 01.12.2026", "EUR", ReasonPlanUnreadable},
		{"groups alone", "1,234,567 on 2026-12-01; 12.345 on 2027-01-01", "EUR", "1234567.00 on 2026-12-01; 12345.00 on 2027-01-01"},
		{"no decimals in yen", "50,000 on 2026-12-01", "JPY", "50000 on 2026-12-01"},
		{"dinars in thousandths", "1.234,500 on 2026-12-01", "KWD", "1234.500 on 2026-12-01"},
		{"one dinar and its thousandths", "1.234 on 2026-12-01", "KWD", "1.234 on 2026-12-01"},
		{"more decimals than euros have", "1.2345 on 2026-12-01", "EUR", ReasonPlanUnreadable},
		{"dollars", "$500 on 2026-12-01", "USD", "500.00 on 2026-12-01"},
		{"in another currency", "500 USD on 2026-12-01", "EUR", ReasonPlanUnreadable},
		{"in words", "three times, from March on", "EUR", ReasonPlanUnreadable},
		{"with a word that may change it", "500 on 2026-12-01 if possible", "EUR", ReasonPlanUnreadable},
		{"without a day", "500; 500 on 2027-01-01", "EUR", ReasonPlanUnreadable},
		{"with two days in a part", "500 on 2026-12-01 or 2027-01-01", "EUR", ReasonPlanUnreadable},
		{"two amounts in a part", "500 2026-12-01 600", "EUR", ReasonPlanUnreadable},
		{"figures that only the day keeps apart", "1 2026-12-01 000", "EUR", ReasonPlanUnreadable},
		{"a numbered list could be read as an amount", "1. 500 on 2026-12-01", "EUR", ReasonPlanUnreadable},
		{"a day that doesn't exist", "500 on 2027-02-29", "EUR", ReasonPlanUnreadable},
		{"month first makes no month of 13", "500 on 12/13/2026", "EUR", ReasonPlanUnreadable},
		{"two digits of year", "500 on 01/12/26", "EUR", ReasonPlanUnreadable},
		{"nothing", "0 on 2026-12-01", "EUR", ReasonPlanUnreadable},
		{"a slip of the year", "500 on 1026-12-01", "EUR", ReasonDateImplausible},
		{"twice the same day", "500 on 2026-12-01; 500 on 2026-12-01", "EUR", ReasonPlanSameDay},
		{"blank", " ; ", "EUR", ReasonPlanUnreadable},
		{"endless", strings.Repeat("1 on 2026-12-01;", 1000), "EUR", ReasonPlanUnreadable},
	} {
		t.Run(tt.story, func(t *testing.T) {
			plan, err := ParsePlan(tt.text, Currency(tt.currency))
			check(t, tt.text, planOrReason(plan, err), tt.want)
		})
	}
}

func planOrReason(p Plan, err error) string {
	if e, ok := err.(*Error); ok { //nolint:errorlint // not wrapped here
		return e.Reason
	}
	return p.String()
}

func TestMakePlan(t *testing.T) {
	for _, tt := range []struct {
		story, balance, first string
		parts                 int
		step                  PlanStep
		want                  string
	}{
		{"what doesn't divide is in the last", "1000.00 EUR", "2026-12-01", 3, StepMonth, "333.33 on 2026-12-01; 333.33 on 2027-01-01; 333.34 on 2027-02-01"},
		{"months from the 31st keep to the end of each", "300.00 EUR", "2027-01-31", 3, "", "100.00 on 2027-01-31; 100.00 on 2027-02-28; 100.00 on 2027-03-31"},
		{"weeks", "100.00 EUR", "2026-12-28", 2, StepWeek, "50.00 on 2026-12-28; 50.00 on 2027-01-04"},
		{"fortnights", "101 JPY", "2026-12-28", 2, StepTwoWeeks, "50 on 2026-12-28; 51 on 2027-01-11"},
		{"at once", "100.00 EUR", "2026-12-28", 1, StepWeek, "100.00 on 2026-12-28"},
		{"nothing to cut", "0.00 EUR", "2026-12-28", 2, StepWeek, ReasonAmountInvalid},
		{"less than a cent each", "0.02 EUR", "2026-12-28", 3, StepWeek, ReasonPlanParts},
		{"too many", "1000.00 EUR", "2026-12-28", 61, StepWeek, ReasonPlanParts},
		{"none", "1000.00 EUR", "2026-12-28", 0, StepWeek, ReasonPlanParts},
		{"from no day", "1000.00 EUR", "", 2, StepWeek, ReasonDateMissing},
	} {
		t.Run(tt.story, func(t *testing.T) {
			plan, err := MakePlan(money(t, tt.balance), PlanTerms{Parts: tt.parts, First: day(t, tt.first), Step: tt.step})
			check(t, tt.balance, planOrReason(plan, err), tt.want)
		})
	}
}

func somePlan(t *rapid.T) Plan {
	plan, err := MakePlan(
		Money{Minor: rapid.OneOf(rapid.Int64Range(60, 100_000), rapid.Int64Range(60, 1<<62)).Draw(t, "balance"), Currency: rapid.SampledFrom([]Currency{"EUR", "JPY", "KWD"}).Draw(t, "currency")},
		PlanTerms{
			Parts: rapid.IntRange(1, 60).Draw(t, "parts"), First: NewDate(2026, 1, 1) + Date(rapid.IntRange(0, 400).Draw(t, "first")),
			Step: rapid.SampledFrom([]PlanStep{StepWeek, StepTwoWeeks, StepMonth}).Draw(t, "step"),
		})
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

// The parts sum to the whole, differ by the remainder alone, and are read back
// in both languages.
func TestAPlanSumsToItsBalance(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		plan := somePlan(t)
		balance := plan.Total()
		if err := plan.CheckSum(balance); err != nil {
			t.Fatal(err)
		}
		if err := plan.CheckSum(Money{Minor: balance.Minor + 1, Currency: balance.Currency}); err == nil {
			t.Fatal("a plan that leaves something over is taken")
		}
		last := len(plan) - 1
		for i, part := range plan {
			if i < last && part.Amount != plan[0].Amount {
				t.Fatalf("%s: the remainder is not in the last", plan)
			}
		}
		if rest := plan[last].Amount.Minor - plan[0].Amount.Minor; rest < 0 || rest > int64(last) {
			t.Fatalf("%s: a remainder of %d", plan, rest)
		}
		for _, language := range []string{"en", "fr"} {
			again, err := ParsePlan(plan.In(language), balance.Currency)
			if err != nil || again.String() != plan.String() {
				t.Fatalf("%s is read back as %s, %v", plan.In(language), again, err)
			}
		}
	})
}

// FuzzParsePlan: whatever is typed, what is taken for a plan is one, and is
// written and read back unchanged.
func FuzzParsePlan(f *testing.F) {
	for _, seed := range []string{"500.00 on 2026-12-01; 500.00 on 2027-01-01", "1 000,50 € le 01/12/2026 ; 500 le 1er janvier 2027", "1,2.3 on 2026-12-01", "- 1’000 2026-1-1"} {
		f.Add(seed, "EUR")
	}
	f.Add("1.234,500 2026-12-01", "KWD")
	f.Fuzz(func(t *testing.T, text, code string) {
		c, err := ParseCurrency(code)
		if err != nil {
			return
		}
		plan, err := ParsePlan(text, c)
		if err != nil {
			return
		}
		again, err := ParsePlan(plan.String(), c)
		if err != nil || again.String() != plan.String() {
			t.Errorf("%q is %s, and that is %s, %v", text, plan, again, err)
		}
	})
}

// planStory is INV-1 over 1,000 in two instalments of 400, made after 200 came in.
func planStory(t *testing.T) *story {
	t.Helper()
	return newStory(t).
		invoice("INV-1", "Acme", "2026-01-01", "2026-01-31", "1000.00 EUR").paid("p0", "INV-1", "2026-02-10", "200.00 EUR").
		set("INV-1", FieldPlan, Text("400.00 on 2026-03-01; 400.00 on 2026-04-01"))
}

func TestPaymentsKeepOrBreakAPlan(t *testing.T) {
	grace := func(due Date) Date { return due.AddDays(2) }
	for _, tt := range []struct {
		story, asOf string
		book        func(s *story)
		want        string // what was paid of each instalment and what became of it, what is beyond
		next        string // and whether it is broken
	}{
		{"before its first day", "2026-02-20", nil, "0.00 ahead, 0.00 ahead", "2026-03-01"},
		{"on its day", "2026-03-01", nil, "0.00 ahead, 0.00 ahead", "2026-03-01"},
		{"within the grace", "2026-03-03", nil, "0.00 late, 0.00 ahead", "2026-03-01"},
		{"after the grace the plan is broken", "2026-03-04", nil, "0.00 missed, 0.00 ahead", "2026-03-01 broken"},
		{"paid on its day", "2026-03-04", func(s *story) { s.paid("p1", "INV-1", "2026-03-01", "400.00 EUR") }, "400.00 kept 2026-03-01, 0.00 ahead", "2026-04-01"},
		{"paid in two goes", "2026-03-04", func(s *story) {
			s.paid("p1", "INV-1", "2026-02-20", "100.00 EUR").paid("p2", "INV-1", "2026-03-02", "300.00 EUR")
		}, "400.00 kept 2026-03-02, 0.00 ahead", "2026-04-01"},
		{"a part is not the whole", "2026-03-04", func(s *story) { s.paid("p1", "INV-1", "2026-03-01", "399.99 EUR") }, "399.99 part, 0.00 ahead", "2026-03-01 broken"},
		{"a part before its day", "2026-02-25", func(s *story) { s.paid("p1", "INV-1", "2026-02-21", "150.00 EUR") }, "150.00 ahead, 0.00 ahead", "2026-03-01"},
		{"more than one instalment counts for the next", "2026-03-04", func(s *story) { s.paid("p1", "INV-1", "2026-03-01", "500.00 EUR") }, "400.00 kept 2026-03-01, 100.00 ahead", "2026-04-01"},
		{"the whole at once", "2026-05-01", func(s *story) { s.paid("p1", "INV-1", "2026-03-01", "800.00 EUR") }, "400.00 kept 2026-03-01, 400.00 kept 2026-03-01", ""},
		{"a payment of later has not happened", "2026-03-04", func(s *story) { s.paid("p1", "INV-1", "2026-03-05", "400.00 EUR") }, "0.00 missed, 0.00 ahead", "2026-03-01 broken"},
		{"paid after all, the plan goes on", "2026-03-06", func(s *story) { s.paid("p1", "INV-1", "2026-03-05", "400.00 EUR") }, "400.00 kept 2026-03-05, 0.00 ahead", "2026-04-01"},
		{"a payment that bounced keeps nothing", "2026-03-20", func(s *story) {
			s.paid("p1", "INV-1", "2026-03-01", "400.00 EUR").paid("p2", "INV-1", "2026-03-10", "-400.00 EUR")
		}, "0.00 missed, 0.00 ahead", "2026-03-01 broken"},
		{"both missed", "2026-05-01", nil, "0.00 missed, 0.00 missed", "2026-03-01 broken"},
		{"an earlier payment that bounced is in no instalment", "2026-02-20", func(s *story) { s.paid("p1", "INV-1", "2026-02-15", "-200.00 EUR") }, "0.00 ahead, 0.00 ahead + 200.00", "2026-03-01"},
		{"a lower amount is as good as a payment", "2026-03-04", func(s *story) { s.set("INV-1", FieldAmount, Amount(Money{Minor: 600_00, Currency: "EUR"})) }, "400.00 kept 2026-02-10, 0.00 ahead", "2026-04-01"},
	} {
		t.Run(tt.story, func(t *testing.T) {
			s := planStory(t)
			if tt.book != nil {
				tt.book(s)
			}
			inv, _ := s.book.Invoice("inv-1")
			state, ok := inv.PlanAt(day(t, tt.asOf), grace)
			if !ok {
				t.Fatal("there is no plan")
			}
			var got []string
			for _, i := range state.Instalments {
				got = append(got, strings.TrimSpace(fmt.Sprintf("%s %s %s", i.Paid, i.Status, i.Settled)))
			}
			text := strings.Join(got, ", ")
			if state.Beyond.IsPositive() {
				text += " + " + state.Beyond.String()
			}
			check(t, "instalments", text, tt.want)
			next, _ := state.Next()
			text = next.Due.String()
			if broken, ok := state.Broken(); ok {
				text += " broken"
				if broken.Due != next.Due {
					t.Errorf("the instalment of %s broke it, and that of %s is next", broken.Due, next.Due)
				}
			}
			check(t, "next", text, tt.next)
			if state.IsKept() != (tt.next == "") {
				t.Errorf("kept: %v", state.IsKept())
			}
		})
	}
}

// What is open on the instalments and beyond them is what is open on the
// invoice, whatever was paid or taken back.
func TestInstalmentsAndWhatIsBeyondAreTheBalance(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		plan := somePlan(t)
		total := plan.Total()
		inv := &Invoice{Plan: plan.String(), Amount: Money{Minor: total.Minor/2 + rapid.Int64Range(1, total.Minor/2+100).Draw(t, "amount"), Currency: total.Currency}}
		asOf := plan[len(plan)-1].Due.AddDays(-rapid.IntRange(-10, 100).Draw(t, "day"))
		for i := range rapid.IntRange(0, 5).Draw(t, "payments") {
			inv.Payments = append(inv.Payments, Payment{
				ID: fmt.Sprint(i), Date: plan[0].Due.AddDays(i * 7), Amount: Money{Minor: rapid.Int64Range(-total.Minor/4, total.Minor/2).Draw(t, "paid"), Currency: total.Currency},
			})
		}
		state, ok := inv.PlanAt(asOf, nil)
		if !ok {
			t.Fatal("no plan")
		}
		sum := state.Beyond.Minor
		for i, part := range state.Instalments {
			sum += part.Open().Minor
			if part.Open().IsNegative() || part.Paid.IsNegative() || i > 0 && part.Paid.IsPositive() && state.Instalments[i-1].Open().IsPositive() {
				t.Fatalf("paid out of order: %+v", state)
			}
			if part.Settled.IsZero() != (part.Status != InstalmentKept) && part.Amount.Minor <= inv.paidUpTo(asOf).Minor && inv.Amount.Minor >= total.Minor {
				t.Fatalf("%+v is settled on %q", part, part.Settled)
			}
		}
		if open := inv.OpenAt(asOf).Minor; sum > open && open < total.Minor || sum < open {
			t.Fatalf("%d open on the instalments and beyond, %d on the invoice: %+v", sum, open, state)
		}
	})
}

// agedBook has INV-1 over 1,000 in instalments, due when it was issued else, an
// invoice without a plan, and one whose plan can't be relied on.
func agedBook(t *testing.T) *story {
	t.Helper()
	return newStory(t).
		invoice("INV-1", "Acme", "2026-01-01", "2026-01-31", "1000.00 EUR").paid("p0", "INV-1", "2026-02-10", "200.00 EUR").
		set("INV-1", FieldPlan, Text("400.00 on 2026-03-01; 400.00 on 2026-04-15")).set("INV-1", FieldSalesperson, Text("Anna")).
		invoice("INV-2", "Acme", "2026-02-01", "2026-03-05", "50.00 EUR").set("INV-2", FieldSalesperson, Text("Anna")).
		invoice("INV-3", "Acme", "2026-02-01", "2026-03-10", "70.00 EUR").set("INV-3", FieldPlan, Text("60.00 on 2026-06-01"))
}

func TestInstalmentsAgeOneByOne(t *testing.T) {
	for _, tt := range []struct {
		story, asOf   string
		book          func(s *story)
		aging, listed string
	}{
		{"before the first instalment nothing of the plan is late", "2026-02-20", nil, "EUR 920.00: not due 920.00/3", ""},
		{"the first is late, the second isn't due; the invoice counts once", "2026-03-20", nil, "EUR 920.00: not due 400.00/0, 1-30 520.00/3", "INV-1 19 400.00, INV-2 15 50.00, INV-3 10 70.00"},
		{"each in its own bucket", "2026-05-20", nil, "EUR 920.00: 31-60 400.00/0, 61-90 520.00/3", "INV-1 80 800.00, INV-2 76 50.00, INV-3 71 70.00"},
		{"the first was paid: the second counts", "2026-05-20", func(s *story) { s.paid("p1", "INV-1", "2026-03-01", "400.00 EUR") }, "EUR 520.00: 31-60 400.00/1, 61-90 120.00/2", "INV-2 76 50.00, INV-3 71 70.00, INV-1 35 400.00"},
		{"on the day before it was paid", "2026-03-20", func(s *story) { s.paid("p1", "INV-1", "2026-03-21", "500.00 EUR") }, "EUR 920.00: not due 400.00/0, 1-30 520.00/3", "INV-1 19 400.00, INV-2 15 50.00, INV-3 10 70.00"},
		{"a part of the second was paid too", "2026-05-20", func(s *story) { s.paid("p1", "INV-1", "2026-03-01", "500.00 EUR") }, "EUR 420.00: 31-60 300.00/1, 61-90 120.00/2", "INV-2 76 50.00, INV-3 71 70.00, INV-1 35 300.00"},
		{"all was paid", "2026-05-20", func(s *story) { s.paid("p1", "INV-1", "2026-03-01", "800.00 EUR") }, "EUR 120.00: 61-90 120.00/2", "INV-2 76 50.00, INV-3 71 70.00"},
		{"the plan was given up: the invoice's own day counts again", "2026-03-20", func(s *story) { s.set("INV-1", FieldPlan, Value{}) }, "EUR 920.00: 1-30 120.00/2, 31-60 800.00/1", "INV-1 48 800.00, INV-2 15 50.00, INV-3 10 70.00"},
		{"a plan in words changes no age", "2026-03-20", func(s *story) { s.set("INV-1", FieldPlan, Text("twice 400")) }, "EUR 920.00: 1-30 120.00/2, 31-60 800.00/1", "INV-1 48 800.00, INV-2 15 50.00, INV-3 10 70.00"},
		{"removed, it is gone everywhere", "2026-03-20", func(s *story) { s.record(Change{Invoice: "inv-1", Field: FieldInvoice, Old: Record(Fields{})}) }, "EUR -80.00: 1-30 120.00/2, unapplied 200.00", "INV-2 15 50.00, INV-3 10 70.00"},
	} {
		t.Run(tt.story, func(t *testing.T) {
			s := agedBook(t)
			if tt.book != nil {
				tt.book(s)
			}
			check(t, "aging", s.aging(tt.asOf), tt.aging)
			for name, scope := range map[string]Scope{"all": {}, "the customer's": {Customer: "acme"}} {
				var got []string
				overdue := int64(0)
				for l := range OverdueLines(s.book, OverdueQuery{AsOf: day(t, tt.asOf), Scope: scope}) {
					got = append(got, fmt.Sprint(l.Number, " ", l.DaysLate, " ", l.Open))
					overdue += l.Open.Minor
					if l.Due != day(t, tt.asOf).AddDays(-l.DaysLate) {
						t.Errorf("%s is due on %s", l.Number, l.Due)
					}
				}
				check(t, name, strings.Join(got, ", "), tt.listed)
				for _, r := range Aging(s.book, AgingQuery{AsOf: day(t, tt.asOf), Scope: scope}) {
					if r.Overdue().Minor != overdue || r.OverdueInvoices() != len(got) {
						t.Errorf("%s: the aging has %s overdue on %d invoices, the list %d on %d", name, r.Overdue(), r.OverdueInvoices(), overdue, len(got))
					}
				}
			}
		})
	}
}
