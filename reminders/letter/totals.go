package letter

import "github.com/relance-bot/relance/ledger"

// totals are the sums of a letter.
type totals struct {
	chased   ledger.Money // asked for on the chased lines
	credits  ledger.Money
	asked    ledger.Money // chased less credits: the principal
	interest ledger.Money
	fees     []ledger.Money // one for each currency, in the order met
}

func (l Letter) totals() (totals, error) {
	t := totals{}
	zero := ledger.Money{Currency: l.Currency}
	t.chased, t.credits, t.interest = zero, zero, zero
	var err error
	for _, line := range l.Chased {
		asked := line.Amount
		if l.Kind != ThankYou {
			if asked, err = line.Asked(); err != nil {
				return t, &Error{Reason: ReasonAmount, Detail: line.Number}
			}
		}
		if t.chased, err = t.chased.Add(asked); err != nil {
			return t, &Error{Reason: ReasonAmount, Detail: line.Number}
		}
		if t.interest, err = t.interest.Add(line.Interest); err != nil {
			return t, &Error{Reason: ReasonAmount, Detail: line.Number}
		}
		if t.fees, err = addByCurrency(t.fees, line.Fee); err != nil {
			return t, &Error{Reason: ReasonAmount, Detail: line.Number}
		}
	}
	for _, c := range l.Credits {
		if t.credits, err = t.credits.Add(c.Amount); err != nil {
			return t, &Error{Reason: ReasonAmount, Detail: c.Number}
		}
	}
	if t.asked, err = t.chased.Sub(t.credits); err != nil {
		return t, &Error{Reason: ReasonAmount}
	}
	if l.Kind != ThankYou && !t.asked.IsPositive() {
		return t, &Error{Reason: ReasonNothing}
	}
	return t, nil
}

func addByCurrency(sums []ledger.Money, m ledger.Money) ([]ledger.Money, error) {
	if m.IsZero() {
		return sums, nil
	}
	for i := range sums {
		if sums[i].Currency == m.Currency {
			sum, err := sums[i].Add(m)
			sums[i] = sum
			return sums, err
		}
	}
	return append(sums, m), nil
}

// sumAsked is what is left to pay on lines, less what is disputed.
func sumAsked(lines []Line, c ledger.Currency) (ledger.Money, error) {
	sum := ledger.Money{Currency: c}
	for _, line := range lines {
		asked, err := line.Asked()
		if err == nil {
			sum, err = sum.Add(asked)
		}
		if err != nil {
			return sum, &Error{Reason: ReasonAmount, Detail: line.Number}
		}
	}
	return sum, nil
}
