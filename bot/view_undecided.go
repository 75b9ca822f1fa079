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

// questions are what is open about payments, each with the button that says
// that it is right as it is counted.
func (v voice) questions(q statusView) []slack.Block {
	if len(q.Questions) == 0 {
		return nil
	}
	blocks := []slack.Block{section(v.mark("status_questions", with{"Count": len(q.Questions)}))}
	for i, asked := range q.Questions[:min(len(q.Questions), statusLines)] {
		inv, ok := q.Snapshot.Invoice(asked.Invoice)
		if !ok {
			continue
		}
		t := token{Book: q.Book, Invoice: refOf(asked.Invoice), Screen: screenAsk}
		blocks = append(blocks, section(v.mark("question", with{"Invoice": inv.Number, "Text": asked.Text, "Paid": inv.Paid()})))
		blocks = append(blocks, row(
			button(actionAnswer+":"+strconv.Itoa(i), v.say("button_answer"), t),
			button(actionOpenInvoice+":"+strconv.Itoa(i), v.say("button_open"), token{Book: q.Book, Invoice: t.Invoice}),
		)...)
	}
	if n := len(q.Questions); n > statusLines {
		blocks = append(blocks, aside(v.mark("and_more", with{"Count": n - statusLines})))
	}
	return blocks
}
