package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"github.com/relance-bot/relance/ledger"
)

// lineButtons are the three buttons of a customer's lines. They act on all the
// invoices listed that are chased; what each click did is said by number.
func (v voice) lineButtons(book string, customer ledger.Key, lines []Line) []slack.Block {
	open := button(actionOpenCustomer, v.say("button_open"), token{Book: book, Customer: refOf(customer), Screen: screenReminder})
	var chased, others []ledger.Key
	for _, l := range lines {
		switch {
		case l.Status.isOver():
		case l.Status.isChased():
			chased = append(chased, l.Invoice)
		default:
			others = append(others, l.Invoice)
		}
	}
	keys := append(slices.Clip(chased), others...)
	if len(keys) == 0 {
		return row(open)
	}
	t := aboutAll(token{Book: book, Customer: refOf(customer), Screen: screenReminder}, keys)
	var take *slack.ButtonBlockElement
	if len(chased) > 0 {
		take = button(actionTake, v.say("button_take"), t)
	}
	return row(take, button(actionPromise, v.say("button_promise"), t), open)
}

// maxGroupValue bounds the value of a button about several invoices, about
// fifty: a digest holds two dozen such buttons. Those that are chased come
// first, so that a second click, on the message redrawn, takes the next.
const maxGroupValue = 600

// aboutAll makes a token be about those invoices, as many as fit.
func aboutAll(t token, keys []ledger.Key) token {
	if len(keys) == 1 {
		t.Invoice, t.Customer = refOf(keys[0]), ""
		return t
	}
	const brackets = len(`,"is":[]`)
	size := len(t.String()) + brackets
	for _, k := range keys {
		ref := refOf(k)
		quoted, _ := json.Marshal(ref) // a string can be
		if size += len(quoted) + 1; size > maxGroupValue && len(t.Invoices) > 0 {
			break
		}
		t.Invoices = append(t.Invoices, ref)
	}
	return t
}

// leftAlone is an invoice that a click on a customer's message didn't touch.
type leftAlone struct {
	invoice *ledger.Invoice
	why     string // ready for mrkdwn
}

// group is what a click on a customer's message is about, and what came of it.
type group struct {
	invoices []*ledger.Invoice // to act on; afterwards those acted on, as they are now
	left     []leftAlone
	fresh    bool
	seq      uint64 // of the act in the journal, if it may be taken back
}

// theGroup sorts the invoices of a token: those that keep passes, of the kind
// that heldBack gives, and the others with what stands in the way. It refuses
// where the person may do it to none.
func (b *Bot) theGroup(v viewer, t token, keep func(held string) bool) (group, error) {
	var g group
	var refused error
	today, book := b.today(v.book), v.book.Desk.Book()
	for _, ref := range t.Invoices {
		inv, ok := invoiceOf(book, ref)
		if !ok || v.refuse(read, inv) != nil {
			continue // gone, or not theirs to see
		}
		if err := v.refuse(follow, inv); err != nil {
			refused = err
			g.left = append(g.left, leftAlone{inv, v.ownedBy(book, inv)})
			continue
		}
		if held := heldBack(inv, today); !keep(held) {
			g.left = append(g.left, leftAlone{inv, v.heldWords(inv, today)})
			continue
		}
		g.invoices = append(g.invoices, inv)
	}
	switch {
	case len(g.invoices)+len(g.left) == 0:
		return g, stale()
	case len(g.invoices) == 0 && refused != nil:
		return g, refused
	}
	return g, nil
}

// ownedBy says who looks after an invoice.
func (v voice) ownedBy(book *ledger.Book, inv *ledger.Invoice) string {
	if owner := ownerName(book, inv); owner != "" {
		return v.mark("looked_after_by", with{"Owner": owner})
	}
	return v.mark("looked_after_by_nobody")
}

// heldWords is what stands on an invoice, in one line.
func (v voice) heldWords(inv *ledger.Invoice, today ledger.Date) string {
	if !inv.Open().IsPositive() {
		return v.mark("line_paid")
	}
	return strings.Join(v.standing(inv, today, nil), " · ")
}

