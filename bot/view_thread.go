package bot

import (
	"strings"

	"github.com/relance-bot/relance/ledger"
)

// thread is what happened to a late customer since, under their message in the
// reminders channel: when, on which invoices, what, by whom. It mentions nobody
// and has no buttons: those stand on the message, which is kept true.
func (v voice) thread(c Content) Message {
	t := c.Thread
	var lines []string
	for _, l := range t.Lines {
		lines = append(lines, v.threadLine(l))
	}
	if t.More > 0 {
		lines = append(lines, v.mark("and_more", with{"Count": t.More}))
	}
	switch {
	case t.Closed:
		lines = append(lines, v.mark("thread_closed"))
	case t.Reopened:
		lines = append(lines, v.mark("thread_reopened"))
	}
	text := strings.Join(lines, "\n")
	return message(text, section(text))
}

func (v voice) threadLine(l ThreadLine) string {
	args := with{"Day": l.Day, "Amount": l.Amount, "Text": l.Text}
	id := "thread_" + l.What
	switch l.What {
	case "promised_on", "dispute":
		if l.Amount.IsPositive() {
			id += "_part"
		}
	case "standing":
		args["Text"] = ready(v.mark("state_" + standingWord(ledger.Standing(l.Text))))
	}
	what := v.mark(id, args)
	if l.What == "payment" || l.What == "payment_gone" {
		left := v.mark("line_left", with{"Amount": l.Left})
		if !l.Left.IsPositive() {
			left = v.mark("thread_paid")
		}
		what += " · " + left
	}
	numbers := make([]string, len(l.Numbers))
	for i, n := range l.Numbers {
		numbers[i] = "*" + escape(orDash(n)) + "*"
	}
	parts := []string{v.Day(ledger.DateOf(l.At)) + " " + v.Clock(l.At), strings.Join(numbers, ", "), what}
	switch l.Actor {
	case "":
	case actorSheet:
		parts = append(parts, v.say("actor_sheet"))
	default:
		parts = append(parts, escape(l.Actor))
	}
	return strings.Join(parts, " · ")
}
