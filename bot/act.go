package bot

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"

	"github.com/relance-bot/relance/ledger"
)

// doing is one thing that a person does to an invoice.
type doing interface {
	// changes asks the ledger what has to be recorded.
	changes(act ledger.Act, b *ledger.Book, inv *ledger.Invoice, today ledger.Date) ([]ledger.Change, error)
	// done says it, with the actor's name, ready for mrkdwn.
	done(v voice, actor string, inv *ledger.Invoice) string
}

type (
	promised struct {
		day    ledger.Date
		amount ledger.Money
	}
	disputed struct{ ledger.Contested }
	settled  struct{ outcome string }
	snoozed  struct{ until ledger.Date }
	taken    struct {
		who   string // stands in the sheet's cell, so a name
		until ledger.Date
	}
	saysPaid struct{ until ledger.Date }
	notPaid  struct{}
	payment  struct {
		amount ledger.Money
		day    ledger.Date
		note   string
		ahead  bool // its day hasn't come
		sure   bool // whatever is in doubt about it is meant
	}
)

func (d promised) changes(act ledger.Act, b *ledger.Book, inv *ledger.Invoice, today ledger.Date) ([]ledger.Change, error) {
	return act.Promise(b, inv.Key, d.day, d.amount, today)
}

func (d promised) done(v voice, actor string, inv *ledger.Invoice) string {
	amount := d.amount
	if amount.IsZero() {
		amount = inv.Open()
	}
	return v.mark("done_promise", with{"Who": actor, "Day": d.day, "Amount": amount})
}

func (d disputed) changes(act ledger.Act, b *ledger.Book, inv *ledger.Invoice, today ledger.Date) ([]ledger.Change, error) {
	return act.Dispute(b, inv.Key, d.Contested, today)
}

func (d disputed) done(v voice, actor string, _ *ledger.Invoice) string {
	return v.mark("done_dispute", with{"Who": actor, "Text": d.Reason})
}

func (d settled) changes(act ledger.Act, b *ledger.Book, inv *ledger.Invoice, _ ledger.Date) ([]ledger.Change, error) {
	return act.SettleDispute(b, inv.Key, d.outcome)
}

func (d settled) done(v voice, actor string, _ *ledger.Invoice) string {
	return v.mark("done_settle", with{"Who": actor, "Outcome": v.say("outcome_" + d.outcome)})
}

func (d snoozed) changes(act ledger.Act, b *ledger.Book, inv *ledger.Invoice, today ledger.Date) ([]ledger.Change, error) {
	return act.Snooze(b, inv.Key, d.until, today)
}

func (d snoozed) done(v voice, actor string, _ *ledger.Invoice) string {
	return v.mark("done_snooze", with{"Who": actor, "Day": d.until})
}

func (d taken) changes(act ledger.Act, b *ledger.Book, inv *ledger.Invoice, today ledger.Date) ([]ledger.Change, error) {
	if isTaken(inv, today) {
		return nil, nil // someone is on it: the first keeps it
	}
	return act.TakeOver(b, inv.Key, d.who, d.until)
}

func (d taken) done(v voice, actor string, _ *ledger.Invoice) string {
	return v.mark("done_take", with{"Who": actor, "Day": d.until})
}

func (d saysPaid) changes(act ledger.Act, b *ledger.Book, inv *ledger.Invoice, today ledger.Date) ([]ledger.Change, error) {
	if isSaidPaid(inv, today) {
		return nil, nil
	}
	return act.SaysPaid(b, inv.Key, d.until)
}

func (d saysPaid) done(v voice, actor string, _ *ledger.Invoice) string {
	return v.mark("done_says_paid", with{"Who": actor, "Day": d.until})
}

func (notPaid) changes(act ledger.Act, b *ledger.Book, inv *ledger.Invoice, _ ledger.Date) ([]ledger.Change, error) {
	return act.SaysPaid(b, inv.Key, 0)
}

func (notPaid) done(v voice, actor string, _ *ledger.Invoice) string {
	return v.mark("done_not_paid", with{"Who": actor})
}

func (d payment) changes(act ledger.Act, b *ledger.Book, inv *ledger.Invoice, today ledger.Date) ([]ledger.Change, error) {
	changes, err := act.Pay(b, inv.Key, d.amount, d.day, d.note)
	if err != nil || len(changes) == 0 {
		return changes, err
	}
	if doubts := ledger.Doubts(b, inv.Key, d.amount, d.day, today); len(doubts) > 0 && !d.sure {
		return nil, doubtful{inv, d, doubts, ledger.Overpays(b, inv.Key, d.amount)}
	}
	if inv.SaysPaidUntil.IsZero() {
		return changes, nil
	}
	// The money came: nobody has to look for it any longer.
	cleared, err := act.SaysPaid(b, inv.Key, 0)
	return append(changes, cleared...), err
}

func (d payment) done(v voice, actor string, _ *ledger.Invoice) string {
	id := "done_pay"
	if d.ahead {
		id = "done_pay_ahead"
	}
	return v.mark(id, with{"Who": actor, "Amount": d.amount, "Day": d.day})
}

// outcome is what came of an act.
type outcome struct {
	invoice *ledger.Invoice // as it is now
	fresh   bool            // recorded now, by this act
	line    string          // what was done, by whom and when; ready for mrkdwn
	seq     uint64          // of the act in the journal, if it may be taken back
}

