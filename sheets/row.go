package sheets

import (
	"errors"
	"strconv"
	"strings"

	"github.com/relance-bot/relance/ledger"
)

// sheetRow is one row of an invoice tab as it was read, typed. There is one for
// each row of the sheet, so what only a decoded one has stands apart.
type sheetRow struct {
	tab     *tabRead
	Index   int // from 0; good for this read only
	Key     ledger.Key
	Values  map[ledger.Field]ledger.Value // of every mapped field that could be read
	Hash    uint64                        // of the raw bytes
	Cells   []any                         // raw
	ordinal int32                         // of its number, where it is as it was last read
	same    bool                          // as the baseline knows it: not decoded
	rests   bool                          // nothing was to be done about it when it was last planned: see plan_rest.go
	*reading
}

// reading is what decoding a row told beside its values.
type reading struct {
	Bad  map[ledger.Field]Problem // the fields that couldn't be read
	back map[ledger.Field]Back    // cells read as if they held their value again

	Skip    SkipReason // not empty: no invoice
	Word    paidWord   // what a word in Paid says
	Terms   ledger.Terms
	ByTerms bool // the due date was computed from Terms
	History history
}

// undecoded is the reading of every row that is as the baseline knows it:
// nothing was wrong with it, and nobody writes here.
var undecoded = &reading{}

// cells are the row's raw cells, decoded when asked for.
func (r *sheetRow) cells() []any {
	if r.Cells == nil && r.same {
		r.Cells, _ = decodeRow(r.tab.grid.Rows[r.Index]) // it was decoded once, under this hash
	}
	return r.Cells
}

// bad lists the problems in the order of the sheet's fields, one message once.
func (r *sheetRow) bad() []Problem {
	var list []Problem
	seen := map[string]bool{}
	for _, f := range ledger.RowFields {
		p, ok := r.Bad[f]
		if !ok || seen[p.Text("en")] {
			continue
		}
		seen[p.Text("en")] = true
		list = append(list, p)
	}
	return list
}

// parseRow types the cells of a row. What can't be read is in Bad, and its
// field is in Values no more than if it had not been looked at.
func parseRow(cells []any, columns Columns, opt ParseOptions) *sheetRow {
	r := &sheetRow{Cells: cells, Values: map[ledger.Field]ledger.Value{}, reading: &reading{Bad: map[ledger.Field]Problem{}}}
	currencyOK := r.readCurrency(columns, &opt)
	for _, f := range columns.Fields() {
		at, _ := columns.Index(f)
		if f == ledger.FieldCurrency {
			continue
		}
		if OwnerOf(f) != OwnerBot && f.Kind() == ledger.KindMoney && !currencyOK {
			r.Bad[f] = r.Bad[ledger.FieldCurrency]
			continue
		}
		r.readField(f, OwnerOf(f), cellAt(cells, at), opt)
	}
	r.Key = ledger.KeyOf(r.Values[ledger.FieldNumber].Text())
	if r.Skip = r.kind(columns); r.Skip != "" {
		return r
	}
	if amount, ok := r.Values[ledger.FieldAmount]; ok && currencyOK {
		currency := opt.Currency
		if c := amount.Money().Currency; c != "" {
			currency = c
		}
		r.Values[ledger.FieldCurrency] = ledger.Text(string(currency))
	}
	r.readBalance(columns, opt)
	r.readDue(columns)
	r.readPaid(columns, opt)
	r.History = readHistory(cells, columns, opt, r.Values[ledger.FieldIssued].Date())
	r.checkRow(columns)
	return r
}

// readField types one cell into Values, or says in Bad why it can't be read.
func (r *sheetRow) readField(f ledger.Field, owner Owner, cell any, opt ParseOptions) {
	if owner == OwnerBot {
		r.Values[f] = botValue(f, cell, opt)
		return
	}
	v, err := parseField(f, cell, opt)
	if err != nil {
		r.Bad[f] = asProblem(err).in(f)
		return
	}
	r.Values[f] = v
}

// readCurrency settles the row's currency: its cell, else what the amount's
// header or cell states, else the book's.
func (r *sheetRow) readCurrency(columns Columns, opt *ParseOptions) bool {
	if c := columns.Currency(ledger.FieldAmount); c != "" {
		opt.Currency, opt.CurrencyFixed = c, true
	}
	if at, ok := columns.Index(ledger.FieldCurrency); ok {
		c, err := ParseCurrency(cellAt(r.Cells, at))
		if err != nil {
			r.Bad[ledger.FieldCurrency] = asProblem(err).in(ledger.FieldCurrency)
			return false
		}
		if c != "" {
			opt.Currency, opt.CurrencyFixed = c, true
		}
	}
	if at, ok := columns.Index(ledger.FieldAmount); ok && !opt.CurrencyFixed {
		if m, err := ParseAmount(cellAt(r.Cells, at), *opt); err == nil && m.Currency != "" {
			opt.Currency, opt.CurrencyFixed = m.Currency, true
		}
	}
	return true
}

