package reminders

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/store"
)

// actorBot signs the bot's own bookkeeping.
const actorBot = "bot"

// mark puts what is out into the journal, and so into the rows: the stage,
// never lowered within a cycle, and the day. The ids of the changes follow from
// the delivery, so that doing it twice, or on two replicas, does it once.
func (s *Service) mark(ctx context.Context, report *Report) error {
	list, err := s.o.Store.Unmarked(ctx, s.o.Book)
	if err != nil {
		return fmt.Errorf("list unmarked deliveries: %w", err)
	}
	if len(list) == 0 {
		return nil
	}
	s.o.Failpoint(FailBeforeMark)
	done := make([]string, 0, len(list))
	for _, d := range list {
		for _, r := range d.Reminders {
			changes := s.marks(d, r)
			for _, c := range changes {
				// In conflict: another replica put the same down, over another old value.
				if _, err := s.o.Desk.Record(ctx, c); err != nil && !isConflict(err) {
					return fmt.Errorf("mark %s of delivery %s: %w", r.Invoice, d.ID, err)
				}
			}
		}
		done = append(done, d.ID)
	}
	if err := s.o.Store.Mark(ctx, s.o.Book, done); err != nil {
		return fmt.Errorf("mark deliveries: %w", err)
	}
	report.Marked += len(done)
	s.moved()
	return s.recall(ctx)
}

// isConflict tells whether the journal has the change's id with other content.
func isConflict(err error) bool {
	return errors.Is(err, store.ErrConflict) || ledger.CodeOf(err) == ledger.CodeConflict
}

// marks are the changes that a reminder that is out asks for. What the row
// says already is left alone: so a repeat finds nothing to do.
func (s *Service) marks(d store.Delivery, r store.Reminder) []ledger.Change {
	if d.Kind == store.KindLetter {
		return s.letterMarks(d, r)
	}
	book := s.o.Desk.Book()
	inv, ok := book.Invoice(r.Invoice)
	if !ok {
		return nil // gone
	}
	due, ok := cycleDay(inv, r.Cycle)
	if !ok {
		return nil // beside the ladder, or the due date moved since
	}
	var changes []ledger.Change
	change := func(f ledger.Field, v ledger.Value) {
		if inv.Value(f) == v {
			return
		}
		changes = append(changes, ledger.Change{
			ID: "sent/" + d.ID + "/" + string(inv.Key) + "/" + string(f), At: s.o.Now(), Actor: actorBot, Source: ledger.SourceBot,
			Invoice: inv.Key, Field: f, Old: inv.Value(f), New: v, Cause: d.ID,
		})
	}
	ladder := s.inForce(book).LadderFor(inv, book.Account(inv.CustomerKey))
	before := ladder.StageSince(inv, due)
	if r.Stage.Above(before) && keepsStage(inv, due, r.Stage) {
		change(ledger.FieldStage, ledger.Text(r.Stage.String()))
		if skipped := between(before, r.Stage); len(skipped) > 0 {
			change(ledger.FieldNote, ledger.Text(skippedNote(r.Stage, skipped)))
		}
	}
	if d.Day.After(inv.LastReminder) {
		change(ledger.FieldLastReminder, ledger.Day(d.Day))
	}
	return changes
}

// skippedNote is the line of the timeline that marks stages as left out.
func skippedNote(reached ledger.Stage, skipped []int) string {
	numbers := make([]string, 0, len(skipped))
	for _, n := range skipped {
		numbers = append(numbers, strconv.Itoa(n))
	}
	return "stage " + reached.String() + " said at once; skipped: " + strings.Join(numbers, ", ")
}

// markCourtesies puts down stage 0, for which nothing is posted.
func (s *Service) markCourtesies(ctx context.Context, g *drafter) error {
	for _, d := range g.courtesies() {
		inv, ok := s.o.Desk.Book().Invoice(d.Invoice)
		if ok {
			_, ok = cycleDay(inv, d.Cycle)
		}
		if !ok || g.planner.book.Seq() != s.o.Desk.Book().Seq() && g.invoice(d) != inv {
			continue // it moved since: the next tick decides anew
		}
		id := "courtesy/" + string(d.Invoice) + "/" + d.Cycle + "/"
		cells := []struct {
			field ledger.Field
			value ledger.Value
		}{{ledger.FieldStage, ledger.Text(d.Stage.String())}, {ledger.FieldLastReminder, ledger.Day(g.today)}}
		var changes []ledger.Change
		for _, c := range cells {
			if c.field == ledger.FieldStage && !keepsStage(inv, d.Due, d.Stage) {
				continue
			}
			if old := inv.Value(c.field); old != c.value {
				changes = append(changes, ledger.Change{
					ID: id + strconv.FormatUint(g.planner.book.Seq(), 10) + "/" + string(c.field), At: g.now, Actor: actorBot, Source: ledger.SourceBot,
					Invoice: d.Invoice, Field: c.field, Old: old, New: c.value, Cause: string(Send),
				})
			}
		}
		if len(changes) == 0 {
			continue
		}
		if _, err := s.o.Desk.Record(ctx, changes...); err != nil && !isConflict(err) {
			return fmt.Errorf("put down the courtesy stage of %s: %w", d.Invoice, err)
		}
	}
	return nil
}

// foresee keeps the next reminder in the rows: the day that the plan foresees
// for each open invoice, none where it foresees none.
func (s *Service) foresee(ctx context.Context) error {
	book, today := s.o.Desk.Book(), s.Today()
	if s.foreseen == (viewed{book.Seq(), today}) {
		return nil
	}
	p := s.planner(book, s.said, today)
	p.waitFor(s.o.Quiet, s.o.Now())
	var changes []ledger.Change
	for inv, d := range s.decided(p).all() {
		if inv.NextReminder == d.Next {
			continue
		}
		changes = append(changes, ledger.Change{
			ID: "next/" + strconv.FormatUint(book.Seq(), 10) + "/" + string(d.Invoice) + "/" + d.Next.String(), At: s.o.Now(), Actor: actorBot, Source: ledger.SourceBot,
			Invoice: d.Invoice, Field: ledger.FieldNextReminder, Old: ledger.Day(inv.NextReminder), New: ledger.Day(d.Next), Cause: string(d.Reason),
		})
	}
	for batch := range slices.Chunk(changes, markBatch) {
		if _, err := s.o.Desk.Record(ctx, batch...); err != nil {
			if isConflict(err) {
				return nil // another replica was quicker: the next tick looks again
			}
			return fmt.Errorf("put down next reminders: %w", err)
		}
	}
	s.foreseen = viewed{book.Seq(), today}
	return nil
}

// markBatch changes go into the journal at once.
const markBatch = 1000
