package bot

import (
	"context"
	"log/slog"
	"slices"

	"github.com/relance-bot/relance/ledger"
)

// TellHeld asks finance, in its channel, to look at what holds a book. It
// returns at once.
func (b *Bot) TellHeld(name, reason string) {
	k, ok := b.bookNamed(name)
	if !ok || k.Finance == "" {
		return
	}
	b.later(func(ctx context.Context) {
		m := newVoice(k.Language).heldNews(k.Name, reason)
		if _, err := b.opt.Slack.Post(ctx, Place{Channel: k.Finance}, m); err != nil {
			b.opt.Log.ErrorContext(ctx, "finance was not told that the book is held", slog.Any("error", err))
		}
	})
}

// AskConflicts asks those whose word in Slack the sheet overruled what is to
// stand: one message a person, among those that they may get in a day. What has
// no room today is asked about later, if nobody decided it meanwhile; it stands
// under /relance conflicts all along. It returns at once.
func (b *Bot) AskConflicts(name string, fresh []Conflict) {
	k, ok := b.bookNamed(name)
	if !ok {
		return
	}
	k.unasked.Lock()
	defer k.unasked.Unlock()
	for _, c := range fresh {
		if c.Author != "" && !c.Fixed {
			k.conflicts[c.Author] = append(k.conflicts[c.Author], c)
		}
	}
	for author, list := range k.conflicts {
		if k.asking[author] {
			continue
		}
		k.asking[author] = true
		b.later(func(ctx context.Context) {
			done := b.askConflicts(ctx, k, author, list)
			k.unasked.Lock()
			defer k.unasked.Unlock()
			delete(k.asking, author)
			if !done {
				return
			}
			if k.conflicts[author] = k.conflicts[author][len(list):]; len(k.conflicts[author]) == 0 {
				delete(k.conflicts, author)
			}
		})
	}
}

// askConflicts asks one person; false if they have to be asked later.
func (b *Bot) askConflicts(ctx context.Context, k *book, author string, list []Conflict) (done bool) {
	v, err := b.admit(ctx, b.opt.TeamID, author, k)
	if err != nil { // gone, or no longer anyone here: finance finds it in the status
		b.opt.Log.InfoContext(ctx, "author of a conflict was not asked", slog.String("user", author), slog.Any("error", err))
		return true
	}
	later := func(err error) bool {
		b.opt.Log.InfoContext(ctx, "author of a conflict is asked later", slog.String("user", author), slog.Any("error", err))
		return false
	}
	open, err := k.Syncer.Conflicts(ctx)
	if err != nil {
		return later(err)
	}
	list = slices.DeleteFunc(slices.Clone(list), func(c Conflict) bool {
		return !slices.ContainsFunc(open, func(o Conflict) bool { return o.ID == c.ID })
	})
	if len(list) == 0 {
		return true
	}
	ok, err := k.Reminders.SpendDirect(ctx, author)
	switch {
	case err != nil:
		return later(err)
	case !ok:
		return false
	}
	b.nameAuthors(ctx, v, list)
	if _, err := b.opt.Slack.Post(ctx, Place{Channel: author}, v.conflictNews(k.Name, k.Desk.Book().Invoice, list)); err != nil {
		b.opt.Log.ErrorContext(ctx, "author of a conflict was not asked", slog.String("user", author), slog.Any("error", err))
	}
	return true
}

// remedyOf is the remedy that a button names; one without is from before there
// were several.
func remedyOf(t token) Remedy {
	if t.Choice == "" {
		return RemedyResume
	}
	return Remedy(t.Choice)
}

// clickHeld shows what a remedy for a held book would do, with the button that
// does it and those that show the others.
func (b *Bot) clickHeld(ctx context.Context, a *answer, _ Action, t token) error {
	if err := a.viewer.refuse(govern, nil); err != nil {
		return err
	}
	held := a.viewer.book.Desk.Book().Hold()
	if held == "" {
		a.say(ctx, sentence(a.viewer.mark("already")))
		return nil
	}
	remedy := remedyOf(t)
	would, err := a.viewer.book.Syncer.PreviewResume(ctx, remedy)
	if err != nil {
		return b.syncFailed(ctx, a, err)
	}
	a.say(ctx, a.viewer.resumption(resumptionView{Book: a.viewer.book.Name, Held: held, Remedy: remedy, Would: would}))
	return nil
}

