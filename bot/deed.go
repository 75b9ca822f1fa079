package bot

import (
	"context"
	"slices"
	"strings"

	"github.com/relance-bot/relance/ledger"
)

// Business days that a word holds: the defaults of the ladder's policy.
const (
	takeOverDays = 3 // "I'm on it"
	saysPaidDays = 5 // "the customer says it's paid", for finance to check
)

// deeds are the verbs about one invoice: which button continues them, and who
// may.
var deedOf = map[Verb]struct {
	action string
	deed   deed
}{
	VerbPaid:    {actionPay, pay},
	VerbPromise: {actionPromise, follow},
	VerbDispute: {actionDispute, follow},
	VerbSnooze:  {actionSnooze, follow},
	VerbWhy:     {actionWhy, read},

	VerbCalled:   {actionCalled, follow},
	VerbReplied:  {actionReplied, follow},
	VerbPlan:     {actionPlan, follow},
	VerbStanding: {actionStanding, follow},
	VerbTracking: {actionTracking, follow},
}

// replyDeed does what was typed about an invoice, at once if all was said,
// else by opening the modal.
func (b *Bot) replyDeed(ctx context.Context, a *answer, ask Ask) error {
	if len(ask.Args) == 0 {
		a.say(ctx, a.viewer.howTo(ask.Verb))
		return nil
	}
	snapshot := a.viewer.book.Desk.Book()
	f := findInvoice(snapshot, ask.Args)
	if f.count() == 0 {
		f = b.ofCustomer(a.viewer, ask.Args)
	}
	next := deedOf[ask.Verb]
	switch f.count() {
	case 0:
		return notFound(ask.Args)
	case 1:
	default:
		// Several fit: the button goes on where the command would have.
		a.say(ctx, a.viewer.choose(b.choices(a.viewer, f, next.action)))
		return nil
	}
	inv := f.invoices[0]
	if err := a.viewer.refuse(next.deed, inv); err != nil {
		if next.deed == pay && a.viewer.may(follow, inv) {
			return b.showInvoice(ctx, a, inv, a.viewer.mark("pay_is_for_finance"))
		}
		return err
	}
	if ask.Verb == VerbWhy {
		a.say(ctx, b.why(a.viewer, inv))
		return nil
	}
	switch ask.Verb {
	case VerbReplied:
		return b.act(ctx, a, inv, replied{a.viewer.book.Calendar.AddBusinessDays(b.today(a.viewer.book), repliedDays)})
	case VerbTracking:
		if len(f.rest) > 0 {
			return b.act(ctx, a, inv, tracked{strings.Join(f.rest, " ")})
		}
		return b.openForm(ctx, a, formTracking, inv, formSoFar{Text: inv.Tracking}, screenCard)
	case VerbCalled, VerbPlan, VerbStanding:
		return b.openForm(ctx, a, formOf[next.action], inv, formSoFar{Text: strings.Join(f.rest, " ")}, screenCard)
	case VerbDispute:
		return b.typed(ctx, a, ask.Verb, inv, parseReason(b.named(ctx, f.rest)))
	}
	p, err := parseParticulars(f.rest, b.dayReader(a.viewer, ask.Verb == VerbPaid), inv.Amount.Currency)
	if err != nil {
		return err
	}
	return b.typed(ctx, a, ask.Verb, inv, p)
}

// named puts names in the place of mentions: what is kept is read in the sheet.
func (b *Bot) named(ctx context.Context, words []string) []string {
	list := slices.Clone(words)
	for i, w := range list {
		if id, ok := mentioned(w); ok {
			list[i] = b.nameOf(ctx, id)
		}
	}
	return list
}

// ofCustomer are the open invoices of the customer that the words name.
func (b *Bot) ofCustomer(v viewer, words []string) found {
	snapshot := v.book.Desk.Book()
	for n := len(words); n > 0; n-- {
		customers := findCustomer(snapshot, strings.Join(words[:n], " "))
		if len(customers) != 1 {
			continue
		}
		f := found{rest: words[n:]}
		for _, inv := range snapshot.CustomerInvoices(customers[0]) {
			if inv.Open().IsPositive() {
				f.invoices = append(f.invoices, inv)
			}
		}
		return f
	}
	return found{}
}

func (b *Bot) dayReader(v viewer, past bool) dayReader {
	return dayReader{today: b.today(v.book), monthFirst: v.MonthFirst(), past: past}
}

// typed does the deed if the command said enough, else opens its modal with
// what was said.
func (b *Bot) typed(ctx context.Context, a *answer, verb Verb, inv *ledger.Invoice, p particulars) error {
	today := b.today(a.viewer.book)
	switch {
	case verb == VerbPaid && !p.amount.IsZero() && len(p.rest) == 0:
		if p.day.IsZero() {
			p.day = today
		}
		return b.payNow(ctx, a, inv, payment{amount: p.amount, day: p.day, ahead: p.day.After(today)})
	case verb == VerbPromise && !p.day.IsZero() && len(p.rest) == 0:
		return b.act(ctx, a, inv, promised{p.day, p.amount})
	case verb == VerbSnooze && !p.day.IsZero() && len(p.rest) == 0:
		return b.act(ctx, a, inv, snoozed{p.day})
	case verb == VerbDispute && len(p.rest) > 0:
		return b.act(ctx, a, inv, disputed{ledger.Contested{Reason: strings.Join(p.rest, " "), Amount: p.amount, Owner: inv.DisputeOwner, Review: inv.DisputeReview}})
	}
	form := formOf[deedOf[verb].action]
	soFar := formSoFar{Day: p.day, Amount: p.amount, Text: strings.Join(p.rest, " ")}
	if form != formDispute {
		soFar.Odd = soFar.Text
	}
	return b.openForm(ctx, a, form, inv, soFar, screenCard)
}
