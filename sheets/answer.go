package sheets

import (
	"context"
	"fmt"
	"slices"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/store"
)

// Answer is what a person says to a question about an invoice's payments.
type Answer string

// Answers. Each question takes some of them; see Question.Answers.
const (
	AnswerCounted  Answer = ""          // it is right as it is counted
	AnswerSame     Answer = "same"      // the two are one payment
	AnswerTwo      Answer = "two"       // they are two
	AnswerTakeBack Answer = "take_back" // the payment whose row is gone never was
	AnswerAgain    Answer = "again"     // it was: enter it in a new row
)

// AnswerAsk is an answer to the first of what is asked about an invoice.
type AnswerAsk struct {
	Invoice ledger.Key `json:"invoice"`
	Answer  Answer     `json:"answer,omitempty"`
	By      string     `json:"by,omitempty"` // who, for the journal
}

// Answers are those that the first of what is asked takes.
func (q Question) Answers() []Answer {
	switch {
	case q.Blocks || len(q.Doubts) == 0:
		return []Answer{AnswerCounted}
	case q.Doubts[0].Code == ProblemPaymentGone:
		return []Answer{AnswerTakeBack, AnswerAgain}
	}
	return []Answer{AnswerSame, AnswerTwo}
}

// Questions lists what is open about payments, by invoice.
func (s *Syncer) Questions(ctx context.Context) (map[ledger.Key]Question, error) {
	var m map[ledger.Key]Question
	return m, loadDocs(ctx, s, kindQuestion, &m)
}

// AnswerQuestion carries out a person's answer, in one transaction; the next
// cycle has the sheet follow. No row is undone: what was entered twice is taken
// back by a row of its own, so that the tab still adds up. An answer to what is
// not asked any more changes nothing.
func (s *Syncer) AnswerQuestion(ctx context.Context, ask AnswerAsk) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := &cycle{Syncer: s, id: s.NewID(), now: s.Now(), report: Report{Calls: map[string]int{}}}
	c.today = ledger.DateOf(c.now.In(s.Location))
	if err := c.load(ctx); err != nil {
		return err
	}
	q, open := c.state.questions[ask.Invoice]
	if !open {
		return nil
	}
	if ask.Answer != AnswerCounted && !slices.Contains(q.Answers(), ask.Answer) {
		return &ledger.Error{
			Code: ledger.CodeConflict, Reason: ledger.ReasonOtherQuestion, Args: ledger.Args{"invoice": string(ask.Invoice)},
			Message: fmt.Sprintf("Something else is asked about the payments of %s by now.", ask.Invoice),
		}
	}
	a := answering{cycle: c, ask: ask, payments: map[string]*BasePayment{}}
	if q.Blocks {
		q.Blocks = false // the next cycle writes into Paid what the book counts
	} else {
		a.resolve(q.Doubts[0])
		q.Doubts = q.Doubts[1:]
	}
	t := store.Commit{}
	putOrDelete(&t, kindQuestion, string(ask.Invoice), q.settled())
	for id, b := range a.payments {
		putOrDelete(&t, kindPayment, id, b)
	}
	err := c.commit(ctx, a.changes, t, func() {})
	s.state, s.quiet.valid = nil, false
	return err
}

// answering is one answer being carried out.
type answering struct {
	*cycle
	ask      AnswerAsk
	changes  []ledger.Change
	payments map[string]*BasePayment
}

func (a *answering) resolve(d Doubt) {
	answer := a.ask.Answer
	switch {
	case d.Code == ProblemPaymentGone:
		a.gone(d, answer)
	case answer == AnswerTwo || answer == AnswerCounted && d.Counted:
		a.two(d)
	case d.Counted:
		a.reverse(d.Payment)
	default:
		a.same(d)
	}
}

// same: the row that didn't count does now, and the other payment is taken back
// by a row that names it.
func (a *answering) same(d Doubt) {
	if d.Payment == "" {
		return // it made no row of its own
	}
	a.count(d)
	a.reverse(d.Other)
}

func (a *answering) two(d Doubt) {
	switch {
	case d.Counted:
		if p, ok := a.Desk.Book().Payment(d.Payment); ok && p.Unconfirmed {
			sure := p
			sure.Unconfirmed = false
			a.payment(&p, &sure)
		}
		a.distinct(d.Other, d.Payment)
	case d.Payment != "":
		a.count(d)
	default:
		p := ledger.Payment{ID: "P-" + a.NewID()[:10], Date: a.today, Invoice: a.ask.Invoice, Amount: d.Amount, Source: ledger.PaymentFromSheet, By: a.ask.By}
		a.payment(nil, &p)
	}
}

// count lets the row count that was in doubt.
func (a *answering) count(d Doubt) {
	b, ok := a.state.payments[d.Payment]
	if !ok || b.Same == "" {
		return
	}
	b.Same, b.Two = "", append(slices.Clone(b.Two), d.Other)
	a.payments[d.Payment] = &b
	a.payment(nil, &b.Payment)
}

// distinct remembers that a person's row and a payment are two.
func (a *answering) distinct(row, payment string) {
	if b, ok := a.state.payments[row]; ok {
		b.Two = append(slices.Clone(b.Two), payment)
		a.payments[row] = &b
	}
}

func (a *answering) reverse(id string) {
	p, ok := a.Desk.Book().Payment(id)
	if !ok {
		return
	}
	if p.Unconfirmed {
		sure := p
		sure.Unconfirmed = false
		a.payment(&p, &sure)
	}
	back := p.Reversal("P-" + a.NewID()[:10])
	back.Date, back.By = a.today, a.ask.By
	a.payment(nil, &back)
}

// gone: the payment is forgotten with its row, or entered again in a new one
// under a new id; an id is never inserted twice.
func (a *answering) gone(d Doubt, answer Answer) {
	p, ok := a.Desk.Book().Payment(d.Other)
	if !ok || answer == AnswerCounted {
		return
	}
	a.payments[d.Other] = nil
	if answer == AnswerTakeBack {
		a.payment(&p, nil)
		return
	}
	again := p
	again.ID = "P-" + a.NewID()[:10]
	a.payment(&p, &again)
}

func (a *answering) payment(was, now *ledger.Payment) {
	c := paymentChange(was, now)
	c.ID = fmt.Sprintf("answer/%s/%d", a.id, len(a.changes))
	c.At, c.Source, c.Actor, c.Cause = a.now, ledger.SourceSlack, a.ask.By, "answer/"+a.id
	a.changes = append(a.changes, c)
}
