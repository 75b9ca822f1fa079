package ledger

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
)

// memoryJournal is a journal that replicas share.
type memoryJournal struct {
	sync.Mutex
	entries []Change
	byID    map[string]int
}

func newMemoryJournal() *memoryJournal { return &memoryJournal{byID: map[string]int{}} }

func (j *memoryJournal) Append(_ context.Context, changes []Change) ([]Change, error) {
	j.Lock()
	defer j.Unlock()
	var out []Change
	for _, c := range changes {
		if at, ok := j.byID[c.ID]; ok {
			was := j.entries[at]
			if was.Field != c.Field || was.New != c.New {
				return nil, &Error{Code: CodeConflict, Message: "said differently before"}
			}
			out = append(out, was)
			continue
		}
		c.Seq = uint64(len(j.entries) + 1)
		j.byID[c.ID] = len(j.entries)
		j.entries = append(j.entries, c)
		out = append(out, c)
	}
	return out, nil
}

func (j *memoryJournal) Since(_ context.Context, after uint64, limit int) ([]Change, error) {
	j.Lock()
	defer j.Unlock()
	rest := j.entries[min(int(after), len(j.entries)):]
	return append([]Change(nil), rest[:min(limit, len(rest))]...), nil
}

func newInvoice(id, number string) Change {
	return Change{ID: id, At: time.Unix(1, 0), Source: SourceSheet, Invoice: KeyOf(number), Field: FieldInvoice, New: Record(Fields{
		FieldNumber: Text(number), FieldAmount: Amount(Money{100_00, "EUR"}), FieldIssued: Day(actDay), FieldDue: Day(actDay),
	})}
}

func note(id, number, text string) Change {
	return Change{ID: id, At: time.Unix(1, 0), Source: SourceSlack, Invoice: KeyOf(number), Field: FieldNotes, New: Text(text)}
}

func TestReplicasAgree(t *testing.T) {
	ctx, journal := t.Context(), newMemoryJournal()
	one, two := NewBookkeeper(journal), NewBookkeeper(journal)
	record := func(k *Bookkeeper, changes ...Change) []Change {
		t.Helper()
		recorded, err := k.Record(ctx, changes...)
		if err != nil {
			t.Fatal(err)
		}
		return recorded
	}
	record(one, newInvoice("a", "1"))
	record(two, newInvoice("b", "2")) // which makes it hear of 1
	if two.Book().Len() != 2 {
		t.Fatalf("the other replica knows %d invoices", two.Book().Len())
	}
	record(one, note("c", "1", "called")) // and that, one hear of 2
	record(two, note("d", "2", "wrote"))
	// A second click on a replica that heard of the first, in one call with
	// something new, while the other wrote in between.
	record(one, note("e", "2", "called again"))
	record(two, note("c", "1", "called"), note("f", "1", "paid?"))
	record(one, note("f", "1", "paid?"))
	for i, k := range []*Bookkeeper{one, two} {
		if err := k.CatchUp(ctx); err != nil {
			t.Fatal(err)
		}
		if k.Book().Seq() != 6 || len(k.Book().Skipped()) > 0 {
			t.Errorf("replica %d is at %d, skipped %v", i, k.Book().Seq(), k.Book().Skipped())
		}
	}
	fresh := NewBookkeeper(journal)
	if err := fresh.CatchUp(ctx); err != nil {
		t.Fatal(err)
	}
	want := dump(fresh.Book())
	for i, k := range []*Bookkeeper{one, two} {
		if fmt.Sprint(dump(k.Book())) != fmt.Sprint(want) {
			t.Errorf("replica %d differs from one that starts now", i)
		}
	}
}

