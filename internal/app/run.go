package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/reminders"
)

// Start catches up with the journal, reads each sheet once, and sets the jobs
// and the connection to Slack going. A sheet that can't be read now is logged
// and tried again; the rest works without it.
func (a *App) Start(ctx context.Context) error {
	run, cancel := context.WithCancel(context.WithoutCancel(ctx))
	a.cancel = cancel
	if err := a.buryTheDead(ctx); err != nil {
		return err
	}
	for _, b := range a.books {
		if err := a.startBook(ctx, run, b); err != nil {
			return fmt.Errorf("start book %s: %w", b.config.Name, err)
		}
	}
	if a.socket != nil {
		a.running.Go(func() { a.socket.Run(run) })
	}
	a.running.Go(func() { a.keepLeases(run) })
	return nil
}

func (a *App) startBook(ctx, run context.Context, b *book) error {
	if err := b.keeper.CatchUp(ctx); err != nil {
		return err
	}
	b.lease.renew(ctx)
	head, err := a.store.Head(ctx, b.config.Name)
	if err != nil {
		return fmt.Errorf("read the journal's head: %w", err)
	}
	if err := b.begin(ctx, head.Seq == 0); err != nil {
		return err
	}
	if b.lease.held.Load() {
		b.metFirst(head.Seq)
	}
	if _, err := b.sync(ctx); err != nil && !errors.Is(err, errNotHolder) {
		a.o.Log.ErrorContext(ctx, "first_sync_failed", "book", b.config.Name, "error", err)
	}
	a.running.Go(func() { b.follow(run) })
	a.running.Go(func() { b.listen(run) })
	a.running.Go(func() { b.serveAsks(run) })
	if url := a.o.Config.HTTP.PublicURL; url != "" {
		k := &watchKeeper{
			book: b, drive: b.drive, address: strings.TrimRight(url, "/") + driveHookPath,
			token: func(channel string) string { return watchToken(a.hashKey(), b.config.Name, channel) },
		}
		a.running.Go(func() { k.run(run) })
	}
	return b.reminders.Start(run)
}

// begin gives a new book the level of its configuration. Later the level is
// raised and lowered in Slack.
func (b *book) begin(ctx context.Context, isNew bool) error {
	if !isNew || b.config.Level == string(ledger.LevelObserve) {
		return nil
	}
	act := ledger.Act{ID: "configuration/level", At: b.now(), Actor: "configuration", Source: ledger.SourceBot}
	changes, err := act.SetLevel(b.keeper.Book(), ledger.Level(b.config.Level))
	if err != nil {
		return err
	}
	_, err = b.keeper.Record(ctx, changes...)
	return err
}

// keepLeases renews the leases, follows the journals and buries the dead until
// ctx ends.
func (a *App) keepLeases(ctx context.Context) {
	ticker := time.NewTicker(a.o.LeaseTTL / followsPerTTL)
	defer ticker.Stop()
	for n := 1; ; n++ {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		for _, b := range a.books {
			if n%(followsPerTTL/renewalsPerTTL) == 0 {
				b.lease.renew(ctx)
			}
			before := b.keeper.Book().Seq()
			if err := b.keeper.CatchUp(ctx); err != nil && ctx.Err() == nil {
				a.o.Log.WarnContext(ctx, "journal_not_read", "book", b.config.Name, "error", err)
			}
			if !b.lease.held.Load() {
				continue
			}
			if b.keeper.Book().Seq() != before {
				b.recorded() // in another replica: the sheet follows as soon as if it were here
			}
			if err := b.watchServer(ctx); err != nil && ctx.Err() == nil {
				a.o.Log.WarnContext(ctx, "store_not_watched", "book", b.config.Name, "error", err)
			}
		}
		if err := a.buryTheDead(ctx); err != nil && ctx.Err() == nil {
			a.o.Log.WarnContext(ctx, "dead_not_recorded", "error", err)
		}
	}
}

// buryTheDead records that earlier runs on this host are over, so that what
// they left in doubt can be sent again once history shows it isn't there.
func (a *App) buryTheDead(ctx context.Context) error {
	ids, err := a.incarnation.dead()
	if err != nil {
		return err
	}
	for _, id := range ids {
		for _, b := range a.books {
			if err := a.store.RecordDeath(ctx, b.config.Name, id, "lock file taken over"); err != nil {
				return fmt.Errorf("record the end of run %s: %w", id, err)
			}
			// Nor can it renew its lease: nobody need wait for that to run out.
			if err := a.store.ReleaseLease(ctx, b.config.Name, id); err != nil {
				return fmt.Errorf("take the lease of run %s: %w", id, err)
			}
		}
		a.knowDead(id)
		if err := a.incarnation.forget(id); err != nil {
			return fmt.Errorf("remove a lock file: %w", err)
		}
	}
	return nil
}

