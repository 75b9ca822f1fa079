package report_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/relance-bot/relance/internal/report"
	"github.com/relance-bot/relance/ledger"
)

// ask runs a report on a file's text, as of 2026-03-31 unless it says otherwise.
func ask(t *testing.T, o report.Options, file string) (code int, stdout, stderr string, err error) {
	t.Helper()
	var out, errs bytes.Buffer
	o.File, o.Input = "F.csv", strings.NewReader(file)
	if o.AsOf.IsZero() {
		o.AsOf = ledger.NewDate(2026, 3, 31)
	}
	code, err = report.Run(o, &out, &errs)
	return code, out.String(), errs.String(), err
}

const header = "Number,Customer,Issued,Due,Amount,Currency,Paid,Paid on,Salesperson\n"

func TestRows(t *testing.T) {
	for _, tt := range []struct {
		story  string
		file   string
		o      report.Options
		code   int
		out    string // as CSV, without the header
		stderr string // a part of it; "" means that it must be empty
	}{
		{
			"an overdue invoice", header + "INV-1,Acme,2026-01-01,2026-03-01,100.00,EUR,,,Jean\n",
			report.Options{},
			0,
			"INV-1,Acme,Jean,EUR,2026-03-01,100.00,30\n", "",
		},
		{
			"the alias Invoice for Number, columns in any order", "Due,Amount,Invoice\n2026-03-01,100 EUR,INV-1\n",
			report.Options{},
			0,
			"INV-1,,,EUR,2026-03-01,100.00,30\n", "",
		},
		{
			"French headers, semicolons, decimal commas", "Numéro;Client;Échéance;Montant;Devise\nFA-1;Acmé;2026-03-01;1 234,50;EUR\n",
			report.Options{},
			0,
			"FA-1,Acmé,,EUR,2026-03-01,1234.50,30\n", "",
		},
		{
			"what is wrong in every row is said once", "Number,Due,Amount\nINV-1,2026-03-01,100\nINV-2,2026-03-01,100\nINV-3,2026-03-01,100\n",
			report.Options{},
			3,
			"", "such as --currency EUR (and so in 2 rows more)",
		},
		{
			"a byte order mark", "\ufeff" + header + "INV-1,Acme,2026-01-01,2026-03-01,100.00,EUR,,,Jean\n",
			report.Options{},
			0,
			"INV-1,Acme,Jean,EUR,2026-03-01,100.00,30\n", "",
		},
		{
			"a currency for rows that name none", header + "INV-1,Acme,2026-01-01,2026-03-01,100.00,,,,\n",
			report.Options{Currency: "usd"},
			0,
			"INV-1,Acme,,USD,2026-03-01,100.00,30\n", "",
		},
		{
			"none for those that name none", header + "INV-1,Acme,2026-01-01,2026-03-01,100.00,,,,\n",
			report.Options{},
			3,
			"", "F.csv:2: the amount names no currency, nor does its column; say which with --currency",
		},
		{"paid on without paid is paid in full", header + "INV-1,Acme,2026-01-01,2026-03-01,100.00,EUR,,2026-03-20,\n", report.Options{}, 0, "", ""},
		{
			"but not before that day", header + "INV-1,Acme,2026-01-01,2026-03-01,100.00,EUR,,2026-04-01,\n",
			report.Options{},
			0,
			"INV-1,Acme,,EUR,2026-03-01,100.00,30\n", "",
		},
		{
			"paid in part that day", header + "INV-1,Acme,2026-01-01,2026-03-01,100.00,EUR,30.00,2026-03-20,\n",
			report.Options{},
			0,
			"INV-1,Acme,,EUR,2026-03-01,70.00,30\n", "",
		},
		{
			"paid without paid on counts as paid today, and is noted", header + "INV-1,Acme,2026-01-01,2026-03-01,100.00,EUR,30.00,,\n",
			report.Options{},
			0,
			"INV-1,Acme,,EUR,2026-03-01,70.00,30\n", "note: 1 amount paid without a day: counted as paid on 2026-03-31",
		},
		{
			"paid 0 with a day is not paid", header + "INV-1,Acme,2026-01-01,2026-03-01,100.00,EUR,0,2026-03-20,\n",
			report.Options{},
			0,
			"INV-1,Acme,,EUR,2026-03-01,100.00,30\n", "",
		},
		{"an invoice of tomorrow does not exist", header + "INV-1,Acme,2026-04-01,2026-03-01,100.00,EUR,,,\n", report.Options{}, 0, "", ""},
		{
			"an as-of day in the future", header + "INV-1,Acme,2026-01-01,2026-03-01,100.00,EUR,,,\n",
			report.Options{AsOf: ledger.NewDate(2099, 3, 1)},
			0,
			"INV-1,Acme,,EUR,2026-03-01,100.00,26663\n", "",
		},
		{
			"most overdue first", header + "B,Acme,2026-01-01,2026-03-02,1.00,EUR,,,\nA,Acme,2026-01-01,2026-03-02,1.00,USD,,,\nC,Acme,2026-01-01,2026-03-01,1.00,EUR,,,\n",
			report.Options{},
			0,
			"C,Acme,,EUR,2026-03-01,1.00,30\nA,Acme,,USD,2026-03-02,1.00,29\nB,Acme,,EUR,2026-03-02,1.00,29\n", "",
		},
		{"a credit note is never overdue", header + "AV-1,Acme,2026-01-01,2026-03-01,-100.00,EUR,,,\n", report.Options{}, 0, "", ""},
		{
			"blank lines and ragged rows", header + ",,,,,,,,\nINV-1,Acme,2026-01-01,2026-03-01,100.00,EUR\n\n",
			report.Options{},
			0,
			"INV-1,Acme,,EUR,2026-03-01,100.00,30\n", "",
		},
		{
			"a bad row does not stop the rest", header + "INV-1,Acme,2026-02-30,2026-03-01,12x,EUR,,,\nINV-2,Acme,2026-01-01,2026-03-01,100.00,EUR,,,\n",
			report.Options{},
			3,
			"INV-2,Acme,,EUR,2026-03-01,100.00,30\n", "F.csv:2: Issued: ",
		},
		{
			"unless it is to", header + "INV-1,Acme,2026-02-30,2026-03-01,12,EUR,,,\nINV-2,Acme,2026-01-01,nonsense,100.00,EUR,,,\n",
			report.Options{Strict: true},
			3,
			"", "F.csv:2: Issued: ",
		},
		{
			"a number on two rows leaves both out", header + "INV-1,Acme,2026-01-01,2026-03-01,1.00,EUR,,,\ninv-1,Acme,2026-01-01,2026-03-01,2.00,EUR,,,\n",
			report.Options{},
			3,
			"", "F.csv:3: invoice inv-1 stands on line 2 too",
		},
		{
			"also where one of them can't be read", header + "INV-1,Acme,2026-01-01,2026-03-01,x,EUR,,,\ninv-1,Acme,2026-01-01,2026-03-01,2.00,EUR,,,\n",
			report.Options{},
			3,
			"", "F.csv:3: invoice inv-1 stands on line 2 too",
		},
		{"no number", header + ",Acme,2026-01-01,2026-03-01,1.00,EUR,,,\n", report.Options{}, 3, "", "F.csv:2: the invoice has no number"},
		{"no amount", header + "INV-1,Acme,2026-01-01,2026-03-01,,EUR,,,\n", report.Options{}, 3, "", "F.csv:2: the invoice has no amount"},
		{"no such currency", header + "INV-1,Acme,2026-01-01,2026-03-01,1.00,EURO$,,,\n", report.Options{}, 3, "", "F.csv:2: "},
		{"three decimals of dollars", header + "INV-1,Acme,2026-01-01,2026-03-01,1.2345,USD,,,\n", report.Options{}, 3, "", "F.csv:2: Amount: "},
		{"decimals of yen", header + "INV-1,Acme,2026-01-01,2026-03-01,1.50,JPY,,,\n", report.Options{}, 3, "", "F.csv:2: Amount: "},
		{"more than can be counted, on one row", header + "INV-1,Acme,2026-01-01,2026-03-01,92233720368547758.08,EUR,,,\n", report.Options{}, 3, "", "F.csv:2: Amount: "},
		{"a failed formula", header + "INV-1,Acme,2026-01-01,2026-03-01,#REF!,EUR,,,\n", report.Options{}, 3, "", "F.csv:2: Amount: "},
		{
			"a stray quote", header + "INV-\"1,Acme,2026-01-01,2026-03-01,1.00,EUR,,,\nINV-2,Acme,2026-01-01,2026-03-01,1.00,EUR,,,\n",
			report.Options{},
			3,
			"INV-2,Acme,,EUR,2026-03-01,1.00,30\n", "F.csv:2: not a CSV record: ",
		},
		{
			"line numbers count lines, not records", header + "INV-1,\"Ac\nme\",2026-01-01,2026-03-01,1.00,EUR,,,\nINV-2,Acme,2026-01-01,2026-03-01,x,EUR,,,\n",
			report.Options{},
			3,
			"INV-1,\"Ac\nme\",,EUR,2026-03-01,1.00,30\n", "F.csv:4: Amount: ",
		},
		{
			"formulas are made harmless", header + "=1+1,@cmd,2026-01-01,2026-03-01,1.00,EUR,,,+33\n",
			report.Options{},
			0,
			"'=1+1,'@cmd,'+33,EUR,2026-03-01,1.00,30\n", "",
		},
		{
			"slashes, day first", header + "INV-1,Acme,01/02/2026,01/03/2026,1.00,EUR,,,\n",
			report.Options{Dates: "dmy"},
			0,
			"INV-1,Acme,,EUR,2026-03-01,1.00,30\n", "",
		},
		{
			"slashes, month first", header + "INV-1,Acme,02/01/2026,03/01/2026,1.00,EUR,,,\n",
			report.Options{Dates: "mdy"},
			0,
			"INV-1,Acme,,EUR,2026-03-01,1.00,30\n", "",
		},
		{"slashes that could be either are not guessed", header + "INV-1,Acme,02/01/2026,03/01/2026,1.00,EUR,,,\n", report.Options{}, 3, "", "F.csv:2: Issued: "},
		{
			"unless another date of the file leaves no doubt", header + "INV-1,Acme,02/01/2026,03/01/2026,1.00,EUR,,,\nINV-2,Acme,03/13/2026,03/25/2026,1.00,EUR,,,\n",
			report.Options{},
			0,
			"INV-1,Acme,,EUR,2026-03-01,1.00,30\nINV-2,Acme,,EUR,2026-03-25,1.00,6\n", "note: dates are read as month/day/year",
		},
		{
			"and where they contradict each other", header + "INV-1,Acme,13/02/2026,03/01/2026,1.00,EUR,,,\nINV-2,Acme,02/13/2026,03/25/2026,1.00,EUR,,,\n",
			report.Options{},
			3,
			"INV-2,Acme,,EUR,2026-03-25,1.00,6\n", "F.csv:2: Due: ",
		},
		{
			"one's own headers", "Our ref,Total,When\n7,5.00,2026-03-01\n",
			report.Options{Currency: "EUR", Columns: map[string]string{"number": "Our ref", "amount": "Total", "due": "When"}},
			0,
			"7,,,EUR,2026-03-01,5.00,30\n", "",
		},
	} {
		t.Run(tt.story, func(t *testing.T) {
			tt.o.Kind, tt.o.Format = report.Overdue, report.FormatCSV
			code, out, stderr, err := ask(t, tt.o, tt.file)
			if err != nil || code != tt.code {
				t.Errorf("exit code %d, want %d; error %v; standard error:\n%s", code, tt.code, err, stderr)
			}
			out = strings.TrimPrefix(out, "number,customer,owner,currency,due,open,days_late\n")
			if d := gocmp.Diff(tt.out, out); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
			if !strings.Contains(stderr, tt.stderr) || tt.stderr == "" && stderr != "" {
				t.Errorf("standard error:\n%s\nwant %q in it", stderr, tt.stderr)
			}
		})
	}
}

