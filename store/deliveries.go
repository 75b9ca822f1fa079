package store

import (
	"context"
	"time"
)

// Deliveries keeps deliveries and decides, in one atomic step a call, how
// they move. Every verdict other than OK leaves the delivery as it was, but
// for the refusals of the gate, which end in Dropped, and Condemned, which
// lists the message. An unknown delivery is ErrNotFound.
type Deliveries interface {
	// Freeze adds deliveries as Due, each on its own: RefusedKnownID for an id
	// seen before, RefusedHeldID where a reminder of it stands in another
	// delivery to the same destination that wasn't dropped, RefusedDigestDay
	// unless a digest's Day is strictly after the person's last digest's (a
	// dropped one doesn't count), RefusedReconcile while reconciling. The same
	// delivery frozen again is Already, whatever became of it since.
	Freeze(ctx context.Context, book string, deliveries []Delivery) ([]Verdict, error)

	// Claim takes up to Limit deliveries that are Due, or Claimed and expired,
	// oldest first, in one round trip, each with a new fence; none while
	// reconciling. What a lost reply claimed is there again when it expires.
	Claim(ctx context.Context, book string, ask ClaimAsk) ([]Delivery, error)

	// BeginSending is the gate: from Claimed by this owner and fence to
	// Sending, with the deadline T = now + Timeout on the store's clock.
	// Refused, and the delivery Dropped with the verdict as its Reason, if
	//   - the journal has an entry, other than bookkeeping, later than
	//     PlannedSeq on one of its invoices, its Subjects or the book;
	//   - its NotAfter has passed;
	//   - a stage in it is not above the one recorded for that invoice and
	//     cycle at that destination;
	//   - an intent is open;
	//   - the epoch is not the delivery's, or the server is another one than
	//     at the last reconcile.
	// Asked again by the same owner and fence: Already, with the same T, or the
	// same refusal. RefusedFence for an older fence or another owner, and
	// RefusedState, once T was swept say, leave the delivery as it is.
	BeginSending(ctx context.Context, book string, a Attempt) (Begun, error)

	// RecordSent says that the message is out. Accepted from Sending or
	// Uncertain of the same or a newer fence, and from Due, Claimed and Parked;
	// Already if this very message was recorded or adopted before. Records,
	// for each reminder, the higher of its stage and the one recorded.
	// A Sent delivery whose message isn't known (Resolve) takes the first told.
	// Otherwise Condemned: the message is durably listed, can never be adopted
	// and is to be deleted.
	RecordSent(ctx context.Context, book string, a Attempt, m Message) (Verdict, error)
	// RecordRefused says that the service certainly did not take it: back to
	// Due, or Parked when r.Final or after r.MaxAttempts (0: any number). From
	// Sending, or Uncertain if T was swept meanwhile, by this owner and fence.
	RecordRefused(ctx context.Context, book string, a Attempt, r Refusal) (Verdict, error)
	// RecordDoubt says that the call returned with neither a yes nor a certain
	// no: Sending, or Uncertain already, to Uncertain. It moves DoubtSince to
	// now if that is later; whenever DoubtSince moves, AbsentProbes is 0 again.
	RecordDoubt(ctx context.Context, book string, a Attempt, reason string) (Verdict, error)

	// Sweep moves Claimed past their expiry to Due, and Sending past their
	// deadline to Uncertain, and lists all that are Uncertain.
	Sweep(ctx context.Context, book string) ([]Delivery, error)
	// RecordAbsent says that a probe begun when ProbeBegan answered (store's
	// clock) found nothing. WaitLonger unless it began a wait of settle or more
	// after DoubtSince; else AbsentProbes goes up by one. Already unless it
	// began after the last one counted.
	RecordAbsent(ctx context.Context, book, id string, began time.Time, settle time.Duration) (Verdict, error)
	// Adopt says that a probe found the message: Uncertain or Parked to Sent,
	// with stages and message as RecordSent; also Due and Claimed, where it
	// turned up late. A Dropped delivery takes its reminders (and a digest its
	// day) back if all are free still, as after a failover that lost its claim.
	// Condemned if that message was condemned; Already if it is the recorded
	// one; a second copy of a sent delivery, or one of a dropped delivery that
	// was replaced, is Condemned. RefusedState while Sending: its sender tells.
	Adopt(ctx context.Context, book, id string, m Message) (Verdict, error)
	// Release sends an Uncertain delivery back to Due after two absent probes,
	// if asked by the incarnation that wrote Sending, or with a proof that this
	// incarnation is dead (RecordDeath). NotProven otherwise; Already if it is
	// Due again by an earlier release.
	Release(ctx context.Context, book, id, incarnation string) (Verdict, error)
	// RecordDeath records the proof that an incarnation no longer runs: the
	// lock file taken over on the same host, or its own clean-stop tombstone.
	// DoubtSince of its Uncertain deliveries, and of those that become so later,
	// moves to now if that is later. What it had Claimed is Due at once: it can
	// pass no gate any more, and nobody need wait for the claim to expire. Only
	// the first proof counts.
	RecordDeath(ctx context.Context, book, incarnation, proof string) error
	// Park moves an Uncertain delivery to Parked, for a person to decide.
	Park(ctx context.Context, book, id, reason string) (Verdict, error)
	// Resolve is the person's decision on a Parked one: SendAgain (to Due; the
	// gate still looks) or SentAlready (to Sent, with its stages). A second
	// click, of either button, is Already until it is parked again.
	Resolve(ctx context.Context, book, id string, d Decision) (Verdict, error)
	// Drop ends a Due or Claimed delivery that is no longer wanted.
	Drop(ctx context.Context, book, id, reason string) (Verdict, error)

	// List gives the deliveries in any of the states, all without any, oldest first.
	List(ctx context.Context, book string, states ...State) ([]Delivery, error)
	// Delivery gives one, or ErrNotFound.
	Delivery(ctx context.Context, book, id string) (Delivery, error)
	// Unmarked lists what is Sent and not yet in the journal; Mark ends that, and
	// passes over what isn't Sent.
	Unmarked(ctx context.Context, book string) ([]Delivery, error)
	Mark(ctx context.Context, book string, ids []string) error
	// CondemnedMessages are to be deleted by whoever can; Buried ends that.
	CondemnedMessages(ctx context.Context, book string) ([]CondemnedMessage, error)
	Buried(ctx context.Context, book string, m Message) error

	// Now is the store's clock.
	Now(ctx context.Context) (time.Time, error)
	// Reconciliation tells whether the book must be reconciled before anything
	// is claimed, and the epoch.
	Reconciliation(ctx context.Context, book string) (Reconciliation, error)
	// BeginReconcile bumps the epoch, drops what is Due or Claimed, and from
	// then on nothing is frozen, claimed or sent until ConfirmReconcile. While
	// one is open that was begun on this server, it gives back that one.
	BeginReconcile(ctx context.Context, book, reason string) (Reconciliation, error)
	// ConfirmReconcile is finance's word that sending may go on; it binds the
	// book to the server it runs on now. For a book that is new (no journal,
	// no deliveries) the app confirms by itself, epoch 0 without BeginReconcile.
	// ErrStaleEpoch if the epoch isn't the current one, or the server is another
	// than where it was begun. A second confirmation changes nothing.
	ConfirmReconcile(ctx context.Context, book string, epoch uint64) error
}

