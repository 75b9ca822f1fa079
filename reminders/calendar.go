package reminders

import (
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/rickar/cal/v2"

	"github.com/relance-bot/relance/ledger"
)

// Calendar knows the days on which people work.
type Calendar interface {
	IsBusinessDay(d ledger.Date) bool
}

func knownCountries() []string { return slices.Sorted(maps.Keys(countries)) }

// holidayCalendar is weekdays without the public holidays of some countries
// and without the company's own days off.
type holidayCalendar struct {
	holidays []*cal.Holiday
	daysOff  map[ledger.Date]bool

	mu    sync.Mutex
	years map[int]map[ledger.Date]bool // holidays worked out so far
}

// NewCalendar is the calendar of a policy: the days on which the company works.
func NewCalendar(p Policy) Calendar { return newCalendar(p, p.Countries) }

// CalendarFor is the calendar of letters to a country: the days on which both
// the company and its customer work. A country whose holidays aren't known has
// none.
func CalendarFor(p Policy, country string) Calendar {
	code := CountryCode(country)
	if _, ok := countries[code]; !ok || slices.Contains(p.Countries, code) {
		return newCalendar(p, p.Countries)
	}
	return newCalendar(p, append(slices.Clone(p.Countries), code))
}

func newCalendar(p Policy, codes []string) Calendar {
	c := &holidayCalendar{daysOff: map[ledger.Date]bool{}, years: map[int]map[ledger.Date]bool{}}
	for _, code := range codes {
		c.holidays = append(c.holidays, countries[code]...)
	}
	for _, d := range p.DaysOff {
		c.daysOff[d] = true
	}
	return c
}

func (c *holidayCalendar) IsBusinessDay(d ledger.Date) bool {
	switch d.Weekday() {
	case time.Saturday, time.Sunday:
		return false
	}
	return !c.daysOff[d] && !c.holidaysOf(d.Time().Year())[d]
}

// holidaysOf are the days on which a year's holidays fall and are observed; a
// holiday of the next year may be observed in this one.
func (c *holidayCalendar) holidaysOf(year int) map[ledger.Date]bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if days, ok := c.years[year]; ok {
		return days
	}
	days := map[ledger.Date]bool{}
	for _, h := range c.holidays {
		for y := year - 1; y <= year+1; y++ {
			actual, observed := h.Calc(y)
			for _, t := range []time.Time{actual, observed} {
				if t.Year() == year {
					days[ledger.DateOf(t)] = true
				}
			}
		}
	}
	c.years[year] = days
	return days
}

// maxDaysOff bounds the search for a business day, should a policy have none.
const maxDaysOff = 400

// NextBusinessDay is d if people work on it, else the first day after it on
// which they do.
func NextBusinessDay(c Calendar, d ledger.Date) ledger.Date {
	for range maxDaysOff {
		if c.IsBusinessDay(d) {
			return d
		}
		d = d.AddDays(1)
	}
	return d
}

// AddBusinessDays is the n-th business day after d; for n = 0, d itself.
func AddBusinessDays(c Calendar, d ledger.Date, n int) ledger.Date {
	for range n {
		d = NextBusinessDay(c, d.AddDays(1))
	}
	return d
}
