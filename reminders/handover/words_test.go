package handover

import (
	"testing"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/reminders"
)

// A dossier is read by people who never saw the sheet: each fact that can stand
// in it has its words.
func TestNoLineOfADossierBearsTheNameOfAField(t *testing.T) {
	for _, f := range ledger.RowFields {
		if _, told := facts[f]; !told && !bookkeeping[f] {
			t.Errorf("%q has no words", f)
		}
	}
	for f, w := range facts {
		if w.en == "" || w.fr == "" {
			t.Errorf("%q is without words in a language", f)
		}
	}
	for _, kind := range append(reminders.LetterKinds(), reminders.LetterThanks) {
		if _, ok := letterKinds[kind]; !ok {
			t.Errorf("the letter %q has no name", kind)
		}
	}
	for _, kind := range Kinds {
		if _, ok := outcomes[string(kind)]; !ok {
			t.Errorf("%q has no words", kind)
		}
	}
}
