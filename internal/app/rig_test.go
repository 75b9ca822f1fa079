package app

import (
	"bytes"
	"context"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/relance-bot/relance/internal/config"
	"github.com/relance-bot/relance/internal/sim/sheetsim"
	"github.com/relance-bot/relance/internal/sim/slacksim"
	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/store"
	"github.com/relance-bot/relance/store/sqlitestore"
)

// The cast: a salesperson with two late customers, and finance.
const (
	anna    = "U0ANNA0001"
	sophie  = "U0SOPHIE01"
	general = "C0GENERAL1"
	tab     = "Invoices"
)

// house is a workspace and a spreadsheet, in the virtual time of a bubble, for
// apps to be opened on.
type house struct {
	t           *testing.T
	slack       *slacksim.Sim
	sheets      *sheetsim.Sim
	spreadsheet string
	dir         string
	now         func() time.Time
	log         logBuffer
}

// newHouse opens on a Monday at eight in Paris. It must be called in a bubble.
func newHouse(t *testing.T) *house {
	t.Helper()
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	later := time.Until(ledger.NewDate(2026, 11, 23).At(8, 0, paris))
	h := &house{t: t, dir: t.TempDir(), now: func() time.Time { return time.Now().Add(later) }}
	h.slack = slacksim.New(slacksim.Options{Now: h.now, Scopes: slices.Concat(slacksim.DefaultScopes, slacksim.LookupScopes)})
	t.Cleanup(h.slack.Close)
	bot := h.slack.Options().BotUserID
	h.slack.AddUser(slacksim.User{ID: anna, Name: "anna", RealName: "Anna Berg", Email: "anna@example.com", TZ: "Europe/Paris", Locale: "en-GB"})
	h.slack.AddUser(slacksim.User{ID: sophie, Name: "sophie", RealName: "Sophie Marchand", Email: "sophie@example.com", TZ: "Europe/Paris", Locale: "en-GB"})
	h.slack.AddChannel(slacksim.Channel{ID: general, Name: "receivables", Members: []string{bot, anna, sophie}})
	h.slack.AddChannel(slacksim.Channel{ID: "C0FINANCE1", Name: "finance", Private: true, Members: []string{bot, sophie}})

	h.sheets = sheetsim.New(sheetsim.Options{Now: h.now})
	h.spreadsheet = h.sheets.CreateSpreadsheet("Invoices", "en_US", "Europe/Paris")
	hand := h.hand()
	if first := h.sheets.Snapshot(h.spreadsheet).Tabs[0].Title; first != tab {
		h.must(hand.RenameTab(first, tab))
	}
	h.must(hand.SetValues(tab, "A1", [][]any{
		{"Number", "Customer", "Issued", "Due", "Amount", "Currency", "Paid", "Paid on", "Salesperson", "Stage", "Last reminder", "Next reminder", "Check"},
		{"INV-1", "Acme", "2026-10-01", "2026-11-02", "1200.00", "EUR", "", "", "anna@example.com"},
		{"INV-2", "Globex", "2026-10-01", "2026-11-10", "300.00", "EUR", "", "", "anna@example.com"},
	}))
	return h
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) hand() *sheetsim.Hand { return h.sheets.Human(h.spreadsheet, "sophie@example.com") }

// newStore is an empty store that outlives the apps on it.
func (h *house) newStore(name string) store.Store {
	h.t.Helper()
	st, err := sqlitestore.Open(h.t.Context(), sqlitestore.Options{Path: filepath.Join(h.dir, name), Now: h.now})
	h.must(err)
	h.t.Cleanup(func() { h.must(st.Close()) })
	return st
}

func (h *house) config() *config.Config {
	o := h.slack.Options()
	return &config.Config{
		Language: "en", Store: "sqlite:" + filepath.Join(h.dir, "own.db"),
		Slack:      config.Slack{Mode: "socket", BotToken: o.BotToken, AppToken: o.AppToken, APIURL: h.slack.APIURL()},
		Google:     config.Google{Endpoint: "http://sheets.invalid"},
		Sync:       config.Sync{Every: 30 * time.Second, FullEvery: time.Hour},
		Deliveries: config.Deliveries{Timeout: config.DefaultTimeout, Settle: config.DefaultSettle, Every: 10 * time.Minute},
		Books: []config.Book{{
			Name: "main", Spreadsheet: h.spreadsheet, Level: "internal", TimeZone: "Europe/Paris", Currency: "EUR",
			Channels: config.Channels{Finance: "#finance", Reminders: "#receivables"},
			Roles:    config.Roles{Finance: []string{"sophie@example.com"}},
		}},
	}
}

func (h *house) options(st store.Store) Options {
	return Options{
		Config: h.config(), Log: slog.New(slog.NewTextHandler(&h.log, nil)), Now: h.now, Store: st,
		SlackClient: h.slack.Client(), SlackDialer: h.slack.Dialer(), GoogleClient: h.sheets.Client(), StateDir: filepath.Join(h.dir, "runs"),
	}
}

// start opens an app and starts it.
func (h *house) start(o Options) *App {
	h.t.Helper()
	a, err := New(h.t.Context(), o)
	h.must(err)
	h.must(a.Start(h.t.Context()))
	h.must(a.WaitConnected(h.t.Context()))
	return a
}

// stop ends an app, and waits until Slack has noticed: before that it may still
// hand a command to the closed connection.
func (h *house) stop(a *App) {
	h.t.Helper()
	h.must(a.Stop(context.Background()))
	synctest.Wait()
}

// ask types a command and gives what its author, and nobody else, reads then.
func (h *house) ask(user, line string) slacksim.Message {
	h.t.Helper()
	r, err := h.slack.Human(user).Command(h.t.Context(), general, line)
	if err != nil || !r.Acked {
		h.t.Fatalf("%s: %+v, %v", line, r, err)
	}
	return h.answer(user)
}

func (h *house) click(user string, m slacksim.Message, action string) slacksim.Message {
	h.t.Helper()
	r, err := h.slack.Human(user).Click(h.t.Context(), general, m.TS, action)
	if err != nil || !r.Acked {
		h.t.Fatalf("click %s: %+v, %v", action, r, err)
	}
	return h.answer(user)
}

func (h *house) answer(user string) slacksim.Message {
	h.t.Helper()
	time.Sleep(5 * time.Second)
	for _, m := range slices.Backward(h.slack.Messages(general)) {
		if m.EphemeralFor == user && !m.Deleted {
			return m
		}
	}
	h.t.Fatalf("%s got no answer", user)
	return slacksim.Message{}
}

// digests counts what the bot told Anna in direct messages.
func (h *house) digests() int {
	n := 0
	for _, m := range h.slack.Messages(h.slack.DM(anna)) {
		if m.ByBot {
			n++
		}
	}
	return n
}

// logBuffer is a log that can be read while it is written.
type logBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (l *logBuffer) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(b)
}

func (l *logBuffer) has(text string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.Contains(l.buf.String(), text)
}

func (l *logBuffer) count(text string) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.Count(l.buf.String(), text)
}
