package slacksim

import (
	"strings"
	"testing"
	"testing/synctest"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"
	"github.com/slack-go/slack/socketmode"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func plainText(s string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.PlainTextType, s, false, false)
}

func goButton() slack.Block {
	return slack.NewActionBlock("row", slack.NewButtonBlockElement("go", "INV-1", plainText("Go")))
}

func noteModal(blocks ...slack.Block) slack.ModalViewRequest {
	if len(blocks) == 0 {
		blocks = []slack.Block{slack.NewInputBlock("note", plainText("Note"), nil, slack.NewPlainTextInputBlockElement(nil, "text"))}
	}
	return slack.ModalViewRequest{
		Type: slack.VTModal, Title: plainText("Note"), Submit: plainText("Save"), Close: plainText("Cancel"),
		CallbackID: "note", PrivateMetadata: "INV-1", NotifyOnClose: true, Blocks: slack.Blocks{BlockSet: blocks},
	}
}

// TestOneDay follows a command through its answer, a button, a modal and an
// update in place, over Socket Mode in virtual time.
func TestOneDay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newOffice(Options{EscapeCommands: true})
		defer f.Close()
		a := connect(t, f.Sim, nil)
		defer a.stop()
		ann := f.Human(f.ann)

		if _, err := a.api.AuthTestContext(t.Context()); err != nil {
			t.Fatal(err)
		}
		r, err := ann.Command(t.Context(), f.sales, "/overdue @bob >30")
		if err != nil || !r.Acked || r.Notice != "" {
			t.Fatalf("command: %+v, %v", r, err)
		}
		cmd := a.next(t).Data.(slack.SlashCommand)
		if cmd.Text != "<@UBOB|bob> &gt;30" || cmd.ChannelID != f.sales || cmd.UserID != f.ann {
			t.Errorf("command %+v", cmd)
		}

		err = slack.PostWebhookCustomHTTPContext(t.Context(), cmd.ResponseURL, f.Client(), &slack.WebhookMessage{
			Text: "two invoices", Blocks: &slack.Blocks{BlockSet: []slack.Block{goButton()}},
		})
		if err != nil {
			t.Fatal(err)
		}
		seen := f.State(f.ann).Channels[0].Messages
		if len(seen) != 1 || !seen[0].Ephemeral || seen[0].Text != "two invoices" {
			t.Fatalf("ann sees %+v", seen)
		}
		if n := len(f.State(f.bob).Channels[0].Messages); n != 0 {
			t.Errorf("bob sees %d messages of ann's", n)
		}

		a.handle = func(a *app, e socketmode.Event) {
			if err := a.client.Ack(*e.Request); err != nil {
				t.Error(err)
			}
			if cb, ok := e.Data.(slack.InteractionCallback); ok && cb.Type == slack.InteractionTypeBlockActions {
				if _, err := a.api.OpenView(cb.TriggerID, noteModal()); err != nil {
					t.Errorf("open: %v", err)
				}
			}
		}
		if _, err := ann.Click(t.Context(), f.sales, seen[0].TS, "go"); err != nil {
			t.Fatal(err)
		}
		click := a.next(t).Data.(slack.InteractionCallback)
		if act := click.ActionCallback.BlockActions[0]; act.Value != "INV-1" || !click.Container.IsEphemeral || click.Channel.ID != f.sales {
			t.Errorf("click %+v", click)
		}
		modals := f.State(f.ann).Modals
		if len(modals) != 1 {
			t.Fatalf("%d modals open", len(modals))
		}

		wrong, err := ann.Submit(t.Context(), modals[0].ID, nil)
		if err != nil || wrong["note"] != requiredField {
			t.Errorf("an empty form: %v, %v", wrong, err)
		}
		if wrong, err = ann.Submit(t.Context(), modals[0].ID, map[string]any{"note": "called them"}); err != nil || len(wrong) > 0 {
			t.Fatalf("submit: %v, %v", wrong, err)
		}
		sub := a.next(t).Data.(slack.InteractionCallback)
		if got := sub.View.State.Values["note"]["text"].Value; got != "called them" || sub.View.PrivateMetadata != "INV-1" {
			t.Errorf("submission %q, %q", got, sub.View.PrivateMetadata)
		}
		if n := len(f.State(f.ann).Modals); n != 0 {
			t.Errorf("%d modals still open", n)
		}

		err = slack.PostWebhookCustomHTTPContext(t.Context(), click.ResponseURL, f.Client(), &slack.WebhookMessage{Text: "done by Ann", ReplaceOriginal: true})
		if err != nil {
			t.Fatal(err)
		}
		seen = f.State(f.ann).Channels[0].Messages
		if len(seen) != 1 || seen[0].Text != "done by Ann" || !seen[0].Edited || !seen[0].Ephemeral {
			t.Errorf("after replacing: %+v", seen)
		}
	})
}

