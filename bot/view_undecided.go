package bot

import (
	"strconv"

	"github.com/slack-go/slack"

	"github.com/relance-bot/relance/ledger"
)

// heldNews tells finance that a book is held, with the way to look at it.
func (v voice) heldNews(book, reason string) Message {
	text := v.mark("held_news", with{"Book": book, "Reason": reason})
	return message(text, append([]slack.Block{section(text)}, row(v.heldButton(book))...)...)
}

func (v voice) heldButton(book string) *slack.ButtonBlockElement {
	return button(actionHeld, v.say("button_held"), token{Book: book, Screen: screenAsk})
}

// resumption shows what resuming would do. Where the sheet itself has to be
// put right first, there is nothing to press.
func (v voice) resumption(book, held string, r Resumption) Message {
	text := v.mark("held", with{"Reason": held})
	if len(r.Blocked) > 0 {
		text += "\n" + v.mark("resume_blocked")
		for _, reason := range r.Blocked[:min(len(r.Blocked), statusLines)] {
			text += "\n• " + escape(reason)
		}
		return message(text, section(text))
	}
	text += "\n" + v.mark("resume_would", with{"Changed": r.Changed, "Writes": r.Writes})
	if r.Gone > 0 {
		text += "\n" + v.mark("resume_gone", with{"Count": r.Gone})
	}
	t := token{Book: book, ID: refOf(ledger.KeyOf(held))}
	return message(text, append([]slack.Block{section(text)}, row(
		v.confirmed(primary(button(actionUnhold, v.say("button_unhold"), t)), v.say("confirm_unhold")),
		button(actionStatus, v.say("button_cancel"), token{Book: book}),
	)...)...)
}

// questionNews asks finance what is new about payments.
func (v voice) questionNews(book string, find finder, list []Question) Message {
	text := v.mark("question_news", with{"Count": len(list)})
	return message(text, append([]slack.Block{section(text)}, v.questions(book, find, list)...)...)
}

// ref tells one question from the next about the same invoice, in a button.
func (q Question) ref() string { return refOf(ledger.Key(q.Text("en"))) }

// questions are what is open about payments, each with a button for each
// answer that it takes.
func (v voice) questions(book string, find finder, list []Question) []slack.Block {
	var blocks []slack.Block
	for i, asked := range list[:min(len(list), statusLines)] {
		inv, ok := find(asked.Invoice)
		if !ok {
			continue
		}
		blocks = append(blocks, section(v.mark("question", with{"Invoice": inv.Number, "Text": asked.Text(v.Language()), "Paid": inv.Paid()})))
		var buttons []*slack.ButtonBlockElement
		for _, answer := range asked.Answers {
			t := token{Book: book, Invoice: refOf(asked.Invoice), ID: asked.ref(), Choice: answer, Screen: screenAsk}
			buttons = append(buttons, button(actionAnswer+":"+strconv.Itoa(i)+answer, v.say("answer_"+answer), t))
		}
		buttons = append(buttons, button(actionOpenInvoice+":"+strconv.Itoa(i), v.say("button_open"), token{Book: book, Invoice: refOf(asked.Invoice)}))
		blocks = append(blocks, row(buttons...)...)
	}
	if n := len(list); n > statusLines {
		blocks = append(blocks, aside(v.mark("and_more", with{"Count": n - statusLines})))
	}
	return blocks
}
