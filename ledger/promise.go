package ledger

// Promise is one promise to pay, as the journal tells it.
type Promise struct {
	Made   Date  // the day on which it was noted; zero: before the journal begins
	On     Date  // the promised day
	Amount Money // zero: all that was open
	Ended  Date  // the day on which another took its place or it was taken back; zero: it stands
}

// PromiseStatus is what became of a promise by a day.
type PromiseStatus string

// The statuses, which follow from payments alone.
const (
	PromiseAhead  PromiseStatus = "ahead"  // its day and the grace have not passed
	PromiseKept   PromiseStatus = "kept"   // all of it came in by then, or nothing is open
	PromisePart   PromiseStatus = "part"   // they have passed and only a part came in
	PromiseBroken PromiseStatus = "broken" // they have passed and nothing came in
	PromiseMoved  PromiseStatus = "moved"  // another took its place before they had passed
)

// IsBroken tells whether less came in than was promised.
func (s PromiseStatus) IsBroken() bool { return s == PromisePart || s == PromiseBroken }

// PromiseState is a promise with what came in on it by a day.
type PromiseState struct {
	Promise
	Wanted  Money // what was to come in
	Came    Money // what did, up to LastDay; never negative
	LastDay Date  // on which a payment still keeps it: the promised day and the grace
	Status  PromiseStatus
}

// PromiseAt is how far the promise that stands was kept at the end of a day;
// false where none stands. grace gives the last day on which a payment keeps a
// promise of a day (nil: that day itself).
func (inv *Invoice) PromiseAt(asOf Date, grace func(on Date) Date) (PromiseState, bool) {
	if inv.PromisedOn.IsZero() {
		return PromiseState{}, false
	}
	p := Promise{On: inv.PromisedOn, Amount: inv.PromisedAmount}
	if last := len(inv.Promises) - 1; last >= 0 && inv.Promises[last].Ended.IsZero() {
		p.Made = inv.Promises[last].Made
	}
	return inv.promiseAt(p, asOf, grace), true
}

// PromisesAt is PromiseAt of every promise that the journal knows of, oldest
// first. Those made later than the day are not among them.
func (inv *Invoice) PromisesAt(asOf Date, grace func(on Date) Date) []PromiseState {
	var list []PromiseState
	for _, p := range inv.Promises {
		if p.Made.After(asOf) {
			break
		}
		if p.Ended.After(asOf) {
			p.Ended = 0
		}
		list = append(list, inv.promiseAt(p, asOf, grace))
	}
	if now, ok := inv.PromiseAt(asOf, grace); ok && now.Made.IsZero() && (len(list) == 0 || list[len(list)-1].On != now.On) {
		list = append(list, now) // it came in with the sheet
	}
	return list
}

// BrokenInRow counts the promises broken one after the other, up to the latest:
// a kept one begins the count anew, and one that is still ahead or was moved in
// time neither adds to it nor ends it.
func BrokenInRow(states []PromiseState) int {
	n := 0
	for i := len(states) - 1; i >= 0; i-- {
		switch {
		case states[i].Status.IsBroken():
			n++
		case states[i].Status == PromiseKept:
			return n
		}
	}
	return n
}

func (inv *Invoice) promiseAt(p Promise, asOf Date, grace func(Date) Date) PromiseState {
	s := PromiseState{Promise: p, LastDay: p.On, Came: Money{Currency: inv.Amount.Currency}}
	if grace != nil {
		s.LastDay = max(p.On, grace(p.On))
	}
	from, to := inv.promiseFrom(p), min(asOf, s.LastDay)
	if !p.Ended.IsZero() {
		to = min(to, p.Ended)
	}
	before := from.AddDays(-1)
	s.Came.Minor = max(0, inv.paidUpTo(to).Minor-inv.paidUpTo(before).Minor)
	s.Wanted = p.Amount
	if p.Amount.IsZero() {
		s.Wanted = Money{Minor: inv.leftAt(before), Currency: inv.Amount.Currency}
	}
	switch {
	case s.Came.Minor >= s.Wanted.Minor || inv.leftAt(to) <= 0:
		s.Status = PromiseKept
	case !p.Ended.IsZero() && !p.Ended.After(s.LastDay):
		s.Status = PromiseMoved
	case !asOf.After(s.LastDay):
		s.Status = PromiseAhead
	case s.Came.IsPositive():
		s.Status = PromisePart
	default:
		s.Status = PromiseBroken
	}
	return s
}

// promiseFrom is the first day on which a payment counts for a promise: the day
// it was made. Where only the row tells of it, that is the day of the last
// reminder, because a promise answers one; a later one answered to it.
func (inv *Invoice) promiseFrom(p Promise) Date {
	if !p.Made.IsZero() {
		return p.Made
	}
	return min(inv.LastReminder, p.On)
}

// maxPromises bounds how many promises an invoice remembers: who promised more
// often is not judged by the first.
const maxPromises = 20

// promised keeps the history of promises up to date with a change that was
// just set. What was put right on the day it was said is one promise.
func (inv *Invoice) promised(c Change) {
	if c.Field != FieldPromisedOn && c.Field != FieldPromisedAmount || c.At.IsZero() {
		return
	}
	day := DateOf(c.At.UTC())
	list := append([]Promise(nil), inv.Promises...)
	last := len(list) - 1
	stands := last >= 0 && list[last].Ended.IsZero()
	switch {
	case c.Field == FieldPromisedAmount:
		if stands {
			list[last].Amount = inv.PromisedAmount
		}
	case stands && list[last].Made == day:
		list = list[:last]
	case stands:
		list[last].Ended = day
	}
	if c.Field == FieldPromisedOn && !inv.PromisedOn.IsZero() {
		list = append(list, Promise{Made: day, On: inv.PromisedOn, Amount: inv.PromisedAmount})
	}
	inv.Promises = list[max(0, len(list)-maxPromises):]
}