// ClaimAsk is who claims, for how long and how many.
type ClaimAsk struct {
	Owner Owner
	TTL   time.Duration
	Limit int
}

// Attempt names one try at a delivery.
type Attempt struct {
	ID      string
	Owner   Owner
	Fence   uint64
	Timeout time.Duration // BeginSending only: how long the HTTP call may take
}

// Begun is the gate's answer.
type Begun struct {
	Verdict  Verdict
	Deadline time.Time // T, store's clock
}

// Refusal is a certain no.
type Refusal struct {
	Reason      string // Slack's error code
	Final       bool   // refused for good
	MaxAttempts int
}

// Decision is what a person said of a parked delivery.
type Decision struct {
	SendAgain bool // otherwise: it was sent already
	By        string
	Message   Message // if known
}

// CondemnedMessage is a second copy of a delivery's message.
type CondemnedMessage struct {
	Delivery string
	Message  Message
}

// Reasons of a Reconciliation that nobody began.
const (
	ReasonNewStore      = "new store"      // the book was never confirmed here
	ReasonAnotherServer = "another server" // than the one of the last reconcile
)

// Reconciliation is where a book stands with its store.
type Reconciliation struct {
	Epoch  uint64
	Open   bool   // nothing goes out until it is confirmed
	Reason string // ReasonNewStore, ReasonAnotherServer, or what BeginReconcile was told
	Since  time.Time
}
