package reminders

import (
	"slices"
	"strings"

	"github.com/relance-bot/relance/ledger"
)

// lexicon is the words for the values of one kind, in both languages. A policy
// file holds the English ones; the Ladder tab either.
type lexicon[V ~string] []word[V]

type word[V ~string] struct {
	value  V
	en, fr string
	also   []string
}

// find is the value that a word means; case and spaces around don't matter.
func (l lexicon[V]) find(text string) (V, bool) {
	k := ledger.KeyOf(text)
	for _, w := range l {
		if k == ledger.KeyOf(w.en) || k == ledger.KeyOf(w.fr) || k == ledger.KeyOf(string(w.value)) ||
			slices.ContainsFunc(w.also, func(a string) bool { return ledger.KeyOf(a) == k }) {
			return w.value, true
		}
	}
	return "", false
}

// in is a value's word in a language ("fr", else English).
func (l lexicon[V]) in(language string, v V) string {
	for _, w := range l {
		switch {
		case w.value != v:
		case language == "fr":
			return w.fr
		default:
			return w.en
		}
	}
	return string(v)
}

// list is all words in a language: "off, draft, approve or auto".
func (l lexicon[V]) list(language string) string {
	var all []string
	for _, w := range l {
		all = append(all, l.in(language, w.value))
	}
	or := " or "
	if language == "fr" {
		or = " ou "
	}
	return strings.Join(all[:len(all)-1], ", ") + or + all[len(all)-1]
}

var roleWords = lexicon[Role]{
	{RoleSalesperson, "salesperson", "commercial", []string{"commerciale", "sales", "vendeur", "vendeuse"}},
	{RoleManager, "manager", "responsable", nil},
	{RoleFinance, "finance", "finance", []string{"accounting", "comptabilité"}},
	{RoleDirection, "direction", "direction", []string{"management"}},
}

var letterWords = lexicon[LetterKind]{
	{LetterCourtesy, "courtesy", "courtoisie", nil},
	{LetterFriendly, "friendly", "aimable", []string{"amicale", "relance aimable"}},
	{LetterFirm, "firm", "ferme", []string{"relance ferme"}},
	{LetterPenalties, "penalties", "pénalités", nil},
	{LetterLast, "last", "dernière", []string{"last amicable", "dernière relance", "dernier rappel"}},
	{LetterFormal, "formal", "mise en demeure", []string{"formal notice"}},
}

// thanksWords are whose full payments are thanked for.
var thanksWords = lexicon[ThanksFor]{
	{ThanksChased, "chased", "relancées", nil},
	{ThanksAll, "all", "toutes", nil},
}

// toneWords are the usual tones; others are free.
var toneWords = lexicon[tone]{
	{"courtesy", "courtesy", "courtoisie", nil},
	{"friendly", "friendly", "aimable", nil},
	{"firm", "firm", "ferme", nil},
	{"penalties", "penalties", "pénalités", nil},
	{"last amicable", "last amicable", "dernière relance amiable", []string{"dernière"}},
	{"formal notice", "formal notice", "mise en demeure", nil},
	{"handover", "handover", "remise au contentieux", []string{"contentieux"}},
}

// of is a word's value; a word that isn't listed is its own.
func (l lexicon[V]) of(text string) V {
	if v, ok := l.find(text); ok {
		return v
	}
	return V(text)
}

// tone is a stage's tone in plain English, or a word of one's own.
type tone string

var mailWords = lexicon[MailMode]{
	{MailOff, "off", "non", []string{"no", "aucun", "désactivé"}},
	{MailDraft, "draft", "brouillon", nil},
	{MailApprove, "approve", "à approuver", []string{"approuver", "to approve", "approval", "à valider", "valider"}},
	{MailAuto, "auto", "auto", []string{"automatic", "automatique"}},
}

// LetterName is what a letter is called in a language ("fr", else English).
func LetterName(k LetterKind, language string) string {
	if k == LetterThanks {
		return map[bool]string{true: "remerciement", false: "thanks"}[language == "fr"]
	}
	return letterWords.in(language, k)
}
