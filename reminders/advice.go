package reminders

// Advice is what a salesperson does first about a customer, and by it why the
// customer stands where it does in their list.
type Advice string

// The advices, the most urgent first.
const (
	AdviceBroken   Advice = "broken"   // they broke a promise: call, today
	AdviceCall     Advice = "call"     // the day to call them again has come
	AdviceHandover Advice = "handover" // decide with finance who collects it
	AdviceNotice   Advice = "notice"   // a formal notice is to be decided on: a last call before it
	AdviceDecide   Advice = "decide"   // call whoever decides there, and agree on a day
	AdviceFirm     Advice = "firm"     // call them
	AdviceFriendly Advice = "friendly" // a friendly line: it may be an oversight
)

var urgency = map[Advice]int{
	AdviceBroken: 7, AdviceCall: 6, AdviceHandover: 5, AdviceNotice: 4, AdviceDecide: 3, AdviceFirm: 2, AdviceFriendly: 1,
}

// advice is that of one invoice, by what stands of it and how far it is.
func (p *planner) advice(l Line) Advice {
	inv, ok := p.book.Invoice(l.Invoice)
	switch {
	case l.Status.Kind == StatusBroken:
		return AdviceBroken
	case ok && !inv.CallAgain.IsZero() && !inv.CallAgain.After(p.today) && p.today.DaysSince(inv.CallAgain) < callFresh:
		return AdviceCall
	}
	switch l.Tone {
	case "handover":
		return AdviceHandover
	case "formal notice":
		return AdviceNotice
	case "last amicable", "penalties":
		return AdviceDecide
	case "friendly", "courtesy":
		return AdviceFriendly
	}
	return AdviceFirm
}
