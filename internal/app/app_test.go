package app

import (
	"encoding/json"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/relance-bot/relance/internal/config"
	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/store"
)

// A bubble ends only when every goroutine of it has: each of these tests proves
// too that Stop, or a New that failed, leaves none behind.

func TestAnAppAnswersAndStops(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t)
		a := h.start(h.options(h.newStore("relance.db")))
		if got := h.ask(anna, "/overdue").Text; !strings.Contains(got, "2") {
			t.Errorf("/overdue is answered by %q", got)
		}
		w := httptest.NewRecorder()
		a.Handler().ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), "GET", "/healthz", nil))
		var state struct {
			Slack bool
			Books map[string]health
		}
		if err := json.Unmarshal(w.Body.Bytes(), &state); err != nil || w.Code != 200 {
			t.Fatalf("healthz: %d %s", w.Code, w.Body)
		}
		if b := state.Books["main"]; !state.Slack || !b.Leader || b.Held || b.LastSync.IsZero() {
			t.Errorf("healthz: %s", w.Body)
		}
		for _, secret := range []string{"Acme", "1200", "xoxb", h.spreadsheet} {
			if strings.Contains(w.Body.String(), secret) {
				t.Errorf("healthz, which anybody may read, shows %q: %s", secret, w.Body)
			}
		}
		h.stop(a)
		left, err := filepath.Glob(filepath.Join(h.dir, "runs", "*"))
		if err != nil || len(left) > 0 {
			t.Errorf("a clean stop leaves %v, %v", left, err)
		}
	})
}

func TestNewSaysWhatIsWrongAndLeavesNothingOpen(t *testing.T) {
	for _, tt := range []struct {
		story  string
		change func(*config.Config)
		want   []string
	}{
		{"a token that Slack doesn't know", func(c *config.Config) { c.Slack.BotToken = "xoxb-not-this-one" }, []string{"slack.bot_token", "invalid_auth"}},
		{"a channel that isn't there", func(c *config.Config) { c.Books[0].Channels.Reminders = "#nowhere" }, []string{"book main", "#nowhere", "/invite"}},
		{"a policy that isn't there", func(c *config.Config) { c.Books[0].Policy = "gone.yaml" }, []string{"book main", "gone.yaml"}},
		{"a time zone that isn't one", func(c *config.Config) { c.Books[0].TimeZone = "Mars/Olympus" }, []string{"book main", "time zone"}},
		{"an address of Slack that is none", func(c *config.Config) { c.Slack.APIURL = "localhost" }, []string{"slack api url"}},
		{"mode http without a secret", func(c *config.Config) { c.Slack.Mode, c.Slack.SigningSecret = "http", "" }, []string{"secret"}},
		{"a second book that fails after the first was made", func(c *config.Config) {
			second := c.Books[0]
			second.Name, second.Policy = "second", "gone.yaml"
			c.Books = append(c.Books, second)
		}, []string{"book second"}},
	} {
		t.Run(tt.story, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := newHouse(t)
				o := h.options(nil) // its own store, that it must close
				tt.change(o.Config)
				a, err := New(t.Context(), o)
				if err == nil || a != nil {
					t.Fatal("no error")
				}
				for _, want := range tt.want {
					if !strings.Contains(err.Error(), want) {
						t.Errorf("the error lacks %q: %v", want, err)
					}
				}
				if strings.Contains(err.Error(), o.Config.Slack.BotToken) || strings.Contains(err.Error(), o.Config.Slack.AppToken) {
					t.Errorf("the error shows a token: %v", err)
				}
				left, err := filepath.Glob(filepath.Join(h.dir, "runs", "*"))
				if err != nil || len(left) > 0 {
					t.Errorf("it leaves %v, %v", left, err)
				}
				if _, err := os.Stat(filepath.Join(h.dir, "own.db-wal")); err == nil {
					t.Error("the store is still open: its write-ahead log is there")
				}
			})
		})
	}
}

func TestASheetThatCannotBeReachedIsSaidAndTheRestWorks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t)
		st := h.newStore("relance.db")
		o := h.options(st)
		o.Config.Books[0].Spreadsheet = "no-such-id"
		a := h.start(o)
		if !h.log.has("first_sync_failed") || !h.log.has("there is no spreadsheet of this id") {
			t.Error("the log doesn't say that the first sync failed, and why")
		}
		if got := h.ask(sophie, "/relance status").Text; !strings.Contains(got, "Not synced yet") {
			t.Errorf("the status is %q", got)
		}
		// What the sheet has seen is unknown: nothing may go out on a guess.
		state, err := st.Reconciliation(t.Context(), "main")
		if err != nil || !state.Open {
			t.Errorf("reconciliation %+v, %v", state, err)
		}
		h.stop(a)
	})
}

