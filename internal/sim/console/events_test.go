package console

import (
	"bufio"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// reader follows a stream of events.
type reader struct {
	t      *testing.T
	lines  *bufio.Scanner
	cancel context.CancelFunc
	close  func() error
}

func (w *world) follow(t *testing.T, user string) *reader {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), browserPatience)
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, w.url+"/events?user="+user, nil)
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Transport: &http.Transport{}}
	answer, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	if got := answer.Header.Get("Content-Type"); got != "text/event-stream" {
		t.Fatalf("content type %q", got)
	}
	lines := bufio.NewScanner(answer.Body)
	lines.Buffer(nil, 8<<20)
	s := &reader{t: t, lines: lines, cancel: cancel, close: answer.Body.Close}
	t.Cleanup(func() { s.end(); client.CloseIdleConnections() })
	return s
}

func (r *reader) end() {
	r.cancel()
	_ = r.close()
}

// next reads events up to one of the topic and decodes it; false at the end of
// the stream.
func (r *reader) next(topic string, into any) bool {
	r.t.Helper()
	current := ""
	for r.lines.Scan() {
		line := r.lines.Text()
		if name, ok := strings.CutPrefix(line, "event: "); ok {
			current = name
		}
		data, ok := strings.CutPrefix(line, "data: ")
		if !ok || current != topic {
			continue
		}
		if err := json.Unmarshal([]byte(data), into); err != nil {
			r.t.Fatalf("%s: %v in %s", topic, err, data)
		}
		return true
	}
	return false
}

func (r *reader) must(topic string, into any) {
	r.t.Helper()
	if !r.next(topic, into) {
		r.t.Fatalf("the stream ended before a %s event: %v", topic, r.lines.Err())
	}
}

func TestAStreamSaysAllThenWhatChanges(t *testing.T) {
	w := newWorld(t, "en", 3)
	s := w.follow(t, claire)
	var first pushed
	s.must("slack", &first)
	if !first.Reset || first.Set["user/"+hugo] == nil || first.Set["channel/C0RELANCES"] == nil || first.Set["meta"] == nil {
		t.Fatalf("the first push lacks something: %v", first)
	}
	var sheet tabList
	s.must("sheet", &sheet)
	if len(sheet.Tabs) != 2 || sheet.Tabs[0].Title != "Factures" || sheet.Tabs[0].FrozenRows != 1 {
		t.Fatalf("tabs %+v", sheet.Tabs)
	}

	ts, err := w.slack.Human(hugo).Say(t.Context(), "C0RELANCES", "bonjour")
	w.must(err)
	var next pushed
	s.must("slack", &next)
	if len(next.Set) != 1 || next.Set["message/C0RELANCES/"+ts] == nil || next.Reset {
		t.Errorf("a new message was pushed as %v", next)
	}

	w.must(w.sheets.Human(w.id, "x@example.com").Type("Factures", "B2", "Autre"))
	var later tabList
	s.must("sheet", &later)
	if later.Tabs[0].Version != sheet.Tabs[0].Version+1 || later.Tabs[1].Version != sheet.Tabs[1].Version {
		t.Errorf("versions %d and %d after an edit of the first tab", later.Tabs[0].Version, later.Tabs[1].Version)
	}
}

func TestNobodyReadsAnothersWhisper(t *testing.T) {
	w := newWorld(t, "en", 1)
	s := w.follow(t, hugo)
	var push pushed
	s.must("slack", &push)
	_, err := w.slack.Human(claire).Command(t.Context(), "C0RELANCES", "/overdue")
	w.must(err)
	_, err = w.slack.Human(claire).Say(t.Context(), "C0RELANCES", "voilà")
	w.must(err)
	for range 20 {
		var next pushed
		s.must("slack", &next)
		for key, value := range next.Set {
			text, _ := json.Marshal(value)
			if strings.Contains(string(text), "3 factures") {
				t.Fatalf("hugo was sent %s: %s", key, text)
			}
			if strings.Contains(string(text), "voilà") {
				return
			}
		}
	}
	t.Error("the message that came after never arrived")
}

func TestABurstIsOnePush(t *testing.T) {
	w := newWorld(t, "en", 1)
	s := w.follow(t, claire)
	var first pushed
	s.must("slack", &first)
	const messages = 300
	for range messages {
		_, err := w.slack.Human(hugo).Say(t.Context(), "C0RELANCES", "encore")
		w.must(err)
	}
	seen, pushes := 0, 0
	for seen < messages {
		var next pushed
		s.must("slack", &next)
		pushes++
		for key := range next.Set {
			if strings.HasPrefix(key, "message/") {
				seen++
			}
		}
	}
	if pushes > 60 {
		t.Errorf("%d messages at once came in %d pushes", messages, pushes)
	}
}

func TestStreamsEndWithTheServer(t *testing.T) {
	w := newWorld(t, "en", 1)
	for story, end := range map[string]func(server *httptest.Server, base context.CancelFunc, c *Console){
		"when the console is closed":           func(_ *httptest.Server, _ context.CancelFunc, c *Console) { c.Close() },
		"when the server's base context ends":  func(_ *httptest.Server, base context.CancelFunc, _ *Console) { base() },
		"when the server closes its listeners": func(s *httptest.Server, _ context.CancelFunc, _ *Console) { s.CloseClientConnections() },
	} {
		t.Run(story, func(t *testing.T) {
			base, endBase := context.WithCancel(context.Background())
			defer endBase()
			o := w.console.opt
			c := New(o)
			defer c.Close()
			server := httptest.NewUnstartedServer(c)
			server.Config.BaseContext = baseOf(base)
			server.Start()
			defer server.Close()
			inner := &world{t: t, url: server.URL}
			s := inner.follow(t, claire)
			var first pushed
			s.must("slack", &first)
			ended := make(chan struct{})
			go func() {
				defer close(ended)
				for s.next("slack", &first) {
				}
			}()
			end(server, endBase, c)
			select {
			case <-ended:
			case <-time.After(time.Second): // what Ctrl-C is allowed to take
				t.Error("the stream is still open after a second")
				s.end()
				<-ended
			}
		})
	}
}
