package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/semaphore"

	"github.com/relance-bot/relance/internal/config"
	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/reminders"
	"github.com/relance-bot/relance/sheets"
	"github.com/relance-bot/relance/sheets/google"
	"github.com/relance-bot/relance/store"
)

// book is one spreadsheet with everything that works on it.
type book struct {
	config    config.Book
	store     store.Store
	keeper    *ledger.Bookkeeper
	syncer    *sheets.Syncer
	reminders *reminders.Service
	lease     *lease
	log       *slog.Logger
	now       func() time.Time
	penalties ledger.PenaltyPolicy

	jobsHeld atomic.Bool
	syncing  *semaphore.Weighted // one cycle at a time
	nudge    chan struct{}       // something was recorded: sync soon

	limiter *google.Limiter
	drive   watcher
	wakes   wakes
	tally   tally
	last    struct {
		mu     sync.Mutex
		now    lastSync
		shared time.Time
	}

	shown botSyncer
	news  news // who is told of what a sync found

	toldLadders time.Time // when finance was last told of the Ladder tab; guarded by syncing

	// Guarded by syncing, until the first sync has ended well.
	met        *first
	reconciled bool
}

// metFirst notes how far the journal went before the first sync.
func (b *book) metFirst(journal uint64) {
	if b.met == nil {
		b.met = &first{journal: journal}
	}
}

// errHeld refuses to send on a book that is held; the message is the log's.
var errHeld = errors.New("the book is held")

// sync runs one cycle now. Only the holder of the lease writes; another
// replica follows the journal.
func (b *book) sync(ctx context.Context) (sheets.Report, error) {
	return b.syncAs(ctx, sheets.SyncAsk{})
}

// syncAs is sync with a person's word on what holds the book, or a dry run.
func (b *book) syncAs(ctx context.Context, ask sheets.SyncAsk) (sheets.Report, error) {
	if err := b.syncing.Acquire(ctx, 1); err != nil {
		return sheets.Report{}, fmt.Errorf("wait for the running sync: %w", err)
	}
	defer b.syncing.Release(1)
	if err := b.keeper.CatchUp(ctx); err != nil {
		return sheets.Report{}, fmt.Errorf("catch up with the journal: %w", err)
	}
	if !b.lease.held.Load() {
		return sheets.Report{}, errNotHolder
	}
	b.metFirst(b.keeper.Book().Seq())
	before, begun := b.keeper.Book().Hold(), b.now()
	report, err := b.syncer.Sync(ctx, ask)
	b.tally.ended(report, b.now().Sub(begun), err)
	if err == nil || errors.Is(err, sheets.ErrUnsettled) { // else nothing of it stands
		b.tell(before, report)
		b.tellPresumed(ctx, report)
	}
	b.met.end(report.HighWater, err)
	if err != nil {
		return report, fmt.Errorf("sync book %s: %w", b.config.Name, err)
	}
	if !b.reconciled && !ask.DryRun {
		if err := b.reconcile(ctx, *b.met); err != nil {
			return report, err
		}
		b.reconciled = true
	}
	b.noteSync(ctx, report)
	if !report.Quiet {
		b.log.InfoContext(ctx, "synced", "book", b.config.Name, "read", report.Read, "changed", report.Changed,
			"written", report.Written, "problems", len(report.Problems), "conflicts", len(report.Conflicts), "held", report.Held != "")
	}
	return report, nil
}

// errNotHolder: another replica syncs and reminds for this book.
var errNotHolder = errors.New("another replica holds the book")

// Fresh makes sure that the book is what the sheet said at most maxAge ago,
// with nothing held and no write in doubt.
func (b *book) Fresh(ctx context.Context, maxAge time.Duration) error {
	at, report := b.syncer.LastSync()
	if at.IsZero() || b.now().Sub(at) > maxAge || report.Unsettled {
		var err error
		if report, err = b.sync(ctx); err != nil {
			return err
		}
	}
	switch {
	case report.Held != "":
		return errHeld
	case report.Unsettled:
		return errors.New("a write to the sheet is not settled")
	}
	return nil
}

// recorded wakes the sync; several records make one wake.
func (b *book) recorded() {
	select {
	case b.nudge <- struct{}{}:
	default:
	}
}

// follow syncs soon after something was recorded, until ctx ends.
func (b *book) follow(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-b.nudge:
		}
		if b.jobsHeld.Load() {
			continue // whoever moves the clock wakes us
		}
		if _, err := b.sync(ctx); err != nil && !errors.Is(err, errNotHolder) && ctx.Err() == nil {
			b.log.WarnContext(ctx, "sync_failed", "book", b.config.Name, "error", err)
		}
	}
}
