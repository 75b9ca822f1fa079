package slackapi_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/relance-bot/relance/bot"
	"github.com/relance-bot/relance/bot/slackapi"
	"github.com/relance-bot/relance/internal/sim/slacksim"
	"github.com/relance-bot/relance/store"
)

var payload = []byte(`{"text":"Good morning","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"Good morning"}}]}`)

func TestHowSureAFailedPostIs(t *testing.T) {
	for _, row := range []struct {
		story   string
		effect  slacksim.Effect
		certain bool
		final   bool
		code    string
		copies  int
	}{
		{"a connection that was never made", slacksim.ConnectionRefused(), true, false, "connection", 0},
		{"a reply that was lost after posting", slacksim.LoseReplyAfterApply(), false, false, "connection", 1},
		{"a request that was lost", slacksim.LoseRequest(), false, false, "connection", 0},
		{"too many requests", slacksim.RateLimit429(7 * time.Second), true, false, "ratelimited", 0},
		{"internal_error after posting", slacksim.ErrorReplyAfterApply("internal_error"), false, false, "internal_error", 1},
		{"fatal_error", slacksim.ErrorReply("fatal_error"), false, false, "fatal_error", 0},
		{"service_unavailable", slacksim.ErrorReply("service_unavailable"), false, false, "service_unavailable", 0},
		{"request_timeout", slacksim.ErrorReply("request_timeout"), false, false, "request_timeout", 0},
		{"a code nobody knows", slacksim.ErrorReply("brand_new_code"), false, false, "brand_new_code", 0},
		{"503 without posting", slacksim.HTTP5xx(), false, false, "http_503", 0},
		{"503 after posting", slacksim.HTTP5xxAfterApply(), false, false, "http_503", 1},
		{"an archived channel", slacksim.ErrorReply("is_archived"), true, true, "is_archived", 0},
		{"the bot was not invited", slacksim.ErrorReply("not_in_channel"), true, false, "not_in_channel", 0},
		{"a revoked token", slacksim.ErrorReply("invalid_auth"), true, false, "invalid_auth", 0},
		{"a commit that comes late", slacksim.LateCommit(time.Minute), false, false, "connection", 1},
		{"a reply that takes too long", slacksim.DelayReply(time.Minute), false, false, "connection", 1},
	} {
		t.Run(row.story, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newRig(t, nil)
				r.sim.Faults.On("chat.postMessage", 1, row.effect)
				ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
				defer cancel()
				_, err := r.sender.Post(ctx, slackapi.Post{Destination: r.channel, DeliveryID: "d1", ReminderHashes: []string{"h1"}, Payload: payload})
				e, ok := errors.AsType[*slackapi.SendError](err)
				if !ok || e.Certain != row.certain || e.Final != row.final || e.Code != row.code {
					t.Errorf("got %+v", err)
				}
				if row.code == "ratelimited" && e.RetryAfter != 7*time.Second {
					t.Errorf("retry after %s", e.RetryAfter)
				}
				time.Sleep(2 * time.Minute)
				found, err := r.sender.Find(t.Context(), r.channel, "d1", time.Now().Add(-time.Hour))
				if err != nil || len(found) != row.copies {
					t.Errorf("found %v, %v; want %d", found, err, row.copies)
				}
				if n := r.sim.Calls()["chat.postMessage"]; n != 1 {
					t.Errorf("called %d times", n)
				}
			})
		})
	}
}

func TestWhatIsPostedIsFoundUpdatedAndDeleted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, nil)
		for _, destination := range []string{r.channel, r.camille.ID()} {
			began := time.Now()
			m, err := r.sender.Post(t.Context(), slackapi.Post{Destination: destination, DeliveryID: "d-" + destination, Payload: payload})
			if err != nil {
				t.Fatal(err)
			}
			for i := range 450 { // three pages of talk above it
				if _, err := r.sender.Post(t.Context(), slackapi.Post{Destination: destination, DeliveryID: strconv.Itoa(i), Payload: payload}); err != nil {
					t.Fatal(err)
				}
			}
			found, err := r.sender.Find(t.Context(), destination, "d-"+destination, began)
			if err != nil || len(found) != 1 || found[0] != m {
				t.Fatalf("found %v, %v; posted %v", found, err, m)
			}
			if err := r.sender.Update(t.Context(), m, []byte(`{"text":"changed","blocks":[]}`)); err != nil {
				t.Fatal(err)
			}
			if found, err = r.sender.Find(t.Context(), destination, "d-"+destination, began); err != nil || len(found) != 1 {
				t.Fatalf("after the update found %v, %v", found, err)
			}
			for range 2 {
				if err := r.sender.Delete(t.Context(), m); err != nil {
					t.Fatal(err)
				}
			}
			if found, err = r.sender.Find(t.Context(), destination, "d-"+destination, began); err != nil || len(found) != 0 {
				t.Fatalf("after the deletion found %v, %v", found, err)
			}
		}
	})
}

