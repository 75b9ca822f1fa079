package demo

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Options says which day the book is to be alive on, and for whom.
type Options struct {
	Today time.Time // only its calendar day, read in its own location, counts
	Lang  string    // "fr" or "en": the language the team itself writes in
}

// Dataset is the demo's world as plain rows. All dates are midnights UTC that
// stand for a calendar day; amounts are decimal text, as in the sample.
type Dataset struct {
	People    []Person     // salespeople first, then finance, manager, admin
	Customers []Customer   // by code
	Invoices  []InvoiceRow // issued by today, by issue date and number
	Payments  []PaymentRow // made by today, by date and invoice number

	Future         []InvoiceRow // issued after today; unpaid, undisputed
	FuturePayments []PaymentRow // to come after today, for Invoices and Future
	Withheld       []PaymentRow // the sample has them; here they never come
}

// Person is a member of the team, with an account in the simulated Slack.
type Person struct {
	Name, Email, SlackID string
	Role                 string // "salesperson", "finance", "manager" or "admin"
	TimeZone             string // IANA name
	Locale               string // as Slack gives it: "fr-FR"
}

// Customer buys in one currency and has one salesperson.
type Customer struct {
	Code        string // as in the sample
	Name        string
	Email       string
	Address     []string // where letters on paper go, in lines
	Country     string   // ISO 3166-1 alpha-2
	Language    string   // "fr" or "en"
	Currency    string   // ISO 4217
	Salesperson string   // a Person's Name
}

// InvoiceRow is one line of the sheet's invoices tab.
type InvoiceRow struct {
	Number                 string // ten digits, leading zeros kept
	Customer, CustomerCode string
	Issued, Due            time.Time
	Amount, Currency       string
	Paid                   string    // "" while nothing was paid
	PaidOn                 time.Time // zero while nothing was paid
	Salesperson            string
	Dispute                string // the reason, in the team's language
}

// PaymentRow is one line of the sheet's payments tab. The sample knows no
// partial payments: each settles its invoice.
type PaymentRow struct {
	ID                     string // unique, stable for an invoice
	Date                   time.Time
	Invoice                string
	Customer, CustomerCode string
	Amount, Currency       string
	Source                 string // in the team's language
	Reference              string // what the bank statement says
}

// Rows returns the demo's book as it stands on the given day. The same options
// give the same rows, and another day the same book with other dates.
func Rows(opts Options) (Dataset, error) {
	words, ok := wordings[opts.Lang]
	if !ok {
		return Dataset{}, fmt.Errorf("demo language %q: expected fr or en", opts.Lang)
	}
	samples, err := readSamples(strings.NewReader(sampleCSV))
	if err != nil {
		return Dataset{}, fmt.Errorf("read the demo's ledger: %w", err)
	}
	byCode := map[string][]sample{}
	for _, s := range samples {
		byCode[s.customer] = append(byCode[s.customer], s)
	}
	customers, err := nameCustomers(byCode)
	if err != nil {
		return Dataset{}, err
	}

	d := Dataset{People: People(), Customers: customers}
	today := dayOf(opts.Today)
	for i, c := range customers {
		rows := byCode[c.Code]
		d.place(placement{
			customer:   c,
			rows:       rows,
			shift:      daysBetween(anchorDay, today) - offsetOf(i, rows),
			silentDays: silentDays[c.Code],
			today:      today,
			words:      words,
		})
	}
	d.sort()
	d.dispute(words)
	return d, nil
}

// placement is one customer's history with the number of days it moves by.
type placement struct {
	customer   Customer
	rows       []sample
	shift      int
	silentDays int // zero for a customer that goes on paying
	today      time.Time
	words      wording
}

// place adds one customer's rows, each to the list its day puts it in.
func (d *Dataset) place(p placement) {
	for _, s := range p.rows {
		inv := InvoiceRow{
			Number:       s.number,
			Customer:     p.customer.Name,
			CustomerCode: p.customer.Code,
			Issued:       s.issued.AddDate(0, 0, p.shift),
			Due:          s.due.AddDate(0, 0, p.shift),
			Amount:       s.amount,
			Currency:     p.customer.Currency,
			Salesperson:  p.customer.Salesperson,
		}
		pay := PaymentRow{
			ID:           "PAY-" + s.number,
			Date:         s.settled.AddDate(0, 0, p.shift),
			Invoice:      s.number,
			Customer:     p.customer.Name,
			CustomerCode: p.customer.Code,
			Amount:       s.amount,
			Currency:     p.customer.Currency,
			Source:       p.words.source,
			Reference:    p.words.reference + " " + s.number,
		}
		withheld := p.silentDays > 0 && pay.Date.After(p.today.AddDate(0, 0, -p.silentDays))
		switch {
		case withheld:
			d.Withheld = append(d.Withheld, pay)
		case pay.Date.After(p.today):
			d.FuturePayments = append(d.FuturePayments, pay)
		default:
			d.Payments = append(d.Payments, pay)
			inv.Paid, inv.PaidOn = pay.Amount, pay.Date
		}
		if inv.Issued.After(p.today) {
			d.Future = append(d.Future, inv)
			continue
		}
		if s.disputed && inv.Paid == "" {
			inv.Dispute = openDispute
		}
		d.Invoices = append(d.Invoices, inv)
	}
}

// openDispute stands for "disputed in the sample, and open" until dispute
// decides which of those keep one.
const openDispute = "?"

// dispute gives a reason to one in three of the open invoices the sample calls
// disputed: with all of them a third of the book would never be chased.
func (d *Dataset) dispute(words wording) {
	seen := 0
	for i := range d.Invoices {
		inv := &d.Invoices[i]
		if inv.Dispute != openDispute {
			continue
		}
		inv.Dispute = ""
		if seen%3 == 0 {
			inv.Dispute = words.disputes[seen/3%len(words.disputes)]
		}
		seen++
	}
}

func (d *Dataset) sort() {
	for _, list := range [][]InvoiceRow{d.Invoices, d.Future} {
		slices.SortFunc(list, func(a, b InvoiceRow) int {
			return cmp.Or(a.Issued.Compare(b.Issued), cmp.Compare(a.Number, b.Number))
		})
	}
	for _, list := range [][]PaymentRow{d.Payments, d.FuturePayments, d.Withheld} {
		slices.SortFunc(list, func(a, b PaymentRow) int {
			return cmp.Or(a.Date.Compare(b.Date), cmp.Compare(a.Invoice, b.Invoice))
		})
	}
}
