package reminders

import "github.com/relance-bot/relance/ledger"

// PlanPosition is where an invoice's instalment plan stands on a day; the zero
// value is no plan.
//
// While a plan is kept, its next unpaid instalment is what the ladder counts
// from: a cycle of its own, so that no reminder of one is taken for one of
// another or of the invoice. An instalment that isn't paid by the end of its
// grace breaks the plan: the whole balance is chased again from the invoice's
// own due date, at the stage after the last one said in that cycle. Should the
// missed instalment come in after all, the plan goes on.
type PlanPosition struct {
	Next    ledger.InstalmentState // the oldest with something left to pay; of a broken plan, the missed one
	Number  int                    // of Next, from 1; 0: no plan
	Of      int                    // how many instalments there are
	Asked   ledger.Money           // what is left of Next and of any other whose day has come
	Breaks  ledger.Date            // kept so far: the day from which Next counts as missed
	Broken  ledger.Date            // the day from which it does
	Unclear bool                   // the cell can't be read, or doesn't come to what is open: nothing is guessed
}

// position reads the invoice's plan as of today.
func (p *planner) position(inv *ledger.Invoice) PlanPosition {
	if inv.Plan == "" || !inv.Open().IsPositive() {
		return PlanPosition{}
	}
	if inv.PlanProblem() != nil {
		return PlanPosition{Unclear: true}
	}
	state, ok := inv.PlanAt(p.today, p.grace)
	if !ok {
		return PlanPosition{}
	}
	at := PlanPosition{Of: len(state.Instalments), Asked: ledger.Money{Currency: inv.Amount.Currency}}
	for i, part := range state.Instalments {
		if !part.Open().IsPositive() {
			continue
		}
		if at.Number == 0 {
			at.Number, at.Next = i+1, part
		}
		if i+1 == at.Number || !part.Due.After(p.today) {
			at.Asked.Minor += part.Open().Minor
		}
	}
	switch missed, broken := state.Broken(); {
	case at.Number == 0: // what is open now was paid as of later days
		return PlanPosition{}
	case broken:
		at.Broken = missed.LastDay.AddDays(1)
	default:
		at.Breaks = at.Next.LastDay.AddDays(1)
	}
	return at
}

// isKept tells whether there is a plan that nothing was missed of.
func (at PlanPosition) isKept() bool { return at.Number > 0 && at.Broken.IsZero() }

// due is the day from which the ladder counts.
func (at PlanPosition) due(inv *ledger.Invoice) ledger.Date {
	if at.isKept() || at.Number > 0 && inv.Due.IsZero() {
		return at.Next.Due
	}
	return inv.Due
}

// chased is what may be asked for: of a plan that is kept, the instalments
// whose day has come, or the next one.
func (at PlanPosition) chased(inv *ledger.Invoice) ledger.Money {
	amount := chased(inv)
	if at.isKept() && at.Asked.Minor < amount.Minor {
		return at.Asked
	}
	return amount
}

// earlier is the day of the next stage, or the one on which the plan breaks if
// that comes first.
func (at PlanPosition) earlier(day ledger.Date) ledger.Date {
	if at.Breaks.IsZero() {
		return day
	}
	if day.IsZero() {
		return at.Breaks
	}
	return min(day, at.Breaks)
}

// brokenOn is the day from which the invoice's promise or plan counts as
// broken, the later of them; zero if neither is.
func (d Decision) brokenOn() ledger.Date { return max(d.Broken, d.Plan.Broken) }

// oneUp is the stage after the last one said, where the calendar is further:
// after a broken promise or plan the ladder goes on where it stood, and climbs
// one stage per contact. One that was never climbed has no such place.
func oneUp(reached, before ledger.Stage) ledger.Stage {
	if before.Reached && reached.Number > before.Number+1 {
		return ledger.StageAt(before.Number + 1)
	}
	return reached
}

// cycleDay is the day that a cycle of the invoice counts from: its due date, or
// that of an instalment. False if it has no such day any more, or if what was
// said stands beside the ladder.
func cycleDay(inv *ledger.Invoice, cycle string) (ledger.Date, bool) {
	if cycle == Cycle(inv) {
		return inv.Due, true
	}
	if inv.Plan != "" {
		for _, part := range inv.Instalments() {
			if part.Due.String() == cycle {
				return part.Due, true
			}
		}
	}
	return 0, false
}

// keepsStage tells whether a stage said in a cycle may go into the row. That of
// an instalment never lowers what the invoice reached in its own cycle: should
// the plan break, the ladder goes on from there. (The last reminder's day tells
// which of the two it was; see StageSince.)
func keepsStage(inv *ledger.Invoice, due ledger.Date, stage ledger.Stage) bool {
	return due == inv.Due || stage.Above(inv.Stage)
}
