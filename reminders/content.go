package reminders

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/relance-bot/relance/ledger"
)

// Content is what a message says, in plain figures, for a Composer to word.
// Exactly one of Digest, Post, Case, Direct, Letter and Thread is set; a letter
// words itself.
type Content struct {
	Kind     string      `json:"kind"` // of store: digest, channel, case, direct
	Delivery string      `json:"delivery"`
	Book     string      `json:"book"`
	Day      ledger.Date `json:"day"`            // of the message; of a case, as of when its figures are
	Name     string      `json:"name,omitempty"` // whom it greets
	SlackID  string      `json:"slack_id,omitempty"`
	Email    string      `json:"email,omitempty"` // instead of SlackID: it goes by mail
	Language string      `json:"language,omitempty"`

	Digest *Digest `json:"digest,omitempty"`
	Post   *Daily  `json:"post,omitempty"`
	Case   *Case   `json:"case,omitempty"`
	Direct *Direct `json:"direct,omitempty"`

	Letter *Mailing `json:"letter,omitempty"`
	Thread *Thread  `json:"thread,omitempty"`
}

// Digest is one person's list of the day, in all their roles.
type Digest struct {
	Customers   []Customer   `json:"customers,omitempty"` // new and escalated, furthest up the ladder first
	DueSoon     []Line       `json:"due_soon,omitempty"`
	Calls       []Line       `json:"calls,omitempty"`       // to call again today
	AlsoLate    Summary      `json:"also_late,omitzero"`    // what else is late of theirs, or of the book for who has none
	NoOwner     []Line       `json:"no_owner,omitempty"`    // finance: nobody is found for the salesperson cell
	Credits     []Credit     `json:"credits,omitempty"`     // finance: credits cover what is overdue
	Parked      []ParkedLine `json:"parked,omitempty"`      // finance: nobody knows whether these arrived
	Broken      []Line       `json:"broken,omitempty"`      // finance: promises that broke since they were last told
	Disputes    []Line       `json:"disputes,omitempty"`    // finance: disputes past their review
	Reviews     []Review     `json:"reviews,omitempty"`     // finance: customers whose mode is due for review
	Collections []Collection `json:"collections,omitempty"` // finance: handed over, and not settled
	Import      ledger.Date  `json:"import,omitzero"`       // finance: the last bank import, where it is too old
	Weekly      *Weekly      `json:"weekly,omitempty"`      // managers: once a week
	Letters     int          `json:"letters,omitempty"`     // to customers, waiting for the reader's word
}

// Customer is the lines about one customer.
type Customer struct {
	Key      ledger.Key     `json:"key"`
	Name     string         `json:"name"`
	Lines    []Line         `json:"lines"`
	Late     []ledger.Money `json:"late,omitempty"` // all that the customer has overdue, by currency
	Role     Role           `json:"role,omitempty"` // as what the reader is told
	MaxStage int            `json:"max_stage"`
	For      *Absence       `json:"for,omitempty"` // whose customer it is, while the reader stands in
	Do       Advice         `json:"do,omitempty"`  // what to do first, and by it why the customer stands where it does
}

// Absence is whom somebody stands in for, and until when.
type Absence struct {
	Name  string      `json:"name"`
	Until ledger.Date `json:"until"` // the last day of it
}

// Line is one invoice. Amount, Stage and DaysLate are as of the day of the
// message; Status is what is known now.
type Line struct {
	Invoice     ledger.Key   `json:"invoice"`
	Number      string       `json:"number"`
	Customer    string       `json:"customer"`
	CustomerKey ledger.Key   `json:"customer_key"`
	Owner       string       `json:"owner,omitempty"` // the salesperson cell
	Due         ledger.Date  `json:"due,omitzero"`
	DaysLate    int          `json:"days_late"`
	Amount      ledger.Money `json:"amount"` // what is asked for
	Stage       int          `json:"stage"`
	Repeat      int          `json:"repeat,omitempty"`
	Tone        string       `json:"tone,omitempty"`
	Skipped     []int        `json:"skipped,omitempty"`
	Status      Status       `json:"status,omitzero"`
	Mailless    bool         `json:"mailless,omitempty"` // of who has no owner: known, but without Slack account and mail server
}

// Summary counts what isn't listed.
type Summary struct {
	Invoices  int            `json:"invoices,omitempty"`
	Customers int            `json:"customers,omitempty"`
	Totals    []ledger.Money `json:"totals,omitempty"` // one per currency
}

// Credit is a customer whose credits reach what they have overdue.
type Credit struct {
	Customer ledger.Key   `json:"customer"`
	Name     string       `json:"name"`
	Overdue  ledger.Money `json:"overdue"`
}

// ParkedLine is a delivery that a person must decide on.
type ParkedLine struct {
	Delivery string       `json:"delivery"`
	Kind     string       `json:"kind"`
	To       string       `json:"to"` // Slack user or channel id
	Day      ledger.Date  `json:"day"`
	Reason   string       `json:"reason"`
	Invoices []ledger.Key `json:"invoices,omitempty"`
	Resolved bool         `json:"resolved,omitempty"`
}

