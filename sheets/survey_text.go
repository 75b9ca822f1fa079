package sheets

import (
	"fmt"
	"strings"

	"github.com/relance-bot/relance/ledger"
)

// surveyPrinter writes a survey in one language.
type surveyPrinter struct {
	strings.Builder
	language string
}

// say is one line; the format's two languages take the same arguments.
func (b *surveyPrinter) say(en, fr string, args ...any) {
	fmt.Fprintf(b, b.of(en, fr)+"\n", args...)
}

func (b *surveyPrinter) of(en, fr string) string {
	if b.language == "fr" {
		return fr
	}
	return en
}

func (b *surveyPrinter) quote(s string) string {
	if b.language == "fr" {
		return "« " + visible(s) + " »"
	}
	return `"` + visible(s) + `"`
}

func (b *surveyPrinter) field(f ledger.Field) string { return HeaderFor(f, b.language) }

// Text is the survey for a person, in French ("fr") or English.
func (s Survey) Text(language string) string {
	b := &surveyPrinter{language: language}
	b.say("%s: what adopting it would find and do. Nothing has been written.", "%s : ce que l'adoption trouverait et ferait. Rien n'a été écrit.", b.quote(s.Title))
	for _, t := range s.Sheets {
		b.tab(t)
	}
	b.others(s.OtherTabs)
	if len(s.Holds) > 0 {
		b.say("\nThis must be put right first:", "\nÀ corriger d'abord :")
		b.problems(s.Holds)
		return b.String()
	}
	b.totals(s)
	b.found(s)
	b.would(s)
	return b.String()
}

func (b *surveyPrinter) tab(t SurveyedTab) {
	where := b.of("row", "ligne") + " " + itoa(t.Header)
	if t.TwoLines {
		where = fmt.Sprintf(b.of("rows %d and %d", "lignes %d et %d"), t.Header-1, t.Header)
	}
	b.say("\nTab %s: header in %s, %s", "\nOnglet %s : en-tête en %s, %s", b.quote(t.Title), where, b.count(t.Rows, "invoice", "facture"))
	for _, c := range t.Mapping {
		fmt.Fprintf(b, "  %-3s %s → %s%s\n", c.Letter, headerText(c.Header), b.field(c.Field), b.why(c))
	}
	for _, f := range t.Missing {
		b.say("  no column for %s", "  pas de colonne pour %s", b.missing(f))
	}
	for _, h := range t.History {
		stage := b.of("reminders", "relances")
		if h.Stage > 0 {
			stage = b.of("stage ", "étape ") + itoa(h.Stage)
		}
		b.say("  %-3s %s: past reminders (%s), read once, never written", "  %-3s %s : relances passées (%s), lues une fois, jamais écrites", h.Letter, headerText(h.Header), stage)
	}
	for _, u := range t.Unmapped {
		b.say("  %-3s %s: left alone%s", "  %-3s %s : laissée telle quelle%s", u.Letter, headerText(u.Header), b.hint(u))
	}
	for _, w := range t.Words {
		b.say("  %s in %s: %s, %s", "  %s dans %s : %s, %s", b.quote(w.Word), b.quote(t.header(ledger.FieldPaid)), b.means(w.Means), b.count(w.Count, "row", "ligne"))
	}
	for _, x := range t.Terms {
		if x.Known {
			b.say("  %s: due %s, where no due date is given (%s)", "  %s : échéance %s, là où aucune n'est donnée (%s)", b.quote(x.Text), TermsText(x.Means, b.language), b.count(x.Count, "row", "ligne"))
		} else {
			b.say("  %s: not understood, so these rows have no due date (%s)", "  %s : non compris, ces lignes n'ont donc pas d'échéance (%s)", b.quote(x.Text), b.count(x.Count, "row", "ligne"))
		}
	}
	for _, r := range t.Skipped {
		b.say("  row %d %s: no invoice (%s)", "  ligne %d %s : pas une facture (%s)", r.Row, b.quote(r.Text), b.skip(r.Why))
	}
}

func (t SurveyedTab) header(f ledger.Field) string {
	for _, c := range t.Mapping {
		if c.Field == f {
			return c.Header
		}
	}
	return ""
}

// headerText is a header on one line.
func headerText(s string) string {
	if s = strings.Join(strings.Fields(s), " "); s == "" {
		return "—"
	}
	return visible(s)
}

