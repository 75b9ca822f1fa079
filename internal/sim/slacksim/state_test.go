package slacksim

import (
	"bytes"
	"encoding/json"
	"net/url"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"
)

func TestSaveAndLoad(t *testing.T) {
	clock := newClock()
	f := newOffice(Options{Now: clock.now})
	defer f.Close()
	posted := call(t, f.Sim, "chat.postMessage", url.Values{"channel": {f.sales}, "text": {"t"}, "blocks": {oneBlock}, "metadata": {`{"event_type":"r","event_payload":{"id":"d-1"}}`}})["ts"].(string)
	call(t, f.Sim, "chat.update", url.Values{"channel": {f.sales}, "ts": {posted}, "text": {"u"}})
	call(t, f.Sim, "chat.postEphemeral", url.Values{"channel": {f.sales}, "user": {f.ann}, "text": {"psst"}})
	call(t, f.Sim, "views.publish", url.Values{"user_id": {f.ann}, "view": {`{"type":"home","blocks":` + oneBlock + `}`}})
	var link, trigger string
	f.locked(func() {
		link = f.issueResponseURL(responseURL{User: f.ann, Channel: f.sales})
		trigger = f.issueTrigger(f.ann)
		f.notice(f.ann, f.sales, "operation_timeout")
	})
	call(t, f.Sim, "views.open", url.Values{"trigger_id": {trigger}, "view": {oneModal}})
	var saved bytes.Buffer
	if err := f.Save(&saved); err != nil {
		t.Fatal(err)
	}

	again := New(Options{Now: clock.now})
	defer again.Close()
	if err := again.Load(bytes.NewReader(saved.Bytes())); err != nil {
		t.Fatal(err)
	}
	for _, user := range []string{f.ann, f.bob} {
		if diff := cmp.Diff(asJSON(t, f.State(user)), asJSON(t, again.State(user))); diff != "" {
			t.Errorf("what %s sees differs: %s", user, diff)
		}
	}
	if diff := cmp.Diff(asJSON(t, f.Messages(f.sales)), asJSON(t, again.Messages(f.sales))); diff != "" {
		t.Errorf("messages differ: %s", diff)
	}
	if status, body := respondTo(t, again, link, `{"text":"still here"}`); status != 200 {
		t.Errorf("the response URL: %d %s", status, body)
	}
	ts := call(t, again, "chat.postMessage", url.Values{"channel": {f.sales}, "text": {"next"}})["ts"].(string)
	if all := again.Messages(f.sales); !slices.IsSortedFunc(all, func(a, b Message) int { return bytes.Compare([]byte(a.TS), []byte(b.TS)) }) || all[len(all)-1].TS != ts {
		t.Error("timestamps don't go on from the saved ones")
	}
	if err := again.Load(bytes.NewReader([]byte(`{"version":99}`))); err == nil {
		t.Error("a snapshot of another version was loaded")
	}
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestTimestampsWithAStandingClock(t *testing.T) {
	clock := newClock()
	f := newOffice(Options{Now: clock.now, NoPostingLimit: true})
	defer f.Close()
	last := ""
	for i := range 100 {
		if i == 50 {
			clock.advance(-time.Hour) // and one that goes back
		}
		ts := call(t, f.Sim, "chat.postMessage", url.Values{"channel": {f.sales}, "text": {"t"}})["ts"].(string)
		if ts <= last {
			t.Fatalf("%s after %s", ts, last)
		}
		last = ts
	}
}

// TestSameSeedSameWorkspace: two runs give the same identifiers throughout.
func TestSameSeedSameWorkspace(t *testing.T) {
	run := func(seed int64) string {
		clock := newClock()
		f := newOffice(Options{Now: clock.now, Seed: seed})
		defer f.Close()
		call(t, f.Sim, "chat.postMessage", url.Values{"channel": {f.ann}, "text": {"t"}, "blocks": {oneBlock}})
		return asJSON(t, f.State(f.ann))
	}
	first, again := run(1), run(1)
	if first != again {
		t.Error("the same seed gave another workspace")
	}
	if first == run(2) {
		t.Error("another seed gave the same identifiers")
	}
}

func TestMetadataOnlyOnRequest(t *testing.T) {
	f := newOffice(Options{})
	defer f.Close()
	api := clientOf(f.Sim)
	_, _, err := api.PostMessage(f.sales, slack.MsgOptionText("t", false), slack.MsgOptionMetadata(slack.SlackMetadata{EventType: "reminder", EventPayload: map[string]any{"id": "d-1"}}))
	if err != nil {
		t.Fatal(err)
	}
	for _, all := range []bool{false, true} {
		h, err := api.GetConversationHistory(&slack.GetConversationHistoryParameters{ChannelID: f.sales, IncludeAllMetadata: all})
		if err != nil {
			t.Fatal(err)
		}
		if got := h.Messages[0].Metadata.EventPayload["id"] == "d-1"; got != all {
			t.Errorf("include_all_metadata=%v: %+v", all, h.Messages[0].Metadata)
		}
	}
}

func TestHistoryIsTopLevelAndPaged(t *testing.T) {
	f := newOffice(Options{NoPostingLimit: true})
	defer f.Close()
	api := clientOf(f.Sim)
	var parent string
	for i := range 5 {
		_, ts, err := api.PostMessage(f.sales, slack.MsgOptionText(string(rune('a'+i)), false))
		if err != nil {
			t.Fatal(err)
		}
		parent = ts
	}
	for _, broadcast := range []bool{false, true} {
		options := []slack.MsgOption{slack.MsgOptionText("reply", false), slack.MsgOptionTS(parent)}
		if broadcast {
			options = append(options, slack.MsgOptionBroadcast())
		}
		if _, _, err := api.PostMessage(f.sales, options...); err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	cursor := ""
	for {
		h, err := api.GetConversationHistory(&slack.GetConversationHistoryParameters{ChannelID: f.sales, Limit: 2, Cursor: cursor})
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range h.Messages {
			got = append(got, m.Text)
		}
		if cursor = h.ResponseMetaData.NextCursor; cursor == "" {
			break
		}
	}
	if want := []string{"reply", "e", "d", "c", "b", "a"}; !slices.Equal(got, want) {
		t.Errorf("history %q, want %q", got, want)
	}
	thread, _, _, err := api.GetConversationReplies(&slack.GetConversationRepliesParameters{ChannelID: f.sales, Timestamp: parent})
	if err != nil || len(thread) != 3 || thread[0].ReplyCount != 2 {
		t.Errorf("thread %+v, %v", thread, err)
	}
	if seen := f.State(f.ann).Channels[0].Messages; len(seen) != 6 || len(seen[4].Replies) != 2 {
		t.Errorf("ann sees %+v", seen)
	}
}

func TestCommandText(t *testing.T) {
	for _, tc := range []struct {
		typed, plain, escaped string
	}{
		{"@bob >30", "@bob >30", "<@UBOB|bob> &gt;30"},
		{"<@UBOB> a&b", "@bob a&b", "<@UBOB|bob> a&amp;b"},
		{"bob@example.com", "bob@example.com", "bob@example.com"},
		{"@nobody", "@nobody", "@nobody"},
	} {
		for _, escape := range []bool{false, true} {
			f := newOffice(Options{EscapeCommands: escape})
			want := tc.plain
			if escape {
				want = tc.escaped
			}
			if got := f.commandText(tc.typed); got != want {
				t.Errorf("%q with escape=%v arrives as %q, want %q", tc.typed, escape, got, want)
			}
			f.Close()
		}
	}
}

// TestFormFields holds what a person enters against what a field takes.
func TestFormFields(t *testing.T) {
	option := func(v string) *slack.OptionBlockObject {
		return slack.NewOptionBlockObject(v, plainText("Label "+v), nil)
	}
	for _, tc := range []struct {
		name    string
		element slack.BlockElement
		enter   any
		want    string // the value as JSON, or
		wrong   string // the complaint under the field
	}{
		{"text", slack.NewPlainTextInputBlockElement(nil, "x"), "hello", `{"type":"plain_text_input","value":"hello"}`, ""},
		{"nothing", slack.NewPlainTextInputBlockElement(nil, "x"), "", "", requiredField},
		{"too long a text", slack.NewPlainTextInputBlockElement(nil, "x").WithMaxLength(3), "hello", "", "must be at most 3 characters"},
		{"an amount", slack.NewNumberInputBlockElement(nil, "x", true), "12.50", `{"type":"number_input","value":"12.50"}`, ""},
		{"an amount with cents where none are taken", slack.NewNumberInputBlockElement(nil, "x", false), "12.50", "", "must be a whole number"},
		{"no amount", slack.NewNumberInputBlockElement(nil, "x", true), "much", "", "must be a number"},
		{"a date", slack.NewDatePickerBlockElement("x"), "2026-11-20", `{"selected_date":"2026-11-20","type":"datepicker"}`, ""},
		{"no date", slack.NewDatePickerBlockElement("x"), "Friday", "", "not a date"},
		{"a person", slack.NewOptionsSelectBlockElement(slack.OptTypeUser, nil, "x"), "UBOB", `{"selected_user":"UBOB","type":"users_select"}`, ""},
		{"an option by value", slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, nil, "x", option("1"), option("2")), "2", `{"selected_option":{"text":{"emoji":false,"text":"Label 2","type":"plain_text"},"value":"2"},"type":"static_select"}`, ""},
		{"an option by label", slack.NewRadioButtonsBlockElement("x", option("1"), option("2")), "Label 1", `{"selected_option":{"text":{"emoji":false,"text":"Label 1","type":"plain_text"},"value":"1"},"type":"radio_buttons"}`, ""},
		{"an option that isn't offered", slack.NewRadioButtonsBlockElement("x", option("1")), "9", "", `"9" is not offered`},
		{"several options", slack.NewCheckboxGroupsBlockElement("x", option("1"), option("2")), []string{"1"}, `{"selected_options":[{"text":{"emoji":false,"text":"Label 1","type":"plain_text"},"value":"1"}],"type":"checkboxes"}`, ""},
		{"an address", slack.NewEmailTextInputBlockElement(nil, "x"), "ann@example.com", `{"type":"email_text_input","value":"ann@example.com"}`, ""},
		{"no address", slack.NewEmailTextInputBlockElement(nil, "x"), "ann", "", "must be an email address"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := newOffice(Options{})
				defer f.Close()
				a := connect(t, f.Sim, nil)
				defer a.stop()
				var trigger string
				f.locked(func() { trigger = f.issueTrigger(f.ann) })
				v, err := a.api.OpenView(trigger, noteModal(slack.NewInputBlock("field", plainText("Field"), nil, tc.element)))
				if err != nil {
					t.Fatal(err)
				}
				wrong, err := f.Human(f.ann).Submit(t.Context(), v.ID, map[string]any{"field": tc.enter})
				if err != nil || wrong["field"] != tc.wrong {
					t.Fatalf("%v, %v", wrong, err)
				}
				if tc.wrong != "" {
					if n := f.Calls()["chat.postMessage"]; len(a.arrived) != 0 || n != 0 {
						t.Error("the app was asked about a form Slack refuses")
					}
					return
				}
				var p struct {
					View struct {
						State struct {
							Values map[string]map[string]json.RawMessage `json:"values"`
						} `json:"state"`
					} `json:"view"`
				}
				if err := json.Unmarshal(a.next(t).Request.Payload, &p); err != nil {
					t.Fatal(err)
				}
				if got := string(p.View.State.Values["field"]["x"]); got != tc.want {
					t.Errorf("value %s, want %s", got, tc.want)
				}
			})
		})
	}
}

