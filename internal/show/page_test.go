package show_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/relance-bot/relance/internal/demo"
	"github.com/relance-bot/relance/internal/show"
)

// open opens the demo as a newcomer meets it, on a Monday.
func open(t *testing.T, o show.Options) *show.World {
	t.Helper()
	o.Base, o.Start = time.Now, monday(t)
	if o.Dir == "" {
		o.Dir = t.TempDir()
	}
	w, err := show.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func monday(t *testing.T) time.Time {
	t.Helper()
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	return time.Date(2026, time.November, 23, 9, 0, 0, 0, paris)
}

// recent is the demo's ledger without what was settled more than a month ago:
// all that still moves, at a fraction of the work under the race detector.
func recent(t *testing.T) *demo.Dataset {
	t.Helper()
	data, err := demo.Rows(demo.Options{Today: monday(t), Lang: "en"})
	if err != nil {
		t.Fatal(err)
	}
	since := monday(t).AddDate(0, -1, 0)
	data.Invoices = slices.DeleteFunc(data.Invoices, func(inv demo.InvoiceRow) bool { return inv.Paid != "" && inv.PaidOn.Before(since) })
	return &data
}

func closeAfter(t *testing.T, w *show.World) {
	t.Helper()
	t.Cleanup(func() {
		if err := w.Close(context.WithoutCancel(t.Context())); err != nil {
			t.Error(err)
		}
	})
}

// TestADayWithTheDemo does in Chromium what the demo's page proposes, on the
// whole product: Socket Mode, SQLite, both simulators over sockets.
func TestADayWithTheDemo(t *testing.T) {
	w := open(t, show.Options{Lang: "en", Data: recent(t)})
	closeAfter(t, w)
	p := browse(t, w, 1600, 950)
	p.click(`[data-test="tips-dismiss"]`)

	sheet := invoices(w)
	late := sheet.where(func(r row) bool { return r["Days late"] != "" && r["Days late"] != "0" })
	chased := sheet.where(func(r row) bool { return r["Stage"] != "" })
	if len(late) < 35 || len(chased) < 20 {
		t.Fatalf("%d late invoices, %d of them chased: the demo is not alive", len(late), len(chased))
	}

	t.Log("/overdue answers with the figures of the sheet and five cards")
	p.send("/overdue")
	p.says(`[data-test="message"]`, fmt.Sprintf("%d late invoices", len(late)))
	p.until(`[...document.querySelectorAll('[data-test="message"]')].at(-1).querySelectorAll('[data-label="Open"]').length === 5`)

	t.Log("from a card to the invoice, and a payment from its button: the cell changes")
	p.clickLast("Open") // the customer who is late by most
	p.says(`[data-test="message"]`, late[0]["Customer"]+" has")
	p.clickLast("Open")
	p.pay(late[0])

	t.Log("a payment typed into the sheet is in the case's message")
	second := sheet.find(func(r row) bool { return r["Stage"] == "6" && r["Number"] != late[0]["Number"] })
	p.click(`[data-test="channel-receivables"]`)
	p.says(`[data-test="message"]`, second["Number"])
	p.click(p.cell(second["Number"], "Paid"))
	p.press(second["Amount"] + "\r")
	p.until(`[...document.querySelectorAll('[data-test="message"] li, [data-test="message"] .b-section')].some((e) => e.textContent.includes("` + second["Number"] + `") && e.textContent.includes("paid"))`)

	t.Log("after sorting, what Slack says still lands in its row")
	p.js(`document.querySelector('[data-test="column-menu-B"]').click()`)
	p.click(`[data-test="sort-asc"]`)
	p.until(`document.querySelector('[data-cell="Invoices!A2"]')?.textContent !== "` + sheet.rows[0]["Number"] + `"`)
	third := sheet.find(func(r row) bool { return r["Stage"] == "4" })
	p.show(third)
	p.pay(third)

	t.Log("and after a row was inserted above it")
	fourth := sheet.find(func(r row) bool { return r["Stage"] == "3" })
	at := invoices(w).line(fourth["Number"])
	p.scrollTo(at)
	p.js(fmt.Sprintf(`document.querySelector('[data-test="row-menu-%d"]').click()`, at))
	p.click(`[data-test="insert-above"]`)
	p.says(fmt.Sprintf(`[data-cell="Invoices!A%d"]`, at+1), fourth["Number"])
	p.show(fourth)
	p.pay(fourth)
	paid := map[string]bool{late[0]["Number"]: true, second["Number"]: true, third["Number"]: true, fourth["Number"]: true}
	for _, r := range invoices(w).rows {
		before := sheet.find(func(b row) bool { return b["Number"] == r["Number"] })
		want := before["Paid"]
		if paid[r["Number"]] {
			want = before["Amount"]
		}
		if r["Number"] != "" && r["Paid"] != want {
			t.Errorf("%s shows %q as paid, want %q", r["Number"], r["Paid"], want)
		}
	}

	t.Log("a month later: further stages, new cases, the manager's digest")
	before := len(w.Slack.Messages(show.ChannelReminders))
	began := time.Now()
	p.click(`[data-test="advance-30"]`)
	p.until(`document.querySelector('[data-test="clock"]').dataset.day === "23/12/2026" && document.querySelector('[data-test="clock"]').dataset.running === "false"`)
	t.Logf("a month took %s", time.Since(began).Round(100*time.Millisecond))
	after := invoices(w)
	climbed := sheet.where(func(r row) bool {
		now := after.find(func(n row) bool { return n["Number"] == r["Number"] })
		return r["Stage"] != "" && r["Stage"] < "4" && now["Paid"] == "" && now["Stage"] > r["Stage"]
	})
	if len(climbed) == 0 {
		t.Fatal("no unpaid invoice climbed a stage in a month")
	}
	p.says(p.cell(climbed[0]["Number"], "Stage"), after.find(func(n row) bool { return n["Number"] == climbed[0]["Number"] })["Stage"])
	p.click(`[data-test="channel-receivables"]`)
	p.says(`[data-test="message"]`, "Receivables, 22 December 2026")
	p.says(`[data-test="message"]`, climbed[0]["Customer"])
	if now := len(w.Slack.Messages(show.ChannelReminders)); now < before+15 {
		t.Errorf("%d messages in the reminders channel after a month, %d before", now, before)
	}
	p.click(`[data-test="you"]`)
	p.click(`[data-test="user-U0HELENE11"]`)
	p.click(`[data-test="dm-relance"]`)
	p.says(`[data-test="message"]`, "Good morning Hélène")
	p.says(`[data-test="messages"]`, "Dec")
}

// row is an invoice's cells by header, as shown.
type row map[string]string

// table is the invoices tab.
type table struct {
	headers []string
	rows    []row
}

func invoices(w *show.World) table {
	var t table
	for i, cells := range w.Sheets.Tab(w.SpreadsheetID, 0).Rows {
		r := row{}
		for c, cell := range cells {
			if i == 0 {
				t.headers = append(t.headers, cell.Formatted)
			} else if c < len(t.headers) {
				r[t.headers[c]] = cell.Formatted
			}
		}
		if i > 0 {
			t.rows = append(t.rows, r)
		}
	}
	return t
}

func (t table) where(is func(row) bool) []row {
	var list []row
	for _, r := range t.rows {
		if is(r) {
			list = append(list, r)
		}
	}
	return list
}

func (t table) find(is func(row) bool) row {
	if list := t.where(is); len(list) > 0 {
		return list[0]
	}
	return row{}
}

// line is the number of an invoice's row; 0 if there is none.
func (t table) line(number string) int {
	for i, r := range t.rows {
		if r["Number"] == number {
			return i + 2
		}
	}
	return 0
}

// scrollTo brings a row of the sheet into sight.
func (p page) scrollTo(line int) {
	p.t.Helper()
	p.js(fmt.Sprintf(`document.querySelector('[data-test="grid"]').scrollTop = %d * 24`, max(0, line-6)))
	p.see(fmt.Sprintf(`[data-cell="Invoices!A%d"]`, line))
}

// cell is where an invoice's field is now, in sight.
func (p page) cell(number, header string) string {
	p.t.Helper()
	t := invoices(p.w)
	line := t.line(number)
	if line == 0 {
		p.t.Fatalf("invoice %s is not in the sheet", number)
	}
	p.scrollTo(line)
	for c, h := range t.headers {
		if h == header {
			return fmt.Sprintf(`[data-cell="Invoices!%c%d"]`, 'A'+c, line)
		}
	}
	p.t.Fatalf("there is no column %s", header)
	return ""
}

// show asks the bot for an invoice's card.
func (p page) show(r row) {
	p.t.Helper()
	p.send("/relance invoice " + r["Number"])
	p.until(`[...document.querySelectorAll('[data-test="message"]')].at(-1).textContent.includes("` + r["Number"] + `")`)
}

// pay records all of an invoice by the button of the newest message, and sees
// the cell change.
func (p page) pay(r row) {
	p.t.Helper()
	p.clickLast("Record a payment")
	p.see(`[data-block="amount"] input`)
	p.js(`document.querySelector('[data-block="amount"] input').select()`)
	p.press(strings.ReplaceAll(r["Amount"], ",", ""))
	p.click(`[data-test="modal-submit"]`)
	p.gone(`[data-test="modal"]`)
	p.says(p.cell(r["Number"], "Paid"), r["Amount"])
}
