package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// INV-1 of Acme, over 1,200 EUR, was due on 2 November 2026: what stands in
// its letters, and that nothing but a file is written.
func TestALetterIsWrittenAndNotSent(t *testing.T) {
	r := newSyncRig(t)
	text, err := os.ReadFile(r.path)
	if err != nil {
		t.Fatal(err)
	}
	sender := "    penalties: {regime: contract, rate: 10}\n    sender:\n      company: Atelier Dubreuil SARL\n      address: [4 quai de la Loire, 44000 Nantes]\n      accounts: [{name: main, iban: FR76 3000 6000 0112 3456 7890 189}]\n"
	if err := os.WriteFile(r.path, append(text, sender...), 0o600); err != nil {
		t.Fatal(err)
	}
	before := len(r.sheets.Snapshot(r.id).Tabs)
	pdf := filepath.Join(t.TempDir(), "notice.pdf")
	for _, row := range []struct {
		story string
		args  []string
		code  int
		says  []string
	}{
		{"a firm letter in English", []string{"Acme", "--stage", "firm", "--lang", "en"}, exitOK, []string{"Subject: ", "INV-1", "1,200.00", "FR76 3000 6000 0112 3456 7890 189"}},
		{"a formal notice in French, as HTML", []string{"acme", "--stage", "formal", "--lang", "fr", "--html"}, exitOK, []string{"<html", "mise en demeure", "INV-1"}},
		{"on paper it needs a postal address", []string{"Acme", "--stage", "formal", "--pdf", pdf}, exitError, []string{"adresse postale"}},
		{"none is due before finance started chasing", []string{"Acme", "--lang", "en"}, exitError, []string{"No letter to Acme is due", "--stage"}},
		{"nor to a French reader", []string{"Acme", "--lang", "fr"}, exitError, []string{"Aucune lettre à Acme", "--stage"}},
		{"thanks to who paid nothing lately", []string{"Acme", "--stage", "thanks", "--lang", "en"}, exitError, []string{"Acme has settled nothing in the last 10 days"}},
		{"in French as well", []string{"Acme", "--stage", "thanks", "--lang", "fr"}, exitError, []string{"Acme n’a rien soldé"}},
		{"somebody who isn't there", []string{"Umbrella", "--lang", "en"}, exitError, []string{"No customer is called “Umbrella”"}},
		{"to a French reader either", []string{"Umbrella", "--lang", "fr"}, exitError, []string{"Aucun client ne s’appelle"}},
		{"a currency that nothing is owed in", []string{"Acme", "--stage", "firm", "--lang", "fr", "--currency", "USD"}, exitError, []string{"ne doit rien en USD"}},
		{"a letter that there isn't", []string{"Acme", "--stage", "rude"}, 80, []string{"--stage"}},
		{"two forms at once", []string{"Acme", "--html", "--text"}, 80, nil},
	} {
		code, stdout, stderr := runIn(t.Context(), append([]string{"letter", "--config", r.path}, row.args...)...)
		if code != row.code {
			t.Errorf("%s: exit code %d\n%s%s", row.story, code, stdout, stderr)
		}
		for _, want := range row.says {
			if !strings.Contains(stdout.String()+stderr.String(), want) {
				t.Errorf("%s: it doesn't say %q:\n%s%s", row.story, want, stdout, stderr)
			}
		}
	}
	if after := len(r.sheets.Snapshot(r.id).Tabs); after != before {
		t.Errorf("the sheet has %d tabs, had %d", after, before)
	}
	if _, err := os.Stat(pdf); err == nil {
		t.Error("a notice without an address was printed")
	}
}
