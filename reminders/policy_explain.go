package reminders

import (
	"fmt"
	"slices"
	"strings"

	"github.com/relance-bot/relance/ledger"
)

// teller words a policy in one language.
type teller struct{ french bool }

func tellerFor(language string) teller { return teller{language == "fr"} }

func (t teller) say(b bilingual, args ...any) string {
	if t.french {
		return fmt.Sprintf(french.Replace(b.fr), args...)
	}
	return fmt.Sprintf(b.en, args...)
}

// french puts the spaces that printed French doesn't break lines at.
var french = strings.NewReplacer(" ;", "\u00a0;", " :", "\u00a0:", "« ", "«\u00a0", " »", "\u00a0»")

func (t teller) language() string {
	if t.french {
		return "fr"
	}
	return "en"
}

// Explain is the policy in words, one line each, for a person to check ("fr",
// else English).
func (p Policy) Explain(language string) []string {
	t := tellerFor(language)
	var lines []string
	for _, name := range p.LadderNames() {
		l := p.Ladders[name]
		lines = append(lines, t.say(bilingual{"Ladder %q", "Scénario « %s »"}, name))
		for _, line := range l.Explain(language) {
			lines = append(lines, "  "+line)
		}
	}
	lines = append(lines, t.say(bilingual{
		"Which ladder: the invoice's own Ladder cell, else its customer's, else the first rule that fits, else \"default\".",
		"Quel scénario : la cellule Scénario de la facture, sinon celle de son client, sinon la première règle qui convient, sinon « default ».",
	}))
	for i := range p.Rules {
		lines = append(lines, "  "+p.RuleText(i+1, language))
	}
	return append(lines, t.settings(p)...)
}

// Explain is the ladder in words, one line a stage.
func (l Ladder) Explain(language string) []string {
	t := tellerFor(language)
	var lines []string
	for i, s := range l.Stages {
		if s.IsSilent() {
			continue
		}
		lines = append(lines, t.say(bilingual{"Stage %d, %s: %s", "Étape %d, %s : %s"}, i, t.day(s.Day), t.step(s)))
	}
	if l.RepeatLast > 0 {
		lines = append(lines, t.say(bilingual{"Then the last stage again every %d days, until it is settled.", "Puis la dernière étape de nouveau tous les %d jours, jusqu'au règlement."}, l.RepeatLast))
	}
	return lines
}

// day is when a stage comes: "day +10 after due".
func (t teller) day(day int) string {
	switch {
	case day < 0:
		return t.say(bilingual{"day %d, before it falls due", "jour %d, avant l'échéance"}, day)
	case day == 0:
		return t.say(bilingual{"on the due date", "le jour de l'échéance"})
	}
	return t.say(bilingual{"day +%d after due", "jour +%d après l'échéance"}, day)
}

func (t teller) step(s Step) string {
	text := t.say(bilingual{"%s; %s told", "%s ; prévenus : %s"}, t.tone(s.Tone), t.told(s.Tell))
	if s.Letter != "" {
		text += t.say(bilingual{"; ", " ; "}) + t.letter(s)
	}
	if s.Approval && s.Letter != LetterFormal {
		text += t.say(bilingual{"; finance is asked before anything leaves", " ; la finance est consultée avant tout envoi"})
	}
	return text + "."
}

// tone is a stage's tone in the language, where it is one of the usual words.
func (t teller) tone(word string) string {
	return toneWords.in(t.language(), toneWords.of(word))
}

// told is who is told at a stage: "the salesperson and the manager are".
func (t teller) told(tell []Role) string {
	names := map[Role]bilingual{
		RoleSalesperson: {"the salesperson", "commercial"}, RoleManager: {"the manager", "responsable"},
		RoleFinance: {"finance", "finance"}, RoleDirection: {"management", "direction"},
	}
	var list []string
	for _, role := range tell {
		list = append(list, t.say(names[role]))
	}
	text := list[0]
	if n := len(list); n > 1 {
		text = strings.Join(list[:n-1], ", ") + t.say(bilingual{" and ", " et "}) + list[n-1]
	}
	if t.french {
		return text // without a verb: it would have to agree
	}
	return text + map[bool]string{false: " is", true: " are"}[len(list) > 1]
}

