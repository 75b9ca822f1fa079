package sheets

import (
	"strings"

	"github.com/relance-bot/relance/ledger"
)

// SkipReason says why a row below the header is no invoice. Such a row is left
// alone: it is no problem, and never written.
type SkipReason string

// Reasons to skip a row.
const (
	SkipTotal  SkipReason = "total"  // says total, sous-total, à reporter
	SkipSum    SkipReason = "sum"    // has no number, and its amount is the sum of the rows above
	SkipHeader SkipReason = "header" // the header again, as on each page of a print
	SkipUnits  SkipReason = "units"  // nothing but units and formats
	SkipVoid   SkipReason = "void"   // its status says cancelled, a draft or written off
)

// kind tells rows that are no invoices.
func (r *sheetRow) kind(columns Columns) SkipReason {
	number, _ := columns.Index(ledger.FieldNumber)
	dated := !r.Values[ledger.FieldIssued].IsEmpty() || !r.Values[ledger.FieldDue].IsEmpty()
	switch {
	case isUnits(r.Cells):
		return SkipUnits
	case r.repeats(columns):
		return SkipHeader
	case dated:
		return ""
	case r.Key != "" && columns.Has(ledger.FieldNumber):
		if text, ok := cellAt(r.Cells, number).(string); ok && saysTotal(text) {
			return SkipTotal
		}
		return ""
	}
	for _, v := range r.Cells {
		if text, ok := v.(string); ok && saysTotal(text) {
			return SkipTotal
		}
	}
	return ""
}

// repeatsLeast is how many cells of a row must be their own header for the row
// to be the header again.
const repeatsLeast = 2

func (r *sheetRow) repeats(columns Columns) bool {
	same := 0
	for _, f := range columns.Fields() {
		at, _ := columns.Index(f)
		text, ok := cellAt(r.Cells, at).(string)
		if !ok || strings.TrimSpace(text) == "" {
			continue
		}
		_, below, two := strings.Cut(columns.Header(f), groupSign)
		if squeeze(text) != squeeze(columns.Header(f)) && (!two || squeeze(text) != squeeze(below)) {
			return false
		}
		same++
	}
	return same >= repeatsLeast
}

// totalWords begin a row that sums others up.
var totalWords = []string{
	"total", "totaux", "totals", "sous total", "sous totaux", "s total", "subtotal", "subtotals", "sub total", "grand total", "grandtotal", "somme", "sommes", "cumul", "cumuls",
	"a reporter", "report a nouveau", "montant total", "solde total", "nombre de factures", "nb factures",
}

func saysTotal(text string) bool {
	words := spokenWords(text)
	if count, what, ok := strings.Cut(words, " "); ok && isDigits(count) && countedWords[what] {
		return true // 12 factures
	}
	for _, w := range totalWords {
		if words == w || strings.HasPrefix(words, w+" ") {
			return true
		}
	}
	return false
}

var countedWords = map[string]bool{
	"facture": true, "factures": true, "invoice": true, "invoices": true, "ligne": true, "lignes": true, "pieces": true, "documents": true, "rows": true, "items": true, "ecritures": true,
}

// rowSums knows the sums of the invoices so far, so that a total without a word
// is told from an invoice without a number.
type rowSums struct {
	all, since   map[ledger.Currency]int64 // since the last total
	count, fresh int
	rows         []sheetRow // as far as they are read
	summed       int        // of them: most sheets never ask
}

func newRowSums(rows []sheetRow) *rowSums {
	return &rowSums{all: map[ledger.Currency]int64{}, since: map[ledger.Currency]int64{}, rows: rows}
}

// summedLeast is how few invoices an unnamed total sums up: the amount of one
// is that of its copy without a number too.
const summedLeast = 2

// explains tells that a row without number and day, the one at that place, is a
// sum of those above.
func (s *rowSums) explains(at int) bool {
	r := &s.rows[at]
	m := r.Values[ledger.FieldAmount].Money()
	if r.Key != "" || m.IsZero() || !r.Values[ledger.FieldIssued].IsEmpty() || !r.Values[ledger.FieldDue].IsEmpty() {
		return false
	}
	for ; s.summed < at; s.summed++ {
		s.sum(&s.rows[s.summed])
	}
	return s.count >= summedLeast && s.all[m.Currency] == m.Minor || s.fresh >= summedLeast && s.since[m.Currency] == m.Minor
}

func (s *rowSums) sum(r *sheetRow) {
	switch {
	case r.tab == nil: // nothing stands there
	case r.Skip == SkipTotal || r.Skip == SkipSum:
		s.since, s.fresh = map[ledger.Currency]int64{}, 0
	case r.Skip == "" && r.Key != "":
		m := r.Values[ledger.FieldAmount].Money()
		// Rows are bounded in number and amount, so this can't overflow.
		s.all[m.Currency] += m.Minor
		s.since[m.Currency] += m.Minor
		s.count++
		s.fresh++
	}
}

// readDue computes a due date that the row doesn't give from its terms. It is
// never written into the sheet: whoever reads it there should know that nobody
// typed it.
func (r *sheetRow) readDue(columns Columns) {
	if !columns.Has(ledger.FieldTerms) || !r.Values[ledger.FieldDue].IsEmpty() {
		return
	}
	issued := r.Values[ledger.FieldIssued].Date()
	if _, bad := r.Bad[ledger.FieldDue]; bad || issued.IsZero() {
		return
	}
	if terms, ok := ledger.ParseTerms(r.Values[ledger.FieldTerms].Text()); ok {
		r.Terms, r.ByTerms = terms, true
		r.Values[ledger.FieldDue] = ledger.Day(terms.Due(issued))
	}
}

// readPaid reads words in the column of payments in place of an amount.
func (r *sheetRow) readPaid(columns Columns, opt ParseOptions) {
	at, ok := columns.Index(ledger.FieldPaid)
	bad, isBad := r.Bad[ledger.FieldPaid]
	if !ok || !isBad || bad.Code != ProblemNotAmount && bad.Code != ProblemTickBox {
		return
	}
	issued := r.Values[ledger.FieldIssued].Date()
	word, ok := readPaidWord(cellAt(r.Cells, at), opt, issued)
	if !ok {
		if text, isText := cellAt(r.Cells, at).(string); isText && bad.Code == ProblemNotAmount {
			r.Bad[ledger.FieldPaid] = problem(ProblemNotPaid, text).in(ledger.FieldPaid)
		}
		return
	}
	delete(r.Bad, ledger.FieldPaid)
	r.Word = word
	amount := r.Values[ledger.FieldAmount]
	switch word.Says {
	case saysVoid:
		r.Skip = SkipVoid
	case saysOpen:
		r.Values[ledger.FieldPaid] = ledger.Value{}
	case saysPaid:
		if !amount.IsEmpty() {
			r.Values[ledger.FieldPaid] = amount
		}
	case saysPart:
		if word.Amount.IsZero() {
			r.Bad[ledger.FieldPaid] = problem(ProblemPaidPart, word.Word).in(ledger.FieldPaid)
			return
		}
		r.Values[ledger.FieldPaid] = ledger.Amount(word.Amount)
	}
}
