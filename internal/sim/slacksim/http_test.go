package slacksim

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"
	"github.com/slack-go/slack/socketmode"
)

// endpoint is an app's HTTP side, called without a socket.
type endpoint struct {
	mu     sync.Mutex
	got    []*http.Request
	bodies [][]byte
	answer func(n int, w http.ResponseWriter)
}

func (e *endpoint) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	e.mu.Lock()
	e.got, e.bodies = append(e.got, r), append(e.bodies, body)
	n := len(e.got)
	e.mu.Unlock()
	rec := &recorder{header: http.Header{}}
	if e.answer != nil {
		e.answer(n, rec)
	}
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	return rec.response(r), nil
}

func (e *endpoint) count() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return len(e.got)
}

func TestHTTPModeIsSigned(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := &endpoint{}
		now := time.Now().Add(-90 * time.Second) // the injected clock's time is signed, not the machine's
		f := newOffice(Options{
			Now: func() time.Time { return now }, RequestURL: "https://bot.example", HTTPClient: &http.Client{Transport: e}, SigningSecret: "shh",
		})
		defer f.Close()
		synctest.Wait()
		e.got, e.bodies = nil, nil // two people joined
		posted := call(t, f.Sim, "chat.postMessage", url.Values{"channel": {f.sales}, "text": {"t"}, "blocks": {oneBlock}})["ts"].(string)
		if _, err := f.Human(f.ann).Command(t.Context(), f.sales, "/overdue acme & co"); err != nil {
			t.Fatal(err)
		}
		if _, err := f.Human(f.ann).Click(t.Context(), f.sales, posted, "go"); err != nil {
			t.Fatal(err)
		}
		if _, err := f.Human(f.ann).Say(t.Context(), f.sales, "@relance dso"); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		if e.count() != 3 {
			t.Fatalf("%d deliveries", e.count())
		}
		for i, r := range e.got {
			if want := []string{"/slack/commands", "/slack/interactions", "/slack/events"}[i]; r.URL.Path != want {
				t.Errorf("delivery %d went to %s", i, r.URL.Path)
			}
			v, err := slack.NewSecretsVerifier(r.Header, "shh")
			if err != nil {
				t.Fatal(err)
			}
			_, _ = v.Write(e.bodies[i])
			if err := v.Ensure(); err != nil {
				t.Errorf("signature of %s: %v", r.URL.Path, err)
			}
			wrong, _ := slack.NewSecretsVerifier(r.Header, "other")
			_, _ = wrong.Write(e.bodies[i])
			if wrong.Ensure() == nil {
				t.Error("another secret fits too")
			}
		}
		form, err := url.ParseQuery(string(e.bodies[0]))
		if err != nil || form.Get("text") != "acme & co" || form.Get("command") != "/overdue" || form.Get("is_enterprise_install") != "false" {
			t.Errorf("command form %v, %v", form, err)
		}
		form, _ = url.ParseQuery(string(e.bodies[1]))
		var cb slack.InteractionCallback
		if err := json.Unmarshal([]byte(form.Get("payload")), &cb); err != nil || cb.ActionCallback.BlockActions[0].ActionID != "go" {
			t.Errorf("interaction %+v, %v", cb, err)
		}
		event, err := slackevents.ParseEvent(e.bodies[2], slackevents.OptionNoVerifyToken())
		if m, ok := event.InnerEvent.Data.(*slackevents.AppMentionEvent); err != nil || !ok || m.User != f.ann {
			t.Errorf("event %+v, %v", event, err)
		}
	})
}

func TestHTTPModeRetriesEvents(t *testing.T) {
	for _, tc := range []struct {
		name    string
		answer  func(n int, w http.ResponseWriter)
		at      []time.Duration
		reasons []string
	}{
		{"always refused", func(_ int, w http.ResponseWriter) { w.WriteHeader(http.StatusInternalServerError) }, []time.Duration{0, 0, time.Minute, 6 * time.Minute}, []string{"", "http_error", "http_error", "http_error"}},
		{"refused once", func(n int, w http.ResponseWriter) {
			if n == 1 {
				w.WriteHeader(http.StatusInternalServerError)
			}
		}, []time.Duration{0, 0}, []string{"", "http_error"}},
		{"refused for good", func(_ int, w http.ResponseWriter) {
			w.Header().Set("X-Slack-No-Retry", "1")
			w.WriteHeader(http.StatusInternalServerError)
		}, []time.Duration{0}, []string{""}},
		{"too slow once", func(n int, _ http.ResponseWriter) {
			if n == 1 {
				time.Sleep(4 * time.Second)
			}
		}, []time.Duration{0, 4 * time.Second}, []string{"", "http_timeout"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				start := time.Now()
				var at []time.Duration
				e := &endpoint{}
				e.answer = func(n int, w http.ResponseWriter) {
					at = append(at, time.Since(start))
					tc.answer(n, w)
				}
				f := newOffice(Options{RequestURL: "https://bot.example", HTTPClient: &http.Client{Transport: e}, Events: []string{"app_mention"}})
				defer f.Close()
				if _, err := f.Human(f.ann).Say(t.Context(), f.sales, "@relance"); err != nil {
					t.Fatal(err)
				}
				time.Sleep(time.Hour)
				synctest.Wait()
				if !slices.Equal(at, tc.at) {
					t.Errorf("attempts at %v, want %v", at, tc.at)
				}
				ids := map[string]bool{}
				for i, r := range e.got {
					var p struct {
						ID string `json:"event_id"`
					}
					_ = json.Unmarshal(e.bodies[i], &p)
					ids[p.ID] = true
					if got := r.Header.Get("X-Slack-Retry-Reason"); got != tc.reasons[i] {
						t.Errorf("attempt %d gives %q", i, got)
					}
					if num := r.Header.Get("X-Slack-Retry-Num"); (i == 0) != (num == "") {
						t.Errorf("attempt %d is numbered %q", i, num)
					}
				}
				if len(ids) != 1 {
					t.Errorf("event ids %v", ids)
				}
			})
		})
	}
}

func TestHTTPModeTimeoutAndAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := &endpoint{answer: func(n int, w http.ResponseWriter) {
			if n == 1 {
				time.Sleep(ackWithin + time.Second)
				return
			}
			_, _ = io.WriteString(w, `{"response_type":"in_channel","text":"hello all"}`)
		}}
		f := newOffice(Options{RequestURL: "https://bot.example", HTTPClient: &http.Client{Transport: e}, Events: []string{}})
		defer f.Close()
		r, err := f.Human(f.ann).Command(t.Context(), f.sales, "/overdue")
		if err != nil || r.Notice != "operation_timeout" {
			t.Errorf("%+v, %v", r, err)
		}
		if _, err := f.Human(f.ann).Command(t.Context(), f.sales, "/overdue"); err != nil {
			t.Fatal(err)
		}
		if got := f.Messages(f.sales); len(got) != 1 || got[0].Text != "hello all" || got[0].EphemeralFor != "" {
			t.Errorf("messages %+v", got)
		}
	})
}

func TestVerifyURL(t *testing.T) {
	e := &endpoint{}
	e.answer = func(n int, w http.ResponseWriter) {
		var p struct{ Challenge string }
		_ = json.Unmarshal(e.bodies[n-1], &p)
		_, _ = io.WriteString(w, p.Challenge)
	}
	s := New(Options{Now: time.Now, RequestURL: "https://bot.example", HTTPClient: &http.Client{Transport: e}})
	defer s.Close()
	if err := s.VerifyURL(t.Context()); err != nil {
		t.Error(err)
	}
	e.answer = nil
	if s.VerifyURL(t.Context()) == nil {
		t.Error("an endpoint that says nothing passed")
	}
}

// TestOverRealSockets runs the same app against a listening server.
func TestOverRealSockets(t *testing.T) {
	f := newOffice(Options{})
	server := httptest.NewServer(f.Sim)
	defer server.Close()
	defer f.Close()
	api := slack.New(f.opt.BotToken, slack.OptionAppLevelToken(f.opt.AppToken), slack.OptionAPIURL(server.URL+"/api/"))
	client := socketmode.New(api)
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	defer wg.Wait()
	defer f.CutConnections()
	defer cancel()
	wg.Go(func() { _ = client.RunContext(ctx) })
	commands := make(chan slack.SlashCommand, 1)
	hello := make(chan struct{})
	wg.Go(func() {
		for {
			select {
			case <-ctx.Done():
				return
			case e := <-client.Events:
				switch e.Type {
				case socketmode.EventTypeHello:
					close(hello)
				case socketmode.EventTypeSlashCommand:
					_ = client.Ack(*e.Request)
					commands <- e.Data.(slack.SlashCommand)
				}
			}
		}
	})
	<-hello
	r, err := f.Human(f.ann).Command(t.Context(), f.sales, "/overdue")
	if err != nil || !r.Acked {
		t.Fatalf("%+v, %v", r, err)
	}
	cmd := <-commands
	if !strings.HasPrefix(cmd.ResponseURL, server.URL+"/respond/") {
		t.Errorf("response URL %s", cmd.ResponseURL)
	}
	if err := slack.PostWebhook(cmd.ResponseURL, &slack.WebhookMessage{Text: "here"}); err != nil {
		t.Error(err)
	}
	file, err := api.UploadFile(slack.UploadFileParameters{Filename: "a.csv", FileSize: 3, Content: "a,b", Title: "A", Channel: f.sales})
	if err != nil {
		t.Fatal(err)
	}
	if got := f.Files(); len(got) != 1 || string(got[0].Content) != "a,b" || got[0].ID != file.ID {
		t.Errorf("files %+v", got)
	}
	f.Faults.On("chat.postMessage", 1, LoseReplyAfterApply())
	if err := post(t.Context(), api, f.sales, "lost"); err == nil {
		t.Error("the reply was to be lost")
	}
	texts := []string{}
	for _, m := range f.Messages(f.sales) {
		texts = append(texts, m.Text)
	}
	if !slices.Equal(texts, []string{"here", "", "lost"}) {
		t.Errorf("messages %q", texts)
	}
	http.DefaultTransport.(*http.Transport).CloseIdleConnections()
}

func TestClientHonoursItsContext(t *testing.T) {
	s := New(Options{Now: time.Now})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := clientOf(s).AuthTestContext(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	s.Close()
	if _, err := clientOf(s).AuthTestContext(t.Context()); err == nil {
		t.Error("a closed workspace answered")
	}
}
