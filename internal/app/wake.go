package app

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/relance-bot/relance/sheets"
)

// A person who types makes an edit every few seconds: the sync waits until they
// pause, but not for ever.
const (
	wakeQuiet  = 2 * time.Second
	wakeAtMost = 10 * time.Second
)

// maxEdits bounds what is kept of what hooks told since the last cycle.
const maxEdits = 500

// wakes is what hooks told of a book since its last cycle.
type wakes struct {
	poked chan struct{} // something moved in the sheet

	mu    sync.Mutex
	edits []sheets.Edit
}

// sheetMoved wakes the sync of the book soon. Any number of calls within
// moments make one cycle.
func (b *book) sheetMoved(edits ...sheets.Edit) {
	b.noteEdits(edits)
	select {
	case b.wakes.poked <- struct{}{}:
	default:
	}
}

// noteEdits keeps who typed where, for the next cycle to name them by.
func (b *book) noteEdits(edits []sheets.Edit) {
	b.wakes.mu.Lock()
	defer b.wakes.mu.Unlock()
	b.wakes.edits = append(b.wakes.edits, edits...)
	if n := len(b.wakes.edits); n > maxEdits {
		b.wakes.edits = b.wakes.edits[n-maxEdits:]
	}
}

func (b *book) takeEdits() []sheets.Edit {
	b.wakes.mu.Lock()
	defer b.wakes.mu.Unlock()
	edits := b.wakes.edits
	b.wakes.edits = nil
	return edits
}

// listen syncs when the sheet moved, or has the holder of the lease do so,
// until ctx ends.
func (b *book) listen(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-b.wakes.poked:
		}
		if !b.untilQuiet(ctx) {
			return
		}
		if b.jobsHeld.Load() {
			continue
		}
		if err := b.passOn(ctx); err != nil && ctx.Err() == nil {
			b.log.WarnContext(ctx, "wake_not_passed_on", "book", b.config.Name, "error", err)
		}
	}
}

// untilQuiet waits until nothing moves; false if ctx ended.
func (b *book) untilQuiet(ctx context.Context) bool {
	latest := time.NewTimer(wakeAtMost)
	defer latest.Stop()
	for {
		quiet := time.NewTimer(wakeQuiet)
		select {
		case <-ctx.Done():
			quiet.Stop()
			return false
		case <-b.wakes.poked:
			quiet.Stop()
		case <-quiet.C:
			return true
		case <-latest.C:
			quiet.Stop()
			return true
		}
	}
}

// passOn runs the cycle, here or where the lease is.
func (b *book) passOn(ctx context.Context) error {
	if b.lease.held.Load() {
		if _, err := b.sync(ctx); !errors.Is(err, errNotHolder) {
			return err
		}
	}
	now, err := b.store.Now(ctx)
	if err != nil {
		return fmt.Errorf("ask the store's clock: %w", err)
	}
	return b.putAsk(ctx, rand.Text(), ask{At: now, Edits: b.takeEdits(), NoReply: true}, 0)
}
