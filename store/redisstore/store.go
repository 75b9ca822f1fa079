package redisstore

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/relance-bot/relance/store"
	"github.com/relance-bot/relance/store/internal/check"
)

// Store is one Redis. It is safe for concurrent use.
type Store struct {
	client redis.UniversalClient
	// appending spares our own goroutines from overtaking each other between
	// reading the head and adding to it; other replicas are met by trying again.
	appending chan struct{}
}

var _ store.Store = (*Store)(nil)

// quiet: the client library writes to standard error in its own words. Every
// error comes back to our caller too, who logs it as an event.
type quiet struct{}

func (quiet) Printf(context.Context, string, ...any) {}

func init() { redis.SetLogger(quiet{}) }

// ErrEvicts: the server may throw away what must survive.
var ErrEvicts = errors.New("redis may evict keys: set maxmemory-policy noeviction")

// Open connects to the Redis that url names in one of Forms.
func Open(ctx context.Context, url string) (*Store, error) {
	o, err := parseURL(url)
	if err != nil {
		return nil, err
	}
	return open(ctx, o)
}

func open(ctx context.Context, o *redis.UniversalOptions) (*Store, error) {
	o.MaxRetries = -1 // a reply that was lost may be of a call that was carried out
	o.ContextTimeoutEnabled = true
	o.Protocol = 2 // the scripts' answers are arrays and strings; nothing is pushed
	o.ClientName = "relance"
	s := &Store{client: redis.NewUniversalClient(o), appending: make(chan struct{}, 1)}
	if err := s.checkServer(ctx); err != nil {
		return nil, fmt.Errorf("open redis at %s: %w", strings.Join(o.Addrs, ", "), errors.Join(err, s.client.Close()))
	}
	return s, nil
}

func (s *Store) checkServer(ctx context.Context) error {
	memory, err := s.client.Info(ctx, "memory").Result()
	if err != nil {
		return err
	}
	if !strings.Contains(memory, "maxmemory:0\r") && !strings.Contains(memory, "maxmemory_policy:noeviction") {
		return ErrEvicts
	}
	return nil
}

// Close ends the connections.
func (s *Store) Close() error { return s.client.Close() }

// Now is the server's clock; in a cluster, that of any node.
func (s *Store) Now(ctx context.Context) (time.Time, error) {
	now, err := s.client.Time(ctx).Result()
	if err != nil {
		return now, fmt.Errorf("read redis clock: %w", err)
	}
	return now.UTC(), nil
}

// run runs a script on a book's keys, and on further ones after them.
func (s *Store) run(ctx context.Context, book string, script *redis.Script, further []string, args ...any) (any, error) {
	if err := check.Book(book); err != nil {
		return nil, err
	}
	reply, err := script.Run(ctx, s.client, append(keys(book), further...), args...).Result()
	if errors.Is(err, redis.Nil) {
		return nil, nil //nolint:nilnil // Redis' own nil: the script says "no such thing"
	}
	return reply, err
}

// texts runs a script that answers with a list of strings.
func (s *Store) texts(ctx context.Context, book string, script *redis.Script, further []string, args ...any) ([]string, error) {
	reply, err := s.run(ctx, book, script, further, args...)
	if err != nil {
		return nil, err
	}
	list, ok := reply.([]any)
	if !ok {
		return nil, fmt.Errorf("script answered %T", reply)
	}
	found := make([]string, len(list))
	for i, one := range list {
		if found[i], ok = one.(string); !ok {
			return nil, fmt.Errorf("script answered %T in a list", one)
		}
	}
	return found, nil
}

// micros is t as it is kept: microseconds, which Lua counts exactly; 0 for no time.
func micros(t time.Time) string {
	if t.IsZero() {
		return "0"
	}
	return strconv.FormatInt(t.UnixMicro(), 10)
}

// instant is what micros kept.
func instant(text string) (time.Time, error) {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return time.Time{}, fmt.Errorf("time %q: %w", text, err)
	}
	if n == 0 {
		return time.Time{}, nil
	}
	return time.UnixMicro(n).UTC(), nil
}
