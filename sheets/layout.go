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
	Currency ledger.Currency // that the dashboard's tables begin with
	Tabs     []TabLayout
}

// TabLayout is one tab of a Workbook: a list of columns, or a board of tiles.
type TabLayout struct {
	Role          string // what the tab is for, as our mark on it says
	ID            int64  // or the next that is free
	Title         string
	Hidden        bool
	FrozenColumns int
	Color         string // "#rrggbb" of its tongue
	Columns       []ColumnLayout
	Rows          [][]any // nil, string, json.Number or bool, below the header
	Rules         []Rule  // over the rows below the header
	Filter        bool    // a basic filter over header and rows
	Board         *Board
}

// ColumnLayout is one column of a tab.
type ColumnLayout struct {
	Field   ledger.Field
	Header  string
	Formula string // of each cell below the header, RowMark for its row
	Kind    ledger.Kind
	Pattern string // of its dates
	Owner   Owner
	Guarded bool     // a person who edits it is warned first
	Choices []string // of a dropdown; other words are let in
	Rules   []Rule
	Note    string // on the header: what the column is for
	Width   int    // pixels
}

// Rule colours cells: those whose text begins with Starts, those that meet
// Formula (RowMark for the first row), or else those from From to To.
type Rule struct {
	Starts   string
	Formula  string
	From, To int
	Fill     string // "#rrggbb"
	Faded    bool   // grey letters
}

// titleFor is the title of a tab that Relance makes.
func titleFor(role tabRole, language string) string {
	titles := map[tabRole][2]string{
		tabInvoices: {"Invoices", "Factures"}, tabPayments: {"Payments", "Paiements"}, tabFollow: {"Follow-up", "Suivi"},
		tabCustomers: {"Customers", "Clients"}, tabPeople: {"People", "Personnes"}, tabLadder: {"Ladder", "Scénarios"},
		tabDashboard: {"Dashboard", "Tableau de bord"}, tabActivity: {"Activity", "Activité"},
	}
	if language == "fr" {
		return titles[role][1]
	}
	return titles[role][0]
}

// Tabs that Relance only writes.
const (
	tabDashboard tabRole = "dashboard"
	tabActivity  tabRole = "activity"
)

// Layout is the spreadsheet that Relance makes: Invoices, Payments, Customers,
// People, Dashboard, Activity and the hidden tab, in French ("fr") or English.
// Balance and days late are formulas, also in the blank rows below, for the
// invoices that people add.
func Layout(language string) *Workbook {
	w := &Workbook{Language: language, Locale: "en_GB", TimeZone: "Etc/GMT", Title: "Receivables", Currency: "EUR"}
	if language == "fr" {
		w.Locale, w.TimeZone, w.Title = "fr_FR", "Europe/Paris", "Créances clients"
	}
	invoices := TabLayout{Role: string(tabInvoices), Title: titleFor(tabInvoices, language), FrozenColumns: 2, Filter: true, Color: "#1f6feb"}
	for _, f := range invoiceOrder {
		invoices.Columns = append(invoices.Columns, invoiceColumn(f, language))
	}
	w.Tabs = append(w.Tabs, invoices)
	for _, role := range []tabRole{tabPayments, tabCustomers, tabPeople} {
		w.Tabs = append(w.Tabs, listTab(role, language))
	}
	w.Tabs = append(w.Tabs,
		TabLayout{Role: string(tabDashboard), Title: titleFor(tabDashboard, language), Color: "#f2b01e"},
		listTab(tabActivity, language), hiddenTab(),
	)
	for i := range w.Tabs {
		if w.Tabs[i].ID == 0 {
			w.Tabs[i].ID = hiddenID + 1 + int64(i)
		}
	}
	w.setFormulas()
	return w
}

// invoiceOrder is the order of the columns of an invoices tab that Relance
// makes: first what a person looks at most.
var invoiceOrder = []ledger.Field{
	ledger.FieldNumber, ledger.FieldCustomer, ledger.FieldDue, ledger.FieldAmount, ledger.FieldCurrency,
	ledger.FieldPaid, ledger.FieldPaidOn, ledger.FieldBalance, ledger.FieldDaysLate, ledger.FieldStage, ledger.FieldSalesperson, ledger.FieldIssued,
	ledger.FieldPromisedOn, ledger.FieldPromisedAmount, ledger.FieldDispute, ledger.FieldDisputedAmount,
	ledger.FieldLastReminder, ledger.FieldNextReminder, ledger.FieldCheck, ledger.FieldNotes,
	ledger.FieldSnoozedUntil, ledger.FieldTakenBy, ledger.FieldTakenUntil, ledger.FieldSaysPaidUntil, ledger.FieldOptOut,
	ledger.FieldPlan, ledger.FieldCallAgain, ledger.FieldRepliedUntil, ledger.FieldLetterStage, ledger.FieldLastLetter,
	ledger.FieldStanding, ledger.FieldDisputeOwner, ledger.FieldDisputeReview, ledger.FieldWaived, ledger.FieldTracking,
	ledger.FieldLadder, ledger.FieldCustomerCode, ledger.FieldTerms,
}

