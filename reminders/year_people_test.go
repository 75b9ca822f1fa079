package reminders_test

import (
	"context"
	"fmt"

	"github.com/relance-bot/relance/ledger"
)

var yearSellers = []string{"ann", "bob", "cid", "dan", "eve", "nyc", "zoe", ""} // nobody knows zoe

// drawn is an invoice that will come in during the year.
func (y *year) drawn(i, of int) *debt {
	start := y.today()
	d := &debt{
		number: fmt.Sprintf("INV-%04d", i), customer: fmt.Sprintf("C%d", y.random.IntN(of/5+1)), owner: yearSellers[y.random.IntN(len(yearSellers))],
		currency: []ledger.Currency{"EUR", "EUR", "USD"}[y.random.IntN(3)], amount: 10_00 + y.random.Int64N(5000_00),
		due: start + ledger.Date(y.random.IntN(*yearDays)-25),
	}
	d.comes = max(start, d.due-ledger.Date(y.random.IntN(45)))
	if y.random.IntN(20) == 0 { // pasted when it was late already
		d.comes = max(start, d.due+ledger.Date(5+y.random.IntN(30)))
		d.waiting = d.comes > d.due
	}
	// Most pay around the day, some late, some never.
	switch y.random.IntN(10) {
	case 0, 1, 2:
	case 3, 4, 5:
		d.pays = d.due + ledger.Date(8+y.random.IntN(70))
	default:
		d.pays = d.due + ledger.Date(y.random.IntN(12)-6)
	}
	return d
}

// arrive puts the invoices of the day into the book, and the payments that
// come without anybody asking.
func (y *year) arrive(day ledger.Date) {
	y.clock.set(day, 7, 30)
	var rows []row
	left := y.coming[:0]
	for _, d := range y.coming {
		if d.comes > day {
			left = append(left, d)
			continue
		}
		w := row{number: d.number, customer: d.customer, sales: d.owner, due: d.due.String(), amount: d.amount, currency: d.currency, more: ledger.Fields{}}
		if d.waiting {
			w.more[ledger.FieldWaiting] = ledger.Bool(true)
		}
		rows = append(rows, w)
		y.debts = append(y.debts, d)
		y.byKey[ledger.KeyOf(d.number)] = d
	}
	y.coming = left
	y.catchUp()
	if len(rows) > 0 {
		y.add(rows...)
	}
	for _, d := range y.debts {
		if d.pays != 0 && d.pays <= day && d.open() > 0 && works(day) {
			y.paid(d, d.open())
		}
	}
}

func (y *year) catchUp() {
	if err := y.desk.CatchUp(context.Background()); err != nil {
		y.t.Fatal(err)
	}
}

// acts are things that people do.
func (y *year) acts(n int) {
	if y.acting || y.healed || len(y.debts) == 0 {
		return
	}
	y.acting = true
	if y.held && y.random.IntN(3) == 0 { // nobody leaves it so for long
		y.catchUp()
		y.holdTheBook()
	}
	defer func() { y.acting = false }()
	for range n {
		y.catchUp()
		y.count("acts of people")
		d := y.debts[y.random.IntN(len(y.debts))]
		for range 3 { // mostly on what is open
			if d.open() > 0 {
				break
			}
			d = y.debts[y.random.IntN(len(y.debts))]
		}
		y.act(d)
	}
}

