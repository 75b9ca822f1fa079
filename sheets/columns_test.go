package sheets

import (
	"slices"
	"strings"
	"testing"

	"github.com/relance-bot/relance/ledger"
)

func TestEveryRowFieldHasAHeaderInBothLanguages(t *testing.T) {
	for _, language := range []string{"en", "fr"} {
		var header []string
		for _, f := range ledger.RowFields {
			header = append(header, HeaderFor(f, language))
		}
		columns, problems := MatchColumns(header, nil)
		if len(problems) > 0 {
			t.Errorf("%s: %v", language, problems)
		}
		for i, f := range ledger.RowFields {
			if at, ok := columns.Index(f); !ok || at != i {
				t.Errorf("%s: %s headed %q found at %d, %v", language, f, header[i], at, ok)
			}
		}
	}
}

func TestNoWordStandsForTwoFields(t *testing.T) {
	for _, dictionary := range [][]column{invoiceColumns, paymentColumns, customerColumns, peopleColumns} {
		owner := map[string]ledger.Field{}
		for _, c := range dictionary {
			for _, w := range slices.Concat([]string{c.en, c.fr}, c.also, moreHeaders[c.field]) {
				if before, ok := owner[squeeze(w)]; ok && before != c.field {
					t.Errorf("%q stands for %s and %s", w, before, c.field)
				}
				owner[squeeze(w)] = c.field
			}
		}
	}
}

func TestMatchColumns(t *testing.T) {
	for _, test := range []struct {
		name      string
		header    []string
		overrides map[string]string
		want      map[ledger.Field]int
		problem   string
	}{
		{
			"case, accents, spaces and punctuation don't matter",
			[]string{"  N° ", "CLIENT", "emise le", "Echeance", "montant ttc"},
			nil,
			map[ledger.Field]int{ledger.FieldNumber: 0, ledger.FieldCustomer: 1, ledger.FieldIssued: 2, ledger.FieldDue: 3, ledger.FieldAmount: 4},
			"",
		},
		{
			"columns that nobody knows are left alone, wherever they stand",
			[]string{"Mood", "Amount", "", "Invoice #", "Date"},
			nil,
			map[ledger.Field]int{ledger.FieldAmount: 1, ledger.FieldNumber: 3},
			"",
		},
		{
			"a decomposed accent is the same letter",
			[]string{"Nume\u0301ro", "Paye\u0301"},
			nil,
			map[ledger.Field]int{ledger.FieldNumber: 0, ledger.FieldPaid: 1},
			"",
		},
		{
			"a currency in brackets is not part of the name, a tax note is",
			[]string{"Number", "Amount (USD)", "Amount (excl. VAT)"},
			nil,
			map[ledger.Field]int{ledger.FieldNumber: 0, ledger.FieldAmount: 1},
			"",
		},
		{
			"two columns that claim one field are a problem and neither is taken",
			[]string{"Number", "Invoice", "Amount"},
			nil,
			map[ledger.Field]int{ledger.FieldAmount: 2},
			"the columns A Number, B Invoice both stand for Number: rename one",
		},
		{
			"an override settles which one it is",
			[]string{"Number", "Invoice", "Amount"},
			map[string]string{"number": "Invoice"},
			map[ledger.Field]int{ledger.FieldNumber: 1, ledger.FieldAmount: 2},
			"",
		},
		{
			"an override may be written header first",
			[]string{"Our ref", "Amount"},
			map[string]string{"Our ref": "number"},
			map[ledger.Field]int{ledger.FieldNumber: 0, ledger.FieldAmount: 1},
			"",
		},
		{
			"a header taken by an override stands for nothing else",
			[]string{"customerID", "invoiceNumber", "InvoiceDate", "DueDate", "InvoiceAmount", "SettledDate"},
			map[string]string{"customer": "customerID"},
			map[ledger.Field]int{
				ledger.FieldCustomer: 0, ledger.FieldNumber: 1, ledger.FieldIssued: 2, ledger.FieldDue: 3,
				ledger.FieldAmount: 4, ledger.FieldPaidOn: 5,
			},
			"",
		},
		{
			"an override of a header that is not there is said",
			[]string{"Number"},
			map[string]string{"due": "Pay before"},
			map[ledger.Field]int{ledger.FieldNumber: 0},
			`no column is headed "Pay before", which the configuration names for due`,
		},
		{
			"an override of no field is said",
			[]string{"Number"},
			map[string]string{"colour": "Blue"},
			map[ledger.Field]int{ledger.FieldNumber: 0},
			`the configuration maps "colour" to "Blue", and neither is a field`,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			columns, problems := MatchColumns(test.header, test.overrides)
			if len(columns.index) != len(test.want) {
				t.Errorf("found %v, want %v", columns.index, test.want)
			}
			for f, at := range test.want {
				if got, ok := columns.Index(f); !ok || got != at {
					t.Errorf("%s is at %d (%v), want %d", f, got, ok, at)
				}
			}
			var text strings.Builder
			for _, p := range problems {
				text.WriteString(p.Text("en"))
			}
			if text.String() != test.problem {
				t.Errorf("problems %q, want %q", text.String(), test.problem)
			}
		})
	}
	columns, _ := MatchColumns([]string{"Number", "Amount (USD)"}, nil)
	if got := columns.Currency(ledger.FieldAmount); got != "USD" {
		t.Errorf("the header's currency is %q", got)
	}
}
