package reminders_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/reminders"
	"github.com/relance-bot/relance/reminders/letter"
	"github.com/relance-bot/relance/store"
)

// In every other year the book is at level letters: customers have addresses
// and modes, people say yes to letters in the tray, customers reply, and the
// mail server fails. It draws from a source of its own, so that the other years
// stay what they are.

// correspondent is a customer as people know them.
type correspondent struct {
	email, mode, country string
	replied              ledger.Date // letters wait up to it
	last                 ledger.Date // when the last letter arrived
	touched              ledger.Date // last day on which somebody said something of the customer
}

// mailbag is what the oracle knows of letters.
type mailbag struct {
	on        bool
	auto      bool // the first letter leaves by itself
	random    *rand.Rand
	customers map[string]*correspondent
	yes       map[string]map[string]ledger.Date // letter: who said yes, and when
	arrived   map[string]int                    // mails by delivery
	stays     map[string]int                    // evenings on which an approved letter hadn't left
	silent    bool                              // finance hasn't said go on since a long silence
	slept     time.Time
	aways     map[string]ledger.Away // by the salesperson's name
}

// letterOptions let a year write to customers.
func (y *year) letterOptions(seed uint64) {
	y.mail = mailbag{
		on: seed%2 == 1, auto: seed%4 == 1, random: rand.New(rand.NewPCG(seed, 12)), customers: map[string]*correspondent{},
		yes: map[string]map[string]ledger.Date{}, arrived: map[string]int{}, stays: map[string]int{}, aways: map[string]ledger.Away{},
	}
	if !y.mail.on {
		return
	}
	y.options.Mailer = yearMail{y}
	y.options.Letterhead = reminders.Letterhead{Sender: letter.Sender{Company: "Atelier Dubreuil SARL", Email: "compta@dubreuil.example"}}
	if y.mail.auto {
		p := y.options.Policy
		l := p.Ladders[reminders.DefaultLadder]
		l.Stages = slices.Clone(l.Stages)
		l.Stages[1].Mail = reminders.MailAuto
		p.Ladders = map[string]reminders.Ladder{reminders.DefaultLadder: l}
		y.options.Policy = p
	}
}

// goToLetters raises the level and gives customers their rows.
func (y *year) goToLetters(of int) {
	for i := range of/5 + 1 {
		name := fmt.Sprintf("C%d", i)
		c := &correspondent{email: fmt.Sprintf("c%d@example.org", i), mode: y.drawnMode(), country: []string{"", "FR", "FR", "US"}[y.mail.random.IntN(4)]}
		if y.mail.random.IntN(12) == 0 {
			c.email = ""
		}
		y.mail.customers[name] = c
		y.enter(name)
	}
	y.level(ledger.LevelLetters)
}

func (y *year) drawnMode() string {
	return []string{
		ledger.ModeAutomatic, ledger.ModeAutomatic, ledger.ModeAutomatic, ledger.ModeAutomatic, ledger.ModeAutomatic, ledger.ModeAutomatic,
		ledger.ModeToApprove, ledger.ModeToApprove, ledger.ModeInternalOnly, ledger.ModeNever,
	}[y.mail.random.IntN(10)]
}

// enter types a customer's row.
func (y *year) enter(name string) {
	c := y.mail.customers[name]
	y.account(name, c.email, func(a *ledger.Account) { a.Mode, a.Country = c.mode, c.country })
}

// yearMail is the mail server of a year.
type yearMail struct{ y *year }

func (s yearMail) Send(_ context.Context, m reminders.Mail) (string, error) {
	y, id := s.y, "<"+m.DeliveryID+"@dubreuil.example>"
	n := y.mail.random.IntN(100)
	if y.healed {
		n = 99
	}
	refused := func(code string, final bool) error {
		y.count("letters refused: " + code)
		return &reminders.SendError{Certain: true, Final: final, Code: code}
	}
	switch {
	case n < 3:
		return id, refused("smtp_to_451", false)
	case n < 4:
		return id, refused("smtp_to_550", true)
	case n < 6:
		return id, refused(reminders.CodeNotConnected, false)
	case n < 8:
		y.count("letters in doubt: lost after the dot")
		return id, errors.New("connection lost after the dot")
	}
	y.mailed(m)
	if n < 11 {
		y.count("letters in doubt: taken, and the reply lost")
		return id, errors.New("reply to the dot lost")
	}
	return id, nil
}

// officeHours are what people do about letters and absences in a session.
func (y *year) officeHours() {
	if !y.mail.on || y.healed || len(y.debts) == 0 {
		return
	}
	y.catchUp()
	y.parkedLetters()
	if y.mail.silent && !y.desk.Book().Letters().Silence.IsZero() && y.mail.random.IntN(2) == 0 {
		y.note("finance lets letters go on")
		y.rig.act("U-FIN", func(a ledger.Act, b *ledger.Book) ([]ledger.Change, error) { return a.GoOnWithLetters(b) })
		y.mail.silent = false
	}
	y.tray()
	switch y.mail.random.IntN(24) {
	case 0, 1, 2:
		y.theyReplied()
	case 3:
		y.changeMode()
	case 4, 5:
		y.absence()
	case 6, 7, 8:
		y.agree()
	}
}

