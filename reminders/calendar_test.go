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
		{name: "Luxembourg's Europe Day", countries: []string{"LU"}, from: "2025-05-08", add: 1, want: "2025-05-12"},
		{name: "Luxembourg's National Day", countries: []string{"LU"}, from: "2026-06-22", add: 1, want: "2026-06-24"},
		{name: "Belgium's national day", countries: []string{"BE"}, from: "2026-07-20", add: 1, want: "2026-07-22"},
		{name: "German Unity Day", countries: []string{"DE"}, from: "2025-10-02", add: 1, want: "2025-10-06"},
		{name: "Swiss Ascension, and no Corpus Christi", countries: []string{"CH"}, from: "2026-05-13", add: 1, want: "2026-05-15"},
		{name: "Swiss National Day", countries: []string{"CH"}, from: "2025-07-31", add: 1, want: "2025-08-04"},
		{name: "Spain's Constitution and Immaculate days", countries: []string{"ES"}, from: "2026-12-07", add: 1, want: "2026-12-09"},
		{name: "Italy's Liberation Day", countries: []string{"IT"}, from: "2025-04-24", add: 1, want: "2025-04-28"},
		{name: "the Netherlands' King's Day", countries: []string{"NL"}, from: "2026-04-24", add: 1, want: "2026-04-28"},
		{name: "Portugal's Restoration Day", countries: []string{"PT"}, from: "2026-11-30", add: 1, want: "2026-12-02"},
		{name: "the American Thanksgiving", countries: []string{"US"}, from: "2026-11-25", add: 1, want: "2026-11-27"},
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

func TestLettersWaitForTheCustomersHolidaysToo(t *testing.T) {
	policy := reminders.Default() // France
	for _, c := range []struct {
		name, country, day string
		works              bool
	}{
		{"a German customer on German Unity Day", "DE", "2025-10-03", false},
		{"by the country's name", "Allemagne", "2025-10-03", false},
		{"a German customer on Bastille Day: we don't work", "DE", "2026-07-14", false},
		{"a French customer on German Unity Day", "FR", "2025-10-03", true},
		{"a country whose holidays nobody knows", "Atlantis", "2025-10-03", true},
	} {
		if works := reminders.CalendarFor(policy, c.country).IsBusinessDay(day(c.day)); works != c.works {
			t.Errorf("%s: %v", c.name, works)
		}
	}
}
