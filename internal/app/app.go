package app

import (
	"context"
	"crypto/sha256"
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"sync"
	"time"

	"github.com/gorilla/websocket"

	"github.com/relance-bot/relance/bot"
	"github.com/relance-bot/relance/bot/slackapi"
	"github.com/relance-bot/relance/internal/config"
	"github.com/relance-bot/relance/internal/mail"
	"github.com/relance-bot/relance/internal/rates"
	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/reminders"
	"github.com/relance-bot/relance/sheets/google"
	"github.com/relance-bot/relance/store"
)

// Options are what an App is built from. Config is required; the rest is for
// virtual time, simulators without sockets, and tests that kill the process.
type Options struct {
	Config *config.Config
	Log    *slog.Logger
	Now    func() time.Time // the real clock by default

	Store        store.Store // instead of opening Config.Store; Stop leaves it open
	SlackClient  *http.Client
	SlackDialer  *websocket.Dialer
	GoogleClient *http.Client
	MailDial     func(ctx context.Context, network, address string) (net.Conn, error) // TCP by default
	MailRoots    *x509.CertPool                                                       // the system's by default
	StateDir     string                                                               // for lock files; beside the store by default
	Wait         func(context.Context, time.Duration) error                           // between posts; real time by default
	NoQuota      bool                                                                 // read and write a simulator's sheet without Google's pace
	LeaseTTL     time.Duration                                                        // DefaultLeaseTTL by default
	Failpoint    func(name string)
}

// App is the whole service.
type App struct {
	o           Options
	store       store.Store
	incarnation *incarnation
	slack       *slackapi.API
	members     *slackapi.Directory
	receiver    *slackapi.Receiver
	socket      *slackapi.Socket // in mode socket
	requests    http.Handler     // in mode http
	bot         *bot.Bot
	books       []*book
	limiter     *google.Limiter
	mail        *mail.Mailer // nil: nothing is mailed

	deathsMu sync.Mutex
	deaths   []reminders.Proof // runs on this host that are over

	running sync.WaitGroup
	cancel  context.CancelFunc
}

// New opens the store, asks Slack who we are and makes every part. Nothing
// runs before Start. When it fails, it leaves nothing open.
func New(ctx context.Context, o Options) (_ *App, err error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.LeaseTTL == 0 {
		o.LeaseTTL = DefaultLeaseTTL
	}
	a := &App{o: o, store: o.Store}
	defer func() {
		if err != nil {
			err = errors.Join(err, a.close())
		}
	}()
	if err := a.open(ctx); err != nil {
		return nil, err
	}
	if err := a.connect(ctx); err != nil {
		return nil, err
	}
	return a, nil
}

// open opens the store and begins this run.
func (a *App) open(ctx context.Context) error {
	var err error
	if a.store == nil {
		if a.store, err = openStore(ctx, a.o.Config.Store, a.o.Now); err != nil {
			return fmt.Errorf("open the store: %w", err)
		}
	}
	dir := a.o.StateDir
	if dir == "" {
		if dir, err = stateDir(a.o.Config.Store); err != nil {
			return err
		}
	}
	a.incarnation, err = beginIncarnation(dir)
	return err
}

// connect makes the Slack side, the books and the bot over them.
func (a *App) connect(ctx context.Context) error {
	c := a.o.Config
	options := slackapi.Options{
		BotToken: c.Slack.BotToken, AppToken: c.Slack.AppToken, APIURL: c.Slack.APIURL,
		HTTPClient: a.o.SlackClient, Dialer: a.o.SlackDialer, Now: a.o.Now, Log: a.o.Log,
	}
	var err error
	if a.slack, err = slackapi.New(options); err != nil {
		return fmt.Errorf("make the Slack client: %w", err)
	}
	identity, err := a.slack.Identity(ctx)
	if err != nil {
		return fmt.Errorf("ask Slack who we are; check slack.bot_token: %w", err)
	}
	a.members = slackapi.NewDirectory(a.slack)
	if a.mail, err = a.newMail(); err != nil {
		return err
	}
	a.limiter = google.NewLimiter(google.LimiterOptions{Now: a.o.Now, Unpaced: a.o.NoQuota}) // one account, one quota
	var shown []bot.BookOptions
	for _, bc := range c.Books {
		b, options, err := a.newBook(ctx, bc)
		if err != nil {
			return fmt.Errorf("book %s: %w", bc.Name, err)
		}
		a.books = append(a.books, b)
		shown = append(shown, options)
	}
	a.bot = bot.New(bot.Options{
		TeamID: identity.TeamID, BotUserID: identity.UserID, Books: shown, Slack: a.slack, Directory: a.members,
		Now: a.o.Now, Language: c.Language, Log: a.o.Log,
	})
	for _, b := range a.books {
		b.news = a.bot
	}
	a.receiver = slackapi.NewReceiver(a.bot, a.members, options)
	if c.Slack.Mode == "http" {
		secrets := []string{c.Slack.SigningSecret}
		if c.Slack.PreviousSigningSecret != "" {
			secrets = append(secrets, c.Slack.PreviousSigningSecret)
		}
		if a.requests, err = slackapi.NewHandler(a.receiver, options, secrets...); err != nil {
			return fmt.Errorf("make the handler of Slack's requests: %w", err)
		}
		return nil
	}
	a.socket = slackapi.NewSocket(a.slack, a.receiver)
	return nil
}