// Daily is the reminders channel's post of the day.
type Daily struct {
	Reached []Line     `json:"reached,omitempty"` // what reached which stage; Status says who is on it
	Paid    []PaidLine `json:"paid,omitempty"`    // what was paid since the last post
}

// PaidLine is one payment.
type PaidLine struct {
	Payment  string       `json:"payment"`
	Invoice  ledger.Key   `json:"invoice,omitempty"`
	Number   string       `json:"number,omitempty"`
	Customer string       `json:"customer,omitempty"`
	Date     ledger.Date  `json:"date"`
	Amount   ledger.Money `json:"amount"`
	Left     ledger.Money `json:"left"`
}

// Case is the channel's one message about a late customer, kept true in place.
type Case struct {
	Customer ledger.Key     `json:"customer"`
	Name     string         `json:"name"`
	Lines    []Line         `json:"lines"`
	Late     []ledger.Money `json:"late,omitempty"`
	Closed   bool           `json:"closed,omitempty"` // all of it is paid
}

// Direct is something that needs a person today.
type Direct struct {
	About Alert  `json:"about"`
	Lines []Line `json:"lines"`
	Owner string `json:"owner,omitempty"` // gone: who left, as the cells have them
}

// Alert is what a direct message is about.
type Alert string

// The alerts.
const (
	AlertBroken    Alert = "broken_promise"
	AlertApproval  Alert = "approval"    // a formal notice, or whatever the ladder wants approved
	AlertSaysPaid  Alert = "says_paid"   // the customer says it's paid: did it come in?
	AlertPlan      Alert = "plan_broken" // an instalment was missed: the whole balance is chased again
	AlertInsolvent Alert = "insolvent"   // a proof of claim is to be lodged by a day
	AlertGone      Alert = "gone"        // a salesperson left Slack: whose are their invoices now?
)

// StatusKind is what stands of an invoice now.
type StatusKind string

// Kinds of Status. None: it is late and nobody said anything.
const (
	StatusPaid     StatusKind = "paid"
	StatusPart     StatusKind = "part_paid"
	StatusPromised StatusKind = "promised"
	StatusBroken   StatusKind = "promise_broken"
	StatusDisputed StatusKind = "disputed"
	StatusSnoozed  StatusKind = "snoozed"
	StatusTaken    StatusKind = "taken"
	StatusSaysPaid StatusKind = "says_paid"
	StatusOptOut   StatusKind = "opt_out"
	StatusGone     StatusKind = "gone" // the row was removed

	StatusPartKept   StatusKind = "promise_part_kept" // less than was promised came in; Came says how much
	StatusCallAgain  StatusKind = "call_again"
	StatusReplied    StatusKind = "replied" // letters wait
	StatusPlan       StatusKind = "plan"    // Until and Amount: the next instalment
	StatusPlanBroken StatusKind = "plan_broken"
	StatusPlanUnread StatusKind = "plan_unclear"
	StatusInsolvent  StatusKind = "insolvent" // Until: the last day to lodge the claim
	StatusFactored   StatusKind = "factored"
	StatusHandedOver StatusKind = "handed_over"
)

// Status is what is known of an invoice at the time a message is written or
// updated.
type Status struct {
	Kind   StatusKind   `json:"kind,omitempty"`
	Until  ledger.Date  `json:"until,omitzero"`
	By     string       `json:"by,omitempty"`    // taken: who is on it; disputed: why
	Actor  string       `json:"actor,omitempty"` // who said so: a Slack user id, or "sheet"
	At     time.Time    `json:"at,omitzero"`     // and when
	Open   ledger.Money `json:"open,omitzero"`
	Amount ledger.Money `json:"amount,omitzero"` // promised, disputed, or of the instalment
	Came   ledger.Money `json:"came,omitzero"`   // of what was promised
}

// envelope is a delivery's payload: what it says and how it was worded.
type envelope struct {
	Content Content         `json:"content"`
	Message json.RawMessage `json:"message"`
}

func (s *Service) seal(c Content) ([]byte, error) {
	if c.Letter != nil || c.Email != "" {
		return s.sealMail(c)
	}
	message, err := s.o.Composer.Compose(c)
	if err != nil {
		return nil, fmt.Errorf("compose %s: %w", c.Kind, err)
	}
	return json.Marshal(envelope{Content: c, Message: message})
}

// ContentOf is what a delivery says.
func ContentOf(payload []byte) (Content, error) {
	e, err := open(payload)
	return e.Content, err
}

func open(payload []byte) (envelope, error) {
	var e envelope
	if err := json.Unmarshal(payload, &e); err != nil {
		return e, fmt.Errorf("read payload: %w", err)
	}
	return e, nil
}
