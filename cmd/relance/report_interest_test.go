package main

import (
	"strings"
	"testing"
)

// TestReportInterest is the command line from its arguments to its exit code.
func TestReportInterest(t *testing.T) {
	table := writeFile(t, t.TempDir(), "rates.yaml", "ecb:\n  source: ECB\n  as_of: 2027-01-02\n  rates: {2027-H1: 2.65}\n")
	bad := writeFile(t, t.TempDir(), "bad.yaml", "ecb:\n  source: ECB\n  as_of: 2027-01-02\n  rates: {2027-H1: much}\n")
	for _, tt := range []struct {
		story, args string
		code        int
		stdout      string   // parts, without blanks
		stderr      []string // parts; nil: nothing
	}{
		{
			"thirty days in France", "--regime fr --amount 1000 --currency EUR --due 2025-01-15 --paid 2025-02-14 --format json", 0,
			`{"days":30,"interest":"10.81","fee":"40.00","pieces":[{"from":"2025-01-16","to":"2025-02-14","days":30,"rate":"13.15","interest":"10.81"}]}`, nil,
		},
		{
			"in pieces across half-years, that sum to the interest", "--regime eu --amount 1000 --currency EUR --due 2024-12-01 --paid 2025-07-10 --format json", 0,
			`{"days":221,"interest":"68.14","fee":"40.00","pieces":[` +
				`{"from":"2024-12-02","to":"2024-12-31","days":30,"rate":"12.25","interest":"10.07"},` +
				`{"from":"2025-01-01","to":"2025-06-30","days":181,"rate":"11.15","interest":"55.29"},` +
				`{"from":"2025-07-01","to":"2025-07-10","days":10,"rate":"10.15","interest":"2.78"}]}`, nil,
		},
		{
			"in the United Kingdom the first day's rate holds", "--regime uk --amount 1000 --currency GBP --due 2025-06-15 --paid 2025-07-15 --format json", 0,
			`{"days":30,"interest":"10.48","fee":"70.00","pieces":[{"from":"2025-06-16","to":"2025-07-15","days":30,"rate":"12.75","interest":"10.48"}]}`, nil,
		},
		{
			"a contract", "--regime contract --rate 12 --amount 1000 --currency EUR --due 2025-01-15 --paid 2025-02-14 --format json", 0,
			`{"days":30,"interest":"9.86","fee":"40.00","pieces":[{"from":"2025-01-16","to":"2025-02-14","days":30,"rate":"12.00","interest":"9.86"}]}`, nil,
		},
		{"paid in time", "--regime fr --amount 1000 --currency EUR --due 2025-01-15 --paid 2025-01-15 --format json", 0, `{"days":0,"interest":"0.00","fee":"0.00","pieces":[]}`, nil},
		{"paid early, in words", "--regime fr --amount 1000 --currency EUR --due 2025-01-15 --paid 2025-01-02 --language en", 0, "Nothingwasowedaftertheduedaynointerest", nil},
		{
			"a table, in French, after a part was paid", "--regime fr --amount 1000 --currency EUR --due 2025-01-15 --paid 2025-02-14 --payment 2025-01-25:400 --language fr", 0,
			"2025-01-262025-02-142013.15600.004.3330jours7.93EURd’intérêts+40.00EURd’indemnité", nil,
		},
		{"pieces as CSV", "--regime fr --amount 1000 --currency EUR --due 2025-01-15 --paid 2025-02-14 --format csv", 0, "from,to,days,rate,balance,interest2025-01-16,2025-02-14,30,13.15,1000.00,10.81", nil},
		{"in dollars no fee is stated", "--regime fr --amount 1000 --currency USD --due 2025-01-15 --paid 2025-02-14 --format json", 0, `"fee":"0.00"`, []string{"no fixed fee is stated in USD"}},
		{"in yen", "--regime fr --amount 100000 --currency jpy --due 2025-01-15 --paid 2025-02-14 --format json", 0, `{"days":30,"interest":"1081","fee":"0",`, []string{"JPY"}},
		{"a rate from a secondary source is told", "--regime fr --amount 1000 --currency EUR --due 2026-07-15 --paid 2026-08-14 --language fr", 0, "12.40", []string{"à noter", "2026-H2", "source secondaire"}},
		{"a French contract's rate below the minimum is told", "--regime fr --rate 5,5 --amount 1000 --currency EUR --due 2025-01-15 --paid 2025-02-14", 0, "5.5", []string{"11.13 % in 2025-H1"}},

		{"a half-year that isn't known", "--regime fr --amount 1000 --currency EUR --due 2026-12-15 --paid 2027-01-15 --format json", 1, "", []string{"2027-H1", "--rates", "ecb"}},
		{"the same in French", "--regime fr --amount 1000 --currency EUR --due 2026-12-15 --paid 2027-01-15 --language fr", 1, "", []string{"2027-H1", "rien n’est deviné"}},
		{"with a file that has it", "--regime fr --amount 36500 --currency EUR --due 2026-12-31 --paid 2027-01-01 --format json --rates " + table, 0, `"interest":"12.65"`, nil},
		{"with a file that can't be read", "--regime fr --amount 1000 --currency EUR --due 2025-01-15 --paid 2025-02-14 --rates " + bad, 1, "", []string{"bad.yaml", `"much" is not a rate`}},
		{"no such regime", "--regime us --amount 1000 --currency EUR --due 2025-01-15 --paid 2025-02-14", 1, "", []string{"--regime", "“us”", "fr, eu, uk or contract"}},
		{"a contract without its rate", "--regime contract --amount 1000 --currency EUR --due 2025-01-15 --paid 2025-02-14 --language fr", 1, "", []string{"--rate", "taux du contrat"}},
		{"a rate for a law that has one", "--regime uk --rate 5 --amount 1000 --currency GBP --due 2025-01-15 --paid 2025-02-14", 1, "", []string{"--rate", "choose contract"}},
		{"an amount with groups", "--regime fr --amount 1,000 --currency EUR --due 2025-01-15 --paid 2025-02-14", 1, "", []string{"--amount", "“1,000”", "12345.67"}},
		{"more decimals than the currency has", "--regime fr --amount 10.5 --currency JPY --due 2025-01-15 --paid 2025-02-14", 1, "", []string{"“10.5”", "1234567"}},
		{"a negative amount", "--regime fr --amount=-5 --currency EUR --due 2025-01-15 --paid 2025-02-14", 1, "", []string{"more than zero"}},
		{"too large an amount", "--regime fr --amount 1e30 --currency EUR --due 2025-01-15 --paid 2025-02-14", 1, "", []string{"too large"}},
		{"no such currency", "--regime fr --amount 1 --currency EURO --due 2025-01-15 --paid 2025-02-14 --language fr", 1, "", []string{"--currency", "devise"}},
		{"a day that doesn't exist", "--regime fr --amount 1 --currency EUR --due 2025-02-30 --paid 2025-03-14", 1, "", []string{"--due", "2025-02-30"}},
		{"a day in words", "--regime fr --amount 1 --currency EUR --due 2025-02-28 --paid today --language fr", 1, "", []string{"--paid", "n’est pas un jour"}},
		{"a payment without an amount", "--regime fr --amount 1 --currency EUR --due 2025-02-28 --paid 2025-03-14 --payment 2025-03-01", 1, "", []string{"--payment", "2025-01-31:400.00"}},
		{"a payment after the last", "--regime fr --amount 2 --currency EUR --due 2025-02-28 --paid 2025-03-14 --payment 2025-03-15:1", 1, "", []string{"2025-03-15:1", "2025-03-14"}},
		{"payments of more than the amount", "--regime fr --amount 2 --currency EUR --due 2025-02-28 --paid 2025-03-14 --payment 2025-03-01:1.50 --payment 2025-03-02:0.51", 1, "", []string{"2025-03-02:0.51", "2.00"}},
		{"no amount", "--regime fr --currency EUR --due 2025-01-15 --paid 2025-02-14", 80, "", []string{"--amount"}},
	} {
		t.Run(tt.story, func(t *testing.T) {
			t.Setenv("LC_ALL", "C")
			code, stdout, stderr := runIn(t.Context(), append([]string{"report", "interest"}, strings.Fields(tt.args)...)...)
			if code != tt.code {
				t.Errorf("exit code %d, want %d; standard error:\n%s", code, tt.code, stderr)
			}
			got := strings.NewReplacer("\u00a0", "", ":\u00a0", "").Replace(strings.Join(strings.Fields(stdout.String()), ""))
			if !strings.Contains(strings.ReplaceAll(got, ":", ""), strings.ReplaceAll(tt.stdout, ":", "")) || tt.stdout == "" && got != "" {
				t.Errorf("got  %s\nwant %s", got, tt.stdout)
			}
			for _, want := range tt.stderr {
				if !strings.Contains(strings.ReplaceAll(stderr.String(), "\u00a0", " "), want) {
					t.Errorf("standard error lacks %q:\n%s", want, stderr)
				}
			}
			if tt.stderr == nil && stderr.String() != "" {
				t.Errorf("standard error has %s", stderr)
			}
		})
	}
}
