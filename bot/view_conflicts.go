package bot

import (
	"cmp"
	"strconv"
	"time"

	"github.com/slack-go/slack"

	"github.com/relance-bot/relance/ledger"
)

// finder gives an invoice of a book.
type finder = func(ledger.Key) (*ledger.Invoice, bool)

// conflictNews asks the author of what the sheet overruled.
func (v voice) conflictNews(book string, find finder, list []Conflict) Message {
	text := v.mark("conflict_news", with{"Count": len(list)})
	return message(text, append([]slack.Block{section(text)}, v.conflicts(book, find, list, statusLines)...)...)
}

// conflicts are the first of a list, each with its buttons.
func (v voice) conflicts(book string, find finder, list []Conflict, most int) []slack.Block {
	var blocks []slack.Block
	for i, c := range list[:min(len(list), most)] {
		t := token{Book: book, ID: refOf(ledger.Key(c.ID)), Screen: screenAsk}
		tail := ":" + strconv.Itoa(i)
		var apply *slack.ButtonBlockElement
		switch {
		case c.Again:
			apply = button(actionConflictAgain+tail, v.say("button_conflict_again"), t)
		case !c.Fixed:
			apply = button(actionConflictMine+tail, v.say("button_conflict_mine"), t)
		}
		blocks = append(blocks, section(v.conflict(find, c)))
		blocks = append(blocks, row(button(actionConflictSheet+tail, v.say("button_conflict_sheet"), t), apply)...)
	}
	if n := len(list); n > most {
		blocks = append(blocks, aside(v.mark("and_more", with{"Count": n - most})))
	}
	return blocks
}

// conflict says both values, and who said the one that lost, and when.
func (v voice) conflict(find finder, c Conflict) string {
	number := string(c.Invoice)
	if inv, ok := find(c.Invoice); ok {
		number = inv.Number
	}
	if number == "" { // nothing tells any more which row it was
		number = v.say("conflict_no_row")
	}
	id := "conflict"
	switch {
	case c.Raw:
		id = "conflict_typed"
	case c.Who != "":
		id = "conflict_by"
	}
	return v.mark(id, with{
		"Invoice": number, "Field": cmp.Or(c.Column, v.say("conflict_no_column")), "Sheet": ready(v.held(c.Sheet)), "Bot": ready(v.held(c.Bot)),
		"Who": c.Who, "When": ready(v.moment(c.At)),
	})
}

// moment is a day and a time, as short as they are said.
func (v voice) moment(at time.Time) string {
	if at.IsZero() {
		return "–"
	}
	return v.Day(ledger.DateOf(at)) + " " + v.Clock(at)
}

// held is a field's value in the language, fit for mrkdwn.
func (v voice) held(value ledger.Value) string {
	switch value.Kind() {
	case ledger.KindNone:
		return v.say("empty_value")
	case ledger.KindMoney:
		return v.Money(value.Money())
	case ledger.KindDate:
		return v.Date(value.Date())
	case ledger.KindBool:
		return v.say("yes")
	}
	return v.mark("quoted", with{"Text": value.String()})
}
