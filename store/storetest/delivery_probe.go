package storetest

import (
	"time"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/store"
)

var probeClauses = []clause{
	{"absent probes count only when begun after the wait", absentOnlyAfterWait},
	{"the same probe told twice counts once", absentTwiceTold},
	{"a probe of the future doesn't count", absentFuture},
	{"absence of what isn't Uncertain is refused", absentState},
	{"Adopt takes Uncertain and Parked to Sent, asked twice is Already", adoptFinds},
	{"Adopt records the stages", adoptStages},
	{"Adopt takes what turned up late from Due and Claimed", adoptLate},
	{"a second copy is condemned", adoptSecondCopy},
	{"Adopt while Sending is left to the sender", adoptSending},
	{"Adopt revives a dropped delivery whose reminders are free", adoptDropped},
	{"Adopt condemns for a dropped delivery that was replaced", adoptReplaced},
	{"Release needs two absent probes", releaseTwoProbes},
	{"absent probes of an earlier attempt don't count", absentEarlierAttempt},
	{"Release by the incarnation that wrote Sending, asked twice is Already", releaseOwner},
	{"Release by another needs a recorded death", releaseDeath},
	{"RecordDeath moves DoubtSince and starts the wait anew, once", deathMovesDoubt},
	{"a death recorded while Sending counts from then", deathWhileSending},
}

func (s *scene) absent(want store.Verdict, id string, began time.Time, settle time.Duration) {
	s.Helper()
	s.verdict(want)(s.s.RecordAbsent(s.ctx(), s.book, id, began, settle))
}

func (s *scene) probes(id string, want int) {
	s.Helper()
	s.same("absent probes", s.get(id).AbsentProbes, want)
}

func absentOnlyAfterWait(s *scene) {
	s.confirmed()
	s.uncertain(delivery("d1"))
	since := s.get("d1").DoubtSince
	s.absent(store.WaitLonger, "d1", s.now(), long)
	s.absent(store.WaitLonger, "d1", since.Add(short-time.Millisecond), short)
	s.Advance(2 * short)
	s.absent(store.WaitLonger, "d1", since.Add(short-time.Millisecond), short) // begun too early, told late
	s.probes("d1", 0)
	s.absent(store.OK, "d1", since.Add(short), short)
	s.probes("d1", 1)
	s.absent(store.OK, "d1", s.now(), short)
	s.probes("d1", 2)
	_, err := s.s.RecordAbsent(s.ctx(), s.book, "never", s.now(), short)
	s.wantErr(err, store.ErrNotFound)
}

func absentTwiceTold(s *scene) {
	s.confirmed()
	s.uncertain(delivery("d1"))
	s.Advance(short)
	began := s.now()
	s.absent(store.OK, "d1", began, time.Millisecond)
	s.absent(store.Already, "d1", began, time.Millisecond)
	s.absent(store.Already, "d1", began.Add(-time.Millisecond), time.Millisecond)
	s.probes("d1", 1)
}

func absentFuture(s *scene) {
	s.confirmed()
	s.uncertain(delivery("d1"))
	s.absent(store.WaitLonger, "d1", s.now().Add(long), time.Millisecond)
	s.probes("d1", 0)
}

func absentState(s *scene) {
	s.confirmed()
	s.parked(delivery("d1"))
	s.Advance(short)
	s.absent(store.RefusedState, "d1", s.now(), time.Millisecond)
	s.sending(delivery("d2"), long)
	s.absent(store.RefusedState, "d2", s.now(), time.Millisecond)
}

func (s *scene) adopt(want store.Verdict, id string, m store.Message) {
	s.Helper()
	s.verdict(want)(s.s.Adopt(s.ctx(), s.book, id, m))
}

func adoptFinds(s *scene) {
	s.confirmed()
	s.uncertain(delivery("uncertain"))
	s.parked(delivery("parked"))
	for _, id := range []string{"uncertain", "parked"} {
		s.adopt(store.OK, id, message(id))
		s.adopt(store.Already, id, message(id))
		s.sentAs(id, message(id))
	}
	_, err := s.s.Adopt(s.ctx(), s.book, "never", message("1"))
	s.wantErr(err, store.ErrNotFound)
	_, err = s.s.Adopt(s.ctx(), s.book, "parked", store.Message{TS: "1"})
	s.wantErr(err, store.ErrInvalid)
}

func adoptStages(s *scene) {
	s.confirmed()
	s.uncertain(delivery("d1", staged("r1", stageOf(2))))
	s.adopt(store.OK, "d1", message("1"))
	s.refused(s.claimed(delivery("d2", staged("r2", stageOf(2)))), store.RefusedStage)
}

func adoptLate(s *scene) {
	s.confirmed()
	s.released(delivery("due"))
	s.adopt(store.OK, "due", message("1"))
	s.sentAs("due", message("1"))
	s.released(delivery("claimed"))
	a := s.claimAgain("claimed")
	s.adopt(store.OK, "claimed", message("2"))
	s.same("the claimer's gate", s.begin(a).Verdict, store.RefusedState)
}

