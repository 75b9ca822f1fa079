package report_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/relance-bot/relance/internal/report"
	"github.com/relance-bot/relance/ledger"
)

// Days on which the sample is asked: before it begins, in its first days, ends
// of months long and short, a middle, its end, and long after.
var sampleDays = []string{
	"2011-12-31", "2012-01-31", "2012-02-29",
	"2013-06-30", "2013-11-15", "2013-12-31", "2014-01-20",
}

// periods are those that each method is asked for; two take no notice of them.
var periods = map[ledger.Method][]int{
	ledger.MethodPeriod: {30, 90, 365}, ledger.MethodBest: {90}, ledger.MethodCountback: {90}, ledger.MethodTrue: {90},
}

// Every figure of every report on the sample agrees to the cent with SQL over
// the same file.
func TestReportsAgreeWithSQL(t *testing.T) {
	db := openOracle(t)
	query := func(name string) string {
		text, err := os.ReadFile("testdata/" + name + ".sql")
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	figures := 0
	for _, day := range sampleDays {
		same := func(t *testing.T, want, got [][]string) {
			t.Helper()
			figures += len(want)
			if d := gocmp.Diff(want, got); d != "" {
				t.Errorf("%s (-SQL +report):\n%s", day, d)
			}
		}
		t.Run(day, func(t *testing.T) {
			same(t, rowsOf(t, db, query("overdue"), day, 1), sampleOverdue(t, day))
			same(t, rowsOf(t, db, query("aging"), day, 1), sampleAging(t, day))
			for _, m := range ledger.Methods {
				for _, days := range periods[m] {
					same(t, rowsOf(t, db, query("dso_"+string(m)), day, days), sampleDSO(t, day, m, days))
				}
			}
		})
	}
	if figures < 100 { // lest both be empty
		t.Errorf("only %d rows were compared", figures)
	}
}

// runSample reports on the sample as JSON.
func runSample(t *testing.T, o report.Options, day string, into any) {
	t.Helper()
	asOf, err := ledger.ParseDate(day)
	if err != nil {
		t.Fatal(err)
	}
	o.File, o.Columns, o.Dates, o.Currency, o.AsOf, o.Format = sampleFile, sampleColumns, "mdy", "USD", asOf, report.FormatJSON
	var out, errs bytes.Buffer
	code, err := report.Run(o, &out, &errs)
	if err != nil || code != report.ExitOK || errs.Len() > 0 {
		t.Fatalf("exit code %d, error %v, standard error:\n%s", code, err, &errs)
	}
	in := json.NewDecoder(&out)
	in.DisallowUnknownFields()
	if err := in.Decode(into); err != nil {
		t.Fatal(err)
	}
}

func sampleOverdue(t *testing.T, day string) [][]string {
	t.Helper()
	var lines []struct {
		Number, Customer, Owner, Currency, Due, Open string
		DaysLate                                     int `json:"days_late"`
	}
	runSample(t, report.Options{Kind: report.Overdue}, day, &lines)
	got := [][]string{}
	for _, l := range lines {
		got = append(got, []string{l.Number, l.Customer, l.Owner, l.Currency, l.Due, l.Open, fmt.Sprint(l.DaysLate)})
	}
	return got
}

func sampleAging(t *testing.T, day string) [][]string {
	t.Helper()
	var reports []struct {
		Currency, Outstanding, Unapplied string
		AsOf                             string `json:"as_of"`
		Buckets                          []struct {
			Name, Amount string
			Invoices     int
		}
	}
	runSample(t, report.Options{Kind: report.Aging}, day, &reports)
	got := [][]string{}
	for _, r := range reports {
		if r.Currency != "USD" || r.AsOf != day || r.Unapplied != "0.00" {
			t.Errorf("aging of %s on %s, unapplied %s", r.Currency, r.AsOf, r.Unapplied)
		}
		for _, b := range r.Buckets {
			got = append(got, []string{b.Name, b.Amount, fmt.Sprint(b.Invoices), r.Outstanding})
		}
	}
	return got
}

func sampleDSO(t *testing.T, day string, m ledger.Method, days int) [][]string {
	t.Helper()
	var reports []struct {
		Currency, Method, Receivables, Sales, Note string
		AsOf                                       string `json:"as_of"`
		Days                                       int
		DSO                                        *string
	}
	runSample(t, report.Options{Kind: report.DSO, Method: m, Days: days}, day, &reports)
	got := [][]string{}
	for _, r := range reports {
		dso := "null"
		if r.DSO != nil {
			dso = *r.DSO
		}
		if r.Currency != "USD" || r.AsOf != day || r.Method != string(m) || r.Days != days || (r.DSO == nil && r.Note == "") {
			t.Errorf("dso: %+v", r)
		}
		got = append(got, []string{r.Receivables, r.Sales, dso})
	}
	return got
}