// clickUnhold resumes a held book: the sheet is right as it stands. What the
// person was shown must still be what holds it.
func (b *Bot) clickUnhold(ctx context.Context, a *answer, _ Action, t token) error {
	if err := a.viewer.refuse(govern, nil); err != nil {
		return err
	}
	held := a.viewer.book.Desk.Book().Hold()
	if held == "" {
		a.say(ctx, sentence(a.viewer.mark("already")))
		return nil
	}
	if t.ID != refOf(ledger.KeyOf(held)) {
		return stale()
	}
	report, err := a.viewer.book.Syncer.Resume(ctx, Resume{Remedy: remedyOf(t), Actor: a.viewer.ID})
	if err != nil {
		return b.syncFailed(ctx, a, err)
	}
	m := a.viewer.synced(report, a.viewer.book.SheetURL)
	if report.Held == "" {
		m = sentence(a.viewer.mark("done_unhold", with{"Who": a.viewer.Name}) + "\n" + m.Text)
	}
	a.say(ctx, m)
	return nil
}

// clickConflict carries out what a person decided of a conflict: keep what the
// sheet says, apply what was said in Slack after all, or put back what a person
// had typed.
func (b *Bot) clickConflict(ctx context.Context, a *answer, ac Action, t token) error {
	open, err := a.viewer.book.Syncer.Conflicts(ctx)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(open, func(c Conflict) bool { return refOf(ledger.Key(c.ID)) == t.ID })
	if i < 0 {
		a.add(ctx, sentence(a.viewer.mark("already")))
		return nil
	}
	c := open[i]
	a.viewer.book.acting.Lock()
	defer a.viewer.book.acting.Unlock()
	inv, ok := a.viewer.book.Desk.Book().Invoice(c.Invoice)
	if !ok {
		inv = nil // its row is gone: finance may still say that it's over
	}
	if err := a.viewer.refuse(follow, inv); err != nil && c.Author != a.viewer.ID {
		return err
	}
	id, end := "done_conflict_kept", a.viewer.book.Syncer.CloseConflict
	switch baseAction(ac.ActionID) {
	case actionConflictAgain:
		if !c.Again {
			return stale()
		}
		id, end = "done_conflict_again", a.viewer.book.Syncer.PutBackConflict
	case actionConflictMine:
		if inv == nil || c.Fixed {
			return stale()
		}
		change := ledger.Change{
			ID: a.act + "/" + string(c.Field), At: b.opt.Now(), Actor: a.viewer.ID, Source: ledger.SourceSlack,
			Invoice: c.Invoice, Field: c.Field, Old: inv.Value(c.Field), New: c.Bot,
		}
		if change.Old != change.New {
			if _, err := a.viewer.book.Desk.Record(ctx, change); err != nil {
				return err
			}
		}
		id = "done_conflict_applied"
	}
	if err := end(ctx, c.ID); err != nil {
		return err
	}
	a.add(ctx, sentence(a.viewer.mark(id, with{"Who": a.viewer.Name, "Invoice": c.Invoice})))
	if inv != nil {
		b.redraw(a.viewer, inv.Key)
	}
	return nil
}

// AskQuestions asks finance, in its channel, what is new about payments. It
// returns at once.
func (b *Bot) AskQuestions(name string, fresh []Question) {
	k, ok := b.bookNamed(name)
	if !ok || k.Finance == "" || len(fresh) == 0 {
		return
	}
	b.later(func(ctx context.Context) {
		m := newVoice(k.Language).questionNews(k.Name, k.Desk.Book().Invoice, fresh)
		if _, err := b.opt.Slack.Post(ctx, Place{Channel: k.Finance}, m); err != nil {
			b.opt.Log.ErrorContext(ctx, "finance was not asked about payments", slog.Any("error", err))
		}
	})
}

// clickAnswer carries out what a person answers to a question about payments.
func (b *Bot) clickAnswer(ctx context.Context, a *answer, _ Action, t token) error {
	inv, err := b.theInvoice(a, t, pay)
	if err != nil {
		return err
	}
	open, err := a.viewer.book.Syncer.Questions(ctx)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(open, func(q Question) bool {
		return q.Invoice == inv.Key && q.ref() == t.ID
	}) {
		a.add(ctx, sentence(a.viewer.mark("already")))
		return nil
	}
	if err := a.viewer.book.Syncer.AnswerQuestion(ctx, QuestionAnswer{Invoice: inv.Key, Answer: t.Choice, Actor: a.viewer.ID}); err != nil {
		return err
	}
	if now, ok := a.viewer.book.Desk.Book().Invoice(inv.Key); ok {
		inv = now
	}
	a.add(ctx, sentence(a.viewer.mark("done_answer", with{
		"Who": a.viewer.Name, "Invoice": inv.Number, "Paid": inv.Paid(), "Answer": a.viewer.say("answer_" + t.Choice),
	})))
	b.redraw(a.viewer, inv.Key)
	return nil
}
