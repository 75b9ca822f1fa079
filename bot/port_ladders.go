package bot

import (
	"time"

	"github.com/relance-bot/relance/ledger"
)

// Ladders is what the bot shows and settles of the ladders that finance edits
// in the sheet.
type Ladders interface {
	// Rules is the policy that holds, in words, and what the Ladder tab asks for.
	Rules(language string) Rules
	// LaddersEffect is what applying the tab would change.
	LaddersEffect(language string) (LaddersEffect, error)
}

// Rules is how a book's invoices are chased.
type Rules struct {
	Lines    []string  // in words; those of a ladder are indented
	By       string    // who applied the tab's ladders; empty: the operator's file holds
	At       time.Time // and when
	Proposed bool      // the tab asks for something else
	Rows     string    // to be applied: see ledger.Act.ApplyLadders
	Problems []string  // of the tab: nothing can be applied
}

// ref tells one proposal from the next in a button.
func (r Rules) ref() string { return refOf(ledger.KeyOf("ladders " + r.Rows)) }

// LaddersEffect is what other ladders would change.
type LaddersEffect struct {
	Ladders              []string // that would be new or other
	Lines                []string // what they would say, in words
	Moved                []LadderMove
	TodayNow, TodayThen  int // reminders
	ComingNow, ComingNew int // over the next days
	Days                 int
	Stages               []StageCount
}

// LadderMove is an open invoice whose stage or next reminder would be another.
type LadderMove struct {
	Invoice, Customer  string
	StageNow, StageNew ledger.Stage
	NextNow, NextNew   ledger.Date
}

// StageCount is how many reminders of a stage come, now and then.
type StageCount struct{ Stage, Now, New int }
