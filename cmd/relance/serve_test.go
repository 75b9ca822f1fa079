package main

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/relance-bot/relance/internal/redact"
	"github.com/relance-bot/relance/internal/sim/sheetsim"
	"github.com/relance-bot/relance/internal/sim/slacksim"
)

// said is what a command wrote, readable while it runs.
type said struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (s *said) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.buf.Write(b)
}

func (s *said) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.buf.String()
}

// runIn runs a command as main does.
func runIn(ctx context.Context, args ...string) (code int, stdout, stderr *said) {
	stdout, stderr = &said{}, &said{}
	code = run(&console{ctx: ctx, stdout: stdout, stderr: redact.Writer(stderr), now: time.Now}, args)
	return code, stdout, stderr
}

func writeFile(t *testing.T, dir, name, text string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestServeNamesEverythingThatIsWrongWithTheConfiguration(t *testing.T) {
	path := writeFile(t, t.TempDir(), "relance.yaml", `language: de
store: mysql://u:hunter2@x
slack: {mode: socket, bot_token: xoxb-123456-abcdef}
google: {endpoint: "http://127.0.0.1:1"}
books:
  - name: main
    spreadsheet: 1AbC
    level: loud
    roles: {finance: [finance@example.com]}
`)
	code, stdout, stderr := runIn(t.Context(), "serve", "--config", path)
	if code != exitError || stdout.String() != "" {
		t.Errorf("exit code %d, output %q", code, stdout)
	}
	for _, want := range []string{path, "line 1: language", "line 2: store", "app_token", "line 8: books[0].level"} {
		if !strings.Contains(stderr.String(), want) {
			t.Errorf("standard error lacks %q:\n%s", want, stderr)
		}
	}
	for _, secret := range []string{"hunter2", "abcdef"} {
		if strings.Contains(stderr.String(), secret) {
			t.Errorf("standard error shows a secret:\n%s", stderr)
		}
	}
}

// TestServeOverHTTP is the service on real sockets, Slack's requests coming in
// over HTTP: signed ones are answered, others are not, and a stop answers what
// is under way.
func TestServeOverHTTP(t *testing.T) {
	address := freeAddress(t)
	slack := slacksim.New(slacksim.Options{
		Now: time.Now, RequestURL: "http://" + address, Scopes: slices.Concat(slacksim.DefaultScopes, slacksim.LookupScopes), NoPostingLimit: true,
	})
	t.Cleanup(slack.Close)
	bot := slack.Options().BotUserID
	slack.AddUser(slacksim.User{ID: "U0SOPHIE01", Name: "sophie", Email: "sophie@example.com", Locale: "en-GB"})
	slack.AddChannel(slacksim.Channel{ID: "C0GENERAL1", Name: "receivables", Members: []string{bot, "U0SOPHIE01"}})
	sheets := sheetsim.New(sheetsim.Options{Now: time.Now})
	spreadsheet := sheets.CreateSpreadsheet("Invoices", "en_US", "Europe/Paris")
	if err := sheets.Human(spreadsheet, "sophie@example.com").SetValues(sheets.Snapshot(spreadsheet).Tabs[0].Title, "A1", [][]any{
		{"Number", "Customer", "Issued", "Due", "Amount", "Currency"}, {"INV-1", "Acme", "2024-10-01", "2024-11-02", "1200.00", "EUR"},
	}); err != nil {
		t.Fatal(err)
	}
	slackServer, sheetsServer := httptest.NewServer(slack), httptest.NewServer(sheets)
	t.Cleanup(slackServer.Close)
	t.Cleanup(sheetsServer.Close)
	o := slack.Options()
	path := writeFile(t, t.TempDir(), "relance.yaml", fmt.Sprintf(`slack: {mode: http, bot_token: %s, signing_secret: %s, api_url: "%s/api/"}
google: {endpoint: "%s"}
http: {listen: "%s"}
books:
  - name: main
    spreadsheet: %s
    channels: {finance: C0GENERAL1, reminders: C0GENERAL1}
    roles: {finance: [sophie@example.com]}
`, o.BotToken, o.SigningSecret, slackServer.URL, sheetsServer.URL, address, spreadsheet))

	ctx, stop := context.WithCancel(t.Context())
	stderr, done := &said{}, make(chan int, 1)
	t.Chdir(filepath.Dir(path)) // the store is relative to the folder the service runs in
	go func() {
		done <- run(&console{ctx: ctx, stdout: &said{}, stderr: redact.Writer(stderr), now: time.Now}, []string{"serve", "--config", path})
	}()
	base := "http://" + address
	waitFor(t, func() bool { return strings.Contains(stderr.String(), "msg=serving") }, stderr)
	if got := status(t, http.MethodGet, base+"/healthz"); got != http.StatusOK {
		t.Errorf("healthz: %d", got)
	}
	for _, at := range []string{"/slack/events", "/slack/commands", "/slack/interactions"} {
		if got := status(t, http.MethodPost, base+at); got != http.StatusUnauthorized {
			t.Errorf("an unsigned request to %s: %d", at, got)
		}
	}
	if got := status(t, http.MethodPost, base+"/healthz"); got != http.StatusMethodNotAllowed {
		t.Errorf("POST /healthz: %d", got)
	}
	// Ten people ask at once, and the service is told to stop meanwhile.
	var asking sync.WaitGroup
	for i := range 10 {
		asking.Go(func() {
			r, err := slack.Human("U0SOPHIE01").Command(t.Context(), "C0GENERAL1", "/overdue")
			if err != nil || !r.Acked {
				t.Errorf("command %d: %+v, %v", i, r, err)
			}
		})
	}
	asking.Wait()
	stop()
	select {
	case code := <-done:
		if code != exitOK {
			t.Errorf("exit code %d:\n%s", code, stderr)
		}
	case <-time.After(20 * time.Second):
		t.Fatalf("it doesn't stop:\n%s", stderr)
	}
	answers := 0
	for _, m := range slack.Messages("C0GENERAL1") {
		if m.EphemeralFor == "U0SOPHIE01" && strings.Contains(m.Text, "late invoice") {
			answers++
		}
	}
	if answers != 10 {
		t.Errorf("of 10 commands that were acknowledged, %d were answered:\n%s", answers, stderr)
	}
	for _, secret := range []string{o.BotToken, o.SigningSecret} {
		if strings.Contains(stderr.String(), secret) {
			t.Errorf("the log shows a secret:\n%s", stderr)
		}
	}
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().String()
}

func status(t *testing.T, method, url string) int {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader("payload={}"))
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	return resp.StatusCode
}

// waitFor polls until something is so.
func waitFor(t *testing.T, so func() bool, log fmt.Stringer) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); !so(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("nothing happens:\n%s", log)
		}
	}
}