func TestTotalsThatOverflowLeaveOutTheRowThatDidIt(t *testing.T) {
	var file strings.Builder
	file.WriteString(header)
	for i := range 13 { // sheets takes amounts below 10^18; ten of them exceed int64 cents
		fmt.Fprintf(&file, "INV-%d,Acme,2026-01-01,2026-03-01,9000000000000000,EUR,,,\n", i)
	}
	code, out, stderr, err := ask(t, report.Options{Kind: report.Aging, Format: report.FormatJSON}, file.String())
	if err != nil || code != 3 || !strings.Contains(stderr, "F.csv:12: ") || !strings.Contains(out, `"outstanding": "90000000000000000.00"`) {
		t.Errorf("exit code %d, error %v\n%s\n%s", code, err, out, stderr)
	}
}

func TestWholeFilesThatCannotBeRead(t *testing.T) {
	good := header + "INV-1,Acme,2026-01-01,2026-03-01,1.00,EUR,,,\n"
	for _, tt := range []struct {
		story string
		file  string
		o     report.Options
		code  int
		err   string
	}{
		{"an empty file", "", report.Options{}, 1, "no header row"},
		{"no column for the number", "Customer,Amount\nAcme,1\n", report.Options{}, 1, "--columns number="},
		{"two columns for one field", "Number,Invoice,Amount\n1,1,1\n", report.Options{}, 1, "header"},
		{"a mapping to a header that isn't there", good, report.Options{Columns: map[string]string{"number": "Nope"}}, 1, "Nope"},
		{"a mapping of no field", good, report.Options{Columns: map[string]string{"nope": "Nope"}}, 1, "header"},
		{"no such report", good, report.Options{Kind: "profit"}, 2, "profit"},
		{"no such format", good, report.Options{Format: "xml"}, 2, "xml"},
		{"no such order of dates", good, report.Options{Dates: "ymd"}, 2, "ymd"},
		{"no such currency", good, report.Options{Currency: "EURO"}, 2, "EURO"},
		{"no such method", good, report.Options{Kind: report.DSO, Method: "magic"}, 2, "magic"},
		{"a period before its end", good, report.Options{Kind: report.DSO, Days: -1}, 2, "-1 days"},
		{"a period of all time", good, report.Options{Kind: report.DSO, Days: 1 << 40}, 2, "days"},
	} {
		t.Run(tt.story, func(t *testing.T) {
			code, out, _, err := ask(t, tt.o, tt.file)
			if err == nil || code != tt.code || !strings.Contains(err.Error(), tt.err) || out != "" {
				t.Errorf("exit code %d, error %v, output %q", code, err, out)
			}
		})
	}
	if code, err := report.Run(report.Options{File: "testdata/none.csv", AsOf: 1}, nil, nil); code != 1 || err == nil {
		t.Errorf("no such file: %d, %v", code, err)
	}
}

