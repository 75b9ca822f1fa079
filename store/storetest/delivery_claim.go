package storetest

import (
	"fmt"
	"sync"
	"time"

	"github.com/relance-bot/relance/store"
)

var claimClauses = []clause{
	{"Claim takes up to Limit, oldest first, each with a new fence and its expiry", claimOldestFirst},
	{"32 goroutines claim one delivery, one wins", claimOneWins},
	{"32 goroutines claim 200 deliveries, each goes to one", claimSpreads},
	{"a claim that stands can't be taken", claimStands},
	{"an expired claim goes to the next with a higher fence", claimExpires},
	{"Sweep moves an expired claim to Due, which is the oldest again", sweepExpired},
	{"what a dead incarnation had claimed is Due at once, the others' claims stand", claimOfTheDead},
	{"a delivery that is sending or further is never claimed", claimOnlyDue},
	{"an ask without owner, time to live or limit is refused", claimInvalid},
	{"Drop ends Due and Claimed, asked twice is Already", dropEnds},
}

func claimOldestFirst(s *scene) {
	s.confirmed()
	for i := range 5 {
		s.freeze(delivery(fmt.Sprint("z", 9-i)))
	}
	before := s.now()
	owner := s.owner(inc1)
	first, err := s.s.Claim(s.ctx(), s.book, store.ClaimAsk{Owner: owner, TTL: long, Limit: 3})
	s.must(err)
	s.same("first", ids(first), []string{"z9", "z8", "z7"})
	for _, d := range first {
		if d.State != store.Claimed || d.Owner != owner || d.Fence == 0 || d.ClaimExpires.Before(before.Truncate(time.Microsecond).Add(long)) || d.ClaimExpires.After(s.now().Add(long)) {
			s.Fatalf("claimed %+v", d)
		}
		s.same("as stored", s.get(d.ID), d)
	}
	s.same("second", ids(s.claim(inc1, long, 3)), []string{"z6", "z5"})
	s.same("third", len(s.claim(inc1, long, 3)), 0)
}

func claimOneWins(s *scene) {
	s.confirmed()
	s.freeze(delivery("d1"))
	s.same("claimed in all", s.claimAtOnce(32, 1), map[string]int{"d1": 1})
}

func claimSpreads(s *scene) {
	s.confirmed()
	want := map[string]int{}
	var list []store.Delivery
	for i := range 200 {
		list = append(list, delivery(fmt.Sprint("d", i)))
		want[list[i].ID] = 1
	}
	s.freeze(list...)
	s.same("claimed in all", s.claimAtOnce(32, 10), want)
}

// claimAtOnce counts how often each delivery was claimed.
func (s *scene) claimAtOnce(claimers, limit int) map[string]int {
	var all sync.WaitGroup
	var mu sync.Mutex
	counts := map[string]int{}
	for i := range claimers {
		all.Go(func() {
			claimed, err := s.s.Claim(s.ctx(), s.book, store.ClaimAsk{Owner: store.Owner{Incarnation: fmt.Sprint(i), Attempt: "a"}, TTL: long, Limit: limit})
			if err != nil {
				s.Error(err)
			}
			mu.Lock()
			defer mu.Unlock()
			for _, d := range claimed {
				counts[d.ID]++
			}
		})
	}
	all.Wait()
	return counts
}

func claimStands(s *scene) {
	s.confirmed()
	a := s.claimed(delivery("d1"))
	s.same("claimed", len(s.claim(inc2, long, 10)), 0)
	_, err := s.s.Sweep(s.ctx(), s.book)
	s.must(err)
	d := s.state("d1", store.Claimed)
	s.same("owner", d.Owner, a.Owner)
}

