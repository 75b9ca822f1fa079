package memstore

import (
	"context"
	"fmt"

	"github.com/relance-bot/relance/store"
	"github.com/relance-bot/relance/store/internal/check"
)

// standing tells where a book stands with the server that answers now.
func (b *book) standing(server int) store.Reconciliation {
	switch {
	case !b.confirmed:
		return store.Reconciliation{Open: true, Reason: store.ReasonNewStore}
	case b.server != server:
		return store.Reconciliation{Epoch: b.epoch, Open: true, Reason: store.ReasonAnotherServer, Since: b.since}
	}
	return store.Reconciliation{Epoch: b.epoch, Open: b.open, Reason: b.reason, Since: b.since}
}

func (b *book) isOpen(server int) bool { return b.standing(server).Open }

// Reconciliation tells where a book stands.
func (s *Store) Reconciliation(_ context.Context, name string) (r store.Reconciliation, err error) {
	err = s.with(name, func(b *book) error {
		r = b.standing(s.server)
		return nil
	})
	return r, err
}

// BeginReconcile stops the book until ConfirmReconcile.
func (s *Store) BeginReconcile(_ context.Context, name, reason string) (r store.Reconciliation, err error) {
	if err := check.Texts(reason); err != nil {
		return r, fmt.Errorf("begin to reconcile book %s: %w", name, err)
	}
	err = s.with(name, func(b *book) error {
		begun := b.confirmed && b.server == s.server && b.open
		if !begun {
			b.confirmed, b.open, b.reason, b.since, b.server = true, true, reason, s.instant(), s.server
			b.epoch++
			for _, d := range b.records {
				if d.State == store.Due || d.State == store.Claimed {
					b.drop(d, string(store.RefusedReconcile))
				}
			}
		}
		r = b.standing(s.server)
		return nil
	})
	return r, err
}

// ConfirmReconcile lets the book send again.
func (s *Store) ConfirmReconcile(_ context.Context, name string, epoch uint64) error {
	return s.with(name, func(b *book) error {
		if b.epoch != epoch || b.confirmed && b.server != s.server {
			return fmt.Errorf("epoch %d, now %d: %w", epoch, b.epoch, store.ErrStaleEpoch)
		}
		if !b.confirmed {
			b.reason = store.ReasonNewStore
		}
		b.confirmed, b.open, b.server = true, false, s.server
		return nil
	})
}
