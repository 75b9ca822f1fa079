package reminders

import (
	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/reminders/letter"
)

// instalments puts an invoice whose plan is kept into a letter, one line for
// each instalment: what is asked for goes to the oldest, and what isn't due
// yet stands apart. The plan grants time, so that nothing is claimed for it.
func (w writer) instalments(l *letter.Letter, inv *ledger.Invoice, asked ledger.Money, on ledger.Date) {
	state, ok := inv.PlanAt(w.today, w.grace)
	if !ok {
		return
	}
	for i, part := range state.Instalments {
		if !part.Open().IsPositive() {
			continue
		}
		line := letter.Line{
			Number: inv.Number, Issued: inv.Issued, Due: part.Due, Amount: part.Amount, Paid: part.Paid, Open: part.Open(),
			Part: i + 1, Parts: len(state.Instalments),
		}
		of := ledger.Money{Minor: min(asked.Minor, line.Open.Minor), Currency: line.Open.Currency}
		asked.Minor -= of.Minor
		switch {
		case of.IsPositive():
			line.Disputed = ledger.Money{Minor: line.Open.Minor - of.Minor, Currency: of.Currency}
			w.payLink(&line, inv.Number, of)
			l.Chased = append(l.Chased, line)
		case on.After(part.Due):
			l.OtherOverdue = append(l.OtherOverdue, line)
		default:
			l.NotDue = append(l.NotDue, line)
		}
	}
}
