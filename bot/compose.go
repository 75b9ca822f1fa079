package bot

import (
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"github.com/relance-bot/relance/ledger"
)

// Compose words a message of the reminder cycle in its reader's language. Its
// JSON is what a delivery freezes; composing the same content again gives the
// same bytes.
func Compose(c Content) (Message, error) {
	v := newVoice(c.Language)
	switch {
	case c.Digest != nil:
		return v.digest(c), nil
	case c.Post != nil:
		return v.channelPost(c), nil
	case c.Case != nil:
		return v.caseMessage(c), nil
	case c.Direct != nil && c.Direct.About == "gone":
		return v.departed(c), nil
	case c.Direct != nil:
		return v.direct(c), nil
	case c.Thread != nil:
		return v.thread(c), nil
	}
	return Message{}, fmt.Errorf("compose %q: nothing to say", c.Kind)
}

// lineState is a line's status in words and by whose word it is so, ready for
// mrkdwn; none is nothing.
func (v voice) lineState(l Line) string {
	state, s := v.stateOnly(l.Status), l.Status
	// "Camille is on it" names her already.
	if state == "" || s.Actor == "" || s.Kind == "taken" {
		return state
	}
	day := ""
	if !s.At.IsZero() {
		day = v.Day(ledger.DateOf(s.At))
	}
	return state + v.byWhom(s.Actor, day)
}

func (v voice) stateOnly(s Status) string {
	args := with{"Day": s.Until, "Who": s.By, "Text": s.By, "Amount": s.Amount, "Open": s.Open, "Came": s.Came}
	switch s.Kind {
	case "":
		return ""
	case "paid":
		return v.mark("line_paid", args)
	case "part_paid":
		return v.mark("line_part_paid", args)
	case "promised":
		if s.Amount.IsPositive() {
			return v.mark("state_promise_part", args)
		}
		return v.mark("state_promise", args)
	case "promise_broken":
		return v.mark("state_promise_late", args)
	case "disputed":
		if s.Amount.IsPositive() {
			return v.mark("state_dispute_part", args)
		}
		return v.mark("state_dispute", args)
	case "snoozed":
		return v.mark("state_snoozed", args)
	case "taken":
		return v.mark("state_taken", args)
	case "says_paid":
		return v.mark("state_says_paid", args)
	case "opt_out":
		return v.mark("state_opt_out")
	case "promise_part_kept":
		return v.mark("state_promise_part_kept", args)
	case "call_again":
		return v.mark("state_call_again", args)
	case "replied":
		return v.mark("state_replied", args)
	case "plan":
		return v.mark("state_plan", args)
	case "plan_broken":
		return v.mark("state_plan_broken", args)
	case "plan_unclear":
		return v.mark("state_plan_unclear")
	case "insolvent":
		if s.Until.IsZero() {
			return v.mark("state_insolvent")
		}
		return v.mark("state_insolvent_by", args)
	case "factored":
		return v.mark("state_factored")
	case "handed_over":
		return v.mark("state_handed_over")
	case "gone":
		return v.mark("line_gone")
	}
	return escape(s.Kind)
}

// lineText is an invoice in one line: number, amount, how late, stage, state.
func (v voice) lineText(l Line, named bool) string {
	parts := []string{"*" + escape(orDash(l.Number)) + "*"}
	if named {
		parts = append(parts, escape(orDash(l.Customer)))
	}
	parts = append(parts, v.Money(l.Amount))
	// What is settled isn't due today, however its days are counted.
	if l.DaysLate != 0 || !l.Status.isOver() {
		parts = append(parts, v.Late(l.DaysLate))
	}
	if state := v.lineState(l); state != "" {
		parts = append(parts, state)
	}
	return strings.Join(parts, " · ")
}

// bullets are lines under a heading, bounded, with the rest counted.
func (v voice) bullets(heading string, n, limit int, line func(int) string) []slack.Block {
	if n == 0 {
		return nil
	}
	lines := []string{heading}
	for i := range min(n, limit) {
		lines = append(lines, "• "+line(i))
	}
	if n > limit {
		lines = append(lines, v.mark("and_more", with{"Count": n - limit}))
	}
	return []slack.Block{section(strings.Join(lines, "\n"))}
}
