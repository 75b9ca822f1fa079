package sheets

import (
	"github.com/relance-bot/relance/ledger"
)

// keepsBalance tells a sheet that has a balance and no column of payments: the
// balance is people's, as in an export of open items, and what was paid is the
// amount less it. Where there is no amount either, the first balance seen is it.
func (c Columns) keepsBalance() bool {
	return c.Has(ledger.FieldBalance) && !c.Has(ledger.FieldPaid)
}

// readBalance reads the balance of such a sheet.
func (r *sheetRow) readBalance(columns Columns, opt ParseOptions) {
	if !columns.keepsBalance() || r.Key == "" {
		return
	}
	at, _ := columns.Index(ledger.FieldBalance)
	cell := cellAt(r.Cells, at)
	balance, err := parseField(ledger.FieldBalance, cell, opt)
	if err != nil {
		r.Bad[ledger.FieldBalance] = asProblem(err).in(ledger.FieldBalance)
		return
	}
	if IsBlank(cell) {
		if r.Values[ledger.FieldPaidOn].IsEmpty() {
			r.Bad[ledger.FieldBalance] = problem(ProblemNoBalance).in(ledger.FieldBalance)
			return
		}
		r.Values[ledger.FieldPaid] = r.Values[ledger.FieldAmount] // a day and no balance: paid
		return
	}
	left := balance.Money()
	if left.Currency == "" {
		left.Currency = opt.Currency
	}
	if !columns.Has(ledger.FieldAmount) {
		r.Values[ledger.FieldAmount] = ledger.Amount(left)
	}
	r.paidUpTo(left)
}

// paidUpTo sets what was paid to the amount less what is left.
func (r *sheetRow) paidUpTo(left ledger.Money) {
	paid, err := r.Values[ledger.FieldAmount].Money().Sub(left)
	switch {
	case err != nil || r.Values[ledger.FieldAmount].IsEmpty():
		delete(r.Values, ledger.FieldPaid)
	case paid.IsZero():
		r.Values[ledger.FieldPaid] = ledger.Value{}
	default:
		r.Values[ledger.FieldPaid] = ledger.Amount(paid)
	}
}

// sinceFirst keeps the amount of an invoice that has only a balance: what the
// balance has gone down by since it was first seen was paid.
func (r *sheetRow) sinceFirst(columns Columns, known BaseRow) {
	if !columns.keepsBalance() || columns.Has(ledger.FieldAmount) {
		return
	}
	first, left := known.Values[ledger.FieldAmount].Money(), r.Values[ledger.FieldAmount].Money()
	if first.Currency != left.Currency || first.IsNegative() != left.IsNegative() && !left.IsZero() || abs(left.Minor) > abs(first.Minor) {
		return
	}
	r.Values[ledger.FieldAmount] = ledger.Amount(first)
	r.paidUpTo(left)
}

func abs(n int64) int64 {
	if n < 0 {
		return -n
	}
	return n
}

// openedWith is what a row said was paid when it was first seen, where its
// column of payments is blank, or was just added: a balance below the amount,
// or a day in Paid on. The balance is believed at a first sync only: later it
// is the bot's own figure, which a copied row carries along from another.
func (r *sheetRow) openedWith(first bool) ledger.Value {
	columns := r.tab.Columns
	paid, amount := r.Values[ledger.FieldPaid], r.Values[ledger.FieldAmount]
	at, mapped := columns.Index(ledger.FieldPaid)
	if !paid.IsEmpty() || !mapped || amount.IsEmpty() || !IsBlank(cellAt(r.cells(), at)) {
		return paid
	}
	balance := r.Values[ledger.FieldBalance]
	if at, ok := columns.Index(ledger.FieldBalance); first && ok && !IsBlank(cellAt(r.cells(), at)) && balance.Kind() == ledger.KindMoney {
		rest, err := amount.Money().Sub(balance.Money())
		if err != nil || rest.IsZero() || rest.IsNegative() != amount.Money().IsNegative() || balance.Money().IsNegative() != amount.Money().IsNegative() && !balance.Money().IsZero() {
			return paid
		}
		return ledger.Amount(rest)
	}
	if !r.Values[ledger.FieldPaidOn].IsEmpty() {
		return amount
	}
	return paid
}

// checkBalance asks which is right where a row of an adopted sheet shows a
// balance that its amount and payments don't give: the bot would write over it.
// It answers whether it asked.
func (p *planner) checkBalance(r *sheetRow) bool {
	columns := r.tab.Columns
	at, ok := columns.Index(ledger.FieldBalance)
	if !ok || columns.keepsBalance() || p.owned(r, ledger.FieldBalance) || IsBlank(cellAt(r.cells(), at)) {
		return false
	}
	shown, amount := r.Values[ledger.FieldBalance], r.Values[ledger.FieldAmount]
	if _, bad := r.Bad[ledger.FieldPaid]; bad || amount.IsEmpty() || shown.Kind() != ledger.KindMoney {
		return false
	}
	left, err := amount.Money().Sub(r.openedWith(p.First).Money())
	differs := err == nil && left.Minor != shown.Money().Minor && (!amount.Money().IsNegative() || !shown.Money().IsZero())
	if differs {
		r.Bad[ledger.FieldBalance] = problem(ProblemBalanceDiffers, shown.Money().String(), left.String()).in(ledger.FieldBalance)
	}
	return differs
}

// paidDiffers is said where a column that is people's shows another sum than
// the payments known.
func (p *planner) paidDiffers(r *sheetRow, inv *ledger.Invoice, typed ledger.Value, after ledger.Money) {
	if !r.tab.Columns.keepsBalance() {
		p.problem(r, r.Key, problem(ProblemPaidFormula, typed.Money().String(), after.String()))
		return
	}
	left, errLeft := inv.Amount.Sub(typed.Money())
	known, errKnown := inv.Amount.Sub(after)
	if errLeft != nil || errKnown != nil {
		return // another currency: said of the row already
	}
	pr := problem(ProblemBalanceKept, left.String(), known.String()).in(ledger.FieldBalance)
	p.problem(r, r.Key, pr)
	p.asked[r.Key] = append(p.asked[r.Key], pr)
}