func TestNothingIsAnEmptyArray(t *testing.T) {
	for _, kind := range []string{report.Overdue, report.Aging, report.DSO} {
		_, out, _, err := ask(t, report.Options{Kind: kind, Format: report.FormatJSON}, header)
		if out != "[]\n" || err != nil {
			t.Errorf("%s: %q, %v", kind, out, err)
		}
	}
}

func TestJSONHasTheShapePromised(t *testing.T) {
	file := header + "INV-1,Acme & <Co>,2026-01-15,2026-03-01,100.00,EUR,,,Jean\nINV-2,Acme,2026-01-15,,7,JPY,,,\n"
	for _, tt := range []struct{ kind, want string }{
		{report.Overdue, `[{"number":"INV-1","customer":"Acme \u0026 \u003cCo\u003e","owner":"Jean","currency":"EUR","due":"2026-03-01","open":"100.00","days_late":30}]`},
		{report.Aging, `[{"currency":"EUR","as_of":"2026-03-31","outstanding":"100.00","unapplied":"0.00","buckets":[` +
			`{"name":"no due date","amount":"0.00","invoices":0},{"name":"not due","amount":"0.00","invoices":0},{"name":"1-30","amount":"100.00","invoices":1},` +
			`{"name":"31-60","amount":"0.00","invoices":0},{"name":"61-90","amount":"0.00","invoices":0},{"name":"90+","amount":"0.00","invoices":0}]},` +
			`{"currency":"JPY","as_of":"2026-03-31","outstanding":"7","unapplied":"0","buckets":[` +
			`{"name":"no due date","amount":"7","invoices":1},{"name":"not due","amount":"0","invoices":0},{"name":"1-30","amount":"0","invoices":0},` +
			`{"name":"31-60","amount":"0","invoices":0},{"name":"61-90","amount":"0","invoices":0},{"name":"90+","amount":"0","invoices":0}]}]`},
		{report.DSO, `[{"currency":"EUR","as_of":"2026-03-31","method":"period","days":60,"receivables":"100.00","sales":"0.00","dso":null,"note":"no sales in the 60 days up to 2026-03-31"},` +
			`{"currency":"JPY","as_of":"2026-03-31","method":"period","days":60,"receivables":"7","sales":"0","dso":null,"note":"no sales in the 60 days up to 2026-03-31"}]`},
	} {
		_, out, _, err := ask(t, report.Options{Kind: tt.kind, Format: report.FormatJSON, Days: 60}, file)
		compact := strings.NewReplacer("\n", "", "  ", "", `": `, `":`).Replace(out)
		if err != nil || compact != tt.want {
			t.Errorf("%s: error %v\n got %s\nwant %s", tt.kind, err, compact, tt.want)
		}
	}
}

