package main

import (
	"bytes"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/relance-bot/relance/internal/config"
	"github.com/relance-bot/relance/internal/sim/sheetsim"
)

// setUpAt is the moment at which a spreadsheet is set up.
func setUpAt() time.Time { return time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC) }

// initDesk is a simulated Google behind a socket, and a folder to work in.
type initDesk struct {
	t      *testing.T
	sim    *sheetsim.Sim
	url    string
	dir    string
	config string
}

func newInitDesk(t *testing.T) *initDesk {
	t.Helper()
	sim := sheetsim.New(sheetsim.Options{Now: setUpAt})
	server := httptest.NewServer(sim)
	t.Cleanup(server.Close)
	dir := t.TempDir()
	return &initDesk{t: t, sim: sim, url: server.URL, dir: dir, config: filepath.Join(dir, "relance.yaml")}
}

// run gives the exit code and what was printed.
func (d *initDesk) run(args ...string) (code int, stdout, stderr string) {
	d.t.Helper()
	var out, err bytes.Buffer
	args = append(args, "--endpoint", d.url)
	if args[0] == "init" {
		args = append(args, "--config", d.config)
	}
	code = run(&console{ctx: d.t.Context(), stdout: &out, stderr: &err, now: setUpAt}, args)
	return code, out.String(), err.String()
}

func (d *initDesk) has(text string, wanted ...string) {
	d.t.Helper()
	for _, w := range wanted {
		if !strings.Contains(text, w) {
			d.t.Errorf("%q is missing from:\n%s", w, text)
		}
	}
}

var sheetID = regexp.MustCompile(`/d/([^/]+)/edit`)

func TestInitMakesASpreadsheetAndBeginsAConfiguration(t *testing.T) {
	d := newInitDesk(t)
	code, out, errs := d.run("init", "--new", "--title", "Créances clients", "--language", "fr", "--share", "finance@example.com")
	if code != exitOK {
		t.Fatalf("exit %d: %s", code, errs)
	}
	d.has(out, "Créée : Créances clients", "partagée avec finance@example.com", "Factures, Paiements, Clients, Personnes, Tableau de bord, Activité, Scénarios", "relance.yaml a été écrit")
	id := sheetID.FindStringSubmatch(out)[1]
	if got := d.sim.SharedWith(id); len(got) != 1 || got[0] != "finance@example.com" {
		t.Errorf("shared with %v", got)
	}
	t.Setenv("SLACK_BOT_TOKEN", "xoxb-1")
	t.Setenv("SLACK_APP_TOKEN", "xapp-1")
	cfg, err := config.Load(d.config)
	if err != nil {
		t.Fatalf("the configuration that was begun is not one: %v", err)
	}
	if b := cfg.Books[0]; b.Spreadsheet != id || b.TimeZone != "Europe/Paris" || b.Currency != "EUR" || cfg.Language != "fr" {
		t.Errorf("the book is %+v", b)
	}
	before, err := os.ReadFile(d.config)
	if err != nil {
		t.Fatal(err)
	}
	_, out, _ = d.run("init", "--new", "--language", "en")
	d.has(out, "is there already and stays as it is", "spreadsheet: ")
	if after, err := os.ReadFile(d.config); err != nil || !bytes.Equal(before, after) {
		t.Errorf("the configuration was overwritten: %v", err)
	}
}

func TestInitLaysOutAnEmptySpreadsheetOnly(t *testing.T) {
	d := newInitDesk(t)
	id := d.sim.CreateSpreadsheet("Mine", "en_US", "Etc/GMT")
	code, out, errs := d.run("init", "--new", "--spreadsheet", "https://docs.google.com/spreadsheets/d/"+id+"/edit#gid=0", "--language", "en")
	if code != exitOK {
		t.Fatalf("exit %d: %s", code, errs)
	}
	d.has(out, id, "Invoices, Payments")
	code, _, errs = d.run("init", "--new", "--spreadsheet", id, "--language", "fr")
	if code != exitError {
		t.Errorf("exit %d", code)
	}
	d.has(errs, "La feuille n'est pas vide", "retirez --new")
}

// kept is a sheet of people's own.
func (d *initDesk) kept() string {
	d.t.Helper()
	id := d.sim.CreateSpreadsheet("Our ledger", "en_GB", "Europe/London")
	day := func(m time.Month, n int) sheetsim.Date { return sheetsim.Date{Year: 2026, Month: m, Day: n} }
	err := d.sim.Human(id, "claire@example.com").SetValues("Sheet1", "A1", [][]any{
		{"Invoice no", "Customer name", "Due date", "Amount", "Mood"},
		{"INV-1", "Acme Ltd", day(10, 1), 1200.5, "grumpy"},
		{"INV-2", "Bolt", day(12, 24), "12 O00", nil},
		{"INV-3", "ACME Ltd.", day(11, 20), 80, nil},
	})
	if err != nil {
		d.t.Fatal(err)
	}
	return id
}

