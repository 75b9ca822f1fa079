package ledger

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Instalment is one part of a balance that the customer pays by a day of its own.
type Instalment struct {
	Due    Date
	Amount Money
}

// Plan is an instalment plan: what is paid by when, by due day. Its amounts are
// more than zero and of one currency, and no two fall on one day. A plan made
// for a balance sums to it; what the amount of the invoice and its payments say
// since then decides how far it was kept (see PlanAt).
type Plan []Instalment

// maxInstalments bounds a plan: five years of months, which is as long as a
// debt stays claimable in French commerce (code de commerce, L110-4).
const maxInstalments = 60

// PlanStep is the time from one instalment to the next.
type PlanStep string

// The steps. A month keeps the day of the first instalment, or takes the last
// day of a shorter month.
const (
	StepWeek     PlanStep = "week"
	StepTwoWeeks PlanStep = "two weeks"
	StepMonth    PlanStep = "month"
)

func (s PlanStep) after(first Date, n int) Date {
	switch s {
	case StepWeek:
		return first.AddDays(7 * n)
	case StepTwoWeeks:
		return first.AddDays(14 * n)
	}
	return addMonths(first, n)
}

// PlanTerms say how to cut a balance into instalments.
type PlanTerms struct {
	Parts int
	First Date
	Step  PlanStep // none: StepMonth
}

// MakePlan cuts a balance into equal parts. What doesn't divide is in the last.
func MakePlan(balance Money, terms PlanTerms) (Plan, error) {
	switch {
	case !balance.IsPositive():
		return nil, &Error{
			Code: CodeInvalid, Reason: ReasonAmountInvalid, Args: Args{"amount": balance},
			Message: fmt.Sprintf("The amount must be more than zero, not %s.", balance),
		}
	case terms.Parts < 1 || terms.Parts > maxInstalments || int64(terms.Parts) > balance.Minor:
		return nil, &Error{
			Code: CodeInvalid, Reason: ReasonPlanParts, Args: Args{"count": terms.Parts, "max": min(maxInstalments, int(min(balance.Minor, maxInstalments)))},
			Message: fmt.Sprintf("%d instalments can't be: choose 1 to %d.", terms.Parts, min(balance.Minor, maxInstalments)),
		}
	case terms.First.IsZero():
		return nil, &Error{Code: CodeInvalid, Reason: ReasonDateMissing, Message: "Say on which day the first instalment falls due."}
	}
	part := balance.Minor / int64(terms.Parts)
	plan := make(Plan, terms.Parts)
	for i := range plan {
		plan[i] = Instalment{Due: terms.Step.after(terms.First, i), Amount: Money{Minor: part, Currency: balance.Currency}}
	}
	plan[terms.Parts-1].Amount.Minor = balance.Minor - part*int64(terms.Parts-1)
	return plan, plan.check()
}

// Total is the sum of the instalments.
func (p Plan) Total() Money {
	sum := Money{}
	for _, i := range p {
		sum.Minor, sum.Currency = sum.Minor+i.Amount.Minor, i.Amount.Currency
	}
	return sum
}

// CheckSum refuses a plan that isn't about the whole balance: what would be
// left over has no day, and what is too much would count as paid.
func (p Plan) CheckSum(balance Money) error {
	total := p.Total()
	if total == balance {
		return nil
	}
	return &Error{
		Code: CodeInvalid, Reason: ReasonPlanSum, Args: Args{"total": total, "open": balance},
		Message: fmt.Sprintf("The instalments come to %s %s, and %s %s is open. They must come to the same.", total, total.Currency, balance, balance.Currency),
	}
}

// check puts the plan in order of its days and refuses what is no plan.
func (p Plan) check() error {
	if len(p) == 0 || len(p) > maxInstalments {
		return &Error{
			Code: CodeInvalid, Reason: ReasonPlanParts, Args: Args{"count": len(p), "max": maxInstalments},
			Message: fmt.Sprintf("%d instalments can't be: choose 1 to %d.", len(p), maxInstalments),
		}
	}
	slices.SortStableFunc(p, func(a, b Instalment) int { return cmp.Compare(a.Due, b.Due) })
	sum := Money{}
	for i, part := range p {
		switch {
		case !part.Amount.IsPositive():
			return &Error{
				Code: CodeInvalid, Reason: ReasonAmountInvalid, Args: Args{"amount": part.Amount},
				Message: fmt.Sprintf("The amount must be more than zero, not %s.", part.Amount),
			}
		case !part.Due.isPlausible():
			return &Error{
				Code: CodeInvalid, Reason: ReasonDateImplausible, Args: Args{"date": part.Due},
				Message: fmt.Sprintf("%s can't be the day of an instalment: check the year.", part.Due),
			}
		case i > 0 && part.Due == p[i-1].Due:
			return &Error{
				Code: CodeInvalid, Reason: ReasonPlanSameDay, Args: Args{"date": part.Due},
				Message: fmt.Sprintf("Two instalments fall on %s: make them one.", part.Due),
			}
		}
		var err error
		if sum, err = sum.Add(part.Amount); err != nil {
			return err
		}
	}
	return nil
}

// String writes the plan as its cell shows it: "500.00 on 2026-12-01; 500.00 on
// 2027-01-01". ParsePlan reads it back.
func (p Plan) String() string { return p.In("en") }

// In is String in a language, "en" or "fr": "500,00 le 01/12/2026; …".
func (p Plan) In(language string) string {
	parts := make([]string, len(p))
	for i, part := range p {
		if language == "fr" {
			parts[i] = strings.Replace(part.Amount.String(), ".", ",", 1) + " le " + part.Due.Time().Format("02/01/2006")
		} else {
			parts[i] = part.Amount.String() + " on " + part.Due.String()
		}
	}
	return strings.Join(parts, "; ")
}
