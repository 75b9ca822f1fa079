package redisstore

import (
	"context"
	"fmt"
	"strconv"

	"github.com/relance-bot/relance/store"
	"github.com/relance-bot/relance/store/internal/check"
)

// AcquireLease takes or renews the lease of a book.
func (s *Store) AcquireLease(ctx context.Context, book string, ask store.LeaseAsk) (store.Lease, error) {
	if ask.Holder == "" || ask.TTL <= 0 {
		return store.Lease{}, fmt.Errorf("lease of book %s: a holder and a time to live are needed: %w", book, store.ErrInvalid)
	}
	answer, err := s.texts(ctx, book, scriptAcquire, nil, ask.Holder, ask.TTL.Microseconds())
	if err != nil {
		return store.Lease{}, fmt.Errorf("acquire lease of book %s: %w", book, err)
	}
	l := store.Lease{Holder: answer[0], Held: answer[3] == "1"}
	if l.Term, err = strconv.ParseUint(answer[1], 10, 64); err != nil {
		return l, fmt.Errorf("acquire lease of book %s: %w", book, err)
	}
	l.ExpiresAt, err = instant(answer[2])
	return l, err
}

// ReleaseLease gives the lease up.
func (s *Store) ReleaseLease(ctx context.Context, book, holder string) error {
	if err := check.Texts(holder); err != nil {
		return fmt.Errorf("release lease of book %s: %w", book, err)
	}
	if _, err := s.run(ctx, book, scriptRelease, nil, holder); err != nil {
		return fmt.Errorf("release lease of book %s: %w", book, err)
	}
	return nil
}
