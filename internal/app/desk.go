package app

import (
	"context"

	"github.com/relance-bot/relance/ledger"
)

// desk is a Bookkeeper that says when something was recorded, so that the
// sheet follows within a sync rather than within an interval.
type desk struct {
	*ledger.Bookkeeper
	recorded func()
}

func (d desk) Record(ctx context.Context, changes ...ledger.Change) ([]ledger.Change, error) {
	recorded, err := d.Bookkeeper.Record(ctx, changes...)
	if err == nil && len(recorded) > 0 {
		d.recorded()
	}
	return recorded, err
}
