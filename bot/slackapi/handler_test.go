package slackapi_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"github.com/relance-bot/relance/bot"
	"github.com/relance-bot/relance/bot/slackapi"
)

const secret, oldSecret = "the signing secret", "the one before"

var clock = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

// recorder is a bot that notes what it was handed.
type recorder struct {
	mu       sync.Mutex
	commands []bot.Command
	actions  []bot.Action
	events   []bot.Event
	reply    bot.SubmissionReply
	got      chan struct{}
}

func (r *recorder) note(f func()) {
	r.mu.Lock()
	f()
	r.mu.Unlock()
	r.got <- struct{}{}
}

func (r *recorder) Command(_ context.Context, c bot.Command) {
	r.note(func() { r.commands = append(r.commands, c) })
}

func (r *recorder) Action(_ context.Context, a bot.Action) {
	r.note(func() { r.actions = append(r.actions, a) })
}

func (r *recorder) Event(_ context.Context, e bot.Event) {
	r.note(func() { r.events = append(r.events, e) })
}
func (r *recorder) Shortcut(context.Context, bot.Shortcut) {}
func (r *recorder) Submission(context.Context, bot.Submission) bot.SubmissionReply {
	return r.reply
}

type httpRig struct {
	*slackapi.Handler
	bot *recorder
	now time.Time
}

func newHTTPRig(tb testing.TB) *httpRig {
	tb.Helper()
	r := &httpRig{bot: &recorder{got: make(chan struct{}, 100)}, now: clock}
	o := slackapi.Options{BotToken: "xoxb-test", APIURL: "http://127.0.0.1:1/api/", Now: func() time.Time { return r.now }, Log: slog.New(slog.DiscardHandler)}
	api, err := slackapi.New(o)
	if err != nil {
		tb.Fatal(err)
	}
	receiver := slackapi.NewReceiver(r.bot, slackapi.NewDirectory(api), o)
	tb.Cleanup(receiver.Close)
	if r.Handler, err = slackapi.NewHandler(receiver, o, secret, oldSecret); err != nil {
		tb.Fatal(err)
	}
	return r
}

func sign(secret string, at time.Time, body string) (stamp, signature string) {
	stamp = strconv.FormatInt(at.Unix(), 10)
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte("v0:" + stamp + ":" + body))
	return stamp, "v0=" + hex.EncodeToString(mac.Sum(nil))
}

func request(path, body string) *http.Request {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return r
}

func (r *httpRig) serve(q *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	r.ServeHTTP(w, q)
	return w
}

const overdueForm = "team_id=T1&user_id=U1&channel_id=C1&command=%2Foverdue&text=me+%3E30&trigger_id=t&response_url=https%3A%2F%2Fhooks.slack.com%2Fx"

