package reminders

import (
	"context"
	"fmt"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/store"
)

// LetterPaper is one of today's letters as a PDF, as it would leave now; false
// where there is no such letter any more.
func (s *Service) LetterPaper(ctx context.Context, id string) ([]byte, bool, error) {
	text, found, err := s.LetterText(ctx, id)
	if err != nil || !found {
		return nil, found, err
	}
	pdf, err := text.Mailing.Paper()
	return pdf, true, err
}

// SentPaper is the last letter that left about an invoice, as a PDF of what it
// said then; false where the deliveries know of none. Thanks aren't meant.
func (s *Service) SentPaper(ctx context.Context, invoice ledger.Key) ([]byte, bool, error) {
	list, err := s.o.Store.List(ctx, s.o.Book, store.Sent)
	if err != nil {
		return nil, false, fmt.Errorf("list what was sent: %w", err)
	}
	var last store.Delivery
	for _, d := range list {
		if d.Kind != store.KindLetter || d.Day.Before(last.Day) {
			continue
		}
		for _, r := range d.Reminders {
			if r.Invoice == invoice && isLetterCycle(r.Cycle) {
				last = d
			}
		}
	}
	frozen, err := ContentOf(last.Payload)
	if last.ID == "" || err == nil && frozen.Letter == nil {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, fmt.Errorf("read the letter %s: %w", last.ID, err)
	}
	pdf, err := frozen.Letter.Paper()
	return pdf, true, err
}
