package sheets

import "github.com/relance-bot/relance/ledger"

// openItem reads the balance of a row of a list of what is open, which is
// pasted over by a fresh export every week. What was paid is the amount less the
// balance. Where the list has no amount, that is the balance when the invoice
// was first listed, or more if the balance has grown.
func (r *sheetRow) openItem(t *tabRead, base BaseRow, opt ParseOptions) {
	cell := cellAt(r.Cells, t.Balance)
	if r.Key == "" || IsBlank(cell) && r.Values[ledger.FieldAmount].Money().Currency != "" {
		return // all of the amount is open
	}
	if _, bad := r.Bad[ledger.FieldCurrency]; bad || !r.readCurrency(t.Columns, &opt) {
		return
	}
	if c := r.Values[ledger.FieldAmount].Money().Currency; c != "" {
		opt.Currency, opt.CurrencyFixed = c, true
	}
	balance, err := parseField(ledger.FieldAmount, cell, opt)
	if err == nil && balance.IsEmpty() {
		err = problem(ProblemNoAmount)
	}
	if err != nil {
		delete(r.Values, ledger.FieldPaid)
		r.Bad[ledger.FieldBalance] = asProblem(err).in(ledger.FieldBalance)
		return
	}
	open := balance.Money()
	amount, listed := r.Values[ledger.FieldAmount]
	if _, bad := r.Bad[ledger.FieldAmount]; bad && t.Columns.Has(ledger.FieldAmount) {
		if cell, _ := t.Columns.Index(ledger.FieldAmount); !IsBlank(cellAt(r.Cells, cell)) {
			return // it says something that can't be read
		}
		delete(r.Bad, ledger.FieldAmount)
	}
	if !listed || amount.IsEmpty() {
		amount = base.Values[ledger.FieldAmount]
	}
	whole := amount.Money()
	if whole.Currency != open.Currency || whole.IsNegative() != open.IsNegative() || magnitude(open) > magnitude(whole) {
		whole = open
	}
	paid := ledger.Money{Minor: whole.Minor - open.Minor, Currency: whole.Currency} // both within maxMinor
	r.Values[ledger.FieldAmount] = ledger.Amount(whole)
	r.Values[ledger.FieldCurrency] = ledger.Text(string(whole.Currency))
	r.Values[ledger.FieldPaid] = ledger.Value{}
	if !paid.IsZero() {
		r.Values[ledger.FieldPaid] = ledger.Amount(paid)
	}
}

func magnitude(m ledger.Money) int64 { return max(m.Minor, -m.Minor) }

// showsPaid tells that a row says what was paid: in a cell, or by its balance.
func (t *tabRead) showsPaid() bool {
	return t.Listed || t.Columns.Has(ledger.FieldPaid) || t.Columns.keepsBalance()
}
