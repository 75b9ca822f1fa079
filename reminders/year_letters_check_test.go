package reminders_test

import (
	"context"
	"slices"
	"strings"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/reminders"
	"github.com/relance-bot/relance/store"
)

// The last stage that has a letter, the first that warns and the last that a
// single person may send, as published.
const (
	firmStage   = 2
	formalStage = 5
)

// letterPasses looks at a letter in the moment in which it passes the gate.
func (y *year) letterPasses(d store.Delivery) {
	y.count("letters begun")
	content, err := reminders.ContentOf(d.Payload)
	if err != nil || content.Letter == nil {
		y.wrong("a letter that can't be read: %v", err)
		return
	}
	m := content.Letter
	name := strings.ToUpper(string(m.Customer))
	c := y.mail.customers[name]
	now := y.now()
	zone := paris
	if c.country == "US" {
		zone = chicago
	}
	local := now.In(zone)
	today := ledger.DateOf(local)
	if minute := local.Hour()*60 + local.Minute(); !works(today) || zone == chicago && americanHolidays[today.String()] || minute < 8*60+30 || minute > 18*60+30 || d.Day != today {
		y.wrong("a letter of %s leaves for %s at %s", d.Day, name, local.Format("Mon 2006-01-02 15:04 MST"))
	}
	if why := y.againstLetter(c, d.Destination, today); why != "" {
		y.wrong("I8: a letter leaves for %s, and %s", name, why)
	}
	var asked int64
	highest := 0
	only := ledger.Currency("")
	for _, r := range d.Reminders {
		debt := y.byKey[r.Invoice]
		y.letterAsks(m, r, debt, today)
		if debt.customer != name || only != "" && debt.currency != only {
			y.wrong("%s stands in a letter to %s", debt.number, name)
		}
		asked, only = asked+debt.open(), debt.currency
		highest = max(highest, r.Stage.Number)
	}
	if tones := []string{1: "friendly", 2: "firm", 3: "penalties", 4: "last", 5: "formal"}; string(m.Kind) != tones[min(highest, formalStage)] {
		y.wrong("a %s letter asks for what is at stage %d", m.Kind, highest)
	}
	if credit := y.creditOf(name, only); credit > 0 && credit >= asked {
		y.wrong("I8: %s is asked for %d, and has %d to their credit", name, asked, credit)
	}
	y.letterFigures(m, d)
	y.letterApproved(m, d, c, today)
}

// againstLetter is what speaks against any letter to a customer.
func (y *year) againstLetter(c *correspondent, to string, today ledger.Date) string {
	switch {
	case c.mode == ledger.ModeNever, c.mode == ledger.ModeInternalOnly:
		return "they are " + c.mode
	case c.email == "" || to != c.email:
		return "it goes to " + to
	case c.replied >= today:
		return "they replied"
	case y.mail.silent:
		return "finance hasn't said go on"
	}
	return ""
}

// letterAsks looks at one invoice of a letter.
func (y *year) letterAsks(m *reminders.Mailing, r store.Reminder, debt *debt, today ledger.Date) {
	reached, _ := debt.reached(today)
	stage := r.Stage.Number
	switch why := y.against(debt, today); {
	case why != "":
		y.wrong("I8: a letter asks for %s, and %s", debt.number, why)
	case debt.plan.isKept(debt, today):
		y.wrong("I8: a letter asks for %s in %s, and its plan is kept", debt.number, r.Cycle)
	case debt.plan != nil: // the ladder of its instalments
	case r.Cycle != "letter/"+debt.due.String():
		y.wrong("I8: a letter asks for %s in %s, and it is due on %s", debt.number, r.Cycle, debt.due)
	case stage > reached.Number || stage < 1 || stage > formalStage:
		y.wrong("I7: letter %d on %s, which has reached stage %s", stage, debt.number, reached)
	case stage != debt.written+1 && (debt.moved == 0 || stage > debt.wrote+1):
		y.wrong("I7: letter %d on %s follows letter %d", stage, debt.number, debt.written)
	case (stage == formalStage) != (m.Kind == reminders.LetterFormal):
		y.wrong("%s of stage %d stands in a %s letter", debt.number, stage, m.Kind)
	case stage == formalStage && (debt.firm == 0 || debt.firm+8 > today):
		y.wrong("a formal notice on %s, whose last firm letter arrived on %s", debt.number, debt.firm)
	}
}

