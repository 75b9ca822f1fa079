package report

import (
	"bufio"
	"fmt"
	"io"
	"os"

	"github.com/relance-bot/relance/ledger"
)

// maxListed is how many problems are listed one by one: beyond, the mapping is
// wrong rather than the rows.
const maxListed = 1000

// Run reads the file and writes the report to stdout, problems and notes to
// stderr. The exit code is one of the Exit constants; the error is what made
// it ExitFailed or ExitUsage, for the caller to print.
func Run(o Options, stdout, stderr io.Writer) (exitCode int, err error) {
	if o, err = o.checked(); err != nil {
		return ExitUsage, err
	}
	if o.Input == nil {
		f, err := os.Open(o.File)
		if err != nil {
			return ExitFailed, err
		}
		defer f.Close()
		o.Input = f
	}
	read, err := readFile(o)
	if err != nil {
		return ExitFailed, err
	}
	list := alike(read.problems)
	for i, p := range list {
		if i == maxListed {
			fmt.Fprintf(stderr, "%s: and %d more\n", o.name(), len(list)-i)
			break
		}
		fmt.Fprintf(stderr, "%s:%d: %s", o.name(), p.line, p.reason)
		if p.more > 0 {
			fmt.Fprintf(stderr, " (and so in %s more)", counted(p.more, "row"))
		}
		fmt.Fprintln(stderr)
	}
	if o.Strict && len(read.problems) > 0 {
		return ExitPartial, nil
	}
	for _, note := range read.notes {
		fmt.Fprintf(stderr, "%s: note: %s\n", o.name(), note)
	}
	if n := rowsOf(read.problems); n > 0 {
		fmt.Fprintf(stderr, "%s: %s could not be read and were left out\n", o.name(), counted(n, "row"))
	}
	out := bufio.NewWriter(stdout)
	if err := write(out, o, read.book); err != nil {
		return ExitFailed, fmt.Errorf("write report: %w", err)
	}
	if err := out.Flush(); err != nil {
		return ExitFailed, fmt.Errorf("write report: %w", err)
	}
	if len(read.problems) > 0 {
		return ExitPartial, nil
	}
	return ExitOK, nil
}

// problemLine is what is wrong in a row, and in how many after it just so.
type problemLine struct {
	rowProblem
	more int
}

// alike says once what many rows have in common: a file without currencies has
// one thing wrong with it, not a thousand.
func alike(problems []rowProblem) []problemLine {
	var list []problemLine
	at := map[string]int{}
	for _, p := range problems {
		if i, ok := at[p.reason]; ok {
			list[i].more++
			continue
		}
		at[p.reason] = len(list)
		list = append(list, problemLine{rowProblem: p})
	}
	return list
}

// rowsOf counts the rows that problems are about; they stand in order.
func rowsOf(problems []rowProblem) int {
	n, last := 0, 0
	for _, p := range problems {
		if p.line != last {
			n, last = n+1, p.line
		}
	}
	return n
}

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

func (o Options) name() string {
	if o.File == "" {
		return "standard input"
	}
	return o.File
}

// write computes the report and writes it in its format.
func write(w io.Writer, o Options, book *ledger.Book) error {
	var t table
	var data any
	switch o.Kind {
	case Overdue:
		lines := []ledger.OverdueLine{}
		for line := range ledger.OverdueLines(book, ledger.OverdueQuery{AsOf: o.AsOf}) {
			lines = append(lines, line)
		}
		t, data = overdueTable(lines), lines
	case Aging:
		reports := ledger.Aging(book, ledger.AgingQuery{AsOf: o.AsOf})
		t, data = agingTable(reports), reports
	default:
		reports := ledger.DSO(book, ledger.DSOQuery{AsOf: o.AsOf, Method: o.Method, Days: o.Days})
		t, data = dsoTable(reports), reports
	}
	switch o.Format {
	case FormatJSON:
		return writeJSON(w, data)
	case FormatCSV:
		return t.writeCSV(w)
	}
	return t.writeText(w)
}
