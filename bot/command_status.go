package bot

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"slices"

	"github.com/relance-bot/relance/ledger"
)

func (b *Bot) replyStatus(ctx context.Context, a *answer) error {
	q, err := b.status(ctx, a.viewer)
	if err != nil {
		return err
	}
	a.say(ctx, a.viewer.status(q))
	return nil
}

// status collects how the book is.
func (b *Bot) status(ctx context.Context, v viewer) (statusView, error) {
	snapshot := v.book.Desk.Book()
	q := statusView{
		Book: v.book.Name, Now: b.opt.Now().In(v.zone()), Today: b.today(v.book), Level: snapshot.Level(), Held: snapshot.Hold(), Sync: v.book.Syncer.LastSync(),
		Invoices: snapshot.Len(), PausedUntil: snapshot.PausedUntil(), Govern: v.may(govern, nil), SheetURL: v.book.SheetURL,
	}
	for _, p := range v.book.Reminders.Waiting() {
		if inv, ok := snapshot.Invoice(p.Invoice); ok && v.refuse(read, inv) == nil {
			q.Waiting = append(q.Waiting, waitingLine{inv, customerNameOf(snapshot, inv), p.Stage})
		}
	}
	for k := range snapshot.Customers() {
		if until := snapshot.CustomerPausedUntil(k); !until.IsZero() && !until.Before(q.Today) {
			q.Paused = append(q.Paused, pausedLine{snapshot.CustomerName(k), until})
		}
	}
	reconcile, err := v.book.Reminders.Reconciliation(ctx)
	if err != nil {
		return q, err
	}
	q.Reconcile = reconcile
	if q.Govern {
		parked, err := v.book.Reminders.Parked(ctx)
		if err != nil {
			return q, err
		}
		q.Parked = parked
		if q.Conflicts, err = v.book.Syncer.Conflicts(ctx); err != nil {
			return q, err
		}
		b.nameAuthors(ctx, v, q.Conflicts)
		q.Snapshot = snapshot
		if q.Presumed, err = v.book.Syncer.Presumed(ctx); err != nil {
			return q, err
		}
		if q.Questions, err = v.book.Syncer.Questions(ctx); err != nil {
			return q, err
		}
	}
	return q, nil
}

func (b *Bot) clickStatus(ctx context.Context, a *answer, _ Action, _ token) error {
	return b.replyStatus(ctx, a)
}

// replySync brings book and sheet together now.
func (b *Bot) replySync(ctx context.Context, a *answer) error {
	report, err := a.viewer.book.Syncer.Sync(ctx)
	if err != nil {
		return b.syncFailed(ctx, a, err)
	}
	a.say(ctx, a.viewer.synced(report, a.viewer.book.SheetURL))
	return nil
}

// syncFailed says so, with the reference under which the log has the cause.
func (b *Bot) syncFailed(ctx context.Context, a *answer, err error) error {
	if _, ok := errors.AsType[*ledger.Error](err); ok {
		return err // it says itself what to do
	}
	reference := b.opt.NewReference()
	b.opt.Log.ErrorContext(ctx, "sync asked for in Slack went wrong", slog.String("reference", reference), slog.Any("error", err))
	a.say(ctx, sentence(a.viewer.mark("sync_failed", with{"Reference": reference})))
	return nil
}

func (b *Bot) clickSync(ctx context.Context, a *answer, _ Action, _ token) error {
	return b.replySync(ctx, a)
}

// maxStarted bounds how many invoices one click lets be chased: what the
// screen said it would.
const maxStarted = 2000

// clickStartChasing lets the reminders begin on what was late when first seen.
func (b *Bot) clickStartChasing(ctx context.Context, a *answer, _ Action, _ token) error {
	if err := a.viewer.refuse(govern, nil); err != nil {
		return err
	}
	a.viewer.book.acting.Lock()
	defer a.viewer.book.acting.Unlock()
	snapshot := a.viewer.book.Desk.Book()
	var keys []ledger.Key
	for _, p := range a.viewer.book.Reminders.Waiting() {
		if inv, ok := snapshot.Invoice(p.Invoice); ok && inv.Waiting && len(keys) < maxStarted {
			keys = append(keys, p.Invoice)
		}
	}
	act := ledger.Act{ID: a.act, At: b.opt.Now(), Actor: a.viewer.ID, Source: ledger.SourceSlack}
	changes, err := act.StartChasing(snapshot, keys)
	if err != nil {
		return err
	}
	if len(changes) == 0 {
		a.say(ctx, sentence(a.viewer.mark("already")))
		return nil
	}
	if _, err := a.viewer.book.Desk.Record(ctx, changes...); err != nil {
		return err
	}
	a.say(ctx, sentence(a.viewer.mark("done_start_chasing", with{"Who": a.viewer.Name, "Count": len(changes)})))
	b.redraw(a.viewer, keys...)
	return nil
}

