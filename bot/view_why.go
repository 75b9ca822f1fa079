package bot

import (
	"github.com/slack-go/slack"

	"github.com/relance-bot/relance/ledger"
)

// why says what the planner decides about an invoice, and why.
func (b *Bot) why(v viewer, inv *ledger.Invoice) Message {
	return v.why(whyView{Invoice: inv, Decisions: v.book.Reminders.Why(inv.Key), Held: v.book.Desk.Book().Hold(), Level: v.book.Desk.Book().Level()})
}

type whyView struct {
	Invoice   *ledger.Invoice
	Decisions []Decision
	Held      string
	Level     ledger.Level
}

// maxDecisions bounds what is shown of them.
const maxDecisions = 10

func (v voice) why(q whyView) Message {
	text := v.mark("why", with{"Invoice": q.Invoice.Number, "Level": v.say("level_" + string(q.Level))})
	if q.Held != "" {
		text += "\n" + v.mark("held", with{"Reason": q.Held})
	}
	blocks := []slack.Block{section(text)}
	if len(q.Decisions) == 0 {
		blocks = append(blocks, section(v.mark("why_nothing")))
	}
	for _, d := range q.Decisions[:min(len(q.Decisions), maxDecisions)] {
		blocks = append(blocks, section(v.decision(d)))
	}
	return message(text, blocks...)
}

func (v voice) decision(d Decision) string {
	line := "*" + escape(v.reason(d.Reason)) + "*"
	if d.Stage.Reached {
		line += " · " + v.mark("stage", with{"Stage": d.Stage.String()})
	}
	if d.To != "" {
		line += " · " + escape(d.To)
	}
	if !d.Next.IsZero() {
		line += " · " + v.mark("why_next", with{"Day": d.Next})
	}
	if d.Unconfirmed {
		line += "\n" + v.mark("promise_unconfirmed")
	}
	if d.Ladder != nil {
		line += "\n" + escape(d.Ladder(v.Language()))
	}
	if d.Detail != "" {
		line += "\n" + escape(d.Detail)
	}
	return line
}

// reason is a planner's reason in words; one without words keeps its name.
func (v voice) reason(name string) string {
	id := "reason_" + name
	if text := v.say(id); text != id {
		return text
	}
	return name
}

// ReasonText is a planner's reason in words of a language.
func ReasonText(name, language string) string { return newVoice(language).reason(name) }
