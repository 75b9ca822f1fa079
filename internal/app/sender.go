package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/relance-bot/relance/bot/slackapi"
	"github.com/relance-bot/relance/reminders"
	"github.com/relance-bot/relance/store"
)

// newSender makes the Slack adapter that posts reminders.
func (a *App) newSender() *slackapi.Sender {
	s := slackapi.NewSender(a.slack)
	if a.o.Failpoint != nil {
		s.OnFailpoint(a.o.Failpoint)
	}
	return s
}

// sender is the Slack adapter in the reminders' terms.
type sender struct{ slack *slackapi.Sender }

func (s sender) Post(ctx context.Context, p reminders.Post) (store.Message, error) {
	m, err := s.slack.Post(ctx, slackapi.Post(p))
	if e, ok := errors.AsType[*slackapi.SendError](err); ok {
		return m, &reminders.SendError{Certain: e.Certain, Code: e.Code, RetryAfter: e.RetryAfter, Final: e.Final, Err: e.Err}
	}
	return m, err
}

func (s sender) Update(ctx context.Context, m store.Message, payload []byte) error {
	return s.slack.Update(ctx, m, payload)
}

func (s sender) Delete(ctx context.Context, m store.Message) error { return s.slack.Delete(ctx, m) }

func (s sender) Find(ctx context.Context, destination, deliveryID string, since time.Time) ([]store.Message, error) {
	found, err := s.slack.Find(ctx, destination, deliveryID, since)
	if errors.Is(err, slackapi.ErrHistoryRefused) {
		return nil, fmt.Errorf("%w: %w", reminders.ErrHistoryRefused, err)
	}
	return found, err
}
