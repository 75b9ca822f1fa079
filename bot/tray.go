package bot

import (
	"context"
	"slices"
	"strings"

	"github.com/relance-bot/relance/ledger"
)

// trayPage is how many letters one message shows: two blocks each, of the fifty
// that a message may have, and no more than a person ticks with care.
const trayPage = 10

// mayApprove says why a person may not decide on a letter, or nothing: finance
// may on all, a salesperson on the milder ones about their own invoices.
func (v viewer) mayApprove(l Letter) error {
	if v.finance {
		return nil
	}
	if l.ByFinance || len(l.Lines) == 0 {
		return denied(refusedFinance)
	}
	if l.Approver == v.ID && v.ID != "" {
		return nil // also for whoever is away, while they are
	}
	book := v.book.Desk.Book()
	for _, line := range l.Lines {
		inv, ok := book.Invoice(line.Invoice)
		if !ok || !v.owns(book, inv) {
			return denied(refusedNotYours)
		}
	}
	return nil
}

// trayOf collects the letters that a person decides on.
func (b *Bot) trayOf(ctx context.Context, v viewer, page int) (trayView, error) {
	q := trayView{Book: v.book.Name, Page: page, Govern: v.may(govern, nil), Level: v.book.Desk.Book().Level(), Viewer: v.ID}
	if v.book.Letters == nil {
		return q, nil
	}
	all, err := v.book.Letters.Letters(ctx)
	if err != nil {
		return q, err
	}
	for _, l := range all {
		switch may := v.mayApprove(l) == nil; {
		case !may:
		case l.waits():
			q.Waiting = append(q.Waiting, l)
		case l.Reason == LetterGoes:
			q.Going = append(q.Going, l)
		case len(l.Lines) > 0 && l.Kind != LetterThanks: // thanks that don't leave are nobody's concern
			q.Stopped = append(q.Stopped, l)
		}
	}
	// Firmest first: what a customer feels most is read with the freshest eye.
	slices.SortStableFunc(q.Waiting, func(a, b Letter) int { return b.stage().Number - a.stage().Number })
	if q.Govern {
		if q.HandOvers, err = v.book.Letters.HandOvers(ctx); err != nil {
			return q, err
		}
		book := v.book.Desk.Book()
		q.Collecting, q.NameOf, q.Today = book.Collections(), book.CustomerName, b.today(v.book)
	}
	q.Silent = !v.book.Desk.Book().Letters().Silence.IsZero()
	q.Page = max(0, min(page, (len(q.Waiting)-1)/trayPage))
	return q, nil
}

func (l Letter) stage() ledger.Stage {
	var s ledger.Stage
	for _, line := range l.Lines {
		if line.Stage.Above(s) {
			s = line.Stage
		}
	}
	return s
}

// replyTray shows the letters that wait for the person's word.
func (b *Bot) replyTray(ctx context.Context, a *answer, page int, done string) error {
	q, err := b.trayOf(ctx, a.viewer, page)
	if err != nil {
		return err
	}
	q.Done = done
	a.say(ctx, a.viewer.tray(q))
	return nil
}

func (b *Bot) clickTray(ctx context.Context, a *answer, _ Action, t token) error {
	return b.replyTray(ctx, a, t.Page, "")
}

// letter finds one of today's letters that the person may decide on; none
// where something about its invoices changed.
func (b *Bot) letter(ctx context.Context, v viewer, id string) (Letter, bool, error) {
	if v.book.Letters == nil {
		return Letter{}, false, nil
	}
	all, err := v.book.Letters.Letters(ctx)
	if err != nil {
		return Letter{}, false, err
	}
	i := slices.IndexFunc(all, func(l Letter) bool { return l.ID == id && id != "" })
	if i < 0 {
		return Letter{}, false, nil
	}
	return all[i], true, v.mayApprove(all[i])
}

// clickTraySend says yes to the ticked letters. What changed since they were
// shown is left out, and said so; the figures of the others are taken anew when
// they leave.
func (b *Bot) clickTraySend(ctx context.Context, a *answer, ac Action, t token) error {
	if len(ac.Ticked) == 0 {
		return b.replyTray(ctx, a, t.Page, a.viewer.mark("tray_none_ticked"))
	}
	done, err := b.approve(ctx, a, ac.Ticked)
	if err != nil {
		return err
	}
	return b.replyTray(ctx, a, t.Page, done)
}

