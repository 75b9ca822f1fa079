package show

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/relance-bot/relance/internal/app"
	"github.com/relance-bot/relance/internal/sim/sheetsim"
	"github.com/relance-bot/relance/internal/sim/slacksim"
)

// TestHTTPModeHasTheSameHandlers: with signed requests instead of a socket,
// over real connections, a command is answered, a button opens a modal, and
// its submission is written. What isn't signed is refused.
func TestHTTPModeHasTheSameHandlers(t *testing.T) {
	var handler atomic.Pointer[http.Handler]
	bot := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if h := handler.Load(); h != nil {
			(*h).ServeHTTP(rw, r)
			return
		}
		rw.WriteHeader(http.StatusServiceUnavailable) // events of before the bot was there
	}))
	t.Cleanup(bot.Close)

	w := &World{Clock: NewClock(quarterStart(), time.Now), Location: quarterStart().Location(), o: Options{Lang: "en", Dir: t.TempDir()}}
	w.o.setDefaults()
	w.data = *bookOfOwed(t, owed{"A-1", "Acme", "Oliver Hughes", 20, "1200"})
	w.People = w.data.People
	const secret = "a secret of Slack's and ours"
	w.Slack = slacksim.New(slacksim.Options{
		Now: w.Clock.Now, EscapeCommands: true, NoPostingLimit: true, RequestURL: bot.URL, SigningSecret: secret,
		Scopes: append(append([]string(nil), slacksim.DefaultScopes...), slacksim.LookupScopes...),
	})
	w.Sheets = sheetsim.New(sheetsim.Options{Now: w.Clock.Now})
	hireTeam(w.Slack, w.People, "en")
	var err error
	if w.SpreadsheetID, err = w.o.layOut(t.Context(), w.Sheets, w.data, 0); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	if err := w.listen(); err != nil {
		t.Fatal(err)
	}
	c := w.Config()
	c.Slack.Mode, c.Slack.AppToken, c.Slack.SigningSecret = "http", "", secret
	if w.App, err = app.New(t.Context(), app.Options{Config: c, Now: w.Clock.Now, StateDir: w.o.file("runs")}); err != nil {
		t.Fatal(err)
	}
	h := w.App.Handler()
	handler.Store(&h)
	if err := w.App.Start(t.Context()); err != nil {
		t.Fatal(err)
	}

	finance := w.Slack.Human(daniel)
	if r, err := finance.Command(t.Context(), ChannelGeneral, "/relance A-1"); err != nil || !r.Acked {
		t.Fatalf("%+v, %v", r, err)
	}
	card := awaitAnswer(t, w, daniel, "A-1")
	r, err := finance.Click(t.Context(), ChannelGeneral, card.TS, "pay")
	if err != nil || !r.Acked {
		t.Fatalf("%+v, %v", r, err)
	}
	var view string
	await(t, w, func() bool {
		modals := w.Slack.State(daniel).Modals
		if len(modals) > 0 {
			view = modals[0].ID
		}
		return len(modals) > 0
	})
	if errs, err := finance.Submit(t.Context(), view, map[string]any{"amount": "700"}); err != nil || len(errs) > 0 {
		t.Fatalf("the modal answered %v, %v", errs, err)
	}
	awaitAnswer(t, w, daniel, "Daniel Whitfield")
	if err := w.App.Wake(t.Context()); err != nil {
		t.Fatal(err)
	}
	if cells := cellsOf(t, w, "A-1", nil); cells["paid"] != "700.00" {
		t.Errorf("the sheet shows %q as paid", cells["paid"])
	}

	// A forger knows everything but the secret.
	body := "command=%2Fpaid&text=A-1+500&user_id=" + sophie + "&team_id=" + w.Slack.Options().TeamID
	q, err := http.NewRequestWithContext(t.Context(), http.MethodPost, bot.URL+"/slack/commands", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	q.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	q.Header.Set("X-Slack-Request-Timestamp", "1789369200")
	q.Header.Set("X-Slack-Signature", "v0="+strings.Repeat("0", 64))
	reply, err := http.DefaultClient.Do(q)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, reply.Body)
	_ = reply.Body.Close()
	if reply.StatusCode != http.StatusUnauthorized {
		t.Errorf("a forged request got %s", reply.Status)
	}
}

// awaitAnswer waits until a person reads a text in the general channel.
func awaitAnswer(t *testing.T, w *World, user, text string) (found slacksim.Message) {
	t.Helper()
	await(t, w, func() bool {
		for _, m := range w.Slack.Messages(ChannelGeneral) {
			if m.EphemeralFor == user && !m.Deleted && shows(m, text) {
				found = m
				return true
			}
		}
		return false
	})
	return found
}

// await looks after each change in Slack, until it is so or half a minute is over.
func await(t *testing.T, w *World, so func() bool) {
	t.Helper()
	changed, end := w.Slack.Subscribe()
	defer end()
	late := time.After(30 * time.Second)
	for !so() {
		select {
		case <-changed:
		case <-late:
			t.Fatal("it did not come about within half a minute")
		}
	}
}