// invoiceColumn is how Relance lays out one column of invoices, in a tab of its
// own or beside the columns of a tab that it adopts.
func invoiceColumn(f ledger.Field, language string) ColumnLayout {
	c := ColumnLayout{
		Field: f, Header: HeaderFor(f, language), Kind: f.Kind(), Pattern: datePattern(language), Owner: OwnerOf(f),
		Note: noteFor(f, language), Width: widthOf(f), Choices: choicesOf(f, language), Rules: rulesOf(f),
	}
	c.Guarded = c.Owner == OwnerBot
	return c
}

// listTab is one of the other tabs.
func listTab(role tabRole, language string) TabLayout {
	dictionary := map[tabRole][]column{
		tabPayments: paymentColumns, tabCustomers: customerColumns, tabPeople: peopleColumns, tabActivity: activityColumns, tabLadder: ladderColumns,
	}[role]
	t := TabLayout{Role: string(role), Title: titleFor(role, language), Filter: true}
	for _, c := range dictionary {
		col := ColumnLayout{
			Field: c.field, Header: c.header(language), Kind: c.field.Kind(), Pattern: datePattern(language), Owner: OwnerHuman,
			Note: noteFor(c.field, language), Width: widthOf(c.field), Choices: choicesOf(c.field, language),
		}
		switch c.field {
		case colPayDate, colCustReview, colWhoFrom, colWhoUntil:
			col.Kind = ledger.KindDate
		case colActWhen:
			col.Kind, col.Pattern = ledger.KindDate, datePattern(language)+" hh:mm"
		case colPayAmount:
			col.Kind = ledger.KindMoney
		}
		if role == tabActivity {
			col.Owner, col.Guarded = OwnerBot, true
		}
		t.Columns = append(t.Columns, col)
	}
	return t
}

// hiddenTab is the bot's own.
func hiddenTab() TabLayout {
	return TabLayout{Role: string(tabHidden), ID: hiddenID, Title: hiddenTitle, Hidden: true, Board: &Board{Tiles: []Tile{{Value: hiddenNote}, {Row: beatRow, Col: beatColumn, Value: neverBeat}}}}
}

func datePattern(language string) string {
	if language == "fr" {
		return "dd/mm/yyyy"
	}
	return "yyyy-mm-dd"
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
	at := map[ledger.Field]string{}
	for i, c := range invoices.Columns {
		at[c.Field] = columnName(i)
	}
	tell := w.sayer()
	cell := func(f ledger.Field) string { return at[f] + RowMark }
	number, open := cell(ledger.FieldNumber), cell(ledger.FieldAmount)+"-"+cell(ledger.FieldPaid)
	due := cell(ledger.FieldDue)
	for i := range invoices.Columns {
		c := &invoices.Columns[i]
		switch c.Field {
		case ledger.FieldBalance:
			c.Formula = tell(`=IF(` + number + `="";"";` + open + `)`)
		case ledger.FieldDaysLate:
			c.Formula = tell(`=IF(` + number + `="";"";IF(` + due + `="";"";IF(` + open + `<=0;"";IF(TODAY()>` + due + `;TODAY()-` + due + `;0))))`)
		}
	}
	balance := "$" + cell(ledger.FieldBalance)
	invoices.Rules = []Rule{{Formula: tell(marked(`AND($` + number + `<>"";ISNUMBER(` + balance + `);` + balance + `<=0)`)), Faded: true}}
	for i := range w.Tabs {
		if w.Tabs[i].Role == string(tabDashboard) {
			w.Tabs[i].Board = dashboard(boardOf{title: invoices.Title, at: at, language: w.Language, currency: w.Currency, tell: tell})
		}
	}
}

// sayer puts a formula, written with semicolons, in the locale's words: where
// the comma is the decimal sign, arguments are parted by semicolons. No text in
// our formulas holds a semicolon.
func (w *Workbook) sayer() func(string) string {
	if OptionsFor(w.Locale, "").Decimal == ',' {
		return func(formula string) string { return formula }
	}
	return strings.NewReplacer(";", ",").Replace
}

// RuleMark in a rule's formula says that the rule is ours: N of a text is 0.
const RuleMark = `N("relance")=0`

func marked(condition string) string { return `=AND(` + RuleMark + `;` + condition + `)` }

// RowMark stands for the row's number in ColumnLayout.Formula.
const RowMark = "{row}"

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
	row := texts(
		a.Name, a.Code, strings.Join(a.Aliases, "; "), a.Email, a.Country, a.Language, a.Terms, modeWord(a.Mode, w.Language), a.ModeReason,
	)
	var public any // a blank box is no
	if a.Public {
		public = true
	}
	row = append(row, cellOf(ledger.Day(a.ModeReview)), orNil(a.Ladder), orNil(a.Segment), public, orNil(a.Contact), orNil(a.Address), orNil(a.BankAccount))
	w.Tabs[2].Rows = append(w.Tabs[2].Rows, row)
}

// AddPerson adds a row of People.
func (w *Workbook) AddPerson(p ledger.Person) {
	row := texts(p.Name, p.Email, p.SlackID, roleWord(p.Role, w.Language), p.Language, p.TimeZone)
	w.Tabs[3].Rows = append(w.Tabs[3].Rows, append(row, cellOf(ledger.Day(p.AwayFrom)), cellOf(ledger.Day(p.AwayUntil)), orNil(p.StandIn)))
}

// cellOf is a typed value as a new row has it; nothing for none.
func cellOf(v ledger.Value) any { return literal(v).Value }

func texts(list ...string) []any {
	row := make([]any, len(list))
	for i, s := range list {
		row[i] = orNil(s)
	}
	return row
}
