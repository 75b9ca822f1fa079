package reminders

import "slices"

// LetterKind is what a letter to a customer says, from courteous to formal.
type LetterKind string

// The kinds, in the order in which a ladder may use them.
const (
	LetterCourtesy  LetterKind = "courtesy"  // before the due date
	LetterFriendly  LetterKind = "friendly"  // assumes an oversight
	LetterFirm      LetterKind = "firm"      //
	LetterPenalties LetterKind = "penalties" // quotes interest and the recovery fee
	LetterLast      LetterKind = "last"      // the last amicable one
	LetterFormal    LetterKind = "formal"    // formal notice (mise en demeure)
)

// LetterKinds are all kinds, by rising severity.
func LetterKinds() []LetterKind {
	return []LetterKind{LetterCourtesy, LetterFriendly, LetterFirm, LetterPenalties, LetterLast, LetterFormal}
}

// Rank orders the kinds: 1 for the mildest, 0 for none.
func (k LetterKind) Rank() int { return slices.Index(LetterKinds(), k) + 1 }

// IsFirm tells whether a letter warns: a formal notice may follow it.
func (k LetterKind) IsFirm() bool { return k.Rank() >= LetterFirm.Rank() }

// MailMode is how far a letter goes by itself.
type MailMode string

// The modes, from nothing to everything.
const (
	MailOff     MailMode = "off"     // no letter is written
	MailDraft   MailMode = "draft"   // it is written and shown; somebody sends it themselves
	MailApprove MailMode = "approve" // it waits in the tray for a click
	MailAuto    MailMode = "auto"    // it leaves by itself
)

// MailModes are all modes.
func MailModes() []MailMode { return []MailMode{MailOff, MailDraft, MailApprove, MailAuto} }

// Letters is what the policy says of letters to customers as such.
type Letters struct {
	ImportDays          int      // business days after which the last bank import is too old to write on; 0: never
	DowntimeOKHours     int      // hours of silence after which finance says OK once; 0: never asked
	RepliedDays         int      // business days that "they replied" pauses letters
	FormalGapDays       int      // days between a firm letter and a formal notice
	LargestInternalOnly int      // how many of the largest customers start as internal only
	ThankYou            MailMode // of the note on full payment
	ThankYouFor         ThanksFor
}

func defaultLetters() Letters {
	return Letters{ImportDays: 3, DowntimeOKHours: 24, RepliedDays: 5, FormalGapDays: 8, LargestInternalOnly: 10, ThankYou: MailOff, ThankYouFor: ThanksChased}
}