func TestOnlySlackIsHeard(t *testing.T) {
	for _, row := range []struct {
		story  string
		change func(r *httpRig, q *http.Request)
		status int
	}{
		{"what Slack signed is taken", func(*httpRig, *http.Request) {}, 200},
		{"the secret before still holds while it is replaced", func(_ *httpRig, q *http.Request) { resign(q, oldSecret, clock, overdueForm) }, 200},
		{"another secret is refused", func(_ *httpRig, q *http.Request) { resign(q, "guessed", clock, overdueForm) }, 401},
		{"no signature", func(_ *httpRig, q *http.Request) { q.Header.Del("X-Slack-Signature") }, 401},
		{"no timestamp", func(_ *httpRig, q *http.Request) { q.Header.Del("X-Slack-Request-Timestamp") }, 401},
		{"a truncated signature", func(_ *httpRig, q *http.Request) {
			q.Header.Set("X-Slack-Signature", q.Header.Get("X-Slack-Signature")[:60])
		}, 401},
		{"another version of signatures", func(_ *httpRig, q *http.Request) {
			q.Header.Set("X-Slack-Signature", strings.Replace(q.Header.Get("X-Slack-Signature"), "v0", "v1", 1))
		}, 401},
		{"a second signature beside the good one", func(_ *httpRig, q *http.Request) { q.Header.Add("X-Slack-Signature", "v0=00") }, 401},
		{"a second timestamp", func(_ *httpRig, q *http.Request) { q.Header.Add("X-Slack-Request-Timestamp", "1") }, 401},
		{"five minutes old is still fresh", func(_ *httpRig, q *http.Request) { resign(q, secret, clock.Add(-300*time.Second), overdueForm) }, 200},
		{"301 seconds old is not", func(_ *httpRig, q *http.Request) { resign(q, secret, clock.Add(-301*time.Second), overdueForm) }, 401},
		{"301 seconds in the future", func(_ *httpRig, q *http.Request) { resign(q, secret, clock.Add(301*time.Second), overdueForm) }, 401},
		{"a timestamp written otherwise", func(_ *httpRig, q *http.Request) {
			q.Header.Set("X-Slack-Request-Timestamp", "+"+q.Header.Get("X-Slack-Request-Timestamp"))
		}, 401},
		{"a timestamp beyond all numbers", func(_ *httpRig, q *http.Request) { q.Header.Set("X-Slack-Request-Timestamp", "9223372036854775807") }, 401},
		{"the body was changed", func(_ *httpRig, q *http.Request) { q.Body = io.NopCloser(strings.NewReader(overdueForm + "&x=1")) }, 401},
		{"a request heard before", func(r *httpRig, q *http.Request) {
			again := request("/slack/commands", overdueForm)
			again.Header = q.Header.Clone()
			r.serve(again)
		}, 401},
		{"a body beyond the limit", func(_ *httpRig, q *http.Request) {
			q.Body = io.NopCloser(strings.NewReader(strings.Repeat("x", 1<<20+1)))
		}, 413},
		{"a key given twice", func(_ *httpRig, q *http.Request) {
			body := overdueForm + "&user_id=U2"
			q.Body = io.NopCloser(strings.NewReader(body))
			resign(q, secret, clock, body)
		}, 400},
		{"a form that isn't one", func(_ *httpRig, q *http.Request) { q.Header.Set("Content-Type", "text/plain") }, 400},
	} {
		t.Run(row.story, func(t *testing.T) {
			r := newHTTPRig(t)
			q := request("/slack/commands", overdueForm)
			resign(q, secret, clock, overdueForm)
			row.change(r, q)
			if got := r.serve(q).Code; got != row.status {
				t.Errorf("status %d, want %d", got, row.status)
			}
		})
	}
}

func resign(q *http.Request, secret string, at time.Time, body string) {
	stamp, signature := sign(secret, at, body)
	q.Header.Set("X-Slack-Request-Timestamp", stamp)
	q.Header.Set("X-Slack-Signature", signature)
}

// post signs and sends a body.
func (r *httpRig) post(path, kind, body string) *httptest.ResponseRecorder {
	q := request(path, body)
	q.Header.Set("Content-Type", kind)
	resign(q, secret, r.now, body)
	return r.serve(q)
}

const formType, jsonType = "application/x-www-form-urlencoded", "application/json"

func TestACommandOverHTTP(t *testing.T) {
	r := newHTTPRig(t)
	if w := r.post("/slack/commands", formType, overdueForm); w.Code != 200 || w.Body.Len() != 0 {
		t.Errorf("acknowledged with %d %q", w.Code, w.Body)
	}
	<-r.bot.got
	want := bot.Command{TeamID: "T1", UserID: "U1", ChannelID: "C1", Name: "/overdue", Text: "me >30", TriggerID: "t", ResponseURL: "https://hooks.slack.com/x"}
	if r.bot.commands[0] != want {
		t.Errorf("got %+v", r.bot.commands[0])
	}
}

func TestAModalsErrorsAreTheAcknowledgement(t *testing.T) {
	r := newHTTPRig(t)
	r.bot.reply = bot.SubmissionReply{Errors: map[string]string{"amount": "How much?"}}
	w := r.post("/slack/interactions", formType, url.Values{"payload": {`{"type":"view_submission","user":{"id":"U1"},"view":{"id":"V1"}}`}}.Encode())
	if got := strings.TrimSpace(w.Body.String()); got != `{"errors":{"amount":"How much?"},"response_action":"errors"}` {
		t.Errorf("acknowledged with %d %s", w.Code, got)
	}
}

