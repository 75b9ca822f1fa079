package reminders

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/relance-bot/relance/store"
)

// settle clears up what earlier ticks, or processes that died, left open.
func (s *Service) settle(ctx context.Context, report *Report) error {
	uncertain, err := s.o.Store.Sweep(ctx, s.o.Book)
	if err != nil {
		return fmt.Errorf("sweep deliveries: %w", err)
	}
	if len(uncertain) > 0 {
		if uncertain, err = s.recordDeaths(ctx, uncertain); err != nil {
			return err
		}
		s.moved()
	}
	now, err := s.o.Store.Now(ctx)
	if err != nil {
		return fmt.Errorf("ask the store's time: %w", err)
	}
	state, err := s.o.Store.Reconciliation(ctx, s.o.Book)
	if err != nil {
		return fmt.Errorf("ask whether to reconcile: %w", err)
	}
	for _, d := range uncertain {
		since := d.DoubtSince
		if state.Open && state.Since.Add(s.o.PostTimeout).After(since) {
			since = state.Since.Add(s.o.PostTimeout) // what the other server had in flight is over by then
		}
		if now.Before(since.Add(s.o.SettleAfter)) {
			continue
		}
		if err := s.probe(ctx, d, now, state.Open, report); err != nil {
			return err
		}
	}
	if err := s.lookAgain(ctx, now, report); err != nil {
		return err
	}
	return s.bury(ctx, report)
}

// recordDeaths puts down which incarnations are proven dead, and gives the
// uncertain deliveries as they stand then.
func (s *Service) recordDeaths(ctx context.Context, uncertain []store.Delivery) ([]store.Delivery, error) {
	moved := false
	for _, proof := range s.o.Deaths() {
		if s.proofs[proof.Incarnation] || proof.Incarnation == s.o.Incarnation {
			continue
		}
		if err := s.o.Store.RecordDeath(ctx, s.o.Book, proof.Incarnation, proof.Proof); err != nil {
			return nil, fmt.Errorf("record the death of %s: %w", proof.Incarnation, err)
		}
		s.proofs[proof.Incarnation], moved = true, true
	}
	if !moved {
		return uncertain, nil
	}
	list, err := s.o.Store.List(ctx, s.o.Book, store.Uncertain)
	if err != nil {
		return nil, fmt.Errorf("list uncertain deliveries: %w", err)
	}
	return list, nil
}

// probe looks for an uncertain delivery's message in the history. Found: it is
// adopted. Not found twice: it is sent again if nothing of it can be in flight,
// or else a person is asked.
//
// While a reconcile is open nothing is sent again: what isn't found is listed
// for finance, as parked.
func (s *Service) probe(ctx context.Context, d store.Delivery, began time.Time, reconciling bool, report *Report) error {
	if d.Kind == store.KindThread {
		return s.letGo(ctx, d)
	}
	if isMail(d) {
		return s.park(ctx, d, "nobody can tell whether a mail arrived", report)
	}
	found, err := s.o.Sender.Find(ctx, d.Destination, d.ID, s.since(d))
	switch {
	case errors.Is(err, ErrHistoryRefused):
		return s.park(ctx, d, "history may not be read", report)
	case err != nil:
		s.o.Log.WarnContext(ctx, "probe_failed", "delivery", d.ID, "error", err)
		if began.After(d.DoubtSince.Add(s.o.SettleAfter + probeFor)) {
			return s.park(ctx, d, "history could not be read", report)
		}
		return nil
	case len(found) > 0:
		return s.adopt(ctx, d, found, report)
	}
	verdict, err := s.o.Store.RecordAbsent(ctx, s.o.Book, d.ID, began, s.o.SettleAfter)
	if err != nil {
		return fmt.Errorf("record %s as not found: %w", d.ID, err)
	}
	if !verdict.Accepted() || d.AbsentProbes+1 < absentProbes {
		return nil
	}
	if reconciling {
		return s.park(ctx, d, "not found while reconciling", report)
	}
	verdict, err = s.o.Store.Release(ctx, s.o.Book, d.ID, s.o.Incarnation)
	if err != nil {
		return fmt.Errorf("release %s: %w", d.ID, err)
	}
	switch {
	case verdict.Accepted():
		report.Released++
		s.o.Log.InfoContext(ctx, "delivery_released", "delivery", d.ID)
	case verdict == store.NotProven && began.After(d.DoubtSince.Add(2*s.o.SettleAfter)):
		// Its owner had as long again to claim it back, and nobody can say
		// that it is dead.
		return s.park(ctx, d, "not found, and its sender may be alive", report)
	}
	return nil
}

