package storetest

import (
	"fmt"
	"sync/atomic"
	"time"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/store"
)

// Process incarnations of the suite.
const (
	inc1 = "incarnation 1"
	inc2 = "incarnation 2"
)

// confirmed opens a new book for sending.
func (s *scene) confirmed() {
	s.Helper()
	r, err := s.s.Reconciliation(s.ctx(), s.book)
	s.must(err)
	s.must(s.s.ConfirmReconcile(s.ctx(), s.book, r.Epoch))
}

// reminder is one stage of an invoice.
func reminder(invoice string, stage int) store.Reminder {
	return store.Reminder{
		ID: fmt.Sprintf("%s/2026-03-01/%d", invoice, stage), Invoice: ledger.KeyOf(invoice),
		Cycle: "2026-03-01", Stage: ledger.StageAt(stage),
	}
}

// delivery is one to the channel C1.
func delivery(id string, reminders ...store.Reminder) store.Delivery {
	return store.Delivery{
		ID: id, Kind: store.KindChannel, Destination: "C1", Day: ledger.NewDate(2026, 3, 2),
		Reminders: reminders, Payload: []byte(`{"text":"` + id + `"}`),
	}
}

func digest(id, person string, day ledger.Date) store.Delivery {
	return store.Delivery{ID: id, Kind: store.KindDigest, Destination: "U" + person, Person: person, Day: day, Payload: []byte(id)}
}

// freezes gives the verdicts.
func (s *scene) freezes(list ...store.Delivery) []store.Verdict {
	s.Helper()
	verdicts, err := s.s.Freeze(s.ctx(), s.book, list)
	s.must(err)
	return verdicts
}

// freeze expects every delivery to be taken.
func (s *scene) freeze(list ...store.Delivery) {
	s.Helper()
	for i, v := range s.freezes(list...) {
		if v != store.OK {
			s.Fatalf("freeze %s: %s", list[i].ID, v)
		}
	}
}

// owner is never the same twice.
func (s *scene) owner(incarnation string) store.Owner {
	return store.Owner{Incarnation: incarnation, Attempt: fmt.Sprint("attempt ", attempts.Add(1))}
}

var attempts atomic.Int64

func (s *scene) claim(incarnation string, ttl time.Duration, limit int) []store.Delivery {
	s.Helper()
	claimed, err := s.s.Claim(s.ctx(), s.book, store.ClaimAsk{Owner: s.owner(incarnation), TTL: ttl, Limit: limit})
	s.must(err)
	return claimed
}

func attempt(d store.Delivery) store.Attempt {
	return store.Attempt{ID: d.ID, Owner: d.Owner, Fence: d.Fence, Timeout: long}
}

// claimed freezes one delivery and claims it; nothing else may be due.
func (s *scene) claimed(d store.Delivery) store.Attempt {
	s.Helper()
	s.freeze(d)
	return s.claimAgain(d.ID)
}

// claimAgain claims the one delivery that is due.
func (s *scene) claimAgain(id string) store.Attempt {
	s.Helper()
	got := s.claim(inc1, long, 10)
	if len(got) != 1 || got[0].ID != id {
		s.Fatalf("claimed %v, want %s", ids(got), id)
	}
	return attempt(got[0])
}

func (s *scene) begin(a store.Attempt) store.Begun {
	s.Helper()
	begun, err := s.s.BeginSending(s.ctx(), s.book, a)
	s.must(err)
	return begun
}

// sending takes one delivery to Sending, with T after timeout.
func (s *scene) sending(d store.Delivery, timeout time.Duration) store.Attempt {
	s.Helper()
	a := s.claimed(d)
	a.Timeout = timeout
	s.passes(a)
	return a
}

func (s *scene) passes(a store.Attempt) {
	s.Helper()
	if begun := s.begin(a); begun.Verdict != store.OK {
		s.Fatalf("gate: %s", begun.Verdict)
	}
}

// uncertain takes one delivery there: its sender came back with a doubt.
func (s *scene) uncertain(d store.Delivery) store.Attempt {
	s.Helper()
	a := s.sending(d, time.Millisecond)
	s.Advance(2 * time.Millisecond)
	s.verdict(store.OK)(s.s.RecordDoubt(s.ctx(), s.book, a, "timeout"))
	return a
}

// parked takes one delivery there.
func (s *scene) parked(d store.Delivery) store.Attempt {
	s.Helper()
	a := s.uncertain(d)
	s.verdict(store.OK)(s.s.Park(s.ctx(), s.book, d.ID, "no history"))
	return a
}

// verdict checks what a call answers.
func (s *scene) verdict(want store.Verdict) func(store.Verdict, error) {
	s.Helper()
	return func(got store.Verdict, err error) {
		s.Helper()
		s.must(err)
		if got != want {
			s.Fatalf("verdict %q, want %q", got, want)
		}
	}
}

func (s *scene) get(id string) store.Delivery {
	s.Helper()
	d, err := s.s.Delivery(s.ctx(), s.book, id)
	s.must(err)
	return d
}

func (s *scene) state(id string, want store.State) store.Delivery {
	s.Helper()
	d := s.get(id)
	if d.State != want {
		s.Fatalf("delivery %s is %s (%s), want %s", id, d.State, d.Reason, want)
	}
	return d
}

func (s *scene) condemnedList() []store.CondemnedMessage {
	s.Helper()
	list, err := s.s.CondemnedMessages(s.ctx(), s.book)
	s.must(err)
	return list
}

func message(ts string) store.Message { return store.Message{Channel: "C1", TS: ts} }

func ids(list []store.Delivery) []string {
	names := make([]string, len(list))
	for i, d := range list {
		names[i] = d.ID
	}
	return names
}
