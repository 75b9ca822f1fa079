package sheets_test

import (
	"fmt"

	"github.com/relance-bot/relance/internal/sim/sheetsim"
)

// values are a row's cells as SetValues takes them.
func values(cells []sheetsim.Content) []any {
	list := make([]any, len(cells))
	for i, c := range cells {
		list[i] = c.Value
		if c.Formula != "" {
			list[i] = sheetsim.Formula(c.Formula)
		}
	}
	return list
}

func (m *machine) nextNumber() string {
	m.words++
	return fmt.Sprintf("INV-%d", 100+m.words)
}

// copiesRow puts a copy below a row; its number stays the same until somebody
// types another.
func (m *machine) copiesRow() {
	if len(m.entities) > 30 {
		return
	}
	m.act(func(v *view) {
		r, e := m.anyRow(v)
		if r == nil || m.bearers(e.number()) > 1 || shown(v.cell(r, "Number")) != e.number() {
			return
		}
		m.touched(e)
		n := m.newEntity(e.number())
		n.copy, n.doubt, n.of = true, e.doubt, e
		n.opening, _ = cents(v.cell(r, "Paid"))
		n.other = n.opening
		if n.opening != m.certain(e)+sum(e.typed) {
			n.under = m.partsOf(e) // a stray may stand in Paid, and is taken back in both rows
		}
		n.along = m.strays(e, r, v)
		n.made = e.made && shown(v.cell(r, "Currency")) != "EUR" // crooked, and righted in both
		m.note("claire copies %s to the row below", e.number())
		m.must(m.hand.InsertRows("Invoices", r.at+1, 1))
		m.must(m.hand.SetValues("Invoices", "A"+itoa(r.at+2), [][]any{values(r.cells)}))
		m.mark("Invoices", letters(v.columns["Number"])+itoa(r.at+2), rowNote+n.id)
		if m.rng.IntN(2) == 0 {
			m.fix(n, letters(v.columns["Number"])+itoa(r.at+2), n.opening)
		}
	})
}

// along is a stray that came along into a copied row, or back with a version, and
// what the cell would show without it.
type along struct {
	stray  string
	before []string
}

// cameAlong tells that what a cell showed is a stray, and no person's word.
func (e *entity) cameAlong(c column) bool {
	came, ok := e.along[c.header]
	return ok && came.stray == e.fates[c.header].human
}

// strays are the cells of a row that show what nobody said there, such as what
// Slack said of another invoice: nobody's word about this one, nor about a copy.
// By header, with what the cell showed before.
func (m *machine) strays(e *entity, r *viewRow, v *view) map[string]along {
	list := map[string]along{}
	for _, c := range machineColumns {
		now, f := entered(v.cell(r, c.header)), e.fates[c.header]
		if !c.unique(now) && !(boolean(c) && asTrue(now) == "TRUE") || f.human == now || boolean(c) && asTrue(f.human) == asTrue(now) || f.mine || f.bot != nil && f.bot.value == now {
			continue
		}
		came := along{stray: now, before: []string{f.human}}
		if f.bot != nil {
			came.before = append(came.before, f.bot.value)
		}
		list[c.header] = came
	}
	return list
}

// fix: until then both rows were the same invoice, and what was paid may have
// been written into either.
func (m *machine) fix(n *entity, a1 string, paid int64) {
	number := m.nextNumber()
	m.note("claire numbers the copy %s", number)
	m.must(m.hand.Type("Invoices", a1, number))
	n.numbers = []string{number}
	n.copy, n.opening = false, paid // or a stray of another invoice's, that is taken back
}

// fixesCopies gives the copies numbers of their own.
func (m *machine) fixesCopies() {
	m.act(func(v *view) {
		for _, e := range m.entities {
			if r := v.row(e.id); r != nil && e.copy && e.alive {
				paid, _ := cents(v.cell(r, "Paid"))
				m.fix(e, v.a1(r, "Number"), paid)
			}
		}
	})
}

