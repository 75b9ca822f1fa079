package app

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"

	"github.com/relance-bot/relance/sheets/google"
)

// Drive tells of changes over a channel that ends by itself. Only the holder of
// the lease keeps one:
//
//	none ──(lease held)──> open ──(about to end)──> open, and the old one closed
//	  ^                      │
//	  └──(lease lost, stop)──┘
//
// # Failure handling
//
// Refused (the address is not https, not reachable, not allowed): said once in
// the log, asked again every hour; the sheet is polled as ever. A crash leaves a
// channel that ends by itself; its messages wake the sync and do no harm.
type watcher interface {
	Watch(ctx context.Context, ask google.WatchAsk) (google.Watch, error)
	Unwatch(ctx context.Context, w google.Watch) error
}

// How long a channel is asked for, of the day that Drive allows: one that a
// crash left behind is over soon. It is renewed while the old one still works.
const (
	watchFor       = 6 * time.Hour
	watchOverlap   = 15 * time.Minute
	watchRetry     = time.Hour
	unwatchTimeout = 5 * time.Second
)

const driveHookPath = "/hooks/drive"

// watchKeeper keeps one book's channel open.
type watchKeeper struct {
	book    *book
	drive   watcher
	address string
	token   func(channel string) string

	open    google.Watch // its id is empty while none is
	retryAt time.Time
	refused bool // and said so
}

// run keeps the channel until ctx ends, and closes it then.
func (k *watchKeeper) run(ctx context.Context) {
	ticker := time.NewTicker(k.book.lease.ttl / renewalsPerTTL)
	defer ticker.Stop()
	for {
		k.look(ctx)
		select {
		case <-ctx.Done():
			k.close(ctx)
			return
		case <-ticker.C:
		}
	}
}

// look takes the next step.
func (k *watchKeeper) look(ctx context.Context) {
	if !k.book.lease.held.Load() {
		k.close(ctx)
		return
	}
	now := k.book.now()
	if k.open.ID != "" && k.open.Until.Sub(now) > watchOverlap || now.Before(k.retryAt) {
		return
	}
	id := "relance-" + strings.ToLower(rand.Text())
	next, err := k.drive.Watch(ctx, google.WatchAsk{ID: id, Address: k.address, Token: k.token(id), Until: now.Add(watchFor)})
	if err != nil {
		k.retryAt = now.Add(watchRetry)
		if !k.refused && ctx.Err() == nil {
			k.refused = true
			k.book.log.InfoContext(ctx, "drive_watch_refused", "book", k.book.config.Name, "error", err)
		}
		return
	}
	if k.refused {
		k.refused = false
		k.book.log.InfoContext(ctx, "drive_watch_open", "book", k.book.config.Name)
	}
	k.close(ctx) // the old one, now that the new one works
	k.open = next
	k.retryAt = now.Add(time.Minute) // whatever Drive grants, not more often
}

// close ends the channel. One that can't be closed ends by itself.
func (k *watchKeeper) close(ctx context.Context) {
	if k.open.ID == "" {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), unwatchTimeout)
	defer cancel()
	if err := k.drive.Unwatch(ctx, k.open); err != nil {
		k.book.log.InfoContext(ctx, "drive_watch_not_closed", "book", k.book.config.Name, "error", err)
	}
	k.open = google.Watch{}
}

// watchToken proves that a channel is ours: any replica can tell, and nobody
// else can make one up. It names the book.
func watchToken(key []byte, book, channel string) string {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte("drive watch\x00" + book + "\x00" + channel))
	return book + ":" + hex.EncodeToString(mac.Sum(nil))
}
