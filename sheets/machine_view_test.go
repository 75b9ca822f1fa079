package sheets_test

import (
	"strconv"
	"strings"

	"github.com/relance-bot/relance/internal/sim/sheetsim"
	"github.com/relance-bot/relance/ledger"
)

// The oracle knows rows, columns and payments by notes on their cells, which
// the bot neither reads nor writes and which go where the cell goes: a row's
// stands on its number, a column's on its header.
const (
	rowNote     = "row:"
	columnNote  = "column:"
	paymentNote = "payment:"
)

// view is a tab as a person sees it at one moment.
type view struct {
	head    int            // the row of the header
	columns map[string]int // by the header it once had
	rows    []viewRow      // below the header, blank ones too
}

// viewRow is one row that a person sees.
type viewRow struct {
	at    int // from 0
	id    string
	cells []sheetsim.Content
}

func (m *machine) see(tab, note string) *view {
	v := &view{head: -1, columns: map[string]int{}}
	for r, cells := range m.sim.Contents(m.id, tab) {
		row := viewRow{at: r, cells: cells}
		for c, cell := range cells {
			if name, ok := strings.CutPrefix(cell.Note, columnNote); ok {
				v.head, v.columns[name] = r, c
			}
			if id, ok := strings.CutPrefix(cell.Note, note); ok {
				row.id = id
			}
		}
		if v.head >= 0 && r > v.head {
			v.rows = append(v.rows, row)
		}
	}
	return v
}

func (m *machine) invoices() *view { return m.see("Invoices", rowNote) }

// row finds the row of that id.
func (v *view) row(id string) *viewRow {
	for i := range v.rows {
		if v.rows[i].id == id {
			return &v.rows[i]
		}
	}
	return nil
}

// known are the rows that the oracle knows.
func (v *view) known() []*viewRow {
	var list []*viewRow
	for i := range v.rows {
		if v.rows[i].id != "" {
			list = append(list, &v.rows[i])
		}
	}
	return list
}

func (v *view) cell(r *viewRow, column string) sheetsim.Content {
	if at, ok := v.columns[column]; ok && at < len(r.cells) {
		return r.cells[at]
	}
	return sheetsim.Content{}
}

// end is the row behind the last that shows anything.
func (v *view) end() int {
	if len(v.rows) == 0 {
		return v.head + 1
	}
	return v.rows[len(v.rows)-1].at + 1
}

func (v *view) width() int {
	width := 0
	for _, at := range v.columns {
		width = max(width, at+1)
	}
	return width
}

func (v *view) a1(r *viewRow, column string) string {
	return letters(v.columns[column]) + itoa(r.at+1)
}

// entered is what was put into a cell, as text: a formula, or the value.
func entered(c sheetsim.Content) string {
	if c.Formula != "" {
		return c.Formula
	}
	return shown(c)
}

// shown is what a cell comes to, as text; dates are serial numbers.
func shown(c sheetsim.Content) string {
	switch x := c.Value.(type) {
	case string:
		return x
	case float64:
		return strconv.FormatFloat(x, 'f', -1, 64)
	case bool:
		return strings.ToUpper(strconv.FormatBool(x))
	}
	return ""
}

// told is what a typed value of the book looks like in a cell.
func told(v ledger.Value) string {
	switch v.Kind() {
	case ledger.KindMoney:
		return v.Money().Decimal().String()
	case ledger.KindDate:
		return strconv.Itoa(v.Date().Serial())
	case ledger.KindInt:
		return strconv.Itoa(v.Int())
	case ledger.KindBool:
		return "TRUE"
	}
	return v.Text()
}
