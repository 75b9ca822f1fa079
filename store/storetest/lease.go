package storetest

import (
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/relance-bot/relance/store"
)

// Durations of the suite. short is waited out, long never passes.
const (
	short = 60 * time.Millisecond
	long  = time.Hour
)

var leaseClauses = []clause{
	{"the first holder gets it, with a term and an expiry on the store's clock", leaseFirst},
	{"held by another: as it is, and not held", leaseHeld},
	{"the same holder renews and keeps its term", leaseRenews},
	{"the same holder keeps its term after expiry if nobody else took it", leaseKeepsTerm},
	{"an expired lease goes to a new holder with a higher term", leaseExpires},
	{"released: the next holder has a higher term", leaseReleased},
	{"release by someone else does nothing", leaseReleasedByOther},
	{"of 32 that ask at once, one holds it", leaseAtOnce},
}

func (s *scene) acquire(holder string, ttl time.Duration) store.Lease {
	s.Helper()
	l, err := s.s.AcquireLease(s.ctx(), s.book, store.LeaseAsk{Holder: holder, TTL: ttl})
	s.must(err)
	return l
}

func (s *scene) now() time.Time {
	s.Helper()
	now, err := s.s.Now(s.ctx())
	s.must(err)
	return now
}

func leaseFirst(s *scene) {
	before := s.now()
	l := s.acquire("a", long)
	if !l.Held || l.Holder != "a" || l.Term == 0 {
		s.Fatalf("lease %+v", l)
	}
	if l.ExpiresAt.Before(before.Add(long).Truncate(time.Microsecond)) || l.ExpiresAt.After(s.now().Add(long)) {
		s.Fatalf("expires at %v, asked at %v for %v", l.ExpiresAt, before, long)
	}
	_, err := s.s.AcquireLease(s.ctx(), s.book, store.LeaseAsk{Holder: "", TTL: long})
	s.wantErr(err, store.ErrInvalid)
	_, err = s.s.AcquireLease(s.ctx(), s.book, store.LeaseAsk{Holder: "b"})
	s.wantErr(err, store.ErrInvalid)
}

func leaseHeld(s *scene) {
	mine := s.acquire("a", long)
	theirs := s.acquire("b", long)
	mine.Held = false
	s.same("as b sees it", theirs, mine)
}

func leaseRenews(s *scene) {
	first := s.acquire("a", long)
	s.Advance(short)
	again := s.acquire("a", long)
	if again.Term != first.Term || !again.Held || !again.ExpiresAt.After(first.ExpiresAt) {
		s.Fatalf("first %+v, again %+v", first, again)
	}
}

func leaseKeepsTerm(s *scene) {
	first := s.acquire("a", short)
	s.Advance(2 * short)
	s.same("term", s.acquire("a", long).Term, first.Term)
}

func leaseExpires(s *scene) {
	first := s.acquire("a", short)
	s.Advance(2 * short)
	second := s.acquire("b", long)
	if !second.Held || second.Term <= first.Term {
		s.Fatalf("first %+v, second %+v", first, second)
	}
	if back := s.acquire("a", long); back.Held || back.Term != second.Term {
		s.Fatalf("a got it back: %+v", back)
	}
}

func leaseReleased(s *scene) {
	first := s.acquire("a", long)
	s.must(s.s.ReleaseLease(s.ctx(), s.book, "a"))
	s.must(s.s.ReleaseLease(s.ctx(), s.book, "a"))
	second := s.acquire("b", long)
	if !second.Held || second.Term <= first.Term {
		s.Fatalf("first %+v, second %+v", first, second)
	}
	s.must(s.s.ReleaseLease(s.ctx(), s.book, "b"))
	s.reopen()
	if third := s.acquire("b", long); third.Term <= second.Term {
		s.Fatalf("taken anew after a release, term %d after %d", third.Term, second.Term)
	}
}

func leaseReleasedByOther(s *scene) {
	first := s.acquire("a", long)
	s.must(s.s.ReleaseLease(s.ctx(), s.book, "b"))
	if theirs := s.acquire("b", long); theirs.Held || theirs.Term != first.Term {
		s.Fatalf("b got it: %+v", theirs)
	}
}

func leaseAtOnce(s *scene) {
	var all sync.WaitGroup
	var held atomic.Int32
	for i := range 32 {
		all.Go(func() {
			l, err := s.s.AcquireLease(s.ctx(), s.book, store.LeaseAsk{Holder: fmt.Sprint(i), TTL: long})
			if err != nil {
				s.Error(err)
			}
			if l.Held {
				held.Add(1)
			}
		})
	}
	all.Wait()
	s.same("holders", held.Load(), int32(1))
}
