package slacksim

import (
	"bufio"
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slack-go/slack/socketmode"
)

// loadShapes reads the known keys of Slack's replies and deliveries, as published
// with Slack's Java SDK (MIT). An empty object or array may hold anything.
func loadShapes(t *testing.T) map[string]any {
	t.Helper()
	data, err := os.ReadFile("testdata/shapes.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	shapes := map[string]any{}
	lines := bufio.NewScanner(bytes.NewReader(data))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var l struct {
			Name  string `json:"name"`
			Shape any    `json:"shape"`
		}
		if err := json.Unmarshal(lines.Bytes(), &l); err != nil {
			t.Fatal(err)
		}
		shapes[l.Name] = l.Shape
	}
	return shapes
}

// beyondShapes are properties of documented payloads that the published classes
// leave out: the values of elements that the SDK's samples don't use.
var beyondShapes = []string{
	"/actions/selected_options", "/actions/selected_users", "/actions/selected_conversations", "/actions/selected_channels",
	"/actions/selected_date_time",
}

// unknownKeys lists the paths in got that shape doesn't have.
func unknownKeys(path string, got, shape any) []string {
	var out []string
	switch g := got.(type) {
	case map[string]any:
		want, ok := shape.(map[string]any)
		if !ok {
			return []string{path + " is an object"}
		}
		if len(want) == 0 {
			return nil
		}
		for key, value := range g {
			inner, known := want[key]
			at := path + "/" + key
			if !known && !slices.Contains(beyondShapes, at) {
				out = append(out, at)
			} else if known {
				out = append(out, unknownKeys(at, value, inner)...)
			}
		}
	case []any:
		want, ok := shape.([]any)
		if !ok {
			return []string{path + " is an array"}
		}
		if len(want) == 0 {
			return nil
		}
		for _, value := range g {
			out = append(out, unknownKeys(path, value, want[0])...)
		}
	case nil:
	default:
		if _, isObject := shape.(map[string]any); isObject {
			out = append(out, path+" is a scalar")
		}
	}
	return out
}

// lookup finds a value by path; an array is looked into at its first item.
func lookup(value any, path string) bool {
	for key := range strings.SplitSeq(path, ".") {
		if list, ok := value.([]any); ok {
			if len(list) == 0 {
				return false
			}
			value = list[0]
		}
		o, ok := value.(map[string]any)
		if !ok {
			return false
		}
		if value, ok = o[key]; !ok {
			return false
		}
	}
	return true
}

