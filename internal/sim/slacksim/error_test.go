package slacksim

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

// settableClock is a clock a test moves by hand; it may jump.
type settableClock struct{ at time.Time }

func newClock() *settableClock {
	return &settableClock{at: time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)}
}
func (c *settableClock) now() time.Time          { return c.at }
func (c *settableClock) advance(d time.Duration) { c.at = c.at.Add(d) }

func TestErrorCodes(t *testing.T) {
	clock := newClock()
	f := newOffice(Options{Now: clock.now, Scopes: append(slices.Clone(DefaultScopes), LookupScopes...), NoPostingLimit: true})
	defer f.Close()
	private := f.AddChannel(Channel{Name: "secret", Private: true, Members: []string{f.ann}})
	open := f.AddChannel(Channel{Name: "open"})
	old := f.AddChannel(Channel{Name: "old", Archived: true, Members: []string{f.opt.BotUserID}})
	left := f.AddUser(User{Name: "left", Email: "left@example.com", Deleted: true})
	typed, err := f.Human(f.ann).Say(t.Context(), f.sales, "mine")
	if err != nil {
		t.Fatal(err)
	}
	posted := call(t, f.Sim, "chat.postMessage", url.Values{"channel": {f.ann}, "text": {"t"}})
	trigger := func(age time.Duration) string {
		var id string
		f.locked(func() { id = f.issueTrigger(f.ann) })
		clock.advance(age)
		return id
	}
	view := call(t, f.Sim, "views.open", url.Values{"trigger_id": {trigger(0)}, "view": {oneModal}})["view"].(map[string]any)
	used := trigger(0)
	call(t, f.Sim, "views.open", url.Values{"trigger_id": {used}, "view": {oneModal}})

	for _, tc := range []struct {
		name, method string
		form         url.Values
		want         string
	}{
		{"a method that doesn't exist", "chat.shout", nil, "unknown_method"},
		{"a channel that doesn't exist", "chat.postMessage", url.Values{"channel": {"CNONE"}, "text": {"t"}}, "channel_not_found"},
		{"a private channel without the bot", "chat.postMessage", url.Values{"channel": {private}, "text": {"t"}}, "channel_not_found"},
		{"a public channel without the bot", "chat.postMessage", url.Values{"channel": {open}, "text": {"t"}}, "not_in_channel"},
		{"a channel by its name", "chat.postMessage", url.Values{"channel": {"#sales"}, "text": {"t"}}, ""},
		{"an archived channel", "chat.postMessage", url.Values{"channel": {old}, "text": {"t"}}, "is_archived"},
		{"a person who left", "chat.postMessage", url.Values{"channel": {left}, "text": {"t"}}, "channel_not_found"},
		{"a message without text", "chat.postMessage", url.Values{"channel": {f.sales}}, "no_text"},
		{"a message of empty blocks", "chat.postMessage", url.Values{"channel": {f.sales}, "blocks": {"[]"}}, "no_text"},
		{"a text of 40000 characters", "chat.postMessage", url.Values{"channel": {f.sales}, "text": {strings.Repeat("é", 40000)}}, ""},
		{"a text of 40001 characters", "chat.postMessage", url.Values{"channel": {f.sales}, "text": {strings.Repeat("é", 40001)}}, "msg_too_long"},
		{"a header that is too long", "chat.postMessage", url.Values{"channel": {f.sales}, "text": {"t"}, "blocks": {`[{"type":"header","text":{"type":"plain_text","text":"` + strings.Repeat("x", 151) + `"}}]`}}, "invalid_blocks"},
		{"blocks that are no array", "chat.postMessage", url.Values{"channel": {f.sales}, "text": {"t"}, "blocks": {`{"type":"divider"}`}}, "invalid_blocks_format"},
		{"a bad block in an attachment", "chat.postMessage", url.Values{"channel": {f.sales}, "text": {"t"}, "attachments": {`[{"blocks":[{"type":"nope"}]}]`}}, "invalid_blocks"},
		{"metadata without event_type", "chat.postMessage", url.Values{"channel": {f.sales}, "text": {"t"}, "metadata": {`{"event_payload":{}}`}}, "invalid_metadata_schema"},
		{"metadata that is no JSON", "chat.postMessage", url.Values{"channel": {f.sales}, "text": {"t"}, "metadata": {`id`}}, "invalid_metadata_format"},
		{"a thread that doesn't exist", "chat.postMessage", url.Values{"channel": {f.sales}, "text": {"t"}, "thread_ts": {"1.000000"}}, "thread_not_found"},
		{"a direct message to the bot itself", "chat.postMessage", url.Values{"channel": {f.opt.BotUserID}, "text": {"t"}}, "cannot_dm_bot"},

		{"an update by the person's id", "chat.update", url.Values{"channel": {f.ann}, "ts": {posted["ts"].(string)}, "text": {"u"}}, "channel_not_found"},
		{"the same by the channel's id", "chat.update", url.Values{"channel": {posted["channel"].(string)}, "ts": {posted["ts"].(string)}, "text": {"u"}}, ""},
		{"an update of no message", "chat.update", url.Values{"channel": {f.sales}, "ts": {"1.000000"}, "text": {"u"}}, "message_not_found"},
		{"an update of a person's message", "chat.update", url.Values{"channel": {f.sales}, "ts": {typed}, "text": {"u"}}, "cant_update_message"},
		{"an update to 4001 characters", "chat.update", url.Values{"channel": {posted["channel"].(string)}, "ts": {posted["ts"].(string)}, "text": {strings.Repeat("x", 4001)}}, "msg_too_long"},
		{"a person's message deleted", "chat.delete", url.Values{"channel": {f.sales}, "ts": {typed}}, "cant_delete_message"},
		{"no message deleted", "chat.delete", url.Values{"channel": {f.sales}, "ts": {"1.000000"}}, "message_not_found"},
		{"an ephemeral message to someone outside", "chat.postEphemeral", url.Values{"channel": {f.sales}, "user": {left}, "text": {"t"}}, "user_not_in_channel"},
		{"a link to no message", "chat.getPermalink", url.Values{"channel": {f.sales}, "message_ts": {"1.000000"}}, "message_not_found"},

		{"a view without trigger", "views.open", url.Values{"view": {oneModal}}, "invalid_arguments"},
		{"a trigger made up", "views.open", url.Values{"trigger_id": {"1.2.x"}, "view": {oneModal}}, "invalid_trigger_id"},
		{"a trigger of three seconds", "views.open", url.Values{"trigger_id": {trigger(3 * time.Second)}, "view": {oneModal}}, "trigger_expired"},
		{"a trigger used before", "views.open", url.Values{"trigger_id": {used}, "view": {oneModal}}, "trigger_exchanged"},
		{"a modal without title", "views.open", url.Values{"trigger_id": {"x"}, "view": {`{"type":"modal","blocks":[]}`}}, "invalid_arguments"},
		{"a view of more than 250 KB", "views.open", url.Values{"trigger_id": {"x"}, "view": {strings.Repeat(" ", maxViewBytes+1)}}, "view_too_large"},
		{"an update of a view that was closed", "views.update", url.Values{"view_id": {view["id"].(string)}, "view": {oneModal}}, "view_not_found"},
		{"a Home tab for nobody", "views.publish", url.Values{"user_id": {"UNONE"}, "view": {`{"type":"home","blocks":[]}`}}, "user_not_found"},
		{"a modal as Home tab", "views.publish", url.Values{"user_id": {f.ann}, "view": {oneModal}}, "invalid_arguments"},

		{"a person who isn't there", "users.info", url.Values{"user": {"UNONE"}}, "user_not_found"},
		{"an address nobody has", "users.lookupByEmail", url.Values{"email": {"x@example.com"}}, "users_not_found"},
		{"the address of someone who left", "users.lookupByEmail", url.Values{"email": {"left@example.com"}}, "users_not_found"},
		{"an address in capitals", "users.lookupByEmail", url.Values{"email": {"ANN@Example.com"}}, ""},
		{"a cursor made up", "users.list", url.Values{"cursor": {"x"}}, "invalid_cursor"},
		{"a limit that is no number", "users.list", url.Values{"limit": {"many"}}, "invalid_limit"},
		{"a conversation with nobody", "conversations.open", nil, "users_list_not_supplied"},
		{"a conversation with someone who left", "conversations.open", url.Values{"users": {left}}, "user_disabled"},
		{"the history of a channel without the bot", "conversations.history", url.Values{"channel": {open}}, "not_in_channel"},
		{"a history from no time", "conversations.history", url.Values{"channel": {f.sales}, "oldest": {"yesterday"}}, "invalid_ts_oldest"},
		{"replies to no message", "conversations.replies", url.Values{"channel": {f.sales}, "ts": {"1.000000"}}, "thread_not_found"},
		{"info on a private channel without the bot", "conversations.info", url.Values{"channel": {private}}, "channel_not_found"},
		{"a list of nonsense", "conversations.list", url.Values{"types": {"pub"}}, "invalid_types"},
		{"joining a private channel", "conversations.join", url.Values{"channel": {private}}, "method_not_supported_for_channel_type"},
		{"a group that isn't there", "usergroups.users.list", url.Values{"usergroup": {"SNONE"}}, "no_such_subteam"},
		{"an upload without length", "files.getUploadURLExternal", url.Values{"filename": {"a"}}, "invalid_arguments"},
		{"a file never uploaded", "files.completeUploadExternal", url.Values{"files": {`[{"id":"F1"}]`}}, "file_not_found"},
		{"a reaction to nothing", "reactions.add", url.Values{"channel": {f.sales}, "timestamp": {"1.0"}, "name": {"eyes"}}, "message_not_found"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			reply := call(t, f.Sim, tc.method, tc.form)
			if code, _ := reply["error"].(string); code != tc.want || reply["ok"] != (tc.want == "") {
				t.Errorf("%v, want %q", reply, tc.want)
			}
		})
	}
	reply := call(t, f.Sim, "chat.postMessage", url.Values{"channel": {f.sales}, "text": {"t"}, "blocks": {`[{"type":"divider","x":1}]`}})
	meta, _ := json.Marshal(reply["response_metadata"])
	if want := `{"messages":["[ERROR] invalid additional property: x [json-pointer:/blocks/0]"]}`; string(meta) != want {
		t.Errorf("response_metadata %s, want %s", meta, want)
	}
}

