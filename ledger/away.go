package ledger

// Away is an absence: who gets a person's reminders meanwhile.
type Away struct {
	From    Date   `json:"from"`
	Until   Date   `json:"until"`    // the last day of it
	StandIn string `json:"stand_in"` // a Slack id, an e-mail address or a name of the People tab
}

// On tells whether the absence covers a day.
func (a Away) On(day Date) bool {
	return a.StandIn != "" && !day.Before(a.From) && !day.After(a.Until)
}

// AwayOn is the absence of a person on a day: what was said in Slack, under
// their Slack id, until that is over; else what the People tab says.
func (b *Book) AwayOn(slackID string, p Person, day Date) (Away, bool) {
	if said, ok := b.aways.get(KeyOf(slackID)); ok && slackID != "" && said.On(day) {
		return said, true
	}
	typed := Away{From: p.AwayFrom, Until: p.AwayUntil, StandIn: p.StandIn}
	if typed.Until.IsZero() && !typed.From.IsZero() {
		typed.Until = typed.From // one day
	}
	return typed, typed.On(day)
}

// AwaySaid is what a person said in Slack of their absence that is not over on
// a day.
func (b *Book) AwaySaid(slackID string, day Date) (Away, bool) {
	said, ok := b.aways.get(KeyOf(slackID))
	return said, ok && !said.Until.Before(day)
}

func (w *writer) applyAway(c Change) error {
	if c.New.IsEmpty() {
		w.aways.delete(c.Person, w.edit)
		return nil
	}
	var away Away
	if err := ReadRecord(c.New, &away); err != nil {
		return err
	}
	w.aways.set(c.Person, away, w.edit)
	return nil
}
