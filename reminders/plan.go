package reminders

import (
	"time"

	"github.com/relance-bot/relance/ledger"
)

// Decision is what is to be done about one invoice on one day, and why.
type Decision struct {
	Invoice  ledger.Key
	Number   string
	Customer ledger.Key
	Cycle    string      // the day that stages count from
	Due      ledger.Date // that day: the due date, or that of the next unpaid instalment
	Reason   Reason
	Assigned *Assignment  // the ladder that it climbs, and why
	Stage    ledger.Stage // how far the ladder reaches today
	Before   ledger.Stage // how far it was said in this cycle
	Skipped  []int        // stages between the two that were never said
	Tone     string
	Tell     []Role
	Approval bool         // of what leaves the house at this stage
	Amount   ledger.Money // what is chased: open, less a disputed part
	Until    ledger.Date  // last day of what stops it, or the first on which it may go (SkipTooSoon)
	On       ledger.Date  // Sends: the business day on which it goes out
	Next     ledger.Date  // what the row shows as next reminder
	// Unconfirmed: a promise is ahead, but others were broken in a row before it,
	// and nobody of finance stands by it: it pauses nothing.
	Unconfirmed bool
	Broken      ledger.Date  // day from which a promise counts as broken, if one is
	Plan        PlanPosition // where an instalment plan stands
}

// Plan decides for every invoice of the book what is to be said on a day. It
// is pure: the same book, policy, deliveries and day give the same decisions,
// by customer, due date and number.
//
// Invariants: nothing Sends on what is paid, disputed, promised, snoozed or
// taken; a stage that Sends is above Before; every invoice has its reason.
func Plan(book *ledger.Book, policy Policy, said *Said, today ledger.Date) []Decision {
	return newPlanner(book, policy, said, today).plan()
}

// plan is Plan.
func (p *planner) plan() []Decision {
	decisions := make([]Decision, 0, p.book.Len())
	for inv := range p.book.ByCustomer() {
		decisions = append(decisions, p.decide(inv))
	}
	return decisions
}

type planner struct {
	book     *ledger.Book
	policy   Policy
	force    *force // that it is from; nil: a policy of the caller's
	calendar Calendar
	said     *Said
	today    ledger.Date
	day      ledger.Date // today, also while it looks ahead
	anyTime  bool        // a preview: hours and days off don't count
	purses   *purses
	ladders  *assigner
	days     map[ledger.Date]dayFacts // a book has many invoices and few days
	noMail   bool                     // there is no mail server: letters are only drafted

	settledAt time.Time   // rows edited since have not settled; zero: all have
	settling  ledger.Date // the day on which that counts
}

// dayFacts are what is asked of a day again and again.
type dayFacts struct {
	text    string
	workday ledger.Date // the day itself or the next on which people work; none: not asked yet
}

func newPlanner(book *ledger.Book, policy Policy, said *Said, today ledger.Date) *planner {
	if said == nil {
		said = NewSaid(nil)
	}
	return &planner{
		book: book, policy: policy, calendar: NewCalendar(policy), said: said, today: today, day: today,
		purses: &purses{covered: map[account]bool{}}, ladders: newAssigner(policy, book.Account), days: map[ledger.Date]dayFacts{},
	}
}

// cycle is Cycle, written once a day.
func (p *planner) cycle(due ledger.Date) string {
	facts, ok := p.days[due]
	if !ok || facts.text == "" {
		facts.text = due.String()
		p.days[due] = facts
	}
	return facts.text
}

// workday is d, or the next day on which people work.
func (p *planner) workday(d ledger.Date) ledger.Date {
	facts := p.days[d]
	if facts.workday.IsZero() {
		facts.workday = NextBusinessDay(p.calendar, d)
		p.days[d] = facts
	}
	return facts.workday
}

// ladder is the ladder that an invoice climbs.
func (p *planner) ladder(inv *ledger.Invoice) *Ladder { return &p.ladders.of(inv).Ladder }

func (p *planner) decide(inv *ledger.Invoice) Decision {
	d := p.decideToday(inv)
	d.Next = p.next(inv, d)
	return d
}

// decideToday is decide without looking ahead.
func (p *planner) decideToday(inv *ledger.Invoice) Decision {
	assigned := p.ladders.of(inv)
	ladder, position := &assigned.Ladder, p.position(inv)
	due, cycle := position.due(inv), p.cycle(position.due(inv))
	d := Decision{
		Invoice: inv.Key, Number: inv.Number, Customer: inv.CustomerKey, Cycle: cycle, Due: due, Assigned: assigned,
		Amount: position.chased(inv), Broken: p.brokenSince(inv), Unconfirmed: p.unconfirmed(inv), Plan: position,
	}
	if due.IsZero() {
		d.Reason, d.Until = p.suspended(inv, d)
		return d
	}
	d.Stage = ladder.StageOn(due, p.today)
	d.Before = higher(ladder.StageSince(inv, due), p.said.Reached(inv.Key, cycle))
	d.Stage = ladder.onwards(d.Stage, d.Before)
	if d.brokenOn() != 0 {
		d.Stage = oneUp(d.Stage, d.Before)
	}
	if d.Stage.Reached {
		step := ladder.Step(d.Stage)
		d.Tone, d.Tell, d.Approval = step.Tone, step.Tell, step.Approval
	}
	d.Reason, d.Until = p.reason(inv, d)
	if d.Reason == Send {
		d.On = p.workday(p.today)
		if d.Skipped = between(d.Before, d.Stage); len(d.Skipped) > 0 {
			d.Reason = CaughtUp
		}
	}
	return d
}