// call makes a form call and returns the reply.
func call(t *testing.T, s *Sim, method string, form url.Values) map[string]any {
	t.Helper()
	token := s.opt.BotToken
	if method == "apps.connections.open" {
		token = s.opt.AppToken
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.APIURL()+method, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Authorization", "Bearer "+token)
	resp, err := s.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	var reply map[string]any
	if err := json.NewDecoder(resp.Body).Decode(&reply); err != nil {
		t.Fatal(err)
	}
	return reply
}

const oneBlock = `[{"type":"section","text":{"type":"mrkdwn","text":"hi"}},{"type":"actions","elements":[{"type":"button","text":{"type":"plain_text","text":"Go"},"action_id":"go","value":"1"}]}]`

const oneModal = `{"type":"modal","title":{"type":"plain_text","text":"T"},"submit":{"type":"plain_text","text":"Save"},"close":{"type":"plain_text","text":"No"},"notify_on_close":true,"blocks":[{"type":"input","block_id":"note","label":{"type":"plain_text","text":"L"},"element":{"type":"plain_text_input","action_id":"text"}}]}`

// TestReplyShapes calls every method well and badly and holds the replies
// against the published shapes.
func TestReplyShapes(t *testing.T) {
	shapes := loadShapes(t)
	f := newOffice(Options{Scopes: append(slices.Clone(DefaultScopes), LookupScopes...), NoPostingLimit: true})
	defer f.Close()
	f.AddUserGroup(UserGroup{ID: "SGROUP", Handle: "sales", Name: "Sales", Users: []string{f.ann}})
	open := f.AddChannel(Channel{Name: "open"})
	triggers := func() string {
		var id string
		f.locked(func() { id = f.issueTrigger(f.ann) })
		return id
	}
	parent := call(t, f.Sim, "chat.postMessage", url.Values{"channel": {f.sales}, "text": {"parent"}})["ts"].(string)
	call(t, f.Sim, "chat.postMessage", url.Values{"channel": {f.sales}, "text": {"reply"}, "thread_ts": {parent}})
	upload := call(t, f.Sim, "files.getUploadURLExternal", url.Values{"filename": {"a.csv"}, "length": {"3"}})
	resp, err := f.Client().Post(upload["upload_url"].(string), "application/octet-stream", strings.NewReader("a,b"))
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("upload: %v, %v", resp, err)
	}
	view := call(t, f.Sim, "views.open", url.Values{"trigger_id": {triggers()}, "view": {oneModal}})["view"].(map[string]any)
	metadata := `{"event_type":"reminder","event_payload":{"id":"d-1"}}`

	tested := map[string]bool{}
	for _, tc := range []struct {
		method string
		form   url.Values
		keys   string // what clients rely on
	}{
		{"auth.test", nil, "ok url team user team_id user_id bot_id"},
		{"apps.connections.open", nil, "ok url"},
		{"chat.postMessage", url.Values{"channel": {f.sales}, "text": {"t"}, "blocks": {oneBlock}, "metadata": {metadata}}, "ok channel ts message.text message.bot_id message.blocks message.metadata message.user message.bot_profile.app_id"},
		{"chat.postMessage", url.Values{"channel": {f.ann}, "text": {"t"}, "attachments": {`[{"text":"a"}]`}}, "ok channel ts message.attachments"},
		{"chat.postMessage", url.Values{"channel": {f.sales}, "text": {"t"}, "thread_ts": {parent}}, "ok message.thread_ts"},
		{"chat.update", url.Values{"channel": {f.sales}, "ts": {parent}, "text": {"edited"}}, "ok channel ts text message.text message.edited"},
		{"reactions.add", url.Values{"channel": {f.sales}, "timestamp": {parent}, "name": {"eyes"}}, "ok"},
		{"conversations.history", url.Values{"channel": {f.sales}, "include_all_metadata": {"true"}}, "ok messages.ts messages.metadata messages.bot_id has_more"},
		{"conversations.history", url.Values{"channel": {f.sales}, "limit": {"1"}}, "ok response_metadata.next_cursor"},
		{"conversations.replies", url.Values{"channel": {f.sales}, "ts": {parent}}, "ok messages.ts messages.reply_count messages.thread_ts has_more"},
		{"chat.postEphemeral", url.Values{"channel": {f.sales}, "user": {f.ann}, "text": {"t"}}, "ok message_ts"},
		{"chat.getPermalink", url.Values{"channel": {f.sales}, "message_ts": {parent}}, "ok permalink channel"},
		{"chat.delete", url.Values{"channel": {f.sales}, "ts": {parent}}, "ok channel ts"},
		{"views.update", url.Values{"view_id": {view["id"].(string)}, "view": {oneModal}}, "ok view.id view.hash view.blocks view.state view.root_view_id"},
		{"views.push", url.Values{"trigger_id": {triggers()}, "view": {oneModal}}, "ok view.id view.previous_view_id"},
		{"views.open", url.Values{"trigger_id": {triggers()}, "view": {oneModal}}, "ok view.id view.title view.submit view.callback_id view.private_metadata"},
		{"views.publish", url.Values{"user_id": {f.ann}, "view": {`{"type":"home","blocks":` + oneBlock + `}`}}, "ok view.id view.hash"},
		{"users.info", url.Values{"user": {f.ann}, "include_locale": {"true"}}, "ok user.id user.team_id user.tz user.tz_offset user.locale user.is_restricted user.is_bot user.deleted user.profile.email"},
		{"users.list", url.Values{"limit": {"2"}}, "ok members.id members.profile.real_name response_metadata.next_cursor"},
		{"users.lookupByEmail", url.Values{"email": {"ann@example.com"}}, "ok user.id user.profile.email"},
		{"conversations.open", url.Values{"users": {f.bob}}, "ok channel.id"},
		{"conversations.open", url.Values{"users": {f.bob}, "return_im": {"true"}}, "ok channel.id channel.user already_open"},
		{"conversations.list", url.Values{"types": {"public_channel,im"}}, "ok channels.id channels.name channels.is_member channels.is_ext_shared response_metadata.next_cursor"},
		{"conversations.info", url.Values{"channel": {f.sales}}, "ok channel.id channel.is_ext_shared channel.is_member channel.is_private"},
		{"conversations.info", url.Values{"channel": {f.DM(f.bob)}}, "ok channel.is_im"},
		{"conversations.members", url.Values{"channel": {f.sales}}, "ok members response_metadata.next_cursor"},
		{"conversations.join", url.Values{"channel": {open}}, "ok channel.id channel.is_member"},
		{"usergroups.list", url.Values{"include_users": {"true"}}, "ok usergroups.id usergroups.handle usergroups.users"},
		{"usergroups.users.list", url.Values{"usergroup": {"SGROUP"}}, "ok users"},
		{"files.getUploadURLExternal", url.Values{"filename": {"a.csv"}, "length": {"3"}}, "ok upload_url file_id"},
		{"files.completeUploadExternal", url.Values{"files": {`[{"id":"` + upload["file_id"].(string) + `","title":"A"}]`}, "channel_id": {f.sales}}, "ok files.id files.title"},
		{"team.info", nil, "ok team.id team.name team.domain"},
		{"bots.info", nil, "ok bot.id bot.user_id bot.app_id"},
	} {
		tested[tc.method] = true
		reply := call(t, f.Sim, tc.method, tc.form)
		if reply["ok"] != true {
			t.Errorf("%s %v: %v", tc.method, tc.form, reply)
		}
		if extra := unknownKeys("", reply, shapes[tc.method]); len(extra) > 0 {
			t.Errorf("%s has keys Slack doesn't: %v", tc.method, extra)
		}
		for key := range strings.FieldsSeq(tc.keys) {
			if !lookup(reply, key) {
				t.Errorf("%s %v lacks %s: %v", tc.method, tc.form, key, reply)
			}
		}
	}
	for name := range methods {
		if !tested[name] {
			t.Errorf("%s was not called", name)
		}
		if shapes[name] == nil {
			t.Errorf("%s has no shape", name)
		}
	}
}