// approve records one person's yes to letters, all at once.
func (b *Bot) approve(ctx context.Context, a *answer, ticked []string) (done string, err error) {
	v := a.viewer
	v.book.acting.Lock()
	defer v.book.acting.Unlock()
	act := ledger.Act{ID: a.act, At: b.opt.Now(), Actor: v.ID, Source: ledger.SourceSlack}
	var (
		changes []ledger.Change
		left    []string
		yes     int
		second  int
	)
	for _, choice := range ticked {
		id, customer, _ := strings.Cut(choice, ":")
		l, found, err := b.letter(ctx, v, id)
		switch {
		case err != nil:
			return "", err
		case !found:
			left = append(left, v.mark("tray_left_out", with{"Customer": b.trayName(v, customer)}))
			continue
		case l.Reason == LetterGoes: // somebody was quicker: it leaves
			continue
		case l.Reason != LetterToApprove && l.Reason != LetterToSecond:
			left = append(left, v.mark("tray_stopped", with{"Customer": l.Name, "Reason": ready(v.letterReason(l))}))
			continue
		}
		more, err := act.ApproveLetter(v.book.Desk.Book(), l.Customer, l.ID)
		if err != nil {
			return "", err
		}
		changes = append(changes, more...)
		switch {
		case len(more) == 0:
			left = append(left, v.mark("tray_needs_another", with{"Customer": l.Name}))
		case len(l.Approved)+1 < l.Needs:
			second++
		default:
			yes++
		}
	}
	if len(changes) > 0 {
		if _, err := v.book.Desk.Record(ctx, changes...); err != nil {
			return "", err
		}
	}
	return v.trayDone(yes, second, left), nil
}

func (b *Bot) trayName(v viewer, ref string) string {
	if k, ok := customerOf(v.book.Desk.Book(), ref); ok {
		return v.book.Desk.Book().CustomerName(k)
	}
	return "–"
}

// clickLetter opens a letter as it would leave now, with a paragraph to add.
func (b *Bot) clickLetter(ctx context.Context, a *answer, ac Action, t token) error {
	if _, found, err := b.letter(ctx, a.viewer, t.ID); err != nil || !found {
		return b.orGone(ctx, a, t, err)
	}
	text, found, err := a.viewer.book.Letters.LetterText(ctx, t.ID)
	if err != nil || !found {
		return b.orGone(ctx, a, t, err)
	}
	o := origin{Token: t, URL: ac.ResponseURL, Channel: ac.ChannelID, TS: ac.MessageTS, Thread: ac.ThreadTS, Replace: true}
	return b.opt.Slack.OpenView(ctx, a.trigger, a.viewer.letterForm(letterFormView{Text: text, Origin: o}))
}

// orGone shows the tray as it is now where a letter is no more.
func (b *Bot) orGone(ctx context.Context, a *answer, t token, err error) error {
	if err != nil {
		return err
	}
	return b.replyTray(ctx, a, t.Page, a.viewer.mark("tray_left_out", with{"Customer": b.trayName(a.viewer, t.Customer)}))
}

// submitLetter keeps the paragraph that a person added.
func (b *Bot) submitLetter(ctx context.Context, v viewer, s Submission, o origin) error {
	l, found, err := b.letter(ctx, v, o.Token.ID)
	switch {
	case err != nil:
		return err
	case !found:
		return stale()
	}
	err = b.sayOfLetter(ctx, v, formID(s), func(act ledger.Act, book *ledger.Book) ([]ledger.Change, error) {
		return act.NoteLetter(book, l.Customer, l.ID, s.Values[fieldText].Text)
	})
	if err != nil {
		return err
	}
	b.later(func(ctx context.Context) {
		a := &answer{bot: b, viewer: v, url: o.URL, channel: o.Channel, thread: o.Thread, replace: o.Replace}
		if err := b.replyTray(ctx, a, o.Token.Page, v.mark("tray_noted", with{"Customer": l.Name})); err != nil {
			b.lost(ctx, err)
		}
	})
	return nil
}

