package show

import (
	"context"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/store"
)

// journalOf reads the demo's journal.
type journalOf struct{ store store.Store }

func (j journalOf) Append(ctx context.Context, changes []ledger.Change) ([]ledger.Change, error) {
	return j.store.Append(ctx, "demo", changes)
}

func (j journalOf) Since(ctx context.Context, after uint64, limit int) ([]ledger.Change, error) {
	return j.store.Since(ctx, "demo", after, limit)
}
