package redisstore

import (
	"context"
	"fmt"
	"strconv"

	"github.com/redis/go-redis/v9"

	"github.com/relance-bot/relance/store"
	"github.com/relance-bot/relance/store/internal/check"
)

// Reconciliation tells where a book stands with this server.
func (s *Store) Reconciliation(ctx context.Context, book string) (store.Reconciliation, error) {
	return s.standing(ctx, book, "read reconciliation", scriptStanding)
}

// BeginReconcile stops the book until ConfirmReconcile.
func (s *Store) BeginReconcile(ctx context.Context, book, reason string) (store.Reconciliation, error) {
	if err := check.Texts(reason); err != nil {
		return store.Reconciliation{}, fmt.Errorf("begin to reconcile book %s: %w", book, err)
	}
	return s.standing(ctx, book, "begin to reconcile", scriptReconcile, reason)
}

func (s *Store) standing(ctx context.Context, book, what string, script *redis.Script, args ...any) (store.Reconciliation, error) {
	answer, err := s.texts(ctx, book, script, nil, args...)
	if err != nil {
		return store.Reconciliation{}, fmt.Errorf("%s of book %s: %w", what, book, err)
	}
	r := store.Reconciliation{Open: answer[1] == "1", Reason: answer[2]}
	if r.Epoch, err = strconv.ParseUint(answer[0], 10, 64); err == nil {
		r.Since, err = instant(answer[3])
	}
	if err != nil {
		return r, fmt.Errorf("%s of book %s: %w", what, book, err)
	}
	return r, nil
}

// ConfirmReconcile lets the book send again.
func (s *Store) ConfirmReconcile(ctx context.Context, book string, epoch uint64) error {
	answer, err := s.texts(ctx, book, scriptConfirm, nil, epoch)
	if err == nil && answer[0] != "ok" {
		err = fmt.Errorf("epoch %d, now %s (%s): %w", epoch, answer[1], answer[2], store.ErrStaleEpoch)
	}
	if err != nil {
		return fmt.Errorf("confirm reconcile of book %s: %w", book, err)
	}
	return nil
}
