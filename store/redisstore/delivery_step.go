package redisstore

import (
	"context"
	"fmt"

	"github.com/redis/go-redis/v9"

	"github.com/relance-bot/relance/store"
)

// step runs a script on one delivery, whose first answer is the verdict.
func (s *Store) step(ctx context.Context, book, id, what string, script *redis.Script, args ...any) (store.Verdict, []string, error) {
	reply, err := s.run(ctx, book, script, nil, append([]any{id}, args...)...)
	if err != nil {
		return "", nil, fmt.Errorf("%s delivery %s of book %s: %w", what, id, book, err)
	}
	if reply == nil {
		return "", nil, fmt.Errorf("%s delivery %s of book %s: %w", what, id, book, store.ErrNotFound)
	}
	list, ok := reply.([]any)
	if !ok || len(list) == 0 {
		return "", nil, fmt.Errorf("%s delivery %s of book %s: script answered %v", what, id, book, reply)
	}
	answer := make([]string, len(list))
	for i, one := range list {
		answer[i] = fmt.Sprint(one)
	}
	return store.Verdict(answer[0]), answer, nil
}

func flag(yes bool) string {
	if yes {
		return "1"
	}
	return "0"
}
