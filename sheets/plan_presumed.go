package sheets

import (
	"maps"
	"slices"
	"time"

	"github.com/relance-bot/relance/ledger"
)

// PresumedBatch is the invoices that left a list of open items at once: they are
// presumed settled until a person has said so, once for all of them.
type PresumedBatch struct {
	ID       string       `json:"id"`
	At       time.Time    `json:"at"`
	On       ledger.Date  `json:"on"` // the day they left; their balance counts as paid then
	Invoices []ledger.Key `json:"invoices"`
}

// presumedShare and presumedLeast hold the book where more leave the list at
// once than a week's payments explain: a list that was pasted in part.
const (
	presumedShare = 50 // percent of the invoices in the list
	presumedLeast = 10
)

// railPresumed is the rail of a list that is replaced every week.
func (p *planner) railPresumed(vanished []ledger.Key) {
	listed, open := 0, 0
	for _, b := range p.Rows {
		if b.Left.IsZero() {
			listed++
		}
	}
	for _, k := range vanished {
		if inv, ok := p.book.Invoice(k); ok && inv.Open().IsPositive() {
			open++
		}
	}
	switch {
	case listed > 0 && len(vanished) == listed && len(p.Sheet.Rows) == 0:
		p.hold(problem(ProblemEmptySheet, itoa(listed)))
	case open >= presumedLeast && open*100 > listed*presumedShare:
		p.hold(problem(ProblemManyVanished, itoa(open), itoa(listed)))
	}
}

// takeLeft hears that invoices left the list. Those with something open are
// presumed settled: a payment that nobody has confirmed takes them out of what
// is overdue, and has no row until somebody does.
func (p *planner) takeLeft(vanished []ledger.Key) {
	start := len(p.out.Changes)
	batch := PresumedBatch{ID: p.Cycle, At: p.Now, On: p.Today}
	for _, k := range vanished {
		inv, ok := p.book.Invoice(k)
		if !ok {
			p.out.Rows[k] = nil
			continue
		}
		base := p.base(k)
		base.Left, base.Hash = p.Today, 0
		if open := inv.Open(); open.IsPositive() {
			p.paymentChange(nil, &ledger.Payment{
				ID: "presumed/" + string(k) + "/" + batch.ID, Date: p.Today, Invoice: k, Amount: open,
				Source: ledger.PaymentPresumed, Unconfirmed: true,
			})
			batch.Invoices = append(batch.Invoices, k)
		}
	}
	if len(batch.Invoices) > 0 {
		p.out.Presumed[batch.ID] = &batch
	}
	p.settle(start)
}

// takeReturned hears that invoices are in the list again: what was only
// presumed never was.
func (p *planner) takeReturned() {
	start := len(p.out.Changes)
	for _, r := range p.sortedRows() {
		if p.Rows[r.Key].Left.IsZero() {
			continue
		}
		p.base(r.Key).Left = 0
		inv, ok := p.book.Invoice(r.Key)
		if !ok {
			continue
		}
		for _, pay := range inv.Payments {
			if pay.Source == ledger.PaymentPresumed && pay.Unconfirmed {
				p.paymentChange(&pay, nil)
			}
		}
	}
	p.settle(start)
	p.forgetLeft()
}

// forgetLeft lets go of batches that nothing is left to ask about, and of
// invoices that left the list so long ago, settled, that nobody asks.
func (p *planner) forgetLeft() {
	for _, id := range slices.Sorted(maps.Keys(p.Presumed)) {
		if len(stillPresumed(p.book, p.Presumed[id])) == 0 {
			p.out.Presumed[id] = nil
		}
	}
	start := len(p.out.Changes)
	for _, k := range slices.Sorted(maps.Keys(p.Rows)) {
		left := p.Rows[k].Left
		inv, ok := p.book.Invoice(k)
		if left.IsZero() || p.rows.get(k) != nil || !ok {
			continue
		}
		_, presumed := inv.Presumed()
		switch {
		case presumed:
		case inv.Open().IsPositive():
			pr := problem(ProblemNotListed, left.String())
			pr.Invoice = k
			p.out.Problems = append(p.out.Problems, pr)
		case time.Duration(p.Today.DaysSince(left))*24*time.Hour > pastFor:
			p.out.Rows[k] = nil
			p.leave(inv, string(listArchive))
		}
	}
	p.settle(start)
}

// listArchive is where an invoice is that left the list long ago.
const listArchive = "settled"

// stillPresumed are the invoices of a batch that wait for a person's word.
func stillPresumed(book *ledger.Book, b PresumedBatch) []ledger.Key {
	var list []ledger.Key
	for _, k := range b.Invoices {
		inv, ok := book.Follow(k)
		if !ok {
			continue
		}
		if pay, ok := inv.Presumed(); ok && pay.ID == "presumed/"+string(k)+"/"+b.ID {
			list = append(list, inv.Key)
		}
	}
	return list
}
