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
	AnswerSwapped  Answer = "swapped"   // the numbers were exchanged: the history follows the rows
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
	case q.Problem.Code == ProblemSwapped:
		return []Answer{AnswerSwapped}
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
	if err := s.takeTurn(ctx); err != nil {
		return err
	}
	defer s.turn.Release(1)
	c := &cycle{Syncer: s, id: s.NewID(), now: s.Now(), report: Report{Calls: map[string]int{}}}
	c.today = ledger.DateOf(c.now.In(s.Location))
	if err := c.load(ctx); err != nil {
		return err
	}
	q, open := c.state.questions[ask.Invoice]
	if !open {
		return nil
	}
	swap := q.Problem.Code == ProblemSwapped
	if (ask.Answer != AnswerCounted || swap) && !slices.Contains(q.Answers(), ask.Answer) {
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
	if swap {
		a.swap(q.With, &t)
		err := c.commit(ctx, a.changes, t, func() {})
		s.state, s.quiet.valid = nil, false
		return err
	}
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
	counted := b.meant(a.Desk.Book())
	b.Same, b.To, b.Two = "", "", append(slices.Clone(b.Two), d.Other)
	a.payments[d.Payment] = &b
	a.payment(nil, &counted)
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

// swap gives two invoices each other's number: their history, their payments
// and what is asked of them go with their rows.
func (a *answering) swap(other ledger.Key, t *store.Commit) {
	book := a.Desk.Book()
	one, ok := book.Invoice(a.ask.Invoice)
	two, there := book.Invoice(other)
	if !ok || !there {
		return
	}
	aside := "swap/" + a.id // neither number is free before the other has left it
	a.number(one.Key, one.Number, aside)
	a.number(two.Key, two.Number, one.Number)
	a.number(ledger.KeyOf(aside), aside, two.Number)
	for _, pair := range [][2]*ledger.Invoice{{one, two}, {two, one}} {
		from, to := pair[0], pair[1]
		b := a.state.rows[from.Key]
		b = BaseRow{Tab: b.Tab, Values: cloneValues(b.Values)}
		b.Values[ledger.FieldNumber] = a.state.rows[to.Key].Values[ledger.FieldNumber]
		putOrDelete(t, kindRow, string(to.Key), &b)
		for id, pay := range a.state.payments {
			if pay.Same != "" && pay.meant(book).Invoice == from.Key {
				pay.To = to.Key
				putOrDelete(t, kindPayment, id, &pay)
			}
		}
		q := a.state.questions[from.Key]
		q.Blocks, q.With = false, ""
		putOrDelete(t, kindQuestion, string(to.Key), q.settled())
	}
}

func (a *answering) number(k ledger.Key, was, now string) {
	a.changes = append(a.changes, ledger.Change{
		ID: fmt.Sprintf("answer/%s/%d", a.id, len(a.changes)), At: a.now, Source: ledger.SourceSlack, Actor: a.ask.By, Cause: "answer/" + a.id,
		Invoice: k, Field: ledger.FieldNumber, Old: ledger.Text(was), New: ledger.Text(now),
	})
}

func (a *answering) payment(was, now *ledger.Payment) {
	c := paymentChange(was, now)
	c.ID = fmt.Sprintf("answer/%s/%d", a.id, len(a.changes))
	c.At, c.Source, c.Actor, c.Cause = a.now, ledger.SourceSlack, a.ask.By, "answer/"+a.id
	a.changes = append(a.changes, c)
}
