package letter

import (
	"fmt"
	"strings"

	"github.com/relance-bot/relance/internal/locale"
	"github.com/relance-bot/relance/ledger"
)

// tables are the statement: what the letter is about, what is claimed beside
// the principal, what else is late, what isn't due.
func (l Letter) tables(say locale.Locale, words labels, t totals) ([]table, error) {
	tables := []table{l.chasedTable(say, words, t)}
	claims, err := l.claimsTable(say, words, t)
	if err != nil {
		return nil, err
	}
	if claims != nil {
		tables = append(tables, *claims)
	}
	for _, rest := range []struct {
		title string
		lines []Line
		late  bool
	}{{words.otherOverdue, l.OtherOverdue, true}, {words.notDue, l.NotDue, false}} {
		if len(rest.lines) == 0 {
			continue
		}
		total, err := sumAsked(rest.lines, l.Currency)
		if err != nil {
			return nil, err
		}
		s := l.statement(rest.lines, say, words, rest.late)
		s.Title = rest.title
		s.Totals = []pair{{words.total, say.Money(total)}}
		tables = append(tables, s)
	}
	return tables, nil
}

func (l Letter) chasedTable(say locale.Locale, words labels, t totals) table {
	s := l.statement(l.Chased, say, words, l.Kind != Courtesy && l.Kind != ThankYou)
	s.Title = words.chased[l.Kind]
	if l.Kind == ThankYou {
		s.Totals = []pair{{words.total, say.Money(t.chased)}}
		return s
	}
	if len(l.Credits) == 0 {
		s.Totals = []pair{{words.asked, say.Money(t.asked)}}
		return s
	}
	s.Totals = []pair{{words.total, say.Money(t.chased)}}
	for _, c := range l.Credits {
		name := words.unapplied
		if !c.Unapplied {
			name = strings.TrimSpace(fmt.Sprintf(words.creditNote, visible(c.Number, maxName)))
		}
		if !c.Date.IsZero() {
			name += " (" + say.Date(c.Date) + ")"
		}
		s.Totals = append(s.Totals, pair{name, say.Money(c.Amount.Neg())})
	}
	s.Totals = append(s.Totals, pair{words.asked, say.Money(t.asked)})
	return s
}

// statement lists invoices in few columns, so that a phone shows them whole;
// what is special about an invoice stands below its number.
func (l Letter) statement(lines []Line, say locale.Locale, words labels, late bool) table {
	s := table{Columns: []column{{words.invoice, false}, {words.due, false}}}
	if late {
		s.Columns = append(s.Columns, column{words.late, false})
	}
	last := words.left
	if l.Kind == ThankYou {
		last = words.amount
	}
	s.Columns = append(s.Columns, column{last, true})
	for _, line := range lines {
		s.Rows = append(s.Rows, l.row(line, say, words, late))
	}
	return s
}

func (l Letter) row(line Line, say locale.Locale, words labels, late bool) row {
	left := line.Open
	if asked, err := line.Asked(); err == nil {
		left = asked
	}
	if l.Kind == ThankYou {
		left = line.Amount
	}
	r := row{Cells: []string{line.name(words), shortDate(say, line.Due)}}
	r.Text = words.invoice + " " + r.Cells[0]
	if !line.Due.IsZero() {
		on := words.statementOf
		if late {
			on = words.overdueOn
		}
		r.Text += ", " + fmt.Sprintf(on, say.Date(line.Due))
	}
	if late {
		days := ""
		if !line.Due.IsZero() {
			days = inDays(words, say, l.Date.DaysSince(line.Due))
		}
		r.Cells = append(r.Cells, days)
	}
	r.Cells = append(r.Cells, say.Money(left))
	r.Text += colon(say) + say.Money(left)
	var remarks []string
	if l.Kind == Formal && !line.Issued.IsZero() { // the law wants to know which
		remarks = append(remarks, fmt.Sprintf(words.issued, say.Date(line.Issued)))
	}
	if !line.Paid.IsZero() && l.Kind != ThankYou {
		remarks = append(remarks, fmt.Sprintf(words.partPaid, say.Money(line.Amount), say.Money(line.Paid)))
	}
	if line.Disputed.IsPositive() {
		remarks = append(remarks, fmt.Sprintf(words.disputed, say.Money(line.Disputed)))
	}
	if r.Under = strings.Join(remarks, semicolon(say)); r.Under != "" {
		r.Text += " (" + r.Under + ")"
	}
	return r
}

