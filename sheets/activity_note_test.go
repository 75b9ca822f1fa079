package sheets

import (
	"testing"
	"time"

	"github.com/relance-bot/relance/ledger"
)

func TestActivitySaysWhatAPersonNoted(t *testing.T) {
	for _, tt := range []struct {
		note   ledger.Value
		en, fr string
	}{
		{ledger.Note{What: ledger.NoteCall, Outcome: ledger.CallNoAnswer, On: ledger.NewDate(2026, time.December, 1)}.Value(), "call: no answer · 2026-12-01", "appel: pas de réponse · 01/12/2026"},
		{ledger.Note{What: ledger.NoteCall, Outcome: ledger.CallOther, Text: "moved house"}.Value(), "call: other · moved house", "appel: autre · moved house"},
		{ledger.Note{What: ledger.NoteDispute, Outcome: ledger.OutcomeCredited, Text: "price: too high"}.Value(), "dispute settled: a credit note is made · price: too high", "litige réglé: un avoir est établi · price: too high"},
		{ledger.Note{What: ledger.NotePlan, Text: "50 on 2026-12-01"}.Value(), "instalment plan given up: 50 on 2026-12-01", "échéancier abandonné: 50 on 2026-12-01"},
		{ledger.Text("stage 3 said at once"), "note: stage 3 said at once", "note: stage 3 said at once"},
	} {
		for language, want := range map[string]string{"en": tt.en, "fr": tt.fr} {
			view := activityView{book: ledger.NewBook(), language: language, zone: "Europe/Paris"}
			what, _, after := view.what(ledger.Change{Field: ledger.FieldNote, New: tt.note})
			if got := what + ": " + after; got != want {
				t.Errorf("in %s: %q, want %q", language, got, want)
			}
		}
	}
}