// letterFigures: what stands in a letter is what is open in that moment.
func (y *year) letterFigures(m *reminders.Mailing, d store.Delivery) {
	asked, open := map[string]bool{}, map[string]int64{}
	for _, l := range m.Body.Chased {
		asked[l.Number] = true
	}
	if len(asked) != len(d.Reminders) {
		y.wrong("letter %s asks for %d invoices, and names %d", d.ID, len(d.Reminders), len(asked))
	}
	for _, l := range slices.Concat(m.Body.Chased, m.Body.OtherOverdue, m.Body.NotDue) {
		open[l.Number] += l.Open.Minor // what is paid in instalments has a line for each
		if debt := y.byKey[ledger.KeyOf(l.Number)]; l.Due != debt.due && debt.plan == nil {
			y.wrong("a letter says that %s is due on %s, and it is due on %s", l.Number, l.Due, debt.due)
		}
	}
	for number, sum := range open {
		if debt := y.byKey[ledger.KeyOf(number)]; sum != debt.open() {
			y.wrong("a letter says that %d is open on %s, and it is %d", sum, number, debt.open())
		}
	}
}

// letterApproved: enough people said yes to this very letter.
func (y *year) letterApproved(m *reminders.Mailing, d store.Delivery, c *correspondent, today ledger.Date) {
	needs, yes := 1, 0
	if m.Kind == reminders.LetterFormal {
		needs = 2
	}
	if y.mail.auto && c.mode == ledger.ModeAutomatic && m.Kind == reminders.LetterFriendly {
		needs = 0
	}
	for _, on := range y.mail.yes[m.Letter] {
		if today-on <= 7 {
			yes++
		}
	}
	if yes < needs {
		y.wrong("a %s letter %s leaves with %d yeses, and needs %d", m.Kind, d.ID, yes, needs)
	}
	if needs == 2 {
		y.count("formal notices begun")
	}
}

// mailed hears of each mail that arrives.
func (y *year) mailed(m reminders.Mail) {
	d, err := y.store.Delivery(context.Background(), book, m.DeliveryID)
	if err != nil {
		y.wrong("a mail of no delivery: %v", err)
		return
	}
	y.count("letters arrived")
	today := y.today()
	if y.mail.arrived[d.ID]++; y.mail.arrived[d.ID] > 1 {
		y.wrong("I1: letter %s arrives %d times", d.ID, y.mail.arrived[d.ID])
	}
	c := y.mail.customers[strings.ToUpper(d.Person)]
	if c.last != 0 && today-c.last < 7 {
		y.wrong("two letters to %s within %d days", d.Person, today-c.last)
	}
	c.last = today
	y.note("a letter arrives at %s%s", d.Destination, named(d))
	for _, r := range d.Reminders {
		debt := y.byKey[r.Invoice]
		if r.Cycle != "letter/"+debt.due.String() {
			continue
		}
		debt.written = max(debt.written, r.Stage.Number)
		debt.wrote = max(debt.wrote, debt.written)
		if r.Stage.Number >= firmStage {
			debt.firm = today
		}
	}
}

