package sheets

import (
	"strings"

	"github.com/relance-bot/relance/ledger"
)

// Workbook is a spreadsheet to be made: its tabs with their columns, and the
// rows to begin with.
type Workbook struct {
	Title    string
	Locale   string // "fr_FR"
	TimeZone string
	Language string
	Tabs     []TabLayout
}

// TabLayout is one tab of a Workbook.
type TabLayout struct {
	Title   string
	Hidden  bool
	Columns []ColumnLayout
	Rows    [][]any // nil, string, json.Number or bool, below the header
}

// ColumnLayout is one column of a tab.
type ColumnLayout struct {
	Field   ledger.Field
	Header  string
	Formula string // of each cell below the header, RowMark for its row
	Kind    ledger.Kind
	Owner   Owner
	Choices []string // of a dropdown
	Note    string   // on the header: what the column is for
	Width   int      // pixels
}

// titleFor is the title of a tab that Relance makes.
func titleFor(role tabRole, language string) string {
	titles := map[tabRole][2]string{
		tabInvoices: {"Invoices", "Factures"}, tabPayments: {"Payments", "Paiements"},
		tabCustomers: {"Customers", "Clients"}, tabPeople: {"People", "Personnes"},
	}
	if language == "fr" {
		return titles[role][1]
	}
	return titles[role][0]
}

// Layout is the spreadsheet that Relance makes: Invoices, Payments, Customers,
// People and the hidden tab, in French ("fr") or English. Balance and days late
// are formulas, also in the blank rows below, for the invoices that people add.
func Layout(language string) *Workbook {
	w := &Workbook{Language: language, Locale: "en_GB", TimeZone: "Etc/GMT", Title: "Receivables"}
	if language == "fr" {
		w.Locale, w.TimeZone, w.Title = "fr_FR", "Europe/Paris", "Créances clients"
	}
	for _, tab := range []struct {
		role       tabRole
		dictionary []column
	}{{tabInvoices, invoiceColumns}, {tabPayments, paymentColumns}, {tabCustomers, customerColumns}, {tabPeople, peopleColumns}} {
		layout := TabLayout{Title: titleFor(tab.role, language)}
		for _, c := range tab.dictionary {
			col := ColumnLayout{Field: c.field, Header: c.header(language), Kind: c.field.Kind(), Owner: OwnerHuman, Width: widthOf(c.field)}
			switch c.field {
			case colPayDate:
				col.Kind = ledger.KindDate
			case colPayAmount:
				col.Kind = ledger.KindMoney
			case colWhoRole:
				col.Choices = []string{"salesperson", "finance", "manager", "admin"}
			case colCustMode:
				col.Choices = []string{ledger.ModeAutomatic, ledger.ModeToApprove, ledger.ModeInternalOnly, ledger.ModeNever}
			}
			if tab.role == tabInvoices {
				col.Owner = OwnerOf(c.field)
			}
			layout.Columns = append(layout.Columns, col)
		}
		w.Tabs = append(w.Tabs, layout)
	}
	w.setFormulas()
	w.Tabs = append(w.Tabs, TabLayout{Title: hiddenTitle, Hidden: true})
	return w
}

// SetTitle names the spreadsheet, its locale and its time zone. The formulas
// follow the locale: where the comma is the decimal sign, arguments are parted
// by semicolons.
func (w *Workbook) SetTitle(title, locale, timeZone string) {
	w.Title, w.Locale, w.TimeZone = title, locale, timeZone
	w.setFormulas()
}

func (w *Workbook) setFormulas() {
	invoices := &w.Tabs[0]
	at := func(f ledger.Field) string {
		for i, c := range invoices.Columns {
			if c.Field == f {
				return columnName(i) + RowMark
			}
		}
		return ""
	}
	comma := ","
	if OptionsFor(w.Locale, "").Decimal == ',' {
		comma = ";"
	}
	fill := strings.NewReplacer(
		"NUMBER", at(ledger.FieldNumber), "AMOUNT", at(ledger.FieldAmount), "PAID", at(ledger.FieldPaid), "DUE", at(ledger.FieldDue), ",", comma,
	)
	for i := range invoices.Columns {
		c := &invoices.Columns[i]
		switch c.Field {
		case ledger.FieldBalance:
			c.Formula = fill.Replace(`=IF(NUMBER="","",AMOUNT-PAID)`)
		case ledger.FieldDaysLate:
			c.Formula = fill.Replace(`=IF(NUMBER="","",IF(DUE="","",IF(AMOUNT-PAID<=0,"",IF(TODAY()>DUE,TODAY()-DUE,0))))`)
		}
	}
}

// RowMark stands for the row's number in ColumnLayout.Formula.
const RowMark = "{row}"

func widthOf(f ledger.Field) int {
	switch f {
	case ledger.FieldCustomer, ledger.FieldNotes, ledger.FieldCheck, ledger.FieldDispute, colPayNote, colCustName, colCustEmail, colWhoEmail, colCustAliases:
		return 180
	case ledger.FieldCurrency, ledger.FieldDaysLate, ledger.FieldStage:
		return 70
	}
	return 110
}

// AddInvoice adds a row; fields that are formulas are left to them.
func (w *Workbook) AddInvoice(fields ledger.Fields) {
	tab := &w.Tabs[0]
	row := make([]any, len(tab.Columns))
	for i, c := range tab.Columns {
		if v, ok := fields[c.Field]; ok && c.Formula == "" {
			row[i] = literal(v).Value
		}
	}
	tab.Rows = append(tab.Rows, row)
}

// AddPayment adds a row of Payments. Number and customer are shown as they are
// typed in the invoice's row.
func (w *Workbook) AddPayment(p ledger.Payment, number, customer string) {
	tab := &w.Tabs[1]
	header := make([]string, len(tab.Columns))
	for i, c := range tab.Columns {
		header[i] = c.Header
	}
	columns, _ := matchColumns(header, nil, paymentColumns)
	cells, _ := paymentCells(p, columns, number, customer)
	tab.Rows = append(tab.Rows, cells)
}

// AddAccount adds a row of Customers.
func (w *Workbook) AddAccount(a ledger.Account) {
	w.Tabs[2].Rows = append(w.Tabs[2].Rows, texts(
		a.Name, a.Code, strings.Join(a.Aliases, "; "), a.Email, a.Country, a.Language, a.Terms, a.Mode,
	))
}

// AddPerson adds a row of People.
func (w *Workbook) AddPerson(p ledger.Person) {
	w.Tabs[3].Rows = append(w.Tabs[3].Rows, texts(p.Name, p.Email, p.SlackID, p.Role, p.Language, p.TimeZone))
}

func texts(list ...string) []any {
	row := make([]any, len(list))
	for i, s := range list {
		row[i] = orNil(s)
	}
	return row
}
