package bot

import (
	"strings"

	"github.com/slack-go/slack"

	"github.com/relance-bot/relance/ledger"
)

// invoiceView is an invoice's card.
type invoiceView struct {
	Book     string
	Screen   string // where the card stands, for its buttons
	Today    ledger.Date
	Invoice  *ledger.Invoice
	Customer string
	Owner    string
	Paused   ledger.Date // the customer's or the book's pause
	Done     string      // what was just done, in a sentence ready for mrkdwn
	Back     uint64      // of that act in the journal, if it may be taken back
	Said     said        // who said what stands on it, and when
	Follow   bool        // the viewer may say what the customer said
	Pay      bool        // the viewer may record a payment
	Others   int         // other late invoices of the customer

	Penalty   ledger.Penalty // what can be claimed besides
	Unclaimed error          // why that can't be told
}

// cardPayments is how many of the latest payments a card shows.
const cardPayments = 3

func (v voice) invoice(q invoiceView) Message {
	inv := q.Invoice
	text := v.invoiceSentence(q)
	blocks := []slack.Block{section(text)}
	if state := v.standing(inv, q.Today, q.Said); len(state) > 0 {
		blocks = append(blocks, section("• "+strings.Join(state, "\n• ")))
	}
	var facts []string
	if q.Owner != "" {
		facts = append(facts, v.mark("looked_after_by", with{"Owner": q.Owner}))
	} else {
		facts = append(facts, v.mark("looked_after_by_nobody"))
	}
	if inv.Stage.Reached {
		facts = append(facts, v.mark("stage", with{"Stage": v.stageNumber(inv.Stage)}))
	}
	if !inv.LastReminder.IsZero() {
		facts = append(facts, v.mark("last_reminder", with{"Day": inv.LastReminder}))
	}
	if !inv.NextReminder.IsZero() && inv.Open().IsPositive() {
		facts = append(facts, v.mark("next_reminder", with{"Day": inv.NextReminder}))
	}
	if !q.Paused.IsZero() {
		facts = append(facts, v.mark("paused_until", with{"Day": q.Paused}))
	}
	blocks = append(blocks, aside(strings.Join(facts, " · ")))
	if text := v.penalties(q); text != "" {
		blocks = append(blocks, aside(text))
	}
	if list := v.payments(inv); list != "" {
		blocks = append(blocks, section(list))
	}
	blocks = append(blocks, v.invoiceButtons(q)...)
	if q.Done != "" {
		blocks = append(blocks, aside(q.Done))
		if q.Back != 0 {
			t := token{Book: q.Book, Invoice: refOf(inv.Key), Screen: q.Screen, Seq: q.Back}
			blocks = append(blocks, row(button(actionTakeBack, v.say("button_take_back"), t))...)
		}
		text = q.Done + "\n" + text
	}
	return message(text, blocks...)
}

func (v voice) invoiceSentence(q invoiceView) string {
	inv := q.Invoice
	args := with{"Invoice": inv.Number, "Customer": q.Customer, "Open": inv.OpenAt(q.Today), "Amount": inv.Amount, "Due": inv.DueAt(q.Today), "Late": ready(v.Late(inv.DaysLate(q.Today)))}
	switch {
	case inv.Problem != "" && inv.Amount.IsZero(): // it was never read: nothing is known to be paid
		return v.mark("card_unread", args)
	case inv.IsCredit():
		args["Amount"] = inv.Amount.Neg()
		return v.mark("card_credit", args)
	case !inv.Open().IsPositive():
		return v.mark("card_paid", args)
	case inv.Due.IsZero():
		return v.mark("card_no_due", args)
	}
	return v.mark("card_open", args)
}

// standing lists what holds reminders back or should be known first, and by
// whose word; by may be nil.
func (v voice) standing(inv *ledger.Invoice, today ledger.Date, by said) []string {
	var lines []string
	add := func(yes bool, f ledger.Field, id string, args with) {
		if yes {
			lines = append(lines, v.mark(id, args)+by.of(f))
		}
	}
	add(inv.Problem != "", "", "state_problem", with{"Text": ready(whole(cut(inv.Problem, maxTyped)))})
	if inv.Standing != "" {
		lines = append(lines, v.standingLine(inv)+by.of(ledger.FieldStanding))
	}
	for i, line := range v.planLines(inv, today) {
		if i == 0 {
			line += by.of(ledger.FieldPlan)
		}
		lines = append(lines, line)
	}
	promise, promised := inv.PromiseAt(today, nil)
	promised = promised && inv.Open().IsPositive() && promise.Status != ledger.PromiseKept
	args := with{"Day": inv.PromisedOn, "Amount": inv.PromisedAmount, "Came": promise.Came}
	id := "state_promise"
	switch {
	case promised && promise.Status == ledger.PromisePart:
		args["Amount"] = promise.Wanted
		id = "state_promise_part_kept"
	case promised && inv.PromisedOn.Before(today):
		id = "state_promise_late"
	case promised && inv.PromisedAmount.IsPositive():
		id = "state_promise_part"
	}
	add(promised, ledger.FieldPromisedOn, id, args)
	id = "state_dispute"
	if inv.DisputedAmount.IsPositive() {
		id = "state_dispute_part"
	}
	add(inv.Dispute != "", ledger.FieldDispute, id, with{"Text": inv.Dispute, "Amount": inv.DisputedAmount})
	add(inv.Dispute != "" && inv.DisputeOwner != "", "", "state_dispute_owner", with{"Who": inv.DisputeOwner})
	add(inv.Dispute != "" && !inv.DisputeReview.IsZero(), "", "state_review", with{"Day": inv.DisputeReview})
	add(inv.SnoozedUntil.After(today), ledger.FieldSnoozedUntil, "state_snoozed", with{"Day": inv.SnoozedUntil})
	add(inv.CallAgain.After(today) && inv.Open().IsPositive(), ledger.FieldCallAgain, "state_call_again", with{"Day": inv.CallAgain})
	add(isReplied(inv, today), ledger.FieldRepliedUntil, "state_replied", with{"Day": inv.RepliedUntil})
	add(isTaken(inv, today), "", "state_taken", with{"Who": inv.TakenBy, "Day": inv.TakenUntil})
	add(isSaidPaid(inv, today), ledger.FieldSaysPaidUntil, "state_says_paid", with{"Day": inv.SaysPaidUntil})
	add(inv.OptOut, ledger.FieldOptOut, "state_opt_out", nil)
	add(inv.Waiting && inv.Open().IsPositive(), "", "state_waiting", nil)
	return lines
}

