package bot

import (
	"context"
	"strconv"
	"strings"

	"github.com/relance-bot/relance/ledger"
)

// methodWords are how people name the methods.
var methodWords = map[string]ledger.Method{
	"period": ledger.MethodPeriod, "periode": ledger.MethodPeriod, "countback": ledger.MethodCountback, "count-back": ledger.MethodCountback,
	"epuisement": ledger.MethodCountback, "exhaustion": ledger.MethodCountback, "true": ledger.MethodTrue, "reel": ledger.MethodTrue, "vrai": ledger.MethodTrue,
	"best": ledger.MethodBest, "best-possible": ledger.MethodBest, "optimal": ledger.MethodBest, "meilleur": ledger.MethodBest,
}

// parseDSO reads "90", "countback", "me", "acme" in any order.
func parseDSO(args []string) (ledger.DSOQuery, filter) {
	var q ledger.DSOQuery
	var rest []string
	for _, arg := range args {
		if m, ok := methodWords[fold(arg)]; ok {
			q.Method = m
			continue
		}
		if n, ok := days(arg); ok && n > 0 {
			q.Days = n
			continue
		}
		if w := fold(arg); w == "days" || w == "day" || w == "jours" || w == "j" {
			continue
		}
		rest = append(rest, arg)
	}
	return q, parseFilter(rest)
}

// replyDSO answers with the DSO of each currency, its method named.
func (b *Bot) replyDSO(ctx context.Context, a *answer, args []string) error {
	q, err := b.dso(ctx, a.viewer, args)
	if err != nil {
		return err
	}
	a.say(ctx, a.viewer.dso(q))
	return nil
}

func (b *Bot) dso(ctx context.Context, v viewer, args []string) (dsoView, error) {
	query, f := parseDSO(args)
	q := dsoView{Book: v.book.Name, filter: f.String()}
	if n, err := strconv.Atoi(f.name); err == nil && len(findCustomer(v.book.Desk.Book(), f.name)) == 0 {
		query.Days = n // beyond what a period may be: refused as such
		if n == 0 {
			query.Days = -1
		}
		return q, query.Check()
	}
	scope, err := b.scope(ctx, v, f, &q.About)
	if err != nil {
		return q, err
	}
	query.AsOf, query.Scope = b.today(v.book), scope
	if query.Method == "" {
		query.Method = ledger.MethodPeriod
	}
	if query.Days == 0 {
		query.Days = ledger.DefaultDays
	}
	if err := query.Check(); err != nil {
		return q, err
	}
	q.DSOQuery = query
	q.Reports = ledger.DSO(v.book.Desk.Book(), query)
	return q, nil
}

// chartMonths is how far back the chart goes.
const chartMonths = 12

// dsoHistory is the DSO at the ends of the past months, and today.
func (b *Bot) dsoHistory(v viewer, q dsoView) []dsoPoint {
	var points []dsoPoint
	for i := chartMonths - 1; i >= 0; i-- {
		day := monthsBefore(q.AsOf, i)
		query := q.DSOQuery
		query.AsOf = day
		points = append(points, dsoPoint{Day: day, Reports: ledger.DSO(v.book.Desk.Book(), query)})
	}
	return points
}

// monthsBefore is the day itself, or the end of the n-th month before.
func monthsBefore(d ledger.Date, n int) ledger.Date {
	for range n {
		d = d.MonthStart().AddDays(-1)
	}
	return d
}

func (b *Bot) clickDSO(ctx context.Context, a *answer, ac Action, t token) error {
	args := split(t.Query)
	if t.Choice != "" {
		args = append(args, t.Choice)
	}
	if t.Page > 0 {
		args = append(args, strconv.Itoa(t.Page))
	}
	q, err := b.dso(ctx, a.viewer, args)
	if err != nil {
		return err
	}
	switch baseAction(ac.ActionID) {
	case actionDSOChart:
		a.say(ctx, a.viewer.dsoChart(q, b.dsoHistory(a.viewer, q)))
	case actionDSOShare:
		q.Public = true
		return b.share(ctx, a, ac, a.viewer.dso(q))
	default:
		a.say(ctx, a.viewer.dso(q))
	}
	return nil
}

// notes are the beginnings of the ledger's qualifications of a figure, which
// are in English, with their words.
var notes = []struct{ begins, words string }{
	{"no sales", "dso_note_no_sales"},
	{"credit notes exceed", "dso_note_credits"},
	{"nothing outstanding", "dso_note_nothing"},
	{"at least", "dso_note_at_least"},
}

// note is a figure's qualification; one that is new is said as it came.
func (v voice) note(text string) string {
	for _, n := range notes {
		if strings.HasPrefix(text, n.begins) {
			return v.mark(n.words)
		}
	}
	return escape(text)
}
