package reminders

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/relance-bot/relance/ledger"
)

// LetterDecision is what is to be written to one customer, in one currency, on
// one day, and why.
type LetterDecision struct {
	ID       string // names the letter; the same invoices at the same stages give the same
	Customer ledger.Key
	Name     string
	Currency ledger.Currency
	Kind     LetterKind
	Mode     MailMode
	Reason   Reason
	Until    ledger.Date // last day of what stops it, or the first on which it may go (SkipTooSoon)
	Lines    []LetterLine
	Left     []LetterLeft // open invoices of the account that it doesn't ask for
	Amount   ledger.Money // asked for
	To       string       // e-mail address
	Owner    string       // the salesperson cell of all its invoices; empty: several, or none
	// ByFinance: approved by finance. Letters up to ownerStages are the owner's,
	// though finance may.
	ByFinance bool
	Needs     int // different people who must say yes
	Said      ledger.LetterSaid
	Previous  ledger.Date // day of the last letter on these invoices
	Trouble   error       // why it can't be written (SkipUnwritable)
	Approver  string      // Slack id of who looks after it today, a stand-in if the owner is away; the Service knows
	Spared    bool        // one of the largest customers, internal only since the book went live
}

// LetterLine is an invoice that a letter asks for.
type LetterLine struct {
	Invoice ledger.Key
	Number  string
	Cycle   string
	Stage   ledger.Stage // of the letter
	Due     ledger.Date
	Amount  ledger.Money // asked for: open, less a disputed part
}

// LetterLeft is an invoice that a letter doesn't ask for, and why.
type LetterLeft struct {
	Invoice ledger.Key
	Number  string
	Reason  Reason
	Until   ledger.Date
}

// ownerStages is the last stage whose letter the salesperson approves; from the
// next one on it is finance's.
const ownerStages = 2

// approvalDays is how long an approval holds: who approved a letter on Monday
// shouldn't find it leaving after a fortnight's pause.
const approvalDays = 7

// Waits tells whether the letter waits for a person.
func (d LetterDecision) Waits() bool {
	switch d.Reason {
	case SkipToApprove, SkipToSecond, SkipDraft:
		return true
	}
	return false
}

// Stage is the highest of its lines.
func (d LetterDecision) Stage() ledger.Stage {
	var s ledger.Stage
	for _, l := range d.Lines {
		s = higher(s, l.Stage)
	}
	return s
}

// name is the letter's ID. Amounts aren't part of it: the figures are those of
// the moment at which it leaves.
func (d LetterDecision) name() string {
	var b strings.Builder
	b.WriteString(string(d.Customer) + "\x00" + string(d.Currency) + "\x00" + string(d.Kind))
	for _, l := range d.Lines {
		b.WriteString("\x00" + string(l.Invoice) + "\x00" + l.Cycle + "\x00" + l.Stage.String())
	}
	sum := sha256.Sum256([]byte(b.String()))
	return hex.EncodeToString(sum[:8])
}

// LetterSince reads from the row which letter was the last in the cycle that
// counts from a day, as StageSince does for reminders.
func (l Ladder) LetterSince(inv *ledger.Invoice, due ledger.Date) ledger.Stage {
	return l.inCycle(due, inv.LetterStage, inv.LastLetter)
}

// nextLetter is the lowest stage above before that has a letter, if the ladder
// has come that far: letters never jump. A courtesy makes no sense once the
// invoice is late. The last stage's letter may come again with its repeats.
func (l Ladder) nextLetter(before, reached ledger.Stage, late bool) (ledger.Stage, bool) {
	if !reached.Reached {
		return ledger.Stage{}, false
	}
	first := 0
	if before.Reached {
		first = before.Number + 1
	}
	for n := first; n <= min(reached.Number, l.last()); n++ {
		if s := l.Stages[n]; s.writes() && (s.Letter != LetterCourtesy || !late) {
			return ledger.StageAt(n), true
		}
	}
	again := ledger.Stage{Reached: true, Number: l.last(), Repeat: reached.Repeat}
	if before.Reached && before.Number == l.last() && again.Above(before) && l.Stages[l.last()].writes() {
		return again, true
	}
	return ledger.Stage{}, false
}

// writes tells whether a stage has a letter at all.
func (s Step) writes() bool { return s.Letter != "" && s.Mail != MailOff }

// step is the ladder's for a stage; none beyond its end.
func (l Ladder) step(s ledger.Stage) Step {
	if !s.Reached || s.Number < 0 || s.Number > l.last() {
		return Step{}
	}
	return l.Stages[s.Number]
}

// strictest is the mode that lets less leave by itself.
func strictest(a, b MailMode) MailMode {
	for _, m := range MailModes() {
		if a == m || b == m {
			return m
		}
	}
	return MailApprove
}
