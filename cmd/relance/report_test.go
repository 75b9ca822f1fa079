package main

import (
	"strings"
	"testing"
)

const reportCSV = `Invoice,Customer,Issued,Due,Amount,Currency,Paid,Paid on,Salesperson
INV-1,Acme,2026-01-05,2026-02-04,"1,000.00",EUR,,,anna@example.com
INV-2,Beta,2026-03-10,,300.00,USD,,,
INV-3,Beta,2026-01-10,2026-02-10,80.00,USD,,2026-03-31,
INV-4,Acme,2026-03-15,bad,100.00,EUR,,,
INV-5,Acme,2026-04-02,2026-05-01,100.00,EUR,,,
`

// TestReportCommand is the command line from its arguments to its exit code.
func TestReportCommand(t *testing.T) {
	path := writeFile(t, t.TempDir(), "F.csv", reportCSV)
	for _, tt := range []struct {
		story  string
		args   []string
		code   int
		stdout string   // all of it, without blanks; "": nothing
		stderr []string // parts
	}{
		{
			"overdue as JSON, with a row that can't be read",
			[]string{"overdue", "--file", path, "--as-of", "2026-03-31", "--format", "json"},
			3,
			`[{"number":"INV-1","customer":"Acme","owner":"anna@example.com","currency":"EUR","due":"2026-02-04","open":"1000.00","days_late":55}]`,
			[]string{`F.csv:5: Due: "bad"`, "1 row could not be read"},
		},
		{
			"a DSO without sales is null, with its reason",
			[]string{"dso", "--file", path, "--as-of", "2026-03-31", "--days", "5", "--format", "json"},
			3,
			`[{"currency":"EUR","as_of":"2026-03-31","method":"period","days":5,"receivables":"1000.00","sales":"0.00","dso":null,"note":"nosalesinthe5daysupto2026-03-31"},` +
				`{"currency":"USD","as_of":"2026-03-31","method":"period","days":5,"receivables":"300.00","sales":"0.00","dso":null,"note":"nosalesinthe5daysupto2026-03-31"}]`,
			nil,
		},
		{"nothing by then", []string{"aging", "--file", path, "--as-of", "2025-01-01", "--format", "json"}, 3, "[]", nil},
		{"strict stops at the first", []string{"overdue", "--file", path, "--as-of", "2026-03-31", "--strict"}, 3, "", []string{"F.csv:5: "}},
		{"a mapping that names a header that isn't there", []string{"overdue", "--file", path, "--columns", "number=Nope"}, 1, "", []string{`"Nope"`}},
		{"a day that isn't one", []string{"overdue", "--file", path, "--as-of", "2026-02-30"}, 1, "", []string{"2026-02-30"}},
		{"a period of no days", []string{"dso", "--file", path, "--days", "0"}, 80, "", []string{"--days"}},
		{"no such report", []string{"profit", "--file", path}, 80, "", []string{"unexpected argument profit", "relance report --help"}},
		{"no such file", []string{"aging", "--file", path + ".gone"}, 80, "", []string{"no such file"}},
		{"no such flag", []string{"aging", "--file", path, "--bogus"}, 80, "", []string{"--bogus", "relance report aging --help"}},
	} {
		t.Run(tt.story, func(t *testing.T) {
			code, stdout, stderr := runIn(t.Context(), append([]string{"report"}, tt.args...)...)
			if code != tt.code {
				t.Errorf("exit code %d, want %d; standard error:\n%s", code, tt.code, stderr)
			}
			if got := strings.Join(strings.Fields(stdout.String()), ""); got != tt.stdout {
				t.Errorf("got  %s\nwant %s", got, tt.stdout)
			}
			for _, want := range tt.stderr {
				if !strings.Contains(stderr.String(), want) {
					t.Errorf("standard error lacks %q:\n%s", want, stderr)
				}
			}
		})
	}
}

func TestHelpHasExamplesAndEndsWell(t *testing.T) {
	for _, args := range [][]string{{}, {"--help"}, {"report", "--help"}, {"serve", "--help"}, {"demo", "--help"}, {"sim", "--help"}, {"version"}} {
		code, stdout, stderr := runIn(t.Context(), args...)
		if code != exitOK || stdout.String() == "" || stderr.String() != "" {
			t.Errorf("%v: exit code %d, standard error %q", args, code, stderr)
		}
		if len(args) == 2 && !strings.Contains(stdout.String(), "Example") {
			t.Errorf("%v has no example:\n%s", args, stdout)
		}
	}
}
