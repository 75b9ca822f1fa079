package sheets

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"github.com/relance-bot/relance/ledger"
)

// badCell is one cell of a row that is else in order, and what a person reads
// about it, or what it is taken for.
type badCell struct {
	name  string
	field ledger.Field
	cell  any
	opt   ParseOptions
	value string // as the book keeps it; the message otherwise
	en    string
	fr    string
}

func (b badCell) check(t *testing.T) {
	t.Helper()
	cells := map[ledger.Field]any{
		ledger.FieldNumber: "INV-1", ledger.FieldCustomer: "Acme", ledger.FieldIssued: json.Number("46000"), ledger.FieldDue: json.Number("46030"),
		ledger.FieldAmount: json.Number("100"),
	}
	cells[b.field] = b.cell
	var header []string
	var row []any
	for _, f := range []ledger.Field{ledger.FieldNumber, ledger.FieldCustomer, ledger.FieldIssued, ledger.FieldDue, ledger.FieldAmount, ledger.FieldCurrency, ledger.FieldPaid, ledger.FieldNotes} {
		header, row = append(header, HeaderFor(f, "en")), append(row, cells[f])
	}
	columns, _ := MatchColumns(header, nil)
	r := parseRow(row, columns, b.opt)
	r.tab = &tabRead{Columns: columns}
	if got := problemText(r.bad(), "en"); got != b.en {
		t.Errorf("reads %s\nwant  %s", got, b.en)
	}
	if got := problemText(r.bad(), "fr"); got != b.fr {
		t.Errorf("reads %s\nwant  %s", got, b.fr)
	}
	if _, bad := r.Bad[b.field]; bad {
		if _, taken := newFields(r)[b.field]; taken {
			t.Error("the book takes a value that can't be read")
		}
		return
	}
	got := r.Values[b.field].Text()
	switch b.field.Kind() {
	case ledger.KindMoney:
		got = r.Values[b.field].Money().String() + " " + string(r.Values[b.field].Money().Currency)
	case ledger.KindDate:
		got = r.Values[b.field].Date().String()
	}
	if got != b.value {
		t.Errorf("is taken for %q, want %q", got, b.value)
	}
}

