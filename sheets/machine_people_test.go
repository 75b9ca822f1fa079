package sheets_test

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/relance-bot/relance/internal/sim/sheetsim"
	"github.com/relance-bot/relance/ledger"
)

// people lets somebody do something in the spreadsheet: by what they see, in
// the row where they see it.
func (m *machine) people() {
	for range 1 + m.rng.IntN(2) {
		acts := humanActs
		if *restoresFlag {
			acts = append(slices.Clone(acts), humanAct{"keep or restore a version", 4, (*machine).restores})
		}
		total := 0 // of the weights
		for _, a := range acts {
			total += a.weight
		}
		n := m.rng.IntN(total)
		for _, a := range acts {
			if n -= a.weight; n < 0 {
				if !m.avoid[a.name] {
					m.count("act: " + a.name)
					a.do(m)
				}
				break
			}
		}
	}
}

type humanAct struct {
	name   string
	weight int
	do     func(m *machine)
}

var humanActs []humanAct

func init() { //nolint:gochecknoinits // the acts call each other through the list
	humanActs = []humanAct{
		{"type", 30, (*machine).typesAnywhere},
		{"clear", 4, (*machine).clears},
		{"paste", 5, (*machine).pastes},
		{"sort", 9, (*machine).sorts},
		{"sort some columns", 1, (*machine).sortsSome},
		{"insert row", 5, (*machine).insertsRow},
		{"delete blank row", 2, (*machine).deletesBlank},
		{"insert column", 2, (*machine).insertsColumn},
		{"move column", 6, (*machine).movesColumn},
		{"rename column", 2, (*machine).renamesColumn},
		{"hide rows", 2, (*machine).hidesRows},
		{"copy row", 2, (*machine).copiesRow},
		{"fix copied number", 4, (*machine).fixesCopies},
		{"cut row", 3, (*machine).cutsRow},
		{"delete row", 2, (*machine).deletesRow},
		{"add row again", 2, (*machine).addsAgain},
		{"renumber", 2, (*machine).renumbers},
		{"new row", 3, (*machine).addsRow},
		{"formula", 2, (*machine).typesFormula},
		{"format", 4, (*machine).formats},
		{"scribble in the bot's cell", 5, (*machine).scribbles},
		{"payment row", 6, (*machine).addsPayment},
		{"edit payment row", 3, (*machine).editsPayment},
		{"delete payment row", 1, (*machine).deletesPayment},
		{"copy payment row", 1, (*machine).copiesPayment},
		{"sort payments", 2, (*machine).sortsPayments},
		{"move payment column", 1, (*machine).movesPaymentColumn},
		{"type paid", 3, (*machine).typesPaid},
	}
}

// anyRow is a row that is an invoice, of those that people see.
func (m *machine) anyRow(v *view) (*viewRow, *entity) {
	list := v.known()
	if len(list) == 0 {
		return nil, nil
	}
	r := list[m.rng.IntN(len(list))]
	return r, m.entity(r.id)
}

// entityOf is the invoice in a row, if it is one.
func (m *machine) entityOf(r *viewRow) *entity {
	if r.id == "" {
		return nil
	}
	return m.entity(r.id)
}

func (m *machine) entity(id string) *entity {
	for _, e := range m.entities {
		if e.id == id {
			return e
		}
	}
	m.t.Fatalf("no entity %s", id)
	return nil
}

// typed is something to type into a column that nobody typed before; now and
// then something that nobody can read.
func (m *machine) typed(c column) string {
	m.words++
	bad := m.rng.IntN(12) == 0
	switch {
	case c.kind == ledger.KindBool:
		return m.pick([]string{"yes", ""})
	case bad && c.kind != ledger.KindText:
		return fmt.Sprintf("around w%d", m.words)
	case c.kind == ledger.KindDate:
		return start.AddDate(0, 0, 200+m.words).Format(time.DateOnly)
	case c.kind == ledger.KindMoney:
		return fmt.Sprintf("%d.%02d", 1000+m.words, m.words%100)
	}
	return fmt.Sprintf("w%d", m.words)
}

func (m *machine) typesAnywhere() {
	m.act(func(v *view) {
		r, e := m.anyRow(v)
		if r == nil {
			return
		}
		c := machineColumns[m.rng.IntN(len(machineColumns)-1)] // not the number
		text := m.typed(c)
		m.note("%s types %q into %s %s (%s)", "claire", text, e.number(), c.header, v.a1(r, c.header))
		m.must(m.hand.Type("Invoices", v.a1(r, c.header), text))
	})
}

func (m *machine) clears() {
	m.act(func(v *view) {
		if r, e := m.anyRow(v); r != nil {
			c := m.pick([]string{"Salesperson", "Promised on", "Dispute", "Snoozed until", "Notes", "Mood", "Customer"})
			m.note("claire clears %s %s", e.number(), c)
			m.must(m.hand.Clear("Invoices", v.a1(r, c)))
		}
	})
}

// pastes puts a block over some rows of a text column and its neighbour, if
// that is one, too.
func (m *machine) pastes() {
	m.act(func(v *view) {
		r, _ := m.anyRow(v)
		if r == nil {
			return
		}
		texts := map[int]bool{}
		for _, h := range []string{"Salesperson", "Dispute", "Notes", "Mood", "Customer"} {
			texts[v.columns[h]] = true
		}
		at := v.columns[m.pick([]string{"Salesperson", "Dispute", "Notes", "Mood"})]
		var block [][]any
		for range min(1+m.rng.IntN(3), v.end()-r.at) {
			line := []any{m.word()}
			if texts[at+1] {
				line = append(line, m.word())
			}
			block = append(block, line)
		}
		a1 := letters(at) + itoa(r.at+1)
		m.note("claire pastes %v at %s", block, a1)
		m.must(m.hand.SetValues("Invoices", a1, block))
	})
}

