package reminders

import (
	"cmp"
	"maps"
	"net/mail"
	"slices"

	"github.com/relance-bot/relance/ledger"
)

// PlanLetters decides for every customer with something open, and currency,
// what is to be written to them on a day. It is pure: the same book, policy,
// deliveries and day give the same decisions, by customer and currency.
//
// Invariants: no letter asks for what is paid, disputed, promised, snoozed or
// off the ladder; each invoice moves up by one letter at a time; of all
// letters to one customer the next is at least the contact gap after the last;
// a formal notice stands alone and follows a firm letter.
func PlanLetters(book *ledger.Book, policy Policy, said *Said, today ledger.Date) []LetterDecision {
	p := newPlanner(book, policy, said, today)
	return p.letters(p.anew())
}

// letterPlanner decides about letters on the decisions about reminders.
type letterPlanner struct {
	*planner
	internal map[ledger.Key]bool // large customers that finance hasn't spoken about
}

// candidate is an invoice with the letter it is due for, or why it isn't.
type candidate struct {
	inv    *ledger.Invoice
	d      Decision
	step   Step
	stage  ledger.Stage
	reason Reason // Send: it is due for one
	until  ledger.Date
}

func (p *planner) letters(plan *made) []LetterDecision {
	q := &letterPlanner{planner: p, internal: internalOnly(p.book, p.policy.Letters.LargestInternalOnly)}
	var list []LetterDecision
	for _, c := range plan.customers {
		for _, o := range q.owed(c) {
			list = append(list, q.decide(o.of, o.all))
		}
	}
	q.oneContact(list)
	return append(list, q.thanks(plan)...)
}

// candidate looks at one invoice by itself.
func (q *letterPlanner) candidate(inv *ledger.Invoice, d Decision) candidate {
	c := candidate{inv: inv, d: d}
	if c.reason, c.until = q.suspended(inv, d); c.reason != "" {
		return c
	}
	ladder := q.ladder(inv)
	cycle := cycleLetter + d.Cycle
	before := higher(ladder.LetterSince(inv, d.Due), q.said.Reached(inv.Key, cycle))
	// By the calendar, not by d.Stage: what the team has still to hear of after
	// a broken promise is no reason to leave out the customer's next letter.
	stage, ok := ladder.nextLetter(before, ladder.StageOn(d.Due, q.today), q.today.After(d.Due))
	switch {
	case d.Assigned != nil && d.Assigned.By == ByMistake:
		c.reason = SkipNoLadder // the default ladder tells the team; it doesn't write to customers
	case !ok:
		c.reason = SkipNoLetter
	case q.covers(account{inv.CustomerKey, inv.Amount.Currency}):
		c.reason = SkipCreditCovers
	case q.unsettled(inv):
		c.reason = SkipSettling
	default:
		c.reason, c.stage, c.step = Send, stage, ladder.step(stage)
	}
	if c.reason == Send && c.step.Letter == LetterFormal {
		last := ladder.step(before)
		if c.until = inv.LastLetter.AddDays(q.policy.Letters.FormalGapDays); !last.Letter.IsFirm() || inv.LastLetter.IsZero() {
			c.reason, c.until = SkipNoFirmLetter, 0
		} else if q.today.Before(c.until) {
			c.reason = SkipNoFirmLetter
		} else {
			c.until = 0
		}
	}
	return c
}

// decide makes one letter of an account's invoices, or says why there is none.
func (q *letterPlanner) decide(of account, all []candidate) LetterDecision {
	d := LetterDecision{
		Customer: of.customer, Currency: of.currency, Name: q.book.CustomerName(of.customer), Mode: MailAuto, Needs: 1,
		Amount: ledger.Money{Currency: of.currency},
	}
	for _, c := range all {
		if c.reason == Send && c.step.Letter.Rank() > d.Kind.Rank() {
			d.Kind = c.step.Letter
		}
	}
	for _, c := range all {
		if c.reason != Send || d.Kind == LetterFormal && c.step.Letter != LetterFormal {
			d.leave(c)
			continue
		}
		d.Lines = append(d.Lines, LetterLine{Invoice: c.inv.Key, Number: c.inv.Number, Cycle: c.d.Cycle, Stage: c.stage, Due: c.d.Due, Amount: c.d.Amount})
		d.Amount.Minor += c.d.Amount.Minor
		d.Mode = strictest(d.Mode, c.step.Mail)
		d.Previous = max(d.Previous, c.inv.LastLetter)
	}
	if len(d.Lines) == 0 {
		d.Mode, d.Needs = "", 0
		d.Reason, d.Until = leftReason(d.Left)
		if r := q.underWay(d.Customer); r != "" {
			d.Reason, d.Until = r, 0
		}
		return d
	}
	d.Owner = q.soleOwner(d.Lines)
	d.ByFinance = d.Owner == "" || d.Stage().Number > ownerStages
	if d.Kind == LetterFormal {
		d.ByFinance, d.Needs = true, 2
		d.Mode = strictest(d.Mode, MailApprove)
	}
	d.ID = d.name()
	d.Said = q.book.LetterSaid(d.Customer, d.ID)
	q.addressed(&d)
	return d
}

