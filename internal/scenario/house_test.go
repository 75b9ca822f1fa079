package scenario

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/relance-bot/relance/internal/app"
	"github.com/relance-bot/relance/internal/config"
	"github.com/relance-bot/relance/internal/show"
	"github.com/relance-bot/relance/internal/sim/mailsim"
	"github.com/relance-bot/relance/internal/sim/sheetsim"
	"github.com/relance-bot/relance/internal/sim/slacksim"
	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/reminders"
	"github.com/relance-bot/relance/store"
	"github.com/relance-bot/relance/store/sqlitestore"
)

// Places of the workspace.
const (
	bookName         = "scenario"
	channelGeneral   = "C0GENERAL01"
	channelFinance   = "C0FINANCE01"
	channelReminders = "C0RELANCE01"
)

// member is somebody of the company.
type member struct {
	name, role, zone, language string
	noSlack, noEmail           bool
}

func (m member) id() string { return "U0" + strings.ToUpper(m.name) + "000" }

func (m member) email() string {
	if m.noEmail {
		return ""
	}
	return strings.ToLower(m.name) + "@example.com"
}

// house is a company with its workspace, its sheet and the service, in the
// virtual time of a bubble.
type house struct {
	t      *testing.T
	script script
	at     line // the sentence being carried out

	clock       *show.Clock
	paris       *time.Location
	slack       *slacksim.Sim
	sheets      *sheetsim.Sim
	mail        *mailsim.Sim
	spreadsheet string
	store       store.Store
	app         *app.App
	dir         string
	policy      reminders.Policy

	start   time.Time
	level   ledger.Level
	adopted bool
	members []member
	rows    map[string][][]string // by tab, to begin with

	failpoints map[string]func() // what happens there, once

	edited   bool // somebody did something since the last wake
	answer   slacksim.Message
	asker    string
	seen     map[string]bool // messages that were told of
	said     []message
	window   int // the first of said since time moved
	expected map[int]bool
	diary    []entry

	mailsSeen int // letters that were looked at
}

// entry is a line of the transcript.
type entry struct {
	at   time.Time
	text string
}

// newHouse is empty: nobody has moved in.
func newHouse(t *testing.T, s script) *house {
	t.Helper()
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	h := &house{
		t: t, script: s, paris: paris, dir: t.TempDir(), level: ledger.LevelInternal, policy: reminders.Default(),
		start: ledger.NewDate(2026, time.March, 2).At(8, 0, paris), rows: map[string][][]string{},
		members: []member{
			{name: "Alice", role: "salesperson"},
			{name: "Bob", role: "salesperson"},
			{name: "Max", role: "manager"},
			{name: "Fiona", role: "finance"},
		},
		seen: map[string]bool{}, expected: map[int]bool{}, failpoints: map[string]func(){},
	}
	h.script.policy = withoutWeek(s.policy)
	if h.policy, err = reminders.ReadPolicy([]byte(h.script.policy)); err != nil {
		t.Fatal(err)
	}
	return h
}

// withoutWeek is a script's policy, or the default one, without the managers'
// week, which would stand between the lines of every other script. A script
// about the week has a policy that says "weekly: true".
func withoutWeek(policy string) string {
	if policy == "" {
		return strings.Replace(string(reminders.DefaultYAML()), "weekly: true ", "weekly: false ", 1)
	}
	if strings.Contains(policy, "weekly:") {
		return policy
	}
	return policy + "\nweekly: false\n"
}

// open moves everybody in and starts the service.
func (h *house) open() {
	if h.app != nil {
		return
	}
	h.clock = show.NewClock(h.start, time.Now)
	h.hire()
	h.layOut()
	h.openStore("relance.db")
	h.openMail()
	h.t.Cleanup(func() { h.must(h.store.Close()) })
	h.t.Cleanup(func() { // before the store
		if h.app != nil {
			h.must(h.app.Stop(context.Background()))
		}
		h.slack.Close()
	})
	h.begin()
	if !h.adopted && h.level != ledger.LevelObserve {
		h.must(h.app.StartChasing(h.t.Context(), h.member("Fiona").id()))
	}
	h.look()
}

func (h *house) openStore(file string) {
	var err error
	h.store, err = sqlitestore.Open(h.t.Context(), sqlitestore.Options{Path: filepath.Join(h.dir, file), Now: h.clock.Now})
	h.must(err)
}

// stop ends the service, and waits until Slack has noticed: before that it may
// still hand a command to the closed connection.
func (h *house) stop() {
	h.must(h.app.Stop(context.Background()))
	synctest.Wait()
}

// loseStore goes on with an empty one.
func (h *house) loseStore() {
	h.stop()
	h.must(h.store.Close())
	h.openStore("second.db")
	h.begin()
}

