package storetest

import (
	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/store"
)

var freezeClauses = []clause{
	{"a frozen delivery is Due and reads back as it was", freezeReadsBack},
	{"the same delivery frozen again is Already, whatever became of it", freezeAgain},
	{"a delivery id is never used twice, not even after a drop", freezeKnownID},
	{"each on its own: one refusal doesn't touch the others", freezeEachOnItsOwn},
	{"a reminder stands in one live delivery per destination", freezeHeldID},
	{"two deliveries of one call can't share a reminder", freezeHeldInOneCall},
	{"Dropped frees its reminders", freezeFreed},
	{"Sent keeps its reminders", freezeKept},
	{"a digest's day is strictly after the person's last", freezeDigestDay},
	{"a dropped digest doesn't count", freezeDigestDropped},
	{"a delivery without what the gate needs is refused", freezeInvalid},
}

func freezeReadsBack(s *scene) {
	s.confirmed()
	var payload []byte
	for b := range 256 {
		payload = append(payload, byte(b))
	}
	full := store.Delivery{
		ID: "d \x00é", Kind: store.KindDigest, Destination: "ann@example.com", Person: "ann", Day: ledger.NewDate(2026, 3, 2),
		Reminders:  []store.Reminder{reminder("inv-1", 0), {ID: "r2", Invoice: "inv-2", Cycle: "c", Stage: ledger.Stage{Reached: true, Number: 6, Repeat: 2}}},
		Subjects:   []ledger.Subject{ledger.CustomerSubject("acme"), ledger.PersonSubject("ann")},
		PlannedSeq: 1<<53 - 1, NotAfter: day0, Payload: payload,
	}
	bare := store.Delivery{ID: "bare", Destination: "C1"}
	s.freeze(full, bare)
	s.reopen()
	full.State, bare.State = store.Due, store.Due
	s.same("full", s.get(full.ID), full)
	s.same("bare", s.get("bare"), bare)
	all, err := s.s.List(s.ctx(), s.book)
	s.must(err)
	s.same("list", all, []store.Delivery{full, bare})
	_, err = s.s.Delivery(s.ctx(), s.book, "never")
	s.wantErr(err, store.ErrNotFound)
}

func freezeAgain(s *scene) {
	s.confirmed()
	d := delivery("d1", reminder("inv-1", 1))
	s.freeze(d)
	s.same("again", s.freezes(d, d), []store.Verdict{store.Already, store.Already})
	s.verdict(store.OK)(s.s.Drop(s.ctx(), s.book, "d1", "not wanted"))
	s.same("dropped since", s.freezes(d), []store.Verdict{store.Already})
	s.state("d1", store.Dropped)
	_, err := s.s.BeginReconcile(s.ctx(), s.book, "test")
	s.must(err)
	s.same("while reconciling", s.freezes(d), []store.Verdict{store.Already})
}

func freezeKnownID(s *scene) {
	s.confirmed()
	s.freeze(delivery("d1", reminder("inv-1", 1)))
	other := []store.Delivery{
		delivery("d1", reminder("inv-2", 1)),
		delivery("d1"),
		func() store.Delivery { d := delivery("d1", reminder("inv-1", 1)); d.Payload = []byte("x"); return d }(),
		func() store.Delivery { d := delivery("d1", reminder("inv-1", 1)); d.Destination = "C2"; return d }(),
		func() store.Delivery { d := delivery("d1", reminder("inv-1", 1)); d.PlannedSeq = 9; return d }(),
		func() store.Delivery { d := delivery("d1", reminder("inv-1", 1)); d.NotAfter = day0; return d }(),
	}
	for _, d := range other {
		s.same("other content", s.freezes(d), []store.Verdict{store.RefusedKnownID})
	}
	s.verdict(store.OK)(s.s.Drop(s.ctx(), s.book, "d1", "not wanted"))
	s.same("after a drop", s.freezes(other[0]), []store.Verdict{store.RefusedKnownID})
}

func freezeEachOnItsOwn(s *scene) {
	s.confirmed()
	s.freeze(delivery("d1", reminder("inv-1", 1)))
	got := s.freezes(
		delivery("d2", reminder("inv-2", 1), reminder("inv-1", 1)),
		delivery("d1"),
		delivery("d3", reminder("inv-2", 1)),
	)
	s.same("verdicts", got, []store.Verdict{store.RefusedHeldID, store.RefusedKnownID, store.OK})
	_, err := s.s.Delivery(s.ctx(), s.book, "d2")
	s.wantErr(err, store.ErrNotFound)
}

