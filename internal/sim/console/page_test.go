package console

import (
	"context"
	"strconv"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestAnHourInThePage does with the page what a newcomer does, in Chromium,
// with the real simulators and a small bot.
func TestAnHourInThePage(t *testing.T) {
	w := newWorld(t, "fr", 40)
	b := w.browse(t, 1400, 900)

	step := func(story string, f func()) {
		t.Helper()
		if !t.Failed() {
			t.Log(story)
			f()
		}
	}
	step("the first steps are shown in French and can be put away", func() {
		b.says(`[data-test="tips"]`, "Par où commencer")
		b.click(`[data-test="tips-dismiss"]`)
		b.gone(`[data-test="tips"]`)
	})
	step("a slash offers the commands, Enter takes one, Enter sends it", func() {
		b.keys(`[data-test="composer"]`, "/ov")
		b.says(`[data-test="suggestions"]`, "/overdue")
		b.press("\r")
		b.until(`document.querySelector('[data-test="composer"]').value === "/overdue "`)
		b.press("me\r")
		b.says(`[data-test="message"]`, "3 factures en retard")
		b.says(`[data-test="message"]`, "Visible uniquement par vous")
	})
	step("a required field is asked for before the app is", func() {
		b.click(`[data-label="Enregistrer un paiement"]`)
		b.click(`[data-test="modal-submit"]`)
		b.says(`[data-error="amount"]`, "obligatoire")
	})
	step("the app's own objection shows under the field, what was typed stays", func() {
		b.keys(`[data-block="amount"] input`, "13")
		b.keys(`[data-block="note"] textarea`, "par chèque")
		b.click(`[data-test="modal-submit"]`)
		b.says(`[data-error="amount"]`, "dépasse le solde")
		b.until(`document.querySelector('[data-block="note"] textarea').value === "par chèque"`)
	})
	step("a view on top hides the form and gives it back as it was", func() {
		b.click(`[data-action="deeper"]`)
		b.says(`[data-test="modal"]`, "Aucun paiement")
		b.click(`[data-test="modal-close"]`)
		b.see(`[data-block="amount"] input`)
	})
	step("a payment closes the form, changes the message and the cell", func() {
		b.do(chromedp.SetValue(chromedp.CSS(`[data-block="amount"] input`), "100,5"))
		b.click(`[data-test="modal-submit"]`)
		b.gone(`[data-test="modal"]`)
		b.says(`[data-test="message"]`, "enregistrés par @Claire Moreau")
		b.says(`[data-cell="Factures!G2"]`, "100,5")
		b.says(`[data-cell="Factures!L2"]`, "0,00")
	})
	step("typing into a cell replaces it, Enter goes down", func() {
		b.click(`[data-cell="Factures!J3"]`)
		b.press("12/12/2026\r")
		b.until(`document.querySelector('[data-cell="Factures!J4"]').classList.contains("active")`)
		b.says(`[data-cell="Factures!J3"]`, "12/12/2026")
		w.sees("J3", 2, 9, "12/12/2026")
	})
	step("a double click edits, Escape leaves it as it was", func() {
		b.do(chromedp.DoubleClick(chromedp.CSS(`[data-cell="Factures!B3"]`)))
		b.keys(`[data-test="cell-editor"]`, " SARL"+kb.Escape)
		b.gone(`[data-test="cell-editor"]`)
		b.says(`[data-cell="Factures!B3"]`, "Lefèvre & Fils")
		w.sees("B3", 2, 1, "Lefèvre & Fils")
	})
	step("Z to A sorts all rows below the header", func() {
		b.do(chromedp.MouseClickXY(0, 0))
		b.js(`document.querySelector('[data-test="column-menu-A"]').click()`)
		b.click(`[data-test="sort-desc"]`)
		b.says(`[data-cell="Factures!A2"]`, "FA-1039")
		w.sees("A41", 40, 0, "FA-1000")
	})
	step("a row and a column are inserted and deleted", func() {
		b.js(`document.querySelector('[data-test="row-menu-2"]').click()`)
		b.click(`[data-test="insert-above"]`)
		b.says(`[data-cell="Factures!A3"]`, "FA-1039")
		b.js(`document.querySelector('[data-test="row-menu-2"]').click()`)
		b.click(`[data-test="delete-row"]`)
		b.says(`[data-cell="Factures!A2"]`, "FA-1039")
		b.js(`document.querySelector('[data-test="column-menu-B"]').click()`)
		b.click(`[data-test="insert-left"]`)
		b.says(`[data-cell="Factures!C1"]`, "Client")
		b.js(`document.querySelector('[data-test="column-menu-C"]').click()`)
		b.click(`[data-test="move-left"]`)
		b.says(`[data-cell="Factures!B1"]`, "Client")
	})
	step("a month passes, and someone else hears of it", func() {
		b.click(`[data-test="you"]`)
		b.click(`[data-test="user-` + hugo + `"]`)
		b.says(`[data-test="you"]`, "Hugo Bernard")
		b.click(`[data-test="advance-30"]`)
		b.until(`document.querySelector('[data-test="clock"]').dataset.day === "23/12/2026" && document.querySelector('[data-test="clock"]').dataset.running === "false"`)
		b.says(`[data-test="others-badge"]`, "30")
		b.click(`[data-test="you"]`)
		b.click(`[data-test="user-` + claire + `"]`)
		b.says(`[data-test="message"]`, "Bonjour Claire, 3 clients")
		b.says(`[data-test="messages"]`, "Nouveau")
		b.until(`!document.querySelector('[data-test="others-badge"]')`)
	})
	step("the Home tab is the app's", func() {
		b.click(`[data-test="home-tab"]`)
		b.says(`[data-test="home"]`, "12 clients")
	})
}

// sees waits until the spreadsheet itself holds a text.
func (w *world) sees(name string, row, column int, text string) {
	w.t.Helper()
	changed, cancel := w.sheets.Subscribe()
	defer cancel()
	deadline, end := context.WithTimeout(w.t.Context(), browserPatience)
	defer end()
	for w.cell(row, column) != text {
		select {
		case <-changed:
		case <-deadline.Done():
			w.t.Fatalf("cell %s holds %q, want %q", name, w.cell(row, column), text)
		}
	}
}

func TestEveryBlockIsDrawn(t *testing.T) {
	w := newWorld(t, "en", 5)
	b := w.browse(t, 1400, 900)
	b.send("/dso")
	b.see(`[data-kind="line"] svg path`)
	b.send("/aging")
	b.see(`[data-kind="bar"] svg rect`)
	b.see(`[data-kind="pie"] svg path`)
	b.see(`[data-test="table"] td`)
	b.says(`[data-test="data-table"]`, "Boulangerie Martin")
	b.click(`[data-test="table-next"]`)
	b.says(`[data-test="data-table"]`, "Garage Dupont")
	b.send("/relance")
	b.says(`.b-markdown strong`, "/overdue")
	b.says(`.b-container pre`, "FA-1000")
	b.says(`.no-image`, "une image qui ne vient pas")
	b.until(`!document.querySelector('.unsupported')`)
	b.send("/overdue")
	for selector, text := range map[string]string{
		`.b-section strong`: "3 factures en retard", `.b-section em`: "la plus ancienne", `.b-section s`: "Ancien total",
		`.b-section code`: ">30", `.b-section a[href="https://example.com"]`: "voir le détail", `.b-section .mention`: "@Hugo Bernard",
		`.fields`: "Lefèvre & Fils", `.card-body time`: "Today", `.b-context`: "⏳",
	} {
		b.says(selector, text)
	}
	// A button that asks first does nothing when the answer is no.
	b.click(`[data-label="Litige"]`)
	b.says(`[data-test="confirm"]`, "s’arrêtent")
	b.click(`[data-test="confirm-no"]`)
	b.gone(`[data-test="confirm"]`)
	b.click(`[data-label="Partager dans le canal"]`)
	b.says(`[data-test="message"]`, "Partagé")
}

// TestALargeSheetStaysLight holds the page to rows in sight only, and each push
// to what changed.
func TestALargeSheetStaysLight(t *testing.T) {
	w := newWorld(t, "en", 2500)
	b := w.browse(t, 1400, 900)
	rows := func() int {
		n, err := chromedp.Run(b.ctx, chromedp.Evaluate[int](`document.querySelectorAll(".grid .row").length`))
		w.must(err)
		return n
	}
	if n := rows(); n > 70 {
		t.Errorf("%d rows are in the page", n)
	}
	b.js(`document.querySelector('[data-test="grid"]').scrollTop = 2490 * 24`)
	b.says(`[data-cell="Factures!A2501"]`, "FA-3499")
	if n := rows(); n > 70 {
		t.Errorf("%d rows are in the page after scrolling", n)
	}
	b.js(`performance.clearResourceTimings()`)
	w.must(w.sheets.Human(w.id, "x@example.com").Type("Factures", "O2501", "vu"))
	b.says(`[data-cell="Factures!O2501"]`, "vu")
	size, err := chromedp.Run(b.ctx, chromedp.Evaluate[int](`performance.getEntriesByType("resource").reduce((n, e) => n + e.decodedBodySize, 0)`))
	w.must(err)
	if size == 0 || size > 2000 {
		t.Errorf("one edited cell cost %d bytes", size)
	}
}

// TestALongChannelShowsItsEnd holds a channel of months to its last messages,
// and gives the others when asked.
func TestALongChannelShowsItsEnd(t *testing.T) {
	w := newWorld(t, "en", 1)
	for n := range 250 {
		_, err := w.slack.Human(hugo).Say(t.Context(), "C0RELANCES", "message "+strconv.Itoa(n))
		w.must(err)
	}
	b := w.browse(t, 1200, 800)
	b.click(`[data-test="channel-relances"]`)
	b.says(`[data-test="message"]`, "message 249")
	b.until(`document.querySelectorAll('[data-test="message"]').length === 100`)
	for range 2 {
		b.js(`document.querySelector('[data-test="older"]').click()`)
	}
	b.says(`[data-test="message"]`, "message 0")
	b.until(`document.querySelectorAll('[data-test="message"]').length === 250`)
	b.gone(`[data-test="older"]`)
}