// What one replica removed while the other wrote on it is skipped by both, and
// neither stops.
func TestAnEntryThatNoLongerFitsStopsNobody(t *testing.T) {
	ctx, journal := t.Context(), newMemoryJournal()
	one, two := NewBookkeeper(journal), NewBookkeeper(journal)
	if _, err := one.Record(ctx, newInvoice("a", "1"), newInvoice("b", "2")); err != nil {
		t.Fatal(err)
	}
	if err := two.CatchUp(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := one.Record(ctx, Change{ID: "gone", At: time.Unix(2, 0), Source: SourceSheet, Invoice: "1", Field: FieldInvoice}); err != nil {
		t.Fatal(err)
	}
	if _, err := two.Record(ctx, note("late", "1", "too late"), note("fine", "2", "in time")); err != nil {
		t.Fatal(err)
	}
	if err := one.CatchUp(ctx); err != nil {
		t.Fatal(err)
	}
	for i, k := range []*Bookkeeper{one, two} {
		inv, _ := k.Book().Invoice("2")
		skipped := k.Book().Skipped()
		if k.Book().Seq() != 5 || len(skipped) != 1 || skipped[0].ID != "late" || CodeOf(skipped[0].Err) != CodeNotFound || inv.Notes != "in time" {
			t.Errorf("replica %d is at %d, skipped %v, notes %q", i, k.Book().Seq(), skipped, inv.Notes)
		}
	}
}

func TestARefusedBatchLeavesNoTrace(t *testing.T) {
	ctx, journal := t.Context(), newMemoryJournal()
	k := NewBookkeeper(journal)
	before := dump(k.Book())
	for _, batch := range [][]Change{
		{newInvoice("a", "1"), note("b", "9", "on nothing")},
		{newInvoice("", "1")},
		{{ID: "x", Field: FieldNote, At: time.Unix(1, 0)}},
		{{ID: "x", Field: FieldNote, Source: SourceBot}},
	} {
		if _, err := k.Record(ctx, batch...); err == nil {
			t.Errorf("%+v was recorded", batch)
		}
	}
	if len(journal.entries) > 0 || !gocmp.Equal(before, dump(k.Book())) {
		t.Errorf("the journal has %v", journal.entries)
	}
	if _, err := k.Record(ctx, newInvoice("a", "1")); err != nil {
		t.Fatal(err)
	}
	if _, err := k.Record(ctx, note("a", "1", "another content under this id")); CodeOf(err) != CodeConflict {
		t.Errorf("an id with other content: %v", err)
	}
}

// Readers never wait and never see half a batch: the two notes of a batch are
// always the same.
func TestReadersSeeWholeBatches(t *testing.T) {
	ctx, k := t.Context(), NewBookkeeper(newMemoryJournal())
	if _, err := k.Record(ctx, newInvoice("a", "1"), newInvoice("b", "2")); err != nil {
		t.Fatal(err)
	}
	var readers sync.WaitGroup
	done := make(chan struct{})
	for range 4 {
		readers.Go(func() {
			for {
				b := k.Book()
				one, _ := b.Invoice("1")
				two, _ := b.Invoice("2")
				if one.Notes != two.Notes {
					t.Errorf("seq %d: notes %q and %q", b.Seq(), one.Notes, two.Notes)
					return
				}
				if _, err := act("r").Pay(b, "1", Money{1, "EUR"}, actDay, ""); err != nil {
					t.Error(err)
					return
				}
				select {
				case <-done:
					return
				default:
				}
			}
		})
	}
	for i := range 300 {
		text := fmt.Sprint(i)
		if _, err := k.Record(ctx, note("x"+text, "1", text), note("y"+text, "2", text)); err != nil {
			t.Error(err)
			break
		}
	}
	close(done)
	readers.Wait()
}

// deafJournal appends and loses the answer.
type deafJournal struct{ *memoryJournal }

func (j deafJournal) Append(ctx context.Context, changes []Change) ([]Change, error) {
	_, _ = j.memoryJournal.Append(ctx, changes)
	return nil, errors.New("connection reset by peer")
}

func TestWhatWasAppendedThoughTheAnswerWasLostIsInTheBook(t *testing.T) {
	ctx, journal := t.Context(), newMemoryJournal()
	k := NewBookkeeper(journal)
	if _, err := k.Record(ctx, newInvoice("a", "1"), note("b", "1", "called")); err != nil {
		t.Fatal(err)
	}
	if _, err := k.RecordIn(ctx, []Change{note("c", "1", "typed in the sheet")}, deafJournal{journal}.Append); err == nil {
		t.Fatal("the lost answer is no error")
	}
	if inv, _ := k.Book().Invoice(KeyOf("1")); inv.Notes != "typed in the sheet" {
		t.Errorf("whoever acts now sees %q and would overrule what they never saw", inv.Notes)
	}
}
