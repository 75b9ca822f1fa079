package reminders

import (
	_ "embed"
	"fmt"
	"time"

	"github.com/relance-bot/relance/ledger"
)

// Policy is what the company decided about chasing.
type Policy struct {
	Ladders       map[string]Ladder // by name; "default" is always there
	Rules         []Rule            // which ladder an invoice climbs for which no cell names one; the first that matches
	ContactGap    int               // days between two reminders on one invoice
	Minimum       map[ledger.Currency]ledger.Money
	Hours         Hours
	OnItDays      int  // business days
	SaysPaidDays  int  // business days
	PromiseGrace  int  // business days after the promised day
	PromisesInRow int  // broken promises in a row after which the next pauses nothing; 0: any number
	DirectPerDay  int  // direct messages to one person beside the digest
	Weekly        bool // managers get the week's figures with the first digest of the week
	Countries     []string
	DaysOff       []ledger.Date
	Letters       Letters
}

// DefaultLadder is the name of the ladder for whoever has no other.
const DefaultLadder = "default"

// Ladder is the stages that an unpaid invoice climbs.
type Ladder struct {
	Name       string
	Stages     []Step // by rising day; a stage's number is its index. Stage 0 is the courtesy, or nothing where the ladder has none
	RepeatLast int    // days between repeats of the last stage; 0: it is said once
}

// Step is one stage of a ladder.
type Step struct {
	Day      int // from the due date; negative: before it
	Tone     string
	Tell     []Role
	Approval bool       // a person approves what leaves the house at this stage
	Letter   LetterKind // to the customer; none: nothing leaves the house at this stage
	Mail     MailMode   // how the letter leaves; none without a letter
}

// IsSilent tells whether nothing is said at a stage: the stage 0 of a ladder
// that begins after the due date.
func (s Step) IsSilent() bool { return s.Tone == "" && len(s.Tell) == 0 }

// Role is a part that a person plays for an invoice.
type Role string

// The roles. Direction is told by way of the managers of the configuration.
const (
	RoleSalesperson Role = "salesperson"
	RoleManager     Role = "manager"
	RoleFinance     Role = "finance"
	RoleDirection   Role = "direction"
)

// Hours are when messages go out, in the time zone of the person who reads them.
type Hours struct {
	Digest, From, To Clock
}

// Clock is a time of the day.
type Clock struct{ Hour, Minute int }

// On is the instant at which clocks in loc show c on day d.
func (c Clock) On(d ledger.Date, loc *time.Location) time.Time { return d.At(c.Hour, c.Minute, loc) }

func (c Clock) String() string { return fmt.Sprintf("%02d:%02d", c.Hour, c.Minute) }

func (c Clock) minutes() int { return c.Hour*60 + c.Minute }

//go:embed policy_default.yaml
var defaultPolicy []byte

// Default is the ladder of published practice; see policy_default.yaml.
func Default() Policy {
	p, err := ReadPolicy(defaultPolicy)
	if err != nil { // the file is part of the program and read by its tests
		panic(fmt.Sprintf("reminders: default policy: %v", err))
	}
	return p
}

// DefaultYAML is the text of the default policy, with its comments, as a start
// for one's own.
func DefaultYAML() []byte { return append([]byte(nil), defaultPolicy...) }
