package show

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/relance-bot/relance/internal/demo"
	"github.com/relance-bot/relance/internal/sim/slacksim"
	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/reminders"
	"github.com/relance-bot/relance/store"
	"github.com/relance-bot/relance/store/sqlitestore"
)

// TestAQuarterOfTheWholeSystem lives ninety days in virtual time: gocron,
// SQLite, both simulators, Socket Mode over a pipe, an accountant who enters
// what the bank shows each morning. Each reminder is said exactly once, in
// order of stage, and none on an invoice that was paid.
func TestAQuarterOfTheWholeSystem(t *testing.T) {
	t.Parallel()
	began := time.Now()
	synctest.Test(t, func(t *testing.T) {
		data := recentRows(t, quarterStart())
		w := openInBubble(t, Options{Lang: "en", Data: &data, SyncEvery: 30 * time.Minute, TickEvery: 15 * time.Minute, FullEvery: 12 * time.Hour, RefreshEvery: 4 * time.Hour})
		paid := map[ledger.Key]ledger.Date{} // as the accountant entered it
		for _, inv := range w.data.Invoices {
			if inv.Paid != "" {
				paid[ledger.KeyOf(inv.Number)] = ledger.DateOf(inv.PaidOn)
			}
		}
		for range quarterDays {
			morning := ledger.DateOf(w.Clock.Now()).AddDays(1)
			time.Sleep(morning.At(accountantAt, 0, w.Location).Sub(w.Clock.Now()))
			if err := w.enterDay(morning); err != nil {
				t.Fatal(err)
			}
			for _, p := range w.data.FuturePayments {
				if ledger.DateOf(p.Date) == morning && !staysSilent(p.CustomerCode) {
					paid[ledger.KeyOf(p.Invoice)] = morning
				}
			}
		}
		time.Sleep(8 * time.Hour) // the last day's digests
		checkSaidOnce(t, w)
		said := checkOrderAndPaid(t, w, paid)
		checkNothingMissing(t, w, said)
	})
	t.Logf("%d days took %s", quarterDays, time.Since(began).Round(10*time.Millisecond))
}

// quarterStart is a Monday in September, so that the quarter holds a change of
// the clocks.
func quarterStart() time.Time {
	return ledger.NewDate(2026, time.September, 14).At(9, 0, Opening(time.Unix(0, 0)).Location())
}

// quarterShare is which share of the demo's hundred customers the quarter is
// lived with: one in three.
const quarterShare = 3

// recentRows is the demo's ledger without what was settled long ago: what can
// still be said something about, at a fraction of the work.
func recentRows(t *testing.T, start time.Time) demo.Dataset {
	t.Helper()
	data, err := demo.Rows(demo.Options{Today: start, Lang: "en"})
	if err != nil {
		t.Fatal(err)
	}
	kept := map[string]bool{}
	for i, c := range data.Customers {
		kept[c.Code] = i%quarterShare == 0
	}
	left := func(inv demo.InvoiceRow) bool {
		return !kept[inv.CustomerCode] || inv.Paid != "" && start.Sub(inv.PaidOn) > 14*24*time.Hour
	}
	data.Invoices = slices.DeleteFunc(data.Invoices, left)
	data.Future = slices.DeleteFunc(data.Future, left)
	return data
}

// openInBubble opens a world without sockets whose clock starts on a Monday.
func openInBubble(t *testing.T, o Options) *World {
	t.Helper()
	o.Base, o.NoSockets, o.Dir = time.Now, true, t.TempDir()
	if o.Start.IsZero() {
		o.Start = quarterStart()
	}
	if testing.Verbose() && os.Getenv("RELANCE_LOG") != "" {
		o.Log = slog.New(slog.NewTextHandler(os.Stderr, nil))
	}
	var clock *Clock
	st, err := sqlitestore.Open(t.Context(), sqlitestore.Options{Path: o.file("relance.db"), Now: func() time.Time {
		if clock == nil {
			return o.Start
		}
		return clock.Now()
	}})
	if err != nil {
		t.Fatal(err)
	}
	o.OpenStore = st
	clock = NewClock(o.Start, time.Now)
	w, err := Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Close(context.Background()); err != nil {
			t.Error(err)
		}
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	return w
}

// posted is one message of the bot that stands in Slack.
type posted struct {
	channel  string
	message  slacksim.Message
	delivery string
}

// deliveriesInSlack are the bot's messages that carry a delivery's id.
func deliveriesInSlack(t *testing.T, w *World) []posted {
	t.Helper()
	var list []posted
	for _, c := range w.Slack.Channels() {
		for _, m := range w.Slack.Messages(c.ID) {
			raw, err := json.Marshal(m.Metadata)
			if err != nil {
				t.Fatal(err)
			}
			var metadata struct {
				EventPayload struct {
					Delivery string `json:"delivery"`
				} `json:"event_payload"`
			}
			if err := json.Unmarshal(raw, &metadata); err != nil {
				t.Fatal(err)
			}
			if id := metadata.EventPayload.Delivery; id != "" {
				list = append(list, posted{c.ID, m, id})
			}
		}
	}
	return list
}