func (t teller) letter(s Step) string {
	how := map[MailMode]bilingual{
		MailOff:     {"no letter for now (%q is switched off)", "pas de lettre pour l'instant (« %s » est désactivée)"},
		MailDraft:   {"letter %q written as a draft", "lettre « %s » rédigée en brouillon"},
		MailApprove: {"letter %q, sent once approved", "lettre « %s », envoyée une fois approuvée"},
		MailAuto:    {"letter %q sent by itself", "lettre « %s » envoyée automatiquement"},
	}[s.Mail]
	if s.Letter == LetterFormal {
		how = bilingual{"letter %q, sent once two people of finance approved", "lettre « %s », envoyée une fois approuvée par deux personnes de la finance"}
	}
	return t.say(how, letterWords.in(t.language(), s.Letter))
}

// RuleText is the rule of that number, from 1, in words.
func (p Policy) RuleText(number int, language string) string {
	t, r := tellerFor(language), p.Rules[number-1]
	var conditions []string
	add := func(b bilingual, list []string) {
		if len(list) > 0 {
			conditions = append(conditions, t.say(b, strings.Join(list, t.say(bilingual{" or ", " ou "}))))
		}
	}
	add(bilingual{"customer %s", "client %s"}, r.Customers)
	add(bilingual{"segment %s", "segment %s"}, r.Segments)
	add(bilingual{"country %s", "pays %s"}, r.Countries)
	if r.Public != nil {
		conditions = append(conditions, t.say(map[bool]bilingual{
			true: {"public sector", "secteur public"}, false: {"not public sector", "hors secteur public"},
		}[*r.Public]))
	}
	add(bilingual{"amount %s", "montant %s"}, t.ranges(r))
	if len(conditions) == 0 {
		conditions = []string{t.say(bilingual{"every invoice", "toute facture"})}
	}
	return t.say(bilingual{"rule %d: %s → ladder %q", "règle %d : %s → scénario « %s »"}, number, strings.Join(conditions, ", "), r.Ladder)
}

func (t teller) ranges(r Rule) []string {
	var list []string
	for c, within := range r.Amounts {
		switch {
		case within.Below.IsZero():
			list = append(list, t.say(bilingual{"from %s %s", "à partir de %s %s"}, within.From, c))
		case within.From.IsZero():
			list = append(list, t.say(bilingual{"below %s %s", "moins de %s %s"}, within.Below, c))
		default:
			list = append(list, t.say(bilingual{"from %s to below %s %s", "de %s à moins de %s %s"}, within.From, within.Below, c))
		}
	}
	slices.Sort(list)
	return list
}

// settings are the rules that hold on every ladder.
func (t teller) settings(p Policy) []string {
	var minimum []string
	for c, m := range p.Minimum {
		minimum = append(minimum, m.String()+" "+string(c))
	}
	slices.Sort(minimum)
	lines := []string{
		t.say(bilingual{"At least %d days between two reminders on one invoice.", "Au moins %d jours entre deux relances sur une facture."}, p.ContactGap),
		t.say(bilingual{"Messages go out on business days from %s to %s, the digest from %s, in each reader's time zone.", "Les messages partent les jours ouvrés de %s à %s, le récapitulatif dès %s, dans le fuseau horaire de chacun."}, p.Hours.From, p.Hours.To, p.Hours.Digest),
		t.say(bilingual{"Holidays of %s; %d days off of our own.", "Jours fériés : %s ; %d jours de fermeture propres."}, strings.Join(p.Countries, ", "), len(p.DaysOff)),
		t.say(bilingual{"A promise pauses to its day and %d business days more.", "Une promesse suspend jusqu'à sa date et %d jours ouvrés de plus."}, p.PromiseGrace),
	}
	if len(minimum) > 0 {
		lines = append(lines, t.say(bilingual{"Below %s nobody is bothered.", "En dessous de %s, personne n'est dérangé."}, strings.Join(minimum, ", ")))
	}
	if p.PromisesInRow > 0 {
		lines = append(lines, t.say(bilingual{
			"After %d broken promises in a row, the next one pauses nothing until finance or a manager confirms it.",
			"Après %d promesses rompues de suite, la suivante ne suspend rien tant que la finance ou un responsable ne l'a pas confirmée.",
		}, p.PromisesInRow))
	}
	return append(lines, t.thanks(p.Letters)...)
}

