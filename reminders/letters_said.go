package reminders

import (
	"strings"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/store"
)

// letter takes in a delivery to a customer. Thanks are no reminder: the next
// letter needn't keep its distance from them.
func (s *sayings) letter(d store.Delivery) {
	customer := ledger.Key(d.Person)
	of, asks := s.letters[customer], false
	for _, r := range d.Reminders {
		asks = asks || isLetterCycle(r.Cycle)
	}
	if asks {
		of.day = max(of.day, d.Day)
	} else {
		of.thanks = max(of.thanks, d.Day)
	}
	switch d.State {
	case store.Sent:
	case store.Parked:
		of.state = fateParked
	default:
		if of.state != fateParked {
			of.state = fateUnderWay
		}
	}
	s.letters[customer] = of
}

func isLetterCycle(cycle string) bool {
	return strings.HasPrefix(cycle, cycleLetter)
}
