package reminders

import (
	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/reminders/letter"
	"github.com/relance-bot/relance/store"
)

// planLetters decides about letters on a drafter's decisions, and writes those
// that may leave: what can't be written doesn't.
func (g *drafter) planLetters() {
	g.letters = g.planner.letters(g.plan)
	g.mailings = map[string]Mailing{}
	for i := range g.letters {
		d := &g.letters[i]
		if owner, ok := g.roster.owners[ledger.KeyOf(d.Owner)]; ok && d.Owner != "" {
			d.Approver = owner.SlackID
		}
		if d.Reason != Send {
			continue
		}
		m, err := g.writer().mailing(*d, g.letterWindow(d.Customer).day)
		if err == nil {
			_, err = letter.Render(m.Body)
		}
		if err != nil {
			d.Reason, d.Trouble = SkipUnwritable, err
			continue
		}
		g.mailings[d.ID] = m
	}
}

// letterDrafts are the letters that may leave now.
func (g *drafter) letterDrafts() []draft {
	var list []draft
	for _, d := range g.letters {
		m, ok := g.mailings[d.ID]
		if !ok {
			continue
		}
		w := g.letterWindow(d.Customer)
		if !w.open {
			continue
		}
		location, _ := g.place(d.Customer)
		to := Recipient{Key: string(d.Customer), Email: d.To, Name: d.Name, Location: location, Language: m.Body.Language}
		out := draft{kind: store.KindLetter, to: to, day: w.day, ends: w.ends, content: g.content(store.KindLetter, to, w.day)}
		out.content.SlackID, out.content.Email = "", ""
		out.content.Letter = &m
		cycle := cycleLetter
		if d.Kind == LetterThanks {
			cycle = cycleThanks
		}
		for _, l := range d.Lines {
			out.remind(l.Invoice, cycle+l.Cycle, l.Stage)
		}
		// Its statement speaks of all that the customer has open.
		for _, inv := range g.planner.book.CustomerInvoices(d.Customer) {
			if inv.Open().IsPositive() || inv.IsCredit() {
				out.watch(Line{Invoice: inv.Key, CustomerKey: inv.CustomerKey})
			}
		}
		list = append(list, out)
	}
	return list
}

func (g *drafter) writer() writer {
	return writer{planner: g.planner, head: g.head, language: g.language, owner: func(cell string) (Recipient, bool) {
		who, ok := g.roster.owners[ledger.KeyOf(cell)]
		if p, known := g.planner.book.FindPerson(cell); known {
			if who.Email == "" {
				who.Email = p.Email
			}
			if who.Name == "" {
				who.Name = p.Name
			}
			ok = true
		}
		return who, ok
	}}
}

// mailOf is the letter of a mailing, in words.
func mailOf(m Mailing) (Mail, error) {
	worded, err := letter.Render(m.Body)
	if err != nil {
		return Mail{}, err
	}
	return Mail{
		To: m.To, ReplyTo: m.ReplyTo, Subject: worded.Subject, Text: worded.Text, HTML: worded.HTML, Automatic: len(m.Approved) == 0,
	}, nil
}

// lettersFor counts the letters that wait for a person's word: finance's own,
// those of nobody who can be found, and a salesperson's.
func (g *drafter) lettersFor(who Recipient) int {
	count := 0
	for _, d := range g.letters {
		if !d.Waits() {
			continue
		}
		owner, found := g.roster.owners[ledger.KeyOf(d.Owner)]
		switch {
		case d.ByFinance || !found || owner.isMailed(): // who has no Slack can't open the tray
			if g.roster.isFinance(who) {
				count++
			}
		case owner.Key == who.Key:
			count++
		}
	}
	return count
}
