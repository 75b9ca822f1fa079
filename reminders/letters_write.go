package reminders

import (
	"fmt"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/reminders/letter"
)

// LetterAsk is a letter that a person wants to see, whether it may leave or not.
type LetterAsk struct {
	Customer ledger.Key
	Kind     LetterKind      // none: the one that is due
	Currency ledger.Currency // none: the first in which the customer owes something
	Language string          // none: the customer's
}

// LetterDesk is what a letter is written from without a running service.
type LetterDesk struct {
	Book     *ledger.Book
	Policy   Policy
	Said     *Said
	Head     Letterhead
	Language string // of customers who have none
	Today    ledger.Date
}

// Write writes a letter as it would go today. Nothing is sent or recorded. With
// a kind, it asks for all that is late and may be asked for; without, it is
// what PlanLetters decides. An Error says why there is none.
func (desk LetterDesk) Write(ask LetterAsk) (Mailing, error) {
	if ask.Kind == LetterThanks { // shown whether or not anybody is thanked as a rule
		desk.Policy.Letters.ThankYou, desk.Policy.Letters.ThankYouFor, desk.Said = MailApprove, ThanksAll, nil
	}
	p := newPlanner(desk.Book, desk.Policy, desk.Said, desk.Today)
	plan := p.anew()
	var found *LetterDecision
	for _, d := range p.letters(plan) {
		if d.Customer != ask.Customer || ask.Currency != "" && d.Currency != ask.Currency {
			continue
		}
		if isThanks := d.Kind == LetterThanks; ask.Kind == LetterThanks && !isThanks || ask.Kind != "" && ask.Kind != LetterThanks && isThanks {
			continue
		}
		if ask.Kind != "" && ask.Kind != LetterThanks {
			d = d.as(ask.Kind, p, plan)
		}
		if found == nil || len(found.Lines) == 0 && len(d.Lines) > 0 {
			found = &d
		}
	}
	name := desk.Book.CustomerName(ask.Customer)
	switch {
	case found == nil && ask.Kind == LetterThanks:
		return Mailing{}, &ledger.Error{
			Code: ledger.CodeInvalid, Reason: reasonNothingPaid, Args: ledger.Args{"customer": name, "days": thanksDays},
			Message: fmt.Sprintf("%s has settled nothing in the last %d days.", name, thanksDays),
		}
	case found == nil || ask.Kind != "" && len(found.Lines) == 0:
		return Mailing{}, &ledger.Error{
			Code: ledger.CodeInvalid, Reason: reasonNothingToAsk, Args: ledger.Args{"customer": name},
			Message: fmt.Sprintf("%s owes nothing that a letter could ask for.", name),
		}
	case len(found.Lines) == 0:
		return Mailing{}, &ledger.Error{
			Code: ledger.CodeInvalid, Reason: reasonNoLetterDue, Args: ledger.Args{"customer": name, "why": string(found.Reason), "until": found.Until},
			Message: fmt.Sprintf("No letter to %s is due today (%s). Name one with --stage to see it all the same.", name, found.Reason),
		}
	}
	w := writer{planner: p, head: desk.Head, language: desk.Language, owner: func(cell string) (Recipient, bool) {
		person, ok := desk.Book.FindPerson(cell)
		return Recipient{Name: person.Name, Email: person.Email}, ok
	}}
	m, err := w.mailing(*found, desk.Today)
	if ask.Language != "" {
		m.Body.Language = ask.Language
	}
	return m, err
}

// reasonNothingToAsk: nothing that is owed may be asked for.
const reasonNothingToAsk = "nothing_to_ask"

// reasonNothingPaid: there is nothing to thank for.
const reasonNothingPaid = "nothing_paid"

// reasonNoLetterDue: the ladder has nothing to write today.
const reasonNoLetterDue = "no_letter_due"

// as is the account's letter of another kind: about all that is late (for a
// courtesy, all that isn't yet), and that nothing but the ladder's pace holds back.
func (d LetterDecision) as(kind LetterKind, p *planner, plan *made) LetterDecision {
	d.Kind, d.Lines, d.Left = kind, nil, nil
	d.Amount = ledger.Money{Currency: d.Currency}
	for inv, one := range plan.open() {
		if inv.CustomerKey != d.Customer || inv.Amount.Currency != d.Currency || !one.Amount.IsPositive() || inv.IsCredit() {
			continue
		}
		if r, _ := p.suspended(inv, *one); r != "" && r != SkipWaiting || one.Due.Before(p.today) == (kind == LetterCourtesy) {
			continue
		}
		d.Lines = append(d.Lines, LetterLine{Invoice: inv.Key, Number: inv.Number, Cycle: one.Cycle, Stage: one.Stage, Due: one.Due, Amount: one.Amount})
		d.Amount.Minor += one.Amount.Minor
		d.Previous = max(d.Previous, inv.LastLetter)
	}
	d.Owner = p.soleOwner(d.Lines)
	d.ID = d.name()
	d.Said = p.book.LetterSaid(d.Customer, d.ID)
	d.To = address(p.book.Account(d.Customer).Email)
	return d
}

// Worded is the mailing as an e-mail.
func (m Mailing) Worded() (Mail, error) { return mailOf(m) }

// Paper is the mailing as a PDF for a window envelope.
func (m Mailing) Paper() ([]byte, error) { return letter.PDF(m.Body) }