func adoptSecondCopy(s *scene) {
	s.confirmed()
	s.uncertain(delivery("d1"))
	s.adopt(store.OK, "d1", message("1"))
	s.adopt(store.Condemned, "d1", message("2"))
	s.sentAs("d1", message("1"))
	s.condemned(store.CondemnedMessage{Delivery: "d1", Message: message("2")})
}

func adoptSending(s *scene) {
	s.confirmed()
	s.sending(delivery("d1"), long)
	s.adopt(store.RefusedState, "d1", message("1"))
	s.state("d1", store.Sending)
	s.condemned()
}

func adoptDropped(s *scene) {
	s.confirmed()
	s.freeze(delivery("d1", reminder("inv-1", 1)))
	r, err := s.s.BeginReconcile(s.ctx(), s.book, "failover lost the claim")
	s.must(err)
	s.adopt(store.OK, "d1", message("1"))
	s.sentAs("d1", message("1"))
	s.must(s.s.ConfirmReconcile(s.ctx(), s.book, r.Epoch))
	s.same("held again", s.freezes(delivery("d2", reminder("inv-1", 1))), []store.Verdict{store.RefusedHeldID})
}

func adoptReplaced(s *scene) {
	s.confirmed()
	monday := ledger.NewDate(2026, 3, 2)
	digested := digest("digest", "ann", monday)
	digested.Reminders = []store.Reminder{reminder("inv-3", 1)}
	s.freeze(delivery("d1", reminder("inv-1", 1), reminder("inv-2", 1)), digested, delivery("bare"))
	for _, id := range []string{"d1", "digest", "bare"} {
		s.verdict(store.OK)(s.s.Drop(s.ctx(), s.book, id, "not wanted"))
	}
	s.freeze(delivery("d2", reminder("inv-2", 1)), digest("digest 2", "ann", monday))
	for _, id := range []string{"d1", "digest", "bare"} {
		s.adopt(store.Condemned, id, message(id))
		s.state(id, store.Dropped)
	}
	s.freeze(delivery("d3", reminder("inv-1", 1))) // a refusal took nothing
	s.same("condemned", len(s.condemnedList()), 3)
}

func (s *scene) release(want store.Verdict, id, incarnation string) {
	s.Helper()
	s.verdict(want)(s.s.Release(s.ctx(), s.book, id, incarnation))
}

func releaseTwoProbes(s *scene) {
	s.confirmed()
	s.uncertain(delivery("d1"))
	s.release(store.NotProven, "d1", inc1)
	s.Advance(short)
	s.absent(store.OK, "d1", s.now(), time.Millisecond)
	s.release(store.NotProven, "d1", inc1)
	s.state("d1", store.Uncertain)
}

func absentEarlierAttempt(s *scene) {
	s.confirmed()
	s.released(delivery("d1"))
	a := s.claimAgain("d1")
	s.passes(a)
	s.probes("d1", 0)
	s.verdict(store.OK)(s.s.RecordDoubt(s.ctx(), s.book, a, "reset"))
	s.release(store.NotProven, "d1", inc1)
}

func releaseOwner(s *scene) {
	s.confirmed()
	s.uncertain(delivery("d1"))
	s.absentTwice("d1")
	s.release(store.NotProven, "d1", inc2)
	s.release(store.OK, "d1", inc1)
	s.release(store.Already, "d1", inc1)
	s.state("d1", store.Due)
	s.claimAgain("d1")
	s.release(store.RefusedState, "d1", inc1)
}

func releaseDeath(s *scene) {
	s.confirmed()
	s.uncertain(delivery("d1"))
	s.must(s.s.RecordDeath(s.ctx(), s.book, inc2, "another one"))
	s.absentTwice("d1")
	s.release(store.NotProven, "d1", inc2)
	s.must(s.s.RecordDeath(s.ctx(), s.book, inc1, "lock file taken over"))
	s.release(store.NotProven, "d1", inc2) // probes from before the proof don't count
	s.absentTwice("d1")
	s.release(store.OK, "d1", inc2)
	s.state("d1", store.Due)
}

func deathMovesDoubt(s *scene) {
	s.confirmed()
	s.uncertain(delivery("d1"))
	s.Advance(short)
	before := s.now()
	s.must(s.s.RecordDeath(s.ctx(), s.book, inc1, "lock file taken over"))
	d := s.get("d1")
	if d.DoubtSince.Before(before) {
		s.Fatalf("in doubt since %v, death proven at %v", d.DoubtSince, before)
	}
	s.absentTwice("d1")
	s.must(s.s.RecordDeath(s.ctx(), s.book, inc1, "the same, told by another replica"))
	s.same("told again", s.get("d1").DoubtSince, d.DoubtSince)
	s.probes("d1", 2)
}

func deathWhileSending(s *scene) {
	s.confirmed()
	s.sending(delivery("d1"), short)
	s.Advance(2 * short)
	before := s.now()
	s.must(s.s.RecordDeath(s.ctx(), s.book, inc1, "tombstone"))
	s.Advance(time.Millisecond)
	_, err := s.s.Sweep(s.ctx(), s.book)
	s.must(err)
	if since := s.state("d1", store.Uncertain).DoubtSince; since.Before(before) {
		s.Fatalf("in doubt since %v, death proven at %v", since, before)
	}
}

func stageOf(n int) ledger.Stage { return ledger.StageAt(n) }