func TestARefusedHistoryIsSaidSo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, nil)
		r.sim.Faults.HistoryRefused(true)
		if _, err := r.sender.Find(t.Context(), r.channel, "d1", time.Now()); !errors.Is(err, slackapi.ErrHistoryRefused) {
			t.Errorf("got %v", err)
		}
		r.sim.Faults.Clear()
		r.sim.Faults.On("conversations.history", 1, slacksim.HTTP5xx())
		if _, err := r.sender.Find(t.Context(), r.channel, "d1", time.Now()); err == nil || errors.Is(err, slackapi.ErrHistoryRefused) {
			t.Errorf("an outage is %v", err)
		}
	})
}

// Over real sockets: each post has a connection of its own, in HTTP/1.1, and
// nothing is sent again when it breaks.
func TestAPostHasItsOwnConnection(t *testing.T) {
	var connections, requests atomic.Int32
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		requests.Add(1)
		if q.ProtoMajor != 1 || q.Header.Get("Idempotency-Key") != "" {
			t.Errorf("request in %s with %v", q.Proto, q.Header)
		}
		body, _ := io.ReadAll(q.Body)
		if strings.Contains(string(body), "cut") {
			conn, _, err := w.(http.Hijacker).Hijack()
			if err == nil {
				_ = conn.Close()
			}
			return
		}
		_ = json.NewEncoder(w).Encode(map[string]any{"ok": true, "channel": "C1", "ts": "1.1"})
	}))
	server.Config.ConnState = func(_ net.Conn, s http.ConnState) {
		if s == http.StateNew {
			connections.Add(1)
		}
	}
	server.Start()
	defer server.Close()
	sender := realSender(t, server.URL+"/api/")
	for range 3 {
		if m, err := sender.Post(t.Context(), slackapi.Post{Destination: "C1", DeliveryID: "d", Payload: payload}); err != nil || m != (store.Message{Channel: "C1", TS: "1.1"}) {
			t.Fatalf("posted %v, %v", m, err)
		}
	}
	_, err := sender.Post(t.Context(), slackapi.Post{Destination: "C1", DeliveryID: "cut", Payload: payload})
	if e, ok := errors.AsType[*slackapi.SendError](err); !ok || e.Certain {
		t.Errorf("a connection that was cut is %v", err)
	}
	if c, n := connections.Load(), requests.Load(); c != 4 || n != 4 {
		t.Errorf("%d connections, %d requests", c, n)
	}
	server.Close()
	_, err = sender.Post(t.Context(), slackapi.Post{Destination: "C1", DeliveryID: "d", Payload: payload})
	if e, ok := errors.AsType[*slackapi.SendError](err); !ok || !e.Certain || strings.Contains(err.Error(), "xoxb") {
		t.Errorf("nobody there is %v", err)
	}
}

func realSender(t *testing.T, root string) *slackapi.Sender {
	t.Helper()
	api, err := slackapi.New(slackapi.Options{BotToken: "xoxb-secret", APIURL: root, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(api.Close)
	return slackapi.NewSender(api)
}

func TestAnswersGoToSlackOnly(t *testing.T) {
	var called atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		called.Add(1)
		_, _ = io.WriteString(w, "ok")
	}))
	defer server.Close()
	api, err := slackapi.New(slackapi.Options{APIURL: server.URL + "/api/", Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	defer api.Close()
	m := bot.Response{Message: bot.Message{Text: "hello"}}
	for _, foreign := range []string{
		"http://169.254.169.254/latest/meta-data", "http://localhost/x", "https://hooks.slack.com.evil.example/x", "http://hooks.slack.com/x",
		"https://user@hooks.slack.com/x", "file:///etc/passwd", "", "://", strings.Replace(server.URL, "http:", "https:", 1) + "/x",
	} {
		if err := api.Respond(t.Context(), foreign, m); err == nil {
			t.Errorf("%q was followed", foreign)
		}
	}
	if err := api.Respond(t.Context(), server.URL+"/respond/1", m); err != nil || called.Load() != 1 {
		t.Errorf("the API's own host: %v, called %d times", err, called.Load())
	}
}

func TestAnswersThatSlackRefuses(t *testing.T) {
	for _, row := range []struct {
		story  string
		status int
		body   string
		want   error
		ok     bool
	}{
		{"the text ok", 200, "ok", nil, true},
		{"a JSON ok", 200, `{"ok":true}`, nil, true},
		{"blocks that Slack doesn't take", 400, `{"ok":false,"error":"invalid_blocks"}`, bot.ErrBlocksRefused, false},
		{"the same as bare text", 400, "invalid_blocks", bot.ErrBlocksRefused, false},
		{"used up", 404, `{"ok":false,"error":"used_url"}`, nil, false},
		{"an outage", 503, "", nil, false},
	} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(row.status)
			_, _ = io.WriteString(w, row.body)
		}))
		api, err := slackapi.New(slackapi.Options{APIURL: server.URL, Now: time.Now})
		if err != nil {
			t.Fatal(err)
		}
		err = api.Respond(t.Context(), server.URL+"/r", bot.Response{Message: bot.Message{Text: "x"}})
		if (err == nil) != row.ok || row.want != nil && !errors.Is(err, row.want) {
			t.Errorf("%s: %v", row.story, err)
		}
		api.Close()
		server.Close()
	}
}

