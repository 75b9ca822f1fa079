package bot

import (
	"strings"

	"github.com/slack-go/slack"

	"github.com/relance-bot/relance/ledger"
)

// caseLines is how many invoices a case lists.
const caseLines = 12

// caseMessage is one late customer's message in the reminders channel, from
// stage 3 on. It is updated in place as things move and mentions nobody.
func (v voice) caseMessage(c Content) Message {
	k := c.Case
	if k.Closed {
		text := v.mark("case_settled", with{"Customer": k.Name})
		return message(text, append([]slack.Block{section(text)}, v.bullets(v.say("case_lines"), len(k.Lines), caseLines, func(i int) string {
			return v.lineText(k.Lines[i], false)
		})...)...)
	}
	open, stage := 0, Line{}
	owners := map[string]bool{}
	var names []string
	var listed []ledger.Money
	for _, l := range k.Lines {
		if !l.Status.isOver() {
			open++
			listed = addTo(listed, l.Amount)
		}
		if l.Stage >= stage.Stage {
			stage = l
		}
		if l.Owner != "" && !owners[l.Owner] && len(names) < 3 {
			owners[l.Owner] = true
			names = append(names, escape(l.Owner))
		}
	}
	if len(listed) == 0 {
		listed = k.Late
	}
	text := v.mark("case", with{"Customer": k.Name, "Total": ready(v.sums(listed)), "Count": open, "Stage": v.stageWords(stage)})
	blocks := []slack.Block{section(text)}
	blocks = append(blocks, v.bullets(v.say("case_lines"), len(k.Lines), caseLines, func(i int) string {
		return v.lineText(k.Lines[i], false) + " · " + v.mark("stage", with{"Stage": v.stageWords(k.Lines[i])})
	})...)
	owner := v.mark("looked_after_by_nobody")
	if len(names) > 0 {
		owner = v.mark("looked_after_by", with{"Owner": ready(strings.Join(names, ", "))})
	}
	if all := v.sums(k.Late); len(k.Late) > 0 && all != v.sums(listed) { // some is late that isn't in the case yet
		owner += " · " + v.mark("case_late_in_all", with{"Total": ready(all)})
	}
	blocks = append(blocks, aside(owner))
	return message(text, append(blocks, v.lineButtons(c.Book, k.Customer, k.Lines)...)...)
}

// directCards is how many invoices one direct message asks about.
const directCards = 5

// direct is a message about something that needs a person today.
func (v voice) direct(c Content) Message {
	d := c.Direct
	var total []ledger.Money
	for _, l := range d.Lines {
		total = addTo(total, l.Amount)
	}
	args := with{"Name": c.Name, "Count": len(d.Lines), "Total": ready(v.sums(total))}
	text := v.mark("direct_"+d.About, args)
	blocks := []slack.Block{section(text)}
	for _, l := range d.Lines[:min(len(d.Lines), directCards)] {
		answered := d.About == "says_paid" && l.Status.Kind != "says_paid" // or taken back by who said so
		line := v.lineText(l, true)
		if answered && !l.Status.isOver() {
			line += "\n" + v.mark("direct_answered")
		}
		blocks = append(blocks, section(line))
		t := token{Book: c.Book, Invoice: refOf(l.Invoice), Screen: screenReminder}
		open := button(actionOpenInvoice, v.say("button_open"), t)
		switch {
		case l.Status.isOver(), answered, d.About == "insolvent":
			blocks = append(blocks, row(open)...)
		case d.About == "says_paid":
			blocks = append(blocks, row(primary(button(actionPay, v.say("button_pay"), t)), button(actionNotPaid, v.say("button_not_paid"), t), open)...)
		case l.Status.Kind == "taken":
			blocks = append(blocks, row(button(actionPromise, v.say("button_promise"), t), open)...)
		default:
			blocks = append(blocks, row(button(actionTake, v.say("button_take"), t), button(actionPromise, v.say("button_promise"), t), open)...)
		}
	}
	if n := len(d.Lines) - directCards; n > 0 {
		blocks = append(blocks, aside(v.mark("and_more", with{"Count": n})))
	}
	if d.About == "approval" { // notices and files to hand over are decided on there
		blocks = append(blocks, row(primary(button(actionTray+":direct", v.say("button_tray"), token{Book: c.Book, Screen: screenReminder})))...)
	}
	return message(text, blocks...)
}
