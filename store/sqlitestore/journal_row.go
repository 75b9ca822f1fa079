package sqlitestore

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/relance-bot/relance/store/internal/chain"
)

const selectEntry = `SELECT seq, id, at, actor, source, invoice, customer, person, field, old, new, cause, salt, commitments, hash FROM journal`

const insertEntry = `INSERT INTO journal
	(book, seq, id, at, actor, source, invoice, customer, person, field, old, new, cause, salt, commitments, hash, subject, bookkeeping)
	VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`

func scanEntry(rows *sql.Rows) (chain.Entry, error) {
	var e chain.Entry
	var at int64
	var before, after string
	c := &e.Change
	err := rows.Scan(&c.Seq, &c.ID, &at, &c.Actor, &c.Source, &c.Invoice, &c.Customer, &c.Person, &c.Field,
		&before, &after, &c.Cause, &e.Salt, &e.Commitments, &e.Hash)
	if err != nil {
		return e, err
	}
	c.At = instant(at)
	if err := c.Old.UnmarshalText([]byte(before)); err != nil {
		return e, fmt.Errorf("entry %d: old value: %w", c.Seq, err)
	}
	if err := c.New.UnmarshalText([]byte(after)); err != nil {
		return e, fmt.Errorf("entry %d: new value: %w", c.Seq, err)
	}
	return e, nil
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
