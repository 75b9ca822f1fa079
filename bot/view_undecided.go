package bot

import (
	"strconv"
	"strings"

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

// resumptionView is what a remedy for a held book would do.
type resumptionView struct {
	Book   string
	Held   string
	Remedy Remedy
	Would  Resumption
}

// resumption shows it, with the button that does it. Where the sheet itself has
// to be put right first, there is only what else may help.
func (v voice) resumption(q resumptionView) Message {
	var text strings.Builder
	text.WriteString(v.mark("held", with{"Reason": q.Held}))
	var buttons []*slack.ButtonBlockElement
	if len(q.Would.Blocked) > 0 {
		text.WriteString("\n" + v.mark("resume_blocked"))
		for _, reason := range q.Would.Blocked[:min(len(q.Would.Blocked), statusLines)] {
			text.WriteString("\n• " + escape(reason))
		}
	} else {
		text.WriteString("\n" + v.would(q))
		t := token{Book: q.Book, ID: refOf(ledger.KeyOf(q.Held)), Choice: string(q.Remedy)}
		buttons = append(buttons, v.confirmed(primary(button(actionUnhold, v.say("button_do_"+string(q.Remedy)), t)), v.say("confirm_do_"+string(q.Remedy))))
	}
	others := q.Would.Offers
	if q.Remedy != RemedyResume {
		others = append([]Remedy{RemedyResume}, others...)
	}
	for _, r := range others {
		if r != q.Remedy {
			buttons = append(buttons, button(actionHeld+":"+string(r), v.say("button_look_"+string(r)), token{Book: q.Book, Choice: string(r), Screen: screenAsk}))
		}
	}
	buttons = append(buttons, button(actionStatus, v.say("button_cancel"), token{Book: q.Book}))
	return message(text.String(), append([]slack.Block{section(text.String())}, row(buttons...)...)...)
}

// would is what the remedy would change, in some lines.
func (v voice) would(q resumptionView) string {
	var text strings.Builder
	text.WriteString(v.mark("would_"+string(q.Remedy), with{"Changed": q.Would.Changed, "Writes": q.Would.Writes}))
	if q.Would.Gone > 0 {
		text.WriteString("\n" + v.mark("resume_gone", with{"Count": q.Would.Gone}))
	}
	for _, line := range q.Would.Lines[:min(len(q.Would.Lines), statusLines)] {
		text.WriteString("\n• " + escape(line))
	}
	if n := q.Would.Writes - statusLines; n > 0 && len(q.Would.Lines) > 0 {
		text.WriteString("\n" + v.mark("and_more", with{"Count": n}))
	}
	return text.String()
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