// cutsRow moves a row to another place, as dragging it does.
func (m *machine) cutsRow() {
	m.act(func(v *view) {
		r, e := m.anyRow(v)
		if r == nil {
			return
		}
		to := v.head + 1 + m.rng.IntN(v.end()-v.head)
		if to == r.at || to == r.at+1 {
			return
		}
		m.note("claire drags %s from row %d to %d", e.number(), r.at+1, to+1)
		for _, tab := range m.sim.Snapshot(m.id).Tabs {
			if tab.Title == "Invoices" {
				m.raw(fmt.Sprintf(`{"requests":[{"moveDimension":{"source":{"sheetId":%d,"dimension":"ROWS","startIndex":%d,"endIndex":%d},"destinationIndex":%d}}]}`,
					tab.ID, r.at, r.at+1, to))
			}
		}
	})
}

func (m *machine) deletesRow() {
	m.act(func(v *view) {
		r, e := m.anyRow(v)
		if r == nil || len(v.known()) < 4 {
			return
		}
		m.note("claire deletes row %d, %s", r.at+1, e.number())
		e.last = values(r.cells)
		e.lastColumns = v.columns
		m.must(m.hand.DeleteRows("Invoices", r.at, 1))
	})
}

// addsAgain enters a deleted invoice once more.
func (m *machine) addsAgain() {
	m.act(func(v *view) {
		for _, e := range m.entities {
			number := e.number()
			if e.alive || e.last == nil || m.bearers(number) > 0 || m.rng.IntN(2) == 0 {
				continue
			}
			m.note("claire enters %s again", number)
			line := make([]any, v.width())
			for _, header := range []string{"Number", "Customer", "Issued", "Due", "Amount", "Currency", "Salesperson", "Notes"} {
				if at := e.lastColumns[header]; at < len(e.last) {
					line[v.columns[header]] = e.last[at]
				}
			}
			line[v.columns["Number"]] = number
			past := m.deleted(number) // perhaps of a copy that was the invoice when its row was gone
			n := m.newEntity(number)
			n.purse, n.doubt, n.past = past.purse, past.doubt, past
			for _, p := range m.payments {
				if p.of == e || p.of == past {
					p.of = n
				}
			}
			m.must(m.hand.SetValues("Invoices", "A"+itoa(v.end()+1), [][]any{line}))
			m.mark("Invoices", letters(v.columns["Number"])+itoa(v.end()+1), rowNote+n.id)
			e.last = nil
			return
		}
	})
}

func (m *machine) renumbers() {
	m.act(func(v *view) {
		r, e := m.anyRow(v)
		if r == nil || m.bearers(e.number()) > 1 || e.copy {
			return
		}
		number := m.nextNumber()
		for _, c := range machineColumns {
			if _, good := c.meant(v.cell(r, c.header)); !good {
				e.doubt = true // it is not what it was, either
			}
		}
		m.note("claire renumbers %s to %s", e.number(), number)
		m.must(m.hand.Type("Invoices", v.a1(r, "Number"), number))
	})
}

// addsRow enters a new invoice, and leaves some of it to be typed later.
func (m *machine) addsRow() {
	if len(m.entities) > 30 {
		return
	}
	m.act(func(v *view) {
		number := m.nextNumber()
		n := m.newEntity(number)
		line := make([]any, v.width())
		line[v.columns["Number"]] = number
		for header, value := range map[string]any{
			"Customer": m.word(), "Due": day(30 + m.words), "Issued": day(-3), "Amount": float64(1000 + m.words), "Currency": "EUR",
		} {
			line[v.columns[header]] = value
		}
		if m.rng.IntN(3) == 0 {
			line[v.columns[m.pick([]string{"Customer", "Amount", "Due"})]] = nil
		}
		at := v.end()
		for i := range v.rows {
			if len(v.rows[i].cells) == 0 && m.rng.IntN(2) == 0 {
				at = v.rows[i].at // a blank row is there already
			}
		}
		m.note("claire enters %s in row %d", number, at+1)
		m.must(m.hand.SetValues("Invoices", "A"+itoa(at+1), [][]any{line}))
		m.mark("Invoices", letters(v.columns["Number"])+itoa(at+1), rowNote+n.id)
	})
}
