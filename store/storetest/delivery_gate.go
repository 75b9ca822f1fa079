package storetest

import (
	"sync"
	"sync/atomic"
	"time"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/store"
)

var gateClauses = []clause{
	{"from Claimed to Sending, with T on the store's clock", gatePasses},
	{"asked twice is Already with the same T", gateTwice},
	{"32 that ask at once: one is OK, the others Already", gateAtOnce},
	{"changed since: an invoice of a reminder", gateChanged("inv-1", "", "")},
	{"changed since: a customer among the subjects", gateChanged("", "acme", "")},
	{"changed since: the recipient among the subjects", gateChanged("", "", "ann")},
	{"changed since: the book", gateChanged("", "", "")},
	{"an entry on something else doesn't refuse", gateUnrelated},
	{"bookkeeping entries don't refuse", gateBookkeeping},
	{"an entry that the plan has seen doesn't refuse", gateSeen},
	{"an entry that came with a sync commit refuses", gateChangedBySync},
	{"its day has passed", gateDay},
	{"a stage not above the one recorded there", gateStage},
	{"a stage recorded at another destination or cycle doesn't refuse", gateStageElsewhere},
	{"a reminder before the ladder is never above", gateNoStage},
	{"an intent is open", gateIntent},
	{"the epoch is not the delivery's", gateEpoch},
	{"the server is another one", gateServer},
	{"reconciling", gateReconciling},
	{"a refusal is Dropped with the verdict as reason, frees its reminders, and asked twice is the same", gateDrops},
	{"an older fence or another owner changes nothing", gateFence},
	{"from no other state", gateState},
}

func gatePasses(s *scene) {
	s.confirmed()
	a := s.claimed(delivery("d1", reminder("inv-1", 1)))
	before := s.now()
	begun := s.begin(a)
	d := s.state("d1", store.Sending)
	s.same("T", d.Deadline, begun.Deadline)
	s.same("attempts", d.Attempts, 1)
	if begun.Verdict != store.OK || d.Deadline.Before(before.Truncate(time.Microsecond).Add(long)) || d.Deadline.After(s.now().Add(long)) {
		s.Fatalf("%+v, asked at %v", begun, before)
	}
	a.Timeout = 0
	_, err := s.s.BeginSending(s.ctx(), s.book, a)
	s.wantErr(err, store.ErrInvalid)
	_, err = s.s.BeginSending(s.ctx(), s.book, store.Attempt{ID: "never", Timeout: long})
	s.wantErr(err, store.ErrNotFound)
}

func gateTwice(s *scene) {
	s.confirmed()
	a := s.claimed(delivery("d1"))
	first := s.begin(a)
	s.Advance(short)
	second := s.begin(a)
	s.same("second", second, store.Begun{Verdict: store.Already, Deadline: first.Deadline})
	s.same("attempts", s.get("d1").Attempts, 1)
}

func gateAtOnce(s *scene) {
	s.confirmed()
	a := s.claimed(delivery("d1"))
	var all sync.WaitGroup
	var first, already atomic.Int32
	for range 32 {
		all.Go(func() {
			begun, err := s.s.BeginSending(s.ctx(), s.book, a)
			switch {
			case err != nil:
				s.Error(err)
			case begun.Verdict == store.OK:
				first.Add(1)
			case begun.Verdict == store.Already:
				already.Add(1)
			}
		})
	}
	all.Wait()
	s.same("OK", first.Load(), int32(1))
	s.same("Already", already.Load(), int32(31))
	s.same("attempts", s.get("d1").Attempts, 1)
}

// watching is a delivery about one invoice, one customer and one person.
func watching(id string, seq uint64) store.Delivery {
	d := delivery(id, reminder("inv-1", 1), reminder("inv-9", 1))
	d.Subjects = []ledger.Subject{ledger.CustomerSubject("acme"), ledger.PersonSubject("ann")}
	d.PlannedSeq = seq
	return d
}

