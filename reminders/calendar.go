package reminders

import (
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/at"
	"github.com/rickar/cal/v2/be"
	"github.com/rickar/cal/v2/ca"
	"github.com/rickar/cal/v2/ch"
	"github.com/rickar/cal/v2/de"
	"github.com/rickar/cal/v2/dk"
	"github.com/rickar/cal/v2/es"
	"github.com/rickar/cal/v2/fr"
	"github.com/rickar/cal/v2/gb"
	"github.com/rickar/cal/v2/ie"
	"github.com/rickar/cal/v2/it"
	"github.com/rickar/cal/v2/nl"
	"github.com/rickar/cal/v2/no"
	"github.com/rickar/cal/v2/pl"
	"github.com/rickar/cal/v2/se"
	"github.com/rickar/cal/v2/us"

	"github.com/relance-bot/relance/ledger"
)

// Calendar knows the days on which people work.
type Calendar interface {
	IsBusinessDay(d ledger.Date) bool
}

// countries whose holidays are known, by ISO 3166 code.
var countries = map[string][]*cal.Holiday{
	"AT": at.Holidays, "BE": be.Holidays, "CA": ca.Holidays, "CH": ch.Holidays, "DE": de.Holidays, "DK": dk.Holidays,
	"ES": es.Holidays, "FR": fr.Holidays, "GB": gb.Holidays, "IE": ie.Holidays, "IT": it.Holidays, "NL": nl.Holidays,
	"NO": no.Holidays, "PL": pl.Holidays, "SE": se.Holidays, "US": us.Holidays,
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

// NewCalendar is the calendar of a policy.
func NewCalendar(p Policy) Calendar {
	c := &holidayCalendar{daysOff: map[ledger.Date]bool{}, years: map[int]map[ledger.Date]bool{}}
	for _, code := range p.Countries {
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