// shortDate is a day with its year, narrow enough for a column.
func shortDate(say locale.Locale, d ledger.Date) string {
	switch {
	case d.IsZero():
		return ""
	case say.Language() == "fr":
		return d.Time().Format("02/01/2006")
	case say.MonthFirst():
		return d.Time().Format("Jan 2, 2006")
	}
	return d.Time().Format("2 Jan 2006")
}

// claimsTable lists interest and fees apart from the principal; nil if nothing
// is claimed. A formal notice says besides what pays all of it.
func (l Letter) claimsTable(say locale.Locale, words labels, t totals) (*table, error) {
	if (t.interest.IsZero() && len(t.fees) == 0) || l.Kind.Firmness() < Penalties.Firmness() {
		return nil, nil
	}
	interestTo := fmt.Sprintf(words.interest, say.Date(l.Date))
	s := &table{Title: words.claims, Columns: []column{{words.invoice, false}, {interestTo, true}, {words.feeHead, true}}}
	for _, line := range l.Chased {
		if line.Interest.IsZero() && line.Fee.IsZero() {
			continue
		}
		interest, fee := say.Money(zeroIn(line.Interest, l.Currency)), "–"
		if line.Fee.IsPositive() {
			fee = say.Money(line.Fee)
		}
		s.Rows = append(s.Rows, row{
			Cells: []string{line.name(words), interest, fee},
			Text:  words.invoice + " " + line.name(words) + colon(say) + claimed(say, words, totals{interest: line.Interest, fees: fees(line.Fee)}),
		})
	}
	sums, err := addByCurrency(nil, t.interest)
	if err != nil {
		return nil, err
	}
	for _, fee := range t.fees {
		if sums, err = addByCurrency(sums, fee); err != nil {
			return nil, &Error{Reason: ReasonAmount}
		}
	}
	for _, m := range sums {
		s.Totals = append(s.Totals, pair{words.claimsTotal, say.Money(m)})
	}
	if l.Kind != Formal {
		return s, nil
	}
	s.Totals = append(s.Totals, pair{words.principal, say.Money(t.asked)})
	grand, err := addByCurrency([]ledger.Money{t.asked}, ledger.Money{})
	for _, m := range sums {
		if err == nil {
			grand, err = addByCurrency(grand, m)
		}
	}
	if err != nil {
		return nil, &Error{Reason: ReasonAmount}
	}
	for _, m := range grand {
		s.Totals = append(s.Totals, pair{fmt.Sprintf(words.grandTotal, say.Date(l.Date)), say.Money(m)})
	}
	return s, nil
}

func fees(m ledger.Money) []ledger.Money {
	if m.IsZero() {
		return nil
	}
	return []ledger.Money{m}
}

// zeroIn gives the zero amount the letter's currency.
func zeroIn(m ledger.Money, c ledger.Currency) ledger.Money {
	if m.IsZero() {
		return ledger.Money{Currency: c}
	}
	return m
}

func semicolon(say locale.Locale) string { return mark(say, ";") }

func colon(say locale.Locale) string { return mark(say, ":") }

// mark is a colon or semicolon within a sentence; French has a space before it.
func mark(say locale.Locale, sign string) string {
	if say.Language() == "fr" {
		return "\u00a0" + sign + " "
	}
	return sign + " "
}
