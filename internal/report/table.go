package report

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/relance-bot/relance/ledger"
)

// table is a report as rows of cells.
type table struct {
	columns []column
	rows    [][]string
	empty   string // said instead of a table without rows
}

// column is a heading; figures stand on the right, and need no guard in a CSV
// file, since we wrote them.
type column struct {
	name     string
	isFigure bool
}

func overdueTable(lines []ledger.OverdueLine) table {
	t := table{empty: "Nothing is overdue.", columns: []column{
		{"number", false}, {"customer", false}, {"owner", false}, {"currency", false}, {"due", false}, {"open", true}, {"days_late", true},
	}}
	for _, l := range lines {
		t.rows = append(t.rows, []string{l.Number, l.Customer, l.Owner, string(l.Currency), l.Due.String(), l.Open.String(), strconv.Itoa(l.DaysLate)})
	}
	return t
}

// agingTable has one line a bucket, so that it can be pivoted.
func agingTable(reports []ledger.AgingReport) table {
	t := table{empty: "Nothing was invoiced by then.", columns: []column{
		{"currency", false}, {"as_of", false}, {"bucket", false}, {"amount", true}, {"invoices", true},
	}}
	for _, r := range reports {
		add := func(name string, m ledger.Money, invoices string) {
			t.rows = append(t.rows, []string{string(r.Currency), r.AsOf.String(), name, m.String(), invoices})
		}
		for _, b := range r.Buckets {
			add(b.Name, b.Amount, strconv.Itoa(b.Invoices))
		}
		add("unapplied", r.Unapplied, "")
		add("outstanding", r.Outstanding, "")
	}
	return t
}

func dsoTable(reports []ledger.DSOReport) table {
	t := table{empty: "Nothing was invoiced by then.", columns: []column{
		{"currency", false}, {"as_of", false}, {"method", false}, {"days", true}, {"receivables", true}, {"sales", true}, {"dso", true}, {"note", false},
	}}
	for _, r := range reports {
		figure := ""
		if r.DSO.Valid {
			figure = r.DSO.Decimal.StringFixed(2)
		}
		t.rows = append(t.rows, []string{
			string(r.Currency), r.AsOf.String(), string(r.Method), strconv.Itoa(r.Days), r.Receivables.String(), r.Sales.String(), figure, r.Note,
		})
	}
	return t
}

func writeJSON(w io.Writer, data any) error {
	out := json.NewEncoder(w)
	out.SetIndent("", "  ")
	return out.Encode(data)
}

// writeCSV guards text that a spreadsheet would take for a formula.
func (t table) writeCSV(w io.Writer) error {
	out := csv.NewWriter(w)
	head := make([]string, len(t.columns))
	for i, c := range t.columns {
		head[i] = c.name
	}
	if err := out.Write(head); err != nil {
		return err
	}
	for _, cells := range t.rows {
		guarded := make([]string, len(cells))
		for i, c := range cells {
			if guarded[i] = c; !t.columns[i].isFigure {
				guarded[i] = guard(c)
			}
		}
		if err := out.Write(guarded); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// guard puts ' before what begins like a formula (OWASP, CSV injection).
func guard(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r\n", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}

// writeText aligns the columns for a terminal.
func (t table) writeText(w io.Writer) error {
	if len(t.rows) == 0 {
		_, err := fmt.Fprintln(w, t.empty)
		return err
	}
	head := make([]string, len(t.columns))
	for i, c := range t.columns {
		head[i] = strings.ReplaceAll(strings.ToUpper(c.name), "_", " ")
	}
	lines := append([][]string{head}, t.rows...)
	widths := make([]int, len(t.columns))
	for _, cells := range lines {
		for i := range cells {
			widths[i] = max(widths[i], utf8.RuneCountInString(shown(cells[i])))
		}
	}
	for _, cells := range lines {
		var b strings.Builder
		for i := range cells {
			text := shown(cells[i])
			gap := strings.Repeat(" ", widths[i]-utf8.RuneCountInString(text))
			if t.columns[i].isFigure {
				b.WriteString(gap + text + "  ")
			} else {
				b.WriteString(text + gap + "  ")
			}
		}
		if _, err := fmt.Fprintln(w, strings.TrimRight(b.String(), " ")); err != nil {
			return err
		}
	}
	return nil
}

// maxShown is how much of a cell a terminal shows.
const maxShown = 60

// shown is a cell without what would move the cursor or turn the text around.
func shown(cell string) string {
	clean := strings.Map(func(r rune) rune {
		if unicode.In(r, unicode.Cc, unicode.Cf) {
			return '�'
		}
		return r
	}, cell)
	if runes := []rune(clean); len(runes) > maxShown {
		return string(runes[:maxShown-1]) + "…"
	}
	return clean
}