func TestWhatAPersonCannotDo(t *testing.T) {
	f := newOffice(Options{})
	defer f.Close()
	secret := f.AddChannel(Channel{Name: "secret", Private: true, Members: []string{f.bob, f.opt.BotUserID}})
	forBob := call(t, f.Sim, "chat.postMessage", url.Values{"channel": {f.bob}, "text": {"t"}, "blocks": {oneBlock}})
	ann := f.Human(f.ann)
	_, command := ann.Command(t.Context(), secret, "/overdue")
	_, say := ann.Say(t.Context(), secret, "hi")
	_, click := ann.Click(t.Context(), forBob["channel"].(string), forBob["ts"].(string), "go")
	_, submit := ann.Submit(t.Context(), "VNONE", nil)
	for name, err := range map[string]error{"command": command, "say": say, "click": click, "submit": submit} {
		if err == nil {
			t.Errorf("ann could %s where she isn't", name)
		}
	}
	if n := len(f.State(f.ann).Channels); n != 1 {
		t.Errorf("ann sees %d channels", n)
	}
}

func TestConcurrentUse(t *testing.T) {
	f := newOffice(Options{NoPostingLimit: true})
	defer f.Close()
	api := clientOf(f.Sim)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 20 {
				if err := post(t.Context(), api, f.sales, "t"); err != nil {
					t.Error(err)
				}
				_ = asJSON(t, f.State(f.ann))
				f.AddUser(User{Name: "x"})
			}
		})
	}
	wg.Wait()
	seen := map[string]bool{}
	for _, m := range f.Messages(f.sales) {
		if seen[m.TS] {
			t.Errorf("two messages at %s", m.TS)
		}
		seen[m.TS] = true
	}
	if len(seen) != 160 {
		t.Errorf("%d messages", len(seen))
	}
}
