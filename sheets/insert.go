package sheets

import (
	"context"
	"slices"

	"github.com/relance-bot/relance/ledger"
)

// beside is the row that a new one is made like: the one above it or, below a
// header, the one under it.
type beside struct {
	row   int
	below bool
	cells []Entered
}

// literalOnly are the columns of a new row that are what it is about: they are
// never a formula of the row beside it.
var literalOnly = []ledger.Field{
	ledger.FieldNumber, ledger.FieldAmount, colPayID, colPayDate, colPayInvoice, colPayAmount,
}

// lookBeside looks at the rows beside those that are to be inserted, in one
// call: what holds a formula there gets one in the new row, and never a literal.
func (c *cycle) lookBeside(ctx context.Context, read *sheetRead, writes []Write) (map[tabRole]beside, error) {
	found := map[tabRole]beside{}
	var roles []tabRole
	var areas []Area
	for _, w := range writes {
		if !w.Insert || slices.Contains(roles, w.Tab) {
			continue
		}
		t := read.tab(w.Tab)
		b := beside{row: w.Row - 1}
		if b.row <= t.HeaderRow {
			b = beside{row: w.Row, below: true}
		}
		found[w.Tab] = b
		if b.row < t.Tab.Rows {
			roles, areas = append(roles, w.Tab), append(areas, Area{Tab: t.Tab, Row: b.row, Rows: 1, Cols: t.width()})
		} else {
			found[w.Tab] = beside{row: w.Row - 1} // there is no row below the header
		}
	}
	if len(areas) == 0 {
		return found, nil
	}
	grids, err := c.Spreadsheet.Inspect(ctx, areas)
	c.called("inspect")
	if err != nil {
		return nil, err
	}
	for i, role := range roles {
		b := found[role]
		b.cells = grids[i].row(0)
		found[role] = b
	}
	return found, nil
}

// writtenOver are the columns of that row that are written as well: what a person
// typed there since it was read goes to no other row with our value over it.
func (b beside) writtenOver(writes []Write, tab tabRole) map[int]bool {
	cols := map[int]bool{}
	for _, w := range writes {
		if !w.Insert && w.Tab == tab && w.Row == b.row {
			cols[w.Col] = true
		}
	}
	return cols
}

// like has a row that is to be inserted take over what the row beside it holds
// as formulas, and leave alone what lies in a spill.
func (o *op) like(b beside, written map[int]bool) {
	o.Beside, o.Below = b.row, b.below
	for i, e := range b.cells {
		f := ledger.Field("")
		if i < len(o.Fields) {
			f = o.Fields[i]
		}
		spilled := e.Formula == "" && e.Blank && e.Value != nil
		if slices.Contains(literalOnly, f) || written[i] || e.Formula == "" && !spilled {
			if e.IsDate && e.DateFormat != "" {
				if o.Formats == nil {
					o.Formats = map[int]string{}
				}
				o.Formats[i] = e.DateFormat
			}
			continue
		}
		if e.Formula != "" {
			o.Formulas = append(o.Formulas, i)
		}
		if i < len(o.Cells) {
			o.Cells[i] = nil
		}
		delete(o.Values, f)
	}
}

// copyFormulas are the requests that copy them: relative references follow.
func (o op) copyFormulas(tab TabInfo, row int) []Request {
	from := o.Beside
	if o.Below {
		from = row + 1
	}
	var list []Request
	for i := 0; i < len(o.Formulas); {
		n := 1
		for i+n < len(o.Formulas) && o.Formulas[i+n] == o.Formulas[i]+n {
			n++
		}
		list = append(list, CopyFormulas{Tab: tab, FromRow: from, Row: row, Col: o.Formulas[i], N: n})
		i += n
	}
	return list
}

// inserted tells what an inserted row holds: our literals, and what was copied
// from the row beside it where that held no formula any more, someone having
// pasted a value over it or moved columns. That is another row's, and does not
// belong there.
func (o op) inserted(originals []Entered) (cells []any, pasted []int) {
	cells = slices.Clone(o.Cells)
	for _, i := range o.Formulas {
		if i >= len(originals) || originals[i].Formula != "" || originals[i].Value == nil {
			continue
		}
		for len(cells) <= i {
			cells = append(cells, nil)
		}
		cells[i], pasted = originals[i].Value, append(pasted, i)
	}
	return cells, pasted
}

// copied are the fields that an inserted row has formulas for.
func (o op) copied() []ledger.Field {
	var fields []ledger.Field
	for _, i := range o.Formulas {
		if i < len(o.Fields) && o.Fields[i] != "" {
			fields = append(fields, o.Fields[i])
		}
	}
	return fields
}
