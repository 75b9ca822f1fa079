package storetest

import "github.com/relance-bot/relance/store"

var reconcileClauses = []clause{
	{"a new book is open until it is confirmed, and nothing is frozen or claimed", newBook},
	{"Begin bumps the epoch, drops Due and Claimed, and stops freezing and claiming until Confirm", reconciles},
	{"Begin while one is open gives that one", beginTwice},
	{"Confirm of another epoch is refused, a second one changes nothing", confirmEpoch},
	{"another server opens it by itself, and only a new reconcile ends that", anotherServer},
	{"a reconcile begun on another server can't be confirmed", confirmElsewhere},
	{"it stands after a restart on the same server", reconcileSurvives},
	{"what was on its way is recorded while reconciling", recordsWhileReconciling},
}

func (s *scene) reconciliation() store.Reconciliation {
	s.Helper()
	r, err := s.s.Reconciliation(s.ctx(), s.book)
	s.must(err)
	return r
}

func (s *scene) reconcile(reason string) store.Reconciliation {
	s.Helper()
	r, err := s.s.BeginReconcile(s.ctx(), s.book, reason)
	s.must(err)
	return r
}

func newBook(s *scene) {
	s.same("new", s.reconciliation(), store.Reconciliation{Open: true, Reason: store.ReasonNewStore})
	s.same("freeze", s.freezes(delivery("d1")), []store.Verdict{store.RefusedReconcile})
	s.same("claim", len(s.claim(inc1, long, 1)), 0)
	s.wantErr(s.s.ConfirmReconcile(s.ctx(), s.book, 1), store.ErrStaleEpoch)
	s.confirmed()
	if r := s.reconciliation(); r.Open || r.Epoch != 0 {
		s.Fatalf("confirmed: %+v", r)
	}
	s.freeze(delivery("d1"))
	s.same("claim", len(s.claim(inc1, long, 1)), 1)
}

func reconciles(s *scene) {
	s.confirmed()
	before := s.reconciliation()
	s.sending(delivery("sending"), long)
	s.claimed(delivery("claimed", reminder("inv-2", 1)))
	s.freeze(delivery("due", reminder("inv-1", 1)))
	r := s.reconcile("restored backup")
	if r.Epoch != before.Epoch+1 || !r.Open || r.Reason != "restored backup" || r.Since.IsZero() {
		s.Fatalf("began %+v after %+v", r, before)
	}
	s.same("as stored", s.reconciliation(), r)
	s.same("due", s.state("due", store.Dropped).Reason, string(store.RefusedReconcile))
	s.same("claimed", s.state("claimed", store.Dropped).Reason, string(store.RefusedReconcile))
	s.state("sending", store.Sending)
	s.same("freeze", s.freezes(delivery("new")), []store.Verdict{store.RefusedReconcile})
	s.same("claim", len(s.claim(inc1, long, 10)), 0)
	s.must(s.s.ConfirmReconcile(s.ctx(), s.book, r.Epoch))
	s.freeze(delivery("new", reminder("inv-1", 1), reminder("inv-2", 1)))
	s.same("epoch", s.get("new").Epoch, r.Epoch)
	s.same("claim", ids(s.claim(inc1, long, 10)), []string{"new"})
}

func beginTwice(s *scene) {
	s.confirmed()
	first := s.reconcile("one")
	s.Advance(short)
	s.same("second", s.reconcile("two"), first)
	s.must(s.s.ConfirmReconcile(s.ctx(), s.book, first.Epoch))
	s.same("after a confirmation", s.reconcile("three").Epoch, first.Epoch+1)
}

func confirmEpoch(s *scene) {
	r := s.reconcile("test")
	s.wantErr(s.s.ConfirmReconcile(s.ctx(), s.book, r.Epoch-1), store.ErrStaleEpoch)
	s.wantErr(s.s.ConfirmReconcile(s.ctx(), s.book, r.Epoch+1), store.ErrStaleEpoch)
	s.same("still open", s.reconciliation(), r)
	s.must(s.s.ConfirmReconcile(s.ctx(), s.book, r.Epoch))
	s.must(s.s.ConfirmReconcile(s.ctx(), s.book, r.Epoch))
	if s.reconciliation().Open {
		s.Fatal("still open")
	}
}

func anotherServer(s *scene) {
	s.confirmed()
	s.freeze(delivery("d1"))
	epoch := s.reconciliation().Epoch
	s.newServer()
	r := s.reconciliation()
	if !r.Open || r.Reason != store.ReasonAnotherServer || r.Epoch != epoch {
		s.Fatalf("after a failover: %+v", r)
	}
	s.same("claim", len(s.claim(inc1, long, 10)), 0)
	s.same("freeze", s.freezes(delivery("d2")), []store.Verdict{store.RefusedReconcile})
	s.wantErr(s.s.ConfirmReconcile(s.ctx(), s.book, epoch), store.ErrStaleEpoch)
	r = s.reconcile(r.Reason)
	s.same("epoch", r.Epoch, epoch+1)
	s.state("d1", store.Dropped)
	s.must(s.s.ConfirmReconcile(s.ctx(), s.book, r.Epoch))
	s.passes(s.claimed(delivery("d2")))
}

func confirmElsewhere(s *scene) {
	s.confirmed()
	r := s.reconcile("test")
	s.newServer()
	s.wantErr(s.s.ConfirmReconcile(s.ctx(), s.book, r.Epoch), store.ErrStaleEpoch)
	again := s.reconcile("test")
	s.same("epoch", again.Epoch, r.Epoch+1)
	s.must(s.s.ConfirmReconcile(s.ctx(), s.book, again.Epoch))
}

func reconcileSurvives(s *scene) {
	s.confirmed()
	a := s.claimed(delivery("d1"))
	s.reopen()
	s.passes(a)
	r := s.reconcile("test")
	s.reopen()
	s.same("open", s.reconciliation(), r)
	s.state("d1", store.Sending)
}

func recordsWhileReconciling(s *scene) {
	s.confirmed()
	sent := s.sending(delivery("sent", staged("r1", stageOf(1))), long)
	refused := s.sending(delivery("refused"), long)
	s.uncertain(delivery("uncertain"))
	r := s.reconcile("test")
	s.recordSent(store.OK, sent, message("1"))
	s.verdict(store.OK)(s.s.RecordRefused(s.ctx(), s.book, refused, store.Refusal{Reason: "ratelimited"}))
	s.adopt(store.OK, "uncertain", message("2"))
	s.same("claim", len(s.claim(inc1, long, 10)), 0)
	s.must(s.s.ConfirmReconcile(s.ctx(), s.book, r.Epoch))
	a := s.claimAgain("refused")
	s.same("the gate sees the old epoch", s.begin(a).Verdict, store.RefusedReconcile)
	s.passes(s.claimed(delivery("next", staged("r2", stageOf(2)))))
}
