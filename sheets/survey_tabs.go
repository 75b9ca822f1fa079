package sheets

import (
	"cmp"
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/relance-bot/relance/ledger"
)

// invoiceTitles are words of tabs that hold invoices, beside a year.
var invoiceTitles = regexp.MustCompile(`(^|[^0-9])(20\d\d|20\d\d \d\d|\d\d 20\d\d)([^0-9]|$)|factur|invoice|creance|receivable|impaye|open items|encours|balance agee|aged|ventes|sales`)

// notInvoices are words of tabs that look like invoices and are none.
var notInvoices = regexp.MustCompile(`devis|quote|proforma|pro forma|commande|\border|modele|template|exemple|example|brouillon|draft|fournisseur|supplier|vendor|achats|purchase|copie de|copy of|copy before relance|copie avant relance|backup|sauvegarde`)

// chooseTabs finds the tabs of invoices where none is configured: by year, or
// by a word for invoices; one whose title says nothing if it is the only one.
func (in *SurveyInput) chooseTabs(s *Survey) {
	var likely, like []TabInfo
	for _, t := range in.Outline.Tabs {
		if t.Hidden || t.Title == hiddenTitle {
			continue
		}
		other := OtherTab{Title: t.Title, Role: roleOfTitle(t.Title)}
		header, _, err := readHeader(invoicesTab(t.ID), t, in.Cells[t.ID].Values, in.Columns, invoiceColumns)
		title := spokenWords(t.Title)
		other.Like = err == nil && other.Role == "" && header.Columns.Has(ledger.FieldNumber) &&
			(header.Columns.Has(ledger.FieldAmount) || header.Columns.Has(ledger.FieldBalance))
		switch {
		case !other.Like:
		case notInvoices.MatchString(title):
		case invoiceTitles.MatchString(title) || slices.Contains(tabTitles[tabInvoices], squeeze(t.Title)):
			likely = append(likely, t)
		default:
			like = append(like, t)
		}
		s.OtherTabs = append(s.OtherTabs, other)
	}
	if len(in.Tabs.Invoices) == 0 {
		if len(likely) == 0 && len(like) > 0 {
			likely = like[:1]
		}
		slices.SortStableFunc(likely, func(a, b TabInfo) int { return cmp.Compare(yearIn(a.Title), yearIn(b.Title)) })
		for _, t := range likely {
			in.Tabs.Invoices = append(in.Tabs.Invoices, t.Title)
		}
	}
	s.OtherTabs = slices.DeleteFunc(s.OtherTabs, func(o OtherTab) bool { return slices.Contains(in.Tabs.Invoices, o.Title) })
}

var years = regexp.MustCompile(`20\d\d`)

// yearIn is the last year in a title, so that the newest tab comes last; a tab
// without a year is the one that is worked in.
func yearIn(title string) string {
	found := years.FindAllString(title, -1)
	if len(found) == 0 {
		return "9999"
	}
	return found[len(found)-1]
}

func roleOfTitle(title string) string {
	for _, role := range []tabRole{tabPayments, tabCustomers, tabPeople} {
		if slices.Contains(tabTitles[role], squeeze(title)) {
			return string(role)
		}
	}
	return ""
}

// describe says how the tabs of invoices were understood.
func (s *Survey) describe(in SurveyInput, read *sheetRead, marks map[tabRole]TabMark) {
	for _, t := range read.Invoices {
		of := SurveyedTab{ID: t.Tab.ID, Title: t.Tab.Title, Header: t.HeaderRow + 1, TwoLines: t.Above}
		filled := in.filled(t)
		for _, f := range t.Columns.Fields() {
			at, _ := t.Columns.Index(f)
			of.Mapping = append(of.Mapping, MappedColumn{
				Letter: columnName(at), Header: t.Columns.Header(f), Field: f, Why: t.Columns.Why(f), Filled: filled[at], Formula: marks[t.Role].Formulas[f],
			})
		}
		of.describeOthers(t, filled)
		for _, f := range []ledger.Field{ledger.FieldNumber, ledger.FieldCustomer, ledger.FieldAmount, ledger.FieldDue} {
			byCode := f == ledger.FieldCustomer && t.Columns.Has(ledger.FieldCustomerCode)
			if !t.Columns.Has(f) && !byCode {
				of.Missing = append(of.Missing, f)
			}
		}
		of.describeRows(t, read)
		s.Sheets = append(s.Sheets, of)
	}
}

// describeOthers lists the columns of no field.
func (of *SurveyedTab) describeOthers(t *tabRead, filled map[int]int) {
	history := map[int]int{}
	for _, h := range t.Columns.history {
		history[h.Index] = h.Stage
	}
	for i, text := range headerTexts(t.header) {
		stage, isHistory := history[i]
		switch {
		case fieldAt(t.Columns, i) != "" || text == "" && filled[i] == 0:
		case isHistory:
			of.History = append(of.History, HistoryColumn{Letter: columnName(i), Header: text, Stage: stage, Filled: filled[i]})
		default:
			of.Unmapped = append(of.Unmapped, UnmappedColumn{Letter: columnName(i), Header: text, Hint: hintFor(text, t.Columns), Filled: filled[i]})
		}
	}
}

