package reminders

import (
	"cmp"
	"maps"
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
	people    map[string]bool // as the cells name those who look after what it speaks of
}

func (d *draft) remind(invoice ledger.Key, cycle string, stage ledger.Stage) {
	d.reminders = append(d.reminders, store.Reminder{ID: ReminderID(invoice, cycle, stage), Invoice: invoice, Cycle: cycle, Stage: stage})
}

// watch has the gate look at what the message speaks of.
func (d *draft) watch(lines ...Line) {
	if d.subjects == nil {
		d.subjects, d.people = map[ledger.Subject]bool{}, map[string]bool{}
	}
	for _, l := range lines {
		d.subjects[ledger.InvoiceSubject(l.Invoice)] = true
		d.subjects[ledger.CustomerSubject(l.CustomerKey)] = true
		d.people[l.Owner] = true
	}
}

// subjectList is all that the gate looks at, with the people as the journal
// calls them: whoever gets it, and whoever looks after what it speaks of.
func (d *draft) subjectList(book *ledger.Book) []ledger.Subject {
	set := maps.Clone(d.subjects)
	if set == nil {
		set = map[ledger.Subject]bool{}
	}
	set[ledger.PersonSubject(ledger.KeyOf(d.to.destination()))] = true // their absence
	for _, text := range append(slices.Collect(maps.Keys(d.people)), d.to.destination()) {
		if p, ok := book.FindPerson(text); ok {
			set[ledger.PersonSubject(p.Key())] = true
		}
	}
	return slices.Sorted(maps.Keys(set))
}

// drafter puts decisions into as few messages as possible.
type drafter struct {
	*planner
	plan     *made
	roster   roster
	channels Channels
	book     string
	location *time.Location
	language string
	now      time.Time

	asked    func(Recipient, ledger.Date) int // direct messages that others wrote to them
	happened []ledger.Change                  // lately, of what threads tell

	drafted bool // list is what drafts gave
	list    []draft

	head     Letterhead
	abroad   map[string]Calendar // of customers' countries
	letters  []LetterDecision
	mailings map[string]Mailing // letters that may leave, by the decision's ID
}

// newDrafter drafts in the service's name what was decided.
func (s *Service) newDrafter(p *planner, plan *made, people roster, now time.Time) *drafter {
	p.noMail = s.o.Mailer == nil
	return &drafter{
		planner: p, plan: plan, roster: people, channels: s.o.Channels, book: s.o.Book, location: s.o.Location,
		language: s.o.Language, now: now, asked: func(who Recipient, day ledger.Date) int { return s.asked.on(who.SlackID, day, who.Location) },
		head: s.o.Letterhead, abroad: map[string]Calendar{},
	}
}

// drafts are all messages that may go out now, worked out once.
func (g *drafter) drafts() []draft {
	if !g.drafted {
		g.drafted, g.list = true, g.compose()
	}
	return g.list
}

// compose gives them in the order in which they should go: what needs a person
// today, digests, the channel, letters, threads.
func (g *drafter) compose() []draft {
	if g.planner.book.Hold() != "" || g.planner.book.Level() == ledger.LevelObserve || !g.planner.book.PausedUntil().Before(g.today) {
		return nil
	}
	list := append(g.directs(), g.departures()...)
	for _, who := range g.roster.everybody() {
		if d, ok := g.digest(who); ok {
			list = append(list, d)
		}
	}
	if d, ok := g.daily(); ok {
		list = append(list, d)
	}
	list = append(list, g.cases()...)
	list = append(list, g.letterDrafts()...)
	return append(list, g.threads()...)
}

// news tells whether a decision is still to be told to a destination. What is
// going out today is; so is a stage that others were told of and this one was
// not. A stage that only the row knows of (the store was lost, the ladder was
// climbed elsewhere) was told to everybody.
func (g *drafter) news(who Recipient, d Decision) bool {
	if !d.Reason.OnLadder() || d.Stage.Number == 0 || !d.Stage.Reached {
		return false
	}
	if !d.Stage.Above(g.told(who, d.Invoice, d.Cycle)) {
		return false
	}
	return d.Reason.Sends() || !d.Stage.Above(g.said.Reached(d.Invoice, d.Cycle))
}

// newsLine is a decision's line for who hears of its stage first. What others
// were told of already names what it left out as theirs did.
func (g *drafter) newsLine(d Decision) Line {
	l := g.line(g.invoice(d), d)
	if !d.Reason.Sends() {
		l.Skipped = g.said.leftOut(cycleKey{d.Invoice, d.Cycle}, d.Stage)
	}
	return l
}

func (g *drafter) invoice(d Decision) *ledger.Invoice {
	inv, _ := g.planner.book.Invoice(d.Invoice) // decided from this very book
	return inv
}

func (g *drafter) content(kind string, to Recipient, day ledger.Date) Content {
	c := Content{Kind: kind, Book: g.book, Day: day, Name: to.Name, SlackID: to.SlackID, Language: cmp.Or(to.Language, g.language)}
	if to.isMailed() {
		c.Email = to.Email
	}
	return c
}
