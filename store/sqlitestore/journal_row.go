package sqlitestore

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/store/internal/chain"
)

// A start reads the changes alone: the chain is looked at by Verify.
const (
	changeColumns = `seq, id, at, actor, source, invoice, customer, person, field, old, new, cause`
	selectChange  = `SELECT ` + changeColumns + ` FROM journal`
	selectEntry   = `SELECT ` + changeColumns + `, salt, commitments, hash FROM journal`
)

const insertEntry = `INSERT INTO journal
	(book, seq, id, at, actor, source, invoice, customer, person, field, old, new, cause, salt, commitments, hash, subject, bookkeeping)
	VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`

func scanEntry(rows *sql.Rows) (chain.Entry, error) {
	var e chain.Entry
	return e, scanColumns(rows, &e.Change, &e.Salt, &e.Commitments, &e.Hash)
}

func scanChange(rows *sql.Rows) (ledger.Change, error) {
	var c ledger.Change
	return c, scanColumns(rows, &c)
}

// scanColumns reads the columns of a change, and those after it.
func scanColumns(rows *sql.Rows, c *ledger.Change, rest ...any) error {
	var at int64
	var before, after string
	columns := []any{&c.Seq, &c.ID, &at, &c.Actor, &c.Source, &c.Invoice, &c.Customer, &c.Person, &c.Field, &before, &after, &c.Cause}
	if err := rows.Scan(append(columns, rest...)...); err != nil {
		return err
	}
	c.At = instant(at)
	if err := c.Old.UnmarshalText([]byte(before)); err != nil {
		return fmt.Errorf("entry %d: old value: %w", c.Seq, err)
	}
	if err := c.New.UnmarshalText([]byte(after)); err != nil {
		return fmt.Errorf("entry %d: new value: %w", c.Seq, err)
	}
	return nil
}

func addEntry(ctx context.Context, insert *sql.Stmt, book string, e chain.Entry) error {
	c := e.Change
	before, err := c.Old.MarshalText()
	if err != nil {
		return err
	}
	after, err := c.New.MarshalText()
	if err != nil {
		return err
	}
	_, err = insert.ExecContext(ctx, book, c.Seq, c.ID, nanos(c.At), c.Actor, c.Source, c.Invoice, c.Customer, c.Person, c.Field,
		string(before), string(after), c.Cause, e.Salt, e.Commitments, e.Hash, c.Subject(), c.IsBookkeeping())
	return err
}
