package storetest

import (
	"time"

	"github.com/relance-bot/relance/store"
)

var recordClauses = []clause{
	{"RecordSent from Sending, asked twice is Already", sentFromSending},
	{"RecordSent from Uncertain of the same fence", sentFromUncertain},
	{"RecordSent is accepted from Due", sentFromDue},
	{"RecordSent is accepted from Claimed, and the claimer is refused", sentFromClaimed},
	{"RecordSent is accepted from Parked", sentFromParked},
	{"RecordSent of a newer fence is accepted", sentNewerFence},
	{"RecordSent from an older fence is condemned and durably listed", sentOlderFence},
	{"RecordSent from an older fence is condemned though the later one is in doubt", sentOlderInDoubt},
	{"RecordSent of a second copy is condemned", sentSecondCopy},
	{"RecordSent of a dropped delivery is condemned", sentDropped},
	{"an adopted message recorded again is a no-op", sentAdopted},
	{"a condemned message stays so, buried or not", sentCondemned},
	{"the stage recorded is the maximum", sentMaximum},
	{"RecordRefused sends back to Due, asked twice is Already", refusedToDue},
	{"RecordRefused parks when final or after MaxAttempts", refusedParks},
	{"RecordRefused is heard after T was swept", refusedAfterSweep},
	{"RecordRefused and RecordDoubt of an older fence change nothing", refusedOlderFence},
	{"RecordDoubt makes it Uncertain and moves DoubtSince to now if later", doubtMoves},
	{"Sweep moves Sending past T to Uncertain, in doubt since T, and lists it", sweepSending},
	{"Unmarked lists what is Sent, Mark ends that", marks},
}

func (s *scene) recordSent(want store.Verdict, a store.Attempt, m store.Message) {
	s.Helper()
	s.verdict(want)(s.s.RecordSent(s.ctx(), s.book, a, m))
}

// sentAs expects the delivery to be Sent as that message.
func (s *scene) sentAs(id string, m store.Message) {
	s.Helper()
	s.same("message", s.state(id, store.Sent).Message, m)
}

func (s *scene) condemned(want ...store.CondemnedMessage) {
	s.Helper()
	s.same("condemned", append([]store.CondemnedMessage{}, s.condemnedList()...), append([]store.CondemnedMessage{}, want...))
}

func sentFromSending(s *scene) {
	s.confirmed()
	a := s.sending(delivery("d1", reminder("inv-1", 1)), long)
	s.recordSent(store.OK, a, message("1"))
	s.recordSent(store.Already, a, message("1"))
	s.sentAs("d1", message("1"))
	s.condemned()
	_, err := s.s.RecordSent(s.ctx(), s.book, a, store.Message{Channel: "C1"})
	s.wantErr(err, store.ErrInvalid)
	_, err = s.s.RecordSent(s.ctx(), s.book, store.Attempt{ID: "never"}, message("1"))
	s.wantErr(err, store.ErrNotFound)
}

func sentFromUncertain(s *scene) {
	s.confirmed()
	a := s.uncertain(delivery("d1"))
	s.recordSent(store.OK, a, message("1"))
	s.sentAs("d1", message("1"))
}

// released takes a delivery from Sending to Due: two probes found nothing.
func (s *scene) released(d store.Delivery) store.Attempt {
	s.Helper()
	a := s.uncertain(d)
	s.absentTwice(d.ID)
	s.verdict(store.OK)(s.s.Release(s.ctx(), s.book, d.ID, inc1))
	return a
}

func (s *scene) absentTwice(id string) {
	s.Helper()
	for range 2 {
		s.Advance(2 * time.Millisecond)
		s.verdict(store.OK)(s.s.RecordAbsent(s.ctx(), s.book, id, s.now(), time.Millisecond))
	}
}

func sentFromDue(s *scene) {
	s.confirmed()
	a := s.released(delivery("d1"))
	s.state("d1", store.Due)
	s.recordSent(store.OK, a, message("1"))
	s.sentAs("d1", message("1"))
	s.same("claimed", len(s.claim(inc2, long, 10)), 0)
}

func sentFromClaimed(s *scene) {
	s.confirmed()
	old := s.released(delivery("d1"))
	current := s.claimAgain("d1")
	s.recordSent(store.OK, old, message("1"))
	s.sentAs("d1", message("1"))
	s.same("the claimer's gate", s.begin(current).Verdict, store.RefusedState)
}

func sentFromParked(s *scene) {
	s.confirmed()
	a := s.parked(delivery("d1"))
	s.recordSent(store.OK, a, message("1"))
	s.sentAs("d1", message("1"))
	s.verdict(store.RefusedState)(s.s.Resolve(s.ctx(), s.book, "d1", store.Decision{SendAgain: true, By: "U1"}))
}

func sentNewerFence(s *scene) {
	s.confirmed()
	a := s.sending(delivery("d1"), long)
	a.Fence++ // the store lost what it acknowledged
	a.Owner.Attempt = "another"
	s.recordSent(store.OK, a, message("1"))
}

