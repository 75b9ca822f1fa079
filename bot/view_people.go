package bot

import (
	"strings"

	"github.com/slack-go/slack"

	"github.com/relance-bot/relance/ledger"
)

// formReassign asks to whom the invoices of somebody who left go.
const formReassign form = "form_reassign"

// reassignView is what would go from one salesperson to another.
type reassignView struct {
	From, To string
	Customer string // of whom alone; empty: all
	Known    bool   // who gets them has an account
	Today    ledger.Date
	Invoices []*ledger.Invoice
}

const reassignLines = 5

// reassign shows it with a button that does it.
func (v voice) reassign(q reassignView, t token) Message {
	args := with{"From": q.From, "To": q.To, "Count": len(q.Invoices), "Customer": q.Customer}
	if len(q.Invoices) == 0 {
		return sentence(v.mark("reassign_none", args))
	}
	var total []ledger.Money
	for _, inv := range q.Invoices {
		total = addTo(total, inv.OpenAt(q.Today))
	}
	args["Total"] = ready(v.sums(total))
	id := "reassign_ask"
	if q.Customer != "" {
		id = "reassign_ask_customer"
	}
	text := v.mark(id, args)
	blocks := []slack.Block{section(text)}
	blocks = append(blocks, v.bullets(v.say("case_lines"), len(q.Invoices), reassignLines, func(i int) string {
		inv := q.Invoices[i]
		return escape(inv.Number) + " · " + escape(orDash(inv.Customer)) + " · " + v.Money(inv.OpenAt(q.Today))
	})...)
	if !q.Known {
		blocks = append(blocks, aside(v.mark("reassign_no_account", args)))
	}
	return message(text, append(blocks, row(primary(button(actionReassign, v.say("button_reassign"), t)))...)...)
}

// reassignForm asks to whom the invoices of somebody who left go.
func (v voice) reassignForm(from string, people []string, o origin) slack.ModalViewRequest {
	return slack.ModalViewRequest{
		Type: slack.VTModal, CallbackID: string(formReassign), PrivateMetadata: o.String(),
		Title: plainText(v.say("title_form_reassign"), maxModalTitle), Submit: plainText(v.say("form_submit"), maxModalTitle), Close: plainText(v.say("form_close"), maxModalTitle),
		Blocks: slack.Blocks{BlockSet: []slack.Block{section(v.mark("form_reassign", with{"From": from})), v.personField(people, "")}},
	}
}

// departed asks finance to whom the invoices of somebody go who left Slack.
func (v voice) departed(c Content) Message {
	d := c.Direct
	var total []ledger.Money
	open := 0
	for _, l := range d.Lines {
		if !l.Status.isOver() {
			open++
			total = addTo(total, l.Amount)
		}
	}
	text := v.mark("direct_gone", with{"From": d.Owner, "Count": open, "Total": ready(v.sums(total))})
	blocks := []slack.Block{section(text)}
	blocks = append(blocks, v.bullets(v.say("case_lines"), len(d.Lines), caseLines, func(i int) string { return v.lineText(d.Lines[i], true) })...)
	t := token{Book: c.Book, Query: d.Owner, Screen: screenReminder}
	return message(text, append(blocks, row(primary(button(actionReassignTo, v.say("button_reassign_to"), t)))...)...)
}

// weekly is the manager's look at the week, for their digest.
func (v voice) weekly(w *Weekly) []slack.Block {
	if w == nil {
		return nil
	}
	var text strings.Builder
	text.WriteString("*" + v.mark("weekly", with{"Day": w.Since}) + "*")
	for _, f := range w.Figures {
		text.WriteString("\n" + v.mark("weekly_open", with{"Now": f.Outstanding, "Trend": ready(v.trend(f.Outstanding, f.WasOpen))}))
		text.WriteString("\n" + v.mark("weekly_late", with{"Now": f.Overdue, "Trend": ready(v.trend(f.Overdue, f.WasOverdue))}))
		text.WriteString("\n" + v.mark("weekly_paid", with{"Paid": f.Paid}))
		if f.DSO != "" {
			id := "weekly_dso"
			if f.WasDSO == "" {
				id = "weekly_dso_first"
			}
			text.WriteString("\n" + v.mark(id, with{"DSO": f.DSO, "Was": f.WasDSO}))
		}
		if f.BrokenPromise > 0 {
			text.WriteString("\n" + v.mark("weekly_broken", with{"Count": f.BrokenPromise}))
		}
	}
	blocks := []slack.Block{section(text.String())}
	return append(blocks, v.bullets("*"+v.say("weekly_largest")+"*", len(w.Largest), digestLines, func(i int) string {
		d := w.Largest[i]
		return escape(orDash(d.Name)) + " · " + v.Money(d.Overdue) + " · " + v.trend(d.Overdue, d.Was)
	})...)
}

// trend says in words how a sum moved: an arrow alone says nothing to a reader
// who hears it.
func (v voice) trend(now, was ledger.Money) string {
	by := ledger.Money{Minor: now.Minor - was.Minor, Currency: now.Currency}
	switch {
	case by.Minor > 0:
		return v.mark("trend_up", with{"By": by})
	case by.Minor < 0:
		by.Minor = -by.Minor
		return v.mark("trend_down", with{"By": by})
	}
	return v.mark("trend_same")
}
