package storetest

import "github.com/relance-bot/relance/store"

var decisionClauses = []clause{
	{"Park moves Uncertain to Parked, asked twice is Already", parks},
	{"Resolve: send again goes to Due and the gate still looks", resolveAgain},
	{"Resolve: sent already goes to Sent, with its stages", resolveSent},
	{"Resolve twice is Already, whatever the second click says", resolveTwice},
	{"parked again, it can be resolved again", resolveParkedAgain},
	{"resolved, parked by doubt and found: a click is too late", resolveTooLate},
	{"sent already without a message takes the first told", resolveTakesFirst},
	{"sent already can't name a condemned message", resolveCondemned},
}

func (s *scene) resolve(want store.Verdict, id string, again bool, m store.Message) {
	s.Helper()
	s.verdict(want)(s.s.Resolve(s.ctx(), s.book, id, store.Decision{SendAgain: again, By: "U1", Message: m}))
}

func parks(s *scene) {
	s.confirmed()
	s.uncertain(delivery("d1"))
	s.verdict(store.OK)(s.s.Park(s.ctx(), s.book, "d1", "no history"))
	s.verdict(store.Already)(s.s.Park(s.ctx(), s.book, "d1", "no history"))
	s.same("reason", s.state("d1", store.Parked).Reason, "no history")
	s.sending(delivery("d2"), long)
	s.verdict(store.RefusedState)(s.s.Park(s.ctx(), s.book, "d2", "too early"))
}

func resolveAgain(s *scene) {
	s.confirmed()
	s.parked(delivery("d1", reminder("inv-1", 1)))
	s.parked(delivery("d2", reminder("inv-2", 1)))
	s.append(change("paid", "inv-2"))
	s.resolve(store.OK, "d1", true, store.Message{})
	s.state("d1", store.Due)
	a := s.claimAgain("d1")
	s.passes(a)
	s.same("attempts", s.get("d1").Attempts, 2)
	s.resolve(store.OK, "d2", true, store.Message{})
	s.refused(s.claimAgain("d2"), store.RefusedChanged)
}

func resolveSent(s *scene) {
	s.confirmed()
	s.parked(delivery("d1", staged("r1", stageOf(2))))
	s.resolve(store.OK, "d1", false, message("1"))
	s.sentAs("d1", message("1"))
	s.refused(s.claimed(delivery("d2", staged("r2", stageOf(2)))), store.RefusedStage)
	_, err := s.s.Resolve(s.ctx(), s.book, "never", store.Decision{})
	s.wantErr(err, store.ErrNotFound)
}

func resolveTwice(s *scene) {
	s.confirmed()
	s.parked(delivery("d1"))
	s.resolve(store.OK, "d1", true, store.Message{})
	s.resolve(store.Already, "d1", true, store.Message{})
	s.resolve(store.Already, "d1", false, message("1"))
	s.state("d1", store.Due)
	s.passes(s.claimAgain("d1"))
	s.resolve(store.Already, "d1", true, store.Message{})
	s.state("d1", store.Sending)
	s.parked(delivery("d2"))
	s.resolve(store.OK, "d2", false, message("1"))
	s.resolve(store.Already, "d2", false, message("1"))
	s.resolve(store.Already, "d2", true, store.Message{})
	s.sentAs("d2", message("1"))
	s.uncertain(delivery("d3"))
	s.resolve(store.RefusedState, "d3", true, store.Message{})
}

func resolveParkedAgain(s *scene) {
	s.confirmed()
	s.parked(delivery("d1"))
	s.resolve(store.OK, "d1", true, store.Message{})
	a := s.claimAgain("d1")
	s.passes(a)
	s.verdict(store.OK)(s.s.RecordRefused(s.ctx(), s.book, a, store.Refusal{Reason: "is_archived", Final: true}))
	s.state("d1", store.Parked)
	s.resolve(store.OK, "d1", true, store.Message{})
	s.state("d1", store.Due)
	a = s.claimAgain("d1")
	s.passes(a)
	s.verdict(store.OK)(s.s.RecordRefused(s.ctx(), s.book, a, store.Refusal{Reason: "is_archived", Final: true}))
	s.recordSent(store.OK, a, message("1"))
	s.resolve(store.RefusedState, "d1", true, store.Message{}) // that click came too late
}

func resolveTooLate(s *scene) {
	s.confirmed()
	s.parked(delivery("d1"))
	s.resolve(store.OK, "d1", true, store.Message{})
	a := s.claimAgain("d1")
	s.passes(a)
	s.verdict(store.OK)(s.s.RecordDoubt(s.ctx(), s.book, a, "timeout"))
	s.verdict(store.OK)(s.s.Park(s.ctx(), s.book, "d1", "no history"))
	s.adopt(store.OK, "d1", message("1"))
	s.resolve(store.RefusedState, "d1", true, store.Message{})
}

func resolveTakesFirst(s *scene) {
	s.confirmed()
	a := s.parked(delivery("d1"))
	s.resolve(store.OK, "d1", false, store.Message{})
	s.recordSent(store.OK, a, message("1"))
	s.recordSent(store.Already, a, message("1"))
	s.adopt(store.Condemned, "d1", message("2"))
	s.sentAs("d1", message("1"))
	s.parked(delivery("d2"))
	s.resolve(store.OK, "d2", false, store.Message{})
	s.adopt(store.OK, "d2", message("3"))
	s.sentAs("d2", message("3"))
}

func resolveCondemned(s *scene) {
	s.confirmed()
	s.say("d1", "C1", reminder("inv-1", 1))
	s.adopt(store.Condemned, "d1", message("copy"))
	s.parked(delivery("d2"))
	s.resolve(store.Condemned, "d2", false, message("copy"))
	s.state("d2", store.Parked)
}