// describeRows counts words and terms and lists what is skipped.
func (of *SurveyedTab) describeRows(t *tabRead, read *sheetRead) {
	terms := map[string]TermsSeen{}
	for _, r := range read.Rows {
		if r.tab != t || r.Key == "" {
			continue
		}
		of.Rows++
		if r.Word.Says != "" {
			of.sawWord(r.Word)
		}
		if text := r.Values[ledger.FieldTerms].Text(); text != "" && (r.ByTerms || r.Values[ledger.FieldDue].IsEmpty()) {
			seen := terms[text]
			seen.Text, seen.Count = text, seen.Count+1
			seen.Means, seen.Known = ledger.ParseTerms(text)
			terms[text] = seen
		}
	}
	for _, r := range read.Skipped {
		if r.tab == t {
			of.Skipped = append(of.Skipped, SkippedRow{Row: r.Index + 1, Text: firstText(r), Why: r.Skip})
			if r.Skip == SkipVoid {
				of.sawWord(r.Word)
			}
		}
	}
	slices.SortStableFunc(of.Words, func(a, b PaidWordSeen) int { return cmp.Compare(b.Count, a.Count) })
	for _, text := range slices.Sorted(maps.Keys(terms)) {
		of.Terms = append(of.Terms, terms[text])
	}
}

// sawWord counts a word, as it was first typed.
func (of *SurveyedTab) sawWord(w paidWord) {
	i := slices.IndexFunc(of.Words, func(s PaidWordSeen) bool { return s.Means == w.Says && strings.EqualFold(s.Word, w.Word) })
	if i < 0 {
		i = len(of.Words)
		of.Words = append(of.Words, PaidWordSeen{Word: w.Word, Means: w.Says})
	}
	of.Words[i].Count++
}

func firstText(r *sheetRow) string {
	if r.Skip == SkipVoid {
		return r.Values[ledger.FieldNumber].Text()
	}
	for _, v := range r.Cells {
		if s, ok := v.(string); ok {
			return s
		}
	}
	return cellText(cellAt(r.Cells, 0))
}

// filled counts, by column, the rows below the header that hold something.
func (in SurveyInput) filled(t *tabRead) map[int]int {
	counts := map[int]int{}
	for i := t.HeaderRow + 1; i < len(t.grid.Rows); i++ {
		for col, v := range rowAt(t.grid, i) {
			if !IsBlank(v) {
				counts[col]++
			}
		}
	}
	return counts
}

// addColumns says which columns adopting would add to each tab of invoices:
// behind the last one that holds anything.
func (s *Survey) addColumns(in SurveyInput, read *sheetRead) {
	add := in.Add
	if add == nil {
		add = AdoptedFields
	}
	for _, t := range read.Invoices {
		if !t.OK {
			continue
		}
		at := len(t.header)
		for i := range t.grid.Rows {
			at = max(at, len(rowAt(t.grid, i)))
		}
		for _, f := range add {
			// Where there is a balance alone, payments show in it or nowhere.
			alone := t.Columns.keepsBalance() && !t.Columns.Has(ledger.FieldAmount)
			if t.Columns.Has(f) || alone && (f == ledger.FieldPaid || f == ledger.FieldPaidOn) {
				continue
			}
			s.AddColumns = append(s.AddColumns, AddedColumn{
				Tab: t.Tab.Title, TabID: t.Tab.ID, Row: t.headerArea().Row, Column: at, Letter: columnName(at), Header: HeaderFor(f, in.Language), Field: f,
			})
			at++
		}
	}
	for _, role := range []tabRole{tabPayments, tabCustomers, tabPeople} {
		if !slices.ContainsFunc(in.Outline.Tabs, func(t TabInfo) bool { return roleOfTitle(t.Title) == string(role) }) && !in.named(role) {
			s.AddTabs = append(s.AddTabs, titleFor(role, in.Language))
		}
	}
}

// named tells that the configuration names the tab of a role.
func (in SurveyInput) named(role tabRole) bool {
	title := map[tabRole]string{tabPayments: in.Tabs.Payments, tabCustomers: in.Tabs.Customers, tabPeople: in.Tabs.People}[role]
	return slices.ContainsFunc(in.Outline.Tabs, func(t TabInfo) bool { return t.Title == title })
}

// withColumns is the spreadsheet as it would be with the added columns.
func (in SurveyInput) withColumns(added []AddedColumn, read *sheetRead) (Outline, map[int64]TabCells, error) {
	outline, cells := in.Outline, maps.Clone(in.Cells)
	outline.Tabs = slices.Clone(outline.Tabs)
	for _, t := range read.Invoices {
		of := cells[t.Tab.ID]
		row := t.headerArea().Row
		for _, grid := range []*Grid{&of.Values, &of.Formulas} {
			header := slices.Clone(rowAt(*grid, row))
			for _, a := range added {
				if a.TabID != t.Tab.ID {
					continue
				}
				for len(header) <= a.Column {
					header = append(header, nil)
				}
				header[a.Column] = a.Header
			}
			raw, err := json.Marshal(header)
			if err != nil {
				return outline, nil, err
			}
			if row < len(grid.Rows) {
				grid.Rows = slices.Clone(grid.Rows)
				grid.Rows[row] = raw
			}
		}
		of.Entered = Inspection{Rows: of.Entered.Rows}
		cells[t.Tab.ID] = of
		for i := range outline.Tabs {
			if outline.Tabs[i].ID == t.Tab.ID {
				outline.Tabs[i].Columns = max(outline.Tabs[i].Columns, len(rowAt(of.Values, row)))
			}
		}
	}
	return outline, cells, nil
}
