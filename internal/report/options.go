package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/sheets"
)

// Kinds of report.
const (
	Overdue = "overdue"
	Aging   = "aging"
	DSO     = "dso"
)

// Formats of the output.
const (
	FormatTable = "table"
	FormatJSON  = "json"
	FormatCSV   = "csv"
)

// Exit codes of Run.
const (
	ExitOK      = 0
	ExitFailed  = 1 // the file can't be read at all; the error says why
	ExitUsage   = 2 // the options make no sense; the error says which
	ExitPartial = 3 // some rows could not be read; they are on standard error
)

// Options say what to report on which file.
type Options struct {
	Kind     string            // Overdue, Aging or DSO
	File     string            // path of the CSV file
	Input    io.Reader         // read instead of File, which then only names it in messages
	AsOf     ledger.Date       // the day whose end is reported; may be in the future
	Columns  map[string]string // field to header, or header to field, for headers that aren't known
	Dates    string            // "iso", "dmy" or "mdy"; "": what the file's dates leave no doubt about
	Currency ledger.Currency   // of rows that name none
	Method   ledger.Method     // of DSO; "": period
	Days     int               // of the DSO's period; 0: 90
	Format   string            // "": FormatTable
	Strict   bool              // stop at the first row that can't be read
}

// checked gives the options with their defaults, or what is wrong with them.
func (o Options) checked() (Options, error) {
	oneOf := func(name string, value *string, allowed ...string) error {
		if *value == "" {
			*value = allowed[0]
		}
		if !slices.Contains(allowed, *value) {
			return fmt.Errorf("%s %q: expected %s", name, *value, strings.Join(allowed, ", "))
		}
		return nil
	}
	if err := oneOf("report", &o.Kind, Overdue, Aging, DSO); err != nil {
		return o, err
	}
	if err := oneOf("format", &o.Format, FormatTable, FormatJSON, FormatCSV); err != nil {
		return o, err
	}
	if o.Dates != "" {
		if err := oneOf("dates", &o.Dates, string(sheets.DateISO), string(sheets.DateDMY), string(sheets.DateMDY)); err != nil {
			return o, err
		}
	}
	if o.Currency != "" {
		c, err := ledger.ParseCurrency(string(o.Currency))
		if err != nil {
			return o, fmt.Errorf("currency: %w", err)
		}
		o.Currency = c
	}
	if o.AsOf.IsZero() {
		return o, fmt.Errorf("as-of: a day such as 2013-06-30 is needed")
	}
	if o.File == "" && o.Input == nil {
		return o, fmt.Errorf("file: the path of a CSV file is needed")
	}
	return o, ledger.DSOQuery{Method: o.Method, Days: o.Days}.Check()
}