// checkLetters is I2 for letters, in the evening of a business day: what was
// approved left, and what the ladder calls for is in somebody's tray.
func (y *year) checkLetters(today ledger.Date) {
	if !y.mail.on || !works(today) || y.mail.random.IntN(3) > 0 {
		return
	}
	r := y.replicas[y.leads]
	if err := r.desk.CatchUp(context.Background()); err != nil {
		y.t.Fatal(err)
	}
	list, err := r.service.Letters(context.Background())
	if err != nil {
		y.t.Fatal(err)
	}
	placed := map[ledger.Key]reminders.Reason{}
	stays := map[string]int{}
	for _, l := range list {
		if l.Reason == reminders.Send {
			if stays[l.ID] = y.mail.stays[l.ID] + 1; stays[l.ID] > goodDays {
				y.wrong("I2: letter %s to %s was approved, and doesn't leave", l.ID, l.Name)
			}
		}
		switch {
		case l.Reason == reminders.SkipToApprove && len(y.mail.yes[l.ID]) > 0 && !y.anOldYes(l.ID, today):
			y.wrong("I2: the yes to letter %s to %s is forgotten", l.ID, l.Name)
		case l.Reason == reminders.SkipDowntime && !y.mail.silent:
			y.wrong("I2: letter %s to %s waits for a word that was said", l.ID, l.Name)
		}
		for _, line := range l.Lines {
			placed[line.Invoice] = reminders.Send
		}
		for _, left := range l.Left {
			placed[left.Invoice] = left.Reason
		}
	}
	y.mail.stays = stays
	for _, d := range y.debts {
		stage, on := d.reached(today)
		next := d.written + 1
		if d.moved > 0 || d.plan != nil || next > min(stage.Number, formalStage) || on >= today || y.against(d, today) != "" || d.touched >= today-1 || y.credits[d.customer+string(d.currency)] || y.isMailing(d) {
			continue
		}
		switch reason := placed[ledger.KeyOf(d.number)]; reason {
		case reminders.Send, reminders.SkipTooSoon, reminders.SkipSettling:
		case reminders.SkipNoFirmLetter:
			if next != formalStage || d.firm+8 <= today {
				y.wrong("I2: letter %d on %s waits for a firm one, which arrived on %s", next, d.number, d.firm)
			}
		default:
			y.wrong("I2: letter %d on %s, due %s, is in no tray: %s", next, d.number, d.due, reason)
		}
	}
}

func (y *year) anOldYes(id string, today ledger.Date) bool {
	for _, on := range y.mail.yes[id] {
		if today-on > 7 {
			return true
		}
	}
	return false
}

// isMailing tells whether a letter on a debt is under way or parked: what the
// product knows and the customer doesn't.
func (y *year) isMailing(debt *debt) bool {
	list, err := y.store.List(context.Background(), book, store.Due, store.Claimed, store.Sending, store.Uncertain, store.Parked)
	if err != nil {
		y.t.Fatal(err)
	}
	for _, d := range list {
		if d.Kind == store.KindLetter && strings.EqualFold(d.Person, debt.customer) {
			return true
		}
	}
	return false
}

// creditOf is what a customer paid too much in a currency.
func (y *year) creditOf(customer string, currency ledger.Currency) int64 {
	var sum int64
	for _, d := range y.debts {
		if d.customer == customer && d.currency == currency {
			sum += max(0, -d.open())
		}
	}
	return sum
}

var chicago = mustLoad("America/Chicago")

// americanHolidays are those on which most offices are closed, from a printed
// calendar.
var americanHolidays = map[string]bool{
	"2026-05-25": true, "2026-07-03": true, "2026-09-07": true, "2026-11-26": true, "2026-12-25": true, "2027-01-01": true, "2027-05-31": true,
}

// present is who gets what is somebody's: they, or who stands in for them, and
// for whoever is away in turn; finance where nobody is there.
func (o *oracle) present(who string, today ledger.Date) string {
	seen := map[string]bool{}
	for range 4 {
		away := o.mail.aways[strings.ToLower(strings.TrimPrefix(who, "U-"))]
		switch {
		case !away.On(today):
			return who
		case seen[who]:
			return "U-FIN"
		}
		seen[who] = true
		who = "U-" + strings.ToUpper(away.StandIn)
	}
	return "U-FIN"
}