// clickPreview shows who would get what at a level, with the button that sets it.
func (b *Bot) clickPreview(ctx context.Context, a *answer, _ Action, t token) error {
	if err := a.viewer.refuse(govern, nil); err != nil {
		return err
	}
	level := ledger.Level(t.Choice)
	lines, err := a.viewer.book.Reminders.Preview(ctx, level)
	if err != nil {
		return err
	}
	q := previewView{Book: a.viewer.book.Name, Now: a.viewer.book.Desk.Book().Level(), Level: level, Lines: lines}
	if level == ledger.LevelLetters {
		q.NoAccount = a.viewer.book.unpayable()
	}
	a.say(ctx, a.viewer.preview(q))
	return nil
}

// unpayable are the currencies that something is open in, and of which letters
// couldn't say where they are paid.
func (b *book) unpayable() []ledger.Currency {
	if b.Payable == nil {
		return nil
	}
	missing := map[ledger.Currency]bool{}
	for inv := range b.Desk.Book().Invoices() {
		if c := inv.Amount.Currency; inv.Open().IsPositive() && !missing[c] && !b.Payable(c) {
			missing[c] = true
		}
	}
	return slices.Sorted(maps.Keys(missing))
}

func (b *Bot) clickLevel(ctx context.Context, a *answer, _ Action, t token) error {
	if err := a.viewer.refuse(govern, nil); err != nil {
		return err
	}
	return b.govern(ctx, a, func(act ledger.Act, book *ledger.Book) ([]ledger.Change, error) {
		return act.SetLevel(book, ledger.Level(t.Choice))
	}, a.viewer.mark("done_level", with{"Who": a.viewer.Name, "Level": a.viewer.say("level_" + t.Choice)}))
}

// govern records what changes the whole book or a customer, and says so.
func (b *Bot) govern(ctx context.Context, a *answer, do func(ledger.Act, *ledger.Book) ([]ledger.Change, error), done string) error {
	return b.governed(ctx, a, do, func() string { return done })
}

// governed is govern where what is said depends on what was done.
func (b *Bot) governed(ctx context.Context, a *answer, do func(ledger.Act, *ledger.Book) ([]ledger.Change, error), done func() string) error {
	a.viewer.book.acting.Lock()
	defer a.viewer.book.acting.Unlock()
	act := ledger.Act{ID: a.act, At: b.opt.Now(), Actor: a.viewer.ID, Source: ledger.SourceSlack}
	changes, err := do(act, a.viewer.book.Desk.Book())
	if err != nil {
		return err
	}
	line := a.viewer.mark("already")
	if len(changes) > 0 {
		if _, err := a.viewer.book.Desk.Record(ctx, changes...); err != nil {
			return err
		}
		line = done()
	}
	a.say(ctx, sentence(line))
	if len(changes) > 0 {
		b.redraw(a.viewer)
	}
	return nil
}

// clickParked settles a delivery whose fate nobody knows.
func (b *Bot) clickParked(ctx context.Context, a *answer, ac Action, t token) error {
	if err := a.viewer.refuse(govern, nil); err != nil {
		return err
	}
	again := baseAction(ac.ActionID) == actionParkedAgain
	already, err := a.viewer.book.Reminders.ResolveParked(ctx, ParkedDecision{ID: t.ID, SendAgain: again, Actor: a.viewer.ID})
	if err != nil {
		return err
	}
	id := "done_parked_arrived"
	switch {
	case already:
		id = "already"
	case again:
		id = "done_parked_again"
	}
	a.add(ctx, sentence(a.viewer.mark(id, with{"Who": a.viewer.Name})))
	return nil
}
