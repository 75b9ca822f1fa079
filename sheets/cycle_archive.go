package sheets

import (
	"context"
	"slices"

	"github.com/relance-bot/relance/ledger"
)

// archives is what the unwatched tabs held when invoices last vanished.
type archives struct {
	version string
	by      map[ledger.Key]string // invoice to the title of the tab that it was moved to
}

// maxArchives bounds how many tabs are looked through for a vanished invoice.
const maxArchives = 20

// findArchived looks for invoices that vanished in the tabs that aren't
// watched: a person who moves settled rows to an Archive tab deleted nothing.
// It costs a read in a cycle where something vanished, and none otherwise.
func (c *cycle) findArchived(ctx context.Context, read *sheetRead) error {
	if read.present(c.state.rows) == len(c.state.rows) {
		return nil
	}
	live := read.byNumber()
	vanished := map[ledger.Key]bool{}
	for k, b := range c.state.rows {
		if live.first(k) == nil && b.Left.IsZero() {
			vanished[k] = true
		}
	}
	if len(vanished) == 0 || len(read.Holds) > 0 || !c.state.mark.Synced || c.OpenItems {
		return nil
	}
	if c.archive.version == c.version && c.version != "" && c.archive.by != nil {
		read.Archived = c.archive.by // held since, and nothing moved
		return nil
	}
	if err := c.fetchOutline(ctx); err != nil {
		return err
	}
	var ask ReadAsk
	known := map[int64]bool{}
	for _, t := range c.tabs() {
		known[t.ID] = true
	}
	for _, t := range c.outline.Tabs {
		if !known[t.ID] && len(ask.Areas) < maxArchives {
			ask.Areas = append(ask.Areas, Area{Tab: t, FullHeight: true})
		}
	}
	found := map[ledger.Key]string{}
	if len(ask.Areas) > 0 {
		grids, err := c.Spreadsheet.Read(ctx, ask)
		c.called("read")
		if err != nil {
			return err
		}
		for i, grid := range grids {
			keys, err := archivedIn(ask.Areas[i].Tab, grid, c.Columns, live)
			if err != nil {
				return err
			}
			for _, k := range keys {
				if vanished[k] && found[k] == "" {
					found[k] = ask.Areas[i].Tab.Title
				}
			}
		}
	}
	c.archive = archives{version: c.version, by: found}
	read.Archived = found
	return nil
}

// copyLeast is how many watched invoices make a tab a copy of them, or a view,
// and no archive: one may be a slip of the hand.
const copyLeast = 2

// archivedIn gives the invoices in an unwatched tab, if its header is that of
// invoices and it is no copy of the watched ones.
func archivedIn(tab TabInfo, grid Grid, overrides map[string]string, live *rowIndex) ([]ledger.Key, error) {
	t, problems, err := readHeader("", tab, grid, overrides, invoiceColumns)
	if err != nil || !t.OK || !looksLikeInvoices(t.Columns) ||
		slices.ContainsFunc(problems, func(p Problem) bool { return p.Code == ProblemTwoColumns }) {
		return nil, err
	}
	var keys []ledger.Key
	alive := 0
	for i, raw := range grid.Rows {
		if i <= t.HeaderRow {
			continue
		}
		cells, err := decodeRow(raw)
		if err != nil {
			return nil, err
		}
		k := keyIn(tabInvoices, t.Columns, cells)
		if live.first(k) != nil {
			alive++
		}
		if k != "" {
			keys = append(keys, k)
		}
	}
	if alive >= copyLeast {
		return nil, nil
	}
	return keys, nil
}

// looksLikeInvoices: a number, a customer, and an amount or a due day.
func looksLikeInvoices(c Columns) bool {
	return c.Has(ledger.FieldNumber) && (c.Has(ledger.FieldCustomer) || c.Has(ledger.FieldCustomerCode)) &&
		(c.Has(ledger.FieldAmount) || c.Has(ledger.FieldDue))
}