func TestInitShowsWhatItWouldDoBeforeItDoesIt(t *testing.T) {
	d := newInitDesk(t)
	id := d.kept()
	before := d.sim.Version(id)
	code, out, errs := d.run("init", "--spreadsheet", id, "--dry-run", "--language", "en")
	if code != exitOK {
		t.Fatalf("exit %d: %s", code, errs)
	}
	d.has(out, "Invoice no", "Mood", "12 O00", "ACME Ltd.", "1,200.50", "Last reminder", "copy before Relance, 2026-11-23", "Dashboard", "nothing was written")
	if d.sim.Version(id) != before {
		t.Error("the dry run wrote something")
	}
	code, _, errs = d.run("init", "--spreadsheet", id, "--language", "en")
	if code != exitError || d.sim.Version(id) != before {
		t.Errorf("without a word it ended with %d", code)
	}
	d.has(errs, "say --yes")
	if code, out, errs = d.run("init", "--spreadsheet", id, "--yes", "--language", "en"); code != exitOK {
		t.Fatalf("exit %d: %s", code, errs)
	}
	d.has(out, "Adopted: https://docs.google.com/spreadsheets/d/"+id, "relance eject", "relance.yaml")
	tabs := d.sim.Snapshot(id).Tabs
	if len(tabs) != 8 || tabs[0].Rows[0][4].Formatted != "Mood" || tabs[0].Rows[0][5].Formatted == "" {
		t.Errorf("%d tabs; the header is %v", len(tabs), tabs[0].Rows[0])
	}
	if _, out, _ = d.run("init", "--spreadsheet", id, "--yes", "--language", "fr"); !strings.Contains(out, "Il n'y a rien à ajouter") {
		t.Errorf("adopting again says:\n%s", out)
	}
}

func TestEjectKeepsWhatPeopleWroteAsFiles(t *testing.T) {
	d := newInitDesk(t)
	id := d.kept()
	before := d.sim.Snapshot(id).Tabs[0].Rows
	if code, _, errs := d.run("init", "--spreadsheet", id, "--yes", "--language", "en"); code != exitOK {
		t.Fatalf("exit %d: %s", code, errs)
	}
	hand := d.sim.Human(id, "claire@example.com")
	if err := hand.SetValues("Payments", "A2", [][]any{{nil, nil, "INV-1", nil, 20, "EUR"}}); err != nil {
		t.Fatal(err)
	}
	adopted := d.sim.Version(id)
	code, out, errs := d.run("eject", "--spreadsheet", id, "--dry-run", "--export", d.dir, "--language", "fr")
	if code != exitOK || d.sim.Version(id) != adopted {
		t.Fatalf("exit %d: %s", code, errs)
	}
	d.has(out, "l'onglet « Payments »", "la colonne « Stage »", "reste : la copie", "relance Our ledger - Payments.csv", "rien n'a été retiré")
	if code, _, errs = d.run("eject", "--spreadsheet", id, "--yes", "--with-copy", "--export", d.dir, "--language", "en"); code != exitOK {
		t.Fatalf("exit %d: %s", code, errs)
	}
	kept, err := os.ReadFile(filepath.Join(d.dir, "relance Our ledger - Payments.csv"))
	if err != nil || !strings.Contains(string(kept), "INV-1,,20.00,EUR") {
		t.Errorf("the file holds %q, %v", kept, err)
	}
	tabs := d.sim.Snapshot(id).Tabs
	if len(tabs) != 1 || len(tabs[0].Rows[0]) != len(before[0]) {
		t.Errorf("%d tabs are left; the header is %v", len(tabs), tabs[0].Rows[0])
	}
	_, out, _ = d.run("eject", "--spreadsheet", id, "--yes", "--language", "en")
	d.has(out, `Nothing in "Our ledger" is Relance's.`)
}

func TestInitSaysWhatIsWrong(t *testing.T) {
	d := newInitDesk(t)
	private := d.kept()
	d.sim.SetShared(private, false)
	blank := d.sim.CreateSpreadsheet("Groceries", "en_US", "Etc/GMT")
	if err := d.sim.Human(blank, "claire@example.com").SetValues("Sheet1", "A1", [][]any{{"Milk", 2}, {"Bread", 1}}); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name string
		args []string
		code int
		want []string
	}{
		{"a sheet that is not shared names the address to share it with", []string{"init", "--spreadsheet", private, "--language", "en"}, exitError, []string{"not shared with", "press Share"}},
		{"in French", []string{"init", "--spreadsheet", private, "--language", "fr"}, exitError, []string{"n'est pas partagée avec"}},
		{"a wrong id", []string{"init", "--spreadsheet", "nope", "--language", "en"}, exitError, []string{"no spreadsheet", "between /d/ and /edit"}},
		{"no header of invoices", []string{"init", "--spreadsheet", blank, "--language", "en"}, exitError, []string{"No header row", "Nothing was written"}},
		{"neither new nor a sheet", []string{"init", "--language", "en"}, 80, []string{"--new", "--spreadsheet"}},
		{"a currency that is none", []string{"init", "--new", "--currency", "euros"}, 80, []string{"ISO 4217"}},
		{"a zone that is none", []string{"init", "--new", "--time-zone", "Paris"}, 80, []string{"Europe/Paris"}},
		{"eject from nothing", []string{"eject"}, 80, []string{"--spreadsheet"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d.t = t
			code, _, errs := d.run(tt.args...)
			if code != tt.code {
				t.Errorf("exit %d, not %d: %s", code, tt.code, errs)
			}
			d.has(errs, tt.want...)
		})
	}
}
