package show

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/relance-bot/relance/internal/app"
	"github.com/relance-bot/relance/internal/config"
	"github.com/relance-bot/relance/internal/demo"
	"github.com/relance-bot/relance/internal/sim/mailsim"
	"github.com/relance-bot/relance/internal/sim/sheetsim"
	"github.com/relance-bot/relance/internal/sim/slacksim"
	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/store"
)

// bookZone is where the demo's finance team works.
const bookZone = "Europe/Paris"

// fullEvery is how often the sheet is read though it doesn't look changed. The
// simulated Drive's version, unlike the real one, always tells.
const fullEvery = 24 * time.Hour

// Options are what a World is made of. Base is required.
type Options struct {
	Base  func() time.Time // the clock that the world's follows
	Start time.Time        // the world's first moment; zero: Opening(Base())
	Lang  string           // "fr" or "en"
	Store string           // as in a configuration; default an SQLite file in Dir
	Dir   string           // for the store, lock files and saved state
	Log   *slog.Logger

	Level        ledger.Level  // the book's; default internal
	KeepWaiting  bool          // leave what is late at the start to Start chasing
	Keep         bool          // load and save the state of the simulators in Dir
	NoSockets    bool          // connect without loopback sockets, as a synctest bubble needs
	OpenStore    store.Store   // instead of Store
	SyncEvery    time.Duration // default 2 s: a person watches
	FullEvery    time.Duration // default 24 h
	TickEvery    time.Duration // likewise
	Data         *demo.Dataset // instead of the demo's ledger
	RefreshEvery time.Duration // of Slack's connections; 0: never
}

// World is a running demo.
type World struct {
	Clock         *Clock
	Slack         *slacksim.Sim
	Sheets        *sheetsim.Sim
	Mail          *mailsim.Sim
	SpreadsheetID string
	App           *app.App
	People        []demo.Person
	Location      *time.Location

	o         Options
	data      demo.Dataset
	advancing sync.Mutex
	servers   []*http.Server
	serving   sync.WaitGroup
	endpoints struct{ slack, sheets string }
}

// Opening is a good first moment: nine in the morning, in Paris, of the last
// day that was no weekend.
func Opening(now time.Time) time.Time {
	paris, err := time.LoadLocation(bookZone)
	if err != nil { // the zone database is part of the binary
		panic(err)
	}
	t := now.In(paris)
	for t.Weekday() == time.Saturday || t.Weekday() == time.Sunday {
		t = t.AddDate(0, 0, -1)
	}
	return time.Date(t.Year(), t.Month(), t.Day(), 9, 0, 0, 0, paris)
}

// Open builds the world and starts it.
func Open(ctx context.Context, o Options) (_ *World, err error) {
	o.setDefaults()
	paris, err := time.LoadLocation(bookZone)
	if err != nil {
		return nil, fmt.Errorf("time zone: %w", err)
	}
	w := &World{o: o, Location: paris}
	if o.Start.IsZero() {
		o.Start = Opening(o.Base())
	}
	saved, err := w.loadClock()
	if err != nil {
		return nil, err
	}
	if !saved.IsZero() {
		o.Start = saved
	}
	w.Clock = NewClock(o.Start.In(paris), o.Base)
	defer func() {
		if err != nil {
			err = errors.Join(err, w.Close(context.WithoutCancel(ctx)))
		}
	}()
	if err := w.simulate(ctx); err != nil {
		return nil, err
	}
	if !o.NoSockets {
		if err := w.listen(); err != nil {
			return nil, err
		}
	}
	if err := w.start(ctx); err != nil {
		return nil, err
	}
	if saved.IsZero() && !o.KeepWaiting && o.Level != ledger.LevelObserve {
		if err := w.App.StartChasing(ctx, w.withRole("finance").SlackID); err != nil {
			return nil, err
		}
		if err := w.App.Wake(ctx); err != nil {
			return nil, err
		}
	}
	return w, nil
}

