package app

import (
	"fmt"
	"slices"
	"time"

	"github.com/relance-bot/relance/bot"
	"github.com/relance-bot/relance/reminders"
	"github.com/relance-bot/relance/sheets"
)

// ladderWording says which ladder a decision went by, and why.
func ladderWording(d reminders.Decision, p reminders.Policy) bot.Wording {
	if d.Assigned == nil {
		return nil
	}
	return func(language string) string { return d.Assigned.Explain(p, language) }
}

// Rules is the policy that holds, and what the Ladder tab asks for.
func (r botReminders) Rules(language string) bot.Rules {
	applied, proposal := r.service.Applied(), r.service.Proposal()
	out := bot.Rules{
		Lines: r.service.Policy().Explain(language), At: applied.At, Proposed: proposal.Differs, Rows: proposal.Rows,
	}
	if applied.Ladders != "" {
		out.By = applied.By
	}
	for _, e := range proposal.Problems {
		text := e.Text(language)
		if e.Line > 0 {
			row := "row %d: %s"
			if language == "fr" {
				row = "ligne %d\u00a0: %s"
			}
			text = fmt.Sprintf(row, e.Line, text)
		}
		out.Problems = append(out.Problems, text)
	}
	return out
}

// LaddersEffect is what applying the Ladder tab would change.
func (r botReminders) LaddersEffect(language string) (bot.LaddersEffect, error) {
	e, err := r.service.Effect()
	if err != nil {
		return bot.LaddersEffect{}, fmt.Errorf("work out the effect of the Ladder tab: %w", err)
	}
	out := bot.LaddersEffect{
		Ladders: e.Ladders, Days: e.Now.To.DaysSince(e.Now.From) + 1,
		TodayNow: len(e.Now.Today()), TodayThen: len(e.Then.Today()), ComingNow: len(e.Now.Coming), ComingNew: len(e.Then.Coming),
	}
	then := r.service.Proposal().Policy
	for _, name := range e.Ladders {
		out.Lines = append(out.Lines, name)
		for _, line := range then.Ladders[name].Explain(language) {
			out.Lines = append(out.Lines, "  "+line)
		}
	}
	for _, m := range e.Moved {
		out.Moved = append(out.Moved, bot.LadderMove{
			Invoice: m.Number, Customer: m.Customer, StageNow: m.Now.Stage, StageNew: m.Then.Stage, NextNow: m.Now.Next, NextNew: m.Then.Next,
		})
	}
	now, next := e.Now.PerStage(), e.Then.PerStage()
	stages := map[int]bool{}
	for n := range now {
		stages[n] = true
	}
	for n := range next {
		stages[n] = true
	}
	for n := range stages {
		out.Stages = append(out.Stages, bot.StageCount{Stage: n, Now: now[n], New: next[n]})
	}
	slices.SortFunc(out.Stages, func(a, b bot.StageCount) int { return a.Stage - b.Stage })
	return out, nil
}

// ladderSilence is how long finance is left in peace about the Ladder tab after
// it was told once: who edits ten cells is asked once.
const ladderSilence = time.Hour

// tellLadders tells finance of an edited Ladder tab.
func (b *book) tellLadders(report sheets.Report) {
	if report.DryRun || !report.Ladder || b.now().Sub(b.toldLadders) < ladderSilence {
		return
	}
	if q := b.reminders; q == nil || !q.Proposal().Differs && len(q.Proposal().Problems) == 0 {
		return
	}
	b.toldLadders = b.now()
	b.news.TellLadders(b.config.Name)
}
