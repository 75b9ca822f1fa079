package reminders_test

import (
	"testing"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/reminders"
)

func TestBusinessDays(t *testing.T) {
	for _, c := range []struct {
		name      string
		countries []string
		daysOff   []ledger.Date
		from      string
		add       int
		want      string
	}{
		{name: "a working day is its own next business day", countries: []string{"FR"}, from: "2026-03-04", want: "2026-03-04"},
		{name: "a Saturday goes to Monday", countries: []string{"FR"}, from: "2026-03-07", want: "2026-03-09"},
		{name: "Easter in France: Good Friday works, Monday doesn't", countries: []string{"FR"}, from: "2026-04-03", add: 1, want: "2026-04-07"},
		{name: "Easter in Britain: neither does", countries: []string{"GB"}, from: "2026-04-02", add: 1, want: "2026-04-07"},
		{name: "1 and 8 May 2026 are Fridays off in France", countries: []string{"FR"}, from: "2026-04-30", add: 1, want: "2026-05-04"},
		{name: "14 July", countries: []string{"FR"}, from: "2026-07-13", add: 1, want: "2026-07-15"},
		{name: "two countries: a day off in either", countries: []string{"FR", "US"}, from: "2026-07-02", add: 1, want: "2026-07-06"}, // 3 July observed
		{name: "the company's own bridge day", countries: []string{"FR"}, daysOff: []ledger.Date{day("2026-05-15")}, from: "2026-05-13", add: 1, want: "2026-05-18"},
		{name: "no country at all: weekends only", from: "2026-12-24", add: 2, want: "2026-12-28"},
		{name: "over the end of a leap February", countries: []string{"FR"}, from: "2028-02-28", add: 2, want: "2028-03-01"},
		{name: "over the year's end", countries: []string{"FR"}, from: "2026-12-31", add: 1, want: "2027-01-04"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := reminders.Default()
			p.Countries, p.DaysOff = c.countries, c.daysOff
			cal := reminders.NewCalendar(p)
			got := reminders.AddBusinessDays(cal, day(c.from), c.add)
			if c.add == 0 {
				got = reminders.NextBusinessDay(cal, got)
			}
			if got != day(c.want) {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}
