package bot

import (
	"context"
	"errors"
	"time"

	"github.com/slack-go/slack"

	"github.com/relance-bot/relance/ledger"
)

// Desk is a book and the one way to change it.
type Desk interface {
	Book() *ledger.Book
	Record(ctx context.Context, changes ...ledger.Change) ([]ledger.Change, error)
}

// Syncer brings book and sheet together.
type Syncer interface {
	// Sync runs one cycle now.
	Sync(ctx context.Context) (SyncReport, error)
	// LastSync is what the last cycle found; the zero report before the first.
	LastSync() SyncReport
	Undecided // what waits for a person's word
}

// SyncReport is one cycle as status shows it.
type SyncReport struct {
	At          time.Time // of the last success
	Read        int       // invoices, at the last look that found the sheet changed
	ReadAt      time.Time
	Changed     int       // facts taken from the sheet, at the last cycle that took or wrote any
	Written     int       // cells written then
	MovedAt     time.Time // then; zero: nothing was yet
	Held        string    // why the book is held, in words
	Quarantined int       // rows that can't be read
	Problems    []Problem
	Conflicts   []Conflict
	Calls       Calls
}

// Calls are what the service account asked of Google within the last minute, in
// all books.
type Calls struct {
	Reads, Writes, Drive int
	Refused              int // for quota
	Limit                int // of reads and of writes, each; 0: not known
}

// Problem is a row that could not be read. Nobody is chased on it.
type Problem struct {
	Invoice ledger.Key
	Where   string // "row 12, Amount"
	Text    string
}

// Conflict is a field that a person changed in the sheet while another changed
// it in Slack. The sheet won.
type Conflict struct {
	ID      string
	At      time.Time // when it was found
	Invoice ledger.Key
	Field   ledger.Field
	Sheet   ledger.Value
	Bot     ledger.Value
	Author  string // Slack id of who said the value that lost
	Who     string // their name; the bot looks it up
	Column  string // the field's header, in the book's language
	Raw     bool   // Bot is what a person had typed into the cell, as text
	Fixed   bool   // Bot can't be applied: it was typed, or isn't the bot's to say
	Again   bool   // it was typed, could not be put back, and may be tried again
}

// Reminders is what the bot shows and settles of the reminder cycle.
type Reminders interface {
	// Why says what the planner decides about an invoice today, and why.
	Why(ledger.Key) []Decision
	// Waiting lists what was late when first seen, with its would-be stage.
	Waiting() []Waiting
	// Preview counts who would get what today at a level.
	Preview(ctx context.Context, level ledger.Level) ([]Preview, error)
	// Parked lists the deliveries that a person must decide on.
	Parked(ctx context.Context) ([]Parked, error)
	// ResolveParked sends one again or notes that it arrived. Already tells
	// that someone decided before.
	ResolveParked(ctx context.Context, d ParkedDecision) (already bool, err error)
	// Reconciliation tells whether nothing goes out before finance confirms.
	Reconciliation(ctx context.Context) (Reconciliation, error)
	// ConfirmReconcile is finance's word that sending may go on. It is refused
	// with a ledger.Error where another reconcile began since the button was shown.
	ConfirmReconcile(ctx context.Context, c ReconcileConfirmed) error
	// SpendDirect takes one of the direct messages that a member may get today
	// without having asked; false when none is left.
	SpendDirect(ctx context.Context, user string) (bool, error)
	// Refresh redraws the sent messages that show those invoices.
	Refresh(ctx context.Context, invoices ...ledger.Key) error
}

// Decision is one thing the planner decided, with its named reason.
type Decision struct {
	Reason      string // send, skip_paid, skip_promised, ...
	Stage       ledger.Stage
	Tone        string      // of that stage, where the ladder still has it
	To          string      // who would be told
	Next        ledger.Date // when it is looked at again, if known
	Detail      string      // in words, may be empty
	Unconfirmed bool        // a promise is ahead that pauses nothing: too many were broken before it
	Letter      string      // why the customer is, or isn't, written to; empty: the book doesn't write
	LetterUntil ledger.Date // until when that holds, if known
	Ladder      Wording     // which ladder it is on, and why; may be nil
}

