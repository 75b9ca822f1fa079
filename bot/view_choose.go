package bot

import (
	"github.com/slack-go/slack"

	"github.com/relance-bot/relance/ledger"
)

// choice is one of the things that typed words may mean.
type choice struct {
	label  string
	action string
	token  token
}

// choices offers what was found, as buttons that go on with action.
func (b *Bot) choices(v viewer, f found, action string) []choice {
	snapshot := v.book.Desk.Book()
	today := b.today(v.book)
	var list []choice
	for _, k := range f.customers {
		list = append(list, choice{clean(snapshot.CustomerName(k)), actionOpenCustomer, token{Book: v.book.Name, Customer: refOf(k)}})
	}
	for _, inv := range f.invoices {
		if v.refuse(read, inv) != nil {
			continue
		}
		label := cut(clean(inv.Number), 24) + " · " + cut(clean(customerNameOf(snapshot, inv)), 24) + " · " + v.Money(inv.OpenAt(today))
		list = append(list, choice{label, action, token{Book: v.book.Name, Invoice: refOf(inv.Key)}})
	}
	return list
}

// choose shows them, ten at most.
func (v voice) choose(list []choice) Message {
	text := v.mark("choose", with{"Count": len(list)})
	if len(list) > maxChoices {
		text = v.mark("choose_cut", with{"Count": len(list), "Shown": maxChoices})
		list = list[:maxChoices]
	}
	blocks := []slack.Block{section(text)}
	for start := 0; start < len(list); start += 5 {
		var buttons []*slack.ButtonBlockElement
		for i, c := range list[start:min(start+5, len(list))] {
			buttons = append(buttons, button(c.action+":"+string(rune('a'+start+i)), c.label, c.token))
		}
		blocks = append(blocks, row(buttons...)...)
	}
	return message(text, blocks...)
}

// customerViewOf collects a customer's card.
func (b *Bot) customerViewOf(v viewer, k ledger.Key) customerView {
	snapshot := v.book.Desk.Book()
	q := customerView{
		Book: v.book.Name, Today: b.today(v.book), Key: k, Name: snapshot.CustomerName(k),
		Mode: snapshot.Account(k).Mode, Paused: activePause(snapshot, k, b.today(v.book)), Govern: v.may(govern, nil),
	}
	seen := map[string]bool{}
	for _, inv := range snapshot.CustomerInvoices(k) {
		if v.refuse(read, inv) != nil {
			continue
		}
		if name := ownerName(snapshot, inv); name != "" && !seen[name] && inv.Open().IsPositive() && len(q.Owners) < 3 {
			seen[name] = true
			q.Owners = append(q.Owners, name)
		}
		if credit := inv.UnappliedAt(q.Today); credit.IsPositive() {
			q.Credit = addTo(q.Credit, credit)
		}
		open := inv.OpenAt(q.Today)
		if !open.IsPositive() {
			continue
		}
		q.Open = addTo(q.Open, open)
		if inv.IsOverdue(q.Today) {
			q.Overdue = addTo(q.Overdue, inv.OverdueAt(q.Today))
			q.Oldest = max(q.Oldest, inv.DaysLate(q.Today))
			q.Late = append(q.Late, inv)
		} else {
			q.NotDue++
		}
	}
	return q
}

// activePause is the last day of the pause that holds for a customer today.
func activePause(b *ledger.Book, customer ledger.Key, today ledger.Date) ledger.Date {
	until := max(b.PausedUntil(), b.CustomerPausedUntil(customer))
	if until.Before(today) {
		return 0
	}
	return until
}
