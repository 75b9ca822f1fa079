package sheets

import (
	"slices"
	"strings"

	"github.com/relance-bot/relance/ledger"
)

// groupSign parts the two lines of a header that spans two rows: "Règlement ›
// Date" stands below "Règlement", which may be merged over several columns.
const groupSign = " › "

// lookUp knows a header by its words, with or without a currency or a unit:
// "Amount (USD)", "Montant TTC €", "Payé (O/N)". Other brackets are part of the
// name: "Amount (excl. VAT)" is not the amount. Of a header of two lines, the
// words count in either order, and the lower line alone.
func lookUp(text string, known map[string]ledger.Field) (ledger.Field, ledger.Currency, bool) {
	forms := []string{text}
	if above, below, ok := strings.Cut(text, groupSign); ok {
		forms = append(forms, below+" "+above, below)
	}
	for _, form := range forms {
		if f, ok := known[squeeze(form)]; ok {
			return f, "", true
		}
		rest, c, ok := withoutUnit(form)
		if !ok {
			continue
		}
		if f, ok := known[squeeze(rest)]; ok {
			return f, c, true
		}
	}
	return "", "", false
}

// withoutUnit takes a currency or a unit out of a header.
func withoutUnit(text string) (rest string, c ledger.Currency, ok bool) {
	if before, inside, after, found := cutBrackets(text); found {
		if c, err := ParseCurrency(strings.TrimPrefix(strings.ToLower(inside), "en ")); err == nil && c != "" {
			return before + " " + after, c, true
		}
		return before + " " + after, "", headerUnits[squeeze(inside)]
	}
	fields := strings.Fields(text)
	if len(fields) < 2 {
		return "", "", false
	}
	last := fields[len(fields)-1]
	if c = headerCurrencies[strings.ToLower(last)]; c == "" {
		return "", "", false
	}
	fields = fields[:len(fields)-1]
	if n := len(fields) - 1; n > 0 && (strings.EqualFold(fields[n], "en") || strings.EqualFold(fields[n], "in")) {
		fields = fields[:n]
	}
	return strings.Join(fields, " "), c, true
}

func cutBrackets(text string) (before, inside, after string, ok bool) {
	for _, pair := range []string{"()", "[]"} {
		head, rest, opened := strings.Cut(text, pair[:1])
		mid, tail, closed := strings.Cut(rest, pair[1:])
		if opened && closed {
			return head, strings.TrimSpace(mid), tail, true
		}
	}
	return "", "", "", false
}

// headerCurrencies are the currencies that a header names without brackets;
// other codes (ALL, TOP, TRY) are words too.
var headerCurrencies = map[string]ledger.Currency{
	"€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR", "£": "GBP", "gbp": "GBP", "usd": "USD", "chf": "CHF", "cad": "CAD",
}

// headerUnits are what a header says about its cells in brackets, or in a row
// of units below it, that changes nothing about what they are. Thousands (k€)
// are not among them: such a column isn't known.
var headerUnits = func() map[string]bool {
	set := map[string]bool{}
	for _, w := range []string{
		"o/n", "oui/non", "oui ou non", "y/n", "yes/no", "x", "✓", "jj/mm/aaaa", "jj/mm/aa", "jj/mm", "aaaa-mm-jj", "dd/mm/yyyy", "dd/mm/yy", "mm/dd/yyyy", "yyyy-mm-dd",
		"date", "jours", "jour", "j", "days", "nb jours", "texte", "text", "ttc", "TTC", "incl. VAT", "inc. VAT", "incl. tax", "optionnel", "optional", "obligatoire", "required",
	} {
		set[squeeze(w)] = true
	}
	delete(set, "")
	return set
}()

// prefer chooses among several columns that claim one field, where one of them
// says it better: of the amounts the one that includes tax, which is what is
// owed; of what was paid the one that says it is an amount.
func prefer(f ledger.Field, header []string, found []int) ([]int, MatchReason) {
	if len(found) < 2 {
		return found, MatchHeader
	}
	signs, why := []string(nil), MatchHeader
	switch f {
	case ledger.FieldAmount:
		signs, why = taxSigns, MatchTax
	case ledger.FieldPaid:
		signs, why = []string{"montant", "mtt", "amount", "total"}, MatchAmount
	}
	better := slices.DeleteFunc(slices.Clone(found), func(i int) bool {
		text := squeeze(header[i])
		return !slices.ContainsFunc(signs, func(s string) bool { return strings.Contains(text, s) })
	})
	if len(better) == 1 {
		return better, why
	}
	return found, MatchHeader
}

// taxSigns stand in headers of amounts that include tax.
var taxSigns = []string{"ttc", "inclvat", "incvat", "incltax", "inctax", "inclgst", "gross", "toutestaxes", "netapayer"}

// statusHeaders are columns that say whether an invoice is paid, in words. They
// stand for Paid where no other column does.
var statusHeaders = func() map[string]bool {
	set := map[string]bool{}
	for _, w := range []string{
		"Status", "Statut", "État", "Invoice status", "Statut facture", "Statut de la facture", "Payment status", "Statut de paiement", "Statut paiement", "Statut règlement",
		"État du règlement", "État du paiement", "Situation", "Soldé", "Soldée", "Soldé ?", "Settled", "Cleared", "Acquitté", "Acquittée", "Paid in full", "Payé O/N", "Réglé O/N", "Réglée", "Facture réglée", "Facture payée",
	} {
		set[squeeze(w)] = true
	}
	return set
}()

// claimStatus lets a column of status words stand for Paid.
func claimStatus(header []string, taken map[int]bool, overridden, claims map[ledger.Field][]int) {
	if len(claims[ledger.FieldPaid]) > 0 || overridden[ledger.FieldPaid] != nil {
		return
	}
	for i, text := range header {
		if !taken[i] && isStatusHeader(text) {
			claims[ledger.FieldPaid] = append(claims[ledger.FieldPaid], i)
		}
	}
}

func isStatusHeader(text string) bool {
	if statusHeaders[squeeze(text)] {
		return true
	}
	_, below, ok := strings.Cut(text, groupSign)
	return ok && statusHeaders[squeeze(below)]
}
