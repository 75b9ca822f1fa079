package show

import (
	"fmt"

	"github.com/relance-bot/relance/internal/sim/sheetsim"
	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/sheets"
)

// headerColor is the header's background, amountPattern how amounts are shown.
const (
	headerColor   = "#e3ebf7"
	amountPattern = "#,##0.00"
)

// amounts are the columns of money.
var amounts = []ledger.Field{ledger.FieldAmount, ledger.FieldPaid, ledger.FieldBalance, ledger.FieldPromisedAmount, ledger.FieldDisputedAmount}

// widths are those of columns whose content is wider than their header.
var widths = map[ledger.Field]int{ledger.FieldNumber: 96, ledger.FieldCustomer: 172, ledger.FieldDue: 84, ledger.FieldPaidOn: 84, ledger.FieldSalesperson: 128, ledger.FieldDispute: 190, ledger.FieldNotes: 200, ledger.FieldCheck: 240}

// tabWidth is a column's of the other tabs.
const tabWidth = 150

// dress makes a tab readable: the header stays in sight, each column is as
// wide as what it holds.
func dress(hand *sheetsim.Hand, tab string, header []any, rows int) error {
	frozen := 0
	isInvoices := len(header) == len(columns)
	if isInvoices {
		frozen = 1
	}
	if rows > 1 || isInvoices {
		if err := hand.Freeze(tab, 1, frozen); err != nil {
			return err
		}
	}
	for i := range header {
		width := tabWidth
		if isInvoices {
			width = widthOf(columns[i], fmt.Sprint(header[i]))
		}
		if err := hand.Widen(tab, i, width); err != nil {
			return err
		}
	}
	return hand.Dress(tab, "A1:"+letter(len(header)-1)+"1", sheetsim.Look{Bold: true, Background: headerColor})
}

// widthOf is a column's in pixels: at least its header's, in bold.
func widthOf(f ledger.Field, header string) int {
	const perRune, padding = 7, 20
	return max(widths[f], 72, len([]rune(header))*perRune+padding)
}

// dressAmounts has rows, from 1, show money as money.
func dressAmounts(hand *sheetsim.Hand, tab string, from, to int) error {
	if to < from {
		return nil
	}
	for _, f := range amounts {
		area := fmt.Sprintf("%s%d:%s%d", column(f), from, column(f), to)
		if err := hand.Dress(tab, area, sheetsim.Look{Pattern: amountPattern}); err != nil {
			return fmt.Errorf("dress %s: %w", sheets.HeaderFor(f, "en"), err)
		}
	}
	return nil
}
