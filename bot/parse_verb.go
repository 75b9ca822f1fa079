package bot

import (
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/relance-bot/relance/internal/typo"
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

// Bounds of a word that is guessed at.
const (
	minGuessed = 3
	maxGuessed = 20
)

// nearestVerb guesses which verb a word was meant for; none if nothing is near.
func nearestVerb(word string) Verb {
	typed := fold(word)
	if n := utf8.RuneCountInString(typed); n < minGuessed || n > maxGuessed {
		return VerbLookup
	}
	if meant := typo.Nearest(typed, slices.Collect(maps.Keys(synonyms))); meant != "" {
		return synonyms[meant]
	}
	return VerbLookup
}
