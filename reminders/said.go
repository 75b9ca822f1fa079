package reminders

import (
	"slices"
	"strings"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/store"
)

// Said is what the deliveries tell of the past: which stage of which invoice
// went, or is going, to whom. Dropped deliveries said nothing.
type Said struct {
	deliveries map[string]store.Delivery
	told       map[toldKey]ledger.Stage
	reached    map[cycleKey]reached
	digests    map[string]ledger.Date // last digest's day, by person
	posts      map[string]ledger.Date // last post's day, by channel
	directs    map[directKey]int
	cases      map[ledger.Key][]store.Delivery // by customer
	threads    map[string]store.Delivery       // the last lines, by the case's delivery
	paid       map[string]bool                 // payments that a post told of
	gists      map[string]gist                 // by delivery
	letters    map[ledger.Key]lettered         // by customer
}

// gist is what of a payload the planner asks for; it is frozen, and so is read
// once.
type gist struct {
	paid     []string   // payments that a post tells of
	customer ledger.Key // of a case
	under    string     // of lines: the case's delivery
	closed   bool       // of lines: they said that the case is closed
}

func gistOf(d store.Delivery) gist {
	var g gist
	c, err := ContentOf(d.Payload)
	switch {
	case err != nil:
	case c.Post != nil:
		for _, l := range c.Post.Paid {
			g.paid = append(g.paid, l.Payment)
		}
	case c.Case != nil:
		g.customer = c.Case.Customer
	case c.Thread != nil:
		g.under, g.closed = c.Thread.Case, c.Thread.Closed
	}
	return g
}

// lettered is the last letter to a customer, the last thanks, and whether one
// of either is on its way.
type lettered struct {
	day, thanks ledger.Date
	state       fate
}

type cycleKey struct {
	invoice ledger.Key
	cycle   string
}

type toldKey struct {
	destination string
	cycleKey
}

type directKey struct {
	destination string
	day         ledger.Date
}

type reached struct {
	stage ledger.Stage
	state store.State // of the delivery that reached it
	day   ledger.Date // of the last one
}

// NewSaid reads deliveries.
func NewSaid(deliveries []store.Delivery) *Said { return newSaid(deliveries, nil) }

// newSaid is NewSaid with the gists known from before.
func newSaid(deliveries []store.Delivery, known map[string]gist) *Said {
	s := &Said{deliveries: make(map[string]store.Delivery, len(deliveries)), gists: map[string]gist{}}
	for _, d := range deliveries {
		s.deliveries[d.ID] = d
		if len(d.Payload) == 0 || d.Kind != store.KindChannel && d.Kind != store.KindCase && d.Kind != store.KindThread {
			continue
		}
		g, ok := known[d.ID]
		if !ok {
			g = gistOf(d)
		}
		s.gists[d.ID] = g
	}
	s.index()
	return s
}

// index works out what the planner asks for from the deliveries.
func (s *Said) index() {
	s.told, s.reached = map[toldKey]ledger.Stage{}, map[cycleKey]reached{}
	s.cases, s.paid = map[ledger.Key][]store.Delivery{}, map[string]bool{}
	s.letters, s.threads = map[ledger.Key]lettered{}, map[string]store.Delivery{}
	s.digests, s.posts, s.directs = map[string]ledger.Date{}, map[string]ledger.Date{}, map[directKey]int{}
	for _, d := range s.deliveries {
		if d.State == store.Dropped {
			continue
		}
		for _, r := range d.Reminders {
			at := cycleKey{r.Invoice, r.Cycle}
			to := toldKey{d.Destination, at}
			s.told[to] = higher(s.told[to], r.Stage)
			was, ok := s.reached[at]
			if !ok || r.Stage.Above(was.stage) || (r.Stage == was.stage && d.State == store.Sent) {
				was.stage, was.state = r.Stage, d.State
			}
			was.day = max(was.day, d.Day)
			s.reached[at] = was
		}
		switch d.Kind {
		case store.KindDigest:
			s.digests[d.Person] = max(s.digests[d.Person], d.Day)
		case store.KindChannel:
			s.posts[d.Destination] = max(s.posts[d.Destination], d.Day)
			for _, id := range s.gists[d.ID].paid {
				s.paid[id] = true
			}
		case store.KindCase:
			if customer := s.gists[d.ID].customer; customer != "" {
				s.cases[customer] = append(s.cases[customer], d)
			}
		case store.KindThread:
			if under := s.gists[d.ID].under; under != "" && d.PlannedSeq >= s.threads[under].PlannedSeq {
				s.threads[under] = d
			}
		case store.KindLetter:
			s.letter(d)
		case store.KindDirect:
			s.directs[directKey{d.Destination, d.Day}]++
		}
	}
}

// has tells whether a delivery is in one of the states.
func (s *Said) has(states ...store.State) bool {
	for _, d := range s.deliveries {
		if slices.Contains(states, d.State) {
			return true
		}
	}
	return false
}

// open tells whether anything is under way, or out and not yet in the journal.
func (s *Said) open() bool {
	for _, d := range s.deliveries {
		switch d.State {
		case store.Due, store.Claimed, store.Sending, store.Uncertain:
			return true
		case store.Sent:
			if !d.Marked {
				return true
			}
		}
	}
	return false
}

// Reached is the highest stage that went, or is going, to anybody.
func (s *Said) Reached(invoice ledger.Key, cycle string) ledger.Stage {
	return s.reached[cycleKey{invoice, cycle}].stage
}

// Told is the highest stage that went, or is going, to a destination.
func (s *Said) Told(destination string, invoice ledger.Key, cycle string) ledger.Stage {
	return s.told[toldKey{destination, cycleKey{invoice, cycle}}]
}

type fate int

const (
	fateSent fate = iota
	fateUnderWay
	fateParked
)

// fate tells what became of the highest stage said.
func (s *Said) fate(invoice ledger.Key, cycle string) fate {
	switch r, ok := s.reached[cycleKey{invoice, cycle}]; {
	case !ok, r.state == store.Sent:
		return fateSent
	case r.state == store.Parked:
		return fateParked
	}
	return fateUnderWay
}

// Cycles that are not a due date belong to what is said beside the ladder. A
// slash tells them apart: no date has one.
const (
	cycleCase      = "case/"      // + due date: the customer's message in the channel
	cyclePost      = "post/"      // + day: the channel's post
	cycleBroken    = "broken/"    // + promised day
	cycleCredits   = "credits/"   // + due date: finance knows that credits cover it
	cycleSaysPaid  = "says-paid/" // + last day to check
	cycleApproval  = "approval/"  // + due date and stage: a formal notice to decide on
	cyclePlan      = "plan/"      // + the missed instalment's day
	cycleInsolvent = "insolvent/" // + the day on which it was marked, then the last to lodge the claim
	cycleCall      = "call/"      // + the day on which to call again
	cycleGone      = "gone/"      // + salesperson cell: they left Slack
	cycleWeekly    = "weekly/"    // + Monday: the manager's figures
	cycleReview    = "review/"    // + day on which something is looked at again
	cycleImport    = "import/"    // + day of the last bank import, which is too old

	cycleDeskBroken = "desk-broken/" // + promised day: finance knows too
	cycleLetter     = "letter/"      // + due date: what was written to the customer
	cycleThanks     = "thanks/"      // + due date: thanks for the payment
	cycleThread     = "thread/"      // + hash of a change: told under the customer's message
)

func isLadderCycle(cycle string) bool { return !strings.Contains(cycle, "/") }