func TestEveryBadCellHasAClearAnswer(t *testing.T) {
	yen, dinar := in(english, "JPY"), in(english, "KWD")
	hidden := func(shown string) (en, fr string) {
		return `Amount: "` + shown + `" contains hidden characters: type it again`, "Montant : « " + shown + " » contient des caractères cachés : saisissez-le à nouveau"
	}
	rtlEN, rtlFR := hidden("<U+202E>100")
	nulEN, nulFR := hidden("1<U+0000>00")
	loneEN, loneFR := hidden("1<U+FFFD>00")
	long := strings.Repeat("9", 50_000)
	nines := strings.Repeat("9", maxQuoted) + "…"
	for _, b := range []badCell{
		{name: "1.234,56 in a French sheet", field: ledger.FieldAmount, cell: "1.234,56", opt: french, value: "1234.56 EUR"},
		{name: "1.234,56 in an English sheet", field: ledger.FieldAmount, cell: "1.234,56", opt: english, value: "1234.56 USD"},
		{name: "1,234.56 in a French sheet", field: ledger.FieldAmount, cell: "1,234.56", opt: french, value: "1234.56 EUR"},
		{name: "1 234,56 € with no-break spaces", field: ledger.FieldAmount, cell: "1\u202f234,56\u00a0€", opt: french, value: "1234.56 EUR"},
		{name: "€1,234.56", field: ledger.FieldAmount, cell: "€1,234.56", opt: english, value: "1234.56 EUR"},
		{
			name: "1.234 with two readings", field: ledger.FieldAmount, cell: "1.234", opt: french,
			en: `Amount: "1.234" can be read as two amounts: write 1234 or 1,234 as a number`, fr: "Montant : « 1.234 » peut se lire de deux façons : saisissez 1234 ou 1,234 comme nombre",
		},
		{name: "(100.00), a credit note in parentheses", field: ledger.FieldAmount, cell: "(100.00)", opt: english, value: "-100.00 USD"},
		{name: "-0", field: ledger.FieldAmount, cell: json.Number("-0"), opt: french, value: "0.00 EUR"},
		{name: "NaN", field: ledger.FieldAmount, cell: math.NaN(), opt: french, en: `Amount: "NaN" is not an amount`, fr: "Montant : « NaN » n'est pas un montant"},
		{name: "NaN as text", field: ledger.FieldAmount, cell: "NaN", opt: french, en: `Amount: "NaN" is not an amount`, fr: "Montant : « NaN » n'est pas un montant"},
		{name: "Inf", field: ledger.FieldAmount, cell: "Inf", opt: french, en: `Amount: "Inf" is not an amount`, fr: "Montant : « Inf » n'est pas un montant"},
		{name: "1e308", field: ledger.FieldAmount, cell: json.Number("1e308"), opt: french, en: "Amount: 1E+308 is too large an amount", fr: "Montant : 1E+308 est un montant trop grand"},
		{
			name: "three decimals in USD", field: ledger.FieldAmount, cell: json.Number("10.005"), opt: english,
			en: "Amount: 10.005 has more decimals than USD allows (2)", fr: "Montant : 10.005 a plus de décimales que USD n'en permet (2)",
		},
		{
			name: "decimals in JPY", field: ledger.FieldAmount, cell: json.Number("100.5"), opt: yen,
			en: "Amount: 100.5 has more decimals than JPY allows (0)", fr: "Montant : 100.5 a plus de décimales que JPY n'en permet (0)",
		},
		{name: "three decimals in KWD", field: ledger.FieldAmount, cell: json.Number("1.005"), opt: dinar, value: "1.005 KWD"},
		{
			name: "9223372036854775808", field: ledger.FieldAmount, cell: json.Number("9223372036854775808"), opt: french,
			en: "Amount: 9223372036854775808 is too large an amount", fr: "Montant : 9223372036854775808 est un montant trop grand",
		},
		{name: "$1 O00, a letter for a zero", field: ledger.FieldAmount, cell: "$1 O00", opt: english, en: `Amount: "$1 O00" is not an amount`, fr: "Montant : « $1 O00 » n'est pas un montant"},
		{name: "full-width digits", field: ledger.FieldAmount, cell: "１２３", opt: french, value: "123.00 EUR"},
		{
			name: "Arabic digits", field: ledger.FieldAmount, cell: "١٢٣", opt: french,
			en: `Amount: "١٢٣" is not written with the digits 0 to 9: type it again`, fr: "Montant : « ١٢٣ » n'est pas écrit avec les chiffres 0 à 9 : saisissez-le à nouveau",
		},
		{name: "NBSP and zero-width padding", field: ledger.FieldAmount, cell: "\u00a0\u200b100\ufeff", opt: french, value: "100.00 EUR"},
		{name: "NBSP and zero-width padding in a number", field: ledger.FieldNumber, cell: "\u00a0INV-1\u00a0", opt: french, value: "INV-1"},
		{name: "#REF!", field: ledger.FieldAmount, cell: "#REF!", opt: french, en: "Amount: the cell shows #REF!: repair its formula", fr: "Montant : la cellule affiche #REF! : corrigez sa formule"},
		{name: "#N/A", field: ledger.FieldDue, cell: "#N/A", opt: french, en: "Due: the cell shows #N/A: repair its formula", fr: "Échéance : la cellule affiche #N/A : corrigez sa formule"},
		{
			name: "a boolean amount", field: ledger.FieldAmount, cell: true, opt: french,
			en: "Amount: a tick box stands where an amount or a date is expected", fr: "Montant : une case à cocher se trouve là où un montant ou une date est attendu",
		},
		{name: "a tick in the column of payments", field: ledger.FieldPaid, cell: true, opt: french, value: "100.00 EUR"},
		{name: "a formula, left as text", field: ledger.FieldAmount, cell: "=A1*2", opt: french, en: `Amount: "=A1*2" is not an amount`, fr: "Montant : « =A1*2 » n'est pas un montant"},
		{
			name: "merged cells: the customer stands in the first one only", field: ledger.FieldCustomer, cell: nil, opt: french,
			en: "the row has no customer: type it (of merged cells only the first holds the name)",
			fr: "la ligne n'a pas de client : saisissez-le (de cellules fusionnées, seule la première contient le nom)",
		},
		{
			name: "a 50,000-character cell as an amount", field: ledger.FieldAmount, cell: long, opt: french,
			en: `Amount: "` + nines + `" is not an amount`, fr: "Montant : « " + nines + " » n'est pas un montant",
		},
		{
			name: "a 50,000-character cell as a number", field: ledger.FieldNumber, cell: long, opt: french,
			en: "Number: the text has 50000 characters, more than the 300 that fit here", fr: "Numéro : le texte compte 50000 caractères, plus que les 300 admis ici",
		},
		{name: "a 50,000-character note", field: ledger.FieldNotes, cell: long, opt: french, value: long},
		{name: "NUL", field: ledger.FieldAmount, cell: "1\x0000", opt: french, en: nulEN, fr: nulFR},
		{name: "a lone surrogate, as it arrives", field: ledger.FieldAmount, cell: "1\ufffd00", opt: french, en: loneEN, fr: loneFR},
		{name: "a right-to-left override in an amount", field: ledger.FieldAmount, cell: "\u202e100", opt: french, en: rtlEN, fr: rtlFR},
		{name: "a right-to-left override in an invoice's number changes nothing about which one it is", field: ledger.FieldNumber, cell: "INV-\u202e1", opt: french, value: "INV-\u202e1"},
		{name: "emoji with joiners", field: ledger.FieldNotes, cell: "👩‍👩‍👧 rings back", opt: french, value: "👩‍👩‍👧 rings back"},
		{
			name: "=IMPORTXML(...) as text", field: ledger.FieldAmount, cell: `=IMPORTXML("http://x";"//a")`, opt: french,
			en: `Amount: "=IMPORTXML(\"http://x\";\"//a\")" is not an amount`, fr: `Montant : « =IMPORTXML("http://x";"//a") » n'est pas un montant`,
		},
		{name: "=IMPORTXML(...) in a note is only a text", field: ledger.FieldNotes, cell: `=IMPORTXML("http://x")`, opt: french, value: `=IMPORTXML("http://x")`},
		{
			name: "a number longer than a spreadsheet keeps", field: ledger.FieldNumber, cell: json.Number("12345678901234567890"), opt: french,
			en: "Number: 12345678901234567890 has more digits than a spreadsheet keeps in a number: format the cell as plain text and type it again",
			fr: "Numéro : 12345678901234567890 a plus de chiffres qu'un tableur n'en garde dans un nombre : mettez la cellule en texte brut et saisissez-le à nouveau",
		},
		{
			name: "a currency that could be several", field: ledger.FieldCurrency, cell: "US$", opt: french,
			en: `Currency: "US$" is not a currency: write a code such as EUR or USD`, fr: "Devise : « US$ » n'est pas une devise : écrivez un code comme EUR ou USD",
		},
		{name: "a word for paid", field: ledger.FieldPaid, cell: "soldé", opt: french, value: "100.00 EUR"},
		{
			name: "a word that is none", field: ledger.FieldPaid, cell: "peut-être", opt: french,
			en: `Paid: "peut-être" is neither an amount nor a word for paid or unpaid`, fr: "Payé : « peut-être » n'est ni un montant ni un mot qui dise payé ou impayé",
		},
		{
			name: "partly paid, of no amount", field: ledger.FieldPaid, cell: "acompte", opt: french,
			en: `Paid: "acompte" doesn't say how much was paid: type the amount`, fr: "Payé : « acompte » ne dit pas combien a été payé : saisissez le montant",
		},
		{name: "no amount", field: ledger.FieldAmount, cell: nil, opt: french, en: "the row has no amount", fr: "la ligne n'a pas de montant"},
	} {
		t.Run(b.name, b.check)
	}
}

