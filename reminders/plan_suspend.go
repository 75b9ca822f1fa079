package reminders

import "github.com/relance-bot/relance/ledger"

// suspended gives the first reason in the invoice itself for which it is not
// chased today, and until when; none if it may be.
func (p *planner) suspended(inv *ledger.Invoice, d Decision) (Reason, ledger.Date) {
	_, presumed := inv.Presumed()
	switch {
	case inv.IsCredit():
		return SkipCreditNote, 0
	case inv.Problem != "" && inv.Amount.IsZero():
		return SkipQuarantined, 0 // its amount can't be read: nobody knows that it's paid
	case presumed && !inv.Open().IsPositive():
		return SkipPresumedSettled, 0
	case !inv.Open().IsPositive():
		return SkipPaid, 0
	case inv.Problem != "":
		return SkipQuarantined, 0
	}
	if r := standingReasons[inv.Standing]; r != "" {
		return r, 0
	}
	switch {
	case d.Plan.Unclear:
		return SkipPlanUnclear, 0
	case d.Due.IsZero():
		return SkipNoDueDate, 0
	case inv.OptOut:
		return SkipOptOut, 0
	case inv.Waiting:
		return SkipWaiting, 0
	case !d.Amount.IsPositive():
		return SkipDisputed, 0
	}
	if until := p.promisedUntil(inv); !until.Before(p.today) {
		return SkipPromised, until
	}
	switch {
	case inv.SnoozedUntil.After(p.today):
		return SkipSnoozed, inv.SnoozedUntil
	case inv.CallAgain.After(p.today):
		return SkipCallAgain, inv.CallAgain
	case !inv.TakenUntil.Before(p.today):
		return SkipTaken, inv.TakenUntil
	case !inv.SaysPaidUntil.Before(p.today):
		return SkipSaysPaid, inv.SaysPaidUntil
	case !p.book.CustomerPausedUntil(inv.CustomerKey).Before(p.today):
		return SkipPaused, p.book.CustomerPausedUntil(inv.CustomerKey)
	}
	if least, ok := p.policy.Minimum[d.Amount.Currency]; ok && d.Amount.Minor < least.Minor {
		return SkipTooSmall, 0
	}
	return "", 0
}

// standingReasons are why what has a standing is off the ladder.
var standingReasons = map[ledger.Standing]Reason{
	ledger.StandingInsolvent: SkipInsolvent, ledger.StandingFactored: SkipFactored, ledger.StandingHandedOver: SkipHandedOver,
}

// chased is what may be asked for: what is open less what is disputed. A
// dispute without an amount is over the whole balance.
func chased(inv *ledger.Invoice) ledger.Money {
	open := inv.Open()
	switch {
	case inv.Dispute == "" && inv.DisputedAmount.IsZero():
		return open
	case inv.DisputedAmount.IsZero(), inv.DisputedAmount.Minor >= open.Minor:
		open.Minor = 0
		return open
	}
	open.Minor -= inv.DisputedAmount.Minor
	return open
}

// promise is how far the invoice's promise was kept by today, the grace counted
// in business days; false where none stands.
func (p *planner) promise(inv *ledger.Invoice) (ledger.PromiseState, bool) {
	if inv.PromisedOn.IsZero() {
		return ledger.PromiseState{}, false // nearly all: they cost nothing
	}
	return inv.PromiseAt(p.today, p.grace)
}

// unconfirmed tells of a promise that is ahead, follows as many broken ones in
// a row as the policy lets pass, and that neither finance nor a manager stands
// by: it pauses nothing.
func (p *planner) unconfirmed(inv *ledger.Invoice) bool {
	most := p.policy.PromisesInRow
	if most == 0 || inv.PromisedOn.IsZero() || inv.PromiseSure == inv.PromisedOn || len(inv.Promises) < most {
		return false
	}
	s, ok := p.promise(inv)
	return ok && s.Status == ledger.PromiseAhead && ledger.BrokenInRow(inv.PromisesAt(p.today, p.grace)) >= most
}

// grace is the last day on which a payment keeps what falls on a day.
func (p *planner) grace(on ledger.Date) ledger.Date {
	return AddBusinessDays(p.calendar, on, p.policy.PromiseGrace)
}

// promisedUntil is the last day on which a promise holds: the promised day
// plus grace. None without a promise, or once it is kept.
func (p *planner) promisedUntil(inv *ledger.Invoice) ledger.Date {
	s, ok := p.promise(inv)
	if !ok || s.Status == ledger.PromiseKept || p.unconfirmed(inv) {
		return 0
	}
	return s.LastDay
}

// brokenSince is the first day on which a promise counts as broken, or none:
// nothing came in by then, or too little.
func (p *planner) brokenSince(inv *ledger.Invoice) ledger.Date {
	s, ok := p.promise(inv)
	if !ok || !s.Status.IsBroken() || !inv.Open().IsPositive() {
		return 0
	}
	return s.LastDay.AddDays(1)
}
