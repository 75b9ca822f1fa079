package ledger

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
)

// Journal is where a Bookkeeper writes what happened and reads what other
// replicas wrote.
type Journal interface {
	// Append adds the changes in order, all or none, and gives them back with
	// their Seq. A change whose ID is there already with the same content is
	// given back as it stands there; with other content the whole call is
	// refused with CodeConflict.
	Append(ctx context.Context, changes []Change) ([]Change, error)
	// Since lists up to limit changes after a Seq, in order.
	Since(ctx context.Context, after uint64, limit int) ([]Change, error)
}

// Bookkeeper is the one way to change a book: it validates a change against
// the book, appends it to the journal and applies it. Slack actions, sheet
// edits and bank imports all go through it. It is safe for concurrent use;
// reading the book never waits.
type Bookkeeper struct {
	journal Journal
	writing sync.Mutex
	book    atomic.Pointer[Book]
}

// NewBookkeeper keeps a book that starts empty; CatchUp loads it.
func NewBookkeeper(journal Journal) *Bookkeeper {
	k := &Bookkeeper{journal: journal}
	k.book.Store(NewBook())
	return k
}

// Book is the current snapshot.
func (k *Bookkeeper) Book() *Book { return k.book.Load() }

// catchUpBatch is how many entries are read at once: some ten megabytes. The
// more, the fewer times the indexes are brought up to date.
const catchUpBatch = 20_000

// CatchUp applies what the journal holds beyond the snapshot: everything at a
// start, what other replicas wrote later.
func (k *Bookkeeper) CatchUp(ctx context.Context) error {
	k.writing.Lock()
	defer k.writing.Unlock()
	return k.catchUp(ctx)
}

func (k *Bookkeeper) catchUp(ctx context.Context) error {
	for {
		changes, err := k.journal.Since(ctx, k.Book().Seq(), catchUpBatch)
		if err != nil {
			return fmt.Errorf("read journal: %w", err)
		}
		k.apply(changes)
		if len(changes) < catchUpBatch {
			return nil
		}
	}
}

// Record validates the changes, journals and applies them, all or none, and
// gives them back with their Seq.
func (k *Bookkeeper) Record(ctx context.Context, changes ...Change) ([]Change, error) {
	return k.RecordIn(ctx, changes, k.journal.Append)
}

// RecordIn is Record with another way to append: the sync cycle journals what
// it read in one store transaction with its baseline.
func (k *Bookkeeper) RecordIn(ctx context.Context, changes []Change, appendTo func(context.Context, []Change) ([]Change, error)) ([]Change, error) {
	k.writing.Lock()
	defer k.writing.Unlock()
	if err := Validate(k.Book(), changes); err != nil {
		return nil, err
	}
	recorded, err := appendTo(ctx, changes)
	if err != nil {
		// It may have been appended all the same, and whoever acts next must not
		// overrule unseen what it said. What can't be read now is read later.
		_ = k.catchUp(ctx)
		return nil, err
	}
	// Another replica may have written before or among ours: the journal's
	// order is the book's order, so read up to our entries rather than apply
	// them alone. Entries that are there already (a second click) are no gap.
	next := k.Book().Seq() + 1
	for _, c := range recorded {
		switch {
		case c.Seq > next:
			return recorded, k.catchUp(ctx)
		case c.Seq == next:
			next++
		}
	}
	k.apply(recorded)
	return recorded, nil
}

func (k *Bookkeeper) apply(changes []Change) {
	if len(changes) > 0 {
		k.book.Store(k.Book().Replay(changes...))
	}
}