func (m *machine) sorts() {
	m.act(func(v *view) {
		by := m.pick([]string{"Number", "Customer", "Due", "Amount", "Salesperson", "Notes", "Stage", "Paid", "Balance", "Mood"})
		if v.end() <= v.head+1 {
			return
		}
		area := "A" + itoa(v.head+2) + ":" + letters(v.width()+3) + itoa(v.end())
		m.note("claire sorts %s by %s", area, by)
		m.must(m.hand.SortRange("Invoices", area, v.columns[by], m.rng.IntN(2) == 0))
	})
}

// sortsSome sorts two columns alone, as happens to everybody once; sometimes
// it is seen and put right by hand.
func (m *machine) sortsSome() {
	m.act(func(v *view) {
		at := v.columns["Salesperson"]
		if v.end() <= v.head+1 || at+1 == v.columns["Number"] || at+1 == v.columns["Paid"] {
			return
		}
		area := letters(at) + itoa(v.head+2) + ":" + letters(at+1) + itoa(v.end())
		m.note("claire sorts only %s", area)
		m.must(m.hand.SortRange("Invoices", area, at, m.rng.IntN(2) == 0))
	})
}

func (m *machine) insertsRow() {
	m.act(func(v *view) {
		if v.end() > 60 || v.head > 5 {
			return
		}
		at := m.rng.IntN(v.end() + 1)
		m.note("claire inserts a row at %d", at+1)
		m.must(m.hand.InsertRows("Invoices", at, 1))
	})
}

func (m *machine) deletesBlank() {
	m.act(func(v *view) {
		for i := range v.rows {
			if r := &v.rows[i]; len(r.cells) == 0 {
				m.note("claire deletes the blank row %d", r.at+1)
				m.must(m.hand.DeleteRows("Invoices", r.at, 1))
				return
			}
		}
	})
}

func (m *machine) insertsColumn() {
	if m.columns++; m.columns > 3 {
		return
	}
	m.act(func(v *view) {
		at := m.rng.IntN(v.width() + 1)
		m.note("claire inserts a column at %s", letters(at))
		m.must(m.hand.InsertColumns("Invoices", at, 1))
	})
}

func (m *machine) movesColumn() {
	m.act(func(v *view) {
		from, to := m.rng.IntN(v.width()), m.rng.IntN(v.width())
		m.note("claire moves column %s to %s", letters(from), letters(to))
		_ = m.hand.MoveColumn("Invoices", from, to)
	})
}

// renamesColumn gives a column a name that the bot has never heard, or one of
// its other names.
func (m *machine) renamesColumn() {
	m.act(func(v *view) {
		header := m.pick([]string{"Salesperson", "Notes", "Dispute", "Mood", "Customer", "Paid", "Promised on"})
		m.words++
		name := fmt.Sprintf("Column %d", m.words)
		m.note("claire renames %s to %s", header, name)
		m.must(m.hand.SetValues("Invoices", letters(v.columns[header])+itoa(v.head+1), [][]any{{name}}))
	})
}

func (m *machine) hidesRows() {
	v := m.invoices()
	from := v.head + 1 + m.rng.IntN(4)
	hidden := m.rng.IntN(2) == 0
	m.note("claire hides rows from %d: %v", from+1, hidden)
	for _, tab := range m.sim.Snapshot(m.id).Tabs {
		if tab.Title == "Invoices" {
			m.raw(fmt.Sprintf(`{"requests":[{"updateDimensionProperties":{"range":{"sheetId":%d,"dimension":"ROWS","startIndex":%d,"endIndex":%d},"properties":{"hiddenByUser":%v},"fields":"hiddenByUser"}}]}`,
				tab.ID, from, from+2, hidden))
		}
	}
}

// raw is what a browser asks of the service itself.
func (m *machine) raw(body string) {
	r, err := http.NewRequestWithContext(m.t.Context(), http.MethodPost, "http://sheets.invalid/v4/spreadsheets/"+m.id+":batchUpdate", strings.NewReader(body))
	m.must(err)
	response, err := m.sim.Client().Do(r)
	m.must(err)
	text, err := io.ReadAll(response.Body)
	m.must(err)
	m.must(response.Body.Close())
	if response.StatusCode != http.StatusOK {
		m.t.Fatalf("%s: %s", body, text)
	}
}

func (m *machine) typesFormula() {
	if !m.plan.formulas {
		return
	}
	m.act(func(v *view) {
		if r, e := m.anyRow(v); r != nil {
			header := m.pick([]string{"Dispute", "Mood"})
			m.words++
			m.note("claire types a formula into %s %s", e.number(), header)
			m.formulas[header] = true
			m.must(m.hand.Type("Invoices", v.a1(r, header), fmt.Sprintf(`="w"&%d`, m.words)))
		}
	})
}

func (m *machine) formats() {
	m.act(func(v *view) {
		if r, e := m.anyRow(v); r != nil {
			header := m.pick([]string{"Due", "Amount", "Notes", "Salesperson", "Paid", "Customer"})
			m.note("claire colours %s %s", e.number(), header)
			m.must(m.hand.Dress("Invoices", v.a1(r, header), sheetsim.Look{Background: "#ffee00", Bold: m.rng.IntN(2) == 0}))
		}
	})
}

// scribbles types into a cell of the bot's own.
func (m *machine) scribbles() {
	m.act(func(v *view) {
		if r, e := m.anyRow(v); r != nil {
			header := m.pick([]string{"Balance", "Days late", "Stage", "Last reminder", "Check"})
			text := m.word()
			m.note("claire scribbles %s into %s %s", text, e.number(), header)
			m.must(m.hand.Type("Invoices", v.a1(r, header), text))
		}
	})
}