// newBook makes the parts of one book and what the bot is told of it.
func (a *App) newBook(ctx context.Context, c config.Book) (*book, bot.BookOptions, error) {
	location, err := time.LoadLocation(c.TimeZone)
	if err != nil {
		return nil, bot.BookOptions{}, fmt.Errorf("time zone: %w", err)
	}
	policy, err := readPolicy(c.Policy)
	if err != nil {
		return nil, bot.BookOptions{}, err
	}
	channels, err := a.channels(ctx, c.Channels)
	if err != nil {
		return nil, bot.BookOptions{}, err
	}
	b, err := a.openBook(ctx, c, location)
	if err != nil {
		return nil, bot.BookOptions{}, err
	}
	b.reminders, err = reminders.New(reminders.Options{
		Book: c.Name, Desk: desk{b.keeper, b.recorded}, Store: a.store, Freshener: b,
		Sender: sender{a.newSender()}, Mailer: a.mailerOf(c), InHouse: a.inHouse(c), Letterhead: letterhead(c.Sender, b.penalties), Composer: a.composer(c, location),
		Directory: &directory{members: a.members, book: b.keeper.Book, roles: c.Roles, log: a.o.Log, knowsWhoLeft: a.members.KnowsWhoLeft},
		Policy:    policy, Channels: channels, HashKey: a.hashKey(),
		Now: a.o.Now, Location: location, Language: a.o.Config.Language, Incarnation: a.incarnation.id, Deaths: a.knownDeaths,
		Journal:     journal{store: a.store, book: c.Name},
		MailTimeout: a.o.Config.Mail.Timeout, SettleAfter: a.o.Config.Deliveries.Settle, Quiet: a.o.Config.Sync.Quiet, PostTimeout: a.o.Config.Deliveries.Timeout,
		Wait: a.o.Wait, Failpoint: a.o.Failpoint, Log: a.o.Log,
		SyncEvery: a.o.Config.Sync.Every, Sync: b.wakeSync, TickEvery: a.o.Config.Deliveries.Every,
		Active: b.active, OnTick: b.ticked,
	})
	if err != nil {
		return nil, bot.BookOptions{}, err
	}
	b.shown = botSyncer{b, a.o.Config.Language}
	return b, bot.BookOptions{
		Name: c.Name, Desk: desk{b.keeper, b.recorded}, Syncer: b.shown,
		Reminders: botReminders{b.reminders, b.log}, Letters: botLetters{b.reminders, b, a.nameOf}, Calendar: b.reminders, Location: location, Currency: ledger.Currency(c.Currency),
		Payable: func(in ledger.Currency) bool {
			_, ok := c.Sender.Account("", in)
			return ok || c.Sender.PaymentLink != ""
		},
		Penalties: b.penalties, Language: a.o.Config.Language, Finance: channels.Finance, Channels: []string{channels.Finance, channels.Reminders},
		Roles:    bot.Roles{Finance: c.Roles.Finance, Managers: c.Roles.Managers, Admins: c.Roles.Admins},
		SheetURL: sheetURL(a.o.Config.Google.Endpoint, c.Spreadsheet),
		Ladders:  botReminders{b.reminders, b.log},
		Journal:  journal{store: a.store, book: c.Name},
		Listed:   c.StateIn == config.StateInFollowUp || c.Mode == config.ModeOpenItems,
	}, nil
}

func readPolicy(path string) (reminders.Policy, error) {
	if path == "" {
		return reminders.Default(), nil
	}
	text, err := os.ReadFile(path) //nolint:gosec // the operator's own file
	if err != nil {
		return reminders.Policy{}, fmt.Errorf("read the policy: %w", err)
	}
	policy, err := reminders.ReadPolicy(text)
	if err != nil {
		return reminders.Policy{}, fmt.Errorf("%s: %w", path, err)
	}
	return policy, nil
}

// penalties is what a book claims of late payments, with the table of rates.
func (a *App) penalties(c config.Book) (ledger.PenaltyPolicy, error) {
	table, err := rates.Load(a.o.Config.Rates)
	if err != nil {
		return ledger.PenaltyPolicy{}, err
	}
	return c.Penalties.Policy(table)
}

// channels finds the ids of the configured channels. An empty name stays empty.
func (a *App) channels(ctx context.Context, c config.Channels) (reminders.Channels, error) {
	var ids reminders.Channels
	for _, ask := range []struct {
		name string
		id   *string
	}{{c.Finance, &ids.Finance}, {c.Reminders, &ids.Reminders}} {
		if ask.name == "" {
			continue
		}
		id, err := a.slack.Channel(ctx, ask.name)
		if err != nil {
			return ids, fmt.Errorf("find the channel %s: %w", ask.name, err)
		}
		*ask.id = id
	}
	return ids, nil
}

// hashKey keys the hashes of reminders. Without one in the configuration it
// derives from the bot token, which all replicas share and members don't know.
func (a *App) hashKey() []byte {
	if k := a.o.Config.Deliveries.HashKey; k != "" {
		return []byte(k)
	}
	sum := sha256.Sum256([]byte("relance reminder hashes\x00" + a.o.Config.Slack.BotToken))
	return sum[:]
}

// sheetURL is where a person opens the spreadsheet; a simulated one is nowhere.
func sheetURL(endpoint, id string) string {
	if endpoint != "" {
		return ""
	}
	return "https://docs.google.com/spreadsheets/d/" + id + "/edit"
}
