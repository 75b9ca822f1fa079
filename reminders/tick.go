package reminders

import (
	"context"
	"fmt"
	"maps"
	"time"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/store"
)

// plannedFor is what a plan that found nothing to say was made from: until one
// of it changes, there is nothing to say.
type plannedFor struct {
	seq   uint64
	day   ledger.Date
	until time.Time // next time that somebody's window opens or closes
}

// Tick does everything that is due now; see the package comment. It may be
// called at any time, as often as one likes, on any replica.
func (s *Service) Tick(ctx context.Context) (Report, error) {
	if err := s.ticking.Acquire(ctx, 1); err != nil {
		return Report{}, fmt.Errorf("wait for the running tick: %w", err)
	}
	defer s.ticking.Release(1)
	report := newReport(s.o.Now())
	if s.outdated.Swap(false) {
		s.moved()
	}
	if s.isIdle(report.At) {
		return report, nil
	}
	if report.At.Sub(s.looked) >= lookEvery || s.said != nil && s.said.has(store.Parked) {
		s.recheck = true // a person may have decided on another replica
	}
	s.looked = report.At
	err := s.tick(ctx, &report)
	if err != nil {
		s.forget()
	}
	return report, err
}

// isIdle tells without asking anybody that nothing can have become due.
func (s *Service) isIdle(now time.Time) bool {
	if s.said == nil || s.said.open() || s.said.has(store.Parked) || s.unburied || now.Before(s.looked) || now.Sub(s.looked) >= lookEvery {
		return false
	}
	return s.nothingDue(now) && s.seen == viewed{s.planned.seq, s.planned.day}
}

// nothingDue tells whether the last plan, which found nothing, still holds.
func (s *Service) nothingDue(now time.Time) bool {
	return s.planned.seq == s.o.Desk.Book().Seq() && s.planned.day == ledger.DateOf(now.In(s.o.Location)) && now.Before(s.planned.until)
}

func (s *Service) tick(ctx context.Context, report *Report) error {
	if err := s.settle(ctx, report); err != nil {
		return err
	}
	if err := s.mark(ctx, report); err != nil {
		return err
	}
	if hold := s.o.Desk.Book().Hold(); hold != "" {
		report.Held = hold
		return nil
	}
	state, err := s.o.Store.Reconciliation(ctx, s.o.Book)
	if err != nil {
		return fmt.Errorf("ask whether to reconcile: %w", err)
	}
	if state.Open {
		report.Held = "reconcile: " + state.Reason
		return nil
	}
	if err := s.beginLetters(ctx); err != nil {
		return err
	}
	if err := s.send(ctx, report); err != nil {
		return err
	}
	if report.Held != "" || report.Stale != "" {
		return nil
	}
	if err := s.foresee(ctx); err != nil {
		return err
	}
	return s.refresh(ctx, report, nil)
}

// send plans, and if there is something to say, does so on a fresh book.
func (s *Service) send(ctx context.Context, report *Report) error {
	if err := s.recall(ctx); err != nil {
		return err
	}
	if s.nothingDue(report.At) && !s.said.open() {
		return nil
	}
	if err := s.dropPassed(ctx, report); err != nil {
		return err
	}
	g, err := s.drafter(ctx)
	if err != nil {
		return err
	}
	maps.Copy(report.Decisions, g.plan.reasons)
	if len(g.drafts()) == 0 && len(g.courtesies()) == 0 && !s.said.has(store.Due, store.Claimed) {
		s.planned = plannedFor{seq: g.planner.book.Seq(), day: g.today, until: g.nextWindow()}
		return nil
	}
	if err := s.o.Freshener.Fresh(ctx, FreshFor); err != nil {
		report.Stale = err.Error()
		s.o.Log.WarnContext(ctx, "reminders_wait", "reason", string(SkipStaleSheet), "error", err)
		return nil
	}
	if err := s.beginLetters(ctx); err != nil {
		return err
	}
	if !s.isOn(g) { // what the sheet says now
		if g, err = s.drafter(ctx); err != nil {
			return err
		}
	}
	if hold := g.planner.book.Hold(); hold != "" {
		report.Held = hold
		return nil
	}
	if err := s.markCourtesies(ctx, g); err != nil {
		return err
	}
	if err := s.freeze(ctx, g, report); err != nil {
		return err
	}
	if err := s.deliver(ctx, report); err != nil {
		return err
	}
	return s.mark(ctx, report)
}