// Waiting is an invoice that waits for Start chasing.
type Waiting struct {
	Invoice ledger.Key
	Stage   ledger.Stage
}

// Preview is what one person or channel would get.
type Preview struct {
	To       string
	Kind     string // digest, direct, channel, case, letter
	Invoices int
	Stage    ledger.Stage // the highest
}

// Parked is a delivery whose fate only a person can settle.
type Parked struct {
	ID       string
	Kind     string
	To       string
	Invoices []ledger.Key
	Reason   string
	Since    time.Time
}

// ParkedDecision is what a person said of a parked delivery.
type ParkedDecision struct {
	ID        string
	SendAgain bool // otherwise: it had arrived
	Actor     string
}

// Reconciliation is where a book stands whose record of what was sent may be
// behind what was sent: a lost or restored store, a failover.
type Reconciliation struct {
	Open     bool
	Epoch    uint64
	Cause    string // one of the Reconcile constants
	Since    time.Time
	Searched []Parked // whose message is still being looked for
}

// Causes of a reconciliation.
const (
	ReconcileBehind = "behind" // the sheet has seen more than the store holds
	ReconcileServer = "server" // the store answers from another server
	ReconcileNew    = "new"    // the store is new to a sheet that isn't
)

// ReconcileConfirmed is who confirmed which reconciliation.
type ReconcileConfirmed struct {
	Epoch uint64
	Actor string
}

// Calendar knows the business days of a book.
type Calendar interface {
	AddBusinessDays(from ledger.Date, n int) ledger.Date
}

// Directory knows the members of the workspace.
type Directory interface {
	// User is who that Slack id is.
	User(ctx context.Context, id string) (User, error)
	// ByEmail finds a member by e-mail address.
	ByEmail(ctx context.Context, email string) (User, bool, error)
}

// User is a member of a workspace.
type User struct {
	ID       string
	TeamID   string
	Name     string // for display only; nothing is ever decided by it
	Email    string // as confirmed by Slack
	Locale   string
	Location *time.Location
	Guest    bool // single- or multi-channel guest
	Bot      bool
	Deleted  bool
	Stranger bool // of another company, met in a shared channel
}

// Slack carries out what the bot says.
type Slack interface {
	// Respond answers through a response URL.
	Respond(ctx context.Context, url string, r Response) error
	// Post writes a message as the bot, in a thread if one is named.
	Post(ctx context.Context, to Place, m Message) (Place, error)
	// PostEphemeral shows a message to one user of a channel.
	PostEphemeral(ctx context.Context, to Place, user string, m Message) error
	// Update redraws a message.
	Update(ctx context.Context, at Place, m Message) error

	// OpenView opens a modal. The trigger lives three seconds.
	OpenView(ctx context.Context, trigger string, v slack.ModalViewRequest) error
	// PublishHome draws a person's Home tab.
	PublishHome(ctx context.Context, user string, v slack.HomeTabViewRequest) error

	// Upload hands a file to one user, in their direct messages. ErrNoFileScope
	// where the app may not.
	Upload(ctx context.Context, user string, f File) error

	// Conversation tells what kind of conversation a channel is.
	Conversation(ctx context.Context, channel string) (Conversation, error)
}

// Place is where a message is or goes.
type Place struct {
	Channel string
	TS      string // of the message, for Update
	Thread  string // parent message, if in a thread
}

// Conversation is what the bot must know of a channel before it says amounts.
type Conversation struct {
	Shared bool // with another company (Slack Connect), or about to be
}

// Errors that an adapter gives where the bot acts on them.
var (
	// ErrBlocksRefused: Slack took issue with a block; a plainer message may do.
	ErrBlocksRefused = errors.New("slack refused the blocks")
	// ErrNotInChannel: the bot must be invited first.
	ErrNotInChannel = errors.New("the bot is not in the channel")
	// ErrTriggerExpired: the modal came too late.
	ErrTriggerExpired = errors.New("the trigger has expired")
)

// Response is an answer through a response URL.
type Response struct {
	Message
	Public  bool // in_channel; otherwise only the asker sees it
	Replace bool // takes the place of the message whose button was pressed
	Delete  bool // removes it
	Thread  string
}