func (y *year) act(d *debt) {
	soon := y.today() + ledger.Date(1+y.random.IntN(10))
	switch n := y.random.IntN(100); {
	case n < 12:
		if d.open() > 0 {
			y.paid(d, d.open())
		}
	case n < 24:
		if d.open() > 1 {
			y.paid(d, 1+y.random.Int64N(d.open()-1))
		}
	case n < 25:
		if d.open() > 0 {
			y.paid(d, d.open()+500) // too much: a credit
		}
	case n < 42:
		y.said(d, ledger.FieldPromisedOn, ledger.Day(soon))
		d.promise(y.today(), soon)
	case n < 46:
		y.said(d, ledger.FieldPromisedOn, ledger.Day(0))
		d.promise(y.today(), 0)
	case n < 53:
		y.said(d, ledger.FieldDispute, ledger.Text([]string{"price: too high", "broken on arrival"}[y.random.IntN(2)]))
		d.disputed = true
	case n < 60:
		y.said(d, ledger.FieldDispute, ledger.Text(""))
		d.disputed = false
	case n < 66:
		y.said(d, ledger.FieldSnoozedUntil, ledger.Day(soon))
		d.snoozed = soon
	case n < 72:
		y.said(d, ledger.FieldTakenUntil, ledger.Day(soon))
		d.taken = soon
	case n < 75:
		y.said(d, ledger.FieldSaysPaidUntil, ledger.Day(soon))
		d.saysPaid = soon
	case n < 77:
		y.said(d, ledger.FieldOptOut, ledger.Bool(true))
		d.optOut = true
	case n < 80:
		y.said(d, ledger.FieldOptOut, ledger.Bool(false))
		d.optOut = false
	case n < 84:
		d.owner = yearSellers[y.random.IntN(len(yearSellers))]
		y.said(d, ledger.FieldSalesperson, ledger.Text(d.owner))
	case n < 89:
		due := d.due + ledger.Date(y.random.IntN(30)-8)
		y.said(d, ledger.FieldDue, ledger.Day(due))
		if due != d.due {
			d.due, d.moved = due, d.moved+1
			d.top, d.passed, d.before, d.highest, d.written = 0, 0, 0, ledger.Stage{}, 0
		}
	case n < 93:
		d.amount = max(d.amount+y.random.Int64N(400_00)-200_00, 1_00)
		if d.plan != nil {
			d.plan.over = true // its instalments don't come to the balance any more
		}
		y.said(d, ledger.FieldAmount, ledger.Amount(ledger.Money{Minor: d.amount, Currency: d.currency}))
		y.noteCredit(d)
	case n < 95:
		until := y.today() + ledger.Date(y.random.IntN(6)-1)
		y.note("customer %s is paused until %s", d.customer, until)
		y.record(ledger.Change{Customer: ledger.KeyOf(d.customer), Field: ledger.FieldPause, New: ledger.Day(until)})
		y.pauses[d.customer] = until
		y.touchAll(func(o *debt) bool { return o.customer == d.customer })
	case n < 96:
		if y.random.IntN(4) == 0 {
			y.pauseTheBook()
		}
	case n < 97:
		if !y.held && y.random.IntN(4) == 0 {
			y.holdTheBook()
		}
	default:
		y.startChasing()
	}
}

// said is a word on one field, from Slack or typed.
func (y *year) said(d *debt, f ledger.Field, v ledger.Value) {
	d.touched = y.today()
	inv := y.invoice(d.number)
	if inv.Value(f) == v {
		return
	}
	y.note("%s: %s becomes %s", d.number, f, v)
	y.set(d.number, f, v)
}

func (y *year) paid(d *debt, amount int64) {
	y.note("%s: paid %d of %d", d.number, amount, d.open())
	d.touched = y.today()
	d.received += amount
	y.pay(d.number, amount)
	y.noteCredit(d)
}

// noteCredit: finance is to apply what a customer paid too much, and what it
// may cover is not owed.
func (y *year) noteCredit(d *debt) {
	if d.open() < 0 {
		y.credits[d.customer+string(d.currency)] = true
	}
}

func (y *year) pauseTheBook() {
	y.pausedUntil = y.today() + ledger.Date(y.random.IntN(3)-1)
	y.note("the book is paused until %s", y.pausedUntil)
	y.record(ledger.Change{Field: ledger.FieldPause, New: ledger.Day(y.pausedUntil)})
	y.touchAll(func(*debt) bool { return true })
}

// holdTheBook holds it, or has a person let it go on.
func (y *year) holdTheBook() {
	y.held = !y.held
	text := ""
	if y.held {
		text = "no key column"
	}
	y.note("held: %v", y.held)
	y.record(ledger.Change{Field: ledger.FieldHold, New: ledger.Text(text)})
	y.touchAll(func(*debt) bool { return true })
}

func (y *year) startChasing() {
	for _, d := range y.debts {
		if d.waiting {
			y.said(d, ledger.FieldWaiting, ledger.Bool(false))
			d.waiting = false
			return
		}
	}
}
