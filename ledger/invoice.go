package ledger

import "time"

// Invoice is one invoice or credit note as the book knows it. Invoices handed
// out by a Book are shared and must not be written to.
type Invoice struct {
	Key          Key
	Number       string // as typed
	Customer     string // as typed
	CustomerCode string
	CustomerKey  Key // of the code if there is one, else of the account that claims the name, else of the name
	NameKey      Key // of the name as typed
	Issued       Date
	Due          Date  // zero: no due date, so never late
	Amount       Money // including tax; negative in a credit note
	Terms        string
	PaidOn       Date
	Salesperson  string
	SalesKey     Key

	PromisedOn     Date
	PromiseSure    Date  // the promised day that finance or a manager confirmed
	PromisedAmount Money // zero: the whole balance
	Dispute        string
	DisputedAmount Money // zero: the whole balance
	SnoozedUntil   Date
	TakenBy        string
	TakenUntil     Date
	SaysPaidUntil  Date
	OptOut         bool
	Plan           string
	Notes          string

	DisputeOwner  string
	DisputeReview Date
	RepliedUntil  Date // they replied: no letter up to and including it
	CallAgain     Date
	Standing      Standing
	StandingSince Date   // the day on which it got it, as the journal tells
	HandedTo      string // of what is handed over: one of HandoverKinds, as the journal tells; empty: not known
	Waived        string // why its interest and fee are not claimed; empty: they are
	Tracking      string

	Stage        Stage
	LastReminder Date
	NextReminder Date
	LetterStage  Stage // of the last letter to the customer
	LastLetter   Date
	Ladder       string // its own, by name
	Check        string

	Waiting  bool      // was late when first seen, waits for Start chasing
	Problem  string    // quarantined: why
	EditedAt time.Time // when a person last edited it in the sheet, to the second
	Origin   Source    // who added it; what Slack added gets a row from the bot

	SettledAt time.Time // when the journal heard of its last payment; zero: it was paid when first seen

	Payments     []Payment     // by date, then id
	Promises     []Promise     // as the journal tells, the oldest first; the row shows the last alone
	Attributions []Attribution // who said what holds its reminders back
	Former       []Key         // the keys it had before it was renumbered, oldest first: its history is under them too
}

// Paid is the sum of the invoice's payments in its currency. An amount that
// can't be read leaves it without one: then the first payment's counts, so that
// what was paid goes on standing in its row.
func (inv *Invoice) Paid() Money {
	if inv.Amount.Currency == "" && len(inv.Payments) > 0 {
		return inv.paidIn(inv.Payments[0].Amount.Currency, endOfTime)
	}
	return inv.paidUpTo(endOfTime)
}

// endOfTime is later than any date a sheet holds (9999-12-31).
const endOfTime = Date(1 << 30)

// paidUpTo sums the payments dated asOf or earlier, in the invoice's
// currency; a payment in another one is unapplied cash of that currency.
func (inv *Invoice) paidUpTo(asOf Date) Money { return inv.paidIn(inv.Amount.Currency, asOf) }

func (inv *Invoice) paidIn(c Currency, asOf Date) Money {
	sum := Money{Currency: c}
	for _, p := range inv.Payments {
		if p.Amount.Currency != c || p.Date.After(asOf) {
			continue
		}
		// The Bookkeeper refused what would overflow.
		sum.Minor += p.Amount.Minor
	}
	return sum
}

// IsCredit tells whether this is a credit note.
func (inv *Invoice) IsCredit() bool { return inv.Amount.IsNegative() }

// Open is what remains to be paid: never negative, and zero for a credit note.
func (inv *Invoice) Open() Money { return inv.OpenAt(endOfTime) }

// OpenAt is what remained to be paid at the end of a day: nothing before the
// invoice was issued, and without the payments made since.
func (inv *Invoice) OpenAt(asOf Date) Money {
	open := inv.residualAt(asOf)
	if inv.IsCredit() || open.IsNegative() || inv.Issued.After(asOf) {
		open.Minor = 0
	}
	return open
}

// Unapplied is what the customer has to their credit here: an overpayment, or
// what is left of a credit note. It is negative where more was given back than
// there was.
func (inv *Invoice) Unapplied() Money { return inv.UnappliedAt(endOfTime) }

// UnappliedAt is Unapplied at the end of a day. What is open less what is
// unapplied is the residual, always: no payment is lost between the two.
func (inv *Invoice) UnappliedAt(asOf Date) Money {
	return Money{Minor: inv.OpenAt(asOf).Minor - inv.residualAt(asOf).Minor, Currency: inv.Amount.Currency}
}