// since is how far back a delivery's message may be.
func (s *Service) since(d store.Delivery) time.Time {
	back := time.Hour
	if d.Attempts > 1 {
		back = 48 * time.Hour
	}
	return d.Deadline.Add(-s.o.PostTimeout - back)
}

// adopt takes the first message found as the delivery's; the store condemns
// the others.
func (s *Service) adopt(ctx context.Context, d store.Delivery, found []store.Message, report *Report) error {
	for _, m := range found {
		verdict, err := s.o.Store.Adopt(ctx, s.o.Book, d.ID, m)
		if err != nil {
			return fmt.Errorf("adopt the message of %s: %w", d.ID, err)
		}
		if verdict == store.OK {
			report.Adopted++
			s.moved()
		}
		s.o.Log.InfoContext(ctx, "message_found", "delivery", d.ID, "verdict", string(verdict))
	}
	return nil
}

func (s *Service) park(ctx context.Context, d store.Delivery, reason string, report *Report) error {
	verdict, err := s.o.Store.Park(ctx, s.o.Book, d.ID, reason)
	if err != nil {
		return fmt.Errorf("park %s: %w", d.ID, err)
	}
	if verdict.Accepted() {
		report.Parked++
		s.moved()
		s.o.Log.WarnContext(ctx, "delivery_parked", "delivery", d.ID, "kind", d.Kind, "reason", reason)
	}
	return nil
}

// lookAgain probes again, from L after the fact on, what was sent more than
// once, parked, or dropped after an attempt: a message that was late to show is
// adopted, a second copy condemned.
func (s *Service) lookAgain(ctx context.Context, now time.Time, report *Report) error {
	if now.Sub(s.lookedAgain) < lookAgainEvery && !now.Before(s.lookedAgain) {
		return nil
	}
	if err := s.recall(ctx); err != nil {
		return err
	}
	s.lookedAgain = now
	for d := range s.said.all() {
		if d.Kind == store.KindThread {
			if d.State == store.Parked {
				if err := s.letGo(ctx, d); err != nil {
					return err
				}
			}
			continue
		}
		mayLinger := d.State == store.Parked || (d.State == store.Sent && d.Attempts > 1) || (d.State == store.Dropped && d.Attempts > 0)
		age := now.Sub(d.Deadline)
		if !mayLinger || isMail(d) || d.Deadline.IsZero() || age < s.o.SettleAfter || age > lookAgainFor {
			continue
		}
		found, err := s.o.Sender.Find(ctx, d.Destination, d.ID, s.since(d))
		if err != nil {
			s.o.Log.InfoContext(ctx, "probe_failed", "delivery", d.ID, "error", err)
			continue
		}
		if err := s.adopt(ctx, d, found, report); err != nil {
			return err
		}
	}
	return nil
}

// For how long, and how often, messages that may exist twice are looked for.
const (
	lookAgainFor   = 24 * time.Hour
	lookAgainEvery = 10 * time.Minute
)

// bury deletes second copies until all are gone.
func (s *Service) bury(ctx context.Context, report *Report) error {
	list, err := s.o.Store.CondemnedMessages(ctx, s.o.Book)
	if err != nil {
		return fmt.Errorf("list condemned messages: %w", err)
	}
	s.unburied = false
	for _, c := range list {
		d, err := s.o.Store.Delivery(ctx, s.o.Book, c.Delivery)
		if err != nil {
			return fmt.Errorf("read delivery %s: %w", c.Delivery, err)
		}
		if isMail(d) {
			if err := s.buryMail(ctx, c); err != nil {
				return err
			}
			continue
		}
		if err := s.o.Sender.Delete(ctx, c.Message); err != nil {
			s.unburied = true
			s.o.Log.WarnContext(ctx, "delete_failed", "delivery", c.Delivery, "error", err)
			continue // the next tick, or another replica
		}
		if err := s.o.Store.Buried(ctx, s.o.Book, c.Message); err != nil {
			return fmt.Errorf("record a deleted copy of %s: %w", c.Delivery, err)
		}
		report.Deleted++
	}
	return nil
}
