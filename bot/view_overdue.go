package bot

import (
	"strings"

	"github.com/slack-go/slack"

	"github.com/relance-bot/relance/ledger"
)

// overdueView is the answer to "which invoices are late".
type overdueView struct {
	Book      string
	Today     ledger.Date
	Filter    filter
	Owner     string         // name of the salesperson asked about
	Customer  string         // name of the customer asked about
	Shown     []lateCustomer // of this page, with their names
	Page      int
	Held      string
	Public    bool // shared with a channel: no buttons that act
	ambiguous []ledger.Key
	lateList
}

// lateCustomer is a customer with what they have overdue.
type lateCustomer struct {
	Key    ledger.Key
	Name   string // of those that are shown
	Owner  string // likewise
	Count  int    // late invoices
	Open   []ledger.Money
	Oldest int // days late
	first  *ledger.Invoice
}

// cardsPerPage is what reads well on a phone.
const cardsPerPage = 5

func (v voice) overdue(q overdueView) Message {
	text := v.overdueSentence(q)
	blocks := []slack.Block{section(text)}
	if len(q.invoices) == 0 {
		return message(text, blocks...)
	}
	if q.Customer != "" && len(q.customers) == 1 {
		first := min(max(q.Page, 0)*cardsPerPage, len(q.invoices))
		for _, inv := range q.invoices[first:min(first+cardsPerPage, len(q.invoices))] {
			blocks = append(blocks, v.invoiceLine(q, inv))
		}
		return message(text, append(blocks, v.overdueButtons(q, len(q.invoices))...)...)
	}
	for _, c := range q.Shown[:min(len(q.Shown), cardsPerPage)] {
		blocks = append(blocks, v.customerLine(q, c))
	}
	return message(text, append(blocks, v.overdueButtons(q, len(q.customers))...)...)
}

func (v voice) overdueSentence(q overdueView) string {
	args := with{"Count": len(q.invoices), "Customers": ready(v.mark("customers", with{"Count": len(q.customers)})), "Total": ready(v.sums(q.open)), "Owner": q.Owner, "Customer": q.Customer, "Days": q.Filter.minDays}
	id := "overdue"
	switch {
	case q.Customer != "":
		id += "_customer"
	case q.Owner != "":
		id += "_owner"
	}
	if q.Filter.minDays > 0 {
		id += "_days"
	}
	if len(q.invoices) == 0 {
		id += "_none"
	}
	text := v.mark(id, args)
	if q.Held != "" {
		text += "\n" + v.mark("held", with{"Reason": q.Held})
	}
	return text
}

// sums lists totals per currency: "€1,200.00, $50.00".
func (v voice) sums(list []ledger.Money) string {
	var parts []string
	for _, m := range list {
		parts = append(parts, v.Money(m))
	}
	if len(parts) == 0 {
		return "0"
	}
	return strings.Join(parts, " + ")
}

func (v voice) customerLine(q overdueView, c lateCustomer) slack.Block {
	lines := []string{
		"*" + escape(orDash(c.Name)) + "*",
		v.mark("customer_late", with{"Count": c.Count, "Total": ready(v.sums(c.Open)), "Late": ready(v.Late(c.Oldest))}),
	}
	if c.Owner != "" {
		lines = append(lines, v.mark("looked_after_by", with{"Owner": c.Owner}))
	} else {
		lines = append(lines, v.mark("looked_after_by_nobody"))
	}
	text := strings.Join(lines, "\n")
	if q.Public {
		return section(text)
	}
	return sectionWith(text, button(actionOpenCustomer, v.say("button_open"), token{Book: q.Book, Customer: refOf(c.Key)}))
}

func (v voice) invoiceLine(q overdueView, inv *ledger.Invoice) slack.Block {
	text := "*" + escape(inv.Number) + "* · " + v.Money(inv.OverdueAt(q.Today)) + "\n" + v.Late(inv.DaysLate(q.Today)) + " · " + v.mark("due_on", with{"Day": inv.DueAt(q.Today)})
	if state := v.standing(inv, q.Today, nil); len(state) > 0 {
		text += "\n" + strings.Join(state, " · ")
	}
	if q.Public {
		return section(text)
	}
	return sectionWith(text, button(actionOpenInvoice, v.say("button_open"), token{Book: q.Book, Invoice: refOf(inv.Key)}))
}

func (v voice) overdueButtons(q overdueView, total int) []slack.Block {
	if q.Public {
		return nil
	}
	here := token{Book: q.Book, Query: q.Filter.String(), Page: q.Page}
	var buttons []*slack.ButtonBlockElement
	if q.Page > 0 {
		back := here
		back.Page--
		buttons = append(buttons, button(actionOverduePage+":back", v.say("button_back"), back))
	}
	if left := total - (q.Page+1)*cardsPerPage; left > 0 {
		next := here
		next.Page++
		buttons = append(buttons, button(actionOverduePage+":more", v.say("button_more", with{"Left": left}), next))
	}
	buttons = append(buttons, button(actionOverdueTable, v.say("button_table"), here), button(actionOverdueShare, v.say("button_share"), here))
	return row(buttons...)
}
