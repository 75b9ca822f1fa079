package app

import (
	"context"
	"sync"
	"time"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/store"
)

// authors knows who last changed each field through the bot, to be asked when
// the sheet says otherwise. It reads each entry of the journal once: the first
// conflict reads what there is, a later one what came since.
type authors struct {
	journal store.Journal
	book    string

	mu   sync.Mutex
	seen uint64 // the last entry read
	last map[authored]string
}

type authored struct {
	invoice ledger.Key
	field   ledger.Field
}

func newAuthors(journal store.Journal, book string) *authors {
	return &authors{journal: journal, book: book, last: map[authored]string{}}
}

// Pages of the journal, and how long a conflict waits for its author's name.
const (
	authorsPage = 5000
	authorsWait = 10 * time.Second
)

// of answers who it was; nobody, where no one in Slack touched the field or the
// journal can't be read now.
func (a *authors) of(invoice ledger.Key, field ledger.Field) string {
	ctx, cancel := context.WithTimeout(context.Background(), authorsWait)
	defer cancel()
	a.mu.Lock()
	defer a.mu.Unlock()
	for {
		entries, err := a.journal.Since(ctx, a.book, a.seen, authorsPage)
		if err != nil {
			break
		}
		for _, c := range entries {
			if c.Source == ledger.SourceSlack && c.Invoice != "" {
				a.last[authored{c.Invoice, c.Field}] = c.Actor
			}
			a.seen = c.Seq
		}
		if len(entries) < authorsPage {
			break
		}
	}
	return a.last[authored{invoice, field}]
}