// sayOfLetter records one word about a letter.
func (b *Bot) sayOfLetter(ctx context.Context, v viewer, id string, do func(ledger.Act, *ledger.Book) ([]ledger.Change, error)) error {
	v.book.acting.Lock()
	defer v.book.acting.Unlock()
	changes, err := do(ledger.Act{ID: id, At: b.opt.Now(), Actor: v.ID, Source: ledger.SourceSlack}, v.book.Desk.Book())
	if err != nil || len(changes) == 0 {
		return err
	}
	_, err = v.book.Desk.Record(ctx, changes...)
	return err
}

// clickLetterBack takes back the approvals of a letter that hasn't left.
func (b *Bot) clickLetterBack(ctx context.Context, a *answer, _ Action, t token) error {
	return b.clickOnLetter(ctx, a, t, "tray_taken_back", func(l Letter, act ledger.Act, book *ledger.Book) ([]ledger.Change, error) {
		return act.WithdrawLetter(book, l.Customer, l.ID)
	})
}

// clickByHand notes that a person sent a draft themselves.
func (b *Bot) clickByHand(ctx context.Context, a *answer, _ Action, t token) error {
	return b.clickOnLetter(ctx, a, t, "tray_by_hand", func(l Letter, act ledger.Act, book *ledger.Book) ([]ledger.Change, error) {
		if l.Kind == LetterThanks {
			return act.EndThanks(book, l.invoices())
		}
		var written []ledger.Written
		for _, line := range l.Lines {
			written = append(written, ledger.Written{Invoice: line.Invoice, Stage: line.Stage})
		}
		return act.LetterByHand(book, written, b.today(a.viewer.book))
	})
}

// clickNoThanks decides against a note of thanks.
func (b *Bot) clickNoThanks(ctx context.Context, a *answer, _ Action, t token) error {
	return b.clickOnLetter(ctx, a, t, "tray_no_thanks", func(l Letter, act ledger.Act, book *ledger.Book) ([]ledger.Change, error) {
		if l.Kind != LetterThanks {
			return nil, stale()
		}
		return act.EndThanks(book, l.invoices())
	})
}

func (l Letter) invoices() []ledger.Key {
	var keys []ledger.Key
	for _, line := range l.Lines {
		keys = append(keys, line.Invoice)
	}
	return keys
}

func (b *Bot) clickOnLetter(ctx context.Context, a *answer, t token, done string, do func(Letter, ledger.Act, *ledger.Book) ([]ledger.Change, error)) error {
	l, found, err := b.letter(ctx, a.viewer, t.ID)
	if err != nil || !found {
		return b.orGone(ctx, a, t, err)
	}
	err = b.sayOfLetter(ctx, a.viewer, a.act, func(act ledger.Act, book *ledger.Book) ([]ledger.Change, error) { return do(l, act, book) })
	if err != nil {
		return err
	}
	return b.replyTray(ctx, a, t.Page, a.viewer.mark(done, with{"Customer": l.Name, "Who": a.viewer.Name}))
}

// clickRelease lets letters go to one of the largest customers.
func (b *Bot) clickRelease(ctx context.Context, a *answer, _ Action, t token) error {
	if err := a.viewer.refuse(govern, nil); err != nil {
		return err
	}
	customer, ok := customerOf(a.viewer.book.Desk.Book(), t.Customer)
	if !ok {
		return stale()
	}
	err := b.sayOfLetter(ctx, a.viewer, a.act, func(act ledger.Act, book *ledger.Book) ([]ledger.Change, error) {
		return act.ReleaseCustomer(book, customer)
	})
	if err != nil {
		return err
	}
	return b.replyTray(ctx, a, t.Page, a.viewer.mark("tray_released", with{"Customer": b.trayName(a.viewer, t.Customer), "Who": a.viewer.Name}))
}

// clickGoOn is finance's word after a long silence of the service.
func (b *Bot) clickGoOn(ctx context.Context, a *answer, _ Action, t token) error {
	if err := a.viewer.refuse(govern, nil); err != nil {
		return err
	}
	err := b.sayOfLetter(ctx, a.viewer, a.act, func(act ledger.Act, book *ledger.Book) ([]ledger.Change, error) {
		return act.GoOnWithLetters(book)
	})
	if err != nil {
		return err
	}
	return b.replyTray(ctx, a, t.Page, a.viewer.mark("tray_go_on", with{"Who": a.viewer.Name}))
}