// residualAt is amount less payments, negative when overpaid or a credit. A
// payment that came in before the invoice was issued is cash in hand until then.
func (inv *Invoice) residualAt(asOf Date) Money {
	residual := Money{Minor: -inv.paidUpTo(asOf).Minor, Currency: inv.Amount.Currency}
	if !inv.Issued.After(asOf) {
		residual.Minor += inv.Amount.Minor
	}
	return residual
}

// DaysLate is how many days past due the invoice is on a day: 0 on the due
// day, negative before it, and 0 without a due date. Of one that is paid in
// instalments the oldest counts of which something is left.
func (inv *Invoice) DaysLate(asOf Date) int {
	due := inv.DueAt(asOf)
	if due.IsZero() {
		return 0
	}
	return asOf.DaysSince(due)
}

// IsOverdue tells whether something is still to be paid and the due day has
// passed. The due day itself is not late.
func (inv *Invoice) IsOverdue(asOf Date) bool {
	return inv.DaysLate(asOf) > 0 && inv.OpenAt(asOf).IsPositive()
}

// Value is what the invoice holds in a field of its row. Days late depends on
// the day and so isn't here; see DaysLate.
func (inv *Invoice) Value(f Field) Value {
	switch f {
	case FieldNumber:
		return Text(inv.Number)
	case FieldCustomer:
		return Text(inv.Customer)
	case FieldCustomerCode:
		return Text(inv.CustomerCode)
	case FieldIssued:
		return Day(inv.Issued)
	case FieldDue:
		return Day(inv.Due)
	case FieldAmount:
		return Amount(inv.Amount)
	case FieldCurrency:
		return Text(string(inv.Amount.Currency))
	case FieldTerms:
		return Text(inv.Terms)
	case FieldPaid:
		return amountOrNone(inv.Paid())
	case FieldPaidOn:
		return Day(inv.PaidOn)
	case FieldBalance:
		return Amount(inv.residualAt(endOfTime))
	case FieldSalesperson:
		return Text(inv.Salesperson)
	case FieldPromisedOn:
		return Day(inv.PromisedOn)
	case FieldPromisedAmount:
		return amountOrNone(inv.PromisedAmount)
	case FieldDispute:
		return Text(inv.Dispute)
	case FieldDisputedAmount:
		return amountOrNone(inv.DisputedAmount)
	case FieldSnoozedUntil:
		return Day(inv.SnoozedUntil)
	case FieldTakenBy:
		return Text(inv.TakenBy)
	case FieldTakenUntil:
		return Day(inv.TakenUntil)
	case FieldSaysPaidUntil:
		return Day(inv.SaysPaidUntil)
	case FieldOptOut:
		return Bool(inv.OptOut)
	case FieldPlan:
		return Text(inv.Plan)
	case FieldNotes:
		return Text(inv.Notes)
	case FieldDisputeOwner:
		return Text(inv.DisputeOwner)
	case FieldDisputeReview:
		return Day(inv.DisputeReview)
	case FieldRepliedUntil:
		return Day(inv.RepliedUntil)
	case FieldCallAgain:
		return Day(inv.CallAgain)
	case FieldSure:
		return Day(inv.PromiseSure)
	case FieldStanding:
		return Text(string(inv.Standing))
	case FieldWaived:
		return Text(inv.Waived)
	case FieldTracking:
		return Text(inv.Tracking)
	case FieldLetterStage:
		return Text(inv.LetterStage.String())
	case FieldLastLetter:
		return Day(inv.LastLetter)
	case FieldLadder:
		return Text(inv.Ladder)
	case FieldStage:
		return Text(inv.Stage.String())
	case FieldLastReminder:
		return Day(inv.LastReminder)
	case FieldNextReminder:
		return Day(inv.NextReminder)
	case FieldCheck:
		return Text(inv.Check)
	case FieldWaiting:
		return Bool(inv.Waiting)
	case FieldProblem:
		return Text(inv.Problem)
	}
	return Value{}
}

func amountOrNone(m Money) Value {
	if m.IsZero() {
		return Value{}
	}
	return Amount(m)
}

