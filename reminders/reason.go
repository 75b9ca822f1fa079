package reminders

// Reason is why an invoice is, or is not, chased today. It is logged, counted
// and shown by /relance why; the values are stable keys for translations.
type Reason string

// Reasons to send.
const (
	Send     Reason = "send"
	CaughtUp Reason = "caught_up" // send, at the highest stage reached; those below it were skipped and are marked so
)

// Reasons not to, in the order in which they are looked for.
const (
	SkipCreditNote Reason = "skip_credit_note" // nobody owes it
	// SkipPresumedSettled: it left the list of what is open, and nobody has said
	// yet that it is settled.
	SkipPresumedSettled Reason = "skip_presumed_settled"
	SkipPaid            Reason = "skip_paid"
	SkipQuarantined     Reason = "skip_quarantined"  // its row can't be read; nothing is guessed
	SkipInsolvent       Reason = "skip_insolvent"    // a claim is lodged instead
	SkipFactored        Reason = "skip_factored"     // the factor collects it
	SkipHandedOver      Reason = "skip_handed_over"  // an agency, mediator or court has it
	SkipPlanUnclear     Reason = "skip_plan_unclear" // its Plan cell can't be read, or doesn't come to what is open
	SkipNoDueDate       Reason = "skip_no_due_date"  //
	SkipOptOut          Reason = "skip_opt_out"      //
	SkipWaiting         Reason = "skip_waiting"      // was late when first seen; waits for Start chasing
	SkipDisputed        Reason = "skip_disputed"     // all of it; the undisputed part of another goes on
	SkipPromised        Reason = "skip_promised"     // up to the day plus grace
	SkipSnoozed         Reason = "skip_snoozed"      //
	SkipCallAgain       Reason = "skip_call_again"   // up to the day of the next call
	SkipTaken           Reason = "skip_taken"        // somebody is on it
	SkipSaysPaid        Reason = "skip_says_paid"    // finance is checking
	SkipTooSmall        Reason = "skip_too_small"    //
	SkipPlan            Reason = "skip_plan"         // an instalment plan is kept; before the first stage of the next one
	SkipNotYet          Reason = "skip_not_yet"      // before the first stage
	// SkipCreditCovers: credits and unapplied cash of the customer, in that
	// currency, cover all that is overdue. Finance gets a note instead.
	SkipCreditCovers Reason = "skip_credit_covers"
	SkipAlreadySent  Reason = "skip_already_sent" // the next stage's day hasn't come
	SkipUnderWay     Reason = "skip_under_way"    // frozen, and on its way out
	SkipParked       Reason = "skip_parked"       // nobody knows whether it arrived; a person decides
	SkipTooSoon      Reason = "skip_too_soon"     // the contact gap
	SkipSettling     Reason = "skip_settling"     // its row was edited a moment ago: more may follow
	SkipPaused       Reason = "skip_paused"       // the customer or the book
	SkipHeld         Reason = "skip_held"         // the book is held
	SkipObserve      Reason = "skip_observe"      // the book only observes
)

// SkipStaleSheet is why a whole tick sent nothing: no sync younger than
// FreshFor succeeded.
const SkipStaleSheet Reason = "skip_stale_sheet"

// Sends tells whether something is to be said.
func (r Reason) Sends() bool { return r == Send || r == CaughtUp }

// OnLadder tells whether the invoice is being chased, be it that nothing is to
// be said today.
func (r Reason) OnLadder() bool {
	switch r {
	case Send, CaughtUp, SkipAlreadySent, SkipUnderWay, SkipParked:
		return true
	}
	return false
}
