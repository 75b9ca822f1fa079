package bot

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/relance-bot/relance/ledger"
)

// Options make a Bot.
type Options struct {
	TeamID    string // the workspace; people of other ones are refused
	BotUserID string
	Books     []BookOptions // the first is asked where no other claims the channel
	Slack     Slack
	Directory Directory
	Now       func() time.Time
	Language  string // for who has no language of their own
	Log       *slog.Logger
	// NewReference makes the id that ties "something on our side" to the log.
	NewReference func() string
}

// BookOptions are one book and who may do what with it.
type BookOptions struct {
	Name      string
	Desk      Desk
	Syncer    Syncer
	Reminders Reminders
	Ladders   Ladders // optional
	Letters   Letters // to customers; nil: none
	Journal   Journal // by which an act is taken back; nil: none is
	Calendar  Calendar
	Location  *time.Location
	Currency  ledger.Currency // of amounts where nothing else tells
	// Payable tells whether letters say where a currency is paid; nil: they do.
	Payable   func(ledger.Currency) bool
	Penalties ledger.PenaltyPolicy
	Language  string   // of posts to channels; empty: Options.Language
	Finance   string   // channel where finance is asked
	Channels  []string // ids of channels where this book is meant
	Roles     Roles
	// Listed: the invoices tab is an export that is only read, so what stands
	// there can't be added or changed from Slack.
	Listed bool
	// OwnOnly hides from salespeople what isn't theirs.
	OwnOnly  bool
	SheetURL string
}

// Roles are e-mail addresses or Slack user ids, from the configuration. The
// sheet can't grant a role: whoever edits it would make themselves finance.
type Roles struct {
	Finance, Managers, Admins []string
}

// Bot answers requests. Its methods are safe for concurrent use.
type Bot struct {
	opt     Options
	books   []*book
	greeted sync.Map // user ids greeted by this process
	shared  lately   // answers, by the button that was pressed
	handed  lately   // files, by person and name
	pending sync.WaitGroup
	ctx     context.Context // of the work that outlives a request; ended by Close
	stop    context.CancelFunc
}

// book is one book with what guards it.
type book struct {
	BookOptions
	acting sync.Mutex // held from looking at the book to recording an act
	roles  roleTable
	late   atomic.Pointer[lateToday]

	unasked   sync.Mutex            // guards what follows
	conflicts map[string][]Conflict // to be asked about, by who said what lost
	asking    map[string]bool       // who is being asked
}

// followUpLimit bounds what goes on after a request was answered.
const followUpLimit = 30 * time.Second

// New makes a Bot. Close ends it.
func New(o Options) *Bot {
	b := &Bot{opt: o}
	b.ctx, b.stop = context.WithCancel(context.Background())
	for _, bo := range o.Books {
		if bo.Location == nil {
			bo.Location = time.UTC
		}
		if bo.Language == "" {
			bo.Language = o.Language
		}
		b.books = append(b.books, &book{BookOptions: bo, roles: newRoleTable(bo.Roles), conflicts: map[string][]Conflict{}, asking: map[string]bool{}})
	}
	return b
}

// finishWithin is how long what was begun may go on at the end.
const finishWithin = 2 * time.Second

// Close waits for what is under way, for a moment, then ends it.
func (b *Bot) Close() {
	finished := make(chan struct{})
	go func() {
		b.pending.Wait()
		close(finished)
	}()
	patience := time.NewTimer(finishWithin)
	defer patience.Stop()
	select {
	case <-finished:
	case <-patience.C:
	}
	b.stop()
	<-finished
}

// Wait returns when nothing is under way.
func (b *Bot) Wait() { b.pending.Wait() }

// later goes on after the request was answered: Slack gives three seconds.
func (b *Bot) later(f func(ctx context.Context)) {
	b.pending.Go(func() {
		ctx, cancel := context.WithTimeout(b.ctx, followUpLimit)
		defer cancel()
		f(ctx)
	})
}

// bookFor is the book meant in a channel.
func (b *Bot) bookFor(channel string) *book {
	for _, k := range b.books {
		for _, c := range k.Channels {
			if c == channel && c != "" {
				return k
			}
		}
	}
	return b.books[0]
}

// bookNamed is the book that a button names; one that is gone is nothing.
func (b *Bot) bookNamed(name string) (*book, bool) {
	for _, k := range b.books {
		if k.Name == name {
			return k, true
		}
	}
	return nil, false
}

// today is the day in the book's time zone.
func (b *Bot) today(k *book) ledger.Date { return ledger.DateOf(b.opt.Now().In(k.Location)) }
