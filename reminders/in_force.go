package reminders

import (
	"log/slog"
	"slices"

	"github.com/relance-bot/relance/ledger"
)

// force is the policy that holds, with what finance applied for it.
type force struct {
	applied string
	policy  Policy
}

// inForce is the policy that holds for a book. Where what finance applied
// doesn't fit the operator's file any more, the file holds: nobody is chased by
// half a ladder.
func (s *Service) inForce(b *ledger.Book) Policy { return s.forceOn(b).policy }

func (s *Service) forceOn(b *ledger.Book) *force {
	applied := b.AppliedLadders().Ladders
	if f := s.force.Load(); f != nil && f.applied == applied {
		return f
	}
	policy, err := s.o.Policy.InForce(b)
	if err != nil {
		s.o.Log.Error("applied_ladders_refused", slog.Any("error", err))
	}
	f := &force{applied, policy}
	s.force.Store(f)
	return f
}

// Applied is what finance last took over from the Ladder tab.
func (s *Service) Applied() ledger.Applied { return s.o.Desk.Book().AppliedLadders() }

// Proposal is what the Ladder tab asks for.
func (s *Service) Proposal() Proposal { return s.o.Policy.Proposed(s.o.Desk.Book()) }

// effectDays is how far the effect of other ladders is looked at.
const effectDays = 30

// PolicyEffect is what other ladders would change.
type PolicyEffect struct {
	Ladders []string // that would be new or other
	Moved   []Moved  // open invoices of which the stage today or the next reminder would be another
	Now     Foresight
	Then    Foresight
}

// Moved is one of them.
type Moved struct {
	Invoice   ledger.Key
	Number    string
	Customer  string
	Now, Then Decision
}

// Effect compares two policies on a book, today and over the next days.
func Effect(b *ledger.Book, said *Said, today ledger.Date, now, then Policy) (PolicyEffect, error) {
	var e PolicyEffect
	a, z := now.Ladders, then.Ladders
	for _, name := range then.LadderNames() {
		if was, ok := a[name]; !ok || !was.sameAs(z[name]) {
			e.Ladders = append(e.Ladders, name)
		}
	}
	for _, name := range now.LadderNames() {
		if _, ok := z[name]; !ok {
			e.Ladders = append(e.Ladders, name)
		}
	}
	before, after := Plan(b, now, said, today), Plan(b, then, said, today)
	for i, d := range before {
		if d.Amount.IsPositive() && (d.Stage != after[i].Stage || d.Next != after[i].Next || d.Reason.Sends() != after[i].Reason.Sends() ||
			d.Reason.Sends() && (d.Tone != after[i].Tone || !slices.Equal(d.Tell, after[i].Tell))) {
			inv, _ := b.Invoice(d.Invoice)
			e.Moved = append(e.Moved, Moved{Invoice: d.Invoice, Number: d.Number, Customer: inv.Customer, Now: d, Then: after[i]})
		}
	}
	var err error
	if e.Now, err = Foresee(b, now, said, today, effectDays); err != nil {
		return e, err
	}
	e.Then, err = Foresee(b, then, said, today, effectDays)
	return e, err
}

// Effect is what applying the Ladder tab would change.
func (s *Service) Effect() (PolicyEffect, error) {
	book := s.o.Desk.Book()
	return Effect(book, s.view.Load(), s.Today(), s.inForce(book), s.o.Policy.Proposed(book).Policy)
}
