package bot

import (
	"context"
	"log/slog"
	"strings"
	"time"
)

// shareOnce is how long an answer's Share button is good for one post: the
// answer's response URL lives half an hour.
const shareOnce = 30 * time.Minute

// share says it to the whole channel, once, unless others than our own people
// read it there.
func (b *Bot) share(ctx context.Context, a *answer, ac Action, m Message) error {
	if a.channel == "" || strings.HasPrefix(a.channel, "D") {
		a.say(ctx, m)
		return nil
	}
	c, err := b.opt.Slack.Conversation(ctx, a.channel)
	if err != nil {
		b.opt.Log.WarnContext(ctx, "channel can't be looked at, so nothing is shared", slog.String("channel", a.channel), slog.Any("error", err))
		return denied(refusedUnsure)
	}
	if c.Shared {
		return denied(refusedShared)
	}
	key := ac.ChannelID + "/" + ac.MessageTS + "/" + ac.ActionID + "/" + ac.Value
	if !b.shared.begin(key, b.opt.Now(), shareOnce) {
		a.add(ctx, sentence(a.viewer.mark("shared_already")))
		return nil
	}
	v := newVoice(a.viewer.book.Language)
	m.Blocks = append(m.Blocks, aside(v.mark("shared_by", with{"Who": a.viewer.Name})))
	if a.url != "" {
		err = b.opt.Slack.Respond(ctx, a.url, Response{Message: m, Public: true})
	} else {
		_, err = b.opt.Slack.Post(ctx, Place{Channel: a.channel, Thread: a.thread}, m)
	}
	if err != nil {
		b.shared.undo(key)
	}
	return err
}
