package sheets

import (
	"slices"

	"github.com/relance-bot/relance/ledger"
)

// Doubt is one thing to ask about the payments of an invoice that leaves Paid
// alone: whether two of them are one, or what became of one whose row is gone.
type Doubt struct {
	Code    ProblemCode  `json:"code"`              // ProblemSamePayment or ProblemPaymentGone
	Payment string       `json:"payment,omitempty"` // what came second, by its id; empty: it made no payment of its own
	Other   string       `json:"other,omitempty"`   // the one that it may be, or whose row is gone
	Amount  ledger.Money `json:"amount"`
	Counted bool         `json:"counted,omitempty"` // both count until it is answered
	Who     string       `json:"who,omitempty"`     // entered the other
}

func (d Doubt) problem() Problem {
	if d.Code == ProblemPaymentGone {
		return problem(d.Code, d.Other, d.Amount.String())
	}
	return problem(d.Code, d.Amount.String(), d.Who)
}

// Asked is everything that is open about an invoice's payments.
func (q Question) Asked() []Problem {
	var list []Problem
	if q.Blocks {
		list = append(list, q.Problem)
	}
	for _, d := range q.Doubts {
		list = append(list, d.problem())
	}
	return list
}

// settled is the question as it stands when some of it was answered; nil when
// nothing is left.
func (q Question) settled() *Question {
	switch {
	case q.Blocks:
	case len(q.Doubts) == 0:
		return nil
	default:
		q.Problem = q.Doubts[0].problem()
	}
	return &q
}

// without drops the doubts about a payment, whichever it is of the two.
func (q Question) without(id string) Question {
	q.Doubts = slices.DeleteFunc(slices.Clone(q.Doubts), func(d Doubt) bool { return d.Payment == id || d.Other == id })
	return q
}

// inDoubt is how much was entered that doesn't count until it is answered.
func (q Question) inDoubt() ledger.Money {
	var sum ledger.Money
	for _, d := range q.Doubts {
		if d.Code == ProblemSamePayment && !d.Counted {
			sum = ledger.Money{Minor: sum.Minor + d.Amount.Minor, Currency: d.Amount.Currency}
		}
	}
	return sum
}

// asking is what is asked about an invoice as this plan leaves it.
func (p *planner) asking(k ledger.Key) Question {
	if q := p.question(k); q != nil {
		return *q
	}
	return Question{At: p.Now}
}

// ask opens a question that leaves Paid unwritten until it is answered.
func (p *planner) ask(k ledger.Key, pr Problem) {
	if k == "" {
		return
	}
	q := p.asking(k)
	q.Problem, q.Blocks, q.At = pr, true, p.Now
	p.out.Questions[k] = q.settled()
}

// answered closes it: the sheet itself gave the answer.
func (p *planner) answered(k ledger.Key) {
	q := p.asking(k)
	if !q.Blocks {
		return
	}
	q.Problem, q.Blocks, q.With = Problem{}, false, ""
	p.out.Questions[k] = q.settled()
}

// doubt asks about payments, once for the same two.
func (p *planner) doubt(k ledger.Key, d Doubt) {
	q := p.asking(k)
	if k == "" || slices.ContainsFunc(q.Doubts, func(e Doubt) bool { return e.Code == d.Code && e.Payment == d.Payment && e.Other == d.Other }) {
		return
	}
	q.Doubts = append(slices.Clone(q.Doubts), d)
	p.out.Questions[k] = q.settled()
}

// certain closes the doubts about a payment.
func (p *planner) certain(k ledger.Key, id string) {
	q := p.asking(k)
	if rest := q.without(id); len(rest.Doubts) != len(q.Doubts) {
		p.out.Questions[k] = rest.settled()
	}
}

// samePayment asks whether two payments are one.
func samePayment(payment string, other ledger.Payment, counted bool) Doubt {
	return Doubt{Code: ProblemSamePayment, Payment: payment, Other: other.ID, Amount: other.Amount, Counted: counted, Who: who(other)}
}

func who(p ledger.Payment) string {
	if p.By != "" {
		return p.By
	}
	return p.Source
}

// paymentGone asks what became of a payment whose row a person removed.
func paymentGone(p ledger.Payment) Doubt {
	return Doubt{Code: ProblemPaymentGone, Other: p.ID, Amount: p.Amount}
}

// asked reports the questions that are put for the first time.
func (c *cycle) asked(changed map[ledger.Key]*Question) {
	for k, q := range changed {
		if q == nil || c.state.questions[k].Problem.Text("en") == q.Problem.Text("en") {
			continue
		}
		if c.report.Asked == nil {
			c.report.Asked = map[ledger.Key]Question{}
		}
		c.report.Asked[k] = *q
	}
}
