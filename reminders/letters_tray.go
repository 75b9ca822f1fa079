package reminders

import (
	"context"

	"github.com/relance-bot/relance/ledger"
)

// Letters are what is to be written to customers today, each with its reason,
// as of the book as it is now.
func (s *Service) Letters(ctx context.Context) ([]LetterDecision, error) {
	g, err := s.letterDesk(ctx)
	if err != nil {
		return nil, err
	}
	return g.letters, nil
}

// LetterText is a letter as it would leave now.
type LetterText struct {
	Decision LetterDecision
	Mailing  Mailing
	Mail     Mail
}

// LetterText writes one of today's letters; false where there is no such letter
// any more, because something about its invoices changed.
func (s *Service) LetterText(ctx context.Context, id string) (LetterText, bool, error) {
	g, err := s.letterDesk(ctx)
	if err != nil {
		return LetterText{}, false, err
	}
	for _, d := range g.letters {
		if d.ID != id || len(d.Lines) == 0 {
			continue
		}
		m, err := g.writer().mailing(d, g.letterWindow(d.Customer).day)
		if err != nil {
			return LetterText{Decision: d}, true, err
		}
		words, err := mailOf(m)
		return LetterText{Decision: d, Mailing: m, Mail: words}, true, err
	}
	return LetterText{}, false, nil
}

// letterDesk plans letters beside a tick that may be running.
func (s *Service) letterDesk(ctx context.Context) (*drafter, error) {
	book, now := s.o.Desk.Book(), s.o.Now()
	p := s.planner(book, s.view.Load(), ledger.DateOf(now.In(s.o.Location)))
	p.waitFor(s.o.Quiet, now)
	plan := s.decided(p)
	people, err := s.roster(ctx, plan)
	if err != nil {
		return nil, err
	}
	g := s.newDrafter(p, plan, people, now)
	g.planLetters()
	return g, nil
}
