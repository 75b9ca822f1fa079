package reminders

import (
	"maps"
	"slices"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/reminders/letter"
)

// LetterThanks says that a payment has arrived. It stands outside the ladder:
// it asks for nothing, has no stage, and keeps no reminder away.
const LetterThanks LetterKind = "thank you"

// ThanksFor is whose full payment is thanked for.
type ThanksFor string

// Whose payments.
const (
	ThanksChased ThanksFor = "chased" // of invoices that a letter asked for
	ThanksAll    ThanksFor = "all"    // of every invoice
)

// thanksDays is how old a payment may be: thanks that come later look like a
// mistake. It is longer than the contact gap, so that who pays twice within it
// is thanked for both in one note.
const thanksDays = 10

// thanks are the notes to customers who paid in full, one each and currency.
//
// Invariants: an invoice is thanked for at most once in its cycle; nobody is
// thanked while something of theirs is overdue or disputed, nor for what was
// settled before the book wrote to customers or by no money that came in.
func (q *letterPlanner) thanks(plan *made) []LetterDecision {
	if mode := q.policy.Letters.ThankYou; mode == "" || mode == MailOff {
		return nil
	}
	byAccount := map[account][]candidate{}
	for inv, d := range plan.all() {
		if !q.deservesThanks(inv) {
			continue
		}
		of := account{inv.CustomerKey, inv.Amount.Currency}
		byAccount[of] = append(byAccount[of], candidate{inv: inv, d: *d, reason: Send})
	}
	var list []LetterDecision
	for _, of := range slices.SortedFunc(maps.Keys(byAccount), account.compare) {
		list = append(list, q.decideThanks(of, byAccount[of]))
	}
	return list
}

// deservesThanks looks at one invoice by itself.
func (q *letterPlanner) deservesThanks(inv *ledger.Invoice) bool {
	if inv.IsCredit() || inv.Problem != "" || inv.Due.IsZero() || inv.Open().IsPositive() || inv.OptOut || inv.Standing != "" {
		return false
	}
	paid, ok := arrived(inv)
	if !ok || paid.After(q.today) || q.today.DaysSince(paid) > thanksDays || !inv.SettledAt.After(q.book.Letters().Since) {
		return false
	}
	if q.policy.Letters.ThankYouFor != ThanksAll {
		ladder := q.ladder(inv)
		last := ladder.LetterSince(inv, inv.Due)
		if k := ladder.step(last).Letter; !last.Reached || k == "" || k == LetterCourtesy {
			return false
		}
	}
	cycle := q.cycle(inv.Due)
	return !q.said.Reached(inv.Key, cycleThanks+cycle).Reached && !q.book.LetterSaid(inv.CustomerKey, ledger.ThanksName(inv)).Done
}

// arrived is the day on which the money that settled an invoice came in, false
// where it was settled by other means.
func arrived(inv *ledger.Invoice) (on ledger.Date, ok bool) {
	for _, p := range inv.Payments {
		switch p.Source {
		case ledger.PaymentFromOpening, ledger.PaymentPresumed: // nobody saw it arrive
			return 0, false
		}
		if p.Amount.IsPositive() {
			on, ok = max(on, p.Date), true
		}
	}
	return on, ok
}

func (q *letterPlanner) decideThanks(of account, all []candidate) LetterDecision {
	slices.SortFunc(all, candidate.compare)
	d := LetterDecision{
		Customer: of.customer, Currency: of.currency, Name: q.book.CustomerName(of.customer), Kind: LetterThanks,
		Mode: q.policy.Letters.ThankYou, Needs: 1, Amount: ledger.Money{Currency: of.currency},
	}
	recorded := ledger.Date(0) // the last day on which one of the payments was put down
	for _, c := range all {
		d.Lines = append(d.Lines, LetterLine{Invoice: c.inv.Key, Number: c.inv.Number, Cycle: q.cycle(c.inv.Due), Stage: ledger.StageAt(0), Due: c.inv.Due, Amount: c.inv.Amount})
		d.Amount.Minor += c.inv.Amount.Minor
		recorded = max(recorded, ledger.DateOf(c.inv.SettledAt))
	}
	d.Owner = q.soleOwner(d.Lines)
	d.ByFinance = d.Owner == ""
	d.ID = d.name()
	d.Said = q.book.LetterSaid(d.Customer, d.ID)
	q.addressed(&d)
	for _, c := range all {
		if d.Reason == Send && q.unsettled(c.inv) {
			d.Reason = SkipSettling
		}
	}
	// By itself it leaves the next day: what else comes in with the same
	// statement goes into the same note, and a slip can be taken back.
	if d.Reason == Send && d.Mode == MailAuto && !recorded.Before(q.today) {
		d.Reason, d.Until = SkipTooSoon, recorded.AddDays(1)
	}
	return d
}

// stopsThanks is what stops a note whatever the book's letters wait for.
func (q *letterPlanner) stopsThanks(d *LetterDecision) (Reason, ledger.Date) {
	customer := d.Customer
	for _, inv := range q.book.CustomerInvoices(customer) {
		isThanked := slices.ContainsFunc(d.Lines, func(l LetterLine) bool { return l.Invoice == inv.Key })
		switch open := inv.Open().IsPositive(); {
		case (open || isThanked) && (inv.Dispute != "" || !inv.DisputedAmount.IsZero()):
			return SkipDisputed, 0
		case open && (inv.Standing != "" || inv.IsOverdue(q.today)):
			return SkipStillOwes, 0
		}
	}
	if until := q.book.CustomerPausedUntil(customer); !until.Before(q.today) {
		return SkipPaused, until
	}
	if last := q.said.lettersTo(customer).thanks; !last.IsZero() && q.today.Before(last.AddDays(q.policy.ContactGap)) {
		return SkipTooSoon, last.AddDays(q.policy.ContactGap)
	}
	return "", 0
}

// thanked is the letter of a note: what is settled, and nothing else.
func (w writer) thanked(l *letter.Letter, d LetterDecision) {
	l.Regime, l.Rate, l.Sender.Account = letter.NoRegime, "", letter.Account{}
	for _, line := range d.Lines {
		if inv, ok := w.book.Invoice(line.Invoice); ok {
			l.Chased = append(l.Chased, w.letterLine(inv))
		}
	}
}