// maxMinor bounds a cell of an invoice's row at a trillion of a currency with
// cents: far above any invoice, and low enough that one slip of the keyboard
// spoils its own row and never the sums of the book.
const maxMinor = 100_000_000_000_000

func parseField(f ledger.Field, cell any, opt ParseOptions) (ledger.Value, error) {
	switch f.Kind() {
	case ledger.KindMoney:
		m, err := ParseAmount(cell, opt)
		if err == nil && (m.Minor > maxMinor || m.Minor < -maxMinor) {
			return ledger.Value{}, problem(ProblemTooLarge, m.String())
		}
		// Nothing and zero are told apart in an amount only: who typed 0 into
		// Paid said what an empty cell says.
		if err != nil || m.Currency == "" || m.IsZero() && f != ledger.FieldAmount {
			return ledger.Value{}, err
		}
		return ledger.Amount(m), nil
	case ledger.KindDate:
		d, err := ParseDate(cell, opt)
		return ledger.Day(d), err
	case ledger.KindBool:
		yes, err := ParseBool(cell)
		return ledger.Bool(yes), err
	}
	limit := maxShortText
	switch f {
	case ledger.FieldNotes, ledger.FieldPlan:
		limit = maxLongText
	case ledger.FieldDispute:
		if yes, err := ParseBool(cell); err == nil && !yes {
			return ledger.Value{}, nil // "no" is no reason
		}
	}
	text, err := parseText(cell, limit)
	if err == nil && f == ledger.FieldStanding {
		standing, unknown := ledger.ParseStanding(text)
		if unknown != nil {
			return ledger.Value{}, problem(ProblemNotStanding, text)
		}
		text = string(standing)
	}
	return ledger.Text(text), err
}

// botValue reads a cell of the bot's own. What it would not have written is
// kept as text, to be seen as an edit.
func botValue(f ledger.Field, cell any, opt ParseOptions) ledger.Value {
	if IsBlank(cell) {
		return ledger.Value{}
	}
	if f == ledger.FieldDaysLate {
		if d, ok := numberOf(cell); ok && d.IsInteger() && d.BigInt().IsInt64() {
			return ledger.Int(int(d.IntPart()))
		}
	}
	if f != ledger.FieldDaysLate {
		if v, err := parseField(f, cell, opt); err == nil {
			if f == ledger.FieldBalance && v.IsEmpty() {
				return ledger.Amount(ledger.Money{Currency: opt.Currency})
			}
			if f != ledger.FieldStage && f != ledger.FieldLetterStage {
				return v
			}
			if stage, err := ledger.ParseStage(v.Text()); err == nil {
				return ledger.Text(stage.String())
			}
			return v
		}
	}
	if s, ok := cell.(string); ok {
		return ledger.Text(s)
	}
	return ledger.Text(numberText(cell))
}

// checkRow adds what is wrong with the row as a whole.
func (r *sheetRow) checkRow(columns Columns) {
	add := func(f ledger.Field, p Problem) {
		if _, ok := r.Bad[f]; !ok {
			r.Bad[f] = p
		}
	}
	if r.Key == "" {
		return // not an invoice yet: see plan_identity.go
	}
	if v, ok := r.Values[ledger.FieldAmount]; ok && v.IsEmpty() {
		delete(r.Values, ledger.FieldAmount)
		add(ledger.FieldAmount, problem(ProblemNoAmount))
	}
	_, nameBad := r.Bad[ledger.FieldCustomer]
	if columns.Has(ledger.FieldCustomer) && !nameBad && r.Values[ledger.FieldCustomer].IsEmpty() && r.Values[ledger.FieldCustomerCode].IsEmpty() {
		add(ledger.FieldCustomer, problem(ProblemNoCustomer))
	}
	issued, due := r.Values[ledger.FieldIssued].Date(), r.Values[ledger.FieldDue].Date()
	if !issued.IsZero() && !due.IsZero() && due.Before(issued) {
		add(ledger.FieldDue, problem(ProblemDueBeforeIssue, due.String(), issued.String()))
	}
}

func asProblem(err error) Problem {
	if p, ok := errors.AsType[Problem](err); ok {
		return p
	}
	return problem(ProblemNotAmount, err.Error())
}

// problemText is what a Check cell says: every problem once.
func problemText(list []Problem, language string) string {
	var parts []string
	for _, p := range list {
		parts = append(parts, p.Text(language))
	}
	return strings.Join(parts, "; ")
}

func rowNumbers(indexes []int) string {
	parts := make([]string, len(indexes))
	for i, n := range indexes {
		parts[i] = strconv.Itoa(n + 1)
	}
	return strings.Join(parts, ", ")
}
