package slacksim

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"
)

// eventRetries are the pauses before each repetition of an event that wasn't
// acknowledged (docs.slack.dev/apis/events-api#retries).
var eventRetries = []time.Duration{0, time.Minute, 5 * time.Minute}

// emit sends an event to the app if it subscribed to name. It returns at once;
// the first attempt is queued in the order of the calls. An app in socket mode
// that never called yet counts as not installed, so that setting up a workspace
// isn't retried at it for six minutes.
func (s *Sim) emit(name string, event object) {
	if !slices.Contains(s.opt.Events, name) {
		return
	}
	var d delivery
	installed := true
	s.locked(func() {
		installed = s.installed || s.opt.RequestURL != ""
		if event["event_ts"] == nil && event["channel"] != nil {
			event["event_ts"] = s.nowTS()
		}
		d = delivery{kind: "events_api", payload: object{
			"token": "simulated", "team_id": s.opt.TeamID, "api_app_id": s.opt.AppID, "event": event, "type": "event_callback",
			"event_id": s.newID("Ev"), "event_time": s.now().Unix(), "event_context": s.newID("EC"), "is_ext_shared_channel": s.isShared(event["channel"]),
			"authorizations": []object{{
				"enterprise_id": nil, "team_id": s.opt.TeamID, "user_id": s.opt.BotUserID, "is_bot": true, "is_enterprise_install": false,
			}},
		}}
	})
	if !installed {
		return
	}
	if s.opt.RequestURL != "" {
		s.spawn(func() {
			_, err := s.deliverHTTP(context.Background(), d)
			s.retry(d, err)
		})
		return
	}
	id, answer, ok := s.enqueue(d)
	s.spawn(func() {
		err := ErrDispatchFailed
		if ok {
			_, err = s.await(context.Background(), id, answer)
		}
		s.retry(d, err)
	})
}

// retry repeats an event while err says it was not acknowledged.
func (s *Sim) retry(d delivery, err error) {
	for i, pause := range eventRetries {
		var refused *statusError
		if err == nil || (errors.As(err, &refused) && refused.noRetry) {
			return
		}
		d.attempt, d.reason = i+1, retryReason(err, s.opt.RequestURL != "")
		s.wait(pause)
		select {
		case <-s.done:
			return
		default:
		}
		_, err = s.deliver(context.Background(), d)
	}
}

func retryReason(err error, overHTTP bool) string {
	var refused *statusError
	switch {
	case !overHTTP:
		return "timeout"
	case errors.Is(err, ErrOperationTimeout):
		return "http_timeout"
	case errors.As(err, &refused):
		return "http_error"
	}
	return "connection_failed"
}

func (s *Sim) isShared(channel any) bool {
	id, _ := channel.(string)
	c := s.ws.Channels[id]
	return c != nil && c.Shared
}

// VerifyURL does what Slack does when a request URL is saved: it posts a
// challenge and wants it back.
func (s *Sim) VerifyURL(ctx context.Context) error {
	var challenge string
	s.locked(func() { challenge = s.newID("challenge") })
	body, err := s.deliverHTTP(ctx, delivery{kind: "url_verification", payload: object{
		"token": "simulated", "challenge": challenge, "type": "url_verification",
	}})
	if err != nil {
		return err
	}
	var answer struct {
		Challenge string `json:"challenge"`
		Text      string `json:"text"` // a bare answer
	}
	if json.Unmarshal(body, &answer) != nil || (answer.Challenge != challenge && answer.Text != challenge) {
		return fmt.Errorf("the request URL did not answer the challenge")
	}
	return nil
}
