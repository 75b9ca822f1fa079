package reminders

import (
	"cmp"
	"slices"
	"time"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/store"
)

// draft is a delivery before it is frozen.
type draft struct {
	kind      string
	to        Recipient
	day       ledger.Date
	ends      time.Time
	content   Content
	reminders []store.Reminder
	subjects  map[ledger.Subject]bool
}

func (d *draft) remind(invoice ledger.Key, cycle string, stage ledger.Stage) {
	d.reminders = append(d.reminders, store.Reminder{ID: ReminderID(invoice, cycle, stage), Invoice: invoice, Cycle: cycle, Stage: stage})
}

// watch has the gate look at what the message speaks of.
func (d *draft) watch(lines ...Line) {
	if d.subjects == nil {
		d.subjects = map[ledger.Subject]bool{}
	}
	for _, l := range lines {
		d.subjects[ledger.InvoiceSubject(l.Invoice)] = true
		d.subjects[ledger.CustomerSubject(l.CustomerKey)] = true
		if k := ledger.KeyOf(l.Owner); k != "" {
			d.subjects[ledger.PersonSubject(k)] = true
		}
	}
}

func (d *draft) subjectList() []ledger.Subject {
	list := make([]ledger.Subject, 0, len(d.subjects))
	for s := range d.subjects {
		list = append(list, s)
	}
	slices.Sort(list)
	return list
}

// drafter puts decisions into as few messages as possible.
type drafter struct {
	*planner
	decisions []Decision
	roster    roster
	channels  Channels
	book      string
	location  *time.Location
	language  string
	now       time.Time
}

// drafts are all messages that may go out now, in the order in which they
// should: what needs a person today, digests, the channel.
func (g *drafter) drafts() []draft {
	if g.planner.book.Hold() != "" || g.planner.book.Level() == ledger.LevelObserve || !g.planner.book.PausedUntil().Before(g.today) {
		return nil
	}
	list := g.directs()
	for _, who := range g.roster.everybody() {
		if d, ok := g.digest(who); ok {
			list = append(list, d)
		}
	}
	if d, ok := g.daily(); ok {
		list = append(list, d)
	}
	return append(list, g.cases()...)
}

// news tells whether a decision is still to be told to a destination. What is
// going out today is; so is a stage that others were told of and this one was
// not. A stage that only the row knows of (the store was lost, the ladder was
// climbed elsewhere) was told to everybody.
func (g *drafter) news(destination string, d Decision) bool {
	if !d.Reason.OnLadder() || d.Stage.Number == 0 || !d.Stage.Reached {
		return false
	}
	if !d.Stage.Above(g.said.Told(destination, d.Invoice, d.Cycle)) {
		return false
	}
	return d.Reason.Sends() || !d.Stage.Above(g.said.Reached(d.Invoice, d.Cycle))
}

func (g *drafter) invoice(d Decision) *ledger.Invoice {
	inv, _ := g.planner.book.Invoice(d.Invoice) // decided from this very book
	return inv
}

func (g *drafter) content(kind string, to Recipient, day ledger.Date) Content {
	return Content{Kind: kind, Book: g.book, Day: day, Name: to.Name, SlackID: to.SlackID, Language: cmp.Or(to.Language, g.language)}
}