// performAll records one thing that a person does to several invoices, all of
// it or nothing. What the ledger refuses of one is left alone and said.
func (b *Bot) performAll(ctx context.Context, v viewer, id string, g *group, d doing) error {
	v.book.acting.Lock()
	defer v.book.acting.Unlock()
	snapshot, today := v.book.Desk.Book(), b.today(v.book)
	act := ledger.Act{ID: id, At: b.opt.Now(), Actor: v.ID, Source: ledger.SourceSlack}
	var changes []ledger.Change
	var done []ledger.Key
	for _, inv := range g.invoices {
		inv, ok := snapshot.Follow(inv.Key)
		if !ok {
			continue
		}
		list, err := b.changesOf(act, v, snapshot, inv, d, today)
		if e, ok := errors.AsType[*ledger.Error](err); ok && e.Code != ledger.CodeInternal {
			g.left = append(g.left, leftAlone{inv, escaper.Replace(v.because(e))})
			continue
		}
		if err != nil {
			return err
		}
		if len(list) == 0 {
			g.left = append(g.left, leftAlone{inv, b.already(ctx, v, inv, d)})
			continue
		}
		changes, done = append(changes, list...), append(done, inv.Key)
	}
	g.invoices = nil
	if len(changes) == 0 {
		return nil
	}
	recorded, err := v.book.Desk.Record(ctx, changes...)
	if err != nil {
		return fmt.Errorf("record %s: %w", id, err)
	}
	g.fresh = len(recorded) == 0 || recorded[0].At.Equal(act.At) // else another replica heard the click first
	if g.fresh {
		g.seq = v.seqToTakeBack(d, recorded)
	}
	for _, key := range done {
		if inv, ok := v.book.Desk.Book().Follow(key); ok {
			g.invoices = append(g.invoices, inv)
		}
	}
	return nil
}

// toldAll says what a click on a customer's message did, to which invoices, and
// which it left alone, below the message, which is redrawn.
func (b *Bot) toldAll(ctx context.Context, a *answer, t token, g group, done string) {
	v := a.viewer
	var lines []string
	if len(g.invoices) > 0 {
		lines = append(lines, done+" · "+v.Clock(b.opt.Now().In(v.zone())))
	} else {
		lines = append(lines, v.mark("group_none"))
	}
	if len(g.left) > 0 {
		lines = append(lines, v.mark("group_left", with{"Count": len(g.left)}))
	}
	for _, l := range g.left {
		lines = append(lines, "• *"+escape(orDash(l.invoice.Number))+"* · "+l.why)
	}
	text := strings.Join(lines, "\n")
	open := button(actionOpenCustomer, v.say("button_open"), token{Book: t.Book, Customer: t.Customer, Screen: screenReminder})
	var back *slack.ButtonBlockElement
	if g.seq != 0 {
		back = button(actionTakeBack, v.say("button_take_back"), token{Book: t.Book, Screen: screenReminder, Seq: g.seq})
	}
	a.add(ctx, message(text, append([]slack.Block{section(text)}, row(back, open)...)...))
	if g.fresh && len(g.invoices) > 0 {
		b.redraw(v, keysOf(g.invoices)...)
	}
}

// numbersOf lists invoices by number, ready for mrkdwn.
func numbersOf(list []*ledger.Invoice) ready {
	numbers := make([]string, len(list))
	for i, inv := range list {
		numbers[i] = "*" + escape(orDash(inv.Number)) + "*"
	}
	return ready(strings.Join(numbers, ", "))
}

// takeAll is "I'm on it" of a customer's message.
func (b *Bot) takeAll(ctx context.Context, a *answer, t token) error {
	v := a.viewer
	g, err := b.theGroup(v, t, func(held string) bool { return held == "" })
	if err != nil {
		return err
	}
	d := taken{who: v.Name, until: v.book.Calendar.AddBusinessDays(b.today(v.book), takeOverDays)}
	if err := b.performAll(ctx, v, a.act, &g, d); err != nil {
		return err
	}
	b.toldAll(ctx, a, t, g, v.mark("done_take_all", with{"Who": v.Name, "Day": d.until, "Invoices": numbersOf(g.invoices)}))
	return nil
}