// tray is people who decide on letters, in any order.
func (y *year) tray() {
	r := y.replicas[y.leads]
	if err := r.desk.CatchUp(context.Background()); err != nil {
		y.t.Fatal(err)
	}
	list, err := r.service.Letters(context.Background())
	if err != nil {
		y.t.Fatal(err)
	}
	y.mail.random.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	for _, l := range list {
		going := l.Reason == reminders.Send && len(l.Said.Approved) > 0
		if !l.Waits() && !going || y.mail.random.IntN(3) == 0 {
			continue
		}
		who := []string{"U-FIN", "U-FAY"}[y.mail.random.IntN(2)]
		if to := l.Owner; !l.ByFinance && slices.Contains(yearSellers[:6], to) && y.mail.random.IntN(2) == 0 {
			who = "U-" + strings.ToUpper(to)
		}
		switch n := y.mail.random.IntN(20); {
		case n == 0 && len(l.Said.Approved) > 0:
			y.count("yeses taken back")
			y.note("%s takes back the yes to letter %s", who, l.ID)
			y.rig.act(who, func(a ledger.Act, b *ledger.Book) ([]ledger.Change, error) {
				return a.WithdrawLetter(b, l.Customer, l.ID)
			})
			delete(y.mail.yes, l.ID)
		case n == 1:
			y.count("letters given a paragraph")
			y.rig.act(who, func(a ledger.Act, b *ledger.Book) ([]ledger.Change, error) {
				return a.NoteLetter(b, l.Customer, l.ID, fmt.Sprintf("Bonjour, %d.", y.mail.random.IntN(1000)))
			})
			delete(y.mail.yes, l.ID)
		case !going:
			y.count("yeses to letters")
			y.note("%s says yes to letter %s: %s to %s", who, l.ID, l.Kind, l.Name)
			y.rig.act(who, func(a ledger.Act, b *ledger.Book) ([]ledger.Change, error) {
				return a.ApproveLetter(b, l.Customer, l.ID)
			})
			if y.mail.yes[l.ID] == nil {
				y.mail.yes[l.ID] = map[string]ledger.Date{}
			}
			y.mail.yes[l.ID][who] = y.today() // said again it counts anew
		}
	}
}

// parkedLetters are decided by finance, who asked the customer.
func (y *year) parkedLetters() {
	list, err := y.store.List(context.Background(), book, store.Parked)
	if err != nil {
		y.t.Fatal(err)
	}
	for _, d := range list {
		if d.Kind != store.KindLetter || !y.healed && y.mail.random.IntN(3) == 0 {
			continue
		}
		again := y.mail.arrived[d.ID] == 0
		y.count("letters parked, and decided by a person")
		y.note("letter %s is decided: again %v", d.ID, again)
		if err := y.replicas[y.leads].service.ResolveParked(context.Background(), d.ID, again, "U-FIN"); err != nil {
			y.note("too late: %v", err)
		}
	}
}

// theyReplied: letters to the customer wait for five business days.
func (y *year) theyReplied() {
	d := y.debts[y.mail.random.IntN(len(y.debts))]
	if d.open() <= 0 {
		return
	}
	until := businessDaysAfter(y.today(), 5)
	y.count("replies of customers")
	y.said(d, ledger.FieldRepliedUntil, ledger.Day(until))
	c := y.mail.customers[d.customer]
	c.replied, c.touched = max(c.replied, until), y.today()
}

func (y *year) changeMode() {
	name := y.debts[y.mail.random.IntN(len(y.debts))].customer
	c := y.mail.customers[name]
	c.mode, c.touched = y.drawnMode(), y.today()
	y.note("%s is %s", name, c.mode)
	y.enter(name)
}

// absence: a salesperson goes, with somebody who stands in, or comes back.
func (y *year) absence() {
	who, other := yearSellers[y.mail.random.IntN(5)], yearSellers[y.mail.random.IntN(5)]
	if who == other {
		return
	}
	y.count("absences said")
	today := y.today()
	away := ledger.Away{From: today + ledger.Date(y.mail.random.IntN(4)), StandIn: other}
	away.Until = away.From + ledger.Date(y.mail.random.IntN(15))
	if y.mail.aways[who].On(today) {
		away = ledger.Away{}
	}
	y.note("%s is away from %s until %s, %s stands in", who, away.From, away.Until, away.StandIn)
	y.mail.aways[who] = away
	y.rig.act("U-"+strings.ToUpper(who), func(a ledger.Act, b *ledger.Book) ([]ledger.Change, error) {
		return a.Away(b, "U-"+strings.ToUpper(who), away, today)
	})
}

// agreed is an instalment plan: what falls due when, after what had been paid.
type agreed struct {
	before int64
	parts  []int64
	days   []ledger.Date
	over   bool // something that people did since made it another debt
}

// isKept tells whether nothing of a plan is three days late.
func (p *agreed) isKept(d *debt, today ledger.Date) bool {
	if p == nil || p.over {
		return false
	}
	var due int64
	for i, day := range p.days {
		if day+ledger.Date(yearLadder[1]) <= today {
			due += p.parts[i]
		}
	}
	return d.received-p.before >= due
}

// agree makes an instalment plan of what is open on an invoice: one to an
// invoice, for good.
func (y *year) agree() {
	d := y.debts[y.mail.random.IntN(len(y.debts))]
	if d.open() < 100 || d.plan != nil {
		return
	}
	p := &agreed{before: d.received}
	n := 2 + y.mail.random.IntN(3)
	var cells []string
	left, on := d.open(), y.today()
	for i := range n {
		part := left / int64(n-i)
		on += ledger.Date(5 + y.mail.random.IntN(25))
		left -= part
		p.parts, p.days = append(p.parts, part), append(p.days, on)
		cells = append(cells, fmt.Sprintf("%d.%02d on %s", part/100, part%100, on))
	}
	y.count("instalment plans")
	d.plan = p
	y.said(d, ledger.FieldPlan, ledger.Text(strings.Join(cells, "; ")))
}