// TestDeliveryShapes does what a person can do and holds what the app received
// against the published shapes.
func TestDeliveryShapes(t *testing.T) {
	shapes := loadShapes(t)
	synctest.Test(t, func(t *testing.T) {
		f := newOffice(Options{Events: append(slices.Clone(DefaultEvents), "message.channels"), NoPostingLimit: true})
		defer f.Close()
		var trigger string
		a := connect(t, f.Sim, func(a *app, e socketmode.Event) {
			var p struct {
				TriggerID string `json:"trigger_id"`
			}
			_ = json.Unmarshal(e.Request.Payload, &p)
			trigger = p.TriggerID
			_ = a.client.Ack(*e.Request)
		})
		defer a.stop()
		ctx, ann := t.Context(), f.Human(f.ann)
		posted := call(t, f.Sim, "chat.postMessage", url.Values{"channel": {f.sales}, "text": {"t"}, "blocks": {oneBlock}})["ts"].(string)
		call(t, f.Sim, "chat.update", url.Values{"channel": {f.sales}, "ts": {posted}, "text": {"u"}})
		note, err := ann.Say(ctx, f.sales, "plain words")
		if err != nil {
			t.Fatal(err)
		}
		do := func(_ any, err error) {
			t.Helper()
			if err != nil {
				t.Error(err)
			}
		}
		do(ann.Say(ctx, f.sales, "@relance overdue", note))
		do(ann.Say(ctx, f.DM(f.ann), "hello"))
		f.AddUser(User{Name: "new"})
		f.UpdateUser(User{ID: f.bob, Name: "bob", TZ: "UTC", Deleted: true})
		f.Invite(f.sales, f.AddUser(User{Name: "guest", Guest: true}))
		do(nil, ann.OpenHome(ctx))
		do(ann.Click(ctx, f.sales, posted, "go"))
		do(ann.MessageShortcut(ctx, f.sales, posted, "track"))
		do(ann.Command(ctx, f.sales, "/relance help"))
		call(t, f.Sim, "views.open", url.Values{"trigger_id": {trigger}, "view": {oneModal}})
		modal := f.State(f.ann).Modals[0].ID
		do(ann.Submit(ctx, modal, map[string]any{"note": map[string]any{"text": "x"}}))
		do(ann.Command(ctx, f.sales, "/relance help"))
		call(t, f.Sim, "views.open", url.Values{"trigger_id": {trigger}, "view": {oneModal}})
		do(nil, ann.Close(ctx, f.State(f.ann).Modals[0].ID))
		call(t, f.Sim, "views.publish", url.Values{"user_id": {f.ann}, "view": {`{"type":"home","blocks":` + oneBlock + `}`}})
		do(nil, ann.OpenHome(ctx))
		do(ann.ClickView(ctx, f.State(f.ann).Home.ID, "go"))
		time.Sleep(time.Second)

		seen := map[string]bool{}
		for _, e := range a.events {
			var payload map[string]any
			if err := json.Unmarshal(e.Request.Payload, &payload); err != nil {
				t.Fatal(err)
			}
			name := shapeOf(payload)
			seen[name] = true
			if shapes[name] == nil {
				t.Errorf("no shape %q for %s", name, e.Request.Payload)
			} else if extra := unknownKeys("", payload, shapes[name]); len(extra) > 0 {
				t.Errorf("%s has keys Slack doesn't: %v", name, extra)
			}
		}
		for _, name := range []string{
			"AppHomeOpenedPayload", "AppMentionPayload", "MessagePayload", "MessageChangedPayload", "MemberJoinedChannelPayload", "UserChangePayload", "TeamJoinPayload",
			"BlockActionPayload", "MessageShortcutPayload", "SlashCommandPayload", "ViewSubmissionPayload", "ViewClosedPayload",
		} {
			if !seen[name] {
				t.Errorf("no %s was delivered", name)
			}
		}
	})
}

// shapeOf names the published class of a payload.
func shapeOf(payload map[string]any) string {
	if payload["command"] != nil {
		return "SlashCommandPayload"
	}
	names := map[any]string{
		"block_actions": "BlockActionPayload", "message_action": "MessageShortcutPayload", "view_submission": "ViewSubmissionPayload",
		"view_closed": "ViewClosedPayload", "app_home_opened": "AppHomeOpenedPayload", "app_mention": "AppMentionPayload",
		"message": "MessagePayload", "member_joined_channel": "MemberJoinedChannelPayload", "user_change": "UserChangePayload",
		"team_join": "TeamJoinPayload", "message_changed": "MessageChangedPayload", "file_share": "MessageFileSharePayload",
	}
	if event, ok := payload["event"].(map[string]any); ok {
		if event["subtype"] != nil {
			return names[event["subtype"]]
		}
		return names[event["type"]]
	}
	return names[payload["type"]]
}
