package bot

import (
	"strings"

	"github.com/slack-go/slack"

	"github.com/relance-bot/relance/ledger"
)

// rulesView is the answer to "ladders".
type rulesView struct {
	Book   string
	Rules  Rules
	Who    string // the name of who applied the tab's ladders
	Govern bool   // the reader may apply
}

// Bounds of what is shown: a message holds fifty blocks of 3,000 letters.
const (
	rulesSection  = 2500 // letters
	rulesSections = 12
	movesShown    = 10
)

// rules says how invoices are chased, one section a part.
func (v voice) rules(q rulesView) Message {
	text := v.mark("ladders_file", with{"Book": q.Book})
	if q.Rules.By != "" {
		text = v.mark("ladders_applied", with{"Book": q.Book, "Who": q.Who, "When": ready(v.moment(q.Rules.At))})
	}
	blocks := []slack.Block{section(text)}
	for _, part := range parts(q.Rules.Lines) {
		blocks = append(blocks, section(part))
	}
	if q.Govern {
		blocks = append(blocks, v.ladderTab(q.Book, q.Rules)...)
	}
	return message(text, blocks...)
}

// parts joins lines into texts that fit a section each.
func parts(lines []string) []string {
	var list []string
	var b strings.Builder
	for _, line := range lines {
		line = whole(cut(line, rulesSection))
		if b.Len()+len(line) > rulesSection && b.Len() > 0 {
			list = append(list, b.String())
			b.Reset()
		}
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(line)
	}
	if b.Len() > 0 {
		list = append(list, b.String())
	}
	if len(list) > rulesSections {
		list = append(list[:rulesSections], "…")
	}
	return list
}

// ladderTab is what the Ladder tab asks for, with the way to look at it.
func (v voice) ladderTab(book string, q Rules) []slack.Block {
	switch {
	case len(q.Problems) > 0:
		var text strings.Builder
		text.WriteString(v.mark("ladders_bad", with{"Count": len(q.Problems)}))
		for _, p := range q.Problems[:min(len(q.Problems), statusLines)] {
			text.WriteString("\n• " + whole(p))
		}
		if n := len(q.Problems) - statusLines; n > 0 {
			text.WriteString("\n" + v.mark("and_more", with{"Count": n}))
		}
		return []slack.Block{section(text.String())}
	case q.Proposed:
		text := v.mark("ladders_proposed")
		return append([]slack.Block{section(text)}, row(button(actionLaddersEffect, v.say("button_ladders_effect"), token{Book: book, Screen: screenAsk}))...)
	}
	return nil
}

// laddersNews tells finance of an edited Ladder tab.
func (v voice) laddersNews(book string, q Rules) Message {
	text := v.mark("ladders_news", with{"Book": book})
	return message(text, append([]slack.Block{section(text)}, v.ladderTab(book, q)...)...)
}

// laddersEffect is what applying the tab would change.
func (v voice) laddersEffect(book string, q Rules, e LaddersEffect) Message {
	text := v.mark("ladders_effect", with{"Ladders": strings.Join(e.Ladders, ", ")})
	blocks := []slack.Block{section(text)}
	for _, part := range parts(e.Lines) {
		blocks = append(blocks, section(part))
	}
	var moved strings.Builder
	moved.WriteString(v.mark("ladders_moved", with{"Count": len(e.Moved)}))
	for _, m := range e.Moved[:min(len(e.Moved), movesShown)] {
		moved.WriteString("\n• " + v.mark("ladders_move", with{
			"Invoice": m.Invoice, "Customer": m.Customer, "Now": v.stageWord(m.StageNow.Reached, v.stageNumber(m.StageNow)), "New": v.stageWord(m.StageNew.Reached, v.stageNumber(m.StageNew)),
			"NextNow": v.dayOrNone(m.NextNow), "NextNew": v.dayOrNone(m.NextNew),
		}))
	}
	if n := len(e.Moved) - movesShown; n > 0 {
		moved.WriteString("\n" + v.mark("and_more", with{"Count": n}))
	}
	var coming strings.Builder
	coming.WriteString(v.mark("ladders_coming", with{"Days": e.Days, "TodayNow": e.TodayNow, "TodayNew": e.TodayThen, "Now": e.ComingNow, "New": e.ComingNew}))
	for _, s := range e.Stages {
		coming.WriteString("\n• " + v.mark("ladders_stage", with{"Stage": s.Stage, "Now": s.Now, "New": s.New}))
	}
	blocks = append(blocks, section(moved.String()), section(coming.String()))
	apply := v.confirmed(primary(button(actionApplyLadders, v.say("button_ladders_apply"), token{Book: book, ID: q.ref()})), v.say("confirm_ladders_apply"))
	return message(text, append(blocks, row(apply, button(actionLadders, v.say("button_cancel"), token{Book: book}))...)...)
}

func (v voice) stageWord(reached bool, stage string) string {
	if !reached {
		return v.say("ladders_before")
	}
	return v.say("stage", with{"Stage": stage})
}

func (v voice) dayOrNone(d ledger.Date) string {
	if d.IsZero() {
		return v.say("ladders_no_day")
	}
	return v.Day(d)
}
