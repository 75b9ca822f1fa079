package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/relance-bot/relance/internal/app"
	"github.com/relance-bot/relance/internal/config"
	"github.com/relance-bot/relance/internal/sim/sheetsim"
	"github.com/relance-bot/relance/internal/sim/slacksim"
)

// syncRig is a configuration on simulators behind sockets.
type syncRig struct {
	sheets *sheetsim.Sim
	id     string
	hand   *sheetsim.Hand
	tab    string
	path   string
}

func newSyncRig(t *testing.T) *syncRig {
	t.Helper()
	slack := slacksim.New(slacksim.Options{Now: time.Now, Scopes: slices.Concat(slacksim.DefaultScopes, slacksim.LookupScopes)})
	t.Cleanup(slack.Close)
	r := &syncRig{sheets: sheetsim.New(sheetsim.Options{Now: time.Now})}
	r.id = r.sheets.CreateSpreadsheet("Invoices", "en_US", "Europe/Paris")
	r.hand = r.sheets.Human(r.id, "sophie@example.com")
	r.tab = r.sheets.Snapshot(r.id).Tabs[0].Title
	if err := r.hand.SetValues(r.tab, "A1", [][]any{
		{"Number", "Customer", "Issued", "Due", "Amount", "Currency", "Check"},
		{"INV-1", "Acme", "2026-10-01", "2026-11-02", "1200.00", "EUR"},
		{"INV-2", "Globex", "2026-10-01", "2026-11-10", "1 O00", "EUR"},
	}); err != nil {
		t.Fatal(err)
	}
	serve := func(h http.Handler) string {
		s := httptest.NewServer(h)
		t.Cleanup(s.Close)
		return s.URL
	}
	o := slack.Options()
	dir := t.TempDir()
	r.path = writeFile(t, dir, "relance.yaml", fmt.Sprintf(`language: fr
store: "sqlite:%s"
slack: {mode: http, bot_token: %s, signing_secret: %s, api_url: "%s/api/"}
google: {endpoint: "%s"}
http: {listen: "%s"}
sync: {every: 1h}
books:
  - name: main
    spreadsheet: %s
`, filepath.Join(dir, "relance.db"), o.BotToken, o.SigningSecret, serve(slack), serve(r.sheets), freeAddress(t), r.id))
	return r
}

func (r *syncRig) run(t *testing.T, args ...string) (int, string) {
	t.Helper()
	code, stdout, stderr := runIn(t.Context(), append([]string{"sync", "--once", "--config", r.path}, args...)...)
	t.Logf("sync %v: %d\n%s%s", args, code, stdout, stderr)
	return code, stdout.String() + stderr.String()
}

func mustSay(t *testing.T, text string, want ...string) {
	t.Helper()
	for _, w := range want {
		if !strings.Contains(text, w) {
			t.Errorf("it doesn't say %q:\n%s", w, text)
		}
	}
}

func TestSyncOnce(t *testing.T) {
	r := newSyncRig(t)
	version := r.sheets.Snapshot(r.id).Version
	code, said := r.run(t, "--dry-run", "--language", "en")
	if code != exitPartial {
		t.Errorf("exit code %d", code)
	}
	mustSay(t, said, "Book main ("+r.id+")", "read         2 rows", "would take", "would write  1 cells", "not readable 1 rows", "row 3", "/60 reads, 0/60 writes")
	if r.sheets.Snapshot(r.id).Version != version {
		t.Error("a dry run changed the sheet")
	}
	// In the configuration's language, and for real.
	code, said = r.run(t)
	if code != exitPartial {
		t.Errorf("exit code %d", code)
	}
	mustSay(t, said, "Livre main", "lu           2 lignes", "écrit        1 cellules", "illisible    1 lignes", "ligne 3")
	if err := r.hand.Type(r.tab, "E3", "1000"); err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second has nothing left to do
		code, said = r.run(t)
	}
	if code != exitOK {
		t.Errorf("once all can be read: exit code %d", code)
	}
	mustSay(t, said, "écrit        0 cellules")

	if err := r.hand.Type(r.tab, "H1", "Invoice number"); err != nil { // a second column for the number
		t.Fatal(err)
	}
	code, said = r.run(t, "--dry-run")
	if code != exitHeld {
		t.Errorf("a book that would be held: exit code %d", code)
	}
	mustSay(t, said, "serait SUSPENDU")
	code, said = r.run(t)
	if code != exitHeld {
		t.Errorf("a held book: exit code %d", code)
	}
	mustSay(t, said, "SUSPENDU : ")
}

func TestSyncSaysWhatIsWrongWithTheAsk(t *testing.T) {
	r := newSyncRig(t)
	if code, _, stderr := runIn(t.Context(), "sync", "--config", r.path); code != 80 || !strings.Contains(stderr.String(), "--once") || !strings.Contains(stderr.String(), "serve") {
		t.Errorf("without --once: %d\n%s", code, stderr)
	}
	if code, said := r.run(t, "--book", "nowhere"); code != exitError || !strings.Contains(said, "nowhere") {
		t.Errorf("an unknown book: %d\n%s", code, said)
	}
	r.sheets.SetShared(r.id, false)
	if code, said := r.run(t); code != exitError || !strings.Contains(said, "no spreadsheet of this id") {
		t.Errorf("a sheet that isn't shared: %d\n%s", code, said)
	}
}

// A book that is served is synced by the one that serves it; where that one
// hangs, nobody writes.
func TestSyncOnceOfABookThatIsServed(t *testing.T) {
	r := newSyncRig(t)
	cfg, err := config.Load(r.path)
	if err != nil {
		t.Fatal(err)
	}
	a, err := app.New(t.Context(), app.Options{Config: cfg, Now: time.Now, LeaseTTL: 3 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	stopped := false
	stop := func() {
		if !stopped {
			stopped = true
			if err := a.Stop(t.Context()); err != nil {
				t.Error(err)
			}
		}
	}
	defer stop()
	if err := r.hand.Type(r.tab, "E3", "1000"); err != nil {
		t.Fatal(err)
	}
	code, said := r.run(t, "--language", "en")
	if code != exitOK {
		t.Errorf("exit code %d", code)
	}
	mustSay(t, said, "synced by the process that serves it", "read         2 rows", "changed      ")
	if strings.Contains(said, "changed      0 facts") {
		t.Error("the holder took nothing")
	}
	stop()
	if code, said := r.run(t, "--language", "en"); code != exitOK || strings.Contains(said, "serves it") {
		t.Errorf("after it stopped: %d\n%s", code, said)
	}
}
