package reminders

import (
	"cmp"
	"strings"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/reminders/letter"
)

// Letterhead is what the operator says of whoever writes to customers. Bank
// accounts and payment links come from here alone.
type Letterhead struct {
	Sender letter.Sender
	// Account is where invoices of a currency are paid: the one of that name, if
	// the operator has one, else the currency's. Nil: the sender's.
	Account func(name string, currency ledger.Currency) letter.Account
	// PayLink is where an invoice can be paid; nil, or empty: nowhere online.
	PayLink func(number string, open ledger.Money) string
	// Penalties is what the book claims of late payments, in letters as on cards.
	Penalties ledger.PenaltyPolicy
}

// ground is what interest and fees are claimed of a customer under: the law or
// contract, and the contract's rate in percent a year where one is agreed.
func (h Letterhead) ground(about ledger.Account) (regime letter.Regime, rate string) {
	law, ok := h.Penalties.RegimeFor(about)
	if !ok {
		return letter.NoRegime, ""
	}
	if h.Penalties.Rate.Valid && (law == ledger.RegimeFR || law == ledger.RegimeContract) {
		rate = h.Penalties.Rate.Decimal.String()
	}
	return letter.Regime(law), rate
}

// Mailing is a letter as a delivery freezes it: to whom, and every figure.
type Mailing struct {
	Letter   string        `json:"letter"` // LetterDecision.ID
	Kind     LetterKind    `json:"kind"`
	Customer ledger.Key    `json:"customer"`
	To       string        `json:"to"`
	ReplyTo  string        `json:"reply_to,omitempty"`
	Approved []string      `json:"approved,omitempty"` // by whom; none: it left by itself
	Body     letter.Letter `json:"body"`
}

// Mail is a letter ready to be sent.
type Mail struct {
	DeliveryID string     `json:"-"`
	To         string     `json:"to"`
	ReplyTo    string     `json:"reply_to,omitempty"`
	Subject    string     `json:"subject"`
	Text       string     `json:"text"`
	HTML       string     `json:"html"`
	Automatic  bool       `json:"automatic,omitempty"` // nobody approved this very letter
	Files      []MailFile `json:"-"`
}

// MailFile goes with a mail.
type MailFile struct {
	Name, ContentType string
	Content           []byte
}

// deadlineDays is how long a customer has from a firm letter on: the eight days
// that French practice grants in a formal notice.
const deadlineDays = 8

// claimDays is how long a letter before claim gives in the United Kingdom, in a
// straightforward case (Practice Direction on Pre-Action Conduct, paragraph 6 b).
const claimDays = 14

// deadlineOf is by when a letter of that day asks to be paid.
func deadlineOf(kind LetterKind, regime letter.Regime, on ledger.Date) ledger.Date {
	if kind == LetterFormal && regime == letter.UK {
		return on.AddDays(claimDays)
	}
	return on.AddDays(deadlineDays)
}

// writer puts a decision into a letter as of a day.
type writer struct {
	*planner
	head     Letterhead
	language string // of who has none
	owner    func(cell string) (Recipient, bool)
}

// mailing is the letter of a decision, on its day.
func (w writer) mailing(d LetterDecision, on ledger.Date) (Mailing, error) {
	m := Mailing{Letter: d.ID, Kind: d.Kind, Customer: d.Customer, To: d.To}
	for _, a := range d.Said.Approved {
		m.Approved = append(m.Approved, a.By)
	}
	body, err := w.body(d, on)
	if err != nil {
		return m, err
	}
	if who, ok := w.owner(d.Owner); ok && d.Owner != "" {
		m.ReplyTo = who.Email
		body.Signatory = letter.Signatory{Name: who.Name, Email: who.Email}
	} else if d.Owner == "" {
		body.Signatory = letter.Signatory{Email: w.head.Sender.Email}
	}
	m.Body = body
	return m, nil
}

