package sheets

import (
	"strings"

	"github.com/relance-bot/relance/ledger"
)

// ColumnHint says what a column that is left alone may be meant for: the person
// who adopts the sheet names it in the configuration if it is.
type ColumnHint string

// Hints. Those that name a field are "field:" and its name.
const (
	HintNone      ColumnHint = ""
	HintNoTax     ColumnHint = "without_tax" // what is owed includes tax
	HintThousands ColumnHint = "thousands"
	HintAging     ColumnHint = "aging" // a bucket of an aged balance
	hintField                = "field:"
)

// Field is the field that a hint names.
func (h ColumnHint) Field() ledger.Field {
	f, _ := strings.CutPrefix(string(h), hintField)
	if f == string(h) {
		return ""
	}
	return ledger.Field(f)
}

// hintWords could mean two things, so they stand for none by themselves.
var hintWords = map[string]ledger.Field{
	"date": ledger.FieldIssued, "dates": ledger.FieldIssued, "jour": ledger.FieldIssued,
	"nom": ledger.FieldCustomer, "name": ledger.FieldCustomer, "contact": ledger.FieldCustomer, "chantier": ledger.FieldCustomer, "projet": ledger.FieldCustomer, "project": ledger.FieldCustomer,
	"ref": ledger.FieldNumber, "reference": ledger.FieldNumber, "refs": ledger.FieldNumber, "id": ledger.FieldNumber, "libelle": ledger.FieldNumber, "document": ledger.FieldNumber,
	"total": ledger.FieldAmount, "prix": ledger.FieldAmount, "price": ledger.FieldAmount, "somme": ledger.FieldAmount, "debit": ledger.FieldAmount,
	"reglement": ledger.FieldPaid, "paiement": ledger.FieldPaid, "payment": ledger.FieldPaid, "credit": ledger.FieldPaid,
	"code": ledger.FieldCustomerCode, "compte": ledger.FieldCustomerCode, "account": ledger.FieldCustomerCode,
	"suivi": ledger.FieldNotes, "divers": ledger.FieldNotes, "info": ledger.FieldNotes, "infos": ledger.FieldNotes,
}

// hintFor guesses what a column is for, for a person to decide.
func hintFor(header string, mapped Columns) ColumnHint {
	words := strings.Fields(spokenWords(header))
	text := strings.Join(words, " ")
	switch {
	case len(words) == 0:
		return HintNone
	case strings.Contains(strings.ToLower(header), "k€") || strings.Contains(text, "keur") || strings.Contains(text, "milliers") || strings.Contains(text, "thousands"):
		return HintThousands
	case isAging(text):
		return HintAging
	}
	for _, w := range words {
		if w == "ht" || w == "net" || w == "hors" || w == "excl" || w == "ex" {
			return HintNoTax
		}
	}
	if f := hintWords[text]; f != "" && !mapped.Has(f) {
		return ColumnHint(hintField + string(f))
	}
	return HintNone
}

// isAging tells the buckets of an aged balance: "0-30", "31 à 60 jours", "+90",
// "non échu".
func isAging(text string) bool {
	switch text {
	case "non echu", "a echoir", "not due", "current", "echu", "30", "60", "90", "120":
		return true
	}
	digits := 0
	for w := range strings.FieldsSeq(text) {
		switch {
		case isDigits(w):
			digits++
		case w != "a" && w != "to" && w != "et" && w != "jours" && w != "j" && w != "days" && w != "d" && w != "plus" && w != "de" && w != "over" && w != "more" && w != "than" && w != "and":
			return false
		}
	}
	return digits > 0
}
