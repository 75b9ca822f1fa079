package bot

import (
	"strings"

	"github.com/slack-go/slack"
)

// helpView is the answer to help.
type helpView struct {
	Greet  bool
	Viewer viewer
}

func (v voice) help(q helpView) Message {
	lead := v.mark("help_lead")
	if q.Greet {
		lead = v.mark("help_greet", with{"Name": q.Viewer.Name})
	}
	blocks := []slack.Block{section(lead)}
	blocks = append(blocks, section(v.usageLines(VerbOverdue, VerbDSO, VerbAging, VerbInvoice, VerbWhy)))
	blocks = append(blocks, section(v.usageLines(VerbPromise, VerbDispute, VerbSnooze, VerbPaid, VerbAdd)))
	blocks = append(blocks, section(v.usageLines(VerbCalled, VerbReplied, VerbPlan, VerbStanding)))
	if q.Viewer.book.Letters != nil {
		blocks = append(blocks, section(v.usageLines(VerbTray, VerbTracking)))
	}
	blocks = append(blocks, section(v.usageLines(VerbStatus, VerbConflicts, VerbLadders, VerbSync, VerbPause, VerbResume, VerbAway, VerbReassign)))
	t := token{Book: q.Viewer.book.Name}
	me := t
	me.Query = "me"
	var buttons []*slack.ButtonBlockElement
	if q.Viewer.seller {
		buttons = append(buttons, button(actionOverduePage+":me", v.say("button_my_late"), me))
	}
	buttons = append(buttons, button(actionOverduePage+":all", v.say("button_all_late"), t), button(actionStatus, v.say("button_status"), t))
	return message(lead, append(blocks, row(buttons...)...)...)
}

func (v voice) usageLines(verbs ...Verb) string {
	var lines []string
	for _, verb := range verbs {
		lines = append(lines, v.say("usage_"+string(verb)))
	}
	return strings.Join(lines, "\n")
}

// usage answers what nobody understands: the nearest verb, and what can be asked.
func (v voice) usage(typed string, nearest Verb) Message {
	text := v.mark("usage_unknown", with{"Text": typed})
	if nearest != VerbLookup {
		text += "\n" + v.mark("usage_nearest", with{"Usage": ready(v.say("usage_" + string(nearest)))})
	}
	return message(text, section(text), section(v.usageLines(VerbOverdue, VerbDSO, VerbAging, VerbInvoice, VerbPromise, VerbPaid)), aside(v.say("usage_more")))
}

// howTo answers a verb that lacks its arguments.
func (v voice) howTo(verb Verb) Message {
	lead := "usage_how"
	if _, aboutOne := deedOf[verb]; aboutOne || verb == VerbInvoice {
		lead = "usage_lacks"
	}
	return sentence(v.mark(lead) + "\n" + v.say("usage_"+string(verb)))
}
