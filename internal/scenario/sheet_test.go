package scenario

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/relance-bot/relance/internal/sim/sheetsim"
	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/sheets"
)

// Tabs of the sheet, by their place in the layout.
const (
	tabInvoices  = "Invoices"
	tabPayments  = "Payments"
	tabCustomers = "Customers"
	tabPeople    = "People"
)

// headers are those of the tabs that relance init makes.
var headers = func() map[string][]string {
	byTab := map[string][]string{}
	for _, tab := range sheets.Layout("en").Tabs {
		for _, c := range tab.Columns {
			byTab[tab.Title] = append(byTab[tab.Title], c.Header)
		}
	}
	return byTab
}()

// layOut makes a small sheet without formulas: the tabs, their headers and the
// rows that the script begins with.
func (h *house) layOut() {
	h.sheets = sheetsim.New(sheetsim.Options{Now: h.clock.Now, Seed: 1})
	h.spreadsheet = h.sheets.CreateSpreadsheet("Receivables", "en_GB", h.paris.String())
	hand := h.hand()
	h.must(hand.RenameTab(h.sheets.Tab(h.spreadsheet, 0).Title, tabInvoices))
	for _, m := range h.members {
		cells := map[string]string{"Name": m.name, "Email": m.email(), "Role": m.role, "Time zone": m.zone, "Language": m.language}
		if !m.noSlack {
			cells["Slack id"] = m.id()
		}
		h.rows[tabPeople] = append(h.rows[tabPeople], h.row(tabPeople, cells))
	}
	for _, tab := range []string{tabInvoices, tabPayments, tabCustomers, tabPeople} {
		if tab != tabInvoices {
			h.must(hand.AddTab(tab))
		}
		h.must(hand.TypeRows(tab, "A1", append([][]string{headers[tab]}, h.rows[tab]...)))
	}
	for i := range h.rows[tabInvoices] {
		h.drawDown(i + 2)
	}
}

// drawDown puts the formulas of balance and days late into a row, from 1.
func (h *house) drawDown(row int) {
	for _, c := range sheets.Layout("en").Tabs[0].Columns {
		if c.Formula != "" {
			at := fmt.Sprintf("%s%d", letter(h.columnOf(tabInvoices, c.Header)), row)
			h.must(h.hand().Type(tabInvoices, at, strings.ReplaceAll(c.Formula, sheets.RowMark, strconv.Itoa(row))))
		}
	}
}

func (h *house) hand() *sheetsim.Hand {
	return h.sheets.Human(h.spreadsheet, h.member("Fiona").email())
}

// row puts cells under their headers.
func (h *house) row(tab string, cells map[string]string) []string {
	row := make([]string, len(headers[tab]))
	for header, text := range cells {
		at := slices.IndexFunc(headers[tab], func(s string) bool { return strings.EqualFold(s, header) })
		if at < 0 {
			if text != "" {
				h.failf("the tab %s has no column %q", tab, header)
			}
			continue
		}
		row[at] = text
	}
	return row
}

// cellsOf reads "customer Dupont, due 2026-02-20": headers of a tab, each with
// what stands below it.
func (h *house) cellsOf(tab string, words []word) map[string]string {
	cells := map[string]string{}
	for _, part := range parts(words) {
		header, text := h.headed(tab, part)
		cells[header] = text
	}
	return cells
}

// headed finds the longest header that words begin with.
func (h *house) headed(tab string, words []word) (header, text string) {
	for n := min(len(words), 4); n > 0; n-- {
		for _, name := range headers[tab] {
			if strings.EqualFold(name, textOf(words[:n])) {
				return name, textOf(words[n:])
			}
		}
	}
	h.failf("%q begins with no header of the tab %s: %s", textOf(words), tab, strings.Join(headers[tab], ", "))
	return "", ""
}

// addRow is a row that the sheet begins with, or that somebody types below the
// last one.
func (h *house) addRow(tab string, cells map[string]string) {
	if h.app == nil {
		h.rows[tab] = append(h.rows[tab], h.row(tab, cells))
		return
	}
	byHeader := map[int]string{}
	for header, text := range cells {
		byHeader[h.columnOf(tab, header)] = text
	}
	row := make([]string, 1+slices.Max(append(keys(byHeader), 0)))
	for at, text := range byHeader {
		row[at] = text
	}
	last := len(h.sheets.Contents(h.spreadsheet, tab))
	h.must(h.hand().TypeRows(tab, fmt.Sprintf("A%d", last+1), [][]string{row}))
	if tab == tabInvoices {
		h.drawDown(last + 1)
	}
	h.edited = true
}

