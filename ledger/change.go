package ledger

import (
	"encoding/json"
	"fmt"
	"time"
)

// Source says who moved a fact.
type Source string

// Sources of a Change.
const (
	SourceSheet  Source = "sheet"  // a human edited the sheet
	SourceSlack  Source = "slack"  // a human acted in Slack
	SourceImport Source = "import" // a bank statement
	SourceBot    Source = "bot"    // our own bookkeeping: stages, dates of reminders, checks
)

// Change is one fact that happened, an entry of the journal. ID is the
// idempotency key: the same ID with the same content is a no-op, with other
// content an error. Seq is given by the journal, from 1 and without gaps.
//
// Exactly one of Invoice, Customer and Person is set, or none of them when
// the change is about the whole book. (A payment without an invoice is about
// its customer.)
type Change struct {
	ID       string    `json:"id"`
	Seq      uint64    `json:"seq,omitempty"`
	At       time.Time `json:"at"`
	Actor    string    `json:"actor,omitempty"` // Slack user id, "sheet" or "bot"
	Source   Source    `json:"source"`
	Invoice  Key       `json:"invoice,omitempty"`
	Customer Key       `json:"customer,omitempty"`
	Person   Key       `json:"person,omitempty"`
	Field    Field     `json:"field"`
	Old      Value     `json:"old,omitzero"`
	New      Value     `json:"new,omitzero"`
	Cause    string    `json:"cause,omitempty"` // id of the command, sync, delivery or file behind it
}

// Subject names what a change is about, as the delivery gate compares it:
// "invoice/…", "customer/…", "person/…" or "book".
type Subject string

// SubjectBook is the whole book: its level, pause or hold.
const SubjectBook Subject = "book"

// InvoiceSubject, CustomerSubject and PersonSubject name one of them.
func InvoiceSubject(k Key) Subject  { return Subject("invoice/" + k) }
func CustomerSubject(k Key) Subject { return Subject("customer/" + k) }
func PersonSubject(k Key) Subject   { return Subject("person/" + k) }

// Subject is what the change is about.
func (c Change) Subject() Subject {
	switch {
	case c.Invoice != "":
		return InvoiceSubject(c.Invoice)
	case c.Customer != "":
		return CustomerSubject(c.Customer)
	case c.Person != "":
		return PersonSubject(c.Person)
	}
	return SubjectBook
}

// IsBookkeeping tells whether the bot wrote the change for its own records.
// Such entries never refuse a delivery.
func (c Change) IsBookkeeping() bool { return c.Source == SourceBot }

// Record wraps a payment, person, account or set of fields as the value of a
// record change.
func Record(v any) Value {
	b, err := json.Marshal(v)
	if err != nil { // only our own plain structs are recorded
		panic(fmt.Sprintf("ledger: record %T: %v", v, err))
	}
	return Text(string(b))
}

// Fields is the record of an added invoice: its cells by field.
type Fields map[Field]Value
