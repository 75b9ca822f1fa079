package sheets

import "github.com/relance-bot/relance/ledger"

// takeListed hears what a tab that the bot doesn't write into says was paid.
// Whoever exports it books payments at their own pace, so that the same payment
// is often recorded in Slack first and shown there a week later: what it shows
// catches up with what is recorded, and only what goes beyond is a payment of
// its own.
func (p *planner) takeListed(r *sheetRow, inv *ledger.Invoice) {
	typed, ok := p.typedPaid(r, inv)
	if !ok {
		return
	}
	was := p.base(r.Key).Values[ledger.FieldPaid]
	shown, before, recorded := typed.Money().Minor, was.Money().Minor, inv.Paid().Minor
	if inv.IsCredit() {
		shown, before, recorded = -shown, -before, -recorded
	}
	q := p.question(r.Key)
	asked := q != nil && q.Blocks
	_, err := typed.Money().Sub(was.Money())
	switch {
	case typed == was && shown == recorded:
		p.answered(r.Key)
	case typed == was && shown > recorded && !asked:
		// Someone took a payment back that the list still shows.
		p.problem(r, r.Key, problem(ProblemListedPaid, typed.Money().String(), inv.Paid().String()))
	case typed == was:
	case !p.paidSeen(r.Key, typed):
		p.paidHeld[r.Key] = true
		p.base(r.Key).Hash = 0
		p.out.PaidAlone = append(p.out.PaidAlone, r.Key)
	case err != nil:
		p.askPaid(r, typed, inv.Paid())
	case shown == recorded:
		p.setPaid(r, typed)
		p.answered(r.Key)
	case shown < before:
		p.setPaid(r, typed)
		p.ask(r.Key, problem(ProblemPaidDecreased, was.Money().String(), typed.Money().String()))
	case shown < recorded:
		p.setPaid(r, typed)
		if !isPaymentOf(inv, shown-before) {
			p.doubtTyped(inv, ledger.Money{Minor: typed.Money().Minor - was.Money().Minor, Currency: inv.Amount.Currency})
		}
	default:
		p.setPaid(r, typed)
		rest := ledger.Money{Minor: typed.Money().Minor - inv.Paid().Minor, Currency: inv.Amount.Currency}
		p.paymentChange(nil, &ledger.Payment{
			ID: p.NewID(), Date: p.paidOn(inv), Invoice: r.Key, Amount: rest, Source: ledger.PaymentAdjusting, Unconfirmed: true,
		})
	}
}

// isPaymentOf tells that a payment of that amount was recorded.
func isPaymentOf(inv *ledger.Invoice, minor int64) bool {
	for _, pay := range inv.Payments {
		if magnitude(pay.Amount) == minor {
			return true
		}
	}
	return false
}
