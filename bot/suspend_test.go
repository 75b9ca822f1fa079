package bot_test

import (
	"strings"
	"testing"

	"github.com/relance-bot/relance/bot"
	"github.com/relance-bot/relance/ledger"
)

// text of all blocks, for what a screen says.
func saidIn(t *testing.T, m bot.Message) string {
	t.Helper()
	raw, err := m.JSON()
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// notes are the lines of the timeline that moved no field.
func (r *rig) notes(number string) []ledger.Note {
	r.t.Helper()
	entries, err := r.journal.Since(r.t.Context(), 0, 1000)
	if err != nil {
		r.t.Fatal(err)
	}
	var list []ledger.Note
	for _, c := range entries {
		if c.Field == ledger.FieldNote && c.Invoice == ledger.KeyOf(number) {
			list = append(list, ledger.ParseNote(c.New))
		}
	}
	return list
}

func TestACallIsNoted(t *testing.T) {
	for _, row := range []struct {
		name   string
		who    string
		values map[string]bot.Input
		errors string // field
		check  func(t *testing.T, inv *ledger.Invoice)
	}{
		{"nobody answered: again on Thursday", camille, map[string]bot.Input{"choice": {Option: "no_answer"}, "day": {Date: "2026-11-26"}}, "", func(t *testing.T, inv *ledger.Invoice) {
			t.Helper()
			if inv.CallAgain != day("2026-11-26") {
				t.Errorf("call again on %s", inv.CallAgain)
			}
		}},
		{"they promise Friday", camille, map[string]bot.Input{"choice": {Option: "promises"}, "day": {Date: "2026-11-27"}}, "", func(t *testing.T, inv *ledger.Invoice) {
			t.Helper()
			if inv.PromisedOn != day("2026-11-27") || !inv.CallAgain.IsZero() {
				t.Errorf("promised on %s, call again on %s", inv.PromisedOn, inv.CallAgain)
			}
		}},
		{"they contest it", camille, map[string]bot.Input{"choice": {Option: "disputes"}, "text": {Text: "price: not the quote"}}, "", func(t *testing.T, inv *ledger.Invoice) {
			t.Helper()
			if kind, why := ledger.ParseDispute(inv.Dispute); kind != ledger.DisputePrice || why != "not the quote" {
				t.Errorf("disputed: %q", inv.Dispute)
			}
		}},
		{"they promise no day", camille, map[string]bot.Input{"choice": {Option: "promises"}, "day": {}}, "day", nil},
		{"no outcome is picked", camille, map[string]bot.Input{"choice": {}, "day": {}}, "choice", nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			r := newRig(t)
			r.click(row.who, r.command(row.who, "/relance INV-1"), "called")
			reply := r.fill(row.who, "V1", row.values)
			if row.errors != "" {
				if reply.Errors[row.errors] == "" {
					t.Errorf("errors: %v", reply.Errors)
				}
				return
			}
			if len(reply.Errors) > 0 {
				t.Fatal(reply.Errors)
			}
			row.check(t, r.invoice("INV-1"))
			if notes := r.notes("INV-1"); len(notes) != 1 || notes[0].What != ledger.NoteCall || notes[0].Outcome != row.values["choice"].Option {
				t.Errorf("timeline: %+v", notes)
			}
			if r.fill(row.who, "V1", row.values); len(r.notes("INV-1")) != 1 {
				t.Error("handed in twice, it is noted twice")
			}
			r.sound()
		})
	}
}

func TestTheyRepliedPausesLettersAndBack(t *testing.T) {
	r := newRig(t)
	card := r.click(camille, r.command(camille, "/relance INV-1"), "replied")
	if got := r.invoice("INV-1").RepliedUntil; got != day("2026-11-30") { // Monday and five business days
		t.Errorf("until %s", got)
	}
	if !strings.Contains(card.Text, "a répondu") {
		t.Errorf("Camille reads %q", card.Text)
	}
	r.click(camille, card, "not_replied")
	if got := r.invoice("INV-1").RepliedUntil; !got.IsZero() {
		t.Errorf("still until %s", got)
	}
	r.sound()
}

