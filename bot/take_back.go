package bot

import (
	"context"
	"fmt"
	"time"

	"github.com/relance-bot/relance/ledger"
)

// Journal is what was recorded, in order. An act that is taken back is read
// from it: the button only says where it stands.
type Journal interface {
	Since(ctx context.Context, after uint64, limit int) ([]ledger.Change, error)
}

// takeBackWithin is how long whoever did something may take it back by
// themselves; finance may later, too.
const takeBackWithin = 24 * time.Hour

// maxActChanges bounds how many changes of one act are read: fifty invoices of
// a customer's message, a handful of fields each.
const maxActChanges = 300

// isTakenBack tells the deeds that a slip of the finger does at once, and that
// nothing else undoes. A dispute is settled, a reply ended, by their own buttons.
func isTakenBack(d doing) bool {
	switch d.(type) {
	case promised, snoozed, taken, saysPaid, payment:
		return true
	}
	return false
}

// seqToTakeBack is where an act stands in the journal; 0 if it can't be taken
// back.
func (v viewer) seqToTakeBack(d doing, recorded []ledger.Change) uint64 {
	if !isTakenBack(d) || v.book.Journal == nil || len(recorded) == 0 {
		return 0
	}
	return recorded[0].Seq
}

// actAt are the changes of the act that begins at an entry of the journal.
func (b *Bot) actAt(ctx context.Context, v viewer, seq uint64) ([]ledger.Change, error) {
	if v.book.Journal == nil || seq == 0 {
		return nil, stale()
	}
	list, err := v.book.Journal.Since(ctx, seq-1, maxActChanges)
	if err != nil {
		return nil, fmt.Errorf("read the journal from %d: %w", seq, err)
	}
	n := 0
	for n < len(list) && list[n].Cause == list[0].Cause {
		n++
	}
	if n == 0 || list[0].Seq != seq || list[0].Source != ledger.SourceSlack || list[0].Cause == "" {
		return nil, stale()
	}
	return list[:n], nil
}

// invoicesOf are the invoices of an act, if the person may take it back: who
// did it, while they may still do such a thing, and finance.
func (b *Bot) invoicesOf(v viewer, was []ledger.Change) ([]*ledger.Invoice, error) {
	needed := follow
	for _, c := range was {
		if c.Field == ledger.FieldPayment {
			needed = pay
		}
	}
	var list []*ledger.Invoice
	for _, c := range was {
		inv, ok := v.book.Desk.Book().Follow(c.Invoice)
		if !ok {
			return nil, stale()
		}
		if len(list) > 0 && list[len(list)-1].Key == inv.Key {
			continue
		}
		if err := v.refuse(read, inv); err != nil {
			return nil, err
		}
		if err := v.refuse(needed, inv); err != nil {
			return nil, err
		}
		list = append(list, inv)
	}
	if !v.finance && (was[0].Actor != v.ID || b.opt.Now().Sub(was[0].At) > takeBackWithin) {
		return nil, denied(refusedTakeBack)
	}
	return list, nil
}

// clickTakeBack undoes what the confirmation above the button said.
func (b *Bot) clickTakeBack(ctx context.Context, a *answer, _ Action, t token) error {
	v := a.viewer
	was, err := b.actAt(ctx, v, t.Seq)
	if err != nil {
		return err
	}
	list, err := b.invoicesOf(v, was)
	if err != nil {
		return err
	}
	fresh, err := b.takeBack(ctx, v, a.act, was)
	if err != nil {
		return err
	}
	line := v.mark("already_taken_back")
	if fresh {
		line = v.mark("done_take_back", with{"Who": v.Name, "Invoices": numbersOf(list)}) + " · " + v.Clock(b.opt.Now().In(v.zone()))
	}
	if len(list) == 1 && t.Invoice != "" {
		inv, _ := v.book.Desk.Book().Follow(list[0].Key)
		b.told(ctx, a, outcome{invoice: inv, fresh: fresh, line: line})
		return nil
	}
	a.add(ctx, sentence(line))
	if fresh {
		b.redraw(v, keysOf(list)...)
	}
	return nil
}

// takeBack records it, under the lock that acts hold, and tells whether there
// was anything to take back.
func (b *Bot) takeBack(ctx context.Context, v viewer, id string, was []ledger.Change) (bool, error) {
	v.book.acting.Lock()
	defer v.book.acting.Unlock()
	act := ledger.Act{ID: id, At: b.opt.Now(), Actor: v.ID, Source: ledger.SourceSlack}
	changes, err := act.TakeBack(v.book.Desk.Book(), was)
	if err != nil || len(changes) == 0 {
		return false, err
	}
	if _, err := v.book.Desk.Record(ctx, changes...); err != nil {
		return false, fmt.Errorf("record %s: %w", id, err)
	}
	return true, nil
}
