package app

import (
	"context"
	"time"

	"golang.org/x/sync/semaphore"

	"github.com/relance-bot/relance/internal/config"
	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/sheets"
	"github.com/relance-bot/relance/sheets/google"
)

// openBook makes the parts of a book that store and sheet need, without Slack.
func (a *App) openBook(ctx context.Context, c config.Book, location *time.Location) (*book, error) {
	b := &book{
		config: c, store: a.store, log: a.o.Log, now: a.o.Now, limiter: a.limiter, syncing: semaphore.NewWeighted(1), nudge: make(chan struct{}, 1), wakes: wakes{poked: make(chan struct{}, 1)},
		keeper: ledger.NewBookkeeper(journal{store: a.store, book: c.Name}),
		lease:  &lease{store: a.store, book: c.Name, holder: a.incarnation.id, ttl: a.o.LeaseTTL, log: a.o.Log},
	}
	var err error
	if b.penalties, err = a.penalties(c); err != nil {
		return nil, err
	}
	g := a.o.Config.Google
	spreadsheet, err := google.Open(ctx, google.Options{
		SpreadsheetID: c.Spreadsheet, Auth: google.Auth(g.Auth), CredentialsFile: g.CredentialsFile, Account: g.Impersonate,
		Endpoint: g.Endpoint, HTTPClient: a.o.GoogleClient, Limiter: a.limiter,
	})
	if err != nil {
		return nil, err
	}
	b.drive = spreadsheet
	b.syncer = sheets.NewSyncer(sheets.Options{
		Book: c.Name, Desk: b.keeper, State: a.store, Spreadsheet: spreadsheet, Now: a.o.Now, Location: location,
		Language: a.o.Config.Language, Currency: ledger.Currency(c.Currency), Columns: c.Columns,
		Term: b.lease.term.Load, ReadEvery: a.o.Config.Sync.FullEvery, Quiet: a.o.Config.Sync.Quiet, Author: newAuthors(a.store, c.Name).of, Edits: b.takeEdits, Recent: b.recent, Name: a.nameOf, Log: a.o.Log,
		Tabs:     sheets.Tabs{Invoices: c.Tabs.Invoices, Payments: c.Tabs.Payments, Customers: c.Tabs.Customers, People: c.Tabs.People, FollowUp: c.Tabs.FollowUp},
		FollowUp: c.StateIn == config.StateInFollowUp, OpenItems: c.Mode == config.ModeOpenItems,
	})
	return b, nil
}
