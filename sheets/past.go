package sheets

import (
	"maps"
	"slices"
	"time"

	"github.com/relance-bot/relance/ledger"
)

// Past is what is remembered of an invoice that left the sheet, so that it has
// its history when it comes back: after a deleted row is typed again, say, or
// cut from the archive.
type Past struct {
	At       time.Time                     `json:"at"`
	Customer ledger.Key                    `json:"customer"`
	Archive  string                        `json:"archive,omitempty"` // the tab that it was moved to
	Values   map[ledger.Field]ledger.Value `json:"v,omitempty"`
	Payments []ledger.Payment              `json:"p,omitempty"` // that left the book with it
}

// pastFor is how long that is remembered: a year and a month, so that last
// year's invoice can still come back with its history.
const pastFor = 400 * 24 * time.Hour

// archiveCause begins the Cause of an archived invoice's removal.
const archiveCause = "archive/"

// leave takes an invoice out of the book and remembers its past. One that was
// moved to an unwatched tab is archived: its payments leave with it, or they
// would look like cash that belongs to no invoice.
func (p *planner) leave(inv *ledger.Invoice, archive string) {
	past := Past{At: p.Now, Customer: inv.CustomerKey, Archive: archive, Values: map[ledger.Field]ledger.Value{}}
	for _, f := range pastFields {
		if v := inv.Value(f); !v.IsEmpty() {
			past.Values[f] = v
		}
	}
	gone := ledger.Change{Invoice: inv.Key, Field: ledger.FieldInvoice, Old: invoiceRecord(inv)}
	if past.Archive != "" {
		gone.Cause = archiveCause + past.Archive
		past.Payments = slices.Clone(inv.Payments)
		for _, pay := range past.Payments {
			p.paymentChange(&pay, nil)
		}
	}
	p.change(gone)
	p.out.Past[inv.Key] = &past
}

// pastFields are what an invoice that comes back has of its past where its row
// says nothing: all that people and the bot said of it. What its row must say
// (customer, amount, due day) and what follows from it is read anew.
var pastFields = slices.DeleteFunc(append(slices.Clone(ledger.RowFields), ledger.FieldWaiting), func(f ledger.Field) bool {
	switch f {
	case ledger.FieldPaid, ledger.FieldPaidOn, ledger.FieldBalance, ledger.FieldDaysLate, ledger.FieldCheck:
		return true
	}
	return OwnerOf(f) == OwnerHuman
})

// remember gives a row that came back its past. The same number under another
// customer is another invoice.
func (p *planner) remember(r *sheetRow, fields ledger.Fields) []ledger.Payment {
	past, ok := p.Past[r.Key]
	if !ok {
		return nil
	}
	p.out.Past[r.Key] = nil
	if k := p.book.CustomerKey(customerOf(fields)); k != past.Customer {
		return nil
	}
	base := p.base(r.Key)
	base.Recalled = map[ledger.Field]ledger.Value{}
	for f, v := range past.Values {
		if fields[f].IsEmpty() {
			fields[f], base.Recalled[f] = v, v
		}
	}
	return past.Payments
}

func customerOf(fields ledger.Fields) ledger.Key {
	if code := fields[ledger.FieldCustomerCode].Text(); code != "" {
		return ledger.KeyOf(code)
	}
	return ledger.KeyOf(fields[ledger.FieldCustomer].Text())
}

// forgetPast drops what nobody can come back to.
func (p *planner) forgetPast() {
	for _, k := range slices.Sorted(maps.Keys(p.Past)) {
		if _, moved := p.out.Past[k]; !moved && p.Now.Sub(p.Past[k].At) > pastFor {
			p.out.Past[k] = nil
		}
	}
}
