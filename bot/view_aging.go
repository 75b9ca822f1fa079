package bot

import (
	"strings"

	"github.com/slack-go/slack"

	"github.com/relance-bot/relance/ledger"
)

// agingView is the receivables by age, per currency.
type agingView struct {
	Book    string
	AsOf    ledger.Date
	About   string // a customer or salesperson; empty: everybody
	Query   string
	Reports []ledger.AgingReport
	Public  bool
}

func (v voice) agingSentence(q agingView) string {
	var outstanding, overdue []ledger.Money
	for _, r := range q.Reports {
		outstanding = addTo(outstanding, r.Outstanding)
		if late := r.Overdue(); late.IsPositive() {
			overdue = addTo(overdue, late)
		}
	}
	args := with{"About": q.About, "Outstanding": ready(v.sums(outstanding)), "Overdue": ready(v.sums(overdue)), "Day": q.AsOf}
	switch {
	case len(q.Reports) == 0:
		return v.mark("aging_none", args)
	case q.About != "":
		return v.mark("aging_about", args)
	}
	return v.mark("aging", args)
}

func (v voice) aging(q agingView) Message {
	text := v.agingSentence(q)
	blocks := []slack.Block{section(text)}
	for _, r := range q.Reports[:min(len(q.Reports), cardsPerPage)] {
		var lines []string
		for _, bucket := range r.Buckets {
			switch {
			case bucket.Invoices > 0:
				lines = append(lines, v.mark("amount_count_line", with{"Name": v.bucket(bucket.Name), "Amount": bucket.Amount, "Count": bucket.Invoices}))
			case !bucket.Amount.IsZero(): // later instalments of what is counted in an older bucket
				lines = append(lines, v.mark("amount_line", with{"Name": v.bucket(bucket.Name), "Amount": bucket.Amount}))
			}
		}
		if r.Unapplied.IsPositive() {
			lines = append(lines, v.mark("amount_line", with{"Name": v.say("unapplied"), "Amount": r.Unapplied.Neg()}))
		}
		blocks = append(blocks, section("*"+string(r.Currency)+"* "+v.Money(r.Outstanding)+"\n"+strings.Join(lines, "\n")))
	}
	if len(q.Reports) > 0 && !q.Public {
		t := token{Book: q.Book, Query: q.Query}
		blocks = append(blocks, row(button(actionAgingTable, v.say("button_table"), t), button(actionAgingShare, v.say("button_share"), t))...)
	}
	return message(text, blocks...)
}

// bucket is a bucket's name in the language; "31-60" is the same in both.
func (v voice) bucket(name string) string {
	switch name {
	case ledger.BucketNoDueDate:
		return v.say("bucket_no_due_date")
	case ledger.BucketNotDue:
		return v.say("bucket_not_due")
	}
	return v.say("bucket_days", with{"Range": strings.ReplaceAll(name, "-", "–")})
}

func (v voice) agingTable(q agingView) Message {
	text := v.agingSentence(q)
	if len(q.Reports) == 0 {
		return message(text, section(text))
	}
	g := grid{caption: v.say("aging_caption", with{"Day": q.AsOf}), head: []string{v.say("col_currency"), v.say("col_outstanding")}}
	for _, bucket := range q.Reports[0].Buckets {
		g.head = append(g.head, v.bucket(bucket.Name))
	}
	g.head = append(g.head, v.say("unapplied"))
	for _, r := range q.Reports {
		cells := []string{string(r.Currency), v.Money(r.Outstanding)}
		for _, bucket := range r.Buckets {
			cells = append(cells, v.Money(bucket.Amount))
		}
		g.rows = append(g.rows, append(cells, v.Money(r.Unapplied.Neg())))
	}
	block, _ := g.draw()
	share := row(button(actionAgingShare, v.say("button_share"), token{Book: q.Book, Query: q.Query}))
	m := message(text, concat([]slack.Block{section(text), block}, share)...)
	m.Plain = v.aging(q).Blocks
	return m
}
