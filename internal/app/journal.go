package app

import (
	"context"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/store"
)

// journal is one book's part of the store, as its Bookkeeper wants it.
type journal struct {
	store store.Journal
	book  string
}

func (j journal) Append(ctx context.Context, changes []ledger.Change) ([]ledger.Change, error) {
	return j.store.Append(ctx, j.book, changes)
}

func (j journal) Since(ctx context.Context, after uint64, limit int) ([]ledger.Change, error) {
	return j.store.Since(ctx, j.book, after, limit)
}
