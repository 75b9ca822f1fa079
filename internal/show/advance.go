package show

import (
	"context"
	"fmt"
	"hash/fnv"
	"time"

	"github.com/relance-bot/relance/internal/demo"
	"github.com/relance-bot/relance/internal/locale"
	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/sheets"
)

// wakeAt are the hours, in Paris and on weekdays, at which something may be
// due while nobody acts: the digests at 08:30 in Paris, London and New York.
var wakeAt = [][2]int{{8, 31}, {9, 31}, {14, 31}}

// weekendAt are the moments of Saturday and Sunday: nothing is due then, but
// letters wait for finance after a service was away for a day.
var weekendAt = map[time.Weekday][2]int{time.Saturday: {13, 1}, time.Sunday: {10, 31}}

// accountantAt is when the day's payments and new invoices are entered.
const accountantAt = 7

// Advance moves the clock by whole days and lets everything happen that is due
// on the way, at its hour. progress is told as each day begins, from 1.
func (w *World) Advance(ctx context.Context, days int, progress func(day int, text string)) error {
	w.advancing.Lock()
	defer w.advancing.Unlock()
	w.App.HoldJobs(true)
	defer w.App.HoldJobs(false)
	// Whatever is under way ends before the clock jumps.
	if err := w.App.Wake(ctx); err != nil {
		return err
	}
	target := w.Clock.Now().AddDate(0, 0, days)
	for day := 1; day <= days; day++ {
		end := target.AddDate(0, 0, day-days)
		progress(day, locale.For(w.o.Lang).Day(ledger.DateOf(end)))
		if err := w.liveUntil(ctx, end); err != nil {
			return err
		}
	}
	return w.App.Wake(ctx)
}

// liveUntil goes from one moment at which something may be due to the next.
func (w *World) liveUntil(ctx context.Context, end time.Time) error {
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		now := w.Clock.Now()
		next, enter := w.nextMoment(now)
		if next.After(end) {
			w.Clock.AdvanceTo(end)
			return nil
		}
		w.Clock.AdvanceTo(next)
		if enter {
			if err := w.enterDay(ledger.DateOf(next)); err != nil {
				return err
			}
			continue
		}
		if err := w.App.Wake(ctx); err != nil {
			return err
		}
	}
}

// nextMoment is the first one after now; enter tells that it is the
// accountant's.
func (w *World) nextMoment(now time.Time) (next time.Time, enter bool) {
	today := ledger.DateOf(now.In(w.Location))
	for d := today; ; d++ {
		if at := d.At(accountantAt, 0, w.Location); at.After(now) {
			return at, true
		}
		if isWeekend(d) {
			hm := weekendAt[d.Weekday()]
			if at := d.At(hm[0], hm[1], w.Location); at.After(now) && w.o.Level == ledger.LevelLetters {
				return at, false
			}
			continue
		}
		for _, hm := range wakeAt {
			if at := d.At(hm[0], hm[1], w.Location); at.After(now) {
				return at, false
			}
		}
	}
}

func isWeekend(d ledger.Date) bool { return d.Weekday() == time.Saturday || d.Weekday() == time.Sunday }

// enterDay is what the accountant types on a morning: the payments that the
// bank shows and the invoices that went out, as the sample has them. A share
// of customers pay nothing more, so that there is somebody to chase.
func (w *World) enterDay(today ledger.Date) error {
	hand := w.Sheets.Human(w.SpreadsheetID, w.withRole("finance").Email)
	book := workbook(w.o.Lang)
	tab := book.Tabs[0].Title
	number, last, err := w.rowsByNumber(tab)
	if err != nil || number == nil {
		return err
	}
	var rows [][]any
	for _, inv := range w.data.Future {
		if _, there := number[inv.Number]; !there && ledger.DateOf(inv.Issued) == today {
			rows = append(rows, typedCells(book, inv, last+1+len(rows)))
			number[inv.Number] = last + len(rows)
		}
	}
	if len(rows) > 0 {
		if err := hand.SetValues(tab, fmt.Sprintf("A%d", last+1), rows); err != nil {
			return fmt.Errorf("enter invoices: %w", err)
		}
	}
	for _, p := range w.data.FuturePayments {
		row, ok := number[p.Invoice]
		if !ok || ledger.DateOf(p.Date) != today || staysSilent(p.CustomerCode) {
			continue
		}
		cell := fmt.Sprintf("%s%d", column(ledger.FieldPaid), row)
		if err := hand.SetValues(tab, cell, [][]any{{numberOf(p), day(p.Date)}}); err != nil {
			return fmt.Errorf("enter a payment: %w", err)
		}
	}
	return nil
}

func numberOf(p demo.PaymentRow) float64 { return number(p.Amount) }

// rowsByNumber finds the invoices where they are now, whatever people did to
// the sheet, and its last row. Nothing if the columns that the accountant
// types into are not where they were.
func (w *World) rowsByNumber(tab string) (byNumber map[string]int, last int, err error) {
	rows := w.Sheets.Contents(w.SpreadsheetID, tab)
	if len(rows) == 0 {
		return nil, 0, nil
	}
	for c, f := range columns {
		if c >= len(rows[0]) || rows[0][c].Value != sheets.HeaderFor(f, w.o.Lang) {
			return nil, 0, nil
		}
	}
	byNumber = map[string]int{}
	for r, cells := range rows {
		if len(cells) == 0 {
			continue
		}
		if number, ok := cells[0].Value.(string); ok && number != "" {
			byNumber[number], last = r+1, r+1
		}
	}
	return byNumber, last, nil
}

// staysSilent picks the customers who pay nothing more: one in five.
func staysSilent(customer string) bool {
	h := fnv.New32a()
	_, _ = h.Write([]byte(customer))
	return h.Sum32()%5 == 0
}
