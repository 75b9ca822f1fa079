package bot

import (
	"context"
	"log/slog"
	"strings"
	"time"
)

// Event answers what happened in the workspace: a mention, a direct message,
// an opened Home tab.
func (b *Bot) Event(ctx context.Context, e Event) {
	if e.FromBot || e.UserID == b.opt.BotUserID || e.UserID == "" {
		return // a bot that talks to itself never ends
	}
	switch {
	case e.Kind == EventHomeOpened:
		b.openHome(ctx, e)
	case e.Kind == EventMention, e.Kind == EventMessage && e.Direct:
		thread := e.ThreadTS
		b.ask(ctx, ParseMention(b.opt.BotUserID, e.Text), asked{
			team: e.TeamID, user: e.UserID, channel: e.ChannelID, thread: thread, act: "event/" + e.ID,
		})
	}
}

// Shortcut finds the invoice or customer that a message is about.
func (b *Bot) Shortcut(ctx context.Context, s Shortcut) {
	k := b.bookFor(s.ChannelID)
	v, err := b.admit(ctx, s.TeamID, s.UserID, k)
	a := &answer{bot: b, viewer: v, url: s.ResponseURL, channel: s.ChannelID, trigger: s.TriggerID}
	if v.ID == "" {
		a.viewer.ID = s.UserID
	}
	if err == nil {
		err = b.about(ctx, a, s.Text)
	}
	if err != nil {
		a.fail(ctx, err)
	}
}

// about looks for invoice numbers in a message; several are offered.
func (b *Bot) about(ctx context.Context, a *answer, text string) error {
	snapshot := a.viewer.book.Desk.Book()
	var f found
	for _, word := range split(text) {
		word = strings.Trim(word, ".,;:!?()[]«»\"'*_`")
		f2 := exactInvoice(snapshot, word)
		if f2 != nil && len(f.invoices) < maxChoices {
			f.invoices = append(f.invoices, f2)
		}
	}
	if f.count() == 0 {
		a.say(ctx, sentence(a.viewer.mark("shortcut_nothing")))
		return nil
	}
	return b.showFound(ctx, a, f)
}

// openHome draws the Home tab, for who may see it and for who may not.
func (b *Bot) openHome(ctx context.Context, e Event) {
	k := b.bookFor("")
	v, err := b.admit(ctx, e.TeamID, e.UserID, k)
	if err != nil {
		v.ID = e.UserID
		view := v.homeRefused(b.explain(ctx, v.voice, err))
		if err := b.opt.Slack.PublishHome(ctx, e.UserID, view); err != nil {
			b.lost(ctx, err)
		}
		return
	}
	b.publishHome(ctx, v)
}

// publishHome redraws a viewer's Home tab.
func (b *Bot) publishHome(ctx context.Context, v viewer) {
	q, err := b.home(ctx, v)
	if err == nil {
		err = b.opt.Slack.PublishHome(ctx, v.ID, v.home(q))
	}
	if err != nil {
		b.opt.Log.WarnContext(ctx, "home tab was not drawn", slog.Any("error", err))
	}
}

// zone is the reader's time zone, else the book's.
func (v viewer) zone() *time.Location {
	if v.Location != nil {
		return v.Location
	}
	return v.book.Location
}
