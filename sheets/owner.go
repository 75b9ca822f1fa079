package sheets

import "github.com/relance-bot/relance/ledger"

// Owner says who writes a field's cells.
type Owner string

// The owners of the design's table.
const (
	OwnerHuman  Owner = "human"  // humans; the bot only what a person in Slack edited explicitly
	OwnerShared Owner = "shared" // both, merged three ways
	OwnerBot    Owner = "bot"    // the bot; other edits are put back and reported once
)

// OwnerOf is the owner of a field. A column that holds a formula is a human's
// whatever this says.
func OwnerOf(f ledger.Field) Owner {
	switch f {
	case ledger.FieldNumber, ledger.FieldCustomer, ledger.FieldCustomerCode, ledger.FieldIssued, ledger.FieldDue,
		ledger.FieldAmount, ledger.FieldCurrency, ledger.FieldTerms, ledger.FieldLadder:
		return OwnerHuman
	case ledger.FieldBalance, ledger.FieldDaysLate, ledger.FieldStage, ledger.FieldLastReminder,
		ledger.FieldNextReminder, ledger.FieldLetterStage, ledger.FieldLastLetter, ledger.FieldCheck:
		return OwnerBot
	}
	return OwnerShared
}