func TestMentionAndDirectMessage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newOffice(Options{})
		defer f.Close()
		a := connect(t, f.Sim, nil)
		defer a.stop()
		ts, err := f.Human(f.ann).Say(t.Context(), f.sales, "@relance overdue <me>")
		if err != nil {
			t.Fatal(err)
		}
		inner := a.next(t).Data.(slackevents.EventsAPIEvent).InnerEvent.Data
		if m, ok := inner.(*slackevents.AppMentionEvent); !ok || m.Text != "<@U0SIMBOT01> overdue &lt;me&gt;" || m.TimeStamp != ts {
			t.Errorf("mention %#v", inner)
		}
		if _, err := f.Human(f.bob).Say(t.Context(), f.DM(f.bob), "hello"); err != nil {
			t.Fatal(err)
		}
		inner = a.next(t).Data.(slackevents.EventsAPIEvent).InnerEvent.Data
		if m, ok := inner.(*slackevents.MessageEvent); !ok || m.Text != "hello" || m.ChannelType != "im" || m.User != f.bob {
			t.Errorf("message %#v", inner)
		}
		if _, err := f.Human(f.bob).Say(t.Context(), f.sales, "not for the app"); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		if n := len(a.arrived); n != 0 {
			t.Errorf("%d events for a message nobody subscribed to", n)
		}
	})
}

func TestHomeTab(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newOffice(Options{})
		defer f.Close()
		a := connect(t, f.Sim, nil)
		defer a.stop()
		if err := f.Human(f.ann).OpenHome(t.Context()); err != nil {
			t.Fatal(err)
		}
		if e, ok := a.next(t).Data.(slackevents.EventsAPIEvent).InnerEvent.Data.(*slackevents.AppHomeOpenedEvent); !ok || e.User != f.ann || e.Tab != "home" {
			t.Errorf("event %#v", e)
		}
		home := slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: []slack.Block{goButton()}}}
		first, err := a.api.PublishView(f.ann, home, "")
		if err != nil {
			t.Fatal(err)
		}
		second, err := a.api.PublishView(f.ann, home, first.Hash)
		if err != nil || second.ID != first.ID || second.Hash == first.Hash {
			t.Errorf("published again: %+v, %v", second, err)
		}
		_, err = a.api.PublishView(f.ann, home, first.Hash)
		wantCode(t, err, "hash_conflict")
		if _, err := f.Human(f.ann).ClickView(t.Context(), first.ID, "go"); err != nil {
			t.Fatal(err)
		}
		if cb := a.next(t).Data.(slack.InteractionCallback); cb.Container.ViewID != first.ID || cb.ActionCallback.BlockActions[0].Value != "INV-1" {
			t.Errorf("click %+v", cb.Container)
		}
		if f.State(f.bob).Home != nil {
			t.Error("bob has a Home tab")
		}
	})
}

// TestResponseActions walks a submission through errors, update, push and clear.
func TestResponseActions(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newOffice(Options{})
		defer f.Close()
		var answer any
		a := connect(t, f.Sim, func(a *app, e socketmode.Event) {
			switch cb, ok := e.Data.(slack.InteractionCallback); {
			case ok && cb.Type == slack.InteractionTypeViewSubmission && answer != nil:
				_ = a.client.Ack(*e.Request, answer)
			default:
				_ = a.client.Ack(*e.Request)
				if s, ok := e.Data.(slack.SlashCommand); ok {
					if _, err := a.api.OpenView(s.TriggerID, noteModal()); err != nil {
						t.Errorf("open: %v", err)
					}
				}
			}
		})
		defer a.stop()
		ann := f.Human(f.ann)
		open := func() []SeenView { return f.State(f.ann).Modals }
		if _, err := ann.Command(t.Context(), f.sales, "/note"); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		submit := func() map[string]string {
			t.Helper()
			stack := open()
			wrong, err := ann.Submit(t.Context(), stack[len(stack)-1].ID, map[string]any{"note": "x"})
			if err != nil {
				t.Fatal(err)
			}
			return wrong
		}

		answer = slack.NewErrorsViewSubmissionResponse(map[string]string{"note": "too short"})
		if wrong := submit(); wrong["note"] != "too short" || len(open()) != 1 || open()[0].Errors["note"] != "too short" {
			t.Errorf("errors: %v, %+v", wrong, open())
		}
		next := noteModal()
		next.Title = plainText("Second")
		answer = slack.NewUpdateViewSubmissionResponse(&next)
		if submit(); len(open()) != 1 || !strings.Contains(string(open()[0].Title), "Second") {
			t.Errorf("update: %+v", open())
		}
		answer = slack.NewPushViewSubmissionResponse(&next)
		if submit(); len(open()) != 2 {
			t.Errorf("push: %d views", len(open()))
		}
		answer = nil
		if submit(); len(open()) != 1 {
			t.Errorf("an empty answer leaves %d views", len(open()))
		}
		answer = slack.NewPushViewSubmissionResponse(&next)
		submit()
		submit()
		stack := open()
		if _, err := ann.Submit(t.Context(), stack[2].ID, map[string]any{"note": "x"}); err == nil || !strings.Contains(err.Error(), "push_limit_reached") {
			t.Errorf("a fourth view: %v", err)
		}
		answer = slack.NewClearViewSubmissionResponse()
		if submit(); len(open()) != 0 {
			t.Errorf("clear leaves %d views", len(open()))
		}
	})
}

