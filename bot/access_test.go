package bot_test

import (
	"strings"
	"testing"

	"github.com/relance-bot/relance/bot"
)

func TestWhoMayDoWhat(t *testing.T) {
	for _, row := range []struct {
		story, user, line string
		want              string // in the answer; "form": a modal was opened
	}{
		{"a salesperson reads", camille, "/overdue", "factures en retard"},
		{"finance reads", sophie, "/overdue", "late invoices"},
		{"a manager reads", helene, "/overdue", "late invoices"},
		{"a member whom the book doesn't know is told the next step", nobody, "/overdue", "Ask finance to add you"},
		{"the same name as a salesperson's proves nothing", nobody, "/relance promise INV-1 friday", "Ask finance to add you"},
		{"a guest sees no amounts, even with a salesperson's address", guest, "/overdue", "Guests don’t see amounts"},
		{"a deactivated member", "UGONE", "/overdue", "own workspace"},
		{"somebody of another company", "UFAR", "/overdue", "own workspace"},
		{"a salesperson acts on their own", camille, "/relance promesse INV-1 vendredi", "a noté une promesse"},
		{"and not on another's", camille, "/relance promesse INV-3 vendredi", "Marcus Reed qui suit cette facture"},
		{"a manager acts on all", helene, "/relance snooze INV-3 friday", "snoozed it"},
		{"finance acts on all", sophie, "/relance dispute INV-3 wrong price", "noted a dispute: wrong price"},
		{"only finance records a payment", helene, "/relance paid INV-3 5", "Only finance records payments"},
		{"finance does", sophie, "/relance paid INV-3 5 2026-11-20", "recorded $5.00"},
		{"only finance pauses", camille, "/relance pause", "Réservé à la finance"},
		{"finance pauses a customer", sophie, "/relance pause acme 2026-12-01", "paused reminders to Acme until 1 December 2026"},
		{"and resumes", sophie, "/relance resume", "so already"},
	} {
		t.Run(row.story, func(t *testing.T) {
			r := newRig(t)
			if got := r.command(row.user, row.line).Text; !strings.Contains(got, row.want) {
				t.Errorf("%s reads %q", row.user, got)
			}
			r.sound()
		})
	}
}

// A button in a message that somebody else was shown, or a forged one, does
// no more than its presser may.
func TestButtonsAreCheckedAgain(t *testing.T) {
	r := newRig(t)
	card := r.command(sophie, "/relance INV-3")
	for _, action := range []string{"pay", "promise", "dispute", "snooze", "take", "says_paid"} {
		m := r.click(camille, card, action)
		if !strings.Contains(m.Text, "Marcus Reed qui suit cette facture") && !strings.Contains(m.Text, "Réservé à la finance") {
			t.Errorf("%s: Camille reads %q", action, m.Text)
		}
	}
	r.slack.mu.Lock()
	opened := len(r.slack.views)
	r.slack.mu.Unlock()
	if opened != 0 {
		t.Errorf("%d modals were opened", opened)
	}
	status := r.command(sophie, "/relance status")
	for _, action := range []string{"preview", "pause", "level", "start_chasing", "parked_again", "held", "unhold"} {
		r.clicks++
		before := r.slack.count()
		r.Action(t.Context(), bot.Action{TeamID: team, UserID: camille, ChannelID: channel, MessageTS: "1", ActionID: action, Value: `{"b":"main","o":"letters","id":"d1"}`, ResponseURL: "u"})
		if got := r.slack.since(before).Text; !strings.Contains(got, "Réservé à la finance") {
			t.Errorf("%s: Camille reads %q", action, got)
		}
	}
	_ = status
	if got := r.keeper.Book().Level(); got != "observe" {
		t.Errorf("the level is %s", got)
	}
	// The same click from another team's id.
	before := r.slack.count()
	r.Action(t.Context(), bot.Action{TeamID: "T9", UserID: sophie, ChannelID: channel, ActionID: "take", Value: `{"b":"main","i":"inv-1"}`, ResponseURL: "u"})
	if got := r.slack.since(before).Text; !strings.Contains(got, "own workspace") {
		t.Errorf("another team reads %q", got)
	}
	// A modal that somebody else fills in.
	r.click(sophie, r.command(sophie, "/relance INV-1"), "pay")
	if reply := r.fill(camille, "V9", map[string]bot.Input{"amount": {Text: "5"}, "day": {Date: "2026-11-20"}, "sure": {}}); !strings.Contains(reply.Errors["amount"], "Réservé à la finance") {
		t.Errorf("Camille's form is answered by %v", reply.Errors)
	}
	if !r.invoice("INV-1").Paid().IsZero() || !r.invoice("INV-3").TakenUntil.IsZero() {
		t.Error("something was recorded")
	}
}

