package reminders

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"errors"
	"io"
	"log/slog"
	"time"

	"github.com/jonboulle/clockwork"

	"github.com/relance-bot/relance/store"
)

// Limits and waits, each with where it comes from.
const (
	// FreshFor is how old the last sync may be when something is sent.
	FreshFor = 60 * time.Second
	// DefaultSettleAfter is L: Slack commits, and shows in the history, within it.
	DefaultSettleAfter = 10 * time.Minute
	// DefaultPostTimeout bounds one post, the gate before it included.
	DefaultPostTimeout = 15 * time.Second
	// DefaultMailTimeout bounds one mail, the gate before it included. A mail
	// server may take its time to greet.
	DefaultMailTimeout = 45 * time.Second
	// mailPace keeps mails apart: a burst of them looks like spam.
	mailPace = 2 * time.Second
	// mailAttempts is how often a mail that the server wants later is tried
	// again: greylisting lets through after 5 to 30 minutes, and a tick is a minute.
	mailAttempts = 60
	// maxAttempts is how often a certain no is tried again before a person is asked.
	maxAttempts = 5
	// claimBatch deliveries are claimed in one round trip.
	claimBatch = 20
	// claimTTL covers a batch in which every post runs into its deadline.
	claimTTL = 10 * time.Minute
	// channelPace is Slack's: about one message per second and channel.
	channelPace = time.Second
	// workspacePace keeps below Slack's "several hundred per minute and
	// workspace", beyond which messages may be hidden silently.
	workspacePace = 300 * time.Millisecond
	// absentProbes must find nothing before a delivery may be sent again.
	absentProbes = 2
	// probeFor is how long a probe may go on failing before a person is asked.
	probeFor = time.Hour
	// lookEvery is how often the store is asked although nothing is known to be open.
	lookEvery = 10 * time.Minute
	// refreshDays is how long a message is kept true after it was sent.
	refreshDays = 7
	// caseDays is how long the channel's message about a customer is kept true.
	caseDays = 400
)

// Channels are the ids of the book's channels.
type Channels struct {
	Reminders string
	Finance   string // told when the configuration names nobody of finance
}

// Options are what a Service needs. Those without a default are required.
type Options struct {
	Book       string // name of the book
	Desk       Desk
	Store      store.Deliveries
	Freshener  Freshener
	Sender     Sender
	Composer   Composer
	Directory  Directory
	Mailer     Mailer // nil: letters are only drafted
	InHouse    Mailer // mails to people who have no Slack account; nil: finance stands in for them
	Letterhead Letterhead
	Policy     Policy
	Channels   Channels
	Journal    Journal // of the book; optional: without it messages don\'t say who did what
	HashKey    []byte  // of the keyed hash per reminder; in the config, the same on all replicas

	Now         func() time.Time
	Location    *time.Location // the book's
	Language    string         // of what is posted in channels
	Incarnation string         // of this process; random by default
	Deaths      func() []Proof // what is known of earlier incarnations
	SettleAfter time.Duration  // L
	Quiet       time.Duration  // how long a row must have stood as a person left it before it is chased; 0: not at all
	PostTimeout time.Duration
	MailTimeout time.Duration
	Rand        io.Reader                                  // of ids; crypto/rand by default
	Wait        func(context.Context, time.Duration) error // between posts; real time by default
	Failpoint   func(name string)                          // see failpoints; for tests that kill the process
	Log         *slog.Logger

	// Of Start.
	SyncEvery time.Duration               // 0: the app wakes the sync itself
	Sync      func(context.Context) error //
	TickEvery time.Duration               // a minute by default
	Clock     clockwork.Clock             // of gocron; the real one by default
	Active    func() bool                 // whether this replica holds the lease; yes by default
	OnTick    func(Report, error)         // told of every tick that a job ran
}

func (o *Options) setDefaults() error {
	switch {
	case o.Book == "", o.Desk == nil, o.Store == nil, o.Freshener == nil, o.Sender == nil, o.Composer == nil, o.Directory == nil:
		return errors.New("reminders: options lack a book, desk, store, freshener, sender, composer or directory")
	case o.Now == nil || o.Location == nil:
		return errors.New("reminders: options lack a clock or the book's time zone")
	case len(o.Policy.Ladders[DefaultLadder].Stages) == 0:
		return errors.New("reminders: the policy has no default ladder")
	case len(o.HashKey) == 0:
		return errors.New("reminders: options lack the key of the reminder hashes")
	}
	if o.Rand == nil {
		o.Rand = rand.Reader
	}
	if o.Incarnation == "" {
		o.Incarnation = randomID(o.Rand, "i")
	}
	if o.Deaths == nil {
		o.Deaths = func() []Proof { return nil }
	}
	if o.SettleAfter == 0 {
		o.SettleAfter = DefaultSettleAfter
	}
	if o.PostTimeout == 0 {
		o.PostTimeout = DefaultPostTimeout
	}
	if o.MailTimeout == 0 {
		o.MailTimeout = DefaultMailTimeout
	}
	if o.Wait == nil {
		o.Wait = waitReal
	}
	if o.Failpoint == nil {
		o.Failpoint = func(string) {}
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.TickEvery == 0 {
		o.TickEvery = time.Minute
	}
	if o.Active == nil {
		o.Active = func() bool { return true }
	}
	if o.OnTick == nil {
		o.OnTick = func(Report, error) {}
	}
	return nil
}

func waitReal(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// randomID is opaque and never given twice: 128 random bits.
func randomID(from io.Reader, prefix string) string {
	var b [16]byte
	if _, err := io.ReadFull(from, b[:]); err != nil { // crypto/rand never fails
		panic(err)
	}
	return prefix + base32.HexEncoding.WithPadding(base32.NoPadding).EncodeToString(b[:])
}
