package check

import (
	"fmt"
	"math"
	"time"
	"unicode/utf8"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/store"
)

// Book checks the name of a book. Redis spreads keys by what stands in their
// braces, so an empty name would scatter one book over a cluster.
func Book(book string) error {
	if book == "" {
		return fmt.Errorf("a book without a name: %w", store.ErrInvalid)
	}
	return text("book", book)
}

// Changes checks what is to be journaled.
func Changes(changes []ledger.Change) error {
	for _, c := range changes {
		if err := change(c); err != nil {
			return fmt.Errorf("change %q: %w", c.ID, err)
		}
	}
	return nil
}

func change(c ledger.Change) error {
	if c.ID == "" {
		return fmt.Errorf("it has no id: %w", store.ErrInvalid)
	}
	if c.At.IsZero() || !fitsNanoseconds(c.At) {
		return fmt.Errorf("its time %v can't be kept: %w", c.At, store.ErrInvalid)
	}
	parts := map[string]string{
		"id": c.ID, "actor": c.Actor, "source": string(c.Source), "invoice": string(c.Invoice), "customer": string(c.Customer),
		"person": string(c.Person), "field": string(c.Field), "cause": c.Cause,
		"old value": c.Old.String(), "new value": c.New.String(),
	}
	for name, s := range parts {
		if err := text(name, s); err != nil {
			return err
		}
	}
	for _, v := range []ledger.Value{c.Old, c.New} {
		if err := roundTrip(v); err != nil {
			return err
		}
	}
	return nil
}

// roundTrip makes sure that a value reads back as itself: a date of the year
// 10000 or a currency with a colon does not.
func roundTrip(v ledger.Value) error {
	b, err := v.MarshalText()
	if err != nil {
		return fmt.Errorf("value %v: %w (%w)", v, err, store.ErrInvalid)
	}
	var back ledger.Value
	if err := back.UnmarshalText(b); err != nil {
		return fmt.Errorf("value %v: %w (%w)", v, err, store.ErrInvalid)
	}
	if back != v {
		return fmt.Errorf("value %v reads back as %v: %w", v, back, store.ErrInvalid)
	}
	return nil
}

func text(name, s string) error {
	if !utf8.ValidString(s) {
		return fmt.Errorf("%s %q is not UTF-8: %w", name, s, store.ErrInvalid)
	}
	return nil
}

// fitsNanoseconds: times are kept as nanoseconds since 1970 in 64 bits.
func fitsNanoseconds(t time.Time) bool {
	return t.After(time.Unix(0, math.MinInt64)) && t.Before(time.Unix(0, math.MaxInt64))
}
