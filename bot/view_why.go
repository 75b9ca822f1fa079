package bot

import (
	"context"
	"strings"
	"unicode"

	"github.com/slack-go/slack"

	"github.com/relance-bot/relance/ledger"
)

// why says what the planner decides about an invoice, and why.
func (b *Bot) why(v viewer, inv *ledger.Invoice) Message {
	return v.why(whyView{
		Book: v.book.Name, Today: b.today(v.book), Govern: v.may(govern, nil), Invoice: inv, Said: b.saidOn(v, inv),
		Decisions: v.book.Reminders.Why(inv.Key), Held: v.book.Desk.Book().Hold(), Level: v.book.Desk.Book().Level(),
	})
}

type whyView struct {
	Book      string
	Govern    bool // the viewer may confirm a promise
	Today     ledger.Date
	Invoice   *ledger.Invoice
	Decisions []Decision
	Said      said // who said what stands on it, and when
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
	if facts := v.standing(q.Invoice, q.Today, q.Said); len(facts) > 0 {
		blocks = append(blocks, section("• "+strings.Join(facts, "\n• ")))
	}
	if len(q.Decisions) == 0 {
		blocks = append(blocks, section(v.mark("why_nothing")))
	}
	for _, d := range q.Decisions[:min(len(q.Decisions), maxDecisions)] {
		blocks = append(blocks, section(v.decision(d)))
	}
	return message(text, append(blocks, v.confirmButton(q)...)...)
}

func (v voice) decision(d Decision) string {
	line := "*" + escape(v.reason(d.Reason)) + "*"
	if d.Stage.Reached {
		line += " · " + v.mark("stage", with{"Stage": v.stageNumber(d.Stage) + v.tone(d.Tone)})
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
	if d.Letter != "" {
		line += "\n" + v.mark("why_letter", with{"Reason": ready(v.whyLetter(d))})
	}
	if d.Ladder != nil {
		line += "\n" + escape(d.Ladder(v.Language()))
	}
	if d.Detail != "" {
		line += "\n" + escape(d.Detail)
	}
	return line
}

// whyLetter is a reason about a letter in words: those of the tray, or where
// the invoice itself isn't to be chased, the planner's.
func (v voice) whyLetter(d Decision) string {
	id := "letter_reason_" + d.Letter
	if text := v.mark(id, with{"Day": d.LetterUntil, "Needs": 1}); text != id {
		return text
	}
	return escape(lowerFirst(v.reason(d.Letter)))
}

// lowerFirst makes a sentence go on after a colon.
func lowerFirst(s string) string {
	runes := []rune(s)
	if len(runes) > 0 {
		runes[0] = unicode.ToLower(runes[0])
	}
	return string(runes)
}

// confirmButton has finance or a manager stand by a promise that pauses
// nothing for the broken ones before it.
func (v voice) confirmButton(q whyView) []slack.Block {
	for _, d := range q.Decisions {
		if d.Unconfirmed && q.Govern {
			return row(button(actionConfirmPromise, v.say("button_confirm_promise"), token{Book: q.Book, Invoice: refOf(q.Invoice.Key), Day: q.Invoice.PromisedOn.String()}))
		}
	}
	return nil
}

// clickConfirmPromise is finance's or a manager's word that the promise holds:
// the one that they saw, not another made meanwhile.
func (b *Bot) clickConfirmPromise(ctx context.Context, a *answer, _ Action, t token) error {
	if err := a.viewer.refuse(govern, nil); err != nil {
		return err
	}
	inv, err := b.theInvoice(a, t, read)
	if err != nil {
		return err
	}
	if inv.PromisedOn.IsZero() || inv.PromisedOn.String() != t.Day {
		return stale()
	}
	a.viewer.book.acting.Lock()
	defer a.viewer.book.acting.Unlock()
	act := ledger.Act{ID: a.act, At: b.opt.Now(), Actor: a.viewer.ID, Source: ledger.SourceSlack}
	changes := act.ConfirmPromise(inv, inv.PromisedOn)
	if len(changes) == 0 {
		a.say(ctx, sentence(a.viewer.mark("already")))
		return nil
	}
	if _, err := a.viewer.book.Desk.Record(ctx, changes...); err != nil {
		return err
	}
	a.say(ctx, sentence(a.viewer.mark("done_confirm_promise", with{"Who": a.viewer.Name, "Day": inv.PromisedOn})))
	return nil
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