// about is a change of one subject, or of the book.
func about(id string, invoice, customer, person ledger.Key) ledger.Change {
	c := change(id, "")
	c.Invoice, c.Customer, c.Person = invoice, customer, person
	return c
}

func gateChanged(invoice, customer, person ledger.Key) func(*scene) {
	return func(s *scene) {
		s.confirmed()
		s.append(about("seen", invoice, customer, person))
		a := s.claimed(watching("d1", 1))
		s.append(about("later", invoice, customer, person))
		s.refused(a, store.RefusedChanged)
	}
}

// refused expects the gate to drop the delivery.
func (s *scene) refused(a store.Attempt, want store.Verdict) {
	s.Helper()
	before := s.get(a.ID).Attempts
	s.same("gate", s.begin(a), store.Begun{Verdict: want})
	d := s.state(a.ID, store.Dropped)
	s.same("reason", d.Reason, string(want))
	s.same("attempts", d.Attempts, before)
}

func gateUnrelated(s *scene) {
	s.confirmed()
	a := s.claimed(watching("d1", 0))
	s.append(about("i", "inv-2", "", ""), about("c", "", "inv-1", ""), about("p", "", "", "acme"))
	s.passes(a)
}

func gateBookkeeping(s *scene) {
	s.confirmed()
	a := s.claimed(watching("d1", 0))
	for _, c := range []ledger.Change{about("i", "inv-1", "", ""), about("c", "", "acme", ""), about("p", "", "", "ann"), about("b", "", "", "")} {
		c.Source = ledger.SourceBot
		s.append(c)
	}
	s.passes(a)
}

func gateSeen(s *scene) {
	s.confirmed()
	recorded := s.append(about("i", "inv-1", "", ""), about("c", "", "acme", ""), about("p", "", "", "ann"), about("b", "", "", ""))
	a := s.claimed(watching("d1", recorded[3].Seq))
	s.append(about("i", "inv-1", "", "")) // asked again: nothing new
	s.passes(a)
}

func gateChangedBySync(s *scene) {
	s.confirmed()
	a := s.claimed(watching("d1", 0))
	s.commit(store.Commit{Append: []ledger.Change{about("paid", "inv-9", "", "")}})
	s.refused(a, store.RefusedChanged)
}

func gateDay(s *scene) {
	s.confirmed()
	today := delivery("d1")
	today.NotAfter = s.now().Add(short)
	a := s.claimed(today)
	s.Advance(2 * short)
	s.refused(a, store.RefusedDay)
	tomorrow := delivery("d2")
	tomorrow.NotAfter = s.now().Add(long)
	s.passes(s.claimed(tomorrow))
}

// say sends a delivery of one reminder.
func (s *scene) say(id, destination string, r store.Reminder) {
	s.Helper()
	d := delivery(id, r)
	d.Destination = destination
	a := s.sending(d, long)
	s.verdict(store.OK)(s.s.RecordSent(s.ctx(), s.book, a, message(id)))
}

// staged is a reminder whose id is its own, so that only stages compare.
func staged(id string, stage ledger.Stage) store.Reminder {
	return store.Reminder{ID: id, Invoice: "inv-1", Cycle: "2026-03-01", Stage: stage}
}

func gateStage(s *scene) {
	s.confirmed()
	s.say("said", "C1", staged("r3", ledger.StageAt(3)))
	for id, stage := range map[string]ledger.Stage{"lower": ledger.StageAt(2), "same": ledger.StageAt(3), "zero": ledger.StageAt(0)} {
		d := delivery(id, reminder("inv-5", 1), staged(id, stage))
		s.refused(s.claimed(d), store.RefusedStage)
	}
	s.say("repeat", "C1", staged("r3 again", ledger.Stage{Reached: true, Number: 3, Repeat: 1}))
	s.refused(s.claimed(delivery("repeated", staged("again", ledger.Stage{Reached: true, Number: 3, Repeat: 1}))), store.RefusedStage)
	s.passes(s.claimed(delivery("above", staged("r4", ledger.StageAt(4)))))
}

