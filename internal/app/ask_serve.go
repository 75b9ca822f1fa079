package app

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/relance-bot/relance/sheets"
)

// serveAsks does what other processes ask for while this one holds the lease,
// until ctx ends.
func (b *book) serveAsks(ctx context.Context) {
	ticker := time.NewTicker(max(b.lease.ttl/asksPerTTL, 10*time.Millisecond))
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		if !b.lease.held.Load() {
			continue
		}
		if err := b.doAsks(ctx); err != nil && ctx.Err() == nil {
			b.log.WarnContext(ctx, "asks_not_served", "book", b.config.Name, "error", err)
		}
	}
}

// doAsks begins what is asked, the oldest first, and removes what was
// forgotten.
func (b *book) doAsks(ctx context.Context) error {
	all, err := b.asks(ctx)
	if err != nil || len(all) == 0 {
		return err
	}
	now, err := b.store.Now(ctx)
	if err != nil {
		return err
	}
	ids := slices.SortedFunc(maps.Keys(all), func(x, y string) int { return cmp.Or(all[x].At.Compare(all[y].At), cmp.Compare(x, y)) })
	var failed error
	for _, id := range ids {
		a := all[id]
		age := now.Sub(a.At)
		switch {
		case age > 2*askLife, a.NoReply && age > askLife:
			failed = errors.Join(failed, b.dropAsk(ctx, id))
		case a.Begun != "" || a.Reply != nil || age > askLife:
		default:
			failed = errors.Join(failed, b.doAsk(ctx, id, a))
		}
	}
	return failed
}

// doAsk does one ask, at most once: that it was begun is durable before it is,
// and refused where another has the lease by now.
func (b *book) doAsk(ctx context.Context, id string, a ask) error {
	a.Begun = b.lease.holder
	if a.NoReply {
		if err := b.dropAsk(ctx, id); err != nil {
			return err
		}
		b.noteEdits(a.Edits)
		b.recorded()
		return nil
	}
	term := b.lease.term.Load()
	if err := b.putAsk(ctx, id, a, term); err != nil {
		return err
	}
	report, err := b.carryOutAsk(ctx, a)
	a.Reply = &reply{Report: report, Minute: b.limiter.Usage()}
	if err != nil {
		a.Reply.Error = err.Error()
		b.log.WarnContext(ctx, "ask_failed", "book", b.config.Name, "error", err)
	}
	return b.putAsk(ctx, id, a, term)
}

func (b *book) carryOutAsk(ctx context.Context, a ask) (sheets.Report, error) {
	switch {
	case a.Sync != nil:
		return b.syncAs(ctx, *a.Sync)
	case a.Conflict != "":
		return sheets.Report{}, b.syncer.ResolveConflict(ctx, a.Conflict)
	case a.PutBack != "":
		if err := b.syncer.TryAgain(ctx, a.PutBack); err != nil {
			return sheets.Report{}, err
		}
		b.recorded()
		return sheets.Report{}, nil
	case a.Presumed != nil:
		if err := b.syncer.ConfirmPresumed(ctx, a.Presumed.Batch, a.Presumed.By, a.Presumed.Settled); err != nil {
			return sheets.Report{}, err
		}
		b.recorded()
		return sheets.Report{}, nil
	case a.Question != nil:
		if err := b.syncer.AnswerQuestion(ctx, *a.Question); err != nil {
			return sheets.Report{}, err
		}
		b.recorded()
		return sheets.Report{}, nil
	}
	return sheets.Report{}, errors.New("this version does not know what is asked")
}

// doFor does what a person asks for: here, or where the lease is.
func (b *book) doFor(ctx context.Context, a ask) (sheets.Report, error) {
	if b.lease.held.Load() {
		report, err := b.carryOutAsk(ctx, a)
		if !errors.Is(err, errNotHolder) {
			return report, err
		}
	}
	r, err := b.askHolder(ctx, a)
	return r.Report, err
}

// syncFor is a cycle that a person asks for.
func (b *book) syncFor(ctx context.Context, how sheets.SyncAsk) (sheets.Report, error) {
	return b.doFor(ctx, ask{Sync: &how})
}
