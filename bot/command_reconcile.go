package bot

import (
	"context"
	"strconv"

	"github.com/slack-go/slack"

	"github.com/relance-bot/relance/ledger"
)

// clickReconcile is finance's word that sending may go on, after the store
// turned out to know less than was sent.
func (b *Bot) clickReconcile(ctx context.Context, a *answer, _ Action, t token) error {
	if err := a.viewer.refuse(govern, nil); err != nil {
		return err
	}
	epoch, err := strconv.ParseUint(t.ID, 10, 64)
	if err != nil {
		return stale()
	}
	stands, err := a.viewer.book.Reminders.Reconciliation(ctx)
	switch {
	case err != nil:
		return err
	case stands.Epoch != epoch:
		return stale() // another one began: its list is another, too
	case !stands.Open:
		a.say(ctx, sentence(a.viewer.mark("already")))
		return nil
	}
	if err := a.viewer.book.Reminders.ConfirmReconcile(ctx, ReconcileConfirmed{Epoch: epoch, Actor: a.viewer.ID}); err != nil {
		return err
	}
	a.say(ctx, sentence(a.viewer.mark("done_reconcile", with{"Who": a.viewer.Name})))
	return nil
}

// reconcile says that nothing goes out, why, what was looked for in vain or is
// being looked for, and has finance confirm.
func (v voice) reconcile(q statusView) []slack.Block {
	r := q.Reconcile
	if !r.Open {
		return nil
	}
	text := v.mark("reconcile", with{"Reason": ready(v.mark("reconcile_" + r.Cause))})
	if !r.Since.IsZero() {
		at := r.Since.In(q.Now.Location())
		text += "\n" + v.mark("reconcile_since", with{"Day": v.Day(ledger.DateOf(at)), "Time": v.Clock(at)})
	}
	if !q.Govern {
		return []slack.Block{section(text)}
	}
	text += "\n" + v.mark("reconcile_not_found", with{"Count": len(q.Parked)})
	for _, p := range r.Searched[:min(len(r.Searched), statusLines)] {
		text += "\n• " + v.mark("reconcile_searched", with{"Kind": v.say("kind_" + p.Kind), "To": place(p.To), "Count": len(p.Invoices)})
	}
	if n := len(r.Searched); n > statusLines {
		text += "\n" + v.mark("and_more", with{"Count": n - statusLines})
	}
	t := token{Book: q.Book, ID: strconv.FormatUint(r.Epoch, 10)}
	return append([]slack.Block{section(text)}, row(
		v.confirmed(primary(button(actionReconcile, v.say("button_reconcile"), t)), v.say("confirm_reconcile")),
	)...)
}

// place is a destination as a reader of Slack knows it: by its name, where it
// is an id of Slack's.
func place(to string) any {
	switch {
	case !isID(to):
		return to
	case to[0] == 'U' || to[0] == 'W':
		return ready("<@" + to + ">")
	case to[0] == 'C' || to[0] == 'G':
		return ready("<#" + to + ">")
	}
	return to
}

// isID tells an id of Slack's from a name.
func isID(s string) bool {
	if len(s) < minIDLength {
		return false
	}
	for i := range len(s) {
		if c := s[i]; (c < '0' || c > '9') && (c < 'A' || c > 'Z') {
			return false
		}
	}
	return true
}

// minIDLength is shorter than any id that Slack gave out.
const minIDLength = 7
