package memstore

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/relance-bot/relance/store"
	"github.com/relance-bot/relance/store/internal/check"
)

// Adopt says that a probe found the message.
func (s *Store) Adopt(_ context.Context, name, id string, m store.Message) (store.Verdict, error) {
	if err := check.Message(m); err != nil {
		return "", fmt.Errorf("adopt message of delivery %s: %w", id, err)
	}
	return s.step(name, id, func(b *book, r *record) store.Verdict {
		if verdict := b.repeated(r, m); verdict != "" {
			return verdict
		}
		switch r.State {
		case store.Uncertain, store.Parked, store.Due, store.Claimed:
			b.sent(r, m)
			return store.OK
		case store.Sending:
			return store.RefusedState
		case store.Dropped:
			// Without reminders nothing tells whether it was said again.
			if len(r.Reminders) > 0 && !b.isHeld(r.Delivery) && !b.hasLaterDigest(r.Delivery) {
				b.hold(r.Delivery)
				b.sent(r, m)
				b.revive(r)
				return store.OK
			}
		case store.Sent:
		}
		return b.condemn(r, m)
	})
}

// Release sends an Uncertain delivery back to Due.
func (s *Store) Release(_ context.Context, name, id, incarnation string) (store.Verdict, error) {
	return s.step(name, id, func(b *book, r *record) store.Verdict {
		_, dead := b.deaths[r.Owner.Incarnation]
		switch {
		case r.State == store.Due && r.releasedFence == r.Fence && r.Fence > 0:
			return store.Already
		case r.State != store.Uncertain:
			return store.RefusedState
		case r.AbsentProbes < absentProbes, incarnation != r.Owner.Incarnation && !dead:
			return store.NotProven
		}
		r.State, r.releasedFence = store.Due, r.Fence
		return store.OK
	})
}

// RecordDeath records the proof that an incarnation no longer runs. Only the
// first proof counts: a later one would start every wait anew.
func (s *Store) RecordDeath(_ context.Context, name, incarnation, proof string) error {
	if err := check.Texts(incarnation, proof); err != nil {
		return fmt.Errorf("record death of %s: %w", incarnation, err)
	}
	return s.with(name, func(b *book) error {
		if _, known := b.deaths[incarnation]; known {
			return nil
		}
		now := s.instant()
		b.deaths[incarnation] = now
		for _, r := range b.unsettled() {
			switch {
			case r.Owner.Incarnation != incarnation:
			case r.State == store.Uncertain:
				r.doubt(now)
			case r.State == store.Claimed:
				r.State = store.Due
			}
		}
		return nil
	})
}

// Park leaves an Uncertain delivery for a person to decide.
func (s *Store) Park(_ context.Context, name, id, reason string) (store.Verdict, error) {
	if err := check.Texts(reason); err != nil {
		return "", fmt.Errorf("park delivery %s: %w", id, err)
	}
	return s.step(name, id, func(_ *book, r *record) store.Verdict {
		switch r.State {
		case store.Parked:
			return store.Already
		case store.Uncertain:
			r.State, r.Reason, r.resolved = store.Parked, reason, false
			return store.OK
		}
		return store.RefusedState
	})
}

// Resolve is the person's decision on a Parked delivery.
func (s *Store) Resolve(_ context.Context, name, id string, d store.Decision) (store.Verdict, error) {
	if err := check.Texts(d.By, d.Message.Channel, d.Message.TS); err != nil {
		return "", fmt.Errorf("resolve delivery %s: %w", id, err)
	}
	return s.step(name, id, func(b *book, r *record) store.Verdict {
		switch {
		case r.State != store.Parked && r.resolved:
			return store.Already
		case r.State != store.Parked:
			return store.RefusedState
		case d.SendAgain:
			r.State, r.Reason, r.resolved = store.Due, "send again, said "+d.By, true
			return store.OK
		case b.copies[d.Message] != nil:
			return store.Condemned
		}
		r.Reason, r.resolved = "sent already, said "+d.By, true
		b.sent(r, d.Message)
		return store.OK
	})
}

// Drop ends a delivery that is no longer wanted.
func (s *Store) Drop(_ context.Context, name, id, reason string) (store.Verdict, error) {
	if err := check.Texts(reason); err != nil {
		return "", fmt.Errorf("drop delivery %s: %w", id, err)
	}
	return s.step(name, id, func(b *book, r *record) store.Verdict {
		switch r.State {
		case store.Dropped:
			return store.Already
		case store.Due, store.Claimed:
			b.drop(r, reason)
			return store.OK
		}
		return store.RefusedState
	})
}

// CondemnedMessages are to be deleted by whoever can.
func (s *Store) CondemnedMessages(_ context.Context, name string) (list []store.CondemnedMessage, err error) {
	err = s.with(name, func(b *book) error {
		for m, c := range b.copies {
			if !c.buried {
				list = append(list, store.CondemnedMessage{Delivery: c.delivery, Message: m})
			}
		}
		slices.SortFunc(list, func(a, b store.CondemnedMessage) int {
			return cmp.Or(cmp.Compare(a.Message.Channel, b.Message.Channel), cmp.Compare(a.Message.TS, b.Message.TS))
		})
		return nil
	})
	return list, err
}

// Buried says that a condemned message was deleted.
func (s *Store) Buried(_ context.Context, name string, m store.Message) error {
	return s.with(name, func(b *book) error {
		if c := b.copies[m]; c != nil {
			c.buried = true
		}
		return nil
	})
}