// hire fills the workspace.
func (h *house) hire() {
	h.slack = slacksim.New(slacksim.Options{
		Now: h.clock.Now, Seed: 1, TeamName: "Scenario", EscapeCommands: true, NoPostingLimit: true,
		Scopes: slices.Concat(slacksim.DefaultScopes, slacksim.LookupScopes),
	})
	everyone := []string{h.slack.Options().BotUserID}
	finance := slices.Clone(everyone)
	for _, m := range h.members {
		if m.noSlack {
			continue
		}
		locale := map[string]string{"": "en-GB", "en": "en-GB", "fr": "fr-FR"}[m.language]
		zone := m.zone
		if zone == "" {
			zone = h.paris.String()
		}
		h.slack.AddUser(slacksim.User{ID: m.id(), Name: strings.ToLower(m.name), RealName: m.name, Email: m.email(), TZ: zone, Locale: locale})
		everyone = append(everyone, m.id())
		if m.role != "salesperson" {
			finance = append(finance, m.id())
		}
	}
	h.slack.AddChannel(slacksim.Channel{ID: channelGeneral, Name: "general", General: true, Members: slices.Clone(everyone)})
	h.slack.AddChannel(slacksim.Channel{ID: channelReminders, Name: "receivables", Members: everyone})
	h.slack.AddChannel(slacksim.Channel{ID: channelFinance, Name: "finance", Private: true, Members: finance})
}

// begin starts the service on what there is.
func (h *house) begin() {
	o := app.Options{
		Config: h.config(), Log: slog.New(slog.DiscardHandler), Now: h.clock.Now, Store: h.store, StateDir: filepath.Join(h.dir, "runs"),
		SlackClient: h.slack.Client(), SlackDialer: h.slack.Dialer(), GoogleClient: h.sheets.Client(),
		NoQuota: true, LeaseTTL: 6 * time.Hour, Failpoint: h.failpoint,
	}
	if os.Getenv("RELANCE_LOG") != "" {
		o.Log = slog.New(slog.NewTextHandler(os.Stderr, nil))
	}
	h.mailing(&o)
	a, err := app.New(h.t.Context(), o)
	h.must(err)
	h.must(a.Start(h.t.Context()))
	h.must(a.WaitConnected(h.t.Context()))
	a.HoldJobs(true) // the script moves the clock, and wakes the service
	h.app = a
}

func (h *house) config() *config.Config {
	slack := h.slack.Options()
	book := config.Book{
		Name: bookName, Spreadsheet: h.spreadsheet, Level: string(h.level), TimeZone: h.paris.String(), Currency: "EUR",
		Channels: config.Channels{Finance: "#finance", Reminders: "#receivables"},
		Roles:    config.Roles{Finance: h.emailsOf("finance"), Managers: h.emailsOf("manager"), Admins: h.emailsOf("admin")},
	}
	if h.script.policy != "" {
		book.Policy = filepath.Join(h.dir, "policy.yaml")
		h.must(os.WriteFile(book.Policy, []byte(h.script.policy), 0o600))
	}
	return &config.Config{
		Language: "en", Store: "sqlite:" + filepath.Join(h.dir, "relance.db"),
		Slack:      config.Slack{Mode: "socket", BotToken: slack.BotToken, AppToken: slack.AppToken, APIURL: h.slack.APIURL()},
		Google:     config.Google{Endpoint: "http://sheets.invalid"},
		Sync:       config.Sync{Every: time.Hour, FullEvery: 24 * time.Hour, Quiet: config.DefaultQuiet},
		Deliveries: config.Deliveries{Timeout: config.DefaultTimeout, Settle: config.DefaultSettle, Every: time.Hour},
		Books:      []config.Book{book},
	}
}

func (h *house) emailsOf(role string) []string {
	var list []string
	for _, m := range h.members {
		if m.role == role {
			list = append(list, m.email())
		}
	}
	return list
}

// errCrashed is what a failpoint panics with.
var errCrashed = errors.New("the process died")

func (h *house) failpoint(name string) {
	if happens, ok := h.failpoints[name]; ok {
		delete(h.failpoints, name)
		happens()
	}
}

// wake lets the service do what is due now.
func (h *house) wake() {
	h.edited = false
	if h.wakeOnce() {
		h.bury()
		h.begin()
		h.wakeOnce()
	}
	h.look()
}

// wakeOnce tells whether the process died in it.
func (h *house) wakeOnce() (died bool) {
	defer func() {
		switch r := recover(); r {
		case nil:
		case errCrashed:
			died = true
		default:
			panic(r)
		}
	}()
	if err := h.app.Wake(h.t.Context()); err != nil {
		h.note("the service says: %v", err)
	}
	return false
}

// bury ends a process as a kill does: its lock file stays, unlocked.
func (h *house) bury() {
	files, err := filepath.Glob(filepath.Join(h.dir, "runs", "*"))
	h.must(err)
	h.stop()
	h.app = nil
	for _, f := range files {
		h.must(os.WriteFile(f, nil, 0o600))
	}
	h.note("the process died, and was started again")
}

func (h *house) member(name string) member {
	for _, m := range h.members {
		if strings.EqualFold(m.name, name) {
			return m
		}
	}
	h.failf("nobody is called %s", name)
	return member{}
}

func (h *house) isMember(name string) bool {
	return slices.ContainsFunc(h.members, func(m member) bool { return m.name == name })
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.failf("%v", err)
	}
}

// failf ends the script with what was going on.
func (h *house) failf(format string, args ...any) {
	h.t.Helper()
	h.t.Errorf("%s.txtar:%d: %s", h.script.name, h.at.number, h.at.text)
	h.t.Errorf(format, args...)
	h.t.Fatal(h.transcript())
}