func TestTablesAreForPeople(t *testing.T) {
	file := header + "INV-1,Acme,2026-01-15,2026-03-01,1234.50,EUR,,,Jean\nINV-22,\u202eZoë\x1b[31m,2026-01-15,2026-03-30,7.00,EUR,,,\n"
	_, out, _, err := ask(t, report.Options{Kind: report.Overdue}, file)
	want := `NUMBER  CUSTOMER   OWNER  CURRENCY  DUE            OPEN  DAYS LATE
INV-1   Acme       Jean   EUR       2026-03-01  1234.50         30
INV-22  �Zoë�[31m         EUR       2026-03-30     7.00          1
`
	if d := gocmp.Diff(want, out); d != "" || err != nil {
		t.Errorf("error %v (-want +got):\n%s", err, d)
	}
	if _, out, _, _ := ask(t, report.Options{Kind: report.Overdue}, header); out != "Nothing is overdue.\n" {
		t.Errorf("nothing: %q", out)
	}
	for _, kind := range []string{report.Aging, report.DSO} {
		if _, out, _, err := ask(t, report.Options{Kind: kind}, file); err != nil || !strings.Contains(out, "1241.50") {
			t.Errorf("%s: %v\n%s", kind, err, out)
		}
	}
}

type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, errors.New("broken pipe") }

func TestAReportThatCannotBeWrittenSaysSo(t *testing.T) {
	var errs bytes.Buffer
	o := report.Options{Kind: report.Aging, File: sampleFile, Columns: sampleColumns, Dates: "mdy", Currency: "USD", AsOf: ledger.NewDate(2013, 6, 30)}
	if code, err := report.Run(o, brokenPipe{}, &errs); code != report.ExitFailed || err == nil {
		t.Errorf("exit code %d, error %v", code, err)
	}
}