func TestEveryBadDateHasAClearAnswer(t *testing.T) {
	for _, b := range []badCell{
		{name: "01/02/26 in a French sheet", field: ledger.FieldDue, cell: "01/02/26", opt: french, value: "2026-02-01"},
		{name: "serial 45000", field: ledger.FieldIssued, cell: json.Number("45000"), opt: french, value: "2023-03-15"},
		{
			name: "01/02/26 where no order is known", field: ledger.FieldDue, cell: "01/02/26", opt: unknown,
			en: `Due: "01/02/26" can be read as two dates: write 2026-02-01 or 2026-01-02`, fr: "Échéance : « 01/02/26 » peut se lire de deux façons : écrivez 2026-02-01 ou 2026-01-02",
		},
		{
			name: "30 February", field: ledger.FieldDue, cell: "30/02/2026", opt: french,
			en: `Due: "30/02/2026" is not a day of the calendar`, fr: "Échéance : « 30/02/2026 » n'existe pas dans le calendrier",
		},
		{
			name: "year 0202", field: ledger.FieldDue, cell: "14/08/0202", opt: french,
			en: "Due: the year of 14/08/0202 is not between 1980 and 2100", fr: "Échéance : l'année de 14/08/0202 n'est pas comprise entre 1980 et 2100",
		},
		{
			name: "year 9999", field: ledger.FieldDue, cell: json.Number("2958465"), opt: french,
			en: "Due: the year of 9999-12-31 is not between 1980 and 2100", fr: "Échéance : l'année de 9999-12-31 n'est pas comprise entre 1980 et 2100",
		},
		{
			name: "due before issue", field: ledger.FieldDue, cell: json.Number("45990"), opt: french,
			en: "the due date 2025-11-29 is before the issue date 2025-12-09", fr: "l'échéance 2025-11-29 précède la date d'émission 2025-12-09",
		},
		{name: "words", field: ledger.FieldDue, cell: "fin de mois", opt: french, en: `Due: "fin de mois" is not a date`, fr: "Échéance : « fin de mois » n'est pas une date"},
	} {
		t.Run(b.name, b.check)
	}
}
