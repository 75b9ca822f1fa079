package sheets_test

import (
	"fmt"
	"math"
	"slices"

	"github.com/relance-bot/relance/internal/sim/sheetsim"
	"github.com/relance-bot/relance/ledger"
)

// purse is what people and Slack said was paid on an invoice.
type purse struct {
	opening int64   // what Paid held when the row was new
	other   int64   // what it held before, in a copied row
	under   []int64 // what that may be made of, where a stray stood in the cell that was copied
	early   int64   // of it, what rows say that stood there before the invoice was read
	typed   []int64
	asked   bool // something about it is a person's to decide
	pending int  // recorded in Slack and not seen in the sheet yet
}

// slip is one payment, as whoever entered it knows it.
type slip struct {
	note   string // on its amount, of a person's row
	id     string // of one from Slack
	of     *entity
	minor  int64
	gone   bool
	edited bool
	frozen bool // copied: which of the two rows counts is the bot's choice
}

func cents(c sheetsim.Content) (int64, bool) {
	x, ok := c.Value.(float64)
	return int64(math.Round(x * 100)), ok
}

// rows notes that the rows of an invoice's payments come to so much more. Those
// that stand there when its own row is first read are what its Paid shows.
func (m *machine) rows(e *entity, more int64) {
	if _, read := m.inBook(e); read || e.opening == 0 {
		return
	}
	e.early += more
	e.doubt = e.doubt || m.before.fresh != nil // perhaps behind the read
}

// mayReadBefore notes that an older state is read, in which a new row may stand
// without the payments that were entered after it.
func (m *machine) mayReadBefore() {
	for _, e := range m.entities {
		m.dirty[e.id] = true // and what was edited in it since
		m.fresh[e.id] = m.fresh[e.id] || m.before.fresh[e.id]
		m.renumbered[e.id] = m.renumbered[e.id] || m.before.renumbered[e.id]
		if _, read := m.inBook(e); !read && e.early != 0 {
			e.doubt = true
		}
	}
}

// certain is what was paid for sure: rows and what Slack recorded, and what
// Paid showed beyond them when it was new.
func (m *machine) certain(e *entity) int64 {
	sum := m.opened(e)
	for _, p := range m.payments {
		if p.of == e && !p.gone && !m.went(e, m.bookID(p)) {
			sum += p.minor
		}
	}
	return sum
}

func (m *machine) slips() *view { return m.see("Payments", paymentNote) }

func (m *machine) amount() int64 {
	m.words++
	return int64(100 + m.words*7)
}

// payable is an invoice that people could enter a payment for.
func (m *machine) payable() *entity {
	v := m.invoices()
	r, e := m.anyRow(v)
	if r == nil || m.bearers(e.number()) > 1 || shown(v.cell(r, "Number")) != e.number() {
		return nil
	}
	return e
}

func (m *machine) addsPayment() {
	e := m.payable()
	if e == nil {
		return
	}
	v := m.slips()
	p := &slip{note: itoa(len(m.payments) + 1), of: e, minor: m.amount()}
	m.payments = append(m.payments, p)
	line := make([]any, v.width())
	line[v.columns["Date"]], line[v.columns["Invoice"]] = day(0), e.number()
	line[v.columns["Amount"]] = float64(p.minor) / 100
	at := v.end()
	if m.rng.IntN(3) == 0 && len(v.rows) > 0 { // on top of the others
		at = v.head + 1
		m.must(m.hand.InsertRows("Payments", at, 1))
	}
	m.rows(e, p.minor)
	m.note("claire adds a payment of %d for %s in row %d", p.minor, e.number(), at+1)
	m.must(m.hand.SetValues("Payments", "A"+itoa(at+1), [][]any{line}))
	m.mark("Payments", letters(v.columns["Amount"])+itoa(at+1), paymentNote+p.note)
	m.touched(e)
}

// slipRow finds the row of a payment, if it is there once and shows what was
// said.
func (v *view) slipRow(p *slip) *viewRow {
	var found []*viewRow
	for i := range v.rows {
		r := &v.rows[i]
		if p.note != "" && r.id == p.note || p.id != "" && shown(v.cell(r, "Id")) == p.id {
			found = append(found, r)
		}
	}
	if len(found) != 1 {
		return nil
	}
	if minor, ok := cents(v.cell(found[0], "Amount")); !ok || minor != p.minor {
		return nil
	}
	return found[0]
}

// anySlip is a payment whose row people see.
func (m *machine) anySlip() (*view, *slip, *viewRow) {
	if len(m.payments) == 0 {
		return nil, nil, nil
	}
	v, p := m.slips(), m.payments[m.rng.IntN(len(m.payments))]
	if r := v.slipRow(p); r != nil && !p.gone && !p.frozen {
		return v, p, r
	}
	return nil, nil, nil
}

func (m *machine) editsPayment() {
	v, p, r := m.anySlip()
	if r == nil {
		return
	}
	minor := m.amount()
	m.rows(p.of, minor-p.minor)
	p.minor, p.edited = minor, true
	m.note("claire changes the payment in row %d to %d", r.at+1, p.minor)
	m.must(m.hand.Type("Payments", v.a1(r, "Amount"), fmt.Sprintf("%d.%02d", p.minor/100, p.minor%100)))
}

