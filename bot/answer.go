package bot

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"

	"github.com/relance-bot/relance/ledger"
)

// answer is where an answer goes: through a response URL if there is one, else
// to the asker in the conversation.
type answer struct {
	bot     *Bot
	viewer  viewer
	url     string
	channel string
	thread  string
	trigger string // opens a modal
	act     string // id for an act done at once
	replace bool   // a button of our own message was pressed
	bare    bool   // the first answer to this person says what to try next
}

// say shows m to the person who asked, and nobody else.
func (a *answer) say(ctx context.Context, m Message) {
	if a.bare && len(m.Blocks) < maxBlocks {
		m.Blocks = append(slices.Clip(m.Blocks), aside(a.viewer.mark("greet_hint")))
		a.bare = false
	}
	if err := a.deliver(ctx, m, a.replace); err != nil {
		a.bot.lost(ctx, err)
	}
}

// add is say without replacing the message whose button was pressed.
func (a *answer) add(ctx context.Context, m Message) {
	if err := a.deliver(ctx, m, false); err != nil {
		a.bot.lost(ctx, err)
	}
}

func (a *answer) deliver(ctx context.Context, m Message, replace bool) error {
	err := a.send(ctx, m, replace)
	if errors.Is(err, ErrBlocksRefused) && len(m.Plain) > 0 {
		err = a.send(ctx, Message{Text: m.Text, Blocks: m.Plain}, replace)
	}
	return err
}

func (a *answer) send(ctx context.Context, m Message, replace bool) error {
	switch {
	case a.url != "":
		return a.bot.opt.Slack.Respond(ctx, a.url, Response{Message: m, Replace: replace})
	case strings.HasPrefix(a.channel, "D"):
		// Nobody else reads a direct message, and there it stays.
		_, err := a.bot.opt.Slack.Post(ctx, Place{Channel: a.channel, Thread: a.thread}, m)
		return err
	case a.channel == "":
		_, err := a.bot.opt.Slack.Post(ctx, Place{Channel: a.viewer.ID}, m)
		return err
	}
	return a.bot.opt.Slack.PostEphemeral(ctx, Place{Channel: a.channel, Thread: a.thread}, a.viewer.ID, m)
}

// fail says what went wrong, below whatever is there.
func (a *answer) fail(ctx context.Context, err error) {
	text := a.bot.explain(ctx, a.viewer.voice, err)
	a.add(ctx, sentence(escaper.Replace(text)))
}

// lost notes that an answer did not arrive. It is never posted elsewhere: a
// second message would be worse than none.
func (b *Bot) lost(ctx context.Context, err error) {
	b.opt.Log.WarnContext(ctx, "answer was not delivered", slog.Any("error", err))
}

// isDenied tells a refusal.
func isDenied(err error) bool { return ledger.CodeOf(err) == ledger.CodeDenied }
