package sheets_test

import (
	"context"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/store"
)

// bookJournal is one book's part of a store's journal.
type bookJournal struct{ store.Journal }

func (j bookJournal) Append(ctx context.Context, changes []ledger.Change) ([]ledger.Change, error) {
	return j.Journal.Append(ctx, "main", changes)
}

func (j bookJournal) Since(ctx context.Context, after uint64, limit int) ([]ledger.Change, error) {
	return j.Journal.Since(ctx, "main", after, limit)
}