func (b *surveyPrinter) count(n int, en, fr string) string {
	word := b.of(en, fr)
	if n > 1 || n == 0 && b.language != "fr" {
		word += "s"
	}
	return itoa(n) + " " + word
}

func (b *surveyPrinter) why(c MappedColumn) string {
	text := ""
	switch c.Why {
	case MatchConfig:
		text = b.of(" (named in the configuration)", " (indiquée dans la configuration)")
	case MatchMark:
		text = b.of(" (known by the bot's mark)", " (reconnue à la marque du robot)")
	case MatchTax:
		text = b.of(" (of the amounts, the one that includes tax)", " (des montants, celui qui est TTC)")
	case MatchAmount:
		text = b.of(" (of several, the one that says an amount)", " (de plusieurs, celle qui donne un montant)")
	case MatchStatus:
		text = b.of(" (says paid or not)", " (dit payée ou non)")
	}
	if c.Formula {
		text += b.of(" (formulas: yours, never written)", " (formules : à vous, jamais écrites)")
	}
	return text
}

func (b *surveyPrinter) missing(f ledger.Field) string {
	if f == ledger.FieldDue {
		return b.field(f) + b.of(": nobody is chased without one", " : personne n'est relancé sans")
	}
	return b.field(f)
}

func (b *surveyPrinter) hint(u UnmappedColumn) string {
	switch u.Hint {
	case HintNoTax:
		return b.of(" (without tax; what is owed includes it)", " (hors taxes ; ce qui est dû est TTC)")
	case HintThousands:
		return b.of(" (thousands; amounts are needed to the cent)", " (milliers ; il faut les montants au centime)")
	case HintAging:
		return b.of(" (a bucket of an aged balance)", " (une tranche de balance âgée)")
	}
	if f := u.Hint.Field(); f != "" {
		return fmt.Sprintf(b.of(" (if it is %s, name it in the configuration: columns: {%s: %q})", " (si c'est %s, indiquez-la dans la configuration : columns: {%s: %q})"), b.field(f), f, u.Header)
	}
	return ""
}

func (b *surveyPrinter) means(says paidSays) string {
	switch says {
	case saysPaid:
		return b.of("paid in full", "payée en totalité")
	case saysPart:
		return b.of("partly paid", "payée en partie")
	case saysVoid:
		return b.of("nothing is owed, the row is left out", "rien n'est dû, la ligne est laissée de côté")
	}
	return b.of("not paid", "non payée")
}

func (b *surveyPrinter) skip(why SkipReason) string {
	switch why {
	case SkipTotal:
		return b.of("a total", "un total")
	case SkipSum:
		return b.of("the sum of the rows above", "la somme des lignes au-dessus")
	case SkipHeader:
		return b.of("the header again", "l'en-tête répété")
	case SkipUnits:
		return b.of("units", "des unités")
	}
	return b.of("cancelled or a draft", "annulée ou brouillon")
}

func (b *surveyPrinter) others(tabs []OtherTab) {
	for _, t := range tabs {
		switch {
		case t.Role != "":
			b.say("\nTab %s: read as %s", "\nOnglet %s : lu comme %s", b.quote(t.Title), b.quote(titleFor(tabRole(t.Role), b.language)))
		case t.Like:
			b.say("\nTab %s looks like invoices and isn't read; name it in the configuration if it should be", "\nOnglet %s : ressemble à des factures et n'est pas lu ; indiquez-le dans la configuration s'il doit l'être", b.quote(t.Title))
		default:
			b.say("\nTab %s: left alone", "\nOnglet %s : laissé tel quel", b.quote(t.Title))
		}
	}
}

func (b *surveyPrinter) totals(s Survey) {
	b.say("\n%s of %s, %s to be paid.", "\n%s de %s, %s à encaisser.", b.count(s.Invoices, "invoice", "facture"), b.count(s.Customers, "customer", "client"), b.money(s.Open))
	if s.Late.Count == 0 {
		b.say("Nothing is late.", "Rien n'est en retard.")
		return
	}
	b.say("Late already: %s, %s. They wait until finance presses Start chasing; by the days they would be at:",
		"Déjà en retard : %s, %s. Elles attendent que la finance clique sur Commencer à relancer ; d'après les jours, elles en seraient à :", b.count(s.Late.Count, "invoice", "facture"), b.money(s.Late.Open))
	for _, st := range s.Late.Stages {
		stage := b.of("stage ", "étape ") + itoa(st.Stage)
		if st.Stage < 0 {
			stage = b.of("before the first reminder", "avant la première relance")
		}
		b.say("  %s: %s, %s", "  %s : %s, %s", stage, b.count(st.Count, "invoice", "facture"), b.money(st.Open))
	}
}