// leave puts an invoice among those that the letter doesn't ask for.
func (d *LetterDecision) leave(c candidate) {
	reason := c.reason
	if reason == Send { // due for a milder letter than the formal notice that goes first
		reason = SkipTooSoon
	}
	d.Left = append(d.Left, LetterLeft{Invoice: c.inv.Key, Number: c.inv.Number, Reason: reason, Until: c.until})
}

// leftReason is why nothing is written: what stops the first invoice that
// something other than the ladder stops.
func leftReason(left []LetterLeft) (Reason, ledger.Date) {
	for _, l := range left {
		if l.Reason != SkipNoLetter {
			return l.Reason, l.Until
		}
	}
	return SkipNoLetter, 0
}

// addressed goes down what stops a letter, and takes the first that holds.
func (q *letterPlanner) addressed(d *LetterDecision) {
	about := q.book.Account(d.Customer)
	mode := q.modeOf(about, d.Customer)
	if mode == ledger.ModeToApprove && d.Mode == MailAuto {
		d.Mode = MailApprove
	}
	if q.noMail {
		d.Mode = strictest(d.Mode, MailDraft)
	}
	d.To = address(about.Email)
	d.Spared = about.Mode == "" && q.internal[d.Customer]
	d.Reason, d.Until = q.stops(d, mode)
}

func (q *letterPlanner) stops(d *LetterDecision, mode string) (Reason, ledger.Date) {
	if mode != ledger.ModeAutomatic && mode != ledger.ModeToApprove { // a word that nobody knows is a no
		return SkipMode, 0
	}
	isThanks := d.Kind == LetterThanks
	if isThanks {
		if r, until := q.stopsThanks(d); r != "" {
			return r, until
		}
	} else if q.creditsReach(d) {
		return SkipCreditCovers, 0
	}
	if !isThanks && q.isHandedOver(d.Customer) {
		return SkipHandedOver, 0
	}
	if until := q.repliedUntil(d.Customer); !until.Before(q.today) {
		return SkipReplied, until
	}
	if r := q.underWay(d.Customer); r != "" {
		return r, 0
	}
	if gap := q.lastLetter(d.Customer); !gap.IsZero() && !isThanks {
		if free := gap.AddDays(q.policy.ContactGap); q.today.Before(free) {
			return SkipTooSoon, free
		}
	}
	switch {
	case q.book.Hold() != "":
		return SkipHeld, 0
	case q.book.Level() != ledger.LevelLetters:
		return SkipLevel, 0
	case !q.book.PausedUntil().Before(q.today):
		return SkipPaused, q.book.PausedUntil()
	case !q.book.Letters().Silence.IsZero():
		return SkipDowntime, 0
	case !isThanks && q.staleImport():
		return SkipStaleImport, 0
	case d.Mode == MailDraft:
		return SkipDraft, 0
	case d.To == "":
		return SkipNoAddress, 0
	case d.Mode == MailAuto:
		return Send, 0
	}
	return q.approved(d), 0
}

// underWay tells whether a letter to the customer is on its way, or nobody
// knows whether one arrived: nothing else is written meanwhile.
func (q *letterPlanner) underWay(customer ledger.Key) Reason {
	switch q.said.lettersTo(customer).state {
	case fateParked:
		return SkipParked
	case fateUnderWay:
		return SkipUnderWay
	}
	return ""
}

// creditsReach tells whether the customer's credits come to what the letter
// would ask for.
func (q *letterPlanner) creditsReach(d *LetterDecision) bool {
	sum := sumOf(q.creditsOf(account{d.Customer, d.Currency}))
	return sum > 0 && sum >= d.Amount.Minor
}

// approved tells whether enough people said yes, lately enough.
func (q *letterPlanner) approved(d *LetterDecision) Reason {
	yes := 0
	for _, a := range d.Said.Approved {
		if q.today.DaysSince(ledger.DateOf(a.At)) <= approvalDays {
			yes++
		}
	}
	switch {
	case yes >= d.Needs:
		return Send
	case yes > 0:
		return SkipToSecond
	}
	return SkipToApprove
}