func TestTheDirectoryFollowsChanges(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, nil)
		u, err := r.users.User(t.Context(), r.camille.ID())
		if err != nil || u.Name != "Camille Laurent" || u.Locale != "fr-FR" || u.Location.String() != "Europe/Paris" {
			t.Fatalf("got %+v, %v", u, err)
		}
		r.sim.ResetCalls()
		for range 5 {
			if _, err := r.users.User(t.Context(), r.camille.ID()); err != nil {
				t.Fatal(err)
			}
		}
		if n := r.sim.Calls()["users.info"]; n != 0 {
			t.Errorf("asked %d times for who is known", n)
		}
		r.sim.UpdateUser(slacksim.User{ID: r.camille.ID(), Name: "camille", RealName: "Camille Laurent", Email: "camille@example.com", Deleted: true})
		synctest.Wait()
		if u, err = r.users.User(t.Context(), r.camille.ID()); err != nil || !u.Deleted {
			t.Errorf("after the change got %+v, %v", u, err)
		}
		// Slack doesn't find who left by their address; the members do.
		if u, ok, err := r.users.ByEmail(t.Context(), "camille@example.com"); err != nil || !ok || !u.Deleted || u.ID != r.camille.ID() {
			t.Errorf("who left is %+v, %v, %v by their address", u, ok, err)
		}
		found, ok, err := r.users.ByEmail(t.Context(), " Sophie@Example.com ")
		if err != nil || !ok || found.ID != r.sophie.ID() || found.Locale != "en-GB" {
			t.Errorf("by e-mail got %+v, %v, %v", found, ok, err)
		}
		if _, ok, err := r.users.ByEmail(t.Context(), "nobody@example.com"); ok || err != nil {
			t.Errorf("nobody is %v, %v", ok, err)
		}
		if err := r.users.Load(t.Context()); err != nil {
			t.Fatal(err)
		}
		if id, err := r.api.Channel(t.Context(), "#sales"); err != nil || id != r.channel {
			t.Errorf("#sales is %q, %v", id, err)
		}
		if _, err := r.api.Channel(t.Context(), "#nowhere"); err == nil || !strings.Contains(err.Error(), "/invite") {
			t.Errorf("#nowhere is %v", err)
		}
	})
}

func TestAReplyStandsInItsThreadAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, nil)
		parent, err := r.sender.Post(t.Context(), slackapi.Post{Destination: r.channel, DeliveryID: "case", Payload: payload})
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(2 * time.Second)
		reply, err := r.sender.Post(t.Context(), slackapi.Post{Destination: r.channel, Thread: parent.TS, DeliveryID: "line", Payload: payload})
		if err != nil {
			t.Fatal(err)
		}
		var found bool
		for _, m := range r.sim.Messages(r.channel) {
			if m.TS == reply.TS {
				found = m.ThreadTS == parent.TS && !m.Broadcast
			}
		}
		if !found {
			t.Errorf("the reply %v doesn't stand under %v", reply, parent)
		}
		if list, err := r.sender.Find(t.Context(), r.channel, "line", time.Now().Add(-time.Hour)); err != nil || len(list) != 0 {
			t.Errorf("found among top-level messages: %v, %v", list, err)
		}
		if _, err := r.sender.Post(t.Context(), slackapi.Post{Destination: r.channel, Thread: reply.TS, Payload: payload}); err == nil {
			t.Error("a reply to a reply was posted")
		}
	})
}