func (w writer) body(d LetterDecision, on ledger.Date) (letter.Letter, error) {
	about := w.book.Account(d.Customer)
	l := letter.Letter{
		Kind: letter.Kind(d.Kind), Language: w.languageOf(about), Date: on, Currency: d.Currency, Sender: w.head.Sender,
		Reference: strings.ToUpper(d.ID[:8]), Note: d.Said.Note, Previous: d.Previous,
		Recipient: letter.Recipient{Company: cmp.Or(about.Name, d.Name), Contact: about.Contact, Address: lines(about.Address), Email: d.To, Code: about.Code},
	}
	l.Regime, l.Rate = w.head.ground(about)
	if w.head.Account != nil {
		l.Sender.Account = w.head.Account(about.BankAccount, d.Currency)
	}
	if d.Kind.IsFirm() {
		l.Deadline = deadlineOf(d.Kind, l.Regime, on)
	}
	l.Registered = d.Kind == LetterFormal
	if d.Kind == LetterThanks {
		w.thanked(&l, d)
		return l, nil
	}
	asked := map[ledger.Key]ledger.Money{}
	for _, line := range d.Lines {
		asked[line.Invoice] = line.Amount
	}
	for _, inv := range w.book.CustomerInvoices(d.Customer) {
		if inv.Amount.Currency != d.Currency || inv.Problem != "" || inv.IsCredit() || !inv.Open().IsPositive() {
			continue
		}
		amount, isChased := asked[inv.Key]
		if isChased && inv.Tracking != "" && l.Registered {
			l.Tracking = inv.Tracking
		}
		if at := w.position(inv); at.isKept() {
			w.instalments(&l, inv, amount, on)
			continue
		}
		line := w.letterLine(inv)
		switch {
		case isChased:
			line.Disputed = ledger.Money{Minor: line.Open.Minor - amount.Minor, Currency: d.Currency}
			if err := w.claim(&line, about, inv, d.Kind, on); err != nil {
				return l, err
			}
			w.payLink(&line, inv.Number, amount)
			l.Chased = append(l.Chased, line)
		case inv.IsOverdue(on):
			line.Disputed = ledger.Money{Minor: line.Open.Minor - chased(inv).Minor, Currency: d.Currency}
			l.OtherOverdue = append(l.OtherOverdue, line)
		default:
			l.NotDue = append(l.NotDue, line)
		}
	}
	l.Credits = w.creditsOf(account{d.Customer, d.Currency})
	return l, nil
}

func (w writer) payLink(line *letter.Line, number string, amount ledger.Money) {
	if w.head.PayLink != nil && amount.IsPositive() {
		line.PayLink = w.head.PayLink(number, amount)
	}
}

// claim puts interest and fee on an overdue line, from the letter on that
// quotes them: on what the line asks for.
func (w writer) claim(line *letter.Line, about ledger.Account, inv *ledger.Invoice, kind LetterKind, on ledger.Date) error {
	if kind.Rank() < LetterPenalties.Rank() || !inv.IsOverdue(on) {
		return nil
	}
	disputed := line.Disputed
	disputed.Currency = inv.Amount.Currency // none has none
	p, err := w.head.Penalties.ClaimBeside(about, inv, disputed, on)
	line.Interest, line.Fee = p.Interest, p.Fee
	return err
}

func (w writer) letterLine(inv *ledger.Invoice) letter.Line {
	return letter.Line{Number: inv.Number, Issued: inv.Issued, Due: inv.Due, Amount: inv.Amount, Paid: inv.Paid(), Open: inv.Open()}
}

// frenchSpeaking countries get French letters where the Customers tab has no
// language.
var frenchSpeaking = map[string]bool{"FR": true, "MC": true, "LU": true, "SN": true, "CI": true}

func (w writer) languageOf(about ledger.Account) string {
	country := strings.ToUpper(strings.TrimSpace(about.Country))
	switch {
	case about.Language != "":
		return about.Language
	case frenchSpeaking[country]:
		return "fr"
	case country != "" && country != "BE" && country != "CH" && country != "CA": // those have both
		return "en"
	}
	return w.language
}

func lines(text string) []string {
	var list []string
	for line := range strings.SplitSeq(strings.ReplaceAll(text, ";", "\n"), "\n") {
		if line = strings.TrimSpace(line); line != "" {
			list = append(list, line)
		}
	}
	return list
}