// thanks says who is thanked for paying, where anybody is.
func (t teller) thanks(l Letters) []string {
	how := map[MailMode]bilingual{
		MailDraft:   {"written as a draft", "rédigé en brouillon"},
		MailApprove: {"sent once approved", "envoyé une fois approuvé"},
		MailAuto:    {"sent by itself on the next business day", "envoyé automatiquement le jour ouvré suivant"},
	}[l.ThankYou]
	whom := map[ThanksFor]bilingual{
		ThanksChased: {"a customer who has paid what a letter asked for", "le client qui a réglé ce qu'une lettre lui demandait"},
		ThanksAll:    {"a customer who has paid an invoice in full", "le client qui a soldé une facture"},
	}[l.ThankYouFor]
	if how.en == "" || whom.en == "" {
		return nil
	}
	return []string{t.say(bilingual{
		"A thank-you note for %s and owes nothing overdue: %s.", "Un mot de remerciement pour %s et n'a plus rien d'échu : %s.",
	}, t.say(whom), t.say(how))}
}

// Explain says in words which ladder it is, and why.
func (a Assignment) Explain(p Policy, language string) string {
	t := tellerFor(language)
	switch a.By {
	case ByInvoice:
		return t.say(bilingual{"Ladder %q: the invoice's own Ladder cell says so.", "Scénario « %s » : la cellule Scénario de la facture le dit."}, a.Ladder.Name)
	case ByCustomer:
		return t.say(bilingual{"Ladder %q: the customer's row says so.", "Scénario « %s » : la ligne du client le dit."}, a.Ladder.Name)
	case ByRule:
		return t.say(bilingual{"Ladder %q: by %s.", "Scénario « %s » : selon la %s."}, a.Ladder.Name, p.RuleText(a.Rule, language))
	case ByMistake:
		where := map[AssignedBy]bilingual{ByInvoice: {"its Ladder cell", "sa cellule Scénario"}, ByCustomer: {"its customer's Ladder cell", "la cellule Scénario de son client"}}[a.In]
		return t.say(bilingual{
			"%s says %q, and there is no such ladder (there are: %s). Until that is put right, ladder \"default\" says who is told, and no letter leaves.",
			"%s dit « %s », et ce scénario n'existe pas (il y a : %s). D'ici la correction, le scénario « default » dit qui est prévenu, et aucune lettre ne part.",
		}, capital(t.say(where)), a.Unknown, p.ladderNames())
	}
	return t.say(bilingual{"Ladder %q: no cell and no rule names another.", "Scénario « %s » : ni cellule ni règle n'en nomme un autre."}, a.Ladder.Name)
}

func capital(text string) string { return strings.ToUpper(text[:1]) + text[1:] }

// ExplainMode says in words what may leave the house to a customer.
func (p Policy) ExplainMode(a ledger.Account, language string) string {
	t := tellerFor(language)
	mode := a.Mode
	if mode == "" {
		mode = ledger.ModeAutomatic
	}
	text := t.say(map[string]bilingual{
		ledger.ModeAutomatic:    {"Letters: as each stage says.", "Lettres : comme chaque étape le dit."},
		ledger.ModeToApprove:    {"Letters: each one approved first, whatever the stage says.", "Lettres : chacune approuvée d'abord, quoi que dise l'étape."},
		ledger.ModeInternalOnly: {"Letters: none (internal only); colleagues are told as always.", "Lettres : aucune (interne seulement) ; les collègues sont prévenus comme toujours."},
		ledger.ModeNever:        {"Letters: never; colleagues are told as always.", "Lettres : jamais ; les collègues sont prévenus comme toujours."},
	}[mode])
	if text == "" {
		text = t.say(bilingual{"Letters: none, since the mode %q isn't one of automatic, to approve, internal only, never.", "Lettres : aucune, car le mode « %s » n'est ni automatique, ni à approuver, ni interne seulement, ni jamais."}, mode)
	}
	if a.ModeReason != "" {
		text += " " + t.say(bilingual{"Why: %s.", "Motif : %s."}, a.ModeReason)
	}
	if !a.ModeReview.IsZero() {
		text += " " + t.say(bilingual{"To be looked at again on %s.", "À revoir le %s."}, a.ModeReview)
	}
	return text
}
