package bot_test

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"github.com/relance-bot/relance/bot"
	"github.com/relance-bot/relance/ledger"
)

// silent takes answers and keeps none.
type silent struct{ fakeSlack }

func (*silent) Upload(context.Context, string, bot.File) error      { return nil }
func (*silent) Respond(context.Context, string, bot.Response) error { return nil }
func (*silent) OpenView(context.Context, string, slack.ModalViewRequest) error {
	return nil
}

// largeBook has many invoices of 5,000 customers and 20 salespeople, two years
// of them; one in ten is open.
func largeBook(tb testing.TB, invoices int) *ledger.Bookkeeper {
	tb.Helper()
	keeper := ledger.NewBookkeeper(&forgetfulJournal{})
	var changes []ledger.Change
	for i := range 20 {
		changes = append(changes, person(fmt.Sprintf("Seller %d", i), fmt.Sprintf("seller%d@example.com", i)))
	}
	today := day("2026-11-23")
	for i := range invoices {
		issued := today.AddDays(-730 + i*730/invoices)
		number := fmt.Sprintf("INV-%06d", i)
		currency := []ledger.Currency{"EUR", "USD", "GBP"}[i%3]
		changes = append(changes, invoice(number, fmt.Sprintf("Customer %04d", i%5000), fmt.Sprintf("seller%d@example.com", i%20), int64(10_000+i), currency, issued.String(), issued.AddDays(30).String()))
		if i%10 != 0 {
			p := ledger.Payment{ID: "P-" + number, Date: issued.AddDays(20 + i%40), Invoice: ledger.KeyOf(number), Amount: ledger.Money{Minor: int64(10_000 + i), Currency: currency}}
			if !p.Date.After(today) {
				changes = append(changes, ledger.Change{ID: "pay/" + number, At: start, Source: ledger.SourceSheet, Invoice: p.Invoice, Field: ledger.FieldPayment, New: ledger.Record(p)})
			}
		}
	}
	if _, err := keeper.Record(tb.Context(), changes...); err != nil {
		tb.Fatal(err)
	}
	return keeper
}

// forgetfulJournal only counts: the book is what is measured.
type forgetfulJournal struct{ seq uint64 }

func (j *forgetfulJournal) Append(_ context.Context, changes []ledger.Change) ([]ledger.Change, error) {
	for i := range changes {
		j.seq++
		changes[i].Seq = j.seq
	}
	return changes, nil
}

func (j *forgetfulJournal) Since(context.Context, uint64, int) ([]ledger.Change, error) {
	return nil, nil
}

// changingDesk hands out a snapshot of its own each time, as after a change, so that
// nothing made for the last one helps.
type changingDesk struct {
	*ledger.Bookkeeper
	books []*ledger.Book
	next  int
}

func (d *changingDesk) Book() *ledger.Book { return d.books[d.next%len(d.books)] }

// BenchmarkCommands is the time from a command to the answer handed to Slack's
// port.
func BenchmarkCommands(b *testing.B) {
	keeper := largeBook(b, 100_000)
	changing := &changingDesk{Bookkeeper: keeper}
	for i := range 2 {
		book, err := keeper.Book().Apply(ledger.Change{ID: fmt.Sprint("note", i), At: start, Source: ledger.SourceSlack, Field: ledger.FieldNote, New: ledger.Text("called")})
		if err != nil {
			b.Fatal(err)
		}
		changing.books = append(changing.books, book)
	}
	for _, desk := range []struct {
		name string
		bot.Desk
	}{{"after a change", changing}, {"again", keeper}} {
		robot := benchBot(b, desk.Desk, &silent{})
		for _, command := range []bot.Command{{Name: "/overdue"}, {Name: "/dso"}, {Name: "/aging"}, {Name: "/dso", Text: "countback"}, {Name: "/overdue", Text: "@seller3 >30"}} {
			command.TeamID, command.UserID, command.ChannelID, command.ResponseURL = team, sophie, channel, "u"
			b.Run(strings.TrimSpace(command.Name+" "+command.Text)+" "+desk.name, func(b *testing.B) {
				for b.Loop() {
					changing.next++
					robot.Command(b.Context(), command)
				}
				b.ReportMetric(float64(b.Elapsed().Microseconds())/1000/float64(b.N), "ms/op")
				b.ReportMetric(0, "ns/op")
			})
		}
	}
}

func benchBot(tb testing.TB, desk bot.Desk, port bot.Slack) *bot.Bot {
	tb.Helper()
	robot := bot.New(bot.Options{
		TeamID: team, Slack: port, Directory: fakeDirectory{}, Now: func() time.Time { return start }, Language: "en", Log: slog.New(slog.DiscardHandler),
		NewReference: func() string { tb.Error("something went wrong"); return "" },
		Books: []bot.BookOptions{{
			Name: "main", Desk: desk, Syncer: &fakeSyncer{}, Reminders: &fakeReminders{}, Calendar: weekdays{}, Currency: "EUR", Roles: bot.Roles{Finance: []string{sophie}},
		}},
	})
	tb.Cleanup(robot.Close)
	return robot
}
