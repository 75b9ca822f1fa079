package ledger

import (
	"fmt"
	"slices"
	"time"
)

// Skipped is a journal entry that could not be applied, and why. Two replicas
// that validate at the same moment can journal what does not fit together (one
// removes the invoice that the other snoozes); the journal's order decides, on
// every replica alike, and the entry stays in the journal.
type Skipped struct {
	Seq uint64
	ID  string
	Err error
}

// maxSkipped bounds how many skipped entries a book remembers: they are for an
// operator to look at.
const maxSkipped = 100

// Skipped are the last entries that could not be applied.
func (b *Book) Skipped() []Skipped { return slices.Clone(b.skipped) }

// Apply is the book after the changes, in order. It fails on the first that
// doesn't fit the book, and then gives no book.
func (b *Book) Apply(changes ...Change) (*Book, error) {
	next, _, err := b.applied(changes)
	return next, err
}

// Replay is Apply for what the journal holds already: an entry that doesn't
// fit is skipped and remembered, since no replica may refuse to go on.
func (b *Book) Replay(changes ...Change) *Book {
	for {
		next, failed, err := b.applied(changes)
		if err == nil {
			return next
		}
		before, _, _ := b.applied(changes[:failed]) // these were applied a moment ago
		c := changes[failed]
		b = before.skip(Skipped{Seq: c.Seq, ID: c.ID, Err: err})
		changes = changes[failed+1:]
	}
}

func (b *Book) skip(s Skipped) *Book {
	next := *b
	next.seq = max(next.seq, s.Seq)
	kept := b.skipped[max(0, len(b.skipped)-maxSkipped+1):]
	next.skipped = append(slices.Clone(kept), s)
	return &next
}

// applied gives the next book, or which change failed.
func (b *Book) applied(changes []Change) (next *Book, failed int, err error) {
	w := b.writer()
	for i, c := range changes {
		if c.Seq != 0 && c.Seq <= w.seq {
			continue // seen already
		}
		if err := w.apply(c); err != nil {
			return nil, i, fmt.Errorf("apply change %s (seq %d): %w", c.ID, c.Seq, err)
		}
		w.seq = max(w.seq, c.Seq)
	}
	w.settle()
	book := w.Book
	return &book, 0, nil
}

// writer is a book in the making: nobody else sees it yet. Each of its steps
// checks first and writes then.
type writer struct {
	Book
	*edit
	unsettled map[*Invoice]*Invoice // invoices that the indexes don't know yet, with what they know in their place
	gone      []*Invoice            // what the indexes know and is no more
}

func (b *Book) writer() *writer {
	return &writer{Book: *b, edit: new(edit), unsettled: map[*Invoice]*Invoice{}}
}

func (w *writer) apply(c Change) error {
	if c.Source == SourceImport {
		w.imported = max(w.imported, DateOf(c.At.UTC()))
	}
	switch c.Field {
	case FieldInvoice:
		return w.applyInvoice(c)
	case FieldPayment:
		return w.applyPayment(c)
	case FieldPerson:
		return w.applyPerson(c)
	case FieldAccount:
		return w.applyAccount(c)
	case FieldLevel:
		w.level = Level(c.New.Text())
	case FieldHold:
		w.hold = c.New.Text()
	case FieldPause:
		w.applyPause(c)
	case FieldLadders:
		w.ladders = c.New.Text()
	case FieldPolicy:
		w.taken = Applied{Ladders: c.New.Text(), By: c.Actor, At: c.At}
	case FieldAway:
		return w.applyAway(c)
	case FieldLetter:
		return w.applyLetter(c)
	case FieldNote:
		return w.applyHandover(c)
	default:
		return w.applyCell(c)
	}
	return nil
}

func (w *writer) applyPause(c Change) {
	switch until := c.New.Date(); {
	case c.Customer == "":
		w.pause = until
	case until.IsZero():
		w.pauses.delete(w.CustomerKey(c.Customer), w.edit)
	default:
		w.pauses.set(w.CustomerKey(c.Customer), until, w.edit)
	}
}

// applyCell changes one field of an invoice.
func (w *writer) applyCell(c Change) error {
	old, ok := w.Follow(c.Invoice)
	if !ok {
		return &Error{
			Code: CodeNotFound, Reason: ReasonNoInvoice, Args: Args{"invoice": string(c.Invoice)},
			Message: fmt.Sprintf("there is no invoice %q to change the %s of", c.Invoice, c.Field),
		}
	}
	if c.Field == FieldNumber {
		return w.renumber(old, c.New.Text())
	}
	inv := *old
	if err := inv.set(c.Field, c.New); err != nil {
		return err
	}
	inv.edited(c)
	inv.promised(c)
	inv.stood(old.Standing, c)
	inv.heard(c.Field, c.New, c)
	if c.Field == FieldPaidOn && c.Source != SourceBot {
		w.redate(&inv)
	}
	return w.replace(old, &inv)
}

// edited notes that a person edited the invoice in the sheet. Who lets it be
// chased has looked at it: nothing is half typed then.
func (inv *Invoice) edited(c Change) {
	switch {
	case c.Source == SourceSheet:
		inv.EditedAt = c.At.UTC().Truncate(time.Second)
	case c.Field == FieldWaiting && c.New.IsEmpty():
		inv.EditedAt = time.Time{}
	}
}

// redate moves the one payment that stands for what a person typed in Paid to
// the day they typed in Paid on.
func (w *writer) redate(inv *Invoice) {
	if inv.PaidOn.IsZero() || len(inv.Payments) != 1 {
		return
	}
	p := inv.Payments[0]
	if p.Source != PaymentFromOpening && p.Source != PaymentAdjusting {
		return
	}
	p.Date = inv.PaidOn
	inv.Payments = []Payment{p}
	w.payments.set(p.ID, &p, w.edit)
}