// isHandedOver tells whether somebody else collects from the customer: who does
// speaks for the whole account, and a friendly letter of ours beside theirs would
// take it back.
func (q *letterPlanner) isHandedOver(customer ledger.Key) bool {
	return slices.ContainsFunc(q.book.CustomerInvoices(customer), func(inv *ledger.Invoice) bool {
		return inv.Standing == ledger.StandingHandedOver && inv.Open().IsPositive()
	})
}

// repliedUntil is the last day on which a customer's reply pauses letters: a
// reply about one invoice is an answer to all that was written.
func (q *letterPlanner) repliedUntil(customer ledger.Key) ledger.Date {
	var until ledger.Date
	for _, inv := range q.book.CustomerInvoices(customer) {
		until = max(until, inv.RepliedUntil)
	}
	return until
}

// lastLetter is the day of the last letter to a customer, in any currency, as
// the rows or the deliveries know it.
func (q *letterPlanner) lastLetter(customer ledger.Key) ledger.Date {
	last := q.said.lettersTo(customer).day
	for _, inv := range q.book.CustomerInvoices(customer) {
		last = max(last, inv.LastLetter)
	}
	return last
}

// staleImport tells whether payments may have come in that the book doesn't
// know of. A book that never saw an import is kept by hand.
func (p *planner) staleImport() bool {
	last, days := p.book.LastImport(), p.policy.Letters.ImportDays
	return days > 0 && !last.IsZero() && AddBusinessDays(p.calendar, last, days).Before(p.today)
}

// modeOf is what may leave the house for a customer. The Customers tab has the
// last word; where it says nothing, the largest are internal only.
func (q *letterPlanner) modeOf(about ledger.Account, customer ledger.Key) string {
	switch {
	case about.Mode != "":
		return about.Mode
	case q.internal[customer]:
		return ledger.ModeInternalOnly
	}
	return ledger.ModeAutomatic
}

// oneContact lets one letter go to a customer who is owed several currencies:
// the one that waited longest, then the firmest.
func (q *letterPlanner) oneContact(list []LetterDecision) {
	first := map[ledger.Key]int{}
	may := func(d LetterDecision) bool { return d.Reason == Send || d.Waits() }
	for i, d := range list {
		if !may(d) {
			continue
		}
		j, ok := first[d.Customer]
		if !ok || cmp.Or(cmp.Compare(d.Previous, list[j].Previous), cmp.Compare(list[j].Kind.Rank(), d.Kind.Rank())) < 0 {
			first[d.Customer] = i
		}
	}
	for i := range list {
		if j, ok := first[list[i].Customer]; ok && j != i && may(list[i]) {
			list[i].Reason, list[i].Until = SkipTooSoon, q.today.AddDays(q.policy.ContactGap)
		}
	}
}

// address is the e-mail address of a cell, or none if there isn't one.
func address(cell string) string {
	a, err := mail.ParseAddress(cell)
	if err != nil {
		return ""
	}
	return a.Address
}

// internalOnly are the customers that a book going live spares: those who were
// the largest then, or who are now if it hasn't yet.
func internalOnly(book *ledger.Book, n int) map[ledger.Key]bool {
	letters := book.Letters()
	set := map[ledger.Key]bool{}
	if !letters.Live {
		for _, k := range largest(book, n) {
			set[k] = true
		}
		return set
	}
	for k, yes := range letters.Internal {
		if yes {
			set[k], set[book.CustomerKey(k)] = true, true
		}
	}
	return set
}

// largest are the customers who owe most, so many in each currency: amounts in
// two currencies can't be compared.
func largest(book *ledger.Book, n int) []ledger.Key {
	open := map[account]int64{}
	for inv := range book.Invoices() {
		if inv.Open().IsPositive() {
			open[account{inv.CustomerKey, inv.Amount.Currency}] += inv.Open().Minor
		}
	}
	byCurrency := map[ledger.Currency][]account{}
	for of := range open {
		byCurrency[of.currency] = append(byCurrency[of.currency], of)
	}
	set := map[ledger.Key]bool{}
	for _, accounts := range byCurrency {
		slices.SortFunc(accounts, func(a, b account) int {
			return cmp.Or(cmp.Compare(open[b], open[a]), cmp.Compare(a.customer, b.customer))
		})
		for _, of := range accounts[:min(n, len(accounts))] {
			set[of.customer] = true
		}
	}
	return slices.Sorted(maps.Keys(set))
}
