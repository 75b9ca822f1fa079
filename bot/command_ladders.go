package bot

import (
	"context"
	"log/slog"

	"github.com/relance-bot/relance/ledger"
)

// replyLadders says how invoices are chased, and what the Ladder tab asks for.
func (b *Bot) replyLadders(ctx context.Context, a *answer) error {
	v := a.viewer
	if v.book.Ladders == nil {
		a.say(ctx, v.usage(string(VerbLadders), VerbLookup))
		return nil
	}
	q := v.book.Ladders.Rules(v.Language())
	who := ""
	if q.By != "" {
		who = b.nameOf(ctx, q.By)
		q.At = q.At.In(v.zone())
	}
	a.say(ctx, v.rules(rulesView{Book: v.book.Name, Rules: q, Who: who, Govern: v.may(govern, nil)}))
	return nil
}

func (b *Bot) clickLadders(ctx context.Context, a *answer, _ Action, _ token) error {
	return b.replyLadders(ctx, a)
}

// clickLaddersEffect shows what applying the Ladder tab would change, with the
// button that does it.
func (b *Bot) clickLaddersEffect(ctx context.Context, a *answer, _ Action, _ token) error {
	v := a.viewer
	if err := v.refuse(govern, nil); err != nil {
		return err
	}
	if v.book.Ladders == nil {
		return stale()
	}
	q := v.book.Ladders.Rules(v.Language())
	if len(q.Problems) > 0 || !q.Proposed {
		return b.replyLadders(ctx, a)
	}
	effect, err := v.book.Ladders.LaddersEffect(v.Language())
	if err != nil {
		return err
	}
	a.say(ctx, v.laddersEffect(v.book.Name, q, effect))
	return nil
}

// clickApplyLadders takes over what the Ladder tab says: what the person was
// shown, and nothing that was typed since.
func (b *Bot) clickApplyLadders(ctx context.Context, a *answer, _ Action, t token) error {
	v := a.viewer
	if err := v.refuse(govern, nil); err != nil {
		return err
	}
	if v.book.Ladders == nil {
		return stale()
	}
	return b.govern(ctx, a, func(act ledger.Act, book *ledger.Book) ([]ledger.Change, error) {
		q := v.book.Ladders.Rules(v.Language())
		switch {
		case !q.Proposed && len(q.Problems) == 0:
			return nil, nil // somebody was quicker
		case !q.Proposed || q.ref() != t.ID:
			return nil, stale()
		}
		return act.ApplyLadders(book, q.Rows), nil
	}, v.mark("done_ladders", with{"Who": v.Name}))
}

// TellLadders tells finance, in its channel, that the Ladder tab asks for
// something else than what holds, or can't be used. It returns at once.
func (b *Bot) TellLadders(name string) {
	k, ok := b.bookNamed(name)
	if !ok || k.Finance == "" || k.Ladders == nil {
		return
	}
	v := newVoice(k.Language)
	q := k.Ladders.Rules(v.Language())
	if !q.Proposed && len(q.Problems) == 0 {
		return
	}
	b.later(func(ctx context.Context) {
		if _, err := b.opt.Slack.Post(ctx, Place{Channel: k.Finance}, v.laddersNews(k.Name, q)); err != nil {
			b.opt.Log.ErrorContext(ctx, "finance was not told of the Ladder tab", slog.Any("error", err))
		}
	})
}