func TestNonsenseIsAnswered(t *testing.T) {
	r := newRig(t)
	for _, a := range []bot.Action{
		{ActionID: "brand_new", Value: `{"b":"main"}`},
		{ActionID: "pay", Value: `not json`},
		{ActionID: "pay", Value: `{"b":"main","i":"gone"}`},
		{ActionID: "pay", Value: `{"b":"another book","i":"inv-1"}`},
		{ActionID: "open_customer", Value: `{"b":"main","c":"gone"}`},
		{ActionID: "overdue_page", Value: `{"b":"main","p":999999,"q":"zzz"}`},
		{ActionID: "pay_sure", Value: `{"b":"main","i":"inv-1","a":"1e99","d":"2026-13-01"}`},
		{ActionID: ""},
	} {
		a.TeamID, a.UserID, a.ChannelID, a.ResponseURL = team, sophie, channel, "u"
		before := r.slack.count()
		r.Action(t.Context(), a)
		if r.slack.since(before).Text == "" {
			t.Errorf("%s %s: no answer", a.ActionID, a.Value)
		}
	}
	for _, s := range []bot.Submission{{CallbackID: "brand_new"}, {CallbackID: "form_pay", Metadata: "{"}, {CallbackID: "form_pay", Metadata: `{"t":{"b":"main","i":"gone"}}`}} {
		s.TeamID, s.UserID, s.ViewID = team, sophie, "V1"
		s.Values = map[string]bot.Input{"amount": {Text: "5"}}
		if reply := r.Submission(t.Context(), s); reply.Errors["amount"] == "" {
			t.Errorf("%+v: no answer", s)
		}
	}
	r.sound()
}

func TestSharingStaysInTheHouse(t *testing.T) {
	r := newRig(t)
	list := r.command(sophie, "/overdue")
	r.click(sophie, list, "overdue_share")
	if s := r.slack.last(); !s.public || !strings.Contains(s.m.Text, "4 late invoices") || len(buttons(s.m)) != 0 {
		t.Errorf("shared as %+v", s)
	}
	r.slack.shared = true
	for _, action := range []string{"overdue_share"} {
		r.click(sophie, list, action)
		if s := r.slack.last(); s.public || !strings.Contains(s.m.Text, "shared with another company") {
			t.Errorf("in a shared channel: %+v", s)
		}
	}
	r.slack.shared, r.slack.unsure = false, bot.ErrNotInChannel
	r.click(sophie, r.command(sophie, "/dso"), "dso_share")
	if s := r.slack.last(); s.public || !strings.Contains(s.m.Text, "/invite @relance") {
		t.Errorf("in a channel of unknown kind: %+v", s)
	}
	r.sound()
}

func TestOwnOnlyHidesWhatIsAnothers(t *testing.T) {
	r := newRigWith(t, func(o *bot.BookOptions) { o.OwnOnly = true })
	if got := r.command(camille, "/overdue").Text; !strings.Contains(got, "2 factures en retard") {
		t.Errorf("Camille reads %q", got)
	}
	for _, line := range []string{"/relance INV-3", "/relance globex", "/relance why INV-3"} {
		if got := r.command(camille, line).Text; !strings.Contains(got, "Un autre s’occupe") {
			t.Errorf("%s: Camille reads %q", line, got)
		}
	}
	if got := r.command(camille, "/aging").Text; strings.Contains(got, "$") {
		t.Errorf("Camille reads %q", got)
	}
	if got := r.command(sophie, "/overdue").Text; !strings.Contains(got, "4 late invoices") {
		t.Errorf("Sophie reads %q", got)
	}
}

func TestTheBotDoesNotTalkToItself(t *testing.T) {
	r := newRig(t)
	for _, e := range []bot.Event{
		{Kind: bot.EventMessage, Direct: true, TeamID: team, UserID: "UBOT", ChannelID: "D1", Text: "overdue"},
		{Kind: bot.EventMessage, Direct: true, TeamID: team, UserID: sophie, ChannelID: "D1", Text: "overdue", FromBot: true},
		{Kind: bot.EventMessage, TeamID: team, UserID: sophie, ChannelID: "C1", Text: "overdue"},
	} {
		r.Event(t.Context(), e)
	}
	if n := r.slack.count(); n != 0 {
		t.Errorf("it said %d things", n)
	}
}

func TestWhatIsOursCarriesAReference(t *testing.T) {
	r := newRig(t)
	r.Command(t.Context(), bot.Command{TeamID: team, UserID: "UNKNOWN", ChannelID: channel, Name: "/overdue", ResponseURL: "u"})
	if got := r.slack.last().m.Text; !strings.Contains(got, "ref-1") {
		t.Errorf("the person reads %q", got)
	}
	if !strings.Contains(r.log.String(), "reference=ref-1") || !strings.Contains(r.log.String(), "user_not_found") {
		t.Errorf("the operator reads %q", r.log)
	}
}