func gateStageElsewhere(s *scene) {
	s.confirmed()
	s.say("said", "C2", staged("r", ledger.StageAt(3)))
	other := staged("r2", ledger.StageAt(1))
	other.Cycle = "2026-04-01"
	s.passes(s.claimed(delivery("elsewhere", staged("r", ledger.StageAt(3)), other)))
}

func gateNoStage(s *scene) {
	s.confirmed()
	s.refused(s.claimed(delivery("d1", staged("r", ledger.Stage{}))), store.RefusedStage)
	s.passes(s.claimed(delivery("d2", staged("r0", ledger.StageAt(0)))))
}

func gateIntent(s *scene) {
	s.confirmed()
	a := s.claimed(delivery("d1"))
	s.commit(store.Commit{Open: []store.Doc{intent("t1")}})
	s.refused(a, store.RefusedIntent)
	s.commit(store.Commit{Close: []string{"t1"}})
	s.passes(s.claimed(delivery("d2")))
}

func gateEpoch(s *scene) {
	s.confirmed()
	a := s.sending(delivery("d1"), long)
	r, err := s.s.BeginReconcile(s.ctx(), s.book, "test")
	s.must(err)
	s.must(s.s.ConfirmReconcile(s.ctx(), s.book, r.Epoch))
	s.verdict(store.OK)(s.s.RecordRefused(s.ctx(), s.book, a, store.Refusal{Reason: "ratelimited"}))
	s.refused(s.claimAgain("d1"), store.RefusedReconcile)
	s.passes(s.claimed(delivery("d2")))
	s.same("epoch", s.get("d2").Epoch, r.Epoch)
}

func gateServer(s *scene) {
	s.confirmed()
	a := s.claimed(delivery("d1"))
	s.newServer()
	s.refused(a, store.RefusedReconcile)
}

func gateReconciling(s *scene) {
	s.confirmed()
	a := s.claimed(delivery("d1"))
	_, err := s.s.BeginReconcile(s.ctx(), s.book, "test")
	s.must(err)
	s.refused(a, store.RefusedReconcile)
}

func gateDrops(s *scene) {
	s.confirmed()
	a := s.claimed(delivery("d1", reminder("inv-1", 1), reminder("inv-2", 1)))
	s.append(change("paid", "inv-1"))
	s.refused(a, store.RefusedChanged)
	s.refused(a, store.RefusedChanged) // a lost reply: asked again
	d := delivery("d2", reminder("inv-2", 1))
	d.PlannedSeq = 1
	s.passes(s.claimed(d))
}

func gateFence(s *scene) {
	s.confirmed()
	s.freeze(delivery("d1"))
	old := attempt(s.claim(inc1, short, 1)[0])
	s.Advance(2 * short)
	current := s.claimAgain("d1")
	s.append(about("b", "", "", "")) // the gate would refuse the current one
	s.same("older fence", s.begin(old).Verdict, store.RefusedFence)
	stale := current
	stale.Fence--
	s.same("older fence of the same owner", s.begin(stale).Verdict, store.RefusedFence)
	other := current
	other.Owner.Attempt = "someone else"
	s.same("another owner", s.begin(other).Verdict, store.RefusedFence)
	s.state("d1", store.Claimed)
}

func gateState(s *scene) {
	s.confirmed()
	for id, a := range map[string]store.Attempt{"uncertain": s.uncertain(delivery("uncertain")), "parked": s.parked(delivery("parked"))} {
		s.same("gate", s.begin(a).Verdict, store.RefusedState)
		s.state(id, store.State(id))
	}
	a := s.sending(delivery("swept"), short)
	s.Advance(2 * short)
	_, err := s.s.Sweep(s.ctx(), s.book)
	s.must(err)
	s.same("after T was swept", s.begin(a).Verdict, store.RefusedState)
	a = s.sending(delivery("sent"), long)
	s.verdict(store.OK)(s.s.RecordSent(s.ctx(), s.book, a, message("1")))
	s.same("sent", s.begin(a).Verdict, store.RefusedState)
}
