package ledger

import (
	"maps"
	"slices"
)

// maxPlanDays bounds how far ahead an instalment may fall due: five years, as
// maxInstalments.
const maxPlanDays = 5*366 + 1

// AgreePlan notes that the customer pays in instalments, which must come to
// what is left to pay. A plan takes the place of a promise and of an earlier
// plan: an invoice has one at most. The language is that of its cell.
func (a Act) AgreePlan(b *Book, inv Key, plan Plan, language string, today Date) ([]Change, error) {
	found, err := a.findOpen(b, inv)
	if err != nil {
		return nil, err
	}
	own := append(Plan(nil), plan...)
	for _, part := range own {
		if err := checkPart(found, part.Amount); err != nil {
			return nil, err
		}
		if err := checkAhead(part.Due, today, today, maxPlanDays); err != nil {
			return nil, err
		}
	}
	if err := own.check(); err != nil {
		return nil, err
	}
	if err := own.CheckSum(found.Open()); err != nil {
		return nil, err
	}
	return a.moved(found,
		cell{FieldPlan, Text(own.In(language))}, cell{FieldPromisedOn, Value{}}, cell{FieldPromisedAmount, Value{}},
	), nil
}

// DropPlan gives a plan up: the balance is due when the invoice was. Where
// there is none, there is nothing to do.
func (a Act) DropPlan(b *Book, inv Key) ([]Change, error) {
	found, err := a.find(b, inv)
	if err != nil {
		return nil, err
	}
	changes := a.moved(found, cell{FieldPlan, Value{}})
	if len(changes) == 0 {
		return nil, nil
	}
	note := Note{What: NotePlan, Text: found.Plan}
	return append(changes, a.change(Change{Invoice: found.Key, Field: FieldNote, New: note.Value()})), nil
}

// maxPlanSums bounds how many sums of payments PlanProblem tries: a dozen
// payments that are all different.
const maxPlanSums = 4096

// PlanProblem says what is wrong with the text in the invoice's Plan cell:
// it can't be read, or it doesn't come to what was left to pay at any time,
// with whichever of the payments had come in. Nothing is guessed from such a
// plan, and nobody is chased by it.
func (inv *Invoice) PlanProblem() error {
	if inv.Plan == "" || inv.IsCredit() || !inv.Open().IsPositive() {
		return nil
	}
	plan, err := inv.readPlan()
	if err != nil {
		return err
	}
	total := plan.Total().Minor
	if total < inv.Open().Minor {
		return plan.CheckSum(inv.Open()) // a part of the balance has no day
	}
	left := map[int64]bool{inv.Amount.Minor: true}
	for _, p := range inv.Payments {
		if p.Amount.Currency != inv.Amount.Currency || len(left) > maxPlanSums {
			continue
		}
		// Without or with this payment: of what is added here it isn't taken again.
		for _, minor := range slices.Collect(maps.Keys(left)) {
			if minor-p.Amount.Minor > 0 {
				left[minor-p.Amount.Minor] = true
			}
		}
	}
	if left[total] || len(left) > maxPlanSums {
		return nil
	}
	return plan.CheckSum(inv.Open())
}
