package sheets

import (
	"context"
	"maps"
	"slices"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/store"
)

// goneColumn is a mapped column that vanished.
type goneColumn struct {
	tab    *tabRead
	field  ledger.Field
	header string // as last seen
	at     int    // the free column that it is given
}

// restoreColumns gives vanished columns back: the header behind the last
// column in use, then the values that the baseline knows under it. A column of
// formulas can't be given back: what they were is not known.
//
// The rows are marked before the header is written, so that a cycle that finds
// the header knows which blanks below it are not yet filled rather than cleared.
func (c *cycle) restoreColumns(ctx context.Context, read *sheetRead) (*sheetRead, error) {
	other := func(p Problem) bool { return p.Code != ProblemColumnGone }
	if len(read.Holds) == 0 || slices.ContainsFunc(read.Holds, other) {
		return read, nil // there is something to be put right first
	}
	gone, formulas, err := c.goneColumns(read)
	if err != nil {
		return nil, err
	}
	if c.ask.DryRun {
		read.Problems = append(read.Problems, formulas...)
		c.remaining = slices.DeleteFunc(slices.Clone(read.Holds), func(p Problem) bool {
			return slices.ContainsFunc(gone, func(g goneColumn) bool { return g.header == p.Args[0] && g.tab.Tab.Title == p.Tab })
		})
		for _, g := range gone {
			c.foresee("%s column %s: %s", g.tab.Tab.Title, columnName(g.at), g.header)
			for _, r := range read.Rows {
				if v := c.state.rows[r.Key].Values[g.field]; r.tab == g.tab && !v.IsEmpty() {
					c.foresee("%s %s: (blank) -> %s", r.Key, g.field, v)
				}
			}
		}
		return read, nil
	}
	if len(gone) > 0 {
		if err := c.markRestored(ctx, gone); err != nil {
			return nil, err
		}
		var ops []op
		for _, g := range gone {
			ops = append(ops, op{
				Tab: g.tab.Role, Row: g.tab.HeaderRow, Col: g.at, New: Literal{Value: g.header}, Cells: g.tab.rawHeader(),
			})
		}
		if read, _, err = c.recovered(ctx, read, ops); err != nil {
			return nil, err
		}
	}
	read.Problems = append(read.Problems, formulas...)
	return read, nil
}

func (c *cycle) goneColumns(read *sheetRead) (gone []goneColumn, formulas []Problem, err error) {
	for _, t := range read.Invoices {
		for _, tab := range c.outline.Tabs {
			if tab.ID == t.Tab.ID {
				t.Tab = tab // as it is without the column
			}
		}
		mark := c.state.mark.Watched[t.Role]
		rows, err := t.allRows()
		if err != nil {
			return nil, nil, err
		}
		free := 0
		for _, cells := range rows {
			free = max(free, len(cells))
		}
		for _, f := range slices.Sorted(maps.Keys(mark.Columns)) {
			switch {
			case t.Columns.Has(f):
			case mark.Formulas[f]:
				pr := problem(ProblemFormulasGone, mark.Columns[f])
				pr.Tab = t.Tab.Title
				formulas = append(formulas, pr)
			default:
				gone = append(gone, goneColumn{tab: t, field: f, header: mark.Columns[f], at: free})
				free++
			}
		}
	}
	return gone, formulas, nil
}

// markRestored notes which cells wait for their value, and that the columns
// need our mark again.
func (c *cycle) markRestored(ctx context.Context, gone []goneColumn) error {
	rows := map[ledger.Key]*BaseRow{}
	for k, base := range c.state.rows {
		for _, g := range gone {
			v := base.Values[g.field]
			if base.Tab != g.tab.Role || v.IsEmpty() {
				continue
			}
			if rows[k] == nil {
				fresh := base
				fresh.Hash, fresh.Back = 0, maps.Clone(base.Back)
				if fresh.Back == nil {
					fresh.Back = map[ledger.Field]Back{}
				}
				rows[k] = &fresh
			}
			rows[k].Back[g.field] = Back{Raw: rawOf(v, g.tab.Columns, c.options())}
		}
	}
	mark := c.state.mark
	for _, g := range gone {
		tab := mark.Watched[g.tab.Role]
		tab.Tagged = maps.Clone(tab.Tagged)
		delete(tab.Tagged, g.field)
		mark.setTab(g.tab.Role, tab)
	}
	t := store.Commit{Put: []store.Doc{doc(kindMark, markKey, mark)}}
	for _, k := range slices.Sorted(maps.Keys(rows)) {
		putOrDelete(&t, kindRow, string(k), rows[k])
	}
	return c.commit(ctx, nil, t, func() {
		c.state.mark = mark
		c.state.rememberRows(rows)
	})
}

// rawHeader is the header's row as it stands, the lower one of two.
func (t *tabRead) rawHeader() []any {
	cells, err := decodeRow(t.grid.Rows[t.HeaderRow])
	if err != nil {
		return nil // it was decoded when the header was found
	}
	return cells
}