// dropPassed ends what waits to be sent and whose day has passed, as the gate
// would: what is never said must not count as said in the plan of the new day.
func (s *Service) dropPassed(ctx context.Context, report *Report) error {
	var waiting []store.Delivery
	for _, d := range s.said.recent.deliveries {
		if d.State == store.Due && !d.NotAfter.IsZero() {
			waiting = append(waiting, d)
		}
	}
	if len(waiting) == 0 {
		return nil
	}
	now, err := s.o.Store.Now(ctx)
	if err != nil {
		return fmt.Errorf("ask the store's time: %w", err)
	}
	for _, d := range waiting {
		if !now.After(d.NotAfter) {
			continue
		}
		verdict, err := s.o.Store.Drop(ctx, s.o.Book, d.ID, string(store.RefusedDay))
		if err != nil {
			return fmt.Errorf("drop %s: %w", d.ID, err)
		}
		if verdict == store.OK {
			report.Dropped[store.RefusedDay]++
			s.o.Log.InfoContext(ctx, "delivery_dropped", "delivery", d.ID, "kind", d.Kind, "verdict", string(store.RefusedDay))
		}
		s.moved()
	}
	return s.recall(ctx)
}

// drafter plans on the book as it is now.
func (s *Service) drafter(ctx context.Context) (*drafter, error) {
	if err := s.follow(ctx); err != nil {
		return nil, err
	}
	now, book := s.o.Now(), s.o.Desk.Book()
	today := ledger.DateOf(now.In(s.o.Location))
	p := s.planner(book, s.said, today)
	p.waitFor(s.o.Quiet, now)
	plan := s.decided(p)
	people, err := s.roster(ctx, plan)
	if err != nil {
		return nil, err
	}
	g := s.newDrafter(p, plan, people, now)
	g.happened = s.happened
	if book.Level() == ledger.LevelLetters {
		g.planLetters()
	}
	return g, nil
}

// isOn tells whether a drafter knows all that there is to know now.
func (s *Service) isOn(g *drafter) bool {
	return g.planner.book == s.o.Desk.Book() && g.said == s.said && g.now.Equal(s.o.Now())
}

// courtesies are the decisions of stage 0: nothing is posted for them, they
// are only put down. They go with the sending hours all the same.
func (g *drafter) courtesies() []Decision {
	if w := g.windowAt(g.now, g.location, g.policy.Hours.Digest); !w.open {
		return nil
	}
	var list []Decision
	if g.plan.reasons[Send] == 0 {
		return nil
	}
	for _, d := range g.plan.open() {
		if d.Reason == Send && d.Stage.Number == 0 {
			list = append(list, *d)
		}
	}
	return list
}

// nextWindow is the next time at which a window of somebody's opens, or a row
// has settled: until then a plan that found nothing keeps finding nothing on
// the same book.
func (g *drafter) nextWindow() time.Time {
	next := g.now.Add(24 * time.Hour)
	places := []*time.Location{g.location}
	for _, who := range g.roster.everybody() {
		places = append(places, who.Location)
	}
	for _, d := range g.letters {
		if _, ok := g.mailings[d.ID]; ok {
			location, _ := g.place(d.Customer)
			places = append(places, location)
		}
	}
	for _, loc := range places {
		day := ledger.DateOf(g.now.In(loc))
		for _, t := range []time.Time{
			g.policy.Hours.From.On(day, loc), g.policy.Hours.Digest.On(day, loc), day.AddDays(1).At(0, 0, loc),
			g.policy.Hours.From.On(day.AddDays(1), loc), g.policy.Hours.Digest.On(day.AddDays(1), loc),
		} {
			if t.After(g.now) && t.Before(next) {
				next = t
			}
		}
	}
	if g.plan.reasons[SkipSettling] == 0 {
		return next
	}
	for inv, d := range g.plan.open() {
		if d.Reason != SkipSettling {
			continue
		}
		if t := inv.EditedAt.Add(g.now.Sub(g.settledAt)); t.Before(next) {
			next = t
		}
	}
	return next
}
