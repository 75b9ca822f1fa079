package reminders

import (
	"maps"
	"slices"
	"strconv"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/store"
)

// brokenFresh is how many days after a promise broke its owner is still told:
// older news came in with the sheet.
const brokenFresh = 7

// claimNotice is how many days before the last one to lodge a claim finance is
// told of it again.
const claimNotice = 14

// alert is one thing that needs somebody today.
type alert struct {
	about Alert
	cycle string
	d     Decision
}

// directs are the messages about what needs somebody today: one per person and
// subject, and no more in a day than the policy has.
func (g *drafter) directs() []draft {
	byPerson := map[string]map[Alert][]alert{}
	people := map[string]Recipient{}
	for inv, d := range g.plan.open() {
		for _, a := range g.alerts(inv, *d) {
			for _, who := range g.alerted(a) {
				if !ledger.StageAt(0).Above(g.told(who, d.Invoice, a.cycle)) {
					continue
				}
				if byPerson[who.Key] == nil {
					byPerson[who.Key] = map[Alert][]alert{}
				}
				people[who.Key] = who
				byPerson[who.Key][a.about] = append(byPerson[who.Key][a.about], a)
			}
		}
	}
	var list []draft
	for _, key := range slices.Sorted(maps.Keys(people)) {
		who := people[key]
		w := g.windowAt(g.now, who.Location, g.policy.Hours.From)
		left := g.policy.DirectPerDay - g.said.directsOf(who, w.day) - g.asked(who, w.day)
		slot := 0
		for _, about := range []Alert{AlertBroken, AlertPlan, AlertInsolvent, AlertApproval, AlertSaysPaid} {
			alerts := byPerson[key][about]
			if !w.open || left <= 0 || len(alerts) == 0 {
				continue
			}
			for slot < g.policy.DirectPerDay && !ledger.StageAt(0).Above(g.told(who, "", slotOf(w.day, slot))) {
				slot++
			}
			left--
			out := g.direct(who, w, alerts)
			out.remind("", slotOf(w.day, slot), ledger.StageAt(0))
			slot++
			list = append(list, out)
		}
	}
	return list
}

// slotOf names one of a day's direct messages. As a reminder of its own it makes
// the store count them: a replica that knows too little takes a slot that is
// taken, is refused, and looks again.
func slotOf(day ledger.Date, slot int) string {
	return cycleDirect + day.String() + "/" + strconv.Itoa(slot)
}

func (g *drafter) direct(who Recipient, w window, alerts []alert) draft {
	out := draft{kind: store.KindDirect, to: who, day: w.day, ends: w.ends, content: g.content(store.KindDirect, who, w.day)}
	direct := &Direct{About: alerts[0].about}
	for _, a := range alerts {
		l := g.line(g.invoice(a.d), a.d)
		direct.Lines = append(direct.Lines, l)
		out.remind(a.d.Invoice, a.cycle, ledger.StageAt(0))
		out.watch(l)
	}
	slices.SortFunc(direct.Lines, lineOrder)
	out.content.Direct = direct
	return out
}

// alerts are what in a decision needs somebody today.
func (g *drafter) alerts(inv *ledger.Invoice, d Decision) []alert {
	var list []alert
	if age := g.today.DaysSince(d.Broken); !d.Broken.IsZero() && age < brokenFresh && g.mayAlert(d) {
		list = append(list, alert{AlertBroken, cycleBroken + inv.PromisedOn.String(), d})
	}
	if d.Approval && d.Stage.Repeat == 0 && d.Reason.OnLadder() && (d.Reason.Sends() || !d.Stage.Above(g.said.Reached(d.Invoice, d.Cycle))) {
		list = append(list, alert{AlertApproval, cycleApproval + d.Cycle + "/" + d.Stage.String(), d})
	}
	if age := g.today.DaysSince(d.Plan.Broken); !d.Plan.Broken.IsZero() && age < brokenFresh && g.mayAlert(d) {
		list = append(list, alert{AlertPlan, cyclePlan + d.Plan.Next.Due.String(), d})
	}
	if d.Reason == SkipInsolvent && !inv.StandingSince.IsZero() && !g.today.After(inv.ClaimBy()) {
		from := inv.StandingSince
		if inv.ClaimBy().DaysSince(g.today) <= claimNotice {
			from = inv.ClaimBy()
		}
		list = append(list, alert{AlertInsolvent, cycleInsolvent + from.String(), d})
	}
	if d.Reason == SkipSaysPaid {
		list = append(list, alert{AlertSaysPaid, cycleSaysPaid + inv.SaysPaidUntil.String(), d})
	}
	return list
}

// mayAlert tells whether the owner hears of a broken promise: not on what they
// or the customer settled since in another way.
func (g *drafter) mayAlert(d Decision) bool {
	return d.Reason.OnLadder() || d.Reason == SkipTooSoon || d.Reason == SkipNotYet
}

// alerted are who must act: finance on money and formal notices, the owner on
// their customer's word, both on a plan that the customer broke.
func (g *drafter) alerted(a alert) []Recipient {
	owner, ok := g.roster.owners[g.invoice(a.d).SalesKey]
	switch {
	case ok && a.about == AlertBroken:
		return []Recipient{owner}
	case ok && a.about == AlertPlan && !g.roster.isFinance(owner):
		return append([]Recipient{owner}, g.roster.finance...)
	}
	return g.roster.finance
}