func freezeHeldID(s *scene) {
	s.confirmed()
	s.freeze(delivery("d1", reminder("inv-1", 1)))
	s.same("same destination", s.freezes(delivery("d2", reminder("inv-1", 1))), []store.Verdict{store.RefusedHeldID})
	elsewhere := delivery("d3", reminder("inv-1", 1))
	elsewhere.Destination = "C2"
	s.freeze(elsewhere)
	s.freeze(delivery("d4", reminder("inv-1", 2)))
}

func freezeHeldInOneCall(s *scene) {
	s.confirmed()
	got := s.freezes(delivery("d1", reminder("inv-1", 1)), delivery("d2", reminder("inv-1", 1)))
	s.same("verdicts", got, []store.Verdict{store.OK, store.RefusedHeldID})
}

func freezeFreed(s *scene) {
	s.confirmed()
	s.freeze(delivery("d1", reminder("inv-1", 1), reminder("inv-2", 1)))
	s.verdict(store.OK)(s.s.Drop(s.ctx(), s.book, "d1", "not wanted"))
	s.freeze(delivery("d2", reminder("inv-1", 1)), delivery("d3", reminder("inv-2", 1)))
	s.verdict(store.Already)(s.s.Drop(s.ctx(), s.book, "d1", "not wanted"))
	s.same("held by d2", s.freezes(delivery("d4", reminder("inv-1", 1))), []store.Verdict{store.RefusedHeldID})
}

func freezeKept(s *scene) {
	s.confirmed()
	a := s.sending(delivery("d1", reminder("inv-1", 1)), long)
	s.verdict(store.OK)(s.s.RecordSent(s.ctx(), s.book, a, message("1")))
	s.same("sent", s.freezes(delivery("d2", reminder("inv-1", 1))), []store.Verdict{store.RefusedHeldID})
}

func freezeDigestDay(s *scene) {
	s.confirmed()
	monday := ledger.NewDate(2026, 3, 2)
	s.freeze(digest("d1", "ann", monday))
	got := s.freezes(
		digest("d2", "ann", monday), digest("d3", "ann", monday-1), digest("d4", "bob", monday), digest("d5", "ann", monday+1),
		digest("d6", "ann", monday+1), digest("d7", "an", monday-1),
	)
	s.same("verdicts", got, []store.Verdict{
		store.RefusedDigestDay, store.RefusedDigestDay, store.OK, store.OK, store.RefusedDigestDay, store.OK,
	})
	direct := digest("d8", "ann", monday)
	direct.Kind = store.KindDirect
	s.freeze(direct)
}

func freezeDigestDropped(s *scene) {
	s.confirmed()
	monday := ledger.NewDate(2026, 3, 2)
	s.freeze(digest("d1", "ann", monday), digest("d2", "ann", monday+1))
	s.verdict(store.OK)(s.s.Drop(s.ctx(), s.book, "d2", "not wanted"))
	got := s.freezes(digest("d3", "ann", monday), digest("d4", "ann", monday+1))
	s.same("verdicts", got, []store.Verdict{store.RefusedDigestDay, store.OK})
}

func freezeInvalid(s *scene) {
	s.confirmed()
	twice := delivery("d", reminder("inv-1", 1), reminder("inv-1", 1))
	nobody := digest("d", "", ledger.NewDate(2026, 3, 2))
	unending := delivery("d", store.Reminder{ID: "r", Invoice: "i", Stage: ledger.StageAt(1 << 40)})
	notText := delivery("d\xff")
	for _, d := range []store.Delivery{{ID: "d"}, {Destination: "C1"}, twice, nobody, digest("d", "ann", 0), unending, notText} {
		_, err := s.s.Freeze(s.ctx(), s.book, []store.Delivery{delivery("fine"), d})
		s.wantErr(err, store.ErrInvalid)
	}
	_, err := s.s.Delivery(s.ctx(), s.book, "fine")
	s.wantErr(err, store.ErrNotFound)
}
