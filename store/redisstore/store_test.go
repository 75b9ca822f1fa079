package redisstore_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/relance-bot/relance/store"
	"github.com/relance-bot/relance/store/redisstore"
	"github.com/relance-bot/relance/store/redisstore/redistest"
	"github.com/relance-bot/relance/store/storetest"
)

func open(t *testing.T, url string) *redisstore.Store {
	t.Helper()
	s, err := redisstore.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func TestStore(t *testing.T) {
	_, server := redistest.Start(t, redistest.Durable...)
	behind := redis.NewClient(&redis.Options{Addr: server.Addr()})
	defer func() { _ = behind.Close() }()
	storetest.Run(t, func(t *testing.T) storetest.Fixture {
		t.Helper()
		if err := behind.FlushAll(t.Context()).Err(); err != nil {
			t.Fatal(err)
		}
		s := open(t, server.URL())
		reopen := func() store.Store {
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			s = open(t, server.URL())
			return s
		}
		return storetest.Fixture{
			Store:   s,
			Advance: func(d time.Duration) { wait(t, behind, d) },
			Reopen:  reopen,
			NewServer: func() store.Store {
				server.Restart()
				return reopen()
			},
			Tamper: func(book string, seq uint64) { tamper(t, behind, book, seq) },
		}
	})
}

// wait sits out d on the server's own clock, which nobody can set.
func wait(t *testing.T, behind *redis.Client, d time.Duration) {
	t.Helper()
	now := func() time.Time {
		at, err := behind.Time(t.Context()).Result()
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	for end := now().Add(d); now().Before(end); {
		time.Sleep(min(d, time.Millisecond))
	}
}

func tamper(t *testing.T, behind *redis.Client, book string, seq uint64) {
	t.Helper()
	key, field := "relance:{"+book+"}:entries", strconv.FormatUint(seq, 10)
	text, err := behind.HGet(t.Context(), key, field).Result()
	if err != nil {
		t.Fatal(err)
	}
	altered := strings.Replace(text, `"new":"t:after`, `"new":"t:altered`, 1)
	if altered == text {
		t.Fatalf("nothing to alter in %s", text)
	}
	if err := behind.HSet(t.Context(), key, field, altered).Err(); err != nil {
		t.Fatal(err)
	}
}
