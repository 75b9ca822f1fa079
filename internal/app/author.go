package app

import (
	"context"
	"time"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/store"
)

// author finds who last changed a field through the bot, to be asked when the
// sheet says otherwise. It reads the journal, which is slow and rare: only a
// conflict asks.
func (b *book) author(journal store.Journal) func(ledger.Key, ledger.Field) string {
	const page = 5000
	return func(invoice ledger.Key, field ledger.Field) string {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		last := ""
		for after := uint64(0); ; {
			entries, err := journal.Since(ctx, b.config.Name, after, page)
			if err != nil {
				return last
			}
			for _, c := range entries {
				if c.Invoice == invoice && c.Field == field && c.Source == ledger.SourceSlack {
					last = c.Actor
				}
				after = c.Seq
			}
			if len(entries) < page {
				return last
			}
		}
	}
}
