package reminders

// Reasons of letters, beside those of reminders. The first three wait for a
// person, in the tray.
const (
	SkipToApprove Reason = "skip_to_approve" // nobody said yes yet
	SkipToSecond  Reason = "skip_to_second"  // a formal notice: a second person of finance must say yes
	SkipDraft     Reason = "skip_draft"      // written for a person to send

	SkipNoLetter     Reason = "skip_no_letter"      // the ladder has no letter for it that wasn't sent
	SkipNoLadder     Reason = "skip_no_ladder"      // its cell names a ladder that nobody defined
	SkipNoFirmLetter Reason = "skip_no_firm_letter" // a formal notice needs a firm letter some days before
	SkipLevel        Reason = "skip_level"          // the book doesn't write to customers
	SkipMode         Reason = "skip_mode"           // this customer: internal only, or never
	SkipNoAddress    Reason = "skip_no_address"     // no e-mail address in the Customers tab
	SkipReplied      Reason = "skip_replied"        // they replied: somebody answers first
	SkipStaleImport  Reason = "skip_stale_import"   // the last bank import is too old to write on
	SkipDowntime     Reason = "skip_downtime"       // the service was down for long: finance says go on
	SkipStillOwes    Reason = "skip_still_owes"     // thanks would stand beside what is overdue
	SkipUnwritable   Reason = "skip_unwritable"     // the letter would say something wrong
)
