package bot_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/relance-bot/relance/bot"
	"github.com/relance-bot/relance/ledger"
)

// lastAnswer takes answers and keeps the last.
type lastAnswer struct {
	silent
	bot.Response
}

func (l *lastAnswer) Respond(_ context.Context, _ string, r bot.Response) error {
	l.Response = r
	return nil
}

// What BenchmarkCommands times is right: on a book of thousands, the answers
// hold what a walk over its invoices gives, at first, asked again, and after a
// change.
func TestCommandsOnALargeBook(t *testing.T) {
	keeper, said := largeBook(t, 5000), &lastAnswer{}
	robot := benchBot(t, keeper, said)
	today := ledger.DateOf(start)
	ask := func(name, text string) string {
		robot.Command(t.Context(), bot.Command{TeamID: team, UserID: sophie, ChannelID: channel, ResponseURL: "u", Name: name, Text: text})
		return strings.NewReplacer(",", "", ".", "").Replace(said.Text)
	}
	check := func() {
		t.Helper()
		invoices, customers := 0, map[ledger.Key]bool{}
		late, open, sales := map[ledger.Currency]int64{}, map[ledger.Currency]int64{}, map[ledger.Currency]int64{}
		for inv := range keeper.Book().Invoices() {
			left := inv.Amount.Minor
			for _, p := range inv.Payments {
				left -= p.Amount.Minor
			}
			open[inv.Amount.Currency] += left
			if inv.Issued.After(today.AddDays(-90)) {
				sales[inv.Amount.Currency] += inv.Amount.Minor
			}
			if left > 0 && inv.Due.Before(today) {
				invoices++
				customers[inv.CustomerKey] = true
				late[inv.Amount.Currency] += left
			}
		}
		if invoices < 100 || len(late) != 3 {
			t.Fatalf("%d late invoices in %d currencies: not a book to learn from", invoices, len(late))
		}
		overdue, aging, dso := ask("/overdue", ""), ask("/aging", ""), ask("/dso", "90")
		for _, part := range []string{fmt.Sprint(invoices, " "), fmt.Sprint(len(customers), " ")} {
			if !strings.Contains(overdue, part) {
				t.Errorf("/overdue says %q, without %q", overdue, part)
			}
		}
		for c := range late {
			if !strings.Contains(overdue, fmt.Sprint(late[c])) {
				t.Errorf("/overdue says %q, without %d of %s", overdue, late[c], c)
			}
			if !strings.Contains(aging, fmt.Sprint(open[c])) {
				t.Errorf("/aging says %q, without %d of %s", aging, open[c], c)
			}
			if tenths := fmt.Sprint((open[c]*90*10 + sales[c]/2) / sales[c]); !strings.Contains(dso, "*"+tenths+" days* in "+string(c)) {
				t.Errorf("/dso says %q, without %s tenths of a day in %s", dso, tenths, c)
			}
		}
	}
	check()
	check()
	if _, err := keeper.Record(t.Context(), invoice("INV-NEW", "Somebody else", "seller3@example.com", 123_456, "EUR", "2026-09-01", "2026-10-01")); err != nil {
		t.Fatal(err)
	}
	check()
}
