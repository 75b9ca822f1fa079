package sheets

import (
	"strings"
	"time"

	"github.com/relance-bot/relance/ledger"
)

// activityLines is how many of the latest entries the Activity tab shows: a
// morning's work of a team, and one small write.
const activityLines = 200

// activityView is how entries of the journal are shown to people.
type activityView struct {
	book     *ledger.Book
	language string
	zone     string              // the spreadsheet's
	name     func(string) string // of an actor the book doesn't know; may be nil
}

// rows are the tab's lines below its header, the latest entry first, blank ones
// below so that what was shown before is gone. Everything but the time is text.
func (v activityView) rows(entries []ledger.Change) [][]Literal {
	blank := make([]Literal, len(activityColumns))
	rows := make([][]Literal, 0, activityLines)
	for i := len(entries) - 1; i >= 0 && len(rows) < activityLines; i-- {
		if row, ok := v.row(entries[i]); ok {
			rows = append(rows, row)
		}
	}
	for len(rows) < activityLines {
		rows = append(rows, blank)
	}
	return rows
}

// row is one entry. What the bot notes for itself of the sheet's own state
// (which row has a problem, which waits) says nothing that the sheet doesn't.
func (v activityView) row(c ledger.Change) ([]Literal, bool) {
	what, before, after := v.what(c)
	if what == "" {
		return nil, false
	}
	number, customer := "", ""
	switch inv, there := v.book.Invoice(c.Invoice); {
	case there:
		number, customer = inv.Number, v.book.CustomerName(inv.CustomerKey)
	case c.Invoice != "":
		number = string(c.Invoice)
	case c.Customer != "":
		customer = v.book.CustomerName(c.Customer)
	}
	cell := func(s string) Literal { return Literal{Value: orNil(clip(s))} }
	return []Literal{
		{Value: serialOf(c.At, v.zone)}, cell(v.who(c)), cell(number), cell(customer), cell(what), cell(before), cell(after),
	}, true
}

// clip keeps a cell readable, and what can't be seen visible.
func clip(s string) string { return visible(strings.TrimSpace(s)) }

// who names the one behind an entry: by the People tab, by Slack, or as it was
// told. What was typed in the sheet without a name has none: nobody is guessed.
func (v activityView) who(c ledger.Change) string {
	sheet := inLanguage(v.language, "in the sheet", "dans la feuille")
	switch c.Actor {
	case "", "bot", "configuration":
		return map[bool]string{true: sheet, false: "Relance"}[c.Source == ledger.SourceSheet]
	case "sheet":
		return sheet
	case "import":
		return inLanguage(v.language, "bank statement", "relevé bancaire")
	}
	name := c.Actor
	if p, ok := v.book.FindPerson(c.Actor); ok && p.Name != "" {
		name = p.Name
	} else if v.name != nil {
		if known := v.name(c.Actor); known != "" {
			name = known
		}
	}
	if c.Source == ledger.SourceSheet {
		name += " (" + sheet + ")"
	}
	return name
}

// what says which fact moved, from what and to what.
func (v activityView) what(c ledger.Change) (what, before, after string) {
	say := func(en, fr string) string { return inLanguage(v.language, en, fr) }
	before, after = v.value(c.Old), v.value(c.New)
	switch c.Field {
	case ledger.FieldCheck, ledger.FieldProblem, ledger.FieldWaiting, ledger.FieldBalance, ledger.FieldDaysLate:
		return "", "", ""
	case ledger.FieldInvoice:
		if c.New.IsEmpty() {
			return say("invoice removed", "facture retirée"), "", ""
		}
		return say("invoice added", "facture ajoutée"), "", v.record(c.New)
	case ledger.FieldPayment:
		before, after = v.payment(c.Old), v.payment(c.New)
		switch {
		case c.Old.IsEmpty():
			return say("payment", "paiement"), before, after
		case c.New.IsEmpty():
			return say("payment removed", "paiement retiré"), before, after
		}
		return say("payment changed", "paiement modifié"), before, after
	case ledger.FieldPerson:
		return say("People tab", "onglet Personnes"), "", ""
	case ledger.FieldAccount:
		return say("Customers tab", "onglet Clients"), "", ""
	case ledger.FieldSure:
		return say("promise confirmed", "promesse confirmée"), before, after
	case ledger.FieldLadders:
		return say("Ladder tab edited", "onglet Scénarios modifié"), "", ""
	case ledger.FieldPolicy:
		if c.New.IsEmpty() {
			return say("ladders of the policy file", "scénarios du fichier de règles"), "", ""
		}
		return say("ladders of the Ladder tab applied", "scénarios de l'onglet Scénarios appliqués"), "", ""
	case ledger.FieldLevel:
		return say("level", "niveau"), before, after
	case ledger.FieldPause:
		return say("reminders paused until", "relances suspendues jusqu'au"), before, after
	case ledger.FieldHold:
		if c.New.IsEmpty() {
			return say("book resumed", "livre repris"), "", ""
		}
		return say("book held", "livre suspendu"), "", after
	case ledger.FieldNote:
		if c.Person != "" { // what somebody was asked: the bot's own count
			return "", "", ""
		}
		return v.note(ledger.ParseNote(c.New))
	case ledger.FieldLetter:
		what, after = v.letter(c.New)
		return what, "", after
	}
	return HeaderFor(c.Field, v.language), before, after
}

// value is a value as text in the sheet's language. A number typed as text is
// no number: nobody sums a column of before and after.
func (v activityView) value(value ledger.Value) string {
	switch value.Kind() {
	case ledger.KindNone:
		return ""
	case ledger.KindMoney:
		return v.money(value.Money())
	case ledger.KindBool:
		if value.Bool() {
			return inLanguage(v.language, "yes", "oui")
		}
		return inLanguage(v.language, "no", "non")
	case ledger.KindDate:
		return v.day(value.Date())
	}
	return value.String()
}

func (v activityView) money(m ledger.Money) string {
	text := m.String()
	if v.language == "fr" {
		text = strings.Replace(text, ".", ",", 1)
	}
	if m.Currency != "" {
		text += " " + string(m.Currency)
	}
	return text
}

func (v activityView) day(d ledger.Date) string {
	if d.IsZero() || v.language != "fr" {
		return d.String()
	}
	return d.At(0, 0, time.UTC).Format("02/01/2006")
}

// record is what an added invoice is about: its amount and when it is due.
func (v activityView) record(value ledger.Value) string {
	var fields ledger.Fields
	if err := ledger.ReadRecord(value, &fields); err != nil {
		return ""
	}
	text := v.value(fields[ledger.FieldAmount])
	if due := fields[ledger.FieldDue]; !due.IsEmpty() {
		text += " · " + v.value(due)
	}
	return strings.TrimPrefix(text, " · ")
}

func (v activityView) payment(value ledger.Value) string {
	var p ledger.Payment
	if value.IsEmpty() || ledger.ReadRecord(value, &p) != nil {
		return ""
	}
	text := v.money(p.Amount)
	if !p.Date.IsZero() {
		text += " · " + v.day(p.Date)
	}
	return text
}