// set puts v into a field; the caller owns inv. Fields that are sums or
// records (paid, balance, payment) are not set but follow from payments, and
// CustomerKey is the book's to say, since it knows the aliases.
func (inv *Invoice) set(f Field, v Value) error {
	switch f {
	case FieldNumber:
		inv.Number, inv.Key = v.Text(), KeyOf(v.Text())
	case FieldCustomer:
		inv.Customer = shared(v.Text())
		inv.NameKey = shared(KeyOf(inv.Customer))
	case FieldCustomerCode:
		inv.CustomerCode = v.Text()
	case FieldIssued:
		inv.Issued = v.Date()
	case FieldDue:
		inv.Due = v.Date()
	case FieldAmount:
		return inv.setAmount(v.Money())
	case FieldCurrency:
		return inv.setCurrency(shared(Currency(v.Text())))
	case FieldTerms:
		inv.Terms = v.Text()
	case FieldPaidOn:
		inv.PaidOn = v.Date()
	case FieldSalesperson:
		inv.Salesperson = shared(v.Text())
		inv.SalesKey = shared(KeyOf(inv.Salesperson))
	case FieldPromisedOn:
		inv.PromisedOn = v.Date()
	case FieldPromisedAmount:
		inv.PromisedAmount = v.Money()
	case FieldDispute:
		inv.Dispute = v.Text()
	case FieldDisputedAmount:
		inv.DisputedAmount = v.Money()
	case FieldSnoozedUntil:
		inv.SnoozedUntil = v.Date()
	case FieldTakenBy:
		inv.TakenBy = v.Text()
	case FieldTakenUntil:
		inv.TakenUntil = v.Date()
	case FieldSaysPaidUntil:
		inv.SaysPaidUntil = v.Date()
	case FieldOptOut:
		inv.OptOut = v.Bool()
	case FieldPlan:
		inv.Plan = v.Text()
	case FieldNotes:
		inv.Notes = v.Text()
	case FieldDisputeOwner:
		inv.DisputeOwner = v.Text()
	case FieldDisputeReview:
		inv.DisputeReview = v.Date()
	case FieldRepliedUntil:
		inv.RepliedUntil = v.Date()
	case FieldCallAgain:
		inv.CallAgain = v.Date()
	case FieldSure:
		inv.PromiseSure = v.Date()
	case FieldStanding:
		standing, err := ParseStanding(v.Text())
		if err != nil {
			return err
		}
		inv.Standing = standing
	case FieldWaived:
		inv.Waived = v.Text()
	case FieldTracking:
		inv.Tracking = v.Text()
	case FieldLetterStage:
		stage, err := ParseStage(v.Text())
		if err != nil {
			return err
		}
		inv.LetterStage = stage
	case FieldLastLetter:
		inv.LastLetter = v.Date()
	case FieldLadder:
		inv.Ladder = shared(v.Text())
	case FieldStage:
		stage, err := ParseStage(v.Text())
		if err != nil {
			return err
		}
		inv.Stage = stage
	case FieldLastReminder:
		inv.LastReminder = v.Date()
	case FieldNextReminder:
		inv.NextReminder = v.Date()
	case FieldCheck:
		inv.Check = v.Text()
	case FieldWaiting:
		inv.Waiting = v.Bool()
	case FieldProblem:
		inv.Problem = v.Text()
	}
	return nil
}

// setAmount keeps the currency where the new amount names none, as an emptied
// cell does.
func (inv *Invoice) setAmount(m Money) error {
	if m.Currency == "" && inv.Amount.Currency != "" {
		restated, err := restate(m, inv.Amount.Currency)
		if err != nil {
			return err
		}
		m = restated
	}
	inv.Amount = m
	return nil
}

// setCurrency keeps the number that people see: 1,000 EUR become 1,000 JPY,
// not the 100,000 that there are cents.
func (inv *Invoice) setCurrency(c Currency) error {
	amount, err := restate(inv.Amount, c)
	if err != nil {
		return err
	}
	inv.Amount = amount
	inv.PromisedAmount = restateOrNone(inv.PromisedAmount, c)
	inv.DisputedAmount = restateOrNone(inv.DisputedAmount, c)
	return nil
}

func restate(m Money, c Currency) (Money, error) {
	if m.Currency.Exponent() == c.Exponent() {
		return Money{Minor: m.Minor, Currency: c}, nil
	}
	return FromDecimal(m.Decimal(), c)
}

// restateOrNone leaves the whole balance where a part of it can't be said in
// the other currency.
func restateOrNone(m Money, c Currency) Money {
	restated, err := restate(m, c)
	if err != nil || m.IsZero() {
		return Money{}
	}
	return restated
}

func customerKey(code, name string) Key {
	if code != "" {
		return KeyOf(code)
	}
	return KeyOf(name)
}
