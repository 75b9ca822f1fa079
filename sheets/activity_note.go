package sheets

import (
	"strings"

	"github.com/relance-bot/relance/ledger"
)

// note says a line of the timeline that moved no field.
func (v activityView) note(n ledger.Note) (what, before, after string) {
	say := func(en, fr string) string { return inLanguage(v.language, en, fr) }
	parts := []string{}
	if word, ok := outcomeWords[n.Outcome]; ok {
		parts = append(parts, word.in(v.language))
	} else if n.Outcome != "" {
		parts = append(parts, n.Outcome)
	}
	if !n.On.IsZero() {
		parts = append(parts, v.day(n.On))
	}
	if n.Text != "" {
		parts = append(parts, n.Text)
	}
	after = strings.Join(parts, " · ")
	switch n.What {
	case ledger.NoteCall:
		return say("call", "appel"), "", after
	case ledger.NoteDispute:
		return say("dispute settled", "litige réglé"), "", after
	case ledger.NoteHandover:
		if n.Outcome == ledger.HandoverReturned {
			return say("file returned", "dossier rendu"), "", ""
		}
		return say("handed over", "transmise"), "", after
	case ledger.NotePlan:
		return say("instalment plan given up", "échéancier abandonné"), "", after
	}
	return say("note", "note"), "", after
}

// outcomeWords are what came of calls and disputes.
var outcomeWords = map[string]wording{
	ledger.CallNoAnswer: {"no answer", "pas de réponse"}, ledger.CallMessage: {"left a message", "message laissé"},
	ledger.CallPromises: {"promises to pay", "promet de payer"}, ledger.CallDisputes: {"contests it", "conteste"}, ledger.CallOther: {"other", "autre"},
	ledger.OutcomeCredited: {"a credit note is made", "un avoir est établi"}, ledger.OutcomeUpheld: {"the invoice stands", "la facture est maintenue"},
	"agency": {"collection agency", "agence de recouvrement"}, "mediation": {"mediation", "médiation"}, "court": {"court", "tribunal"},
	ledger.OutcomeConceded: {"we give in", "nous cédons"},
}
