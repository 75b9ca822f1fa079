package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/relance-bot/relance/bot"
	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/sheets"
	"github.com/relance-bot/relance/sheets/google"
)

// OnceAsk is which book to sync once, and whether only to look. No name: all.
type OnceAsk struct {
	Book   string
	DryRun bool
}

// Who ran a cycle of OnceBook.
const (
	RanHere     = "here"     // this process, under the lease
	RanByHolder = "holder"   // the process that serves the book, asked through the store
	RanNobody   = "unserved" // it did not answer: this process looked, and wrote nothing
)

// OnceBook is what one cycle did, or would do.
type OnceBook struct {
	Book        string
	Spreadsheet string
	Ran         string
	Report      sheets.Report
	Quarantined int               // rows that can't be read
	Open        []sheets.Conflict // all that nobody has decided yet
	Minute      google.Usage      // the account's calls of the last minute
	Err         error
}

// SyncOnce runs one cycle of each book, without Slack and without reminders.
// A book that another process serves is synced by that one: two must not write
// into one sheet. The error is of what concerns all books.
func SyncOnce(ctx context.Context, o Options, ask OnceAsk) (_ []OnceBook, err error) {
	a, err := openOnce(ctx, o, ask.Book)
	if a != nil {
		defer func() { err = errors.Join(err, a.close()) }()
	}
	if err != nil {
		return nil, err
	}
	if err := a.buryTheDead(ctx); err != nil {
		return nil, err
	}
	var list []OnceBook
	for _, b := range a.books {
		list = append(list, b.once(ctx, ask.DryRun))
	}
	return list, nil
}

// openOnce opens the store and the sheets of the books asked for, without
// Slack. What it gives must be closed, with an error too.
func openOnce(ctx context.Context, o Options, name string) (*App, error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.LeaseTTL == 0 {
		o.LeaseTTL = DefaultLeaseTTL
	}
	a := &App{o: o, store: o.Store}
	if err := a.open(ctx); err != nil {
		return a, err
	}
	a.limiter = google.NewLimiter(google.LimiterOptions{Now: o.Now, Unpaced: o.NoQuota})
	for _, c := range o.Config.Books {
		if name != "" && c.Name != name {
			continue
		}
		location, err := time.LoadLocation(c.TimeZone)
		if err != nil {
			return a, fmt.Errorf("book %s: time zone: %w", c.Name, err)
		}
		b, err := a.openBook(ctx, c, location)
		if err != nil {
			return a, fmt.Errorf("book %s: %w", c.Name, err)
		}
		b.news = nobody{}
		a.books = append(a.books, b)
	}
	if len(a.books) == 0 {
		return a, fmt.Errorf("the configuration has no book %q", name)
	}
	return a, nil
}

// once runs one cycle of the book, wherever that is safe.
func (b *book) once(ctx context.Context, dryRun bool) OnceBook {
	done := OnceBook{Book: b.config.Name, Spreadsheet: b.config.Spreadsheet, Ran: RanHere}
	b.lease.renew(ctx)
	defer b.lease.release(ctx)
	how := sheets.SyncAsk{DryRun: dryRun}
	switch {
	case b.lease.held.Load():
		stop := b.keepLease(ctx)
		done.Report, done.Err = b.onceHere(ctx, how)
		stop()
	default:
		done.Ran = RanByHolder
		var r reply
		r, done.Err = b.askHolder(ctx, ask{Sync: &how})
		done.Report, done.Minute = r.Report, r.Minute
		if e, ok := errors.AsType[*ledger.Error](done.Err); ok && e.Code == ledger.CodeUnavailable {
			done.Ran = RanNobody
			done.Report, done.Err = b.lookOnly(ctx)
		}
	}
	if done.Ran != RanByHolder {
		done.Minute = b.limiter.Usage()
	}
	if done.Err == nil {
		done.Quarantined = quarantined(done.Report.Problems)
		done.Open, done.Err = b.syncer.Conflicts(ctx)
	}
	return done
}

// keepLease renews the lease while a long cycle runs, until stop is called.
func (b *book) keepLease(ctx context.Context) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	var running sync.WaitGroup
	running.Go(func() {
		ticker := time.NewTicker(b.lease.ttl / renewalsPerTTL)
		defer ticker.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-ticker.C:
				b.lease.renew(ctx)
			}
		}
	})
	return func() { cancel(); running.Wait() }
}

// onceHere is a cycle under the lease. A new book begins as it would when
// served.
func (b *book) onceHere(ctx context.Context, how sheets.SyncAsk) (sheets.Report, error) {
	if err := b.keeper.CatchUp(ctx); err != nil {
		return sheets.Report{}, err
	}
	if !how.DryRun {
		head, err := b.store.Head(ctx, b.config.Name)
		if err != nil {
			return sheets.Report{}, fmt.Errorf("read the journal's head: %w", err)
		}
		if err := b.begin(ctx, head.Seq == 0); err != nil {
			return sheets.Report{}, err
		}
		b.metFirst(head.Seq)
	}
	return b.syncAs(ctx, how)
}

// lookOnly plans a cycle without the lease. Nothing is carried out.
func (b *book) lookOnly(ctx context.Context) (sheets.Report, error) {
	if err := b.keeper.CatchUp(ctx); err != nil {
		return sheets.Report{}, err
	}
	return b.syncer.Sync(ctx, sheets.SyncAsk{DryRun: true})
}

// nobody is told nothing: without Slack, what waits for a person is printed.
type nobody struct{}

func (nobody) TellHeld(string, string)             {}
func (nobody) AskConflicts(string, []bot.Conflict) {}
func (nobody) AskQuestions(string, []bot.Question) {}
func (nobody) AskPresumed(string, []bot.Presumed)  {}
func (nobody) TellLadders(string)                  {}
