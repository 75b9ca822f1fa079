package slacksim

import (
	"strconv"
	"time"
)

// trigger lets an app open one view within three seconds of an interaction.
type trigger struct {
	User   string    `json:"user"`
	Issued time.Time `json:"issued"`
	Used   bool      `json:"used"`
}

// issueTrigger makes a trigger_id of Slack's form. The state is locked.
func (s *Sim) issueTrigger(user string) string {
	now := s.now()
	for id, t := range s.ws.Triggers { // what nobody can use is not worth keeping
		if now.Sub(t.Issued) > time.Minute {
			delete(s.ws.Triggers, id)
		}
	}
	id := strconv.FormatUint(s.ws.Serial+1, 10) + "." + strconv.FormatInt(now.Unix(), 10) + "." + s.newID("t")
	s.ws.Triggers[id] = &trigger{User: user, Issued: now}
	return id
}

// exchange uses up a trigger.
func (s *Sim) exchange(id string) (*trigger, *apiError) {
	if id == "" {
		return nil, &apiError{code: "invalid_arguments", messages: []string{"[ERROR] missing required field: trigger_id"}}
	}
	t := s.ws.Triggers[id]
	switch {
	case t == nil:
		return nil, refuse("invalid_trigger_id")
	case t.Used:
		return nil, refuse(s.viewCode("trigger_exchanged"))
	case s.since(t.Issued) >= triggerLife:
		return nil, refuse(s.viewCode("trigger_expired"))
	}
	t.Used = true
	return t, nil
}
