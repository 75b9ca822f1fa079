package reminders

import (
	"context"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"time"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/store"
)

// recall brings what is known of the deliveries up to date. In full it is read
// once a day and whenever another replica's show; in between, what was open is
// asked for. To know too little is harmless: the store refuses to freeze a
// reminder twice, and what it refuses for is kept in mind from then on.
func (s *Service) recall(ctx context.Context) error {
	if s.said != nil && !s.recheck {
		return nil
	}
	today := s.Today()
	read := s.readChanged
	if s.settled == nil || s.readOn != today {
		read = s.readAll
	}
	changed, err := read(ctx)
	if err != nil {
		s.settled = nil // what was read so far is not to be relied on
		return err
	}
	s.readOn, s.recheck = today, false
	if !changed && s.recalled != nil {
		s.said = s.recalled
		return nil
	}
	var gists map[string]gist
	if s.recalled != nil {
		gists = s.recalled.recent.gists
	}
	s.said = &Said{settled: s.settled, recent: newSayings(maps.Clone(s.recent), gists)}
	s.recalled = s.said
	s.view.Store(s.said)
	return nil
}

// readAll reads every delivery; it always says that they may have changed. The
// settled layer is worked out once a day: read again on the same day, what it
// holds is still so, and the rest is recent.
func (s *Service) readAll(ctx context.Context) (changed bool, err error) {
	list, err := s.o.Store.List(ctx, s.o.Book)
	if err != nil {
		return false, fmt.Errorf("list deliveries: %w", err)
	}
	book, today := s.o.Desk.Book(), s.Today()
	var layer *sayings
	if s.recalled != nil && s.readOn == today {
		layer = s.recalled.settled
	}
	settled := map[string]store.Delivery{}
	s.recent = map[string]store.Delivery{}
	for _, d := range list {
		switch {
		case layer.holds(d), isPast(d, book, today) && !s.isAskedFor(d):
		case isSettled(d) && layer == nil:
			settled[d.ID] = slimmed(d, today)
		default:
			s.recent[d.ID] = d
		}
	}
	if s.settled = layer; layer == nil {
		known := map[string]gist{}
		if s.recalled != nil {
			for _, l := range s.recalled.layers() {
				maps.Copy(known, l.gists)
			}
		}
		s.settled = newSayings(settled, known)
	}
	isGone := func(id string) bool {
		if _, ok := s.recent[id]; ok {
			return false
		}
		return s.settled.deliveries[id].Payload == nil // not known, or slimmed: not kept true any more
	}
	maps.DeleteFunc(s.shown, func(id string, _ [32]byte) bool { return isGone(id) })
	maps.DeleteFunc(s.contents, func(id string, _ Content) bool { return isGone(id) })
	maps.DeleteFunc(s.about, func(id string, _ map[ledger.Key]bool) bool { return isGone(id) })
	maps.DeleteFunc(s.late, func(id string, _ bool) bool { return isGone(id) })
	return true, nil
}

// holds tells whether the layer knows that a delivery ended as it did.
func (s *sayings) holds(d store.Delivery) bool {
	if s == nil {
		return false
	}
	was, ok := s.deliveries[d.ID]
	return ok && was.State == d.State && was.Message == d.Message && was.Marked == d.Marked
}

// pastDays is how long a settled delivery is kept in mind in any case: longer
// than messages are kept true, payments are news and copies looked for.
const pastDays = 60

// isPast tells whether nobody asks for a delivery any more, so that what is
// kept in mind follows what is open and not how long the book has run: it is
// settled, and none of its invoices is open. Should one be opened again, the
// row tells its stage, and the next full read brings the delivery back. Where
// somebody asks all the same, as for a bank import that is still the last one,
// the store says so: see isAskedFor.
func isPast(d store.Delivery, book *ledger.Book, today ledger.Date) bool {
	keep := pastDays
	if d.Kind == store.KindCase {
		keep = caseDays
	}
	if !isSettled(d) || today.DaysSince(d.Day) <= keep {
		return false
	}
	return d.State == store.Dropped || !slices.ContainsFunc(d.Reminders, func(r store.Reminder) bool {
		inv, ok := book.Invoice(r.Invoice)
		return ok && inv.Open().IsPositive()
	})
}

// ask notes that the store holds a draft's reminders already. Whatever holds
// one is kept in mind, past or not: else the same draft would be made, and
// refused with all that is new in it, at every tick.
func (s *Service) ask(d store.Delivery) {
	for _, r := range d.Reminders {
		s.asks[heldAt{d.Destination, r.ID}] = true
	}
}

// heldAt is a reminder that was drafted again, to a destination.
type heldAt struct{ destination, reminder string }

func (s *Service) isAskedFor(d store.Delivery) bool {
	return slices.ContainsFunc(d.Reminders, func(r store.Reminder) bool { return s.asks[heldAt{d.Destination, r.ID}] })
}

// readChanged reads what is open, and what was when last looked.
func (s *Service) readChanged(ctx context.Context) (changed bool, err error) {
	live, err := s.o.Store.List(ctx, s.o.Book, store.Due, store.Claimed, store.Sending, store.Uncertain, store.Parked)
	if err != nil {
		return false, fmt.Errorf("list open deliveries: %w", err)
	}
	unmarked, err := s.o.Store.Unmarked(ctx, s.o.Book)
	if err != nil {
		return false, fmt.Errorf("list unmarked deliveries: %w", err)
	}
	take := func(d store.Delivery) {
		changed = changed || !reflect.DeepEqual(s.recent[d.ID], d)
		s.recent[d.ID] = d
	}
	seen := map[string]bool{}
	for _, d := range append(live, unmarked...) {
		seen[d.ID] = true
		take(d)
	}
	for id, d := range s.recent {
		if seen[id] || isSettled(d) {
			continue
		}
		d, err := s.o.Store.Delivery(ctx, s.o.Book, id)
		if err != nil {
			return changed, fmt.Errorf("read delivery %s: %w", id, err)
		}
		take(d)
	}
	return changed, nil
}

// isSettled tells whether a delivery stays as it is, as far as one can know.
func isSettled(d store.Delivery) bool {
	return d.State == store.Dropped || (d.State == store.Sent && d.Marked)
}

// slimmed drops the payload of what nobody looks at any more.
func slimmed(d store.Delivery, today ledger.Date) store.Delivery {
	keep := refreshDays
	switch {
	case d.Kind == store.KindCase:
		keep = caseDays
	case d.Kind == store.KindChannel:
		keep = refreshDays + paidLookBack
	case d.Kind == store.KindThread:
		keep = caseDays
	case !isSettled(d):
		return d
	}
	if today.DaysSince(d.Day) > keep {
		d.Payload = nil
	}
	return d
}

// forget has the next look read all deliveries again.
func (s *Service) forget() {
	s.settled, s.said, s.looked, s.planned = nil, nil, time.Time{}, plannedFor{}
}

// moved has the next look bring the deliveries up to date, and plan anew.
func (s *Service) moved() { s.said, s.planned = nil, plannedFor{} }
