package bot

import "github.com/relance-bot/relance/ledger"

// heldBack says why an invoice isn't chased on a day, by the kind of its
// status; nothing where it is. What only stops letters, such as a reply, and a
// dispute of a part leave it chased.
func heldBack(inv *ledger.Invoice, today ledger.Date) string {
	open := inv.Open()
	promise, promised := inv.PromiseAt(today, nil)
	plan, planned := inv.PlanAt(today, nil)
	switch {
	case !open.IsPositive():
		return "paid"
	case inv.Problem != "":
		return "problem"
	case inv.OptOut:
		return "opt_out"
	case inv.Standing != "":
		return standingWord(inv.Standing)
	case inv.Dispute != "" && (inv.DisputedAmount.IsZero() || inv.DisputedAmount.Minor >= open.Minor):
		return "disputed"
	case promised && promise.Status == ledger.PromiseAhead:
		return "promised"
	case planned && isOnTime(plan, today):
		return "plan"
	case isSaidPaid(inv, today):
		return "says_paid"
	case inv.SnoozedUntil.After(today):
		return "snoozed"
	case inv.CallAgain.After(today):
		return "call_again"
	case isTaken(inv, today):
		return "taken"
	}
	return ""
}

// heldKinds are the statuses of a line that heldBack knows; see isChased.
var heldKinds = map[string]bool{
	"opt_out": true, "insolvent": true, "factored": true, "handed_over": true, "promised": true, "plan": true, "plan_unclear": true,
	"says_paid": true, "snoozed": true, "call_again": true, "taken": true,
}

// isChased is heldBack of a line in a message: reminders go on about it.
func (s Status) isChased() bool {
	if s.Kind == "disputed" {
		return s.Amount.IsPositive() // the rest is chased
	}
	return !s.isOver() && !heldKinds[s.Kind]
}

// asksPromise tells whether a promise is what one would note of the invoice:
// of what somebody is on, or has put off, as of what is chased.
func asksPromise(held string) bool {
	return held == "" || held == "taken" || held == "snoozed" || held == "call_again"
}

// isOnTime tells whether nothing of a plan is late.
func isOnTime(plan ledger.PlanState, today ledger.Date) bool {
	_, broken := plan.Broken()
	next, more := plan.Next()
	return !broken && more && !next.Due.Before(today)
}
