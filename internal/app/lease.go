package app

import (
	"context"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/relance-bot/relance/store"
)

// DefaultLeaseTTL is how long a replica keeps a book without a word: a crashed
// one is replaced within it. It saves work; safety never rests on it.
const DefaultLeaseTTL = time.Minute

// A lease is renewed this often within its time, and the journal followed this
// often, so that a replica without the lease answers with what is seconds old.
const (
	renewalsPerTTL = 3
	followsPerTTL  = 12
)

// lease follows whether this replica is the one that syncs and reminds.
type lease struct {
	store  store.Leases
	book   string
	holder string
	ttl    time.Duration
	log    *slog.Logger

	held atomic.Bool
	term atomic.Uint64
}

// renew takes or keeps the lease.
func (l *lease) renew(ctx context.Context) {
	got, err := l.store.AcquireLease(ctx, l.book, store.LeaseAsk{Holder: l.holder, TTL: l.ttl})
	if err != nil {
		l.held.Store(false)
		l.log.WarnContext(ctx, "lease_lost", "book", l.book, "error", err)
		return
	}
	l.term.Store(got.Term)
	if l.held.Swap(got.Held) != got.Held {
		l.log.InfoContext(ctx, "lease_changed", "book", l.book, "held", got.Held, "term", got.Term)
	}
}

// release gives it up, so that another replica need not wait.
func (l *lease) release(ctx context.Context) {
	if l.held.Swap(false) {
		if err := l.store.ReleaseLease(ctx, l.book, l.holder); err != nil {
			l.log.WarnContext(ctx, "lease_not_released", "book", l.book, "error", err)
		}
	}
}