// TestClickEverywhere presses what a message can hold.
func TestClickEverywhere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newOffice(Options{NoPostingLimit: true})
		defer f.Close()
		a := connect(t, f.Sim, nil)
		defer a.stop()
		button := func(id, value string) *slack.ButtonBlockElement {
			return slack.NewButtonBlockElement(id, value, plainText("Go"))
		}
		option := slack.NewOptionBlockObject("snooze", plainText("Snooze"), nil)
		table := slack.NewDataTableBlock("Overdue")
		table.Rows = [][]slack.DataTableCell{
			{slack.NewDataTableRawTextCell("Do")}, {slack.NewDataTableActionCell(button("cell", "row 1"))},
		}
		_, ts, err := a.api.PostMessage(f.sales, slack.MsgOptionBlocks(
			slack.NewSectionBlock(plainText("s"), nil, slack.NewAccessory(button("accessory", "a"))),
			slack.NewActionBlock("row 1", button("same", "first")),
			slack.NewActionBlock("row 2", button("same", "second"), slack.NewOverflowBlockElement("more", option),
				slack.NewDatePickerBlockElement("day"), slack.NewOptionsSelectBlockElement(slack.OptTypeUser, nil, "who")),
			slack.NewCardBlock().WithTitle(plainText("c")).WithActions(button("card", "c")),
			slack.NewContainerBlock(slack.NewActionBlock("inner", button("inside", "i"))).WithTitle(plainText("box")),
			table,
		))
		if err != nil {
			t.Fatal(err)
		}
		for _, tc := range []struct {
			action  string
			choices []Choice
			want    func(*slack.BlockAction) bool
		}{
			{"accessory", nil, func(b *slack.BlockAction) bool { return b.Value == "a" && b.BlockID != "" }},
			{"same", nil, func(b *slack.BlockAction) bool { return b.Value == "first" }},
			{"same", []Choice{InBlock("row 2")}, func(b *slack.BlockAction) bool { return b.Value == "second" }},
			{"same", []Choice{WithValue("second")}, func(b *slack.BlockAction) bool { return b.BlockID == "row 2" }},
			{"more", []Choice{Choose("Snooze")}, func(b *slack.BlockAction) bool { return b.SelectedOption.Value == "snooze" }},
			{"day", []Choice{Choose("2026-11-20")}, func(b *slack.BlockAction) bool { return b.SelectedDate == "2026-11-20" }},
			{"who", []Choice{Choose("UBOB")}, func(b *slack.BlockAction) bool { return b.SelectedUser == "UBOB" }},
			{"card", nil, func(b *slack.BlockAction) bool { return b.Value == "c" }},
			{"inside", nil, func(b *slack.BlockAction) bool { return b.BlockID == "inner" }},
			{"cell", nil, func(b *slack.BlockAction) bool { return b.Value == "row 1" }},
		} {
			if _, err := f.Human(f.bob).Click(t.Context(), f.sales, ts, tc.action, tc.choices...); err != nil {
				t.Errorf("%s: %v", tc.action, err)
				continue
			}
			cb := a.next(t).Data.(slack.InteractionCallback)
			if got := cb.ActionCallback.BlockActions[0]; got.ActionID != tc.action || !tc.want(got) || cb.User.ID != f.bob || cb.Message.Timestamp != ts {
				t.Errorf("%s: %+v", tc.action, got)
			}
		}
		last := a.last().Data.(slack.InteractionCallback)
		if state := last.BlockActionState.Values["row 2"]; state["day"].SelectedDate != "2026-11-20" || state["who"].SelectedUser != "UBOB" {
			t.Errorf("state %+v", state)
		}
	})
}