func keys(m map[int]string) []int {
	list := make([]int, 0, len(m))
	for k := range m {
		list = append(list, k)
	}
	return list
}

// columnOf is where a header of the layout stands now; renamed headers are
// named as they are now.
func (h *house) columnOf(tab, header string) int {
	for c, cell := range h.sheets.Contents(h.spreadsheet, tab)[0] {
		if text, ok := cell.Value.(string); ok && strings.EqualFold(text, header) {
			return c
		}
	}
	h.failf("no column %q in %s", header, tab)
	return 0
}

// rowOf is the row of an invoice, from 1.
func (h *house) rowOf(number string) int {
	at := h.columnOf(tabInvoices, sheets.HeaderFor(ledger.FieldNumber, "en"))
	for r, cells := range h.sheets.Contents(h.spreadsheet, tabInvoices) {
		if r > 0 && at < len(cells) && cells[at].Value == number {
			return r + 1
		}
	}
	h.failf("no row %s", number)
	return 0
}

// cell is what a person sees under a header in an invoice's row; days are
// written as in the scripts, and whole amounts without their decimals.
func (h *house) cell(number, header string) string {
	row, column := h.rowOf(number)-1, h.columnOf(tabInvoices, header)
	if cells := h.sheets.Tab(h.spreadsheet, 0).Rows[row]; column < len(cells) {
		text := cells[column].Formatted
		if day, err := time.Parse("02/01/2006", text); err == nil {
			return day.Format(time.DateOnly)
		}
		return strings.TrimSuffix(strings.ReplaceAll(text, ",", ""), ".00")
	}
	return ""
}

// letter names a column, from 0.
func letter(column int) string {
	if column >= 26 {
		return string(rune('A'+column/26-1)) + string(rune('A'+column%26))
	}
	return string(rune('A' + column))
}

// edit is what a person does to the sheet: "INV-1: paid 400", "sort by amount".
func (h *house) edit(words []word) {
	hand := h.hand()
	h.edited = true
	header := func(words []word) int { name, _ := h.headed(tabInvoices, words); return h.columnOf(tabInvoices, name) }
	switch {
	case is(words, "sort", "by"):
		width := letter(len(h.sheets.Contents(h.spreadsheet, tabInvoices)[0]) - 1)
		rows := len(h.sheets.Contents(h.spreadsheet, tabInvoices))
		h.must(hand.SortRange(tabInvoices, fmt.Sprintf("A2:%s%d", width, rows), header(words[2:]), false))
	case is(words, "delete"):
		h.must(hand.DeleteRows(tabInvoices, h.rowOf(words[1].text)-1, 1))
	case is(words, "move"):
		before, _, _ := cutAt(words[1:], "to")
		h.must(hand.MoveColumn(tabInvoices, header(before), 0))
	case is(words, "drop", "column"):
		h.must(hand.DeleteColumns(tabInvoices, header(words[2:]), 1))
	case is(words, "insert", "a", "column", "before"):
		h.must(hand.InsertColumns(tabInvoices, header(words[4:]), 1))
	case is(words, "rename"):
		before, after, _ := cutAt(words[1:], "to")
		h.must(hand.Type(tabInvoices, fmt.Sprintf("%s1", letter(header(before))), textOf(after)))
	case is(words, "is", "unreachable"):
		h.sheets.Faults.Add(sheetsim.Fault{Kind: sheetsim.Status5xx, Times: -1})
	case is(words, "is", "back"):
		h.sheets.Faults.Clear()
	default:
		number, cells, ok := cutAt(words, ":")
		if !ok {
			h.failf("nobody does that to a sheet")
		}
		for header, text := range h.cellsOf(tabInvoices, cells) {
			if text == "empty" {
				text = ""
			}
			h.must(hand.Type(tabInvoices, fmt.Sprintf("%s%d", letter(h.columnOf(tabInvoices, header)), h.rowOf(textOf(number))), text))
		}
	}
}
