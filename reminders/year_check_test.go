package reminders_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/reminders"
	"github.com/relance-bot/relance/store"
)

// passed looks at a delivery in the moment in which it passes the gate.
func (o *oracle) passed(d store.Delivery) {
	now := o.at()
	today := ledger.DateOf(now.In(paris))
	o.count("posts begun")
	zone := paris
	if d.Destination == "U-NYC" {
		zone = newYork
	}
	local := now.In(zone)
	if minute := local.Hour()*60 + local.Minute(); !works(ledger.DateOf(local)) || minute < 8*60+30 || minute > 18*60+30 || d.Day != ledger.DateOf(local) {
		o.wrong("a %s of %s goes to %s at %s", d.Kind, d.Day, d.Destination, local.Format("Mon 2006-01-02 15:04 MST"))
	}
	for _, r := range d.Reminders {
		if r.Invoice == "" {
			continue
		}
		debt := o.byKey[r.Invoice]
		ladder := !strings.Contains(r.Cycle, "/")
		why := o.against(debt, today)
		switch {
		case ladder && debt.plan.isKept(debt, today):
			o.wrong("I8: %s is said to %s in %s, and its plan is kept", debt.number, d.Destination, r.Cycle)
		case debt.open() <= 0, ladder && why != "":
			o.wrong("I8: %s is said to %s (%s %s %s), and %s", debt.number, d.Destination, d.Kind, r.Cycle, r.Stage, why)
		case ladder && d.Kind == store.KindDigest && o.mail.aways[debt.owner].On(today) && "U-"+strings.ToUpper(debt.owner) == d.Destination && len(yearAudiences[r.Stage.Number]) > 0 && yearAudiences[r.Stage.Number][0] == "owner":
			o.wrong("I8: %s is said to %s, who is away", debt.number, d.Destination)
		case ladder && r.Cycle != debt.due.String() && debt.plan == nil:
			o.wrong("I8: %s is said to %s in the cycle of %s, and is due on %s", debt.number, d.Destination, r.Cycle, debt.due)
		}
	}
	o.begun[d.ID] = d
	o.eachStage(d, func(debt *debt, stage int) {
		if stage > debt.passed {
			debt.before, debt.passed = debt.passed, stage
		}
	})
}

// eachStage goes over the stages of the ladder that a delivery says.
func (o *oracle) eachStage(d store.Delivery, do func(*debt, int)) {
	for _, r := range d.Reminders {
		if debt := o.byKey[r.Invoice]; debt != nil && debt.plan == nil && !strings.Contains(r.Cycle, "/") {
			do(debt, r.Stage.Number)
		}
	}
}

// posted hears of each message that now stands in Slack.
func (o *oracle) posted(m *message) {
	d, ok := o.begun[m.delivery]
	if !ok {
		o.wrong("a message of no delivery to %s", m.destination)
		return
	}
	o.count("messages of kind " + d.Kind)
	o.note("%s to %s: %d reminders%s", d.Kind, d.Destination, len(d.Reminders), named(d))
	key := d.Destination + " " + d.Day.String()
	switch d.Kind {
	case store.KindDigest:
		o.once(o.digests, key, d.ID, "digest")
	case store.KindChannel:
		o.once(o.posts, key, d.ID, "post")
	}
	o.tell(d)
	o.marksJumps(m.content)
	o.eachStage(d, func(debt *debt, stage int) { debt.top = max(debt.top, stage) })
}

// named are a delivery's reminders, for the log of one seed.
func named(d store.Delivery) string {
	if *yearSeed == 0 {
		return ""
	}
	var b strings.Builder
	for _, r := range d.Reminders {
		b.WriteString(" " + r.ID)
	}
	return b.String()
}

// once: another delivery of that kind, person and day is one too many.
func (o *oracle) once(known map[string]string, key, id, what string) {
	if known[key] != "" && known[key] != id {
		o.wrong("I1: a second %s: %s", what, key)
	}
	known[key] = id
}

// tell notes what somebody knows by a delivery.
func (o *oracle) tell(d store.Delivery) {
	for _, r := range d.Reminders {
		debt := o.byKey[r.Invoice]
		if debt == nil || debt.plan != nil || strings.Contains(r.Cycle, "/") || r.Cycle != debt.due.String() {
			continue
		}
		if debt.told == nil {
			debt.told = map[string]tellings{}
		}
		was := debt.told[d.Destination]
		switch {
		case was.moved == debt.moved && was.stage == r.Stage && was.on == d.Day: // the same again: a copy
		case was.moved == debt.moved && !r.Stage.Above(was.stage):
			o.wrong("I7: %s hears of stage %s of %s after stage %s", d.Destination, r.Stage, debt.number, was.stage)
		}
		debt.told[d.Destination] = tellings{r.Stage, d.Day, debt.moved}
		debt.contact = max(debt.contact, d.Day)
		if r.Stage.Above(debt.highest) {
			debt.highest = r.Stage
		}
		o.count("stages said to somebody")
	}
}