// reason goes down the list in reason.go and takes the first that holds.
func (p *planner) reason(inv *ledger.Invoice, d Decision) (Reason, ledger.Date) {
	if r, until := p.suspended(inv, d); r != "" {
		return r, until
	}
	switch {
	case !d.Stage.Reached && !d.Before.Reached && d.Plan.isKept():
		return SkipPlan, 0
	case !d.Stage.Reached && !d.Before.Reached:
		return SkipNotYet, 0
	case p.covers(account{inv.CustomerKey, inv.Amount.Currency}):
		return SkipCreditCovers, 0
	case !d.Stage.Above(d.Before):
		return p.saidReason(inv, d.Cycle), 0
	}
	if gap := p.lastContact(inv, d).AddDays(p.policy.ContactGap); p.gapHolds(inv, d) && p.today.Before(gap) {
		return SkipTooSoon, gap
	}
	switch {
	case p.book.Hold() != "":
		return SkipHeld, 0
	case p.book.Level() == ledger.LevelObserve:
		return SkipObserve, 0
	case !p.book.PausedUntil().Before(p.today):
		return SkipPaused, p.book.PausedUntil()
	}
	if p.unsettled(inv) {
		return SkipSettling, 0
	}
	return Send, 0
}

// waitFor has rows settle: who types an invoice should not see it chased
// before they have left its row alone for a while.
func (p *planner) waitFor(quiet time.Duration, now time.Time) {
	if quiet > 0 {
		p.settledAt, p.settling = now.Add(-quiet), p.today
	}
}

func (p *planner) unsettled(inv *ledger.Invoice) bool {
	return !p.settledAt.IsZero() && p.today == p.settling && inv.EditedAt.After(p.settledAt)
}

// gapHolds tells whether the contact gap counts. The courtesy stage says
// nothing by itself, and who broke a promise or a plan is not spared the first
// reminder after it.
func (p *planner) gapHolds(inv *ledger.Invoice, d Decision) bool {
	last := p.lastContact(inv, d)
	spared := d.brokenOn() == 0 || !last.Before(d.brokenOn())
	return d.Before.Reached && d.Before.Number > 0 && !last.IsZero() && spared
}

// lastContact is the day of the last reminder in the row, or of one that is on
// its way and not in the row yet: planned again meanwhile, the ladder must not
// climb a second step.
func (p *planner) lastContact(inv *ledger.Invoice, d Decision) ledger.Date {
	r, _ := p.said.reachedIn(cycleKey{inv.Key, d.Cycle})
	return max(inv.LastReminder, r.day)
}

// saidReason tells what became of the stage that was said last.
func (p *planner) saidReason(inv *ledger.Invoice, cycle string) Reason {
	switch p.said.fate(inv.Key, cycle) {
	case fateParked:
		return SkipParked
	case fateUnderWay:
		return SkipUnderWay
	}
	return SkipAlreadySent
}

// between lists the stages that a jump from before to stage leaves out, the
// courtesy before the due date aside: being late on a courtesy is no loss.
func between(before, stage ledger.Stage) []int {
	first := 1
	if before.Reached {
		first = max(before.Number+1, 1)
	}
	var skipped []int
	for n := first; n < stage.Number; n++ {
		skipped = append(skipped, n)
	}
	return skipped
}

// next is the day that the row shows as next reminder: none while nothing is
// foreseen. When one thing that stops it ends, another may go on.
func (p *planner) next(inv *ledger.Invoice, d Decision) ledger.Date {
	if d.Until.IsZero() && d.Plan.Breaks.IsZero() {
		return p.nextAfter(inv, d)
	}
	q := *p
	for range maxSuspensions {
		on := q.nextAfter(inv, d)
		if on <= q.today {
			return on
		}
		q.today = on
		if d = q.decideToday(inv); d.Reason.Sends() {
			return d.On
		}
	}
	return 0
}

// maxSuspensions bounds how many things that stop an invoice, one ending after
// the other, are followed; there are fewer kinds of them.
const maxSuspensions = 8

// nextAfter looks past the one thing that stops the invoice today.
func (p *planner) nextAfter(inv *ledger.Invoice, d Decision) ledger.Date {
	if d.Reason.Sends() {
		return d.On
	}
	if d.Due.IsZero() || p.book.Level() == ledger.LevelObserve || p.book.Hold() != "" {
		return 0
	}
	day := d.Plan.earlier(p.ladder(inv).DayAfter(d.Due, d.Before))
	switch d.Reason {
	case SkipAlreadySent, SkipUnderWay, SkipParked, SkipNotYet, SkipPlan:
		if gap := p.lastContact(inv, d).AddDays(p.policy.ContactGap); p.gapHolds(inv, d) {
			day = laterOf(day, gap)
		}
	case SkipSettling:
		day = p.today
	case SkipPromised, SkipTaken, SkipSaysPaid, SkipPaused:
		day = laterOf(day, d.Until.AddDays(1))
	case SkipSnoozed, SkipCallAgain, SkipTooSoon:
		day = laterOf(day, d.Until)
	default:
		return 0
	}
	if day.IsZero() {
		return 0
	}
	return p.workday(day)
}

// laterOf is the later of two days; with no first day there is none.
func laterOf(a, b ledger.Date) ledger.Date {
	if a.IsZero() {
		return 0
	}
	return max(a, b)
}