func (o *Options) setDefaults() {
	if o.Lang == "" {
		o.Lang = "en"
	}
	if o.Store == "" {
		o.Store = "sqlite:" + o.file("relance.db")
	}
	if o.Level == "" {
		o.Level = ledger.LevelInternal
	}
	if o.SyncEvery == 0 {
		o.SyncEvery = 2 * time.Second
	}
	if o.TickEvery == 0 {
		o.TickEvery = config.DefaultWakeEvery
	}
	if o.FullEvery == 0 {
		o.FullEvery = fullEvery
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
}

// simulate makes the two services, new or as they were saved.
func (w *World) simulate(ctx context.Context) error {
	var err error
	if w.o.Data != nil {
		w.data = *w.o.Data
	} else if w.data, err = w.dataset(); err != nil {
		return err
	}
	w.People = speaking(w.data.People, w.o.Lang)
	w.Slack = slacksim.New(slacksim.Options{
		Now: w.Clock.Now, Seed: 1, TeamName: "Relance Demo", EscapeCommands: true, NoPostingLimit: true, RefreshEvery: w.o.RefreshEvery,
		Scopes: slices.Concat(slacksim.DefaultScopes, slacksim.LookupScopes),
	})
	w.Sheets = sheetsim.New(sheetsim.Options{Now: w.Clock.Now, Seed: 1})
	if w.Mail, err = mailsim.Start(mailsim.Options{Host: mailHost, Now: w.Clock.Now, User: mailUser, Password: mailPassword, Seed: 1}); err != nil {
		return err
	}
	loaded, err := w.loadState()
	if err != nil || loaded {
		return err
	}
	hireTeam(w.Slack, w.People, w.o.Lang)
	w.SpreadsheetID, err = w.o.layOut(ctx, w.Sheets, w.data, ledger.DateOf(w.Clock.Now()))
	return err
}

// dataset is the demo's ledger on the day the world first opened.
func (w *World) dataset() (demo.Dataset, error) {
	first, err := w.firstDay()
	if err != nil {
		return demo.Dataset{}, err
	}
	return demo.Rows(demo.Options{Today: first, Lang: w.o.Lang})
}

// withRole is the first person with a role.
func (w *World) withRole(role string) demo.Person {
	for _, p := range w.People {
		if p.Role == role {
			return p
		}
	}
	return demo.Person{}
}

// listen serves both simulators on loopback.
func (w *World) listen() error {
	for _, s := range []struct {
		handler http.Handler
		address *string
	}{{w.Slack, &w.endpoints.slack}, {w.Sheets, &w.endpoints.sheets}} {
		listener, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", "127.0.0.1:0")
		if err != nil {
			return fmt.Errorf("listen for a simulator: %w", err)
		}
		*s.address = "http://" + listener.Addr().String()
		server := &http.Server{Handler: s.handler, ReadHeaderTimeout: 10 * time.Second}
		w.servers = append(w.servers, server)
		w.serving.Go(func() { _ = server.Serve(listener) })
	}
	return nil
}

// Config is the configuration that the world's bot runs on.
func (w *World) Config() *config.Config {
	financeChannel, remindersChannel := channelNames(w.o.Lang)
	slack := w.Slack.Options()
	return &config.Config{
		Language: w.o.Lang, Store: w.o.Store,
		Slack:      config.Slack{Mode: "socket", BotToken: slack.BotToken, AppToken: slack.AppToken, APIURL: w.endpoints.slack + "/api/"},
		Google:     config.Google{Endpoint: w.endpoints.sheets},
		Sync:       config.Sync{Every: w.o.SyncEvery, FullEvery: w.o.FullEvery},
		Mail:       mailConfig(),
		Deliveries: config.Deliveries{Timeout: config.DefaultTimeout, Settle: config.DefaultSettle, Every: w.o.TickEvery},
		Books: []config.Book{{
			Name: "demo", Spreadsheet: w.SpreadsheetID, Level: string(w.o.Level), TimeZone: bookZone, Currency: "EUR",
			Sender:   sender(w.o.Lang),
			Channels: config.Channels{Finance: "#" + financeChannel, Reminders: "#" + remindersChannel},
			Roles: config.Roles{
				Finance: withRole(w.People, "finance"), Managers: withRole(w.People, "manager"), Admins: withRole(w.People, "admin"),
			},
		}},
	}
}

func (w *World) start(ctx context.Context) error {
	o := app.Options{Config: w.Config(), Log: w.o.Log, Now: w.Clock.Now, Store: w.o.OpenStore, StateDir: w.o.file("runs")}
	if w.Mail != nil {
		o.MailDial, o.MailRoots = w.Mail.Dial, w.Mail.RootCAs()
	}
	if w.o.NoSockets {
		o.Config.Slack.APIURL, o.Config.Google.Endpoint = w.Slack.APIURL(), "http://sheets.invalid"
		o.LeaseTTL = 6 * time.Hour // nobody else is there
		o.SlackClient, o.SlackDialer, o.GoogleClient = w.Slack.Client(), w.Slack.Dialer(), w.Sheets.Client()
	} else {
		// A person who moves the clock by a month does not wait for Slack's pace.
		// Nor for Google's.
		o.NoQuota = true
		o.Wait = func(ctx context.Context, _ time.Duration) error { return ctx.Err() }
	}
	var err error
	if w.App, err = app.New(ctx, o); err != nil {
		return err
	}
	if err := w.App.Start(ctx); err != nil {
		return err
	}
	return w.App.WaitConnected(ctx)
}

// Close stops the bot, saves the state if it is to be kept, and stops the
// simulators.
func (w *World) Close(ctx context.Context) error {
	var failed error
	if w.App != nil {
		failed = w.App.Stop(ctx)
	}
	if w.o.Keep && w.SpreadsheetID != "" {
		failed = errors.Join(failed, w.saveState())
	}
	if w.Slack != nil {
		w.Slack.Close()
	}
	if w.Mail != nil {
		w.Mail.Close()
	}
	for _, s := range w.servers {
		failed = errors.Join(failed, s.Close())
	}
	w.serving.Wait()
	return failed
}