// marksJumps: who first hears of a stage hears which ones were left out. What
// passed the gate and is in doubt may count as said.
func (o *oracle) marksJumps(c reminders.Content) {
	if c.Digest == nil {
		return
	}
	lines := slices.Clone(c.Digest.NoOwner)
	for _, customer := range c.Digest.Customers {
		lines = append(lines, customer.Lines...)
	}
	for _, l := range lines {
		debt := o.byKey[l.Invoice]
		if debt.moved > 0 || debt.plan != nil || l.Stage <= debt.top {
			continue
		}
		if !slices.Equal(l.Skipped, leftOut(debt.top, l.Stage)) && !slices.Equal(l.Skipped, leftOut(debt.before, l.Stage)) {
			o.wrong("I7: %s goes from stage %d (%d in doubt) to %d, and says it left out %v", debt.number, debt.top, debt.before, l.Stage, l.Skipped)
		}
		if len(l.Skipped) > 0 {
			o.count("jumps, with what they left out")
		}
	}
}

// leftOut are the stages between two.
func leftOut(before, stage int) []int {
	var list []int
	for n := before + 1; n < stage; n++ {
		list = append(list, n)
	}
	return list
}

// goodDays is the bound of I2: a digest that a fault spoiled goes out on the
// next day.
const goodDays = 3

// checkOwed is I2, in the evening of a business day.
func (y *year) checkOwed(today ledger.Date) {
	if !works(today) {
		return
	}
	open := map[string]bool{} // in doubt, or parked and visible
	list, err := y.store.List(context.Background(), book, store.Due, store.Claimed, store.Sending, store.Uncertain, store.Parked)
	if err != nil {
		y.t.Fatal(err)
	}
	for _, d := range list {
		if d.Kind == store.KindLetter {
			continue
		}
		for _, r := range d.Reminders {
			open[d.Destination+" "+string(r.Invoice)] = true
			open[string(r.Invoice)] = true
		}
	}
	for _, d := range y.debts {
		who := y.owes(d, today, open)
		if who == "" || d.touched >= today-1 {
			d.owed = 0
			continue
		}
		if d.owedTo != who { // somebody came back, or went
			d.owed, d.owedTo = 0, who
		}
		if d.owed++; d.owed > goodDays {
			stage, _ := d.reached(today)
			y.wrong("I2: %s of stage %s is not told of %s, due %s, for %d evenings: %s", who, stage, d.number, d.due, d.owed,
				y.why(d))
		}
	}
}

// owes is who ought to have been told of a debt by now, if anybody.
func (y *year) owes(d *debt, today ledger.Date, open map[string]bool) string {
	stage, on := d.reached(today)
	if !stage.Reached || d.plan != nil || y.against(d, today) != "" || y.credits[d.customer+string(d.currency)] {
		return ""
	}
	if d.highest == stage && d.contact < on || d.highest.Above(stage) {
		return "" // who broke a promise heard of it before its day
	}
	if d.contact < on || d.moved == 0 && stage.Above(d.highest) { // nobody heard of this stage yet
		if d.contact != 0 && d.contact+7 > today || open[string(ledger.KeyOf(d.number))] {
			return ""
		}
		return strings.Join(y.audience(d, stage.Number, today), " and ")
	}
	for _, who := range y.audience(d, stage.Number, today) {
		told := d.told[who]
		if d.moved == 0 && told.on < on && !open[who+" "+string(ledger.KeyOf(d.number))] {
			return who
		}
	}
	return ""
}

// checkRows is I7 as the sheet shows it: the stage in a row never goes back
// while its due date stands and nobody agreed on instalments.
func (y *year) checkRows() {
	y.catchUp()
	for _, d := range y.debts {
		row := y.invoice(d.number).Stage
		if d.moved == 0 && d.plan == nil && d.row.Above(row) { // an instalment has a ladder of its own
			y.wrong("I7: the row of %s went from stage %s back to %s", d.number, d.row, row)
		}
		d.row = row
	}
}

// checkAtTheEnd looks at what stands when everything has healed.
func (y *year) checkAtTheEnd() {
	perDelivery, perReminder, directs := map[string]int{}, map[string]int{}, map[string]int{}
	for _, m := range y.slack.all() {
		if perDelivery[m.delivery]++; perDelivery[m.delivery] > 1 {
			y.wrong("I1: delivery %s stands %d times", m.delivery, perDelivery[m.delivery])
		}
		d := y.begun[m.delivery]
		for _, r := range d.Reminders {
			key := m.destination + " " + r.ID
			if perReminder[key]++; perReminder[key] > 1 {
				y.wrong("I1: %s stands %d times", key, perReminder[key])
			}
		}
		if d.Kind == store.KindDirect {
			key := d.Destination + d.Day.String()
			if directs[key]++; directs[key] > 3 {
				y.wrong("%s got %d direct messages", key, directs[key])
			}
		}
	}
	list, err := y.store.List(context.Background(), book, store.Due, store.Claimed, store.Sending, store.Uncertain)
	if err != nil {
		y.t.Fatal(err)
	}
	for _, d := range list {
		y.wrong("I2: a %s to %s is still %s after %s (%s)", d.Kind, d.Destination, d.State, time.Duration(9*5)*time.Minute, d.Reason)
	}
	y.count("invoices", len(y.debts))
}

// why is what the planner says, for the log.
func (y *year) why(d *debt) string {
	w := y.replicas[0].service.Why(ledger.KeyOf(d.number))[0]
	inv := y.invoice(d.number)
	return fmt.Sprintf("%s until %s, from stage %s to %s; the row says %s on %s; known contact %s", w.Reason, w.Until, w.Before, w.Stage, inv.Stage, inv.LastReminder, d.contact)
}
