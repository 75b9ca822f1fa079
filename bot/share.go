package bot

import (
	"context"
	"log/slog"
	"strings"
	"sync"
	"time"
)

// shareOnce is how long an answer's Share button is good for one post: the
// answer's response URL lives half an hour.
const shareOnce = 30 * time.Minute

// shares are the answers that were shared lately, so that a double click posts
// once. One process hears the clicks of a book: the others pass them on.
type shares struct {
	mu   sync.Mutex
	when map[string]time.Time // by the button that was pressed
}

// begin tells whether this is the first time, and notes it.
func (s *shares) begin(key string, now time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for k, at := range s.when {
		if now.Sub(at) > shareOnce {
			delete(s.when, k)
		}
	}
	if _, done := s.when[key]; done {
		return false
	}
	if s.when == nil {
		s.when = map[string]time.Time{}
	}
	s.when[key] = now
	return true
}

// undo forgets what could not be posted after all.
func (s *shares) undo(key string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.when, key)
}

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
	if !b.shared.begin(key, b.opt.Now()) {
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
