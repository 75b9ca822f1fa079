package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The tab of ladders is added where it is asked for: while adopting, and to a
// book that runs, with the ladders that hold there, after a look, and once.
func TestInitAddsTheTabOfLadders(t *testing.T) {
	d := newInitDesk(t)
	id := d.kept()
	titles := func() string {
		var all []string
		for _, tab := range d.sim.Snapshot(id).Tabs {
			all = append(all, tab.Title)
		}
		return strings.Join(all, ", ")
	}
	if code, _, errs := d.run("init", "--spreadsheet", id, "--yes", "--language", "en"); code != exitOK || strings.Contains(titles(), "Ladder") {
		t.Fatalf("adopting as such: exit %d, tabs %s: %s", code, titles(), errs)
	}
	// The book runs by a policy of its own.
	policy := "ladders:\n  default:\n    stages:\n      - {day: 12, tone: friendly, tell: [salesperson]}\n"
	if err := os.WriteFile(filepath.Join(d.dir, "policy.yaml"), []byte(policy), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("SLACK_BOT_TOKEN", "xoxb-1")
	t.Setenv("SLACK_APP_TOKEN", "xapp-1")
	text, err := os.ReadFile(d.config)
	if err != nil {
		t.Fatal(err)
	}
	at := strings.Index(string(text), "    spreadsheet:")
	if at < 0 {
		t.Fatalf("the configuration is\n%s", text)
	}
	if err := os.WriteFile(d.config, []byte(string(text[:at])+"    policy: policy.yaml\n"+string(text[at:])), 0o600); err != nil {
		t.Fatal(err)
	}
	before := titles()
	code, out, errs := d.run("init", "--spreadsheet", id, "--ladder", "--dry-run", "--language", "en")
	if code != exitOK || titles() != before {
		t.Fatalf("the dry run: exit %d, tabs %s: %s", code, titles(), errs)
	}
	d.has(out, "ladders that hold", "make the tabs Ladder", "nothing was written")
	if code, _, errs = d.run("init", "--spreadsheet", id, "--ladder", "--language", "en"); code != exitError || titles() != before {
		t.Errorf("without a word: exit %d, tabs %s", code, titles())
	}
	d.has(errs, "say --yes")
	if code, out, errs = d.run("init", "--spreadsheet", id, "--ladder", "--yes", "--language", "fr"); code != exitOK {
		t.Fatalf("exit %d: %s", code, errs)
	}
	d.has(out, "Ajouté à")
	if titles() != before+", Scénarios" {
		t.Errorf("tabs: %s, were %s", titles(), before)
	}
	tabs := d.sim.Snapshot(id).Tabs
	rows := tabs[len(tabs)-1].Rows
	if len(rows) < 2 || rows[0][0].Formatted != "Scénario" || rows[1][0].Formatted != "default" || rows[1][2].Formatted != "12" {
		t.Errorf("it says %v", rows)
	}
	if _, out, _ = d.run("init", "--spreadsheet", id, "--ladder", "--yes", "--language", "en"); !strings.Contains(out, "a tab of ladders already") || titles() != before+", Scénarios" {
		t.Errorf("a second time it says:\n%s", out)
	}
	if code, _, errs = d.run("eject", "--spreadsheet", id, "--yes", "--export", d.dir, "--language", "en"); code != exitOK || strings.Contains(titles(), "Scénarios") {
		t.Errorf("ejected: exit %d, tabs %s: %s", code, titles(), errs)
	}
}