func TestTokens(t *testing.T) {
	s := New(Options{Now: time.Now})
	defer s.Close()
	for _, tc := range []struct {
		name, method, token, want string
		body                      bool
	}{
		{"no token", "auth.test", "", "not_authed", false},
		{"a wrong token", "auth.test", "xoxb-other", "invalid_auth", false},
		{"the token in the form", "auth.test", s.opt.BotToken, "", true},
		{"the app's token on a bot's method", "auth.test", s.opt.AppToken, "not_allowed_token_type", false},
		{"the bot's token on the app's method", "apps.connections.open", s.opt.BotToken, "not_allowed_token_type", false},
		{"the app's token on its method", "apps.connections.open", s.opt.AppToken, "", false},
		{"a scope that wasn't granted", "reactions.add", s.opt.BotToken, "missing_scope", false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			form := url.Values{}
			if tc.body {
				form.Set("token", tc.token)
			}
			r, _ := http.NewRequestWithContext(t.Context(), http.MethodPost, s.APIURL()+tc.method, strings.NewReader(form.Encode()))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			if !tc.body && tc.token != "" {
				r.Header.Set("Authorization", "Bearer "+tc.token)
			}
			resp, err := s.Client().Do(r)
			if err != nil {
				t.Fatal(err)
			}
			var reply struct{ Error, Needed, Provided string }
			if err := json.NewDecoder(resp.Body).Decode(&reply); err != nil {
				t.Fatal(err)
			}
			if reply.Error != tc.want {
				t.Errorf("%+v, want %q", reply, tc.want)
			}
			if tc.want == "missing_scope" && (reply.Needed != "reactions:write" || reply.Provided != strings.Join(DefaultScopes, ",")) {
				t.Errorf("needed %q, provided %q", reply.Needed, reply.Provided)
			}
		})
	}
	s.Revoke(true)
	if reply := call(t, s, "auth.test", nil); reply["error"] != "token_revoked" {
		t.Errorf("after the app was uninstalled: %v", reply)
	}
}

