package memstore

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/store"
	"github.com/relance-bot/relance/store/internal/chain"
	"github.com/relance-bot/relance/store/internal/check"
)

// Store holds books. One lock over all makes every call one atomic step; a
// call checks first and writes last, so that there is nothing to roll back.
type Store struct {
	mu     sync.Mutex
	now    func() time.Time
	server int
	closed bool
	books  map[string]*book
}

var _ store.Store = (*Store)(nil)

// New makes an empty Store whose clock is now.
func New(now func() time.Time) *Store {
	return &Store{now: now, books: map[string]*book{}}
}

// NewServer has the same data answered by another server: a failover.
func (s *Store) NewServer() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.server++
}

// errClosed is what calls after Close get.
var errClosed = errors.New("the store is closed")

// Close has every later call fail.
func (s *Store) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	return nil
}

// Now is the injected clock.
func (s *Store) Now(context.Context) (time.Time, error) { return s.instant(), nil }

// instant has no zone and no monotonic part.
func (s *Store) instant() time.Time { return plain(s.now()) }

func plain(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return time.Unix(0, t.UnixNano()).UTC()
}

// book is all that is kept of one.
type book struct {
	entries []chain.Entry
	ids     map[string]int               // entry by change id
	moved   map[ledger.Subject]uint64    // last entry that isn't bookkeeping
	docs    map[string]map[string][]byte // by kind and key
	tokens  map[string]bool              // intents ever opened
	lease   store.Lease
	records []*record // oldest first
	live    []*record // likewise: those not settled, and some that are (see unsettled)
	byID    map[string]*record
	held    map[heldKey]string
	stages  map[stageKey]int64 // highest rank said
	digests map[string]map[string]ledger.Date
	copies  map[store.Message]*condemned
	deaths  map[string]time.Time

	epoch     uint64
	confirmed bool // or begun: there is a reconcile to compare with
	open      bool
	reason    string
	since     time.Time
	server    int
}

func newBook() *book {
	return &book{
		ids: map[string]int{}, moved: map[ledger.Subject]uint64{}, docs: map[string]map[string][]byte{}, tokens: map[string]bool{},
		byID: map[string]*record{}, held: map[heldKey]string{}, stages: map[stageKey]int64{}, digests: map[string]map[string]ledger.Date{},
		copies: map[store.Message]*condemned{}, deaths: map[string]time.Time{},
	}
}

// with locks the Store for a call on one book.
func (s *Store) with(name string, do func(*book) error) error {
	if err := check.Book(name); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return errClosed
	}
	b, ok := s.books[name]
	if !ok {
		b = newBook()
		s.books[name] = b
	}
	if err := do(b); err != nil {
		return fmt.Errorf("book %s: %w", name, err)
	}
	return nil
}

// AcquireLease takes or renews the lease of a book.
func (s *Store) AcquireLease(_ context.Context, name string, ask store.LeaseAsk) (lease store.Lease, err error) {
	if ask.Holder == "" || ask.TTL <= 0 {
		return lease, fmt.Errorf("lease of book %s: a holder and a time to live are needed: %w", name, store.ErrInvalid)
	}
	err = s.with(name, func(b *book) error {
		now := s.instant()
		if b.lease.Holder != ask.Holder {
			if b.lease.Holder != "" && now.Before(b.lease.ExpiresAt) {
				lease = b.lease
				return nil
			}
			b.lease.Term++
		}
		b.lease.Holder, b.lease.ExpiresAt = ask.Holder, now.Add(ask.TTL)
		lease = b.lease
		lease.Held = true
		return nil
	})
	return lease, err
}

// ReleaseLease gives the lease up. The term stays: the next holder's is higher.
func (s *Store) ReleaseLease(_ context.Context, name, holder string) error {
	return s.with(name, func(b *book) error {
		if b.lease.Holder == holder {
			b.lease.Holder, b.lease.ExpiresAt = "", time.Time{}
		}
		return nil
	})
}
