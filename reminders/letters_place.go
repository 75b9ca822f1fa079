package reminders

import (
	"strings"
	"sync"
	"time"

	"github.com/relance-bot/relance/ledger"
)

// zones are where the business hours of a country are counted: its capital's,
// or the middle of a wide country, so that both coasts are at work.
var zones = map[string]string{
	"AT": "Europe/Vienna", "BE": "Europe/Brussels", "CA": "America/Toronto", "CH": "Europe/Zurich", "DE": "Europe/Berlin", "DK": "Europe/Copenhagen",
	"ES": "Europe/Madrid", "FR": "Europe/Paris", "GB": "Europe/London", "IE": "Europe/Dublin", "IT": "Europe/Rome", "NL": "Europe/Amsterdam",
	"NO": "Europe/Oslo", "PL": "Europe/Warsaw", "SE": "Europe/Stockholm", "US": "America/Chicago",
}

// loaded are the zones that were read from the system, by name.
var loaded sync.Map

func zoneOf(name string) *time.Location {
	if loc, ok := loaded.Load(name); ok {
		return loc.(*time.Location)
	}
	loc, err := time.LoadLocation(name)
	if err != nil {
		loc = nil
	}
	loaded.Store(name, loc)
	return loc
}

// isAtWork is a calendar on which both we and the customer work.
type isAtWork struct{ ours, theirs Calendar }

func (c isAtWork) IsBusinessDay(d ledger.Date) bool {
	return c.ours.IsBusinessDay(d) && c.theirs.IsBusinessDay(d)
}

// place is where a customer reads letters: their country's hours and business
// days beside ours; ours alone where the country isn't known.
func (g *drafter) place(customer ledger.Key) (*time.Location, Calendar) {
	code := strings.ToUpper(strings.TrimSpace(g.planner.book.Account(customer).Country))
	location := g.location
	if name, ok := zones[code]; ok {
		if loc := zoneOf(name); loc != nil { // a system without zones: ours
			location = loc
		}
	}
	calendar := g.calendar
	if _, ok := countries[code]; ok {
		theirs := g.abroad[code]
		if theirs == nil {
			theirs = NewCalendar(Policy{Countries: []string{code}})
			g.abroad[code] = theirs
		}
		calendar = isAtWork{g.calendar, theirs}
	}
	return location, calendar
}

// letterWindow tells whether a letter may leave now for a customer.
func (g *drafter) letterWindow(customer ledger.Key) window {
	location, calendar := g.place(customer)
	w := g.windowAt(g.now, location, g.policy.Hours.From)
	if !g.anyTime {
		w.open = w.open && calendar.IsBusinessDay(w.day)
	}
	return w
}
