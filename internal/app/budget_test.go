package app

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/relance-bot/relance/sheets/google"
)

// Two books on one service account, both edited all the time, on a service that
// counts as the real one does: nothing is refused, and nothing is left behind.
func TestTheBooksOfOneAccountShareItsBudget(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t)
		o := h.options(h.newStore("relance.db"))
		o.Config.Sync.Every = 2 * time.Second
		second := o.Config.Books[0]
		second.Name = "second"
		second.Spreadsheet = h.sheets.CreateSpreadsheet("Second", "en_US", "Europe/Paris")
		other := h.sheets.Human(second.Spreadsheet, "sophie@example.com")
		title := h.sheets.Snapshot(second.Spreadsheet).Tabs[0].Title
		h.must(other.SetValues(title, "A1", [][]any{
			{"Number", "Customer", "Issued", "Due", "Amount", "Currency", "Paid"}, {"INV-9", "Hooli", "2026-10-01", "2026-11-02", "900.00", "EUR", ""},
		}))
		o.Config.Books = append(o.Config.Books, second)
		h.sheets.Faults.SetQuota(true)
		a := h.start(o)
		if a.books[0].limiter != a.books[1].limiter {
			t.Fatal("each book has a budget of its own")
		}
		for i := range 90 {
			h.must(h.hand().Type(tab, "G2", fmt.Sprint(100+i)))
			h.must(other.Type(title, "G2", fmt.Sprint(200+i)))
			time.Sleep(2 * time.Second)
			if u := a.limiter.Usage(); u.Reads > google.PerMinute || u.Writes > google.PerMinute {
				t.Fatalf("more than the service allows: %+v", u)
			}
		}
		time.Sleep(3 * time.Minute)
		u := a.limiter.Usage()
		if u.TotalRefused != 0 || u.TotalReads < 2*google.PerMinute {
			t.Errorf("usage %+v", u)
		}
		if got := h.paid(a); got != "189.00" {
			t.Errorf("the first book counts %s paid", got)
		}
		if inv, _ := a.books[1].keeper.Book().Invoice("inv-9"); inv.Paid().String() != "289.00" {
			t.Errorf("the second book counts %s paid", inv.Paid())
		}
		h.stop(a)
	})
}
