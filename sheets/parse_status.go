package sheets

import (
	"regexp"
	"strings"
	"unicode"

	"github.com/relance-bot/relance/ledger"
)

// paidSays is what a word in a column of payments says.
type paidSays string

// What words can say.
const (
	saysPaid paidSays = "paid" // in full
	saysOpen paidSays = "open"
	saysPart paidSays = "part" // of an amount that it doesn't say
	saysVoid paidSays = "void" // cancelled, a draft, written off: nothing is owed
)

// paidWord is a cell of a column of payments that holds words in place of an
// amount: "Payé", "yes", ✓, "paid 12/03", "acompte 500".
type paidWord struct {
	Says   paidSays
	Word   string // as typed, without the day
	Tick   bool   // a tick box
	On     ledger.Date
	Amount ledger.Money // where one is said beside the word
}

// paidWords are the words, folded by spokenWords.
var paidWords = func() map[string]paidSays {
	all := map[string]paidSays{}
	for says, list := range map[paidSays]string{
		saysPaid: `paye,payee,payes,payees,paid,paid in full,fully paid,paye en totalite,solde,soldee,soldes,regle,reglee,regles,reglees,acquitte,acquittee,encaisse,encaissee,
			settled,cleared,closed,cloture,cloturee,oui,yes,y,o,ok,true,vrai,x,done,fait,received,recu,recue,facture payee,facture reglee,lettre,lettree`,
		saysOpen: `non,no,n,faux,false,impaye,impayee,impayes,non paye,non payee,pas paye,pas payee,non regle,non reglee,non solde,non soldee,non encaisse,a payer,a regler,a encaisser,a echoir,non echu,non echue,
			echu,echue,en retard,retard,en cours,en attente,attente,attente de paiement,en attente de paiement,en attente de reglement,ouvert,ouverte,envoye,envoyee,emise,emis,facture,facturee,valide,validee,due,du,
			unpaid,not paid,open,outstanding,overdue,past due,late,pending,sent,viewed,issued,awaiting payment,awaiting,not due,current,to pay,unsettled,
			relance,relancee,a relancer,relance envoyee,reminded,reminder sent,nc,na,n a`,
		saysPart: `partiel,partielle,partiellement paye,partiellement payee,paye partiellement,payee partiellement,paiement partiel,reglement partiel,partial,partially paid,part paid,partly paid,acompte,acompte recu,acompte verse,deposit,deposit paid,en partie`,
		saysVoid: `annule,annulee,annulation,void,voided,cancelled,canceled,brouillon,draft,irrecouvrable,passe en perte,passee en perte,perte,written off,write off,bad debt,uncollectible,abandonne,abandonnee`,
	} {
		for w := range strings.SplitSeq(list, ",") {
			all[strings.Join(strings.Fields(w), " ")] = says
		}
	}
	return all
}()

// paidSigns are marks that say paid or not without a letter.
var paidSigns = map[string]paidSays{"✓": saysPaid, "✔": saysPaid, "☑": saysPaid, "✅": saysPaid, "✗": saysOpen, "✘": saysOpen, "☐": saysOpen, "❌": saysOpen, "-": saysOpen, "–": saysOpen, "/": saysOpen}

// paidSilent are words that say how it was paid, or nothing.
var paidSilent = func() map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq("le la on du de par by en the via cb carte cheque chq chk virement vir vrt especes esp prelevement prlv lcr traite cash card check wire transfer bank banque stripe paypal sepa") {
		set[w] = true
	}
	return set
}()

// readPaidWord reads a cell as words about a payment. It answers false where it
// holds none that are known.
func readPaidWord(cell any, opt ParseOptions, issued ledger.Date) (paidWord, bool) {
	switch x := cell.(type) {
	case bool:
		if x {
			return paidWord{Says: saysPaid, Word: "TRUE", Tick: true}, true
		}
		return paidWord{Says: saysOpen, Word: "FALSE", Tick: true}, true
	case string:
		return readPaidText(x, opt, issued)
	}
	return paidWord{}, false
}