// perform records what a person does. Book and journal are looked at and
// written under one lock, so that of two clicks at once the second finds the
// first's work and changes nothing.
func (b *Bot) perform(ctx context.Context, v viewer, id string, ref ledger.Key, d doing) (outcome, error) {
	v.book.acting.Lock()
	defer v.book.acting.Unlock()
	snapshot := v.book.Desk.Book()
	inv, ok := snapshot.Follow(ref)
	if !ok {
		return outcome{}, stale()
	}
	today := b.today(v.book)
	act := ledger.Act{ID: id, At: b.opt.Now(), Actor: v.ID, Source: ledger.SourceSlack}
	changes, err := b.changesOf(act, v, snapshot, inv, d, today)
	if err != nil {
		return outcome{}, err
	}
	if len(changes) == 0 {
		return outcome{invoice: inv, line: b.already(ctx, v, inv, d)}, nil
	}
	recorded, err := v.book.Desk.Record(ctx, changes...)
	if err != nil {
		return outcome{}, fmt.Errorf("record %s: %w", id, err)
	}
	now, ok := v.book.Desk.Book().Follow(ref)
	if !ok {
		return outcome{}, stale()
	}
	out := outcome{invoice: now, fresh: true}
	if len(recorded) > 0 && !recorded[0].At.Equal(act.At) {
		// Another replica heard the same click first.
		out.fresh = false
		out.line = b.already(ctx, v, now, d)
		return out, nil
	}
	out.seq = v.seqToTakeBack(d, recorded)
	out.line = d.done(v.voice, v.Name, inv) + " · " + v.Clock(b.opt.Now().In(v.zone()))
	if _, ok := d.(promised); ok {
		for _, why := range v.book.Reminders.Why(now.Key) {
			if why.Unconfirmed {
				out.line += "\n" + v.mark("promise_unconfirmed")
			}
		}
	}
	return out, nil
}

// changesOf are what a deed changes of an invoice.
func (b *Bot) changesOf(act ledger.Act, v viewer, snapshot *ledger.Book, inv *ledger.Invoice, d doing, today ledger.Date) ([]ledger.Change, error) {
	changes, err := d.changes(act, snapshot, inv, today)
	if err != nil {
		return nil, err
	}
	if p, ok := d.(promised); ok && v.may(govern, nil) && ledger.BrokenInRow(inv.PromisesAt(today, nil)) > 0 {
		changes = append(changes, act.ConfirmPromise(inv, p.day)...) // who may govern stands by what they say
	}
	return changes, nil
}

// already says that it is so, and by whom where the invoice tells.
func (b *Bot) already(ctx context.Context, v viewer, inv *ledger.Invoice, d doing) string {
	if _, ok := d.(taken); ok && inv.TakenBy != "" && inv.TakenBy != v.Name {
		return v.mark("already_by", with{"Who": b.nameOf(ctx, inv.TakenBy)})
	}
	if p, ok := d.(payment); ok {
		for _, q := range inv.Payments {
			if q.Date == p.day && q.Amount == p.amount && q.By != "" && q.By != v.ID {
				return v.mark("already_by", with{"Who": b.nameOf(ctx, q.By)})
			}
		}
	}
	return v.mark("already")
}

// nameOf is how a Slack user is called; whoever isn't one keeps their text.
func (b *Bot) nameOf(ctx context.Context, id string) string {
	if u, err := b.opt.Directory.User(ctx, id); err == nil && u.Name != "" {
		return u.Name
	}
	return id
}

// act performs, answers with the card and redraws what shows the invoice.
func (b *Bot) act(ctx context.Context, a *answer, inv *ledger.Invoice, d doing) error {
	out, err := b.perform(ctx, a.viewer, a.act, inv.Key, d)
	if err != nil {
		return err
	}
	b.told(ctx, a, out)
	return nil
}

// told answers with the card as it is now, and redraws the rest.
func (b *Bot) told(ctx context.Context, a *answer, out outcome) {
	q := b.invoiceViewOf(a.viewer, out.invoice, out.line)
	q.Back = out.seq
	a.say(ctx, a.viewer.invoice(q))
	if out.fresh {
		b.redraw(a.viewer, out.invoice.Key)
	}
}

// redraw updates the messages of the reminders and the viewer's Home tab.
func (b *Bot) redraw(v viewer, keys ...ledger.Key) {
	b.later(func(ctx context.Context) {
		if err := v.book.Reminders.Refresh(ctx, keys...); err != nil {
			b.lost(ctx, fmt.Errorf("refresh reminders: %w", err))
		}
		b.publishHome(ctx, v)
	})
}

// maxClickValue bounds a button's value within an act's id, which stands in
// every change of the act; a longer one is there as a hash.
const maxClickValue = 300

// clickID names the act of a button, the same for the click delivered twice
// and for two quick clicks. Seq makes it another once something has moved, so
// that what was undone can be done again.
func clickID(book *ledger.Book, ac Action) string {
	value := ac.Value
	if len(value) > maxClickValue {
		sum := sha256.Sum256([]byte(value))
		value = hex.EncodeToString(sum[:])
	}
	return "click/" + ac.ChannelID + "/" + ac.MessageTS + ac.ViewID + "/" + baseAction(ac.ActionID) + "/" + value + "/" + strconv.FormatUint(book.Seq(), 10)
}