func TestAPlanIsPreviewedBeforeItIsMade(t *testing.T) {
	r := newRig(t)
	open := func() { r.click(camille, r.command(camille, "/relance INV-1"), "plan") }
	open()
	reply := r.fill(camille, "V1", map[string]bot.Input{"parts": {Text: "3"}, "day": {Date: "2026-12-01"}, "step": {Option: "month"}, "text": {}, "sure": {}})
	if reply.View == nil || len(reply.Errors) > 0 {
		t.Fatalf("reply: %+v", reply)
	}
	golden(t, "form_plan_preview_salesperson_fr", *reply.View)
	for _, p := range problems(2, *reply.View) {
		t.Error(p)
	}
	if got := r.invoice("INV-1").Plan; got != "" {
		t.Fatalf("recorded before it was confirmed: %q", got)
	}
	r.slack.views = append(r.slack.views, *reply.View)
	if reply := r.fill(camille, "V1", nil); len(reply.Errors) > 0 {
		t.Fatal(reply.Errors)
	}
	if got := r.invoice("INV-1").Plan; got != "400.00 on 2026-12-01; 400.00 on 2027-01-01; 400.00 on 2027-02-01" {
		t.Errorf("plan: %q", got)
	}
	if got := saidIn(t, r.command(sophie, "/relance INV-1")); !strings.Contains(got, "0 of 3 paid, next €400.00 on 1 December 2026") {
		t.Errorf("the card: %s", got)
	}

	for _, row := range []struct{ name, field, text, parts string }{
		{"what was typed must come to the balance", "text", "500 on 2026-12-01; 500 on 2027-01-01", "3"},
		{"what was typed must be readable", "text", "half now, half later", "3"},
		{"no number of instalments", "parts", "", "some"},
		{"more than can be", "parts", "", "99"},
	} {
		open()
		reply := r.fill(camille, "V2", map[string]bot.Input{"parts": {Text: row.parts}, "day": {Date: "2026-12-01"}, "step": {Option: "month"}, "text": {Text: row.text}})
		if reply.Errors[row.field] == "" || reply.View != nil {
			t.Errorf("%s: %+v", row.name, reply.Errors)
		}
	}
	open()
	if reply := r.fill(camille, "V3", map[string]bot.Input{"sure": {Ticked: []string{"sure"}}, "parts": {Text: "3"}}); len(reply.Errors) > 0 {
		t.Fatal(reply.Errors)
	}
	if got := r.invoice("INV-1").Plan; got != "" {
		t.Errorf("not given up: %q", got)
	}
	r.sound()
}

func TestInsolvencyConcernsTheWholeCustomer(t *testing.T) {
	r := newRig(t)
	r.click(sophie, r.command(sophie, "/relance INV-1"), "standing")
	if got := saidIn(t, bot.Message{Blocks: r.slack.view(t).Blocks.BlockSet}); !strings.Contains(got, "other open invoice") {
		t.Errorf("the form doesn't offer the others: %s", got)
	}
	r.fill(sophie, "V1", map[string]bot.Input{"choice": {Option: "insolvent"}, "sure": {Ticked: []string{"sure"}}})
	for _, number := range []string{"INV-1", "INV-2"} {
		if got := r.invoice(number); got.Standing != ledger.StandingInsolvent || got.ClaimBy() != day("2027-01-23") {
			t.Errorf("%s: %q, claim by %s", number, got.Standing, got.ClaimBy())
		}
	}
	if got := saidIn(t, r.command(sophie, "/relance INV-2")); !strings.Contains(got, "lodge the claim by 23 January 2027") {
		t.Errorf("the card: %s", got)
	}
	r.click(sophie, r.command(sophie, "/relance INV-1"), "standing")
	r.fill(sophie, "V2", map[string]bot.Input{"choice": {Option: "none"}, "sure": {Ticked: []string{"sure"}}})
	for _, number := range []string{"INV-1", "INV-2"} {
		if got := r.invoice(number).Standing; got != "" {
			t.Errorf("%s is still %q", number, got)
		}
	}
	r.click(sophie, r.command(sophie, "/relance INV-1"), "standing")
	r.fill(sophie, "V3", map[string]bot.Input{"choice": {Option: "factored"}, "sure": {Ticked: []string{"sure"}}})
	if r.invoice("INV-1").Standing != ledger.StandingFactored || r.invoice("INV-2").Standing != "" {
		t.Error("one invoice is sold, not a customer's all")
	}
	r.sound()
}

func TestWhoMayNotFollowMayNotSuspend(t *testing.T) {
	for _, line := range []string{"/relance called INV-1", "/relance replied INV-1", "/relance plan INV-1", "/relance insolvent INV-1"} {
		r := newRig(t)
		if got := r.command(marcus, line).Text; !strings.Contains(got, "looked after by Camille Laurent") {
			t.Errorf("%s: Marcus reads %q", line, got)
		}
		if len(r.slack.views) > 0 {
			t.Errorf("%s opened a form", line)
		}
	}
}

func TestADisputeHasATypeAnOwnerAndADay(t *testing.T) {
	r := newRig(t)
	r.click(sophie, r.command(sophie, "/relance INV-1"), "dispute")
	reply := r.fill(sophie, "V1", map[string]bot.Input{
		"type": {Option: "quality"}, "text": {Text: "two are scratched"}, "amount": {Text: "200"}, "salesperson": {Option: "Marcus Reed"}, "review": {Date: "2026-12-07"},
	})
	if len(reply.Errors) > 0 {
		t.Fatal(reply.Errors)
	}
	inv := r.invoice("INV-1")
	if inv.Dispute != "quality: two are scratched" || inv.DisputedAmount.Minor != 20000 || inv.DisputeOwner != "Marcus Reed" || inv.DisputeReview != day("2026-12-07") {
		t.Errorf("disputed: %q, %s, by %q, again on %s", inv.Dispute, inv.DisputedAmount, inv.DisputeOwner, inv.DisputeReview)
	}
	r.click(sophie, r.command(sophie, "/relance INV-1"), "settle")
	r.fill(sophie, "V2", map[string]bot.Input{"choice": {Option: "credited"}})
	if inv := r.invoice("INV-1"); inv.Dispute != "" || inv.DisputeOwner != "" || !inv.DisputeReview.IsZero() {
		t.Errorf("still disputed: %+v", inv)
	}
	if notes := r.notes("INV-1"); len(notes) != 1 || notes[0].Outcome != "credited" {
		t.Errorf("timeline: %+v", notes)
	}
	r.sound()
}
