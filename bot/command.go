package bot

import (
	"context"
	"log/slog"

	"github.com/relance-bot/relance/ledger"
)

// Command answers a slash command. It does all it does before it returns;
// who must acknowledge first calls it from another goroutine.
func (b *Bot) Command(ctx context.Context, c Command) {
	b.ask(ctx, ParseCommand(c.Name, c.Text), asked{
		team: c.TeamID, user: c.UserID, channel: c.ChannelID, url: c.ResponseURL, trigger: c.TriggerID,
		act: "command/" + c.TriggerID,
	})
}

// asked is who asked, and where.
type asked struct {
	team, user, channel, thread, url, trigger, act string
}

func (b *Bot) ask(ctx context.Context, ask Ask, from asked) {
	k := b.bookFor(from.channel)
	v, err := b.admit(ctx, from.team, from.user, k)
	a := &answer{bot: b, viewer: v, url: from.url, channel: from.channel, thread: from.thread, trigger: from.trigger, act: from.act}
	if v.ID == "" {
		a.viewer.ID = from.user
	}
	if err != nil {
		if isDenied(err) {
			b.opt.Log.InfoContext(ctx, "request refused", slog.String("user", from.user), slog.String("team", from.team), slog.String("verb", string(ask.Verb)), slog.Any("reason", err))
		}
		a.fail(ctx, err)
		return
	}
	a.bare = b.isNew(from.user)
	if err := b.reply(ctx, a, ask); err != nil {
		a.fail(ctx, err)
	}
}

// isNew tells whether this process meets the person for the first time. A
// restart greets them once more, which does no harm.
func (b *Bot) isNew(user string) bool {
	_, met := b.greeted.LoadOrStore(user, true)
	return !met
}

// reply carries out what was asked. An error it gives is for the person.
func (b *Bot) reply(ctx context.Context, a *answer, ask Ask) error {
	v := a.viewer
	if err := v.refuse(read, nil); err != nil {
		return err
	}
	switch ask.Verb {
	case VerbHelp:
		greet := a.bare
		a.bare = false
		a.say(ctx, v.help(helpView{Greet: greet, Viewer: v}))
		return nil
	case VerbOverdue:
		return b.replyOverdue(ctx, a, ask)
	case VerbDSO:
		return b.replyDSO(ctx, a, ask.Args)
	case VerbAging:
		return b.replyAging(ctx, a, ask.Args)
	case VerbInvoice:
		return b.replyInvoice(ctx, a, ask)
	case VerbPaid, VerbPromise, VerbDispute, VerbSnooze, VerbWhy, VerbCalled, VerbReplied, VerbPlan, VerbStanding, VerbTracking:
		return b.replyDeed(ctx, a, ask)
	case VerbAdd:
		return b.replyAdd(ctx, a, ask)
	case VerbPause:
		return b.replyPause(ctx, a, ask.Args)
	case VerbResume:
		return b.replyResume(ctx, a, ask.Args)
	case VerbStatus:
		return b.replyStatus(ctx, a)
	case VerbReassign:
		return b.replyReassign(ctx, a, ask.Args)
	case VerbAway:
		return b.replyAway(ctx, a, ask.Args)
	case VerbConflicts:
		return b.replyConflicts(ctx, a)
	case VerbLadders:
		return b.replyLadders(ctx, a)
	case VerbTray:
		return b.replyTray(ctx, a, 0, "")
	case VerbSync:
		return b.replySync(ctx, a)
	}
	return b.replyLookup(ctx, a, ask)
}

// replyLookup shows the card of the customer or invoice that was typed. It
// never sends or changes anything.
func (b *Bot) replyLookup(ctx context.Context, a *answer, ask Ask) error {
	f := lookup(a.viewer.book.Desk.Book(), ask.Args)
	if f.count() == 0 {
		a.say(ctx, a.viewer.usage(ask.Typed, ask.Nearest))
		return nil
	}
	return b.showFound(ctx, a, f)
}

func (b *Bot) showFound(ctx context.Context, a *answer, f found) error {
	switch {
	case len(f.invoices) == 1 && len(f.customers) == 0:
		return b.showInvoice(ctx, a, f.invoices[0], "")
	case len(f.customers) == 1 && len(f.invoices) == 0:
		return b.showCustomer(ctx, a, f.customers[0])
	}
	a.say(ctx, a.viewer.choose(b.choices(a.viewer, f, actionOpenInvoice)))
	return nil
}

// replyInvoice shows an invoice's card; without a number it says how to ask.
func (b *Bot) replyInvoice(ctx context.Context, a *answer, ask Ask) error {
	if len(ask.Args) == 0 {
		a.say(ctx, a.viewer.howTo(ask.Verb))
		return nil
	}
	f := findInvoice(a.viewer.book.Desk.Book(), ask.Args)
	if f.count() == 0 {
		f = lookup(a.viewer.book.Desk.Book(), ask.Args)
	}
	if f.count() == 0 {
		return notFound(ask.Args)
	}
	return b.showFound(ctx, a, f)
}

func notFound(words []string) error {
	text := words[0]
	if len(words) > 1 {
		text += " …"
	}
	return &ledger.Error{
		Code: ledger.CodeNotFound, Reason: ledger.ReasonNotFound, Args: ledger.Args{"text": text},
		Message: "Nothing in the sheet is called " + text + ".",
	}
}
