package sheets

import (
	"github.com/relance-bot/relance/ledger"
)

// insertInvoice plans the row of an invoice that has none, behind the last one
// of a tab. Formulas are left to the row beside it; see insert.go.
func (p *planner) insertInvoice(tab *tabRead, inv *ledger.Invoice) {
	columns := tab.Columns
	w := Write{Tab: tab.Role, Insert: true, Key: inv.Key, Row: p.behind(tab), Values: map[ledger.Field]ledger.Value{}}
	for _, f := range columns.Fields() {
		// What people type into a column of formulas now and then (an amount, a
		// customer) is typed for this row too, unless the row beside has a
		// formula there. What the bot keeps is not.
		if p.Owned[tab.Role][f] && OwnerOf(f) != OwnerHuman {
			continue
		}
		w.Values[f] = p.want(tab, inv, f)
	}
	w.Cells, w.Dates = rowCells(columns, w.Values)
	p.out.Writes = append(p.out.Writes, w)
}

// behind is the row below the last invoice of a tab: totals and notes may stand
// further down, and formulas may wait there for new rows.
func (p *planner) behind(tab *tabRead) int {
	row := tab.HeaderRow + 1
	for _, r := range p.Sheet.Rows {
		if r.tab == tab && r.Key != "" {
			row = max(row, r.Index+1)
		}
	}
	return row
}

// behindPayments is the row below the last payment.
func (p *planner) behindPayments() int {
	row := p.Sheet.Payments.HeaderRow + 1
	for _, r := range p.Sheet.PayRows {
		if r.ID != "" || !r.blankPayment() {
			row = max(row, r.Index+1)
		}
	}
	return row
}

// insertAdded plans the rows of invoices that were added in Slack. Once such a
// row has been proven written it has a baseline like any other: whoever deletes
// it has deleted the invoice.
func (p *planner) insertAdded() {
	if p.First {
		return // a store that was lost must not write what it can't know
	}
	for inv := range p.concerned() {
		if !addedElsewhere(inv) || p.rows.get(inv.Key) != nil || p.there[inv.Key] || p.out.Rows[inv.Key] != nil {
			continue
		}
		if _, known := p.Rows[inv.Key]; known {
			continue
		}
		if p.FollowUp {
			pr := problem(ProblemNotInList, inv.Number)
			pr.Invoice = inv.Key
			p.out.Problems = append(p.out.Problems, pr)
			continue
		}
		p.insertInvoice(p.Sheet.newest(), inv)
	}
}

// addedElsewhere tells that an invoice did not come from the sheet.
func addedElsewhere(inv *ledger.Invoice) bool {
	return inv.Origin == ledger.SourceSlack || inv.Origin == ledger.SourceImport
}
