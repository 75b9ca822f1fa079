package reminders_test

import (
	"context"
	"strings"
	"testing"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/reminders"
	"github.com/relance-bot/relance/reminders/letter"
	"github.com/relance-bot/relance/store"
)

// postOffice is a mail server that the test plays.
type postOffice struct {
	clock  *clock
	mails  []reminders.Mail
	fault  func(reminders.Mail) mailFault // of the next mail
	during func(reminders.Mail)
}

// mailFault is how handing over a mail goes wrong.
type mailFault struct {
	lost bool // it is not taken
	err  error
}

func (p *postOffice) Send(_ context.Context, m reminders.Mail) (string, error) {
	if p.during != nil {
		p.during(m)
	}
	var f mailFault
	if p.fault != nil {
		f = p.fault(m)
	}
	if !f.lost {
		p.mails = append(p.mails, m)
	}
	return "<" + m.DeliveryID + "@dubreuil.example>", f.err
}

// sent tells to whom mails went, and their subjects.
func (p *postOffice) sent() string {
	var list []string
	for _, m := range p.mails {
		list = append(list, m.To+": "+m.Subject)
	}
	return strings.Join(list, "\n")
}

// newLetterRig is a rig at level letters whose customers can be written to.
func newLetterRig(t *testing.T, changeOptions ...func(*reminders.Options)) (*rig, *postOffice) {
	t.Helper()
	office := &postOffice{}
	r := newRig(t, append([]func(*reminders.Options){func(o *reminders.Options) {
		o.Mailer = office
		o.Letterhead = reminders.Letterhead{Sender: letter.Sender{Company: "Atelier Dubreuil SARL", Email: "compta@dubreuil.example"}}
	}}, changeOptions...)...)
	office.clock = r.clock
	r.account("Acme", "claire@acme.example")
	r.level(ledger.LevelLetters)
	return r, office
}

// account is a row of the Customers tab that lets letters go.
func (r *rig) account(name, email string, change ...func(*ledger.Account)) {
	r.t.Helper()
	a := ledger.Account{Name: name, Email: email, Mode: ledger.ModeAutomatic}
	for _, c := range change {
		c(&a)
	}
	r.record(ledger.Change{Customer: a.Key(), Field: ledger.FieldAccount, New: ledger.Record(a)})
}

// letters are today's that may leave or wait for a person, and why.
func (r *rig) letters() []reminders.LetterDecision {
	r.t.Helper()
	list, err := r.service.Letters(r.t.Context())
	if err != nil {
		r.t.Fatal(err)
	}
	return list
}

// letterTo is the one to a customer.
func (r *rig) letterTo(customer string) reminders.LetterDecision {
	r.t.Helper()
	for _, d := range r.letters() {
		if d.Customer == ledger.KeyOf(customer) {
			return d
		}
	}
	r.t.Fatalf("there is no decision about letters to %s", customer)
	return reminders.LetterDecision{}
}

// act does something in Slack.
func (r *rig) act(who string, do func(ledger.Act, *ledger.Book) ([]ledger.Change, error)) {
	r.t.Helper()
	r.n++
	a := ledger.Act{ID: "click/" + who + string(rune('a'+r.n%26)) + r.clock.now().String(), At: r.clock.now(), Actor: who, Source: ledger.SourceSlack}
	changes, err := do(a, r.desk.Book())
	if err != nil {
		r.t.Fatal(err)
	}
	if _, err := r.desk.Record(r.t.Context(), changes...); err != nil {
		r.t.Fatal(err)
	}
}

func (r *rig) approve(who, customer string) {
	r.t.Helper()
	d := r.letterTo(customer)
	r.act(who, func(a ledger.Act, b *ledger.Book) ([]ledger.Change, error) {
		return a.ApproveLetter(b, d.Customer, d.ID)
	})
}

func (r *rig) letterDeliveries(states ...store.State) []store.Delivery {
	r.t.Helper()
	var list []store.Delivery
	for _, d := range r.deliveries(states...) {
		if d.Kind == store.KindLetter {
			list = append(list, d)
		}
	}
	return list
}