func claimExpires(s *scene) {
	s.confirmed()
	s.freeze(delivery("d1"), delivery("d2"))
	first := s.claim(inc1, short, 1)
	s.Advance(2 * short)
	second := s.claim(inc2, long, 10)
	s.same("oldest first", ids(second), []string{"d1", "d2"})
	if second[0].Fence <= first[0].Fence || second[0].Owner.Incarnation != inc2 {
		s.Fatalf("first %+v, second %+v", first[0], second[0])
	}
	s.same("the old owner's gate", s.begin(attempt(first[0])).Verdict, store.RefusedFence)
	s.state("d1", store.Claimed)
	s.passes(attempt(second[0]))
}

func sweepExpired(s *scene) {
	s.confirmed()
	s.freeze(delivery("d1"), delivery("d2"))
	a := attempt(s.claim(inc1, short, 1)[0])
	s.Advance(2 * short)
	uncertain, err := s.s.Sweep(s.ctx(), s.book)
	s.must(err)
	s.same("uncertain", len(uncertain), 0)
	s.state("d1", store.Due)
	s.same("gate after the sweep", s.begin(a).Verdict, store.RefusedState)
	s.same("order", ids(s.claim(inc1, long, 10)), []string{"d1", "d2"})
}

func claimOfTheDead(s *scene) {
	s.confirmed()
	s.freeze(delivery("d1"), delivery("d2"))
	dead := attempt(s.claim(inc1, long, 1)[0])
	alive := attempt(s.claim(inc2, long, 1)[0])
	s.must(s.s.RecordDeath(s.ctx(), s.book, inc1, "lock file taken over"))
	s.state("d1", store.Due)
	s.state("d2", store.Claimed)
	s.same("the dead one's gate", s.begin(dead).Verdict, store.RefusedState)
	again := s.claim(inc2, long, 10)
	s.same("claimed", ids(again), []string{"d1"})
	s.passes(attempt(again[0]))
	s.passes(alive)
}

func claimOnlyDue(s *scene) {
	s.confirmed()
	s.sending(delivery("sending"), long)
	s.uncertain(delivery("uncertain"))
	s.parked(delivery("parked"))
	a := s.sending(delivery("sent"), long)
	s.verdict(store.OK)(s.s.RecordSent(s.ctx(), s.book, a, message("1")))
	s.claimed(delivery("dropped"))
	s.verdict(store.OK)(s.s.Drop(s.ctx(), s.book, "dropped", ""))
	s.same("claimed", len(s.claim(inc2, long, 10)), 0)
	for _, state := range []store.State{store.Sending, store.Uncertain, store.Parked, store.Sent, store.Dropped} {
		list, err := s.s.List(s.ctx(), s.book, state)
		s.must(err)
		s.same("in that state", ids(list), []string{string(state)})
	}
	two, err := s.s.List(s.ctx(), s.book, store.Sent, store.Sending)
	s.must(err)
	s.same("in two states, oldest first", ids(two), []string{"sending", "sent"})
}

func claimInvalid(s *scene) {
	s.confirmed()
	owner := s.owner(inc1)
	for _, ask := range []store.ClaimAsk{{Owner: owner, TTL: long}, {Owner: owner, Limit: 1}, {TTL: long, Limit: 1}} {
		_, err := s.s.Claim(s.ctx(), s.book, ask)
		s.wantErr(err, store.ErrInvalid)
	}
}

func dropEnds(s *scene) {
	s.confirmed()
	s.freeze(delivery("d1"))
	s.verdict(store.OK)(s.s.Drop(s.ctx(), s.book, "d1", "paid"))
	s.verdict(store.Already)(s.s.Drop(s.ctx(), s.book, "d1", "paid"))
	s.same("reason", s.state("d1", store.Dropped).Reason, "paid")
	a := s.claimed(delivery("d2"))
	s.verdict(store.OK)(s.s.Drop(s.ctx(), s.book, "d2", "paid"))
	s.same("gate", s.begin(a).Verdict, store.RefusedState)
	s.sending(delivery("d3"), long)
	s.verdict(store.RefusedState)(s.s.Drop(s.ctx(), s.book, "d3", "paid"))
	s.state("d3", store.Sending)
	_, err := s.s.Drop(s.ctx(), s.book, "never", "paid")
	s.wantErr(err, store.ErrNotFound)
}
