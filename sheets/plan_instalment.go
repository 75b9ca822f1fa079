package sheets

import (
	"errors"
	"fmt"

	"github.com/relance-bot/relance/ledger"
)

// unclearPlan is what is wrong with an invoice's instalments. The cell is taken
// as it was typed and nothing is guessed from it: the reminders leave the
// invoice alone until it is put right (the planner's SkipPlanUnclear).
func (p *planner) unclearPlan(r *sheetRow, inv *ledger.Invoice) []Problem {
	wrong, ok := errors.AsType[*ledger.Error](inv.PlanProblem())
	if !ok || p.typing(r) {
		return nil
	}
	arg := func(name string) string { return fmt.Sprint(wrong.Args[name]) }
	switch wrong.Reason {
	case ledger.ReasonPlanSum:
		return []Problem{problem(ProblemPlanSum, arg("total"), arg("open")).in(ledger.FieldPlan)}
	case ledger.ReasonPlanUnreadable:
		return []Problem{problem(ProblemPlanUnclear, arg("text")).in(ledger.FieldPlan)}
	}
	return []Problem{problem(ProblemPlanUnclear, inv.Plan).in(ledger.FieldPlan)}
}
