package reminders

import (
	"slices"

	"github.com/relance-bot/relance/ledger"
)

// callFresh is how many days after the day of a call it is still asked for: a
// long weekend, or the time that a bot may be away.
const callFresh = 7

// calls are the customers that a person is to call again today, of whom no
// digest of theirs told. The day itself never waits for the next stage.
func (g *drafter) calls(who Recipient, out *draft) []Line {
	var list []Line
	for inv, d := range g.plan.open() {
		if inv.CallAgain.IsZero() || inv.CallAgain.After(g.today) || g.today.DaysSince(inv.CallAgain) >= callFresh || !g.mayCall(*d) {
			continue
		}
		if owner, ok := g.roster.owners[inv.SalesKey]; ok && owner.Key != who.Key || !ok && !g.roster.isFinance(who) {
			continue
		}
		cycle := cycleCall + inv.CallAgain.String()
		if g.told(who, d.Invoice, cycle).Reached {
			continue
		}
		l := g.line(inv, *d)
		list = append(list, l)
		out.remind(d.Invoice, cycle, ledger.StageAt(0))
		out.watch(l)
	}
	slices.SortFunc(list, lineOrder)
	return list
}

// mayCall tells whether a call still has a sense: not on what was settled, or
// put off, in another way since.
func (g *drafter) mayCall(d Decision) bool {
	switch d.Reason {
	case SkipPaid, SkipCreditNote, SkipPresumedSettled, SkipQuarantined, SkipOptOut, SkipWaiting, SkipDisputed, SkipPromised, SkipSnoozed, SkipPaused,
		SkipInsolvent, SkipFactored, SkipHandedOver:
		return false
	}
	return true
}
