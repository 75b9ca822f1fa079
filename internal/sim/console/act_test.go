package console

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func baseOf(ctx context.Context) func(net.Listener) context.Context {
	return func(net.Listener) context.Context { return ctx }
}

// do sends one request straight to the handler.
func (w *world) do(method, path, body string, header ...string) (int, string) {
	r := httptest.NewRequest(method, "http://localhost"+path, strings.NewReader(body))
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	answer := httptest.NewRecorder()
	w.console.ServeHTTP(answer, r)
	text, _ := io.ReadAll(answer.Result().Body)
	return answer.Code, string(text)
}

func TestWhatThePageCannotAsk(t *testing.T) {
	w := newWorld(t, "en", 3)
	for _, c := range []struct {
		story, method, path, body string
		status                    int
		says                      string
	}{
		{"an unknown page", "GET", "/nowhere", "", 404, "not found"},
		{"a stream as nobody", "GET", "/events?user=U9", "", 404, "no such user: U9"},
		{"what is posted can't be fetched", "GET", "/api/slack/say", "", 405, "Not Allowed"},
		{"a body that is no JSON", "POST", "/api/slack/say", "hello", 400, "not what this page sends"},
		{"an empty body", "POST", "/api/slack/say", "", 400, "not what this page sends"},
		{"a name the page never sends", "POST", "/api/slack/say", `{"usr":"U"}`, 400, "usr"},
		{"a body beyond the limit", "POST", "/api/slack/say", `{"text":"` + strings.Repeat("x", maxRequestBytes) + `"}`, 400, "too large"},
		{"talking as nobody", "POST", "/api/slack/say", `{"user":"U9","channel":"C0RELANCES","text":"x"}`, 404, "no such user"},
		{"saying nothing", "POST", "/api/slack/say", `{"user":"U0CLAIRE01","channel":"C0RELANCES"}`, 400, "nothing was written"},
		{"a channel that is not there", "POST", "/api/slack/say", `{"user":"U0CLAIRE01","channel":"C9","text":"x"}`, 404, "channel C9"},
		{"a command that is none", "POST", "/api/slack/command", `{"user":"U0CLAIRE01","channel":"C0RELANCES","text":"overdue"}`, 404, "not a command"},
		{"a button that is gone", "POST", "/api/slack/click", `{"user":"U0CLAIRE01","channel":"C0RELANCES","ts":"1.0","action":"pay"}`, 404, "message 1.0"},
		{"a modal that is closed", "POST", "/api/slack/view/submit", `{"user":"U0CLAIRE01","view":"V9","values":{}}`, 404, "view V9"},
		{"closing it", "POST", "/api/slack/view/close", `{"user":"U0CLAIRE01","view":"V9"}`, 404, "view V9"},
		{"clicking in it", "POST", "/api/slack/view/click", `{"user":"U0CLAIRE01","view":"V9","action":"x"}`, 404, "view V9"},
		{"a file that is not there", "GET", "/api/slack/file?id=F9", "", 404, "no such file"},
		{"rows of no tab", "GET", "/api/sheet?tab=99", "", 404, "no such tab: 99"},
		{"rows of a tab without number", "GET", "/api/sheet?tab=x", "", 400, "not a number"},
		{"rows since nonsense", "GET", "/api/sheet?tab=0&since=x", "", 400, "not a number"},
		{"typing into no tab", "POST", "/api/sheet/type", `{"tab":99,"cells":[{"row":0,"column":0,"text":"x"}]}`, 404, "no such tab"},
		{"typing nothing", "POST", "/api/sheet/type", `{"tab":0}`, 400, "between 1 and"},
		{"typing above the grid", "POST", "/api/sheet/type", `{"tab":0,"cells":[{"row":-1,"column":0,"text":"x"}]}`, 400, "is not in tab"},
		{"typing beside the grid", "POST", "/api/sheet/type", `{"tab":0,"cells":[{"row":1,"column":9999,"text":"x"}]}`, 400, "is not in tab"},
		{"inserting none", "POST", "/api/sheet/insert-rows", `{"tab":0,"at":1}`, 400, "between 1 and"},
		{"inserting far away", "POST", "/api/sheet/insert-columns", `{"tab":0,"at":999,"count":1}`, 422, "can't insert"},
		{"deleting everything", "POST", "/api/sheet/delete-rows", `{"tab":0,"at":0,"count":1000}`, 422, "can't delete"},
		{"deleting columns that are not there", "POST", "/api/sheet/delete-columns", `{"tab":0,"at":500,"count":1}`, 422, "can't delete"},
		{"moving a column out", "POST", "/api/sheet/move-column", `{"tab":0,"from":0,"to":-1}`, 422, "can't move"},
		{"sorting by a column outside", "POST", "/api/sheet/sort", `{"tab":0,"column":500}`, 400, "is not in tab"},
		{"no days", "POST", "/api/clock/advance", `{"days":0}`, 400, "days must be between"},
		{"too many days", "POST", "/api/clock/advance", `{"days":4000}`, 400, "days must be between"},
	} {
		t.Run(c.story, func(t *testing.T) {
			status, text := w.do(c.method, c.path, c.body)
			if status != c.status || !strings.Contains(text, c.says) {
				t.Errorf("%d %q, want %d and %q", status, text, c.status, c.says)
			}
		})
	}
	if got := w.cell(1, 0); got != "FA-1000" {
		t.Errorf("a refused request changed the sheet: A2 holds %q", got)
	}
}

