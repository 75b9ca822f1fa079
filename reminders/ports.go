package reminders

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/store"
)

// Desk is the book and the one way to change it; *ledger.Bookkeeper is one.
type Desk interface {
	Book() *ledger.Book
	Record(ctx context.Context, changes ...ledger.Change) ([]ledger.Change, error)
}

// Freshener makes sure that the book is what the sheet says.
type Freshener interface {
	// Fresh returns nil if a sync younger than maxAge succeeded, else runs one.
	// Any error means that nothing may be sent now. It is called within a tick,
	// so it must not wait for the Service in turn.
	Fresh(ctx context.Context, maxAge time.Duration) error
}

// Sender speaks to Slack. Its calls carry the deadline of their context onto
// the connection: what was not written by then is never written.
type Sender interface {
	// Post posts one message. An error that is no *SendError leaves in doubt
	// whether it was posted.
	Post(ctx context.Context, p Post) (store.Message, error)
	// Update replaces a message; doing so twice is harmless.
	Update(ctx context.Context, m store.Message, payload []byte) error
	// Delete removes a message; one that isn't there is no error.
	Delete(ctx context.Context, m store.Message) error
	// Find lists the top-level messages at a destination since a time that
	// carry a delivery's id in their metadata, oldest first. ErrHistoryRefused
	// if the history may not be read.
	Find(ctx context.Context, destination, deliveryID string, since time.Time) ([]store.Message, error)
}

// Post is one message to be posted.
type Post struct {
	Destination    string   // Slack user or channel id
	Thread         string   // ts of the message that it is a reply to; empty: none
	DeliveryID     string   // goes into the metadata
	ReminderHashes []string // go into the metadata; keyed, so that members can't read them
	Payload        []byte   // {"text", "blocks"}
}

// ErrHistoryRefused means that a destination's history may not be read.
var ErrHistoryRefused = errors.New("history may not be read")

// SendError says what is known of a post that failed.
type SendError struct {
	Certain    bool          // it was not posted: never connected, a 429, or a refusal on the named list
	Code       string        // Slack's, or a word of ours
	RetryAfter time.Duration // of a 429
	Final      bool          // refused for good: trying again is of no use
	Err        error
}

func (e *SendError) Error() string {
	if e.Err != nil {
		return fmt.Sprintf("post: %s: %v", e.Code, e.Err)
	}
	return "post: " + e.Code
}

func (e *SendError) Unwrap() error { return e.Err }

// Mailer sends letters, and the messages to people who have no Slack account.
type Mailer interface {
	// Send hands a mail to the mail server. An error that is no *SendError
	// leaves in doubt whether it was taken; nothing can tell later.
	Send(ctx context.Context, m Mail) (messageID string, err error)
}

// Composer words a Content as {"text", "blocks"} within Slack's limits.
type Composer interface {
	Compose(c Content) ([]byte, error)
	// ComposeMail words it for somebody who has no Slack account; whom it goes
	// to is not the Composer's to say.
	ComposeMail(c Content) (Mail, error)
}

// Directory knows who people are.
type Directory interface {
	// Person finds whom a salesperson cell means; false if nobody, or nobody
	// who can be reached: then who is Gone is given nevertheless. Somebody
	// without a SlackID has an Email of theirs.
	Person(ctx context.Context, text string) (Recipient, bool, error)
	Finance(ctx context.Context) []Recipient
	Managers(ctx context.Context) []Recipient
}

// Recipient is somebody who gets messages: in Slack, or without a SlackID at
// their e-mail address.
type Recipient struct {
	Key      string // stable: one digest per Key and day
	SlackID  string // or a channel's id
	Name     string
	Email    string // where replies to their letters go
	Language string
	Location *time.Location // nil: the book's
	Gone     bool           // their Slack account was deactivated: they can't be reached
}

// Proof says that a process incarnation no longer runs, and why that is sure.
type Proof struct {
	Incarnation string
	Proof       string // "lock file taken over", "clean stop"
}
