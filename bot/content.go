package bot

import (
	"iter"
	"strings"
	"time"

	"github.com/relance-bot/relance/ledger"
)

// Content is what a message of the reminder cycle says, in plain figures.
// Exactly one of Digest, Post, Case, Direct and Thread is set. It is frozen with the
// delivery; Status is brought up to date when the message is redrawn.
//
// The JSON names are those under which the reminders keep it.
type Content struct {
	Kind     string      `json:"kind"`
	Book     string      `json:"book"`
	Day      ledger.Date `json:"day"`
	Name     string      `json:"name,omitempty"` // whom it greets
	Language string      `json:"language,omitempty"`

	Digest *Digest `json:"digest,omitempty"`
	Post   *Daily  `json:"post,omitempty"`
	Case   *Case   `json:"case,omitempty"`
	Direct *Direct `json:"direct,omitempty"`
	Thread *Thread `json:"thread,omitempty"`
}

// Digest is one person's list of the day, in all their roles.
type Digest struct {
	Customers   []Customer   `json:"customers,omitempty"` // new and escalated first
	DueSoon     []Line       `json:"due_soon,omitempty"`
	Calls       []Line       `json:"calls,omitempty"`    // to call again today
	AlsoLate    Summary      `json:"also_late,omitzero"` // what else is late
	NoOwner     []Line       `json:"no_owner,omitempty"` // nobody is found for the salesperson cell
	Credits     []Credit     `json:"credits,omitempty"`  // credits cover what is overdue
	Parked      []ParkedLine `json:"parked,omitempty"`   // nobody knows whether these arrived
	Broken      []Line       `json:"broken,omitempty"`   // promises that broke
	Disputes    []Line       `json:"disputes,omitempty"` // past their review
	Reviews     []Review     `json:"reviews,omitempty"`
	Collections []Collection `json:"collections,omitempty"`
	Import      ledger.Date  `json:"import,omitzero"` // the last from the bank, where it is too old
	Weekly      *Weekly      `json:"weekly,omitempty"`
	Letters     int          `json:"letters,omitempty"` // to customers, waiting for the reader's word
}

// Customer is the lines about one customer.
type Customer struct {
	Key      ledger.Key     `json:"key"`
	Name     string         `json:"name"`
	Lines    []Line         `json:"lines"`
	Late     []ledger.Money `json:"late,omitempty"` // all that is overdue, by currency
	MaxStage int            `json:"max_stage"`
	For      *Absence       `json:"for,omitempty"` // whose customer it is, while the reader stands in
	Do       string         `json:"do,omitempty"`  // what to do first: broken, call, handover, notice, decide, firm, friendly
}

// Absence is whom somebody stands in for, and until when.
type Absence struct {
	Name  string      `json:"name"`
	Until ledger.Date `json:"until"`
}

// Collection is what somebody else collects from a customer.
type Collection struct {
	Customer  ledger.Key     `json:"customer"`
	Name      string         `json:"name"`
	Since     ledger.Date    `json:"since,omitzero"`
	Open      []ledger.Money `json:"open"`
	Recovered []ledger.Money `json:"recovered,omitempty"`
}

// Review is a customer whose mode is to be looked at again.
type Review struct {
	Customer ledger.Key  `json:"customer"`
	Name     string      `json:"name"`
	Mode     string      `json:"mode"`
	Reason   string      `json:"reason,omitempty"`
	On       ledger.Date `json:"on"`
}

// Weekly is the manager's look at the week.
type Weekly struct {
	Since   ledger.Date  `json:"since"`
	Figures []WeekFigure `json:"figures"`
	Largest []Debtor     `json:"largest,omitempty"`
}

// WeekFigure is one currency's, with what it was a week ago.
type WeekFigure struct {
	Outstanding   ledger.Money `json:"outstanding"`
	WasOpen       ledger.Money `json:"was_open"`
	Overdue       ledger.Money `json:"overdue"`
	WasOverdue    ledger.Money `json:"was_overdue"`
	Paid          ledger.Money `json:"paid"`
	DSO           string       `json:"dso,omitempty"`
	WasDSO        string       `json:"was_dso,omitempty"`
	BrokenPromise int          `json:"broken,omitempty"`
}

// Debtor is a customer by what they have overdue.
type Debtor struct {
	Customer ledger.Key   `json:"customer"`
	Name     string       `json:"name"`
	Overdue  ledger.Money `json:"overdue"`
	Was      ledger.Money `json:"was"`
}

// Line is one invoice as of the day of the message.
type Line struct {
	Invoice     ledger.Key   `json:"invoice"`
	Number      string       `json:"number"`
	Customer    string       `json:"customer"`
	CustomerKey ledger.Key   `json:"customer_key"`
	Owner       string       `json:"owner,omitempty"`
	Due         ledger.Date  `json:"due,omitzero"`
	DaysLate    int          `json:"days_late"`
	Amount      ledger.Money `json:"amount"`
	Stage       int          `json:"stage"`
	Repeat      int          `json:"repeat,omitempty"`
	Tone        string       `json:"tone,omitempty"` // of the stage: friendly, firm, or a word of the ladder's own
	Status      Status       `json:"status,omitzero"`
	Mailless    bool         `json:"mailless,omitempty"` // whoever looks after it has no Slack account, and there is no mail server
}

