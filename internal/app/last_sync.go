package app

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/relance-bot/relance/sheets"
	"github.com/relance-bot/relance/sheets/google"
	"github.com/relance-bot/relance/store"
)

// lastSync is what the last cycles did, as the holder of the lease shares it
// with the replicas that only answer.
type lastSync struct {
	Last  sheets.Report `json:"last"`           // the last that ended well
	Read  sheets.Report `json:"read,omitzero"`  // the last that read the sheet
	Moved sheets.Report `json:"moved,omitzero"` // the last that took or wrote anything
	Usage google.Usage  `json:"usage"`          // of the account then
}

// The document that carries it.
const (
	kindLastSync = "last_sync"
	lastSyncKey  = "last"
)

// noteSync keeps what a cycle did, and shares it: at once where something
// moved, else now and then, for the time of the last look.
func (b *book) noteSync(ctx context.Context, r sheets.Report) {
	if r.DryRun {
		return
	}
	b.noteSilence(ctx, r.At)
	b.last.mu.Lock()
	now := &b.last.now
	now.Last, now.Usage = r, b.limiter.Usage()
	if !r.Quiet {
		now.Read = r
	}
	if r.Changed+r.Written+r.PutBack > 0 {
		now.Moved = r
	}
	shared := *now
	due := !r.Quiet || r.At.Sub(b.last.shared) >= b.lease.ttl
	if due {
		b.last.shared = r.At
	}
	b.last.mu.Unlock()
	if !due {
		return
	}
	if err := b.shareSync(ctx, shared); err != nil {
		b.log.WarnContext(ctx, "last_sync_not_shared", "book", b.config.Name, "error", err)
	}
}

func (b *book) shareSync(ctx context.Context, s lastSync) error {
	data, err := json.Marshal(s)
	if err != nil {
		return fmt.Errorf("write the last sync: %w", err)
	}
	_, err = b.store.Commit(ctx, b.config.Name, store.Commit{
		Term: b.lease.term.Load(), Put: []store.Doc{{Kind: kindLastSync, Key: lastSyncKey, Data: data}},
	})
	return err
}

// sharedTimeout bounds asking the store for what another replica did.
const sharedTimeout = 3 * time.Second

// lastSync is what is known of the last cycles: here, or from the replica that
// runs them.
func (b *book) lastSync(ctx context.Context) lastSync {
	b.last.mu.Lock()
	own := b.last.now
	b.last.mu.Unlock()
	if b.lease.held.Load() && !own.Last.At.IsZero() {
		own.Usage = b.limiter.Usage()
		return own
	}
	ctx, cancel := context.WithTimeout(ctx, sharedTimeout)
	defer cancel()
	docs, err := b.store.Docs(ctx, b.config.Name, kindLastSync)
	if err != nil {
		b.log.WarnContext(ctx, "last_sync_not_read", "book", b.config.Name, "error", err)
		return own
	}
	for _, d := range docs {
		var other lastSync
		if err := json.Unmarshal(d.Data, &other); err == nil && other.Last.At.After(own.Last.At) {
			return other
		}
	}
	return own
}

// quarantined counts the rows that can't be read as they stand: nobody is
// chased on them.
func quarantined(problems []sheets.Problem) int {
	type place struct {
		tab string
		row int
	}
	rows := map[place]bool{}
	for _, p := range problems {
		if p.Row > 0 {
			rows[place{p.Tab, p.Row}] = true
		}
	}
	return len(rows)
}
