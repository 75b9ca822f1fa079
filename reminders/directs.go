package reminders

import (
	"context"
	"fmt"
	"maps"
	"strconv"
	"sync"
	"time"

	"github.com/relance-bot/relance/ledger"
)

// asked are the direct messages that others than the Service wrote to people of
// their own accord, such as the question which of two values stands. They count
// among those that a person may get in a day, and stand in the journal, so that
// a restart and another replica count them too.
type asked struct {
	mu sync.Mutex
	at map[string]map[string]time.Time // by Slack id, then by the entry's ID
}

// askedNote is what such an entry of the journal says; it is about a person.
const askedNote = "asked directly"

// askedFor bounds for how long they are remembered: longer than any day on earth.
const askedFor = 48 * time.Hour

// take notes an entry of the journal, if it is one.
func (a *asked) take(c ledger.Change, now time.Time) {
	if c.Field != ledger.FieldNote || c.Cause == "" || c.New.Text() != askedNote || now.Sub(c.At) > askedFor {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.at == nil {
		a.at = map[string]map[string]time.Time{}
	}
	if a.at[c.Cause] == nil {
		a.at[c.Cause] = map[string]time.Time{}
	}
	a.at[c.Cause][c.ID] = c.At
	maps.DeleteFunc(a.at[c.Cause], func(_ string, at time.Time) bool { return now.Sub(at) > askedFor })
}

// on counts those of a person on a day of theirs.
func (a *asked) on(user string, day ledger.Date, zone *time.Location) int {
	a.mu.Lock()
	defer a.mu.Unlock()
	n := 0
	for _, at := range a.at[user] {
		if ledger.DateOf(at.In(zone)) == day {
			n++
		}
	}
	return n
}

// SpendDirect takes one of the direct messages that a member may get today;
// false when none is left, and then nothing may be written to them by the way.
func (s *Service) SpendDirect(ctx context.Context, user string) (bool, error) {
	who, ok, err := s.o.Directory.Person(ctx, user)
	if err != nil {
		return false, fmt.Errorf("look up %s: %w", user, err)
	}
	if !ok {
		who = Recipient{SlackID: user}
	}
	who = s.located(who)
	now := s.o.Now()
	day := ledger.DateOf(now.In(who.Location))
	s.spending.Lock()
	defer s.spending.Unlock()
	n := s.asked.on(user, day, who.Location)
	if said := s.view.Load(); said != nil {
		n += said.directsOf(who, day)
	}
	if n >= s.Policy().DirectPerDay {
		return false, nil
	}
	c := ledger.Change{
		ID: "asked/" + user + "/" + strconv.FormatInt(now.UnixNano(), 36) + "/" + strconv.Itoa(n), At: now, Actor: actorBot, Source: ledger.SourceBot,
		Person: ledger.KeyOf(user), Field: ledger.FieldNote, New: ledger.Text(askedNote), Cause: user,
	}
	if _, err := s.o.Desk.Record(ctx, c); err != nil {
		return false, fmt.Errorf("note a direct message to %s: %w", user, err)
	}
	s.asked.take(c, now)
	return true, nil
}