func TestASecondReplicaFollowsAndTakesOver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t)
		st := h.newStore("relance.db")
		first := h.start(h.options(st))
		second := h.start(h.options(st))
		leads := func(a *App) bool { return a.books[0].lease.held.Load() }
		paid := func(a *App) string {
			inv, ok := a.books[0].keeper.Book().Invoice("inv-1")
			if !ok {
				return "missing"
			}
			return inv.Paid().String()
		}
		h.must(h.hand().Type(tab, "G2", "200"))
		time.Sleep(40 * time.Second)
		if !leads(first) || leads(second) || paid(first) != "200.00" || paid(second) != "200.00" {
			t.Fatalf("leaders %t %t, paid %s %s", leads(first), leads(second), paid(first), paid(second))
		}
		if at, _ := second.books[0].syncer.LastSync(); !at.IsZero() {
			t.Error("the follower synced")
		}
		h.stop(first)
		if got := h.ask(anna, "/relance INV-1").Text; !strings.Contains(got, "INV-1") {
			t.Errorf("the follower answers %q", got)
		}
		time.Sleep(DefaultLeaseTTL)
		h.must(h.hand().Type(tab, "G2", "250"))
		time.Sleep(40 * time.Second)
		if !leads(second) || paid(second) != "250.00" {
			t.Errorf("after the first stopped: leads %t, paid %s", leads(second), paid(second))
		}
		h.stop(second)
	})
}

// A store that was lost knows nothing of what was sent: nothing goes out until
// finance has said so, in Slack, and then it does.
func TestALostStoreSendsNothingUntilFinanceConfirms(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t)
		patient := func(st store.Store) Options { // days go by
			o := h.options(st)
			o.Config.Sync.Every, o.LeaseTTL = 10*time.Minute, 6*time.Hour
			return o
		}
		a := h.start(patient(h.newStore("first.db")))
		h.must(a.StartChasing(t.Context(), sophie))
		time.Sleep(4 * time.Hour)
		if h.digests() == 0 {
			t.Fatal("nothing was said in the first place")
		}
		h.stop(a)

		lost := h.newStore("second.db")
		h.must(h.hand().SetValues(tab, "A4", [][]any{{"INV-3", "Initech", "2026-10-01", "2026-11-20", "80.00", "EUR", "", "", "anna@example.com"}}))
		a = h.start(patient(lost))
		h.must(a.StartChasing(t.Context(), sophie))
		before := h.digests()
		time.Sleep(26 * time.Hour)
		if n := h.digests(); n != before {
			t.Errorf("%d messages while it reconciles", n-before)
		}
		state, err := lost.Reconciliation(t.Context(), "main")
		if err != nil || !state.Open || !strings.HasPrefix(state.Reason, reasonBehind) {
			t.Fatalf("reconciliation %+v, %v", state, err)
		}
		status := h.ask(sophie, "/relance status")
		if !strings.Contains(string(status.Blocks), "No reminder goes out until finance confirms") {
			t.Errorf("the status is %s", status.Blocks)
		}
		if got := h.click(sophie, status, "reconcile").Text; !strings.Contains(got, "Sophie Marchand confirmed") {
			t.Errorf("the click is answered by %q", got)
		}
		time.Sleep(26 * time.Hour)
		if n := h.digests(); n == before {
			t.Error("nothing goes out after finance confirmed")
		}
		h.stop(a)

		// What was confirmed is not asked again.
		a = h.start(patient(lost))
		if state, err := lost.Reconciliation(t.Context(), "main"); err != nil || state.Open {
			t.Errorf("after a restart: %+v, %v", state, err)
		}
		h.stop(a)
	})
}

func TestABookBeginsAtTheLevelOfItsConfigurationOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t)
		st := h.newStore("relance.db")
		a := h.start(h.options(st))
		if got := a.books[0].keeper.Book().Level(); got != ledger.LevelInternal {
			t.Errorf("a new book is at level %s", got)
		}
		h.stop(a)
		o := h.options(st)
		o.Config.Books[0].Level = "observe" // since then it is raised and lowered in Slack
		a = h.start(o)
		if got := a.books[0].keeper.Book().Level(); got != ledger.LevelInternal {
			t.Errorf("a restart set the level to %s", got)
		}
		h.stop(a)
	})
}
