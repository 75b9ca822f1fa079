package scenario

import (
	"strings"
	"time"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/store"
)

// settleEvery is how often the service wakes while something is under way:
// often enough for the waits of an uncertain message, in minutes.
const settleEvery = 5 * time.Minute

// maxSettling bounds it: what takes longer than a day is for a person.
const maxSettling = 24 * 12

// moment reads "to Thu 2026-04-02 09:00", "to 12:00", "30d", "3h", "20m".
func (h *house) moment(words []word) time.Time {
	now := h.clock.Now().In(h.paris)
	if len(words) == 1 && !is(words, "to") {
		text := words[0].text
		if days, ok := strings.CutSuffix(text, "d"); ok {
			return now.AddDate(0, 0, h.number(days))
		}
		d, err := time.ParseDuration(text)
		h.must(err)
		return now.Add(d)
	}
	if is(words, "to") {
		words = words[1:]
	}
	return h.instant(words, ledger.DateOf(now))
}

// instant reads "Thu 2026-04-02 09:00"; the weekday must be right, the day may
// be left out.
func (h *house) instant(words []word, day ledger.Date) time.Time {
	clock, weekday := time.Time{}, ""
	for _, w := range words {
		if at, err := time.Parse("15:04", w.text); err == nil {
			clock = at
		} else if d, err := ledger.ParseDate(w.text); err == nil {
			day = d
		} else {
			weekday = w.text
		}
	}
	if short := day.Weekday().String()[:3]; weekday != "" && weekday != short {
		h.failf("%s is a %s, not a %s", day, short, weekday)
	}
	return day.At(clock.Hour(), clock.Minute(), h.paris)
}

// advance lives until then: the service wakes on weekday mornings, in each zone
// where somebody works, when a person has done something, while a message is
// under way, and at the end.
func (h *house) advance(to time.Time) {
	if to.Before(h.clock.Now()) {
		h.failf("%s has passed", to.In(h.paris))
	}
	h.openWindow()
	if h.edited {
		h.wake()
		h.live(minTime(to, h.clock.Now().Add(3*time.Minute))) // a row must have settled
	}
	h.live(to)
}

func (h *house) live(to time.Time) {
	settling := 0
	for {
		next := h.nextMorning()
		if settling < maxSettling && h.underWay() {
			settling++
			next = minTime(next, h.clock.Now().Add(settleEvery))
		} else {
			settling = 0
		}
		if !next.Before(to) {
			break
		}
		h.clock.AdvanceTo(next)
		h.wake()
	}
	h.clock.AdvanceTo(to)
	h.wake()
}

func minTime(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// nextMorning is the next time that it is 08:31 on a weekday, somewhere; where
// letters are written half a day later at most, because a weekend of silence
// would stop them.
func (h *house) nextMorning() time.Time {
	now := h.clock.Now()
	next := now.AddDate(0, 0, 7)
	if h.level == ledger.LevelLetters {
		next = now.Add(12 * time.Hour)
	}
	for _, zone := range h.zones() {
		for day := ledger.DateOf(now.In(zone)); ; day++ {
			at := day.At(8, 31, zone)
			if w := day.Weekday(); at.After(now) && w != time.Saturday && w != time.Sunday {
				next = minTime(next, at)
				break
			}
		}
	}
	return next
}

func (h *house) zones() []*time.Location {
	zones := []*time.Location{h.paris}
	for _, m := range h.members {
		if m.zone != "" {
			zone, err := time.LoadLocation(m.zone)
			h.must(err)
			zones = append(zones, zone)
		}
	}
	return zones
}

// underWay tells whether a message is neither sent nor given up.
func (h *house) underWay() bool {
	live, err := h.store.List(h.t.Context(), bookName, store.Due, store.Claimed, store.Sending, store.Uncertain)
	h.must(err)
	return len(live) > 0
}

// away is a time in which nothing runs: the computer is suspended, or the
// service was stopped.
func (h *house) away(to time.Time, stopped bool) {
	h.openWindow()
	if stopped {
		h.stop()
		h.app = nil
	}
	h.clock.AdvanceTo(to)
	if stopped {
		h.begin()
	}
	h.wake()
	h.live(h.clock.Now().Add(3 * time.Minute))
}

// openWindow makes the messages that follow those that are looked for.
func (h *house) openWindow() {
	h.look()
	h.window = len(h.said)
	clear(h.expected)
}

// settle lets an answer arrive: in virtual time.
func (h *house) settle() { time.Sleep(2 * time.Second) }
