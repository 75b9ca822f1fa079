package app

import (
	"encoding/json"
	"fmt"

	"github.com/relance-bot/relance/bot"
	"github.com/relance-bot/relance/reminders"
)

// composer has the bot word what the reminders say. The two packages don't
// know each other; their contents share the JSON under which it is frozen.
type composer struct{}

func (composer) Compose(c reminders.Content) ([]byte, error) {
	frozen, err := json.Marshal(c)
	if err != nil {
		return nil, fmt.Errorf("freeze content: %w", err)
	}
	var worded bot.Content
	if err := json.Unmarshal(frozen, &worded); err != nil {
		return nil, fmt.Errorf("read content: %w", err)
	}
	message, err := bot.Compose(worded)
	if err != nil {
		return nil, err
	}
	return json.Marshal(message)
}