func sentOlderFence(s *scene) {
	s.confirmed()
	old := s.released(delivery("d1"))
	current := s.claimAgain("d1")
	s.passes(current)
	s.recordSent(store.Condemned, old, message("1"))
	s.state("d1", store.Sending)
	s.reopen()
	s.condemned(store.CondemnedMessage{Delivery: "d1", Message: message("1")})
	s.recordSent(store.OK, current, message("2"))
	s.sentAs("d1", message("2"))
	s.recordSent(store.Condemned, old, message("1"))
	s.condemned(store.CondemnedMessage{Delivery: "d1", Message: message("1")})
}

func sentOlderInDoubt(s *scene) {
	s.confirmed()
	old := s.released(delivery("d1"))
	current := s.claimAgain("d1")
	s.passes(current)
	s.verdict(store.OK)(s.s.RecordDoubt(s.ctx(), s.book, current, "timeout"))
	s.recordSent(store.Condemned, old, message("1"))
	s.state("d1", store.Uncertain)
	s.condemned(store.CondemnedMessage{Delivery: "d1", Message: message("1")})
}

func sentSecondCopy(s *scene) {
	s.confirmed()
	a := s.sending(delivery("d1"), long)
	s.recordSent(store.OK, a, message("1"))
	s.recordSent(store.Condemned, a, message("2"))
	s.sentAs("d1", message("1"))
	s.condemned(store.CondemnedMessage{Delivery: "d1", Message: message("2")})
}

func sentDropped(s *scene) {
	s.confirmed()
	a := s.released(delivery("d1", reminder("inv-1", 1)))
	s.verdict(store.OK)(s.s.Drop(s.ctx(), s.book, "d1", "not wanted"))
	s.recordSent(store.Condemned, a, message("1"))
	s.state("d1", store.Dropped)
	s.condemned(store.CondemnedMessage{Delivery: "d1", Message: message("1")})
	s.passes(s.claimed(delivery("d2", reminder("inv-1", 1)))) // no stage was recorded
}

func sentAdopted(s *scene) {
	s.confirmed()
	a := s.uncertain(delivery("d1"))
	s.verdict(store.OK)(s.s.Adopt(s.ctx(), s.book, "d1", message("1")))
	s.recordSent(store.Already, a, message("1"))
	s.sentAs("d1", message("1"))
	s.condemned()
}

func sentCondemned(s *scene) {
	s.confirmed()
	old := s.released(delivery("d1"))
	current := s.claimAgain("d1")
	s.passes(current)
	s.recordSent(store.Condemned, old, message("1"))
	s.verdict(store.OK)(s.s.RecordDoubt(s.ctx(), s.book, current, "timeout"))
	s.verdict(store.Condemned)(s.s.Adopt(s.ctx(), s.book, "d1", message("1")))
	s.must(s.s.Buried(s.ctx(), s.book, message("1")))
	s.must(s.s.Buried(s.ctx(), s.book, message("1")))
	s.condemned()
	s.verdict(store.Condemned)(s.s.Adopt(s.ctx(), s.book, "d1", message("1")))
	s.recordSent(store.Condemned, current, message("1"))
	s.condemned()
	s.state("d1", store.Uncertain)
}

func sentMaximum(s *scene) {
	s.confirmed()
	// Both are under way before either is recorded.
	low := s.released(delivery("low", staged("r1", stageOf(1))))
	s.claimAgain("low")
	s.say("high", "C1", staged("r3", stageOf(3)))
	s.recordSent(store.OK, low, message("1"))
	s.refused(s.claimed(delivery("middle", staged("r2", stageOf(2)))), store.RefusedStage)
	s.passes(s.claimed(delivery("above", staged("r4", stageOf(4)))))
}

func refusedToDue(s *scene) {
	s.confirmed()
	a := s.sending(delivery("d1"), long)
	refusal := store.Refusal{Reason: "ratelimited", MaxAttempts: 3}
	s.verdict(store.OK)(s.s.RecordRefused(s.ctx(), s.book, a, refusal))
	s.verdict(store.Already)(s.s.RecordRefused(s.ctx(), s.book, a, refusal))
	s.same("reason", s.state("d1", store.Due).Reason, "ratelimited")
	again := s.claimAgain("d1")
	if again.Fence <= a.Fence {
		s.Fatalf("fence %d after %d", again.Fence, a.Fence)
	}
	s.verdict(store.Already)(s.s.RecordRefused(s.ctx(), s.book, a, refusal))
	s.state("d1", store.Claimed)
	s.passes(again)
	s.same("attempts", s.get("d1").Attempts, 2)
}

