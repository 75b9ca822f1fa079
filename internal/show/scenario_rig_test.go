package show

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/relance-bot/relance/internal/demo"
	"github.com/relance-bot/relance/internal/sim/slacksim"
	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/sheets"
)

// Members of the demo's team that the scenarios need by name.
const (
	oliver = "U0OLIVER04" // a salesperson in London
	priya  = "U0PRIYA005" // another
	sophie = "U0SOPHIE09" // finance, in Paris
	daniel = "U0DANIEL10" // finance, in London, in English
)

// owed is an open invoice of a scenario's sheet.
type owed struct {
	number, customer, salesperson string
	late                          int // days, on the scenario's first day
	amount                        string
}

// bookOfOwed is a small sheet: the demo's team and these invoices.
func bookOfOwed(t *testing.T, rows ...owed) *demo.Dataset {
	t.Helper()
	start := quarterStart()
	everything, err := demo.Rows(demo.Options{Today: start, Lang: "en"})
	if err != nil {
		t.Fatal(err)
	}
	data := demo.Dataset{People: everything.People}
	for _, o := range rows {
		due := ledger.DateOf(start).AddDays(-o.late)
		data.Invoices = append(data.Invoices, demo.InvoiceRow{
			Number: o.number, Customer: o.customer, CustomerCode: o.customer, Issued: due.AddDays(-30).Time(), Due: due.Time(),
			Amount: o.amount, Currency: "EUR", Salesperson: o.salesperson,
		})
		if !slices.ContainsFunc(data.Customers, func(c demo.Customer) bool { return c.Name == o.customer }) {
			data.Customers = append(data.Customers, demo.Customer{Code: o.customer, Name: o.customer, Email: "pay@example.com", Country: "GB", Language: "en", Currency: "EUR"})
		}
	}
	return &data
}

// scenario opens a world on a Monday at nine in Paris.
func scenario(t *testing.T, o Options) *World {
	t.Helper()
	o.Lang, o.SyncEvery, o.FullEvery, o.TickEvery = "en", 15*time.Minute, 12*time.Hour, 5*time.Minute
	return openInBubble(t, o)
}

// liveTo sleeps until an hour, in Paris, of the day so many days after today.
func (w *World) liveTo(days, hour, minute int) {
	at := ledger.DateOf(w.Clock.Now().In(w.Location)).AddDays(days).At(hour, minute, w.Location)
	time.Sleep(at.Sub(w.Clock.Now()))
}

// liveMornings goes on to eleven in Paris, so many days from today, and is awake
// from 08:20 on each of those days: when everything happens that a clock brings
// about in Paris and London.
func (w *World) liveMornings(days int) {
	today := ledger.DateOf(w.Clock.Now().In(w.Location))
	for day := today + 1; day <= today.AddDays(days); day++ {
		w.App.HoldJobs(true)
		w.Clock.AdvanceTo(day.At(8, 20, w.Location))
		w.App.HoldJobs(false)
		w.liveTo(0, 11, 0)
	}
}

// told are the bot's messages in a channel, or to a user, since a moment:
// reminders, not answers.
func told(t *testing.T, w *World, to string, since time.Time) []slacksim.Message {
	t.Helper()
	channel := to
	if strings.HasPrefix(to, "U") {
		channel = w.Slack.DM(to)
	}
	var list []slacksim.Message
	for _, p := range deliveriesInSlack(t, w) {
		if p.channel == channel && !messageTime(t, p.message.TS).Before(since.Truncate(time.Second)) {
			list = append(list, p.message)
		}
	}
	return list
}

// everything that the bot said to anybody, answers included.
func everythingSaid(w *World) []slacksim.Message {
	var list []slacksim.Message
	for _, c := range w.Slack.Channels() {
		for _, m := range w.Slack.Messages(c.ID) {
			if m.ByBot {
				list = append(list, m)
			}
		}
	}
	return list
}

// ask types a command and gives the answer, which only the person sees.
func ask(t *testing.T, w *World, user, line string) slacksim.Message {
	t.Helper()
	return answered(t, w, user, func() (slacksim.Receipt, error) {
		return w.Slack.Human(user).Command(t.Context(), ChannelGeneral, line)
	})
}

// click presses a button of a message in the general channel.
func click(t *testing.T, w *World, user string, m slacksim.Message, action string) slacksim.Message {
	t.Helper()
	return answered(t, w, user, func() (slacksim.Receipt, error) {
		return w.Slack.Human(user).Click(t.Context(), ChannelGeneral, m.TS, action)
	})
}

func answered(t *testing.T, w *World, user string, do func() (slacksim.Receipt, error)) slacksim.Message {
	t.Helper()
	r, err := do()
	if err != nil || !r.Acked {
		t.Fatalf("not acknowledged: %+v, %v", r, err)
	}
	time.Sleep(10 * time.Second) // virtual: the answer, and the sync it wakes
	messages := w.Slack.Messages(ChannelGeneral)
	for _, m := range slices.Backward(messages) {
		if m.EphemeralFor == user && !m.Deleted {
			return m
		}
	}
	t.Fatalf("%s got no answer", user)
	return slacksim.Message{}
}

// cellsOf reads an invoice's row by its number and the headers' fields,
// wherever people have put them; renamed maps a field to the header it has now.
func cellsOf(t *testing.T, w *World, number string, renamed map[ledger.Field]string) map[ledger.Field]string {
	t.Helper()
	tab := w.Sheets.Tab(w.SpreadsheetID, 0)
	at := map[ledger.Field]int{}
	for _, f := range columns {
		header, ok := renamed[f]
		if !ok {
			header = sheets.HeaderFor(f, w.o.Lang)
		}
		at[f] = headerAt(t, w, header)
	}
	for _, row := range tab.Rows[1:] {
		if len(row) <= at[ledger.FieldNumber] || row[at[ledger.FieldNumber]].Formatted != number {
			continue
		}
		cells := map[ledger.Field]string{}
		for f, c := range at {
			if c < len(row) {
				cells[f] = row[c].Formatted
			}
		}
		return cells
	}
	t.Fatalf("no row %s", number)
	return nil
}

// shows tells whether a message's blocks hold a text.
func shows(m slacksim.Message, text string) bool {
	return strings.Contains(fmt.Sprintf("%s %s", m.Text, m.Blocks), text)
}
