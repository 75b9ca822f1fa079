package main

import (
	"github.com/relance-bot/relance/internal/rates"
	"github.com/relance-bot/relance/internal/report"
)

// interestReportCmd computes what one late payment costs.
type interestReportCmd struct {
	Regime   string   `required:"" help:"fr (ECB rate + 10 points), eu (ECB rate + 8), uk (Bank of England rate + 8, fixed when interest starts) or contract." placeholder:"fr|eu|uk|contract"`
	Amount   string   `required:"" help:"What was owed, including tax." placeholder:"1000.00"`
	Currency string   `required:"" help:"Its currency." placeholder:"EUR"`
	Due      string   `required:"" help:"The last day on which it could be paid in time." placeholder:"2025-01-15"`
	Paid     string   `required:"" help:"The day on which it was paid; or a day up to which interest is asked for." placeholder:"2025-02-14"`
	Payment  []string `sep:"none" help:"A part that was paid before; may be repeated. Interest runs on what it left from the day after it." placeholder:"2025-01-31:400.00"`
	Rate     string   `help:"The contract's rate in percent a year, with contract or fr." placeholder:"12"`
	Rates    string   `help:"A file of published rates that extends the built-in table." placeholder:"FILE" type:"existingfile"`
	Format   string   `enum:"table,json,csv" default:"table" help:"table, json or csv (the pieces)."`
	Language string   `enum:"en,fr," default:"" help:"Language of what is printed: en or fr; by default the environment's (LANG)."`
}

func (interestReportCmd) Help() string {
	return `Simple interest between businesses: balance × rate × days ÷ 365, from the day
after the due day up to the day of payment, in pieces wherever rate or balance
changes, rounded once at the end. The last piece takes the difference of rounding,
so that the pieces sum to the interest. A half-year whose rate is not in the table
is an error that names it.

Examples:
  relance report interest --regime fr --amount 1000 --currency EUR --due 2025-01-15 --paid 2025-02-14
  relance report interest --regime uk --amount 9800 --currency GBP --due 2025-06-15 --paid 2025-09-01 \
    --payment 2025-07-31:4000 --format json
  relance report interest --regime contract --rate 12 --amount 1000 --currency EUR --due 2025-01-15 --paid 2025-02-14`
}

func (r interestReportCmd) Run(c *console) error {
	table, err := rates.Load(r.Rates)
	if err != nil {
		return err
	}
	return report.Interest(report.InterestOptions{
		Regime: r.Regime, Amount: r.Amount, Currency: r.Currency, Due: r.Due, Paid: r.Paid, Payments: r.Payment,
		Rate: r.Rate, Table: table, Format: r.Format, Language: languageOr(r.Language),
	}, c.stdout, c.stderr)
}
