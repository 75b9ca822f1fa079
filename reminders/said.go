package reminders

import (
	"iter"
	"slices"
	"strings"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/store"
)

// Said is what the deliveries tell of the past: which stage of which invoice
// went, or is going, to whom. Dropped deliveries said nothing.
//
// It has two layers, so that what moves within a day costs what moved and not
// what is known: the settled one is worked out once, the other whenever one of
// its deliveries moves. A delivery that is in both counts as the latter has it;
// what is out stays out, so the settled layer claims nothing that isn't so.
type Said struct {
	settled *sayings // may be nil
	recent  *sayings
}

// sayings is one layer, never written to once it is made.
type sayings struct {
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
	jumps      map[cycleKey]jump
}

// jump is a stage that was said at once, and those that it left out.
type jump struct {
	to      ledger.Stage
	leftOut []int
}

// gist is what of a payload the planner asks for; it is frozen, and so is read
// once.
type gist struct {
	paid     []string   // payments that a post tells of
	customer ledger.Key // of a case
	under    string     // of lines: the case's delivery
	closed   bool       // of lines: they said that the case is closed
	// leftOut are the stages that a digest or post named as skipped, by invoice.
	leftOut map[ledger.Key][]int
}

func gistOf(d store.Delivery) gist {
	var g gist
	c, err := ContentOf(d.Payload)
	if err != nil {
		return g
	}
	for _, l := range linesOf(c) {
		if len(l.Skipped) > 0 {
			if g.leftOut == nil {
				g.leftOut = map[ledger.Key][]int{}
			}
			g.leftOut[l.Invoice] = l.Skipped
		}
	}
	switch {
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
func NewSaid(deliveries []store.Delivery) *Said {
	byID := make(map[string]store.Delivery, len(deliveries))
	for _, d := range deliveries {
		byID[d.ID] = d
	}
	return &Said{recent: newSayings(byID, nil)}
}

// newSayings reads deliveries, with the gists known from before.
func newSayings(deliveries map[string]store.Delivery, known map[string]gist) *sayings {
	s := &sayings{deliveries: deliveries, gists: map[string]gist{}}
	for _, d := range deliveries {
		g, ok := known[d.ID]
		switch d.Kind {
		case store.KindChannel, store.KindCase, store.KindThread, store.KindDigest:
			if !ok && len(d.Payload) > 0 {
				g, ok = gistOf(d), true
			}
		}
		if ok {
			s.gists[d.ID] = g
		}
	}
	s.index()
	return s
}

// index works out what the planner asks for from the deliveries.
func (s *sayings) index() {
	reminders := 0
	for _, d := range s.deliveries {
		reminders += len(d.Reminders)
	}
	s.told, s.reached = make(map[toldKey]ledger.Stage, reminders), make(map[cycleKey]reached, reminders/2)
	s.cases, s.paid = map[ledger.Key][]store.Delivery{}, map[string]bool{}
	s.letters, s.threads, s.jumps = map[ledger.Key]lettered{}, map[string]store.Delivery{}, map[cycleKey]jump{}
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
			if !ok || r.Stage.Above(was.stage) || r.Stage == was.stage && fateOf(d.State) < fateOf(was.state) {
				was.stage, was.state = r.Stage, d.State
			}
			was.day = max(was.day, d.Day)
			s.reached[at] = was
			if skipped := s.gists[d.ID].leftOut[r.Invoice]; len(skipped) > 0 && isLadderCycle(r.Cycle) && !s.jumps[at].to.Above(r.Stage) {
				s.jumps[at] = jump{r.Stage, skipped}
			}
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

// layers are the two, the settled one first.
func (s *Said) layers() []*sayings {
	if s.settled == nil {
		return []*sayings{s.recent}
	}
	return []*sayings{s.settled, s.recent}
}

// all are the deliveries, each as it was last seen.
func (s *Said) all() iter.Seq[store.Delivery] {
	return func(yield func(store.Delivery) bool) {
		for _, d := range s.recent.deliveries {
			if !yield(d) {
				return
			}
		}
		if s.settled == nil {
			return
		}
		for id, d := range s.settled.deliveries {
			if _, moved := s.recent.deliveries[id]; !moved && !yield(d) {
				return
			}
		}
	}
}

func (s *Said) delivery(id string) (store.Delivery, bool) {
	d, ok := s.recent.deliveries[id]
	if !ok && s.settled != nil {
		d, ok = s.settled.deliveries[id]
	}
	return d, ok
}

// has tells whether a delivery is in one of the states, which are not settled.
func (s *Said) has(states ...store.State) bool {
	for _, d := range s.recent.deliveries {
		if slices.Contains(states, d.State) {
			return true
		}
	}
	return false
}

// open tells whether anything is under way, or out and not yet in the journal.
func (s *Said) open() bool {
	for _, d := range s.recent.deliveries {
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
	r, _ := s.reachedIn(cycleKey{invoice, cycle})
	return r.stage
}

// reachedIn is how far a cycle of an invoice came. Of two deliveries at one
// stage the one that is out counts.
func (s *Said) reachedIn(at cycleKey) (reached, bool) {
	r, ok := s.recent.reached[at]
	if s.settled == nil {
		return r, ok
	}
	was, before := s.settled.reached[at]
	switch {
	case !before:
		return r, ok
	case !ok:
		return was, true
	case r.stage.Above(was.stage):
		was.stage, was.state = r.stage, r.state
	}
	was.day = max(was.day, r.day)
	return was, true
}

// Told is the highest stage that went, or is going, to a destination.
func (s *Said) Told(destination string, invoice ledger.Key, cycle string) ledger.Stage {
	at := toldKey{destination, cycleKey{invoice, cycle}}
	stage := s.recent.told[at]
	if s.settled != nil {
		stage = higher(stage, s.settled.told[at])
	}
	return stage
}

// leftOut are the stages that were left out when a stage was first said: who
// hears of it later hears of them too.
func (s *Said) leftOut(at cycleKey, stage ledger.Stage) []int {
	for _, l := range s.layers() {
		if j := l.jumps[at]; len(j.leftOut) > 0 && j.to == stage {
			return j.leftOut
		}
	}
	return nil
}

// postOn is the day of a channel's last post.
func (s *Said) postOn(channel string) ledger.Date {
	var last ledger.Date
	for _, l := range s.layers() {
		last = max(last, l.posts[channel])
	}
	return last
}

// hasToldOf tells whether a post told of a payment.
func (s *Said) hasToldOf(payment string) bool {
	return s.recent.paid[payment] || s.settled != nil && s.settled.paid[payment]
}

// casesOf are the messages in the channel about a customer.
func (s *Said) casesOf(customer ledger.Key) []store.Delivery {
	list := s.recent.cases[customer]
	if s.settled == nil || len(s.settled.cases[customer]) == 0 {
		return list
	}
	list = slices.Clone(list)
	for _, d := range s.settled.cases[customer] {
		if _, moved := s.recent.deliveries[d.ID]; !moved {
			list = append(list, d)
		}
	}
	return list
}

// wasClosed tells whether the last lines under a case said that it is closed.
func (s *Said) wasClosed(of string) bool {
	var last store.Delivery
	closed := false
	for _, l := range s.layers() {
		if d, ok := l.threads[of]; ok && d.PlannedSeq >= last.PlannedSeq {
			last, closed = d, l.gists[d.ID].closed
		}
	}
	return closed
}

// lettersTo is what was written to a customer.
func (s *Said) lettersTo(customer ledger.Key) lettered {
	of := s.recent.letters[customer]
	if s.settled != nil { // all that is out
		was := s.settled.letters[customer]
		of.day, of.thanks = max(of.day, was.day), max(of.thanks, was.thanks)
	}
	return of
}

// fate is what became of something, the one that counts first where several
// deliveries say it: what is out is out, and what waits for a person is seen.
type fate int

const (
	fateSent fate = iota
	fateParked
	fateUnderWay
)

func fateOf(s store.State) fate {
	switch s {
	case store.Sent:
		return fateSent
	case store.Parked:
		return fateParked
	}
	return fateUnderWay
}

// fate tells what became of the highest stage said.
func (s *Said) fate(invoice ledger.Key, cycle string) fate {
	r, ok := s.reachedIn(cycleKey{invoice, cycle})
	if !ok {
		return fateSent
	}
	return fateOf(r.state)
}

// Cycles that are not a due date belong to what is said beside the ladder. A
// slash tells them apart: no date has one.
const (
	cycleCase       = "case/"       // + due date: the customer's message in the channel
	cyclePost       = "post/"       // + day: the channel's post
	cycleDirect     = "direct/"     // + day and number: one of somebody's direct messages of a day
	cycleBroken     = "broken/"     // + promised day
	cycleCredits    = "credits/"    // + due date: finance knows that credits cover it
	cycleSaysPaid   = "says-paid/"  // + last day to check
	cycleApproval   = "approval/"   // + due date and stage: a formal notice to decide on
	cyclePlan       = "plan/"       // + the missed instalment's day
	cycleInsolvent  = "insolvent/"  // + the day on which it was marked, then the last to lodge the claim
	cycleCall       = "call/"       // + the day on which to call again
	cycleGone       = "gone/"       // + salesperson cell: they left Slack
	cycleWeekly     = "weekly/"     // + Monday: the manager's figures
	cycleReview     = "review/"     // + day on which something is looked at again
	cycleCollection = "collection/" // + day of handing over, then months or what came in
	cycleImport     = "import/"     // + day of the last bank import, which is too old

	cycleDeskBroken = "desk-broken/" // + promised day: finance knows too
	cycleLetter     = "letter/"      // + due date: what was written to the customer
	cycleThanks     = "thanks/"      // + due date: thanks for the payment
	cycleThread     = "thread/"      // + hash of a change: told under the customer's message
)

func isLadderCycle(cycle string) bool { return !strings.Contains(cycle, "/") }
