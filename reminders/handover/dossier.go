package handover

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/relance-bot/relance/internal/locale"
	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/reminders"
	"github.com/relance-bot/relance/store"
)

// Kind is who a dossier is for.
type Kind string

// The kinds.
const (
	Agency    Kind = "agency"
	Mediation Kind = "mediation"
	Court     Kind = "court" // an order for payment (injonction de payer)
)

// Kinds are all of them.
var Kinds = []Kind{Agency, Mediation, Court}

// Dossier is what is handed over about one customer, as of a day.
type Dossier struct {
	Kind     Kind
	Language string // "fr", else English
	Date     ledger.Date
	Creditor []string // lines
	Debtor   []string
	Code     string
	Invoices []Invoice
	Timeline []Entry
	Letters  []Letter
	Regime   string // that interest and fees are claimed under; none: nothing is
}

// Invoice is one that is late.
type Invoice struct {
	Number         string
	Issued, Due    ledger.Date
	DaysLate       int
	Amount, Paid   ledger.Money
	Open, Disputed ledger.Money
	Interest, Fee  ledger.Money
}

// Entry is one thing that happened, in the dossier's language.
type Entry struct {
	At      time.Time
	Invoice string
	What    string
	Value   string
	By      string
}

// Letter is one that was sent.
type Letter struct {
	Day      ledger.Date
	Kind     string
	To       string
	Subject  string
	Text     string
	Invoices []string
}

// Source is what a dossier is gathered from.
type Source struct {
	Book       *ledger.Book
	Journal    []ledger.Change // of the customer and their invoices, in order
	Deliveries []store.Delivery
	Head       reminders.Letterhead
	Location   *time.Location
	Name       func(actor string) string // of who acted, where the book doesn't know them; may be nil
}

// Subjects are what the journal is read about: the customer, and the invoices
// that go into the dossier.
func Subjects(book *ledger.Book, customer ledger.Key, asOf ledger.Date) map[ledger.Subject]bool {
	of := map[ledger.Subject]bool{ledger.CustomerSubject(customer): true}
	for _, k := range lateInvoices(book, customer, asOf) {
		of[ledger.InvoiceSubject(k)] = true
	}
	return of
}

// lateInvoices are the customer's that nobody else is collecting.
func lateInvoices(book *ledger.Book, customer ledger.Key, asOf ledger.Date) []ledger.Key {
	var keys []ledger.Key
	for _, inv := range book.CustomerInvoices(customer) {
		if inv.IsOverdue(asOf) && inv.Problem == "" && inv.Standing != ledger.StandingInsolvent && inv.Standing != ledger.StandingFactored {
			keys = append(keys, inv.Key)
		}
	}
	return keys
}

// Gather makes a dossier of a customer's late invoices as of a day. Without one
// it is an Error.
func Gather(from Source, customer ledger.Key, kind Kind, asOf ledger.Date, language string) (Dossier, error) {
	about := from.Book.Account(customer)
	head := from.Head.Sender
	d := Dossier{
		Kind: kind, Language: language, Date: asOf, Code: about.Code, Regime: regimeOf(from.Head.Penalties, about),
		Creditor: append(append([]string{head.Company}, head.Address...), head.LegalIDs...),
		Debtor:   append([]string{from.Book.CustomerName(customer)}, strings.FieldsFunc(about.Address, func(r rune) bool { return r == '\n' || r == ';' })...),
	}
	keys := lateInvoices(from.Book, customer, asOf)
	if len(keys) == 0 {
		return d, &ledger.Error{
			Code: ledger.CodeInvalid, Reason: "nothing_to_hand_over", Args: ledger.Args{"customer": from.Book.CustomerName(customer)},
			Message: fmt.Sprintf("%s owes nothing that is late: there is nothing to hand over.", from.Book.CustomerName(customer)),
		}
	}
	numbers := map[ledger.Key]string{}
	for _, k := range keys {
		inv, _ := from.Book.Invoice(k)
		numbers[k] = inv.Number
		line := Invoice{
			Number: inv.Number, Issued: inv.Issued, Due: inv.Due, DaysLate: inv.DaysLate(asOf), Amount: inv.Amount, Paid: inv.Paid(), Open: inv.Open(),
			Disputed: ledger.Money{Currency: inv.Amount.Currency},
		}
		if inv.Dispute != "" {
			line.Disputed.Minor = inv.Open().Minor
			if inv.DisputedAmount.IsPositive() {
				line.Disputed.Minor = min(inv.DisputedAmount.Minor, inv.Open().Minor)
			}
		}
		claim, err := from.Head.Penalties.Claim(about, inv, asOf)
		if err != nil {
			return d, fmt.Errorf("interest on %s: %w", inv.Number, err)
		}
		line.Interest, line.Fee = claim.Interest, claim.Fee
		d.Invoices = append(d.Invoices, line)
	}
	d.Timeline = timeline(from, numbers, language)
	d.Letters = letters(from, customer, numbers)
	return d, nil
}

// regimeOf is what penalties are claimed of a customer under; none: nothing is.
func regimeOf(p ledger.PenaltyPolicy, about ledger.Account) string {
	regime, ok := p.RegimeFor(about)
	if !ok {
		return ""
	}
	return string(regime)
}

// bookkeeping are fields that say nothing about what happened.
var bookkeeping = map[ledger.Field]bool{
	ledger.FieldNextReminder: true, ledger.FieldBalance: true, ledger.FieldDaysLate: true, ledger.FieldCheck: true, ledger.FieldProblem: true,
	ledger.FieldWaiting: true, ledger.FieldLetter: true, ledger.FieldLastReminder: true, ledger.FieldLastLetter: true,
}

func timeline(from Source, numbers map[ledger.Key]string, language string) []Entry {
	to := speaker{language: language, say: locale.For(language), book: from.Book, name: from.Name}
	var list []Entry
	for _, c := range from.Journal {
		number, ok := numbers[c.Invoice]
		if !ok || bookkeeping[c.Field] {
			continue
		}
		what, value := to.line(c)
		if what == "" {
			continue
		}
		list = append(list, Entry{At: c.At.In(from.Location), Invoice: number, What: what, Value: value, By: to.who(c.Actor)})
	}
	return list
}

func letters(from Source, customer ledger.Key, numbers map[ledger.Key]string) []Letter {
	var list []Letter
	for _, d := range from.Deliveries {
		if d.Kind != store.KindLetter || d.State != store.Sent || ledger.Key(d.Person) != customer {
			continue
		}
		l := Letter{Day: d.Day, To: d.Destination}
		for _, r := range d.Reminders {
			if n, ok := numbers[r.Invoice]; ok {
				l.Invoices = append(l.Invoices, n)
			}
		}
		if len(l.Invoices) == 0 {
			continue
		}
		if c, err := reminders.ContentOf(d.Payload); err == nil && c.Letter != nil {
			l.Kind = string(c.Letter.Kind)
		}
		var worded struct{ Message reminders.Mail }
		if err := json.Unmarshal(d.Payload, &worded); err == nil {
			l.Subject, l.Text = worded.Message.Subject, worded.Message.Text
		}
		list = append(list, l)
	}
	slices.SortFunc(list, func(a, b Letter) int { return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.Subject, b.Subject)) })
	return list
}
