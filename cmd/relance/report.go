package main

import (
	"fmt"

	"github.com/alecthomas/kong"

	"github.com/relance-bot/relance/internal/report"
	"github.com/relance-bot/relance/ledger"
)

// reportCmd answers with no service at all.
type reportCmd struct {
	Overdue  fileReportCmd     `cmd:"" help:"What is overdue, from a CSV file."`
	Aging    fileReportCmd     `cmd:"" help:"How old the receivables are, from a CSV file."`
	DSO      fileReportCmd     `cmd:"" name:"dso" help:"The DSO, from a CSV file."`
	Interest interestReportCmd `cmd:"" help:"What a late payment costs: interest and recovery fee."`
}

// fileReportCmd answers from a CSV file.
type fileReportCmd struct {
	File     string            `required:"" help:"CSV file with the sheet's columns, or others named by --columns." placeholder:"FILE" type:"existingfile"`
	AsOf     string            `help:"The day to report on; today by default. Invoices and payments after it have not happened." placeholder:"2013-06-30"`
	Columns  map[string]string `help:"Fields and the file's headers: number=…,customer=…,issued=…,due=…,amount=…,currency=…,paid=…,paid_on=…,salesperson=…" placeholder:"FIELD=HEADER" mapsep:","`
	Dates    string            `enum:"iso,dmy,mdy," default:"" help:"How the file writes dates; by default what leaves no doubt." placeholder:"iso|dmy|mdy"`
	Currency string            `help:"Currency of rows that name none." placeholder:"EUR"`
	Method   string            `enum:"period,countback,true,best" default:"period" help:"Of dso: period, countback, true or best."`
	Days     int               `default:"90" help:"Of dso: days of the period."`
	Format   string            `enum:"table,json,csv" default:"table" help:"table, json or csv."`
	Strict   bool              `help:"Stop at the first row that can't be read."`
}

func (reportCmd) Help() string {
	return `Examples:
  relance report overdue --file invoices.csv --as-of 2026-06-30
  relance report dso --file invoices.csv --method countback --format json
  relance report aging --file export.csv --dates mdy --currency USD \
    --columns number=invoiceNumber,customer=customerID,issued=InvoiceDate,due=DueDate,amount=InvoiceAmount,paid_on=SettledDate
  relance report interest --regime fr --amount 1000 --currency EUR --due 2025-01-15 --paid 2025-02-14

Exit codes: 0 all rows were read; 3 some were not (each is named on standard
error, the rest is reported); 1 nothing could be reported; 80 the command line
makes no sense.`
}

// Validate refuses what 0 would mean to the report: the default.
func (r fileReportCmd) Validate() error {
	if r.Days < 1 {
		return fmt.Errorf("--days: %d days is no period", r.Days)
	}
	return nil
}

func (r fileReportCmd) Run(c *console, parsed *kong.Context) error {
	asOf := ledger.DateOf(c.now())
	if r.AsOf != "" {
		var err error
		if asOf, err = ledger.ParseDate(r.AsOf); err != nil {
			return err
		}
	}
	var currency ledger.Currency
	if r.Currency != "" {
		var err error
		if currency, err = ledger.ParseCurrency(r.Currency); err != nil {
			return err
		}
	}
	code, err := report.Run(report.Options{
		Kind: parsed.Selected().Name, File: r.File, AsOf: asOf, Columns: r.Columns, Dates: r.Dates, Currency: currency,
		Method: ledger.Method(r.Method), Days: r.Days, Format: r.Format, Strict: r.Strict,
	}, c.stdout, c.stderr)
	if err != nil {
		return err
	}
	if code != exitOK {
		return &exitCodeError{code}
	}
	return nil
}
