package bot

import (
	"strings"

	"github.com/relance-bot/relance/ledger"
)

// Verb is what a person wants done.
type Verb string

// The verbs. Lookup finds an invoice or a customer and shows its card.
const (
	VerbHelp      Verb = "help"
	VerbOverdue   Verb = "overdue"
	VerbDSO       Verb = "dso"
	VerbAging     Verb = "aging"
	VerbInvoice   Verb = "invoice"
	VerbPaid      Verb = "paid"
	VerbPromise   Verb = "promise"
	VerbDispute   Verb = "dispute"
	VerbSnooze    Verb = "snooze"
	VerbWhy       Verb = "why"
	VerbAdd       Verb = "add"
	VerbPause     Verb = "pause"
	VerbResume    Verb = "resume"
	VerbStatus    Verb = "status"
	VerbSync      Verb = "sync"
	VerbConflicts Verb = "conflicts"
	VerbReassign  Verb = "reassign"
	VerbAway      Verb = "away"
	VerbCalled    Verb = "called"
	VerbReplied   Verb = "replied"
	VerbPlan      Verb = "plan"
	VerbStanding  Verb = "insolvent"
	VerbLadders   Verb = "ladders"
	VerbTray      Verb = "tray"
	VerbLookup    Verb = ""
)

// shortForms are slash commands of their own.
var shortForms = map[string]Verb{
	"overdue": VerbOverdue, "retards": VerbOverdue, "dso": VerbDSO, "aging": VerbAging, "balance": VerbAging,
	"paid": VerbPaid, "paye": VerbPaid,
}

// synonyms by folded word without accents. The French ones are what a French
// credit controller says; a customer's name that is also a verb is reached by
// "/relance invoice" or quotes.
var synonyms = map[string]Verb{
	"help": VerbHelp, "aide": VerbHelp, "?": VerbHelp, "usage": VerbHelp, "hello": VerbHelp, "hi": VerbHelp, "thanks": VerbHelp, "bonjour": VerbHelp, "salut": VerbHelp, "merci": VerbHelp,
	"overdue": VerbOverdue, "late": VerbOverdue, "retard": VerbOverdue, "retards": VerbOverdue, "impayes": VerbOverdue, "echus": VerbOverdue,
	"dso": VerbDSO, "delai": VerbDSO,
	"aging": VerbAging, "ageing": VerbAging, "balance": VerbAging, "agee": VerbAging, "anciennete": VerbAging,
	"invoice": VerbInvoice, "facture": VerbInvoice, "show": VerbInvoice, "voir": VerbInvoice,
	"paid": VerbPaid, "pay": VerbPaid, "paye": VerbPaid, "payee": VerbPaid, "regle": VerbPaid, "paiement": VerbPaid, "encaisser": VerbPaid,
	"promise": VerbPromise, "promised": VerbPromise, "promesse": VerbPromise, "promis": VerbPromise,
	"dispute": VerbDispute, "disputed": VerbDispute, "litige": VerbDispute, "contester": VerbDispute,
	"snooze": VerbSnooze, "reporter": VerbSnooze, "report": VerbSnooze,
	"called": VerbCalled, "call": VerbCalled, "phoned": VerbCalled, "appele": VerbCalled, "appel": VerbCalled, "appeler": VerbCalled,
	"replied": VerbReplied, "reply": VerbReplied, "repondu": VerbReplied, "reponse": VerbReplied,
	"plan": VerbPlan, "instalments": VerbPlan, "installments": VerbPlan, "echeancier": VerbPlan, "echelonner": VerbPlan,
	"insolvent": VerbStanding, "insolvency": VerbStanding, "factored": VerbStanding, "insolvable": VerbStanding, "cedee": VerbStanding,
	"tracking": VerbTracking, "registered": VerbTracking, "recommande": VerbTracking,
	"why": VerbWhy, "pourquoi": VerbWhy,
	"add": VerbAdd, "new": VerbAdd, "ajouter": VerbAdd, "ajout": VerbAdd, "nouvelle": VerbAdd,
	"pause": VerbPause, "stop": VerbPause, "suspendre": VerbPause,
	"resume": VerbResume, "reprendre": VerbResume,
	"status": VerbStatus, "etat": VerbStatus, "statut": VerbStatus,
	"conflicts": VerbConflicts, "conflict": VerbConflicts, "conflits": VerbConflicts, "conflit": VerbConflicts,
	"ladders": VerbLadders, "ladder": VerbLadders, "policy": VerbLadders, "scenarios": VerbLadders, "scenario": VerbLadders, "politique": VerbLadders,
	"reassign": VerbReassign, "reaffecter": VerbReassign, "reattribuer": VerbReassign, "transmettre": VerbReassign,
	"away": VerbAway, "absent": VerbAway, "absente": VerbAway, "absence": VerbAway, "conges": VerbAway, "vacances": VerbAway, "remplacer": VerbAway,
	"tray": VerbTray, "letters": VerbTray, "courrier": VerbTray, "lettres": VerbTray, "parapheur": VerbTray,
	"sync": VerbSync, "synchro": VerbSync, "synchroniser": VerbSync,
}

func verbOf(word string) (Verb, bool) {
	v, ok := synonyms[fold(word)]
	return v, ok
}

// accents are those of French words, taken off so that "payé", "paye" and
// "PAYÉ" are one.
var accents = strings.NewReplacer(
	"à", "a", "â", "a", "ä", "a", "ç", "c", "é", "e", "è", "e", "ê", "e", "ë", "e",
	"î", "i", "ï", "i", "ô", "o", "ö", "o", "ù", "u", "û", "u", "ü", "u", "œ", "oe",
)

// fold is how words are compared: case, accents and invisible characters away.
func fold(word string) string { return accents.Replace(string(ledger.KeyOf(word))) }

// maxTypo is how many letters a mistyped verb may be away.
const maxTypo = 2

// nearestVerb guesses which verb a word was meant for; none if nothing is near.
func nearestVerb(word string) Verb {
	typed := []rune(fold(word))
	if len(typed) < 3 || len(typed) > 20 {
		return VerbLookup
	}
	best, nearest := maxTypo+1, VerbLookup
	for name, verb := range synonyms {
		allowed := min(maxTypo, len(name)/3)
		d := distance(typed, []rune(name))
		// Ties go to the alphabet: a map has no order of its own.
		if d <= allowed && (d < best || d == best && verb < nearest) {
			best, nearest = d, verb
		}
	}
	return nearest
}

// distance is Levenshtein's: how many letters to change, add or drop.
func distance(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, x := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j, y := range b {
			cost := 1
			if x == y {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(row[j+1]+1, row[j]+1, diagonal+cost)
		}
	}
	return row[len(b)]
}
