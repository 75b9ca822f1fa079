package bot_test

import (
	"strings"
	"testing"

	"github.com/relance-bot/relance/ledger"
)

func TestACardAndWhySayWhoSaidItAndWhen(t *testing.T) {
	r := newRig(t)
	r.brokenPromise("inv-2") // in the sheet, on 3 November
	r.command(camille, "/relance promise INV-1 2026-11-27")
	for _, row := range []struct{ story, who, line, want string }{
		{"her promise, to finance", sophie, "/relance INV-1", "Promised for 27 November 2026 (Camille Laurent, Mon 23 Nov)"},
		{"and as the reason why", sophie, "/relance why INV-1", "Promised for 27 November 2026 (Camille Laurent, Mon 23 Nov)"},
		{"in French", camille, "/relance why INV-1", "Promis pour le 27 novembre 2026 (Camille Laurent, lun. 23 nov.)"},
		{"what the sheet said", sophie, "/relance why INV-2", "has not come (in the sheet, Tue 3 Nov)"},
	} {
		if got := wholeText(t, r.command(row.who, row.line)); !strings.Contains(got, row.want) {
			t.Errorf("%s: want %q in %s", row.story, row.want, got)
		}
	}
	r.now = start.AddDate(1, 0, 0)
	if got, want := wholeText(t, r.command(sophie, "/relance INV-1")), "(Camille Laurent, 23 November 2026)"; !strings.Contains(got, want) {
		t.Errorf("a year later: want %q in %s", want, got)
	}
}

func TestWhoeverIsUnknownToSlackIsNotNamed(t *testing.T) {
	r := newRig(t)
	if _, err := r.keeper.Record(t.Context(), ledger.Change{
		ID: "x", At: start, Source: ledger.SourceSlack, Actor: "UNOBODYKNOWS", Invoice: "inv-1", Field: ledger.FieldSnoozedUntil, New: ledger.Day(day("2026-12-01")),
	}); err != nil {
		t.Fatal(err)
	}
	if got := wholeText(t, r.command(sophie, "/relance INV-1")); !strings.Contains(got, "Snoozed until 1 December 2026 (Mon 23 Nov)") {
		t.Errorf("said: %s", got)
	}
}
