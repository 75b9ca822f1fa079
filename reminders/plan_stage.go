package reminders

import (
	"slices"

	"github.com/relance-bot/relance/ledger"
)

// Cycle is the cycle that an invoice is in: its due date. When that moves, the
// ladder starts again. While an instalment plan is kept, each instalment is a
// cycle of its own (see PlanPosition).
func Cycle(inv *ledger.Invoice) string { return inv.Due.String() }

// ReminderID names one stage of one invoice in one cycle.
func ReminderID(invoice ledger.Key, cycle string, stage ledger.Stage) string {
	return string(invoice) + "|" + cycle + "|" + stage.String()
}

// last is the number of the last stage.
func (l Ladder) last() int { return len(l.Stages) - 1 }

// formal is the number of the stage with a formal notice, 0 without one.
func (l Ladder) formal() int {
	return max(0, slices.IndexFunc(l.Stages, func(s Step) bool { return s.Letter == LetterFormal }))
}

// Step is what the ladder says at a stage. A stage beyond its last one, said
// while the invoice climbed a longer ladder, stands for the last.
func (l Ladder) Step(s ledger.Stage) Step { return l.Stages[min(s.Number, l.last())] }

// onwards is the stage reached, for an invoice that climbed further on a longer
// ladder: its last stage is then said again under the number it had, since
// stages never go back, and nobody falls silent.
func (l Ladder) onwards(reached, before ledger.Stage) ledger.Stage {
	if reached.Reached && reached.Number == l.last() && before.Number > l.last() {
		reached.Number = before.Number
	}
	return reached
}

// Day is the calendar day on which a stage is reached, counted from a due date.
func (l Ladder) Day(due ledger.Date, s ledger.Stage) ledger.Date {
	n := min(s.Number, l.last())
	return due.AddDays(l.Stages[n].Day + s.Repeat*l.RepeatLast)
}

// StageOn is the highest stage whose day has come, with the repeats of the
// last one.
func (l Ladder) StageOn(due, today ledger.Date) ledger.Stage {
	var stage ledger.Stage
	for n, step := range l.Stages {
		if due.AddDays(step.Day).After(today) {
			break
		}
		stage = ledger.StageAt(n)
	}
	if stage.Reached && stage.Number == l.last() && l.RepeatLast > 0 {
		stage.Repeat = today.DaysSince(due.AddDays(l.Stages[stage.Number].Day)) / l.RepeatLast
	}
	return stage
}

// StageInCycle reads from the row how far the ladder was climbed in the present
// cycle. A stage whose day, counted from the due date, comes after the last
// reminder was said in an earlier cycle: then what counts is the highest stage
// that the last reminder could have been.
func (l Ladder) StageInCycle(inv *ledger.Invoice) ledger.Stage { return l.StageSince(inv, inv.Due) }

// StageSince is StageInCycle in the cycle that counts from a day.
func (l Ladder) StageSince(inv *ledger.Invoice, due ledger.Date) ledger.Stage {
	return l.inCycle(due, inv.Stage, inv.LastReminder)
}

func (l Ladder) inCycle(due ledger.Date, s ledger.Stage, last ledger.Date) ledger.Stage {
	if !s.Reached || last.IsZero() || due.IsZero() {
		return s
	}
	if !l.Day(due, s).After(last) {
		return s
	}
	could := l.StageOn(due, last)
	if s.Above(could) {
		return could
	}
	return s
}

// DayAfter is the day of the stage that follows s, or none after the last one
// of a ladder that doesn't repeat it.
func (l Ladder) DayAfter(due ledger.Date, s ledger.Stage) ledger.Date {
	switch {
	case !s.Reached:
		return due.AddDays(l.Stages[0].Day)
	case s.Number < l.last():
		return due.AddDays(l.Stages[s.Number+1].Day)
	case l.RepeatLast > 0:
		return l.Day(due, ledger.Stage{Reached: true, Number: l.last(), Repeat: s.Repeat + 1})
	}
	return 0
}

func higher(a, b ledger.Stage) ledger.Stage {
	if b.Above(a) {
		return b
	}
	return a
}
