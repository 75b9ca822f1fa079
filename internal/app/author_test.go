package app

import (
	"context"
	"fmt"
	"testing"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/store"
)

// countingJournal counts the entries that are read of it.
type countingJournal struct {
	store.Journal
	entries []ledger.Change
	read    int
}

func (j *countingJournal) Since(_ context.Context, _ string, after uint64, limit int) ([]ledger.Change, error) {
	rest := j.entries[min(int(after), len(j.entries)):]
	rest = rest[:min(limit, len(rest))]
	j.read += len(rest)
	return rest, nil
}

func (j *countingJournal) says(actor, invoice string, source ledger.Source) {
	j.entries = append(j.entries, ledger.Change{
		Seq: uint64(len(j.entries) + 1), Actor: actor, Source: source, Invoice: ledger.KeyOf(invoice), Field: ledger.FieldNotes,
	})
}

func TestTheAuthorOfAFieldIsWhoLastChangedItInSlack(t *testing.T) {
	j := &countingJournal{}
	for i := range 2 * authorsPage {
		j.says(fmt.Sprintf("U%d", i%7), fmt.Sprintf("INV-%d", i%100), ledger.SourceSlack)
	}
	j.says("UANA", "INV-7", ledger.SourceSlack)
	j.says("sheet", "INV-7", ledger.SourceSheet)
	a := newAuthors(j, "main")
	for _, tt := range []struct{ invoice, want string }{
		{"INV-7", "UANA"}, {"inv-7", "UANA"}, {"INV-1000", ""},
	} {
		if got := a.of(ledger.KeyOf(tt.invoice), ledger.FieldNotes); got != tt.want {
			t.Errorf("the author of %s is %q, want %q", tt.invoice, got, tt.want)
		}
	}
	if got := a.of("inv-7", ledger.FieldDispute); got != "" {
		t.Errorf("a field that nobody touched has the author %q", got)
	}
	j.says("UBOB", "INV-7", ledger.SourceSlack)
	if got := a.of("inv-7", ledger.FieldNotes); got != "UBOB" {
		t.Errorf("the author is still %q", got)
	}
	if j.read != len(j.entries) {
		t.Errorf("%d entries were read for a journal of %d", j.read, len(j.entries))
	}
}
