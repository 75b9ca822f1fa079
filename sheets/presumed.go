package sheets

import (
	"context"
	"slices"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/store"
)

// Presumed lists what waits for a person's word: the invoices that left the
// list of open items, by when they did, oldest first.
func (s *Syncer) Presumed(ctx context.Context) ([]PresumedBatch, error) {
	var m map[string]PresumedBatch
	if err := loadDocs(ctx, s, kindPresumed, &m); err != nil {
		return nil, err
	}
	book := s.Desk.Book()
	var list []PresumedBatch
	for _, b := range m {
		if b.Invoices = stillPresumed(book, b); len(b.Invoices) > 0 {
			list = append(list, b)
		}
	}
	slices.SortFunc(list, func(a, b PresumedBatch) int {
		if c := a.At.Compare(b.At); c != 0 {
			return c
		}
		return compareText(a.ID, b.ID)
	})
	return list, nil
}

// ConfirmPresumed carries out a person's word on a batch, for the invoices that
// still wait for it. Settled: what was open when they left is recorded as paid
// that day, confirmed by them, and gets its rows of Payments in the next cycle.
// Not settled: they are open again and wait for Start chasing. Saying it twice,
// or of a batch that somebody has decided, changes nothing.
func (s *Syncer) ConfirmPresumed(ctx context.Context, batch, by string, settled bool) error {
	if err := s.takeTurn(ctx); err != nil {
		return err
	}
	defer s.turn.Release(1)
	if err := s.Desk.CatchUp(ctx); err != nil {
		return err
	}
	var m map[string]PresumedBatch
	if err := loadDocs(ctx, s, kindPresumed, &m); err != nil {
		return err
	}
	b, ok := m[batch]
	if !ok {
		return nil
	}
	book := s.Desk.Book()
	var changes []ledger.Change
	note := func(ch ledger.Change) {
		ch.ID = "presumed/" + batch + "/" + itoa(len(changes))
		ch.At, ch.Source, ch.Actor, ch.Cause = s.Now(), ledger.SourceSlack, by, "presumed/"+batch
		changes = append(changes, ch)
	}
	for _, k := range stillPresumed(book, b) {
		inv, _ := book.Invoice(k)
		pay, _ := inv.Presumed()
		if settled {
			sure := pay
			sure.Unconfirmed, sure.By = false, by
			note(paymentChange(&pay, &sure))
			continue
		}
		note(paymentChange(&pay, nil))
		note(ledger.Change{Invoice: k, Field: ledger.FieldWaiting, Old: ledger.Bool(inv.Waiting), New: ledger.Bool(true)})
	}
	t := store.Commit{Term: s.term(), Delete: []store.Doc{{Kind: kindPresumed, Key: batch}}}
	_, err := s.Desk.RecordIn(ctx, changes, func(ctx context.Context, list []ledger.Change) ([]ledger.Change, error) {
		if movedSince(book, s.Desk.Book(), list) {
			return nil, errMoved
		}
		t.Append = list
		return s.State.Commit(ctx, s.Book, t)
	})
	s.state, s.quiet.valid = nil, false
	return err
}
