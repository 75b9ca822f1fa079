package app

import (
	"context"
	"fmt"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/reminders/handover"
)

func (l botLetters) Paper(ctx context.Context, id string) ([]byte, bool, error) {
	return l.service.LetterPaper(ctx, id)
}

func (l botLetters) SentPaper(ctx context.Context, invoice ledger.Key) ([]byte, bool, error) {
	return l.service.SentPaper(ctx, invoice)
}

// Dossier gathers what is handed over about a customer, as of today.
func (l botLetters) Dossier(ctx context.Context, customer ledger.Key, kind, language string) ([]byte, error) {
	b, asOf := l.book, l.service.Today()
	history, err := b.history(ctx, handover.Subjects(b.keeper.Book(), customer, asOf))
	if err != nil {
		return nil, err
	}
	sent, err := b.store.List(ctx, b.config.Name)
	if err != nil {
		return nil, fmt.Errorf("list what was sent: %w", err)
	}
	dossier, err := handover.Gather(handover.Source{
		Book: b.keeper.Book(), Journal: history, Deliveries: sent, Head: letterhead(b.config.Sender, b.penalties), Location: l.service.Location(), Name: l.name,
	}, customer, handover.Kind(kind), asOf, language)
	if err != nil {
		return nil, err
	}
	return dossier.ZIP()
}

// history is all that the journal tells of some subjects, in order.
func (b *book) history(ctx context.Context, of map[ledger.Subject]bool) ([]ledger.Change, error) {
	var list []ledger.Change
	for after := uint64(0); ; {
		page, err := b.store.Since(ctx, b.config.Name, after, journalPage)
		if err != nil {
			return nil, fmt.Errorf("read the journal: %w", err)
		}
		for _, c := range page {
			after = c.Seq
			if of[c.Subject()] {
				list = append(list, c)
			}
		}
		if len(page) < journalPage {
			return list, nil
		}
	}
}
