package scenario

import (
	"fmt"
	"time"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/reminders"
	"github.com/relance-bot/relance/store"
)

// check is what holds after every script, whatever it is about.
func (h *house) check() {
	h.look()
	h.checkPace()
	h.checkOnce()
	h.checkLetters()
	h.checkMailed()
	if h.underWay() {
		h.failf("a message is neither sent nor given up")
	}
}

// checkPace: one digest and three direct messages a day and person, in the
// sending hours of business days where the person is.
func (h *house) checkPace() {
	digests, directs := map[string]int{}, map[string]int{}
	calendar := reminders.NewCalendar(h.policy)
	for _, m := range h.said {
		zone := h.paris
		if h.isMember(m.to) && h.member(m.to).zone != "" {
			var err error
			zone, err = time.LoadLocation(h.member(m.to).zone)
			h.must(err)
		}
		if m.delivery == "" {
			continue
		}
		day := ledger.DateOf(m.at.In(zone))
		if !calendar.IsBusinessDay(day) {
			h.failf("on a day off: %s, %s", day, m)
		}
		if from, to := h.policy.Hours.From.On(day, zone), h.policy.Hours.To.On(day, zone); m.at.Before(from) || m.at.After(to.Add(time.Minute)) {
			h.failf("outside the sending hours, at %s: %s", m.at.In(zone), m)
		}
		key := fmt.Sprint(m.to, " on ", day)
		switch m.kind {
		case store.KindDigest:
			if digests[key]++; digests[key] > 1 {
				h.failf("two digests to %s", key)
			}
		case store.KindDirect:
			if directs[key]++; directs[key] > h.policy.DirectPerDay {
				h.failf("%d direct messages to %s", directs[key], key)
			}
		}
	}
}

// checkOnce: each message that is recorded stands in Slack once, no reminder
// went to one place twice, and no stage went backwards.
func (h *house) checkOnce() {
	stands := map[string]int{}
	for _, m := range h.said {
		if m.delivery != "" && (m.mailed || !h.standing(m).Deleted) {
			stands[m.delivery]++
		}
	}
	sent, err := h.store.List(h.t.Context(), bookName, store.Sent)
	h.must(err)
	last := map[string]ledger.Stage{}
	for _, d := range sent {
		if stands[d.ID] != 1 {
			h.failf("a %s to %s stands %d times", d.Kind, d.Destination, stands[d.ID])
		}
		for _, r := range d.Reminders {
			key := fmt.Sprint(d.Kind, d.Destination, r.Invoice, r.Cycle)
			if before, ok := last[key]; ok && !r.Stage.Above(before) {
				h.failf("%s to %s: stage %s after stage %s", r.Invoice, d.Destination, r.Stage, before)
			}
			last[key] = r.Stage
		}
	}
}
