package bot

import (
	"github.com/slack-go/slack"
)

// channelLines is how many of each kind the post of the day lists.
const channelLines = 15

// channelPost is the reminders channel's post of the day: what reached which
// stage, what was paid, who is on it. It mentions nobody.
func (v voice) channelPost(c Content) Message {
	p := c.Post
	paid := v.mark("payments_in", with{"Count": len(p.Paid)})
	if len(p.Paid) == 0 {
		paid = v.mark("payments_in_none")
	}
	text := v.mark("channel_post", with{"Day": c.Day, "Count": len(p.Reached), "Paid": ready(paid)})
	if len(p.Reached) == 0 {
		text = v.mark("channel_post_paid", with{"Day": c.Day, "Paid": ready(paid)})
	}
	blocks := []slack.Block{section(text)}
	blocks = append(blocks, v.bullets("*"+v.say("channel_reached")+"*", len(p.Reached), channelLines, func(i int) string {
		l := p.Reached[i]
		line := v.mark("stage", with{"Stage": v.stageWords(l)}) + " · " + v.lineText(l, true)
		if l.Owner != "" {
			line += " · " + escape(l.Owner)
		}
		return line
	})...)
	blocks = append(blocks, v.bullets("*"+v.say("channel_paid")+"*", len(p.Paid), channelLines, func(i int) string {
		l := p.Paid[i]
		line := escape(orDash(l.Customer)) + " · " + escape(orDash(l.Number)) + " · " + v.Money(l.Amount)
		if l.Left.IsPositive() {
			line += " · " + v.mark("line_left", with{"Amount": l.Left})
		}
		return line
	})...)
	t := token{Book: c.Book, Screen: screenReminder}
	return message(text, append(blocks, row(button(actionOverduePage+":channel", v.say("button_all_late"), t))...)...)
}