func TestPostingRate(t *testing.T) {
	clock := newClock()
	f := newOffice(Options{Now: clock.now, PostingBurst: 2})
	defer f.Close()
	post := func(channel string) string {
		code, _ := call(t, f.Sim, "chat.postMessage", url.Values{"channel": {channel}, "text": {"t"}})["error"].(string)
		return code
	}
	got := []string{post(f.sales), post(f.sales), post(f.sales), post(f.ann)}
	if want := []string{"", "", "ratelimited", ""}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	clock.advance(time.Second)
	if got := []string{post(f.sales), post(f.sales)}; !slices.Equal(got, []string{"", "ratelimited"}) {
		t.Errorf("a second later: %q", got)
	}
	if n := len(f.Messages(f.sales)); n != 3 {
		t.Errorf("%d messages, want 3", n)
	}
}

func TestMethodTiers(t *testing.T) {
	clock := newClock()
	f := newOffice(Options{Now: clock.now, MethodTiers: true})
	defer f.Close()
	limited := 0
	for range tier2 + 5 {
		if call(t, f.Sim, "users.list", nil)["error"] == "ratelimited" {
			limited++
		}
	}
	if limited != 5 {
		t.Errorf("%d of %d calls limited, want 5", limited, tier2+5)
	}
	if reply := call(t, f.Sim, "users.info", url.Values{"user": {f.ann}}); reply["ok"] != true {
		t.Errorf("another method is limited too: %v", reply)
	}
}

// TestDocumentedViewErrors: the other set of codes for the same refusals.
func TestDocumentedViewErrors(t *testing.T) {
	clock := newClock()
	f := newOffice(Options{Now: clock.now, DocumentedViewErrors: true})
	defer f.Close()
	var old, used string
	f.locked(func() { old = f.issueTrigger(f.ann) })
	clock.advance(triggerLife)
	f.locked(func() { used = f.issueTrigger(f.ann) })
	open := func(id string) any {
		return call(t, f.Sim, "views.open", url.Values{"trigger_id": {id}, "view": {oneModal}})["error"]
	}
	if got := []any{open(old), open(used), open(used)}; !slices.Equal(got, []any{"expired_trigger_id", nil, "exchanged_trigger_id"}) {
		t.Errorf("codes %v", got)
	}
	if reply := call(t, f.Sim, "views.update", url.Values{"view_id": {"VNONE"}, "view": {oneModal}}); reply["error"] != "not_found" {
		t.Errorf("update of no view: %v", reply)
	}
}
