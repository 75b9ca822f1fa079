package bot

import (
	"context"
	"strings"

	"github.com/relance-bot/relance/ledger"
)

// someone is a person as typed: a mention, an e-mail address, a name of the
// People tab, or whatever stands in salesperson cells.
type someone struct {
	User              // the zero User where there is no account
	person ledger.Key // their row of the People tab, if there is one
	cell   string     // as a salesperson cell names them
	name   string
	member bool
}

// personArg reads who a word means.
func (b *Bot) personArg(ctx context.Context, v viewer, word string) (someone, error) {
	book := v.book.Desk.Book()
	if id, ok := mentioned(word); ok {
		return b.memberOf(ctx, book, id)
	}
	text := strings.TrimSpace(word)
	p, known := book.FindPerson(text)
	switch {
	case known && p.SlackID != "":
		return b.memberOf(ctx, book, p.SlackID)
	case known && p.Email != "":
		text = p.Email
	}
	if strings.Contains(text, "@") && !strings.HasPrefix(text, "@") {
		u, ok, err := b.opt.Directory.ByEmail(ctx, text)
		if err != nil {
			return someone{}, err
		}
		if ok {
			return theMember(book, u), nil
		}
	}
	if known {
		return someone{person: p.Key(), cell: cellName(p), name: cellName(p)}, nil
	}
	text = strings.TrimPrefix(text, "@")
	return someone{cell: text, name: text}, nil
}

func (b *Bot) memberOf(ctx context.Context, book *ledger.Book, id string) (someone, error) {
	u, err := b.opt.Directory.User(ctx, id)
	if err != nil {
		return someone{}, err
	}
	return theMember(book, u), nil
}

// theMember names a member as the sheet does: by their row of the People tab,
// else by e-mail address.
func theMember(book *ledger.Book, u User) someone {
	who := someone{User: u, name: u.Name, member: !u.Deleted && !u.Bot && !u.Stranger && !u.Guest}
	for p := range book.People() {
		if isPerson(u, p) {
			who.person, who.cell = p.Key(), cellName(p)
			return who
		}
	}
	if who.cell = u.Email; who.cell == "" {
		who.cell = u.ID
	}
	return who
}

func cellName(p ledger.Person) string {
	if p.Name != "" {
		return p.Name
	}
	if p.Email != "" {
		return p.Email
	}
	return p.SlackID
}

// assigned are the invoices with something to pay that are somebody's, of one
// customer or of all.
func (w someone) assigned(book *ledger.Book, customer ledger.Key) []*ledger.Invoice {
	cell := ledger.KeyOf(w.cell)
	var list []*ledger.Invoice
	for inv := range book.Invoices() {
		if !inv.Open().IsPositive() || customer != "" && inv.CustomerKey != customer {
			continue
		}
		p, known := book.FindPerson(inv.Salesperson)
		switch {
		case inv.SalesKey == "":
		case w.ID != "" && w.owns(book, inv), inv.SalesKey == cell, known && p.Key() == w.person:
			list = append(list, inv)
		}
	}
	return list
}

func keysOf(list []*ledger.Invoice) []ledger.Key {
	keys := make([]ledger.Key, len(list))
	for i, inv := range list {
		keys[i] = inv.Key
	}
	return keys
}

// replyReassign shows what would go from one salesperson to another, with a
// button that does it: "reassign @ana @bob", of one customer with their name
// after it.
func (b *Bot) replyReassign(ctx context.Context, a *answer, args []string) error {
	v := a.viewer
	if err := v.refuse(edit, nil); err != nil {
		return err
	}
	if len(args) < 2 {
		a.say(ctx, v.howTo(VerbReassign))
		return nil
	}
	from, n, err := b.personWords(ctx, v, args)
	if err != nil {
		return err
	}
	typed, rest := strings.Join(args[:n], " "), args[n:]
	if len(rest) == 0 {
		a.say(ctx, v.howTo(VerbReassign))
		return nil
	}
	to, n, err := b.personWords(ctx, v, rest)
	if err != nil {
		return err
	}
	if from.cell == to.cell {
		a.say(ctx, sentence(v.mark("reassign_same", with{"From": from.name})))
		return nil
	}
	t := token{Book: v.book.Name, Query: typed, Choice: to.cell}
	if from.person != "" && !strings.HasPrefix(typed, "<") {
		t.Query = from.cell
	}
	customer, err := b.reassignScope(a, rest[n:])
	if err != nil {
		return err
	}
	if len(customer) > 1 {
		a.say(ctx, v.choose(b.choices(v, found{customers: customer}, actionOpenCustomer)))
		return nil
	}
	q := reassignView{From: from.name, To: to.name, Known: to.member, Today: b.today(v.book)}
	if len(customer) == 1 {
		q.Customer = v.book.Desk.Book().CustomerName(customer[0])
		t.Customer = refOf(customer[0])
	}
	q.Invoices = from.assigned(v.book.Desk.Book(), first(customer))
	a.say(ctx, v.reassign(q, t))
	return nil
}

func (b *Bot) reassignScope(a *answer, words []string) ([]ledger.Key, error) {
	if len(words) == 0 {
		return nil, nil
	}
	list := findCustomer(a.viewer.book.Desk.Book(), strings.Join(words, " "))
	if len(list) == 0 {
		return nil, notFound(words)
	}
	return list, nil
}

func first(keys []ledger.Key) ledger.Key {
	if len(keys) == 0 {
		return ""
	}
	return keys[0]
}