// checkSaidOnce: at most one message for each delivery, and one delivery for
// each reminder at a destination (I1); none in doubt or waiting (I2).
func checkSaidOnce(t *testing.T, w *World) {
	t.Helper()
	seen := map[string]bool{}
	for _, p := range deliveriesInSlack(t, w) {
		if seen[p.delivery] {
			t.Errorf("delivery %s stands twice in Slack", p.delivery)
		}
		seen[p.delivery] = true
	}
	deliveries, err := w.o.OpenStore.List(t.Context(), "demo")
	if err != nil {
		t.Fatal(err)
	}
	counts := map[store.State]int{}
	said := map[string]string{}
	for _, d := range deliveries {
		counts[d.State]++
		if d.State == store.Sent && !seen[d.ID] {
			t.Errorf("delivery %s is recorded as sent and isn't in Slack", d.ID)
		}
		if d.State == store.Dropped {
			continue
		}
		for _, r := range d.Reminders {
			key := d.Destination + " " + r.ID
			if said[key] != "" {
				t.Errorf("reminder %s is in deliveries %s and %s", key, said[key], d.ID)
			}
			said[key] = d.ID
		}
	}
	if counts[store.Sent] < quarterDays {
		t.Errorf("only %d messages in ninety days; the world is not alive", counts[store.Sent])
	}
	for _, s := range []store.State{store.Due, store.Claimed, store.Sending, store.Uncertain, store.Parked} {
		if counts[s] > 0 {
			t.Errorf("%d deliveries are left %s", counts[s], s)
		}
	}
	t.Logf("deliveries: %v", counts)
}

// checkOrderAndPaid: at each destination the stages of an invoice's cycle only
// go up (I7), and nothing is said of an invoice on or after the morning on
// which its payment was entered (I8). It gives the highest stage said of each.
func checkOrderAndPaid(t *testing.T, w *World, paid map[ledger.Key]ledger.Date) map[ledger.Key]ledger.Stage {
	t.Helper()
	deliveries, err := w.o.OpenStore.List(t.Context(), "demo", store.Sent)
	if err != nil {
		t.Fatal(err)
	}
	at := map[string]time.Time{}
	for _, p := range deliveriesInSlack(t, w) {
		at[p.delivery] = messageTime(t, p.message.TS)
	}
	last := map[string]ledger.Stage{}
	highest := map[ledger.Key]ledger.Stage{}
	for _, d := range deliveries { // oldest first
		day := ledger.DateOf(at[d.ID].In(w.Location))
		for _, r := range d.Reminders {
			if r.Invoice == "" {
				continue
			}
			if on, ok := paid[r.Invoice]; ok && !on.After(day) {
				t.Errorf("%s was said to %s (%s) at %s, and was paid on %s", r.ID, d.Destination, d.Kind, at[d.ID].In(w.Location), on)
			}
			key := fmt.Sprint(d.Destination, " ", r.Invoice, " ", r.Cycle)
			if before, ok := last[key]; ok && !r.Stage.Above(before) {
				t.Errorf("%s: stage %s after %s", key, r.Stage, before)
			}
			last[key] = r.Stage
			if r.Stage.Above(highest[r.Invoice]) {
				highest[r.Invoice] = r.Stage
			}
		}
	}
	return highest
}

// checkNothingMissing: every invoice that is open and late and that nothing
// speaks for has been said at the stage that its days call for, a contact gap
// ago.
func checkNothingMissing(t *testing.T, w *World, said map[ledger.Key]ledger.Stage) {
	t.Helper()
	policy := reminders.Default()
	gap := 8
	today := ledger.DateOf(w.Clock.Now())
	book := bookOf(t, w)
	late, found := 0, 0
	for inv := range book.Overdue(today) {
		if inv.Dispute != "" || inv.Problem != "" || inv.Due.IsZero() {
			continue
		}
		want := policy.LadderFor(inv, ledger.Account{}).StageOn(inv.Due, today.AddDays(-gap))
		// Stage 0 posts nothing by itself: it rides along in a digest, if any.
		if !want.Reached || want.Number == 0 {
			continue
		}
		late++
		if want.Above(said[inv.Key]) {
			t.Errorf("%s, due %s, is at stage %q and was said at %q only", inv.Number, inv.Due, want, said[inv.Key])
		}
		found++
		if inv.Stage.Above(said[inv.Key]) || said[inv.Key].Above(inv.Stage) {
			t.Errorf("%s: the row shows stage %q, said was %q", inv.Number, inv.Stage, said[inv.Key])
		}
	}
	if late < quarterDays/9 {
		t.Errorf("only %d late invoices to check", late)
	}
	t.Logf("%d late invoices at their stage", found)
}

// bookOf is the book as the journal tells it.
func bookOf(t *testing.T, w *World) *ledger.Book {
	t.Helper()
	keeper := ledger.NewBookkeeper(journalOf{w.o.OpenStore})
	if err := keeper.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	return keeper.Book()
}

func messageTime(t *testing.T, ts string) time.Time {
	t.Helper()
	var seconds, micros int64
	if _, err := fmt.Sscanf(ts, "%d.%d", &seconds, &micros); err != nil {
		t.Fatalf("timestamp %q: %v", ts, err)
	}
	return time.Unix(seconds, micros*1000)
}