func TestAHalfWrongPasteWritesNothing(t *testing.T) {
	w := newWorld(t, "en", 3)
	status, _ := w.do("POST", "/api/sheet/type", `{"tab":0,"cells":[{"row":1,"column":0,"text":"x"},{"row":5000,"column":0,"text":"y"}]}`)
	if got := w.cell(1, 0); status != 400 || got != "FA-1000" {
		t.Errorf("status %d, A2 holds %q", status, got)
	}
}

func TestOtherSitesCannotAct(t *testing.T) {
	w := newWorld(t, "en", 3)
	body := `{"tab":0,"at":1,"count":1}`
	for _, header := range [][]string{{"Sec-Fetch-Site", "cross-site"}, {"Origin", "https://evil.example"}} {
		if status, text := w.do("POST", "/api/sheet/delete-rows", body, header...); status != http.StatusForbidden {
			t.Errorf("%v: %d %s", header, status, text)
		}
	}
	if status, text := w.do("POST", "/api/sheet/delete-rows", body, "Origin", "http://localhost", "Sec-Fetch-Site", "same-origin"); status != http.StatusOK {
		t.Errorf("the page itself: %d %s", status, text)
	}
}

func TestNothingForeignRunsInThePage(t *testing.T) {
	w := newWorld(t, "en", 1)
	r := httptest.NewRequest(http.MethodGet, "http://localhost/", nil)
	answer := httptest.NewRecorder()
	w.console.ServeHTTP(answer, r)
	if policy := answer.Header().Get("Content-Security-Policy"); !strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "unsafe") {
		t.Errorf("policy %q", policy)
	}
	page := answer.Body.String()
	if strings.Contains(page, "http://") || strings.Contains(page, "https://") || strings.Contains(page, "style=") {
		t.Error("the page refers to something outside, or styles inline")
	}
}

func TestAnUnchangedFileIsNotSentTwice(t *testing.T) {
	w := newWorld(t, "en", 1)
	if status, text := w.do("GET", "/static/app.js", "", "If-None-Match", staticTag()); status != http.StatusNotModified || text != "" {
		t.Errorf("%d, %d bytes", status, len(text))
	}
}

func TestTheClockMovesOnceAtATime(t *testing.T) {
	w := newWorld(t, "en", 1)
	started, goOn := make(chan struct{}), make(chan struct{})
	w.pace = func(day int) {
		if day == 1 {
			close(started)
			<-goOn
		}
	}
	s := w.follow(t, claire)
	if status, text := w.do("POST", "/api/clock/advance", `{"days":3}`); status != http.StatusOK {
		t.Fatal(status, text)
	}
	<-started
	if status, text := w.do("POST", "/api/clock/advance", `{"days":1}`); status != http.StatusConflict || !strings.Contains(text, "moving already") {
		t.Errorf("a second move: %d %s", status, text)
	}
	close(goOn)
	var state clockState
	for state.Days != 3 || state.Running {
		s.must("clock", &state)
	}
	if state.Day != 3 || state.Error != "" || state.Now.Day() != 26 {
		t.Errorf("in the end: %+v", state)
	}
}

func TestAMoveThatFailsIsShown(t *testing.T) {
	w := newWorld(t, "en", 1)
	for story, f := range map[string]func(context.Context, int, func(int, string)) error{
		"an error": func(context.Context, int, func(int, string)) error { return errors.New("the bot is gone") },
		"a panic":  func(context.Context, int, func(int, string)) error { panic("the bot is gone") },
	} {
		t.Run(story, func(t *testing.T) {
			o := w.console.opt
			o.Advance = f
			c := New(o)
			if !c.begin(1) {
				t.Fatal("the clock did not start")
			}
			c.wg.Wait()
			if got := c.clockState(); got.Running || !strings.Contains(got.Error, "the bot is gone") {
				t.Errorf("%+v", got)
			}
			c.Close()
		})
	}
}

func TestCloseStopsTheClock(t *testing.T) {
	w := newWorld(t, "en", 1)
	o := w.console.opt
	o.Advance = func(ctx context.Context, _ int, _ func(int, string)) error {
		<-ctx.Done()
		return ctx.Err()
	}
	c := New(o)
	if !c.begin(30) {
		t.Fatal("the clock did not start")
	}
	c.Close()
	if got := c.clockState(); got.Running || got.Error != "" {
		t.Errorf("%+v", got)
	}
	if c.begin(1) {
		t.Error("a closed console moves the clock")
	}
}

func TestAConsoleWithoutAdvance(t *testing.T) {
	w := newWorld(t, "en", 1)
	o := w.console.opt
	o.Advance = nil
	w.console = New(o)
	if status, text := w.do("POST", "/api/clock/advance", `{"days":1}`); status != http.StatusConflict || !strings.Contains(text, "does not move") {
		t.Errorf("%d %s", status, text)
	}
	if w.console.clockState().Movable {
		t.Error("the page would show buttons")
	}
}