func (b *surveyPrinter) found(s Survey) {
	if len(s.Problems) > 0 {
		b.say("\nTo put right, in the sheet (nobody is chased on these rows meanwhile):", "\nÀ corriger dans la feuille (en attendant, personne n'est relancé sur ces lignes) :")
		b.problems(s.Problems)
	}
	if len(s.Near) > 0 {
		b.say("\nCustomers who may be one (give one of them the other's name, or list it under Also known as):", "\nClients qui n'en sont peut-être qu'un (donnez à l'un le nom de l'autre, ou notez-le sous Autres noms) :")
		for _, n := range s.Near {
			why := b.of("the same name but for its form", "le même nom à la forme près")
			if n.Why == ledger.NearOneLetter {
				why = b.of("one letter apart", "à une lettre près")
			}
			b.say("  %s and %s: %s", "  %s et %s : %s", b.quote(n.Names[0]), b.quote(n.Names[1]), why)
		}
	}
}

func (b *surveyPrinter) problems(list []Problem) {
	for _, p := range list {
		place := p.Tab
		if p.Row > 0 {
			place += b.of(" row ", " ligne ") + itoa(p.Row)
		}
		if p.Invoice != "" {
			place += " " + strings.ToUpper(string(p.Invoice))
		}
		fmt.Fprintf(b, "  %s%s%s\n", strings.TrimSpace(place), b.of(": ", " : "), p.Text(b.language))
	}
}

func (b *surveyPrinter) would(s Survey) {
	b.say("\nAdopting would copy the tab first, and then:", "\nL'adoption copierait d'abord l'onglet, puis :")
	for _, t := range s.Sheets {
		var names []string
		for _, a := range s.AddColumns {
			if a.TabID == t.ID {
				names = append(names, a.Letter+" "+a.Header)
			}
		}
		if len(names) > 0 {
			b.say("  add to %s the columns %s", "  ajouterait à %s les colonnes %s", b.quote(t.Title), strings.Join(names, ", "))
		}
	}
	if len(s.AddTabs) > 0 {
		b.say("  add the tabs %s and a hidden tab %s", "  ajouterait les onglets %s et un onglet caché %s", strings.Join(s.AddTabs, ", "), hiddenTitle)
	} else {
		b.say("  add a hidden tab %s", "  ajouterait un onglet caché %s", hiddenTitle)
	}
	for _, w := range s.Writes {
		over := b.of("blank now", "vides à ce jour")
		if w.Over > 0 {
			over = fmt.Sprintf(b.of("%d of them hold something now", "dont %d contiennent quelque chose"), w.Over)
		}
		b.say("  write into %s, column %s %s: %s (%s)", "  écrirait dans %s, colonne %s %s : %s (%s)", b.quote(w.Tab), w.Letter, headerText(w.Header), b.count(w.Cells, "cell", "cellule"), over)
	}
	b.say("Nothing else is written, and eject takes all of it away again.", "Rien d'autre n'est écrit, et eject retire le tout.")
}

func (b *surveyPrinter) money(list []ledger.Money) string {
	if len(list) == 0 {
		return b.of("nothing", "rien")
	}
	parts := make([]string, len(list))
	for i, m := range list {
		parts[i] = moneyText(m, b.language)
	}
	return strings.Join(parts, b.of(" and ", " et "))
}

// moneyText is an amount with groups of three, as each language writes it.
func moneyText(m ledger.Money, language string) string {
	group, point := ",", "."
	if language == "fr" {
		group, point = "\u202f", ","
	}
	whole, fraction, _ := strings.Cut(m.Decimal().Abs().StringFixed(m.Currency.Exponent()), ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + group + whole[i:]
	}
	if fraction != "" {
		whole += point + fraction
	}
	if m.IsNegative() {
		whole = "-" + whole
	}
	return whole + " " + string(m.Currency)
}