// clickReassign does what the button showed, on the invoices as they are now.
func (b *Bot) clickReassign(ctx context.Context, a *answer, _ Action, t token) error {
	v := a.viewer
	if err := v.refuse(edit, nil); err != nil {
		return err
	}
	from, err := b.personArg(ctx, v, t.Query)
	if err != nil {
		return err
	}
	var customer ledger.Key
	if t.Customer != "" {
		k, ok := customerOf(v.book.Desk.Book(), t.Customer)
		if !ok {
			return stale()
		}
		customer = k
	}
	count := 0
	return b.governed(ctx, a, func(act ledger.Act, book *ledger.Book) ([]ledger.Change, error) {
		changes, err := act.Reassign(book, keysOf(from.assigned(book, customer)), t.Choice)
		count = len(changes)
		return changes, err
	}, func() string {
		return v.mark("done_reassign", with{"Who": v.Name, "Count": count, "From": from.name, "To": t.Choice})
	})
}

// clickReassignTo asks, in a modal, to whom the invoices of somebody go.
func (b *Bot) clickReassignTo(ctx context.Context, a *answer, ac Action, t token) error {
	v := a.viewer
	if err := v.refuse(edit, nil); err != nil {
		return err
	}
	o := origin{Token: t, URL: ac.ResponseURL, Channel: ac.ChannelID}
	return b.opt.Slack.OpenView(ctx, a.trigger, v.reassignForm(t.Query, peopleOf(v.book.Desk.Book()), o))
}

// submitReassign takes the filled modal.
func (b *Bot) submitReassign(ctx context.Context, v viewer, s Submission, o origin) error {
	if err := v.refuse(edit, nil); err != nil {
		return err
	}
	name, picked := typedPerson(s.Values[fieldSales])
	if !picked || name == "" {
		return fieldError{fieldSales, &ledger.Error{Code: ledger.CodeInvalid, Reason: ledger.ReasonTextMissing, Message: "Say to whom."}}
	}
	from, err := b.personArg(ctx, v, o.Token.Query)
	if err != nil {
		return err
	}
	v.book.acting.Lock()
	defer v.book.acting.Unlock()
	act := ledger.Act{ID: formID(s), At: b.opt.Now(), Actor: v.ID, Source: ledger.SourceSlack}
	changes, err := act.Reassign(v.book.Desk.Book(), keysOf(from.assigned(v.book.Desk.Book(), "")), name)
	if err != nil {
		return fieldError{fieldSales, err}
	}
	if len(changes) > 0 {
		if _, err := v.book.Desk.Record(ctx, changes...); err != nil {
			return err
		}
	}
	line := v.mark("done_reassign", with{"Who": v.Name, "Count": len(changes), "From": from.name, "To": name})
	b.later(func(ctx context.Context) {
		a := &answer{bot: b, viewer: v, url: o.URL, channel: o.Channel}
		a.add(ctx, sentence(line))
		b.redraw(v)
	})
	return nil
}

// awayWords end an absence.
var awayWords = map[string]bool{"off": true, "back": true, "end": true, "fin": true, "retour": true, "rentre": true, "rentree": true, "present": true, "presente": true}

// rangeWords stand between two days or before a name.
var rangeWords = map[string]bool{"from": true, "du": true, "to": true, "-": true, "–": true, "→": true, "->": true, "until": true, "au": true, "by": true, "par": true, "with": true, "avec": true, "till": true, "..": true, "…": true}

// replyAway says who stands in while somebody is away: "away 2026-12-21
// 2027-01-02 @bob", of somebody else with their name before it.
func (b *Bot) replyAway(ctx context.Context, a *answer, args []string) error {
	v := a.viewer
	who := someone{User: v.User, name: v.Name}
	days, today := b.dayReader(v, false), b.today(v.book)
	var read []ledger.Date
	var people []someone
	back := false
	for i := 0; i < len(args); {
		word := args[i]
		if awayWords[fold(word)] {
			back = true
			i++
			continue
		}
		if rangeWords[strings.ToLower(word)] {
			i++
			continue
		}
		d, n, err := days.read(args[i:])
		if err != nil {
			return err
		}
		if n > 0 {
			from := today.AddDays(-maxLookBack)
			if len(read) > 0 {
				from = read[len(read)-1]
			}
			if d.Before(from) && lacksYear(args[i:i+n]) {
				d = ledger.DateOf(d.Time().AddDate(1, 0, 0))
			}
			read = append(read, d)
			i += n
			continue
		}
		p, n, err := b.personWords(ctx, v, args[i:])
		if err != nil {
			return err
		}
		people = append(people, p)
		i += n
	}
	stands := 1
	if back {
		stands = 0
	}
	if len(people) == stands+1 {
		who, people = people[0], people[1:]
	}
	if len(people) != stands || !back && (len(read) == 0 || len(read) > 2) {
		a.say(ctx, v.howTo(VerbAway))
		return nil
	}
	if who.ID != v.ID {
		if err := v.refuse(edit, nil); err != nil {
			return err
		}
	}
	if who.ID == "" {
		return unknownMember(who.name)
	}
	var away ledger.Away
	if !back {
		if !people[0].member {
			return unknownMember(people[0].name)
		}
		away = ledger.Away{From: today, Until: read[len(read)-1], StandIn: people[0].ID}
		if len(read) == 2 {
			away.From = read[0]
		}
	}
	return b.governed(ctx, a, func(act ledger.Act, book *ledger.Book) ([]ledger.Change, error) {
		return act.Away(book, who.ID, away, today)
	}, func() string {
		if back {
			return v.mark("done_back", with{"Name": who.name})
		}
		id := "done_away"
		if who.ID != v.ID {
			id = "done_away_other"
		}
		return v.mark(id, with{"Name": who.name, "From": away.From, "Until": away.Until, "StandIn": people[0].name})
	})
}

func unknownMember(name string) error {
	return &ledger.Error{
		Code: ledger.CodeNotFound, Reason: reasonNoMember, Args: ledger.Args{"text": name},
		Message: name + " has no account in this workspace.",
	}
}
