package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// The sheet of the rig: INV-1 of Acme, due on 2 November 2026 over 1,200 EUR,
// and INV-2, whose amount can't be read. It was never synced: what is late is
// met for the first time, and waits.
func TestRemindDryRunReadsTheSheetAndWritesNothing(t *testing.T) {
	r := newSyncRig(t)
	before := r.sheets.Snapshot(r.id)
	code, stdout, stderr := runIn(t.Context(), "remind", "--dry-run", "--config", r.path, "--as-of", "2026-10-26", "--days", "60", "--format", "json")
	if code != exitOK {
		t.Fatalf("exit code %d: %s", code, stderr)
	}
	var books []remindBook
	if err := json.Unmarshal([]byte(stdout.String()), &books); err != nil {
		t.Fatal(err)
	}
	b := books[0]
	if len(books) != 1 || b.Book != "main" || b.From.String() != "2026-10-26" || b.To.String() != "2026-12-24" || b.Level != "observe" {
		t.Errorf("%+v", b)
	}
	total := 0
	for _, n := range b.Reasons {
		total += n
	}
	if total != 2 || b.Reasons["skip_quarantined"] != 1 {
		t.Errorf("reasons: %v", b.Reasons)
	}
	after := r.sheets.Snapshot(r.id)
	if len(after.Tabs) != len(before.Tabs) {
		t.Errorf("tabs: %d, then %d", len(before.Tabs), len(after.Tabs))
	}
	code, stdout, stderr = runIn(t.Context(), "remind", "--dry-run", "--config", r.path)
	if code != exitOK {
		t.Fatalf("exit code %d: %s", code, stderr)
	}
	mustSay(t, stdout.String(), "Livre main : relances du", "ne fait qu'observer", "Par destinataire", "Sa ligne est illisible")
}

func TestRemindSendsNothingByItself(t *testing.T) {
	for _, args := range [][]string{
		{"remind", "--config", "x.yaml"},
		{"remind", "--dry-run", "--config", "x.yaml", "--days", "0"},
		{"remind", "--dry-run", "--config", "x.yaml", "--as-of", "tomorrow"},
	} {
		if code, _, stderr := runIn(t.Context(), args...); code != 80 {
			t.Errorf("%v: exit code %d\n%s", args, code, stderr)
		}
	}
}

func TestPolicyCheck(t *testing.T) {
	path := filepath.Join(t.TempDir(), "policy.yaml")
	write := func(text string) {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("ladders:\n  default:\n    stages:\n      - {day: 3, tone: a, tell: [finance]}\nassign:\n  - {ladder: default, public: true}\n")
	code, stdout, _ := runIn(t.Context(), "policy", "check", path)
	if code != exitOK {
		t.Errorf("exit code %d", code)
	}
	mustSay(t, stdout.String(), "fine (1 ladders, 1 rules)")

	write("on_it_days: -1\nladders:\n  default:\n    stages:\n      - {day: -3, tone: firm, tell: [boss]}\n")
	code, _, stderr := runIn(t.Context(), "policy", "check", path, "--language", "fr")
	if code != exitError {
		t.Errorf("exit code %d", code)
	}
	mustSay(t, stderr.String(), path+":1: -1 est hors limites", path+":5: étape 0", "vouliez-vous dire 3")
}

func TestPolicyExplain(t *testing.T) {
	code, stdout, _ := runIn(t.Context(), "policy", "explain")
	if code != exitOK {
		t.Fatalf("exit code %d", code)
	}
	mustSay(t, stdout.String(), `Stage 2, day +10 after due: firm; the salesperson is told; letter "firm", sent once approved.`, "two people of finance")

	r := newSyncRig(t)
	code, stdout, stderr := runIn(t.Context(), "policy", "explain", "--config", r.path, "--invoice", "inv-1")
	if code != exitOK {
		t.Fatalf("exit code %d: %s", code, stderr)
	}
	mustSay(t, stdout.String(), "main: INV-1, Acme", "ni cellule ni règle n'en nomme un autre", "Étape 1, jour +3 après l'échéance")
	code, stdout, _ = runIn(t.Context(), "policy", "explain", "--config", r.path, "--customer", "acme")
	if code != exitOK {
		t.Fatalf("exit code %d", code)
	}
	mustSay(t, stdout.String(), "main: Acme", "Lettres")
	if code, _, _ := runIn(t.Context(), "policy", "explain", "--config", r.path, "--invoice", "INV-404"); code != exitError {
		t.Errorf("an invoice that isn't there: exit code %d", code)
	}
	if code, _, _ := runIn(t.Context(), "policy", "explain", "--invoice", "INV-1"); code != 80 {
		t.Errorf("without a configuration: exit code %d", code)
	}
}
