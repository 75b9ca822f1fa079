package bot

import (
	"context"

	"github.com/relance-bot/relance/ledger"
)

// showInvoice answers with an invoice's card.
func (b *Bot) showInvoice(ctx context.Context, a *answer, inv *ledger.Invoice, done string) error {
	if err := a.viewer.refuse(read, inv); err != nil {
		return err
	}
	a.say(ctx, a.viewer.invoice(b.invoiceViewOf(a.viewer, inv, done)))
	return nil
}

// invoiceViewOf collects an invoice's card as the viewer may see it.
func (b *Bot) invoiceViewOf(v viewer, inv *ledger.Invoice, done string) invoiceView {
	snapshot := v.book.Desk.Book()
	today := b.today(v.book)
	q := invoiceView{
		Book: v.book.Name, Screen: screenCard, Today: today, Invoice: inv, Customer: customerNameOf(snapshot, inv),
		Owner: ownerName(snapshot, inv), Paused: activePause(snapshot, inv.CustomerKey, today), Done: done, Said: b.saidOn(v, inv),
		Follow: v.may(follow, inv), Pay: v.may(pay, inv),
	}
	q.Penalty, q.Unclaimed = v.book.Penalties.Claim(snapshot.Account(inv.CustomerKey), inv, today)
	for _, other := range snapshot.CustomerInvoices(inv.CustomerKey) {
		if other.Key != inv.Key && other.IsOverdue(today) {
			q.Others++
		}
	}
	return q
}

// showCustomer answers with a customer's card.
func (b *Bot) showCustomer(ctx context.Context, a *answer, k ledger.Key) error {
	q := b.customerViewOf(a.viewer, k)
	if a.viewer.book.OwnOnly && len(q.Open) == 0 && !a.viewer.finance && !a.viewer.manager {
		return denied(refusedNotYours)
	}
	a.say(ctx, a.viewer.customer(q))
	return nil
}
