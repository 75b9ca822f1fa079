package show

import (
	"github.com/relance-bot/relance/internal/demo"
	"github.com/relance-bot/relance/ledger"
)

// written is what a customer was last written, by how late an invoice is: each
// is due for the next letter of the default ladder.
var written = []struct {
	daysLate int
	stage    string
}{{60, "5"}, {45, "4"}, {30, "3"}, {20, "2"}, {13, "1"}}

// writtenBefore is how long ago that was: longer than the contact gap and the
// days that a formal notice leaves after a firm letter.
const writtenBefore = 8

// withPast adds to an open invoice the letters of the weeks before the demo
// opens, so that the tray has one of each kind.
func withPast(f ledger.Fields, inv demo.InvoiceRow, today ledger.Date) {
	if inv.Paid != "" || inv.Dispute != "" {
		return
	}
	for _, w := range written {
		if today.DaysSince(ledger.DateOf(inv.Due)) >= w.daysLate {
			f[ledger.FieldLetterStage], f[ledger.FieldLastLetter] = ledger.Text(w.stage), ledger.Day(today.AddDays(-writtenBefore))
			return
		}
	}
}

// modeOf lets letters go to most customers; of every fourth the book's default
// decides, which spares the largest.
func modeOf(at int) string {
	if at%4 == 3 {
		return ""
	}
	return ledger.ModeAutomatic
}
