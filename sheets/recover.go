package sheets

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/relance-bot/relance/ledger"
)

// Back is a cell that is being given its value back: while it shows Was, it is
// read as if it showed Raw, which the baseline knows, and Raw is written there.
// So nothing of it is heard as a person's edit, however often the writing is
// interrupted; what a person types there meanwhile is.
type Back struct {
	Was any `json:"was"`
	Raw any `json:"raw"`
}

// literal is Raw as it is written.
func (b Back) literal(f ledger.Field) Literal {
	_, number := b.Raw.(json.Number)
	return Literal{Value: b.Raw, IsDate: number && f.Kind() == ledger.KindDate}
}

// withBack reads a row as if the cells that wait for their value had it.
func (r *sheetRow) withBack(base BaseRow, columns Columns, opt ParseOptions) *sheetRow {
	cells := slices.Clone(r.Cells)
	waits := map[ledger.Field]Back{}
	for f, b := range base.Back {
		at, ok := columns.Index(f)
		if !ok || !sameCell(cellAt(cells, at), b.Was) {
			continue
		}
		for len(cells) <= at {
			cells = append(cells, nil)
		}
		cells[at], waits[f] = b.Raw, b
	}
	if len(waits) == 0 {
		return r
	}
	again := parseRow(cells, columns, opt)
	again.Cells, again.back = r.Cells, waits
	for f := range waits {
		again.Values[f] = base.Values[f]
		delete(again.Bad, f)
	}
	return again
}

// rawOf is how a value of the baseline is written where no cell shows it any
// more. An amount in another currency than the row would take it for bears its
// code.
func rawOf(v ledger.Value, columns Columns, opt ParseOptions) any {
	raw := literal(v).Value
	m := v.Money()
	stated := columns.Has(ledger.FieldCurrency) || columns.Currency(ledger.FieldAmount) != ""
	if v.Kind() != ledger.KindMoney || stated || m.Currency == opt.Currency {
		return raw
	}
	text := m.String()
	if opt.Decimal == ',' {
		text = strings.ReplaceAll(text, ".", ",")
	}
	return text + " " + string(m.Currency)
}

// decides tells that a person looked at what holds the book.
func (a SyncAsk) decides() bool { return a.Force || a.RestoreColumns || a.PutBackSort }

// recover carries out what a person chose for a held book, and what an earlier
// cycle began of it. It gives the sheet as it is then.
func (c *cycle) recover(ctx context.Context, read *sheetRead) (*sheetRead, error) {
	var err error
	if c.ask.RestoreColumns {
		if read, err = c.restoreColumns(ctx, read); err != nil {
			return nil, err
		}
	}
	if c.ask.PutBackSort || c.state.mark.Sorting {
		return c.putBackSort(ctx, read)
	}
	return read, nil
}

// recovered writes ops of a recovery. It gives the sheet as it is then, and
// whether every op hit its cell.
func (c *cycle) recovered(ctx context.Context, read *sheetRead, ops []op) (*sheetRead, bool, error) {
	clean := true
	for rest := ops; len(rest) > 0 && clean; {
		n := batchLength(rest)
		var err error
		if clean, err = c.guardedWrite(ctx, read, rest[:n]); err != nil {
			return nil, false, err
		}
		rest = rest[n:]
	}
	read, err := c.undo(ctx, nil)
	if err == nil && c.open() {
		c.report.Unsettled = true
		err = ErrUnsettled
	}
	return read, clean, err
}

// foresee tells what a recovery would write.
func (c *cycle) foresee(format string, args ...any) {
	c.foreseen = true
	c.report.Planned = append(c.report.Planned, fmt.Sprintf(format, args...))
}

// allRows decodes every row of a tab.
func (t *tabRead) allRows() ([][]any, error) {
	rows := make([][]any, len(t.grid.Rows))
	for i, raw := range t.grid.Rows {
		cells, err := decodeRow(raw)
		if err != nil {
			return nil, err
		}
		rows[i] = cells
	}
	return rows, nil
}
