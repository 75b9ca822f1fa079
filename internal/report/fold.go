package report

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/relance-bot/relance/ledger"
)

// finish folds the rows into a book.
func (r *reader) finish() reading {
	if r.undated > 0 {
		r.notes = append(r.notes, fmt.Sprintf("%s paid without a day: counted as paid on %s", counted(r.undated, "amount"), r.options.AsOf))
	}
	rows := slices.DeleteFunc(r.rows, func(row row) bool {
		// Not issued yet: there is no such invoice on that day.
		return row.fields[ledger.FieldIssued].Date().After(r.options.AsOf)
	})
	var all []ledger.Change
	for _, row := range rows {
		all = append(all, row.changes()...)
	}
	book, err := ledger.NewBook().Apply(all...)
	if err != nil { // one of them is too much; find out which
		book = ledger.NewBook()
		for _, row := range rows {
			next, err := book.Apply(row.changes()...)
			if err != nil {
				r.problem(row.line, reasonOf(err))
				continue
			}
			book = next
		}
	}
	return reading{book: book, problems: r.problems, notes: r.notes}
}

// changes record the row in a book.
func (row row) changes() []ledger.Change {
	base := ledger.Change{ID: string(row.key), At: time.Unix(0, 0), Source: ledger.SourceSheet, Invoice: row.key}
	added := base
	added.Field, added.New = ledger.FieldInvoice, ledger.Record(row.fields)
	changes := []ledger.Change{added}
	if row.payment != nil {
		paid := base
		paid.ID += "/paid"
		paid.Field, paid.New = ledger.FieldPayment, ledger.Record(row.payment)
		changes = append(changes, paid)
	}
	return changes
}

// reasonOf is what an error says to a person.
func reasonOf(err error) string {
	if e, ok := errors.AsType[*ledger.Error](err); ok {
		return e.Message
	}
	return err.Error()
}
