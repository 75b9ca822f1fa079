package bot

import (
	"context"
	"strings"

	"github.com/relance-bot/relance/ledger"
)

// replyAging answers how old the receivables are.
func (b *Bot) replyAging(ctx context.Context, a *answer, args []string) error {
	q, err := b.aging(ctx, a.viewer, parseFilter(args))
	if err != nil {
		return err
	}
	a.say(ctx, a.viewer.aging(q))
	return nil
}

func (b *Bot) aging(ctx context.Context, v viewer, f filter) (agingView, error) {
	snapshot := v.book.Desk.Book()
	q := agingView{Book: v.book.Name, AsOf: b.today(v.book), Query: f.String()}
	scope, err := b.scope(ctx, v, f, &q.About)
	if err != nil {
		return q, err
	}
	q.Reports = ledger.Aging(snapshot, ledger.AgingQuery{AsOf: q.AsOf, Scope: scope})
	return q, nil
}

// scope is a filter as the ledger knows it, for figures: one customer, one
// salesperson.
func (b *Bot) scope(ctx context.Context, v viewer, f filter, about *string) (ledger.Scope, error) {
	snapshot := v.book.Desk.Book()
	var s ledger.Scope
	f = wholeOwner(snapshot, f)
	user := f.user
	if v.book.OwnOnly && !v.finance && !v.manager {
		f.me = true
	}
	if f.me {
		user = v.ID
	}
	switch {
	case user != "":
		u, err := b.opt.Directory.User(ctx, user)
		if err != nil {
			return s, err
		}
		s.Salesperson, *about = salesKey(snapshot, u), u.Name
	case f.owner != "":
		p, err := findOwner(snapshot, f.owner)
		if err != nil {
			return s, err
		}
		s.Salesperson, *about = salesKey(snapshot, User{ID: p.SlackID, Email: p.Email}), p.Name
	}
	if f.name == "" {
		return s, nil
	}
	list := findCustomer(snapshot, f.name)
	switch len(list) {
	case 0:
		return s, notFound(strings.Fields(f.name))
	case 1:
		s.Customer, *about = list[0], snapshot.CustomerName(list[0])
		return s, nil
	}
	return s, &ledger.Error{
		Code: ledger.CodeAmbiguous, Reason: ledger.ReasonAmbiguous, Args: ledger.Args{"text": f.name, "count": len(list)},
		Message: "Several customers fit that name.",
	}
}

// salesKey is how the person stands in the salesperson cells. A book that
// writes one person in several ways is asked about by the first that is used.
func salesKey(b *ledger.Book, u User) ledger.Key {
	candidates := []ledger.Key{ledger.KeyOf(u.Email), ledger.KeyOf(u.ID)}
	for p := range b.People() {
		if isPerson(u, p) {
			candidates = append(candidates, ledger.KeyOf(p.Name))
		}
	}
	for _, k := range candidates {
		if k != "" && len(b.SalesInvoices(k)) > 0 {
			return k
		}
	}
	// Nobody's key, rather than everybody's.
	return "\x01nobody"
}

func (b *Bot) clickAging(ctx context.Context, a *answer, ac Action, t token) error {
	q, err := b.aging(ctx, a.viewer, parseFilter(split(t.Query)))
	if err != nil {
		return err
	}
	switch baseAction(ac.ActionID) {
	case actionAgingShare:
		q.Public = true
		return b.share(ctx, a, ac, a.viewer.aging(q))
	default:
		a.say(ctx, a.viewer.agingTable(q))
	}
	return nil
}