// deletesPayment: a person's own row is taken back; one that the bot entered
// for somebody in Slack is asked about and goes on counting.
func (m *machine) deletesPayment() {
	_, p, r := m.anySlip()
	if r == nil || p.id != "" && p.edited {
		return // of what nobody else saw, nobody could say which amount counts
	}
	m.note("claire deletes the payment in row %d", r.at+1)
	m.must(m.hand.DeleteRows("Payments", r.at, 1))
	p.frozen = true
	if p.id == "" {
		p.gone = true
		m.rows(p.of, -p.minor)
	} else {
		p.of.asked = true
	}
}

// copiesPayment copies a row with its id: that never changes a total.
func (m *machine) copiesPayment() {
	v, p, r := m.anySlip()
	if r == nil || shown(v.cell(r, "Id")) == "" {
		return
	}
	m.note("claire copies the payment in row %d", r.at+1)
	p.frozen = true
	m.must(m.hand.SetValues("Payments", "A"+itoa(v.end()+1), [][]any{values(r.cells)}))
}

func (m *machine) sortsPayments() {
	v := m.slips()
	if len(v.rows) < 2 {
		return
	}
	area := "A" + itoa(v.head+2) + ":" + letters(v.width()-1) + itoa(v.end())
	by := m.pick([]string{"Id", "Date", "Invoice", "Amount"})
	m.note("claire sorts the payments %s by %s", area, by)
	m.must(m.hand.SortRange("Payments", area, v.columns[by], m.rng.IntN(2) == 0))
}

func (m *machine) movesPaymentColumn() {
	v := m.slips()
	from, to := m.rng.IntN(v.width()), m.rng.IntN(v.width())
	m.note("claire moves the payments' column %s to %s", letters(from), letters(to))
	_ = m.hand.MoveColumn("Payments", from, to)
}

// typesPaid types another sum into Paid: more, or less.
func (m *machine) typesPaid() {
	v := m.invoices()
	r, e := m.anyRow(v)
	if r == nil || m.bearers(e.number()) > 1 || e.asked {
		return
	}
	cell := v.cell(r, "Paid")
	now, ok := cents(cell)
	if !ok && cell.Value != nil || now != m.certain(e)+sum(e.typed) {
		return // a stray stands there, or the bot is behind: what a person would type can't be told
	}
	delta := m.amount()
	if m.rng.IntN(5) == 0 && now > 0 {
		delta, e.asked = -now/2, true // taken back: asked
	}
	to := now + delta
	m.note("claire types %d into Paid of %s, over %d", to, e.number(), now)
	m.must(m.hand.Type("Invoices", v.a1(r, "Paid"), fmt.Sprintf("%d.%02d", to/100, to%100)))
	m.touched(e)
	e.typed = append(e.typed, delta)
}

func sum(list []int64) (total int64) {
	for _, n := range list {
		total += n
	}
	return total
}

// hearQuestions notes on which invoices something was asked: there the total
// is a person's to decide.
func (m *machine) hearQuestions() {
	questions, err := m.syncerQuestions()
	m.must(err)
	for k := range questions {
		m.asked[string(k)] = true
	}
}

// checkPaid compares the book, the sheet and what was said.
func (m *machine) checkPaid(e *entity, inv *ledger.Invoice, v *view) {
	t := m.t
	t.Helper()
	got, want := inv.Paid().Minor, m.certain(e)
	asked := e.asked
	for _, number := range e.numbers {
		asked = asked || m.asked[string(ledger.KeyOf(number))]
	}
	switch {
	case e.doubt:
	case slices.Contains(m.takenFor(e), got):
		m.count("paid: taken for another's row")
	case got == want+sum(e.typed), got == want-max(e.opening-e.early, 0)+max(e.other-e.early, 0)+sum(e.typed):
	case slices.Contains(subsetSums(want-max(e.opening-e.early, 0)+sum(e.typed), e.under), got) && len(e.under) > 0:
		m.count("paid: a stray that came along with a copy, taken back")
	case asked && slices.Contains(subsetSums(want, e.typed), got):
	case asked && len(e.typed) > 0:
		m.count("paid: left to people")
	default:
		t.Errorf("I6: %s has %d paid, want %d and typed %v; asked %v", e.number(), got, want, e.typed, asked)
	}
	shownMinor, ok := cents(v.cell(v.row(e.id), "Paid"))
	if cell := v.cell(v.row(e.id), "Paid"); !ok && cell.Value != nil {
		t.Errorf("I5: %s Paid shows %v", e.number(), cell.Value)
	}
	if shownMinor != got && m.leftToPeople(e, column{field: ledger.FieldPaid}) {
		m.count("paid left to people: a stray value could not be put back")
		return
	}
	question, open := m.questions[inv.Key]
	if shownMinor != got && m.leftToPeople(e, column{field: ledger.FieldPaid}) {
		m.count("cell left to people: a stray value could not be put back")
		return
	}
	if shownMinor != got && (!open || !question.Blocks) {
		t.Errorf("I5: %s Paid shows %d, the book counts %d", e.number(), shownMinor, got)
	}
}

// partsOf are the sums that Paid may have shown of.
func (m *machine) partsOf(e *entity) []int64 {
	parts := append([]int64{max(e.opening-e.early, 0)}, e.typed...)
	for _, p := range m.payments {
		if p.of == e && !p.gone {
			parts = append(parts, p.minor)
		}
	}
	return parts
}

func subsetSums(base int64, parts []int64) []int64 {
	sums := []int64{base}
	for _, p := range parts {
		for _, s := range slices.Clone(sums) {
			sums = append(sums, s+p)
		}
	}
	return sums
}
