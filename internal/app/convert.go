package app

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/relance-bot/relance/bot"
	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/reminders"
)

// composer has the bot word what the reminders say. The two packages don't
// know each other; their contents share the JSON under which it is frozen.
// What is frozen names people by their ids; what is read, by their names.
type composer struct {
	members  bot.Directory
	location *time.Location // the book's
}

func (c composer) Compose(content reminders.Content) ([]byte, error) {
	frozen, err := json.Marshal(content)
	if err != nil {
		return nil, fmt.Errorf("freeze content: %w", err)
	}
	var worded bot.Content
	if err := json.Unmarshal(frozen, &worded); err != nil {
		return nil, fmt.Errorf("read content: %w", err)
	}
	for s := range worded.Statuses() {
		s.Actor, s.At = c.nameOf(s.Actor), s.At.In(c.location)
	}
	message, err := bot.Compose(worded)
	if err != nil {
		return nil, err
	}
	return json.Marshal(message)
}

// nameTimeout bounds looking up a name: a message without it is better than
// one that waits.
const nameTimeout = 3 * time.Second

// nameOf is a person's name, or nothing where the actor is none of ours.
func (c composer) nameOf(actor string) string {
	switch {
	case actor == string(ledger.SourceSheet):
		return actor
	case strings.Contains(actor, "@"): // an editor without an account
		return actor
	case !isSlackID(actor):
		return ""
	}
	ctx, cancel := context.WithTimeout(context.Background(), nameTimeout)
	defer cancel()
	u, err := c.members.User(ctx, actor)
	if err != nil {
		return ""
	}
	return u.Name
}
