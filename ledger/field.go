package ledger

// Field names one fact about an invoice, or one kind of record in the journal.
// The names are stable: they stand in journals, baselines and configuration.
type Field string

// Fields that a human owns. The bot writes them only where a person in Slack
// adds or edits an invoice explicitly.
const (
	FieldNumber       Field = "number"        // text; the key
	FieldCustomer     Field = "customer"      // text
	FieldCustomerCode Field = "customer_code" // text
	FieldIssued       Field = "issued"        // date
	FieldDue          Field = "due"           // date
	FieldAmount       Field = "amount"        // money; negative in a credit note
	FieldCurrency     Field = "currency"      // text, ISO 4217
	FieldTerms        Field = "terms"         // text
	FieldLadder       Field = "ladder"        // text: the invoice's own ladder, by name
)

// Fields that humans and the bot share.
const (
	FieldPaid           Field = "paid"             // money; the sum of the invoice's payments
	FieldPaidOn         Field = "paid_on"          // date of the last payment
	FieldSalesperson    Field = "salesperson"      // text: e-mail, Slack id or name
	FieldPromisedOn     Field = "promised_on"      // date
	FieldPromisedAmount Field = "promised_amount"  // money; empty: the whole balance
	FieldDispute        Field = "dispute"          // text: the reason
	FieldDisputedAmount Field = "disputed_amount"  // money; empty: the whole balance
	FieldSnoozedUntil   Field = "snoozed_until"    // date: no reminder before it
	FieldTakenBy        Field = "taken_by"         // text: who said "I'm on it"
	FieldTakenUntil     Field = "taken_until"      // date
	FieldSaysPaidUntil  Field = "says_paid_until"  // date: the customer says it's paid; finance checks by then
	FieldOptOut         Field = "opt_out"          // yes: never reminded
	FieldDisputeOwner   Field = "dispute_owner"    // text: who sees to the dispute
	FieldDisputeReview  Field = "dispute_review"   // date on which it is looked at again
	FieldRepliedUntil   Field = "replied_until"    // date: they replied, no letter up to and including it
	FieldCallAgain      Field = "call_again"       // date on which to call them again; no reminder before it
	FieldStanding       Field = "standing"         // text, see Standing
	FieldWaived         Field = "penalties_waived" // text: why interest and fee are not claimed
	FieldTracking       Field = "tracking"         // text: of the registered letter
	FieldPlan           Field = "plan"             // text: instalments
	FieldNotes          Field = "notes"            // text
)

// Fields that the bot owns.
const (
	FieldBalance      Field = "balance"       // money
	FieldDaysLate     Field = "days_late"     // integer
	FieldStage        Field = "stage"         // text, see Stage
	FieldLastReminder Field = "last_reminder" // date
	FieldNextReminder Field = "next_reminder" // date
	FieldLetterStage  Field = "letter_stage"  // text, see Stage: of the last letter to the customer
	FieldLastLetter   Field = "last_letter"   // date
	FieldCheck        Field = "check"         // text: what is wrong with the row
)

// Records and states that have no cell of their own in the invoice's row.
const (
	FieldInvoice Field = "invoice"           // record: an invoice was added (New) or removed (Old)
	FieldPayment Field = "payment"           // record: a payment was added, changed or removed
	FieldPerson  Field = "person"            // record: a row of the People tab
	FieldAccount Field = "account"           // record: a row of the Customers tab
	FieldSure    Field = "promise_confirmed" // date: finance or a manager stands by the promise of that day; of an invoice
	FieldWaiting Field = "waiting"           // yes: late when first seen, waits for Start chasing
	FieldProblem Field = "problem"           // text: quarantined, nobody is chased on it
	FieldLevel   Field = "level"             // text: observe, internal or letters; of the book
	FieldPause   Field = "pause"             // date: no reminder up to and including it; of the book or a customer
	FieldHold    Field = "hold"              // text: why the book is held; empty: it isn't
	FieldNote    Field = "note"              // text: a line in the timeline that changes nothing
	FieldAway    Field = "away"              // record: who stands in for a person, and when
	FieldPolicy  Field = "policy"            // record: the ladders that finance applied, as LadderRows; of the book
	FieldLadders Field = "ladders"           // record: what the Ladder tab says, as LadderRows; of the book
	FieldLetter  Field = "letter"            // record: a letter was approved, or given up; of its customer
)

// RowFields are the fields that an invoice's row has cells for, in the order
// in which a sheet made by Relance shows them.
var RowFields = []Field{
	FieldNumber, FieldCustomer, FieldCustomerCode, FieldIssued, FieldDue, FieldAmount, FieldCurrency, FieldTerms,
	FieldPaid, FieldPaidOn, FieldBalance, FieldDaysLate, FieldSalesperson,
	FieldPromisedOn, FieldPromisedAmount, FieldDispute, FieldDisputedAmount, FieldSnoozedUntil,
	FieldTakenBy, FieldTakenUntil, FieldSaysPaidUntil, FieldOptOut, FieldPlan, FieldNotes,
	FieldDisputeOwner, FieldDisputeReview, FieldRepliedUntil, FieldCallAgain, FieldStanding, FieldWaived, FieldTracking,
	FieldStage, FieldLastReminder, FieldNextReminder, FieldLetterStage, FieldLastLetter, FieldLadder, FieldCheck,
}

// Kind is the kind of value that the field holds; records and states are text
// but for waiting (yes) and pause (a date).
func (f Field) Kind() Kind {
	switch f {
	case FieldIssued, FieldDue, FieldPaidOn, FieldPromisedOn, FieldSnoozedUntil, FieldTakenUntil,
		FieldSaysPaidUntil, FieldLastReminder, FieldNextReminder, FieldPause,
		FieldSure, FieldDisputeReview, FieldRepliedUntil, FieldCallAgain, FieldLastLetter:
		return KindDate
	case FieldAmount, FieldPaid, FieldPromisedAmount, FieldDisputedAmount, FieldBalance:
		return KindMoney
	case FieldDaysLate:
		return KindInt
	case FieldOptOut, FieldWaiting:
		return KindBool
	}
	return KindText
}
