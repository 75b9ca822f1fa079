package ledger

// Reasons of an Error, stable keys for translations. The comment names the
// Args.
const (
	ReasonNoInvoice       = "no_invoice"       // invoice
	ReasonUnknownHandover = "unknown_handover" // text
	ReasonNoCustomer      = "no_customer"      // customer
	ReasonAmountInvalid   = "amount_invalid"   // amount: not more than zero
	ReasonOtherCurrency   = "other_currency"   // invoice, currency, expected
	ReasonNothingOpen     = "nothing_open"     // invoice
	ReasonCreditNote      = "credit_note"      // invoice
	ReasonMoreThanOpen    = "more_than_open"   // invoice, amount, open
	ReasonMoreThanAmount  = "more_than_amount" // invoice, amount, total
	ReasonDateMissing     = "date_missing"     //
	ReasonDateImplausible = "date_implausible" // date
	ReasonDateInPast      = "date_in_past"     // date
	ReasonDateTooFar      = "date_too_far"     // date, days
	ReasonTextMissing     = "text_missing"     //
	ReasonTextTooLong     = "text_too_long"    // max
	ReasonUnknownOutcome  = "unknown_outcome"  // outcome
	ReasonUnknownCall     = "unknown_call"     // outcome
	ReasonUnknownStanding = "unknown_standing" // text
	ReasonOwnStandIn      = "own_stand_in"     //
	ReasonUnknownLevel    = "unknown_level"    // level
	ReasonAlreadySaid     = "already_said"     // invoice, amount: this very act was recorded otherwise
	ReasonTooLarge        = "too_large"        // currency, invoice
	ReasonAmbiguous       = "ambiguous"        // text, count
	ReasonNotFound        = "nothing_found"    // text
	ReasonNumberTaken     = "number_taken"     // invoice
	ReasonNumberMissing   = "number_missing"   //
	ReasonUnknownMethod   = "unknown_method"   // method
	ReasonCustomerMissing = "customer_missing" //
	ReasonDueBeforeIssue  = "due_before_issue" // due, issued
	ReasonNoPayment       = "no_payment"       // payment: an id
	ReasonReversed        = "payment_reversed" // payment, date
	ReasonIsReversal      = "is_reversal"      // payment
	ReasonChangedSince    = "changed_since"    // invoice
	ReasonOtherQuestion   = "other_question"   // invoice
	ReasonDaysInvalid     = "days_invalid"     // days, max
	ReasonUnknownRegime   = "unknown_regime"   // regime
	ReasonNoRate          = "no_rate"          // halves, series: the table of rates lacks them
	ReasonRateMissing     = "rate_missing"     //
	ReasonRateUnwanted    = "rate_unwanted"    // regime
	ReasonRateInvalid     = "rate_invalid"     // rate, max
	ReasonPlanUnreadable  = "plan_unreadable"  // text: the part that can't be read
	ReasonPlanParts       = "plan_parts"       // count, max
	ReasonPlanSameDay     = "plan_same_day"    // date
	ReasonPlanSum         = "plan_sum"         // total, open
)