// Summary counts what isn't listed.
type Summary struct {
	Invoices  int            `json:"invoices,omitempty"`
	Customers int            `json:"customers,omitempty"`
	Totals    []ledger.Money `json:"totals,omitempty"`
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
	To       string       `json:"to"`
	Day      ledger.Date  `json:"day"`
	Reason   string       `json:"reason"`
	Invoices []ledger.Key `json:"invoices,omitempty"`
	Resolved bool         `json:"resolved,omitempty"`
}

// Daily is the reminders channel's post of the day.
type Daily struct {
	Reached []Line     `json:"reached,omitempty"`
	Paid    []PaidLine `json:"paid,omitempty"`
}

// PaidLine is one payment.
type PaidLine struct {
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
	Closed   bool           `json:"closed,omitempty"`
}

// Direct is something that needs a person today.
type Direct struct {
	About string `json:"about"` // broken_promise, plan_broken, insolvent, approval, says_paid
	Lines []Line `json:"lines"`
	Owner string `json:"owner,omitempty"` // gone: who left, as the cells have them
}

// Thread is what happened to a late customer, as a reply under their message.
type Thread struct {
	Customer ledger.Key   `json:"customer"`
	Lines    []ThreadLine `json:"lines"`
	More     int          `json:"more,omitempty"`
	Closed   bool         `json:"closed,omitempty"`
	Reopened bool         `json:"reopened,omitempty"`
}

// ThreadLine is one thing that somebody did to one or more invoices.
type ThreadLine struct {
	What    string       `json:"what"` // a field; with "_gone" what was taken back
	Numbers []string     `json:"numbers"`
	Actor   string       `json:"actor,omitempty"` // by name; actorSheet: somebody in the sheet
	At      time.Time    `json:"at"`              // in the book's zone
	Day     ledger.Date  `json:"day,omitzero"`
	Amount  ledger.Money `json:"amount,omitzero"`
	Left    ledger.Money `json:"left,omitzero"`
	Text    string       `json:"text,omitempty"`
}

// Status is what is known of an invoice at the time a message is written or
// updated.
type Status struct {
	Kind   string       `json:"kind,omitempty"` // paid, part_paid, promised, promise_broken, disputed, snoozed, taken, says_paid, opt_out, gone, and those of suspensions
	Until  ledger.Date  `json:"until,omitzero"`
	By     string       `json:"by,omitempty"`
	Actor  string       `json:"actor,omitempty"` // who said so, by name; actorSheet: somebody in the sheet
	At     time.Time    `json:"at,omitzero"`     // and when, in the book's zone
	Open   ledger.Money `json:"open,omitzero"`
	Amount ledger.Money `json:"amount,omitzero"`
	Came   ledger.Money `json:"came,omitzero"` // of what was promised
}

// actorSheet stands for a person who typed into the sheet: it doesn't say who.
const actorSheet = "sheet"

// isOver tells that nothing is left to do about the invoice.
func (s Status) isOver() bool { return s.Kind == "paid" || s.Kind == "gone" }

// Statuses are all that the content tells of invoices.
func (c Content) Statuses() iter.Seq[*Status] {
	return func(yield func(*Status) bool) {
		for _, list := range c.lines() {
			for i := range list {
				if !yield(&list[i].Status) {
					return
				}
			}
		}
	}
}

// lines are all lists of lines.
func (c Content) lines() [][]Line {
	var lists [][]Line
	if d := c.Digest; d != nil {
		lists = append(lists, d.DueSoon, d.NoOwner, d.Calls, d.Broken, d.Disputes)
		for _, k := range d.Customers {
			lists = append(lists, k.Lines)
		}
	}
	if c.Post != nil {
		lists = append(lists, c.Post.Reached)
	}
	if c.Case != nil {
		lists = append(lists, c.Case.Lines)
	}
	if c.Direct != nil {
		lists = append(lists, c.Direct.Lines)
	}
	return lists
}

// stage is how far the ladder had come with the line.
func (l Line) stage() ledger.Stage {
	return ledger.Stage{Reached: true, Number: l.Stage, Repeat: l.Repeat}
}

// stageWords is a line's stage within a sentence, with its tone: "3 (firm)".
func (v voice) stageWords(l Line) string { return v.stageNumber(l.stage()) + v.tone(l.Tone) }

// tone is a stage's tone in brackets; one that isn't among the usual is said as
// the ladder has it.
func (v voice) tone(typed string) string {
	if typed == "" {
		return ""
	}
	id := "tone_" + strings.ReplaceAll(fold(typed), " ", "_")
	if text := v.say(id); text != id {
		typed = text
	}
	return " (" + clean(typed) + ")"
}

// stageNumber is a stage within a sentence: "6", or "6 again" of what was said
// once more. The row keeps "6 ×1".
func (v voice) stageNumber(s ledger.Stage) string {
	again := s.Repeat
	s.Repeat = 0
	switch {
	case again > 1:
		return v.say("stage_again_times", with{"Stage": s.String(), "Times": again})
	case again == 1:
		return v.say("stage_again", with{"Stage": s.String()})
	}
	return s.String()
}
