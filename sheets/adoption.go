package sheets

import (
	"fmt"
	"slices"

	"github.com/relance-bot/relance/ledger"
)

// Adoption is what adopting a spreadsheet adds to it, as data: it is made of a
// Survey and carried out in one atomic change. Nothing that stands in the
// spreadsheet is touched; columns are inserted behind the last used one.
type Adoption struct {
	Copies  []TabCopy
	Columns []TabColumns
	Tabs    []TabLayout
}

// TabCopy is a tab to be copied, before anything else, to a tab of that title.
type TabCopy struct {
	Tab   TabInfo
	Title string
}

// TabColumns are columns to be inserted into a tab.
type TabColumns struct {
	Tab     TabInfo
	Header  int // row, from 0
	At      int // the first one's place, from 0
	Columns []ColumnLayout
}

// maxTabTitle is the longest title of a tab.
const maxTabTitle = 100

// Adopt says what adopting adds, by a survey that found nothing to hold it.
func Adopt(s Survey, outline Outline, language string, currency ledger.Currency, today ledger.Date) Adoption {
	var a Adoption
	titles := map[string]bool{}
	for _, t := range outline.Tabs {
		titles[t.Title] = true
	}
	free := func(title, suffix string) string {
		name := cutTitle(title, suffix)
		for n := 2; titles[name]; n++ {
			name = cutTitle(title, suffix+" "+itoa(n))
		}
		titles[name] = true
		return name
	}
	for _, of := range s.Sheets {
		tab := outline.tab(of.ID)
		a.Copies = append(a.Copies, TabCopy{Tab: tab, Title: free(of.Title, fmt.Sprintf(inLanguage(language, " (copy before Relance, %s)", " (copie avant Relance, %s)"), today))})
		added := TabColumns{Tab: tab, Header: of.Header - 1}
		for _, c := range s.AddColumns {
			if c.TabID != of.ID {
				continue
			}
			if len(added.Columns) == 0 {
				added.At, added.Header = c.Column, c.Row
			}
			added.Columns = append(added.Columns, invoiceColumn(c.Field, language))
		}
		if len(added.Columns) > 0 {
			a.Columns = append(a.Columns, added)
		}
	}
	for _, role := range []tabRole{tabPayments, tabCustomers, tabPeople} {
		if slices.Contains(s.AddTabs, titleFor(role, language)) {
			a.Tabs = append(a.Tabs, listTab(role, language))
		}
	}
	if !titles[hiddenTitle] {
		// The dashboard reads the hidden tab, so it comes after it.
		board := TabLayout{Role: string(tabDashboard), Title: free(titleFor(tabDashboard, language), ""), Color: "#f2b01e", Board: adoptedBoard(s, outline, language, currency)}
		activity := listTab(tabActivity, language)
		activity.Title = free(activity.Title, "")
		a.Tabs = append(a.Tabs, hiddenTab(), board, activity)
	}
	for i := range a.Tabs {
		if a.Tabs[i].ID == 0 {
			a.Tabs[i].ID = hiddenID + 1 + int64(i)
		}
	}
	return a
}

func (o Outline) tab(id int64) TabInfo {
	for _, t := range o.Tabs {
		if t.ID == id {
			return t
		}
	}
	return TabInfo{}
}

func cutTitle(title, suffix string) string {
	room := maxTabTitle - len([]rune(suffix))
	if r := []rune(title); len(r) > room {
		title = string(r[:room])
	}
	return title + suffix
}

// adoptedBoard is the dashboard of the tab that is worked in, the last one.
func adoptedBoard(s Survey, outline Outline, language string, currency ledger.Currency) *Board {
	of := s.Sheets[len(s.Sheets)-1]
	at := map[ledger.Field]string{}
	for _, c := range of.Mapping {
		at[c.Field] = c.Letter
	}
	for _, c := range s.AddColumns {
		if c.TabID == of.ID {
			at[c.Field] = c.Letter
		}
	}
	w := Workbook{Locale: outline.Locale}
	b := boardOf{title: of.Title, at: at, language: language, currency: currency, tell: w.sayer(), named: len(s.Sheets) > 1}
	if number := b.all(ledger.FieldNumber); at[ledger.FieldNumber] != "" {
		b.extra = `;` + number + `;"<>";` + number + `;"<>*total*"` // a total below the invoices is none of them
	}
	return dashboard(b)
}
