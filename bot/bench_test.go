package bot_test

import (
	"context"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"github.com/relance-bot/relance/bot"
	"github.com/relance-bot/relance/ledger"
)

// silent takes answers and keeps none.
type silent struct{ fakeSlack }

func (*silent) Respond(context.Context, string, bot.Response) error { return nil }
func (*silent) OpenView(context.Context, string, slack.ModalViewRequest) error {
	return nil
}

// largeBook has 100,000 invoices of 5,000 customers and 20 salespeople, two
// years of them; one in ten is open.
func largeBook(b *testing.B) *ledger.Bookkeeper {
	b.Helper()
	keeper := ledger.NewBookkeeper(&forgetfulJournal{})
	var changes []ledger.Change
	for i := range 20 {
		changes = append(changes, person(fmt.Sprintf("Seller %d", i), fmt.Sprintf("seller%d@example.com", i)))
	}
	today := day("2026-11-23")
	for i := range 100_000 {
		issued := today.AddDays(-730 + i*730/100_000)
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
	if _, err := keeper.Record(b.Context(), changes...); err != nil {
		b.Fatal(err)
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

// BenchmarkCommands is the time from a command to its drawn answer.
func BenchmarkCommands(b *testing.B) {
	keeper := largeBook(b)
	robot := bot.New(bot.Options{
		TeamID: team, Slack: &silent{}, Directory: fakeDirectory{}, Now: func() time.Time { return start }, Language: "en", Log: slog.New(slog.DiscardHandler),
		NewReference: func() string { b.Error("something went wrong"); return "" },
		Books: []bot.BookOptions{{
			Name: "main", Desk: keeper, Syncer: &fakeSyncer{}, Reminders: &fakeReminders{}, Calendar: weekdays{}, Currency: "EUR", Roles: bot.Roles{Finance: []string{sophie}},
		}},
	})
	defer robot.Close()
	for _, line := range []string{"/overdue", "/dso", "/aging", "/dso countback"} {
		b.Run(line, func(b *testing.B) {
			for b.Loop() {
				c := bot.Command{TeamID: team, UserID: sophie, ChannelID: channel, Name: line, ResponseURL: "u"}
				if line == "/dso countback" {
					c.Name, c.Text = "/dso", "countback"
				}
				robot.Command(b.Context(), c)
			}
		})
	}
}