func readPaidText(text string, opt ParseOptions, issued ledger.Date) (paidWord, bool) {
	text = strings.TrimFunc(text, func(r rune) bool { return unicode.IsSpace(r) || isPadding(r) || r == '\ufe0f' })
	if says, ok := paidSigns[text]; ok {
		return paidWord{Says: says, Word: text}, true
	}
	if len(text) > maxPaidText {
		return paidWord{}, false
	}
	day, rest, _ := dayIn(text, opt, issued)
	words := strings.Fields(spokenWords(rest))
	if says, ok := saysOf(words); ok {
		return paidWord{Says: says, Word: wordTyped(rest), On: day}, true
	}
	// "payé 500", "acompte 1 200,50 €": the word in front, an amount behind it.
	at := strings.IndexFunc(rest, func(r rune) bool { return isDigit(r) || strings.ContainsRune("€$£(-", r) })
	if at <= 0 {
		return paidWord{}, false
	}
	says, ok := saysOf(strings.Fields(spokenWords(rest[:at])))
	if !ok || says == saysOpen || says == saysVoid {
		return paidWord{}, false
	}
	m, err := ParseAmount(strings.Trim(rest[at:], " :"), opt)
	if err != nil || !m.IsPositive() {
		return paidWord{}, false
	}
	return paidWord{Says: saysPart, Word: wordTyped(rest[:at]), On: day, Amount: m}, true
}

// maxPaidText bounds a cell of status words: more is prose.
const maxPaidText = 80

func saysOf(words []string) (paidSays, bool) {
	if says, ok := paidWords[strings.Join(words, " ")]; ok {
		return says, true
	}
	var kept []string
	for _, w := range words {
		if !paidSilent[w] {
			kept = append(kept, w)
		}
	}
	says, ok := paidWords[strings.Join(kept, " ")]
	return says, ok
}

// wordTyped is the first word as typed: what the column's people write.
func wordTyped(rest string) string {
	rest = strings.TrimSpace(rest)
	if says, ok := paidWords[spokenWords(rest)]; ok && says != "" {
		return strings.Trim(rest, " :;,.-")
	}
	word, _, _ := strings.Cut(rest, " ")
	return strings.Trim(word, " :;,.-")
}

// datesIn are days as people note them beside a word; the year may be missing.
var datesIn = regexp.MustCompile(`\b(?:\d{4}-\d{2}-\d{2}|\d{1,2}[/.\-]\d{1,2}(?:[/.\-](?:\d{4}|\d{2}))?)\b`)

// dayIn finds the one day in a text and gives the text without it. A day
// without a year is the first such day on or after the invoice's issue; where
// that isn't known, it is none.
func dayIn(text string, opt ParseOptions, issued ledger.Date) (day ledger.Date, rest string, ok bool) {
	found := datesIn.FindAllStringIndex(text, 2)
	if len(found) != 1 {
		return 0, text, false
	}
	word := text[found[0][0]:found[0][1]]
	rest = text[:found[0][0]] + " " + text[found[0][1]:]
	if d, err := ParseDate(word, opt); err == nil {
		return d, rest, true
	}
	parts := strings.FieldsFunc(word, func(r rune) bool { return !isDigit(r) })
	if len(parts) != 2 || opt.DateOrder == DateISO {
		return 0, text, false
	}
	if issued.IsZero() {
		return 0, rest, true
	}
	for year := issued.Time().Year(); year <= issued.Time().Year()+1; year++ {
		d, err := ParseDate(word+word[len(parts[0]):len(parts[0])+1]+itoa(year), opt)
		if err == nil && !d.Before(issued) {
			return d, rest, true
		}
	}
	return 0, rest, true
}

func isMark(r rune) bool   { return unicode.Is(unicode.Mn, r) }
func isLetter(r rune) bool { return unicode.IsLetter(r) }