// knowDead notes a run that is over, for the reminders to act on.
func (a *App) knowDead(id string) {
	a.deathsMu.Lock()
	defer a.deathsMu.Unlock()
	a.deaths = append(a.deaths, reminders.Proof{Incarnation: id, Proof: "lock file taken over"})
}

func (a *App) knownDeaths() []reminders.Proof {
	a.deathsMu.Lock()
	defer a.deathsMu.Unlock()
	return slices.Clone(a.deaths)
}

// HoldJobs keeps the jobs from doing anything, or lets them again. What runs
// goes on; Wake works all the same. It is for whoever moves the clock by hand.
func (a *App) HoldJobs(hold bool) {
	for _, b := range a.books {
		b.jobsHeld.Store(hold)
	}
}

// StartChasing does what finance's click does in every book: what was late
// when first seen is chased from now on.
func (a *App) StartChasing(ctx context.Context, actor string) error {
	for _, b := range a.books {
		var keys []ledger.Key
		for _, d := range b.reminders.Waiting() {
			keys = append(keys, d.Invoice)
		}
		act := ledger.Act{ID: "start-chasing/" + b.now().UTC().Format(time.RFC3339Nano), At: b.now(), Actor: actor, Source: ledger.SourceSlack}
		changes, err := act.StartChasing(b.keeper.Book(), keys)
		if err != nil {
			return err
		}
		if _, err := b.keeper.Record(ctx, changes...); err != nil {
			return fmt.Errorf("start chasing: %w", err)
		}
	}
	return nil
}

// ticksPerWake bounds how often a wake looks again whether more is due: what
// the gate turned down because its invoice had just changed is planned anew.
const ticksPerWake = 4

// Wake does everything that is due now, once, in every book.
func (a *App) Wake(ctx context.Context) error {
	var failed error
	for _, b := range a.books {
		b.lease.renew(ctx)
		_, err := b.sync(ctx)
		for n := 0; err == nil && n < ticksPerWake; n++ {
			var report reminders.Report
			report, err = b.reminders.Tick(ctx)
			b.ticked(report, err)
			if report.IsQuiet() || err != nil {
				break
			}
			_, err = b.sync(ctx) // the row shows what was just said
		}
		failed = errors.Join(failed, err)
	}
	return failed
}

// WaitConnected returns when Slack can reach the bot.
func (a *App) WaitConnected(ctx context.Context) error {
	if a.socket == nil {
		return nil
	}
	return a.socket.WaitConnected(ctx)
}

// Stop ends everything, finishing what is under way. After it nothing runs.
func (a *App) Stop(ctx context.Context) error {
	var failed error
	for _, b := range a.books {
		failed = errors.Join(failed, b.reminders.Stop(ctx))
	}
	if a.cancel != nil {
		a.cancel()
	}
	a.running.Wait()
	return errors.Join(failed, a.close())
}

// close lets go of what New took.
func (a *App) close() error {
	var failed error
	if a.receiver != nil {
		a.receiver.Close()
	}
	if a.bot != nil {
		a.bot.Close()
	}
	if a.slack != nil {
		a.slack.Close()
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	for _, b := range a.books {
		// Nothing of this run can write any more: say so.
		failed = errors.Join(failed, a.store.RecordDeath(ctx, b.config.Name, a.incarnation.id, "clean stop"))
		b.lease.release(ctx)
	}
	if a.store != nil && a.o.Store == nil {
		failed = errors.Join(failed, a.store.Close())
	}
	if a.incarnation != nil {
		failed = errors.Join(failed, a.incarnation.end())
	}
	return failed
}

// wakeSync is the sync job.
func (b *book) wakeSync(ctx context.Context) error {
	if b.jobsHeld.Load() {
		return nil
	}
	_, err := b.sync(ctx)
	if errors.Is(err, errNotHolder) {
		return nil
	}
	return err
}

// active tells whether the jobs of this replica are to do anything.
func (b *book) active() bool { return b.lease.held.Load() && !b.jobsHeld.Load() }

// ticked logs what a tick did.
func (b *book) ticked(r reminders.Report, err error) {
	switch {
	case err != nil:
		b.log.Warn("tick_failed", "book", b.config.Name, "error", err)
	case !r.IsQuiet():
		b.log.Info("ticked", "book", b.config.Name, "report", r)
	}
}
