package bot_test

import (
	"strings"
	"testing"

	"github.com/relance-bot/relance/ledger"
)

// A tracking number holds for the whole envelope, in either language, and can
// be taken back in the form.
func TestATrackingNumberIsPutDown(t *testing.T) {
	r, _ := newTrayRig(t)
	var sent []ledger.Change
	for _, number := range []string{"inv-1", "inv-2"} {
		for f, v := range map[ledger.Field]ledger.Value{ledger.FieldLetterStage: ledger.Text("5"), ledger.FieldLastLetter: ledger.Day(day("2026-11-20"))} {
			sent = append(sent, ledger.Change{ID: "sent/" + number + string(f), At: start, Actor: "relance", Source: ledger.SourceBot, Invoice: ledger.Key(number), Field: f, New: v})
		}
	}
	if _, err := r.keeper.Record(t.Context(), sent...); err != nil {
		t.Fatal(err)
	}
	answer := r.command(camille, "/relance recommandé INV-1 RK 123 456 789 FR")
	if !strings.Contains(shown(t, answer), "RK 123 456 789 FR") {
		t.Errorf("answered %s", shown(t, answer))
	}
	for number, want := range map[string]string{"INV-1": "RK 123 456 789 FR", "INV-2": "RK 123 456 789 FR", "INV-5": ""} {
		if got := r.invoice(number).Tracking; got != want {
			t.Errorf("%s: tracking %q, want %q", number, got, want)
		}
	}
	r.command(marcus, "/relance tracking INV-1 XX")
	if got := r.invoice("INV-1").Tracking; got == "XX" {
		t.Error("somebody else's letter was numbered")
	}
	r.command(camille, "/relance tracking INV-1 "+strings.Repeat("9", 41))
	if got := r.invoice("INV-1").Tracking; len(got) > 40 {
		t.Errorf("a number of %d characters was taken", len(got))
	}
}
