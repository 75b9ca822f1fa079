package bot

import (
	"strings"

	"github.com/slack-go/slack"

	"github.com/relance-bot/relance/ledger"
)

// customerView is a customer's card.
type customerView struct {
	Book     string
	Today    ledger.Date
	Key      ledger.Key
	Name     string
	Owners   []string
	Open     []ledger.Money // all that is to be paid, per currency
	Overdue  []ledger.Money
	Credit   []ledger.Money // credit notes and overpayments
	Oldest   int
	Late     []*ledger.Invoice // the oldest first
	NotDue   int
	Paused   ledger.Date
	Mode     string
	Govern   bool
	Settings overdueView
}

func (v voice) customer(q customerView) Message {
	args := with{
		"Customer": q.Name, "Count": len(q.Late), "Open": ready(v.sums(q.Open)), "Overdue": ready(v.sums(q.Overdue)),
		"Credit": ready(v.sums(q.Credit)), "Late": ready(v.Late(q.Oldest)), "NotDue": q.NotDue,
	}
	id := "customer_card"
	switch {
	case len(q.Open) == 0:
		id += "_clear"
	case len(q.Late) == 0:
		id += "_not_late"
	}
	text := v.mark(id, args)
	blocks := []slack.Block{section(text)}
	var facts []string
	if len(q.Owners) > 0 {
		facts = append(facts, v.mark("looked_after_by", with{"Owner": strings.Join(q.Owners, ", ")}))
	} else {
		facts = append(facts, v.mark("looked_after_by_nobody"))
	}
	if len(q.Credit) > 0 {
		facts = append(facts, v.mark("customer_credit", args))
	}
	if !q.Paused.IsZero() {
		facts = append(facts, v.mark("paused_until", with{"Day": q.Paused}))
	}
	if q.Mode != "" && q.Mode != ledger.ModeAutomatic {
		facts = append(facts, v.mark("customer_mode", with{"Mode": q.Mode}))
	}
	blocks = append(blocks, aside(strings.Join(facts, " · ")))
	list := overdueView{Book: q.Book, Today: q.Today}
	for _, inv := range q.Late[:min(len(q.Late), cardsPerPage)] {
		blocks = append(blocks, v.invoiceLine(list, inv))
	}
	t := token{Book: q.Book, Customer: refOf(q.Key), Query: cut(q.Name, maxQueryRunes)}
	var buttons []*slack.ButtonBlockElement
	if len(q.Late) > cardsPerPage {
		buttons = append(buttons, button(actionOverduePage, v.say("button_more", with{"Left": len(q.Late) - cardsPerPage}), t))
	}
	if len(q.Late) > 0 {
		buttons = append(buttons, button(actionOverdueTable, v.say("button_table"), t))
	}
	if q.Govern && len(q.Open) > 0 {
		if q.Paused.IsZero() {
			buttons = append(buttons, button(actionPause, v.say("button_pause"), t))
		} else {
			buttons = append(buttons, button(actionResume, v.say("button_resume"), t))
		}
	}
	return message(text, append(blocks, row(buttons...)...)...)
}