// planLines say how far an instalment plan was kept.
func (v voice) planLines(inv *ledger.Invoice, today ledger.Date) []string {
	if inv.Plan == "" || !inv.Open().IsPositive() {
		return nil
	}
	if inv.PlanProblem() != nil {
		return []string{v.mark("state_plan_unclear")}
	}
	state, ok := inv.PlanAt(today, nil)
	if !ok {
		return nil
	}
	next, _ := state.Next()
	kept := 0
	for _, part := range state.Instalments {
		if part.Status == ledger.InstalmentKept {
			kept++
		}
	}
	return []string{v.mark("state_plan_of", with{"Kept": kept, "Of": len(state.Instalments), "Day": next.Due, "Amount": next.Open()})}
}

func isTaken(inv *ledger.Invoice, today ledger.Date) bool {
	return inv.TakenBy != "" && !inv.TakenUntil.Before(today) && inv.Open().IsPositive()
}

func isSaidPaid(inv *ledger.Invoice, today ledger.Date) bool {
	return !inv.SaysPaidUntil.IsZero() && !inv.SaysPaidUntil.Before(today) && inv.Open().IsPositive()
}

func (v voice) payments(inv *ledger.Invoice) string {
	if len(inv.Payments) == 0 {
		return ""
	}
	list := inv.Payments[max(0, len(inv.Payments)-cardPayments):]
	lines := []string{v.mark("payments", with{"Count": len(inv.Payments), "Paid": inv.Paid(), "Amount": inv.Amount})}
	for _, p := range list {
		line := "• " + v.Money(p.Amount)
		if !p.Date.IsZero() {
			line += " · " + v.Date(p.Date)
		}
		if p.Unconfirmed {
			line += " · " + v.say("unconfirmed")
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

func (v voice) invoiceButtons(q invoiceView) []slack.Block {
	inv := q.Invoice
	t := token{Book: q.Book, Invoice: refOf(inv.Key), Screen: q.Screen}
	var buttons []*slack.ButtonBlockElement
	if inv.Open().IsPositive() {
		if q.Pay {
			buttons = append(buttons, primary(button(actionPay, v.say("button_pay"), t)))
		}
		if q.Follow {
			buttons = append(buttons, v.followButtons(inv, q.Today, t)...)
		}
	}
	if q.Follow {
		buttons = append(buttons, button(actionEdit, v.say("button_edit"), t))
	}
	buttons = append(buttons, v.penaltyButtons(q, t)...)
	buttons = append(buttons, button(actionWhy, v.say("button_why"), t))
	if q.Others > 0 {
		t := token{Book: q.Book, Customer: refOf(inv.CustomerKey)}
		buttons = append(buttons, button(actionOpenCustomer, v.say("button_others", with{"Count": q.Others}), t))
	}
	blocks := row(buttons...)
	if inv.Open().IsPositive() && q.Follow {
		blocks = append(blocks, row(v.moreButtons(inv, q.Today, t)...)...)
	}
	return blocks
}

// moreButtons are the second row: what is said of a customer less often.
func (v voice) moreButtons(inv *ledger.Invoice, today ledger.Date, t token) []*slack.ButtonBlockElement {
	list := []*slack.ButtonBlockElement{button(actionCalled, v.say("button_called"), t)}
	if isReplied(inv, today) {
		list = append(list, button(actionNotReplied, v.say("button_not_replied"), t))
	} else {
		list = append(list, button(actionReplied, v.say("button_replied"), t))
	}
	list = append(list, button(actionPlan, v.say("button_plan"), t), button(actionStanding, v.say("button_standing"), t))
	if inv.LetterStage.Reached {
		list = append(list, button(actionPaper, v.say("button_paper_sent"), t), button(actionTracking, v.say("button_tracking"), t))
	}
	return list
}

// followButtons leave out what is so already.
func (v voice) followButtons(inv *ledger.Invoice, today ledger.Date, t token) []*slack.ButtonBlockElement {
	list := []*slack.ButtonBlockElement{button(actionPromise, v.say("button_promise"), t)}
	if inv.Dispute == "" {
		list = append(list, button(actionDispute, v.say("button_dispute"), t))
	} else {
		list = append(list, button(actionSettle, v.say("button_settle"), t))
	}
	list = append(list, button(actionSnooze, v.say("button_snooze"), t))
	if !isTaken(inv, today) {
		list = append(list, button(actionTake, v.say("button_take"), t))
	}
	if !isSaidPaid(inv, today) {
		list = append(list, v.confirmed(button(actionSaysPaid, v.say("button_says_paid"), t), v.say("confirm_says_paid", with{"Invoice": inv.Number})))
	}
	return list
}
