package store

import (
	"time"

	"github.com/relance-bot/relance/ledger"
)

// State is how far a delivery has come; the package comment has the diagram.
type State string

// The states of a delivery.
const (
	Due       State = "due"
	Claimed   State = "claimed"
	Sending   State = "sending"
	Sent      State = "sent"
	Uncertain State = "uncertain"
	Parked    State = "parked"
	Dropped   State = "dropped"
)

// Kinds of deliveries.
const (
	KindDigest  = "digest"  // a person's morning list: one per person and day
	KindDirect  = "direct"  // something needs a person today
	KindChannel = "channel" // the reminders channel's post of the day
	KindCase    = "case"    // the channel's message about one late customer
	KindLetter  = "letter"  // to a customer
	KindThread  = "thread"  // lines under a case, about what happened since: at most once
)

// Reminder is one stage of one invoice, said to one destination.
type Reminder struct {
	ID      string       `json:"id"` // of invoice, cycle, stage and repeat; see reminders.ReminderID
	Invoice ledger.Key   `json:"invoice"`
	Cycle   string       `json:"cycle"` // the due date that the stage counts from
	Stage   ledger.Stage `json:"stage"`
}

// Message is where a delivery ended up.
type Message struct {
	Channel string `json:"channel"`
	TS      string `json:"ts"`
}

// Delivery is the unit that is claimed, sent, probed and parked: one
// destination, a frozen list of reminders, a frozen payload. It is never
// regrouped and its ID is never used again.
type Delivery struct {
	ID          string
	Kind        string
	Destination string      // Slack user or channel id, or an e-mail address
	Person      string      // for a digest: whose; one digest per Person and Day
	Day         ledger.Date // the person's local date
	Reminders   []Reminder
	Subjects    []ledger.Subject // what the gate looks at beyond the reminders' invoices: customers, recipient; the book always
	PlannedSeq  uint64           // Seq of the Book snapshot it was planned from
	NotAfter    time.Time        // its day has passed then, on the store's clock
	Payload     []byte           // frozen

	// Kept by the store.
	State        State
	Epoch        uint64
	Fence        uint64
	Owner        Owner
	Attempts     int       // how often sending began
	ClaimExpires time.Time // store's clock
	Deadline     time.Time // T: the HTTP call is over by then; store's clock
	DoubtSince   time.Time // the latest of T, the call's return and the proof of the owner's death; store's clock
	AbsentProbes int       // probes begun after the wait that found nothing
	Message      Message   // where it is, once sent
	Reason       string    // why it was dropped or parked, or the last refusal
	Marked       bool      // its stages are in the journal
}

// Owner names one attempt: a random value per claim under the random value of
// the process incarnation.
type Owner struct {
	Incarnation string
	Attempt     string
}

// Verdict is what became of a call on a delivery. It is a named reason, to be
// logged and counted.
type Verdict string

// Verdicts. Already means that the call was carried out before.
const (
	OK               Verdict = "ok"
	Already          Verdict = "already"
	RefusedFence     Verdict = "stale fence"         // someone else claimed it since
	RefusedState     Verdict = "not in that state"   //
	RefusedChanged   Verdict = "changed since"       // the journal has a later entry on one of its subjects
	RefusedDay       Verdict = "day has passed"      //
	RefusedStage     Verdict = "stage not above"     // a stage in it is not above the recorded one
	RefusedIntent    Verdict = "sheet being written" // an intent or put-back is open
	RefusedReconcile Verdict = "reconcile"           // the store isn't the one of the last reconcile, or another epoch
	RefusedHeldID    Verdict = "reminder held"       // Freeze: a reminder of it is in another live delivery there
	RefusedDigestDay Verdict = "digest not later"    // Freeze: the person had a digest that day or later
	RefusedKnownID   Verdict = "delivery id used"    // Freeze: an id is never used twice
	Condemned        Verdict = "condemned"           // the message is a second copy: delete it
	WaitLonger       Verdict = "too early to tell"   // a probe before the wait was over
	NotProven        Verdict = "owner may be alive"  // Release without a right to
)

// ByGate tells whether v is a refusal of the gate, which drops the delivery.
func (v Verdict) ByGate() bool {
	switch v {
	case RefusedChanged, RefusedDay, RefusedStage, RefusedIntent, RefusedReconcile:
		return true
	}
	return false
}

// Accepted tells whether the caller may go on.
func (v Verdict) Accepted() bool { return v == OK || v == Already }