func TestAModalMayTakeThePlaceOfAnother(t *testing.T) {
	r := newHTTPRig(t)
	r.bot.reply = bot.SubmissionReply{View: &slack.ModalViewRequest{Type: slack.VTModal, CallbackID: "form_plan_confirm"}}
	w := r.post("/slack/interactions", formType, url.Values{"payload": {`{"type":"view_submission","user":{"id":"U1"},"view":{"id":"V1"}}`}}.Encode())
	if got := w.Body.String(); !strings.Contains(got, `"response_action":"update"`) || !strings.Contains(got, `"callback_id":"form_plan_confirm"`) {
		t.Errorf("acknowledged with %d %s", w.Code, got)
	}
}

func TestAClickFromAnotherTeamKeepsItsTeam(t *testing.T) {
	r := newHTTPRig(t)
	payload := `{"type":"block_actions","team":{"id":"T1"},"user":{"id":"U9","team_id":"T9"},"container":{"type":"message","message_ts":"1.1","channel_id":"C1"},` +
		`"actions":[{"action_id":"pay","value":"{}","action_ts":"2.2"}]}`
	r.post("/slack/interactions", formType, url.Values{"payload": {payload}}.Encode())
	<-r.bot.got
	if got := r.bot.actions[0]; got.TeamID != "T9" || got.ChannelID != "C1" || got.MessageTS != "1.1" {
		t.Errorf("got %+v", got)
	}
}

func TestEventsAreHeardOnce(t *testing.T) {
	r := newHTTPRig(t)
	if w := r.post("/slack/events", jsonType, `{"type":"url_verification","challenge":"abc"}`); w.Body.String() != "abc" {
		t.Errorf("the challenge is answered by %q", w.Body)
	}
	event := `{"type":"event_callback","team_id":"T1","event_id":"E1","event":{"type":"app_mention","user":"U1","channel":"C1","text":"hi"}}`
	for range 3 { // Slack repeats at once, after a minute, after five more
		if w := r.post("/slack/events", jsonType, event); w.Code != 200 {
			t.Errorf("status %d", w.Code)
		}
		r.now = r.now.Add(3 * time.Minute)
	}
	<-r.bot.got
	if n := len(r.bot.events); n != 1 {
		t.Errorf("the bot heard it %d times", n)
	}
	for _, quiet := range []string{
		`{"type":"event_callback","event_id":"E2","event":{"type":"message","subtype":"message_changed","channel_type":"im","channel":"D1"}}`,
		`{"type":"event_callback","event_id":"E3","event":{"type":"channel_rename","channel":{"id":"C1"}}}`,
		`{"type":"event_callback","event_id":"E4","event":{"type":"app_home_opened","tab":"messages","user":"U1"}}`,
	} {
		if w := r.post("/slack/events", jsonType, quiet); w.Code != 200 {
			t.Errorf("status %d", w.Code)
		}
	}
	if w := r.post("/slack/events", jsonType, strings.Repeat("[", 10_000)); w.Code != 400 {
		t.Errorf("a truncated, deep body is answered by %d", w.Code)
	}
	if n := len(r.bot.events); n != 1 {
		t.Errorf("the bot heard %d events", n)
	}
}

func TestHTTPNeedsASecret(t *testing.T) {
	if _, err := slackapi.NewHandler(nil, slackapi.Options{}, "", ""); err == nil {
		t.Error("a handler without a secret was made")
	}
}

// FuzzSignature: whatever the headers hold, only the very signature of the
// body passes.
func FuzzSignature(f *testing.F) {
	stamp, good := sign(secret, clock, overdueForm)
	f.Add(stamp, good, overdueForm)
	f.Add("", "v0=", "")
	f.Add("-1", "v0="+strings.Repeat("0", 64), "payload=")
	f.Add(stamp, strings.ToUpper(good), overdueForm)
	r := newHTTPRig(f)
	f.Fuzz(func(t *testing.T, stamp, signature, body string) {
		q := request("/slack/events", body)
		q.Header["X-Slack-Request-Timestamp"] = []string{stamp}
		q.Header["X-Slack-Signature"] = []string{signature}
		w := r.serve(q)
		seconds, err := strconv.ParseInt(stamp, 10, 64)
		mine := ""
		if err == nil {
			_, mine = sign(secret, time.Unix(seconds, 0), body)
		}
		if w.Code != http.StatusUnauthorized && !strings.EqualFold(mine, signature) {
			if _, old := sign(oldSecret, time.Unix(seconds, 0), body); !strings.EqualFold(old, signature) {
				t.Errorf("passed with status %d", w.Code)
			}
		}
	})
}