func refusedParks(s *scene) {
	s.confirmed()
	a := s.sending(delivery("final"), long)
	s.verdict(store.OK)(s.s.RecordRefused(s.ctx(), s.book, a, store.Refusal{Reason: "channel_not_found", Final: true}))
	s.same("reason", s.state("final", store.Parked).Reason, "channel_not_found")
	s.verdict(store.Already)(s.s.RecordRefused(s.ctx(), s.book, a, store.Refusal{Reason: "channel_not_found", Final: true}))

	s.freeze(delivery("often"))
	for i := range 3 {
		a := s.claimAgain("often")
		s.passes(a)
		s.verdict(store.OK)(s.s.RecordRefused(s.ctx(), s.book, a, store.Refusal{Reason: "ratelimited", MaxAttempts: 3}))
		if i < 2 {
			s.state("often", store.Due)
		}
	}
	s.state("often", store.Parked)
}

func refusedAfterSweep(s *scene) {
	s.confirmed()
	a := s.sending(delivery("d1"), short)
	s.Advance(2 * short)
	_, err := s.s.Sweep(s.ctx(), s.book)
	s.must(err)
	s.state("d1", store.Uncertain)
	s.verdict(store.OK)(s.s.RecordRefused(s.ctx(), s.book, a, store.Refusal{Reason: "ratelimited"}))
	s.state("d1", store.Due)
}

func refusedOlderFence(s *scene) {
	s.confirmed()
	old := s.released(delivery("d1"))
	current := s.claimAgain("d1")
	s.verdict(store.RefusedState)(s.s.RecordRefused(s.ctx(), s.book, current, store.Refusal{Reason: "early"}))
	s.verdict(store.RefusedState)(s.s.RecordDoubt(s.ctx(), s.book, current, "early"))
	s.passes(current)
	s.verdict(store.RefusedFence)(s.s.RecordRefused(s.ctx(), s.book, old, store.Refusal{Reason: "late"}))
	older := old
	older.Fence-- // never doubted, so no repetition either
	s.verdict(store.RefusedFence)(s.s.RecordDoubt(s.ctx(), s.book, older, "late"))
	other := current
	other.Owner.Attempt = "someone else"
	s.verdict(store.RefusedFence)(s.s.RecordRefused(s.ctx(), s.book, other, store.Refusal{Reason: "late"}))
	s.verdict(store.RefusedFence)(s.s.RecordDoubt(s.ctx(), s.book, other, "late"))
	s.state("d1", store.Sending)
}

func doubtMoves(s *scene) {
	s.confirmed()
	early := s.sending(delivery("early"), long)
	s.verdict(store.OK)(s.s.RecordDoubt(s.ctx(), s.book, early, "reset"))
	d := s.state("early", store.Uncertain)
	s.same("in doubt since T, which is later than now", d.DoubtSince, d.Deadline)
	s.same("reason", d.Reason, "reset")

	late := s.sending(delivery("late"), short)
	s.Advance(2 * short)
	_, err := s.s.Sweep(s.ctx(), s.book)
	s.must(err)
	d = s.state("late", store.Uncertain)
	s.same("swept: in doubt since T", d.DoubtSince, d.Deadline)
	s.Advance(short)
	s.verdict(store.OK)(s.s.RecordAbsent(s.ctx(), s.book, "late", s.now(), time.Millisecond))
	before := s.now()
	s.verdict(store.OK)(s.s.RecordDoubt(s.ctx(), s.book, late, "timeout"))
	d = s.get("late")
	if d.DoubtSince.Before(before) || d.AbsentProbes != 0 {
		s.Fatalf("the call returned at %v, in doubt since %v with %d probes", before, d.DoubtSince, d.AbsentProbes)
	}
	s.Advance(short)
	s.verdict(store.Already)(s.s.RecordDoubt(s.ctx(), s.book, late, "timeout"))
	s.same("asked twice", s.get("late"), d)
}

func sweepSending(s *scene) {
	s.confirmed()
	s.sending(delivery("standing"), long)
	s.sending(delivery("orphan"), short)
	begun := s.get("orphan")
	s.Advance(2 * short)
	list, err := s.s.Sweep(s.ctx(), s.book)
	s.must(err)
	s.same("uncertain", ids(list), []string{"orphan"})
	s.same("as stored", list[0], s.state("orphan", store.Uncertain))
	s.same("in doubt since T", list[0].DoubtSince, begun.Deadline)
	s.state("standing", store.Sending)
	again, err := s.s.Sweep(s.ctx(), s.book)
	s.must(err)
	s.same("again", again, list)
}

func marks(s *scene) {
	s.confirmed()
	s.say("a", "C1", reminder("inv-1", 1))
	s.say("b", "C1", reminder("inv-2", 1))
	s.freeze(delivery("c"))
	s.must(s.s.Mark(s.ctx(), s.book, []string{"a", "c", "never"}))
	s.must(s.s.Mark(s.ctx(), s.book, []string{"a"}))
	list, err := s.s.Unmarked(s.ctx(), s.book)
	s.must(err)
	s.same("unmarked", ids(list), []string{"b"})
	if !s.get("a").Marked || s.get("c").Marked {
		s.Fatal("a is marked, c is not sent")
	}
}
