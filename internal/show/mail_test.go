package show_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/relance-bot/relance/internal/demo"
	"github.com/relance-bot/relance/internal/show"
	"github.com/relance-bot/relance/ledger"
)

// TestLettersInTheDemo approves letters in Slack and reads them in the
// customers' mail, as the page's tips propose.
func TestLettersInTheDemo(t *testing.T) {
	data := recent(t)
	data.Invoices = slices.DeleteFunc(data.Invoices, func(inv demo.InvoiceRow) bool { return inv.Paid != "" })
	w := open(t, show.Options{Lang: "en", Data: data, Level: ledger.LevelLetters, TickEvery: tick})
	closeAfter(t, w)
	p := browse(t, w, 1600, 950)
	p.click(`[data-test="tips-dismiss"]`)

	p.click(`[data-test="side-mail"]`)
	p.see(`[data-test="mail-empty"]`)
	if n := len(w.Mail.Messages()); n != 0 {
		t.Fatalf("%d letters left by themselves", n)
	}
	p.send("/relance tray")
	p.says(`[data-test="message"]`, "formal notice")
	p.clickLast("Send the ticked letters")
	p.click(`[data-test="confirm-yes"]`)
	p.see(`[data-test="mail-row"]`)
	p.see(`[data-test="mail-frame"]`)

	first := w.Mail.Messages()[0]
	p.js(`document.querySelector('[data-test="mail-row"][data-number="1"]').click()`) // the list is drawn anew as more come
	p.says(`[data-test="mail-subject"]`, first.Subject)
	p.says(`[data-test="mail-reader"]`, first.MessageID)
	p.until(`document.querySelector('[data-test="mail-frame"]').getAttribute("sandbox") === "allow-popups"`)
	p.until(`fetch(document.querySelector('[data-test="mail-frame"]').src).then((r) => r.text()).then((text) => window.shown = text), !!window.shown`)
	p.until(`window.shown.includes("FR14 2004 1010 0505 0001 3M02 606")`)
	for _, m := range w.Mail.Messages() {
		if strings.Contains(m.Subject, "Mise en demeure") || len(m.Attachments) > 0 {
			t.Errorf("a formal notice left on one person's word: %s", m.Subject)
		}
	}
}

// tick is how often the demo's planner wakes in a test that watches it.
const tick = 500 * time.Millisecond
