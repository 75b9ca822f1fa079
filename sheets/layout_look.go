package sheets

import "github.com/relance-bot/relance/ledger"

// widthOf is a column's in pixels: of what it usually holds, and of its header.
func widthOf(f ledger.Field) int {
	switch f {
	case colActWhat:
		return 320
	case ledger.FieldCheck, ledger.FieldNotes, ledger.FieldDispute, colPayNote, colCustAliases, colActBefore, colActAfter:
		return 220
	case ledger.FieldCustomer:
		return 170
	case colPayCustomer, colCustName, colCustEmail, colWhoEmail, colWhoName, colActCustomer:
		return 180
	case ledger.FieldSalesperson, ledger.FieldPlan, ledger.FieldTakenBy, colActWhen, colActWho, colPayBankRef, colPayBy, colCustMode:
		return 140
	case ledger.FieldStage, ledger.FieldDaysLate:
		return 68
	case ledger.FieldAmount, ledger.FieldPaid, ledger.FieldBalance, ledger.FieldDue, ledger.FieldPaidOn, ledger.FieldIssued:
		return 88
	case ledger.FieldCurrency, colPayCurrency, colCustCountry, colCustLanguage, colWhoLanguage:
		return 76
	}
	return 104
}

// currencyChoices are offered in dropdowns; any other code may be typed.
var currencyChoices = []string{"EUR", "USD", "GBP", "CHF", "CAD", "SEK", "NOK", "DKK", "PLN", "JPY"}

// modeWords are the reminder modes as each language's dropdown shows them; the
// sync reads them all (modeOf).
var modeWords = []struct{ mode, en, fr string }{
	{ledger.ModeAutomatic, "automatic", "automatique"},
	{ledger.ModeToApprove, "to approve", "à approuver"},
	{ledger.ModeInternalOnly, "internal only", "interne seulement"},
	{ledger.ModeNever, "never", "jamais"},
}

// roleWords likewise are the roles (roleOf).
var roleWords = []struct{ role, en, fr string }{
	{"salesperson", "salesperson", "commercial"},
	{"finance", "finance", "finance"},
	{"manager", "manager", "responsable"},
	{"admin", "admin", "administrateur"},
}

func modeWord(mode, language string) string {
	for _, m := range modeWords {
		if m.mode == mode {
			return inLanguage(language, m.en, m.fr)
		}
	}
	return mode
}

func roleWord(role, language string) string {
	for _, r := range roleWords {
		if r.role == role {
			return inLanguage(language, r.en, r.fr)
		}
	}
	return role
}

func inLanguage(language, en, fr string) string {
	if language == "fr" {
		return fr
	}
	return en
}

// choicesOf is what a column's dropdown offers.
func choicesOf(f ledger.Field, language string) []string {
	var list []string
	switch f {
	case ledger.FieldCurrency, colPayCurrency:
		return currencyChoices
	case ledger.FieldStage:
		return []string{"0", "1", "2", "3", "4", "5", "6", stopWord}
	case colCustLanguage, colWhoLanguage:
		return []string{"en", "fr"}
	case colPaySource:
		if language == "fr" {
			list = []string{"virement", "chèque", "carte", "prélèvement", "espèces"}
		} else {
			list = []string{"transfer", "cheque", "card", "direct debit", "cash"}
		}
		return append(list, ledger.PaymentFromBank, ledger.PaymentFromSlack, ledger.PaymentFromSheet)
	case colCustMode:
		for _, m := range modeWords {
			list = append(list, inLanguage(language, m.en, m.fr))
		}
	case colWhoRole:
		for _, r := range roleWords {
			list = append(list, inLanguage(language, r.en, r.fr))
		}
	}
	return list
}

// Colours of what is getting worse.
const (
	fillPale   = "#eaf3ff"
	fillYellow = "#fff7d6"
	fillAmber  = "#ffe2b3"
	fillOrange = "#ffcf9e"
	fillRed    = "#ffc2b8"
	fillDeep   = "#f79a8f"
	fillGrey   = "#e6e6e6"
)

// rulesOf colours a column: stages as they rise, days late as they grow.
func rulesOf(f ledger.Field) []Rule {
	switch f {
	case ledger.FieldStage:
		return []Rule{
			{Starts: "0", Fill: fillPale},
			{Starts: "1", Fill: fillYellow},
			{Starts: "2", Fill: fillAmber},
			{Starts: "3", Fill: fillOrange},
			{Starts: "4", Fill: fillRed},
			{Starts: "5", Fill: fillDeep},
			{Starts: "6", Fill: fillDeep},
			{Starts: stopWord, Fill: fillGrey, Faded: true},
		}
	case ledger.FieldDaysLate:
		return []Rule{
			{From: 1, To: 10, Fill: fillYellow},
			{From: 11, To: 30, Fill: fillAmber},
			{From: 31, To: 60, Fill: fillRed},
			{From: 61, To: maxDaysLate, Fill: fillDeep},
		}
	}
	return nil
}

// maxDaysLate is beyond any that a sheet shows: a century.
const maxDaysLate = 36525
