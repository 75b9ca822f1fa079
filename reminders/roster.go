package reminders

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/relance-bot/relance/ledger"
)

// roster is who plays which part, looked up once for a plan.
type roster struct {
	owners   map[ledger.Key]Recipient // by the salesperson cell's key; missing: nobody found
	finance  []Recipient
	managers []Recipient

	standsFor map[ledger.Key]Absence   // by the salesperson cell's key: whom the owner above stands in for
	gone      map[ledger.Key]Recipient // by the salesperson cell's key: their account was deactivated
	mailless  map[ledger.Key]bool      // by the salesperson cell's key: they have no Slack account, and there is no mail server
}

func (s *Service) roster(ctx context.Context, plan *made) (roster, error) {
	book, today := plan.book, plan.today
	r := roster{owners: map[ledger.Key]Recipient{}, standsFor: map[ledger.Key]Absence{}, gone: map[ledger.Key]Recipient{}, mailless: map[ledger.Key]bool{}}
	asked := map[ledger.Key]bool{"": true}
	thanks := s.inForce(book).Letters.ThankYou
	settled := map[ledger.Key]*ledger.Invoice{} // by salesperson, one invoice that they may thank for
	if thanks != "" && thanks != MailOff {
		for inv := range plan.all() {
			if !inv.Open().IsPositive() && today.DaysSince(ledger.DateOf(inv.SettledAt)) <= thanksDays {
				settled[inv.SalesKey] = inv
			}
		}
	}
	for inv := range plan.open() {
		if asked[inv.SalesKey] || !inv.Open().IsPositive() {
			continue
		}
		asked[inv.SalesKey] = true
		who, ok, err := s.o.Directory.Person(ctx, inv.Salesperson)
		if err != nil {
			return r, fmt.Errorf("look up who looks after %s: %w", inv.Key, err)
		}
		if !ok && who.Gone {
			r.gone[inv.SalesKey] = who
		}
		if !ok || !s.reaches(who) {
			r.mailless[inv.SalesKey] = ok && who.isMailed()
			continue
		}
		present, absence, err := s.present(ctx, book, who, inv.Salesperson, today)
		if err != nil {
			return r, err
		}
		if present == (Recipient{}) {
			continue // away, and nobody stands in who can be reached: finance does
		}
		r.owners[inv.SalesKey] = s.located(present)
		if absence != (Absence{}) {
			r.standsFor[inv.SalesKey] = absence
		}
	}
	if err := s.thankers(ctx, book, today, &r, settled); err != nil {
		return r, err
	}
	for _, group := range []struct {
		from []Recipient
		to   *[]Recipient
	}{{s.o.Directory.Finance(ctx), &r.finance}, {s.o.Directory.Managers(ctx), &r.managers}} {
		for _, who := range group.from {
			if !s.reaches(who) {
				continue
			}
			present, _, err := s.present(ctx, book, who, who.Email, today)
			if err != nil {
				return r, err
			}
			if present = s.located(present); s.reaches(present) && !contains(*group.to, present) {
				*group.to = append(*group.to, present)
			}
		}
	}
	// Nobody of finance who could press a button: their channel, never silence.
	if c := s.o.Channels.Finance; c != "" && !slices.ContainsFunc(r.finance, func(who Recipient) bool { return who.SlackID != "" }) {
		r.finance = append(r.finance, channelRecipient(c, s.o.Location))
	}
	return r, nil
}

// thankers adds those of whom nothing is open any more and who sign thanks for
// what was paid. Who can't be reached needn't be: finance may say yes instead.
func (s *Service) thankers(ctx context.Context, book *ledger.Book, today ledger.Date, r *roster, settled map[ledger.Key]*ledger.Invoice) error {
	for key, inv := range settled {
		if _, known := r.owners[key]; known || key == "" || r.gone[key] != (Recipient{}) || r.mailless[key] {
			continue
		}
		who, ok, err := s.o.Directory.Person(ctx, inv.Salesperson)
		if err != nil {
			return fmt.Errorf("look up who looks after %s: %w", inv.Key, err)
		}
		if !ok || !s.reaches(who) {
			continue
		}
		present, _, err := s.present(ctx, book, who, inv.Salesperson, today)
		if err != nil {
			return err
		}
		if present != (Recipient{}) {
			r.owners[key] = s.located(present)
		}
	}
	return nil
}

// maxStandIns bounds how far an absence is followed: the stand-in of a stand-in
// is still somebody who knows, and beyond that it is finance's.
const maxStandIns = 3

// present is who gets what is somebody's on a day: they, or who stands in for
// them, and for whoever is away in turn. Nobody, where none can be reached.
func (s *Service) present(ctx context.Context, book *ledger.Book, who Recipient, text string, today ledger.Date) (Recipient, Absence, error) {
	var absence Absence
	seen := map[string]bool{}
	for range maxStandIns + 1 {
		if seen[who.destination()] {
			return Recipient{}, absence, nil // each stands in for the other
		}
		seen[who.destination()] = true
		p, ok := book.FindPerson(text)
		if !ok {
			p, _ = book.FindPerson(who.destination())
		}
		away, ok := book.AwayOn(who.SlackID, p, today)
		if !ok {
			return who, absence, nil
		}
		if absence == (Absence{}) {
			absence = Absence{Name: who.Name, Until: away.Until}
		}
		next, ok, err := s.o.Directory.Person(ctx, away.StandIn)
		if err != nil {
			return Recipient{}, absence, fmt.Errorf("look up who stands in for %s: %w", who.destination(), err)
		}
		if !ok || !s.reaches(next) {
			return Recipient{}, absence, nil
		}
		who, text = next, away.StandIn
	}
	return Recipient{}, absence, nil
}

// channelRecipient is a channel as whom a message goes to, in the book's zone
// and language.
func channelRecipient(id string, location *time.Location) Recipient {
	return Recipient{Key: "channel/" + id, SlackID: id, Location: location}
}

func (s *Service) located(who Recipient) Recipient {
	if who.Location == nil {
		who.Location = s.o.Location
	}
	if who.Key == "" {
		who.Key = who.destination()
	}
	return who
}

// everybody is each person once, in a stable order.
func (r roster) everybody() []Recipient {
	byKey := map[string]Recipient{}
	for _, list := range [][]Recipient{r.finance, r.managers} {
		for _, who := range list {
			byKey[who.Key] = who
		}
	}
	for _, who := range r.owners {
		byKey[who.Key] = who
	}
	list := make([]Recipient, 0, len(byKey))
	for _, who := range byKey {
		list = append(list, who)
	}
	slices.SortFunc(list, func(a, b Recipient) int { return cmp.Compare(a.Key, b.Key) })
	return list
}

func (r roster) isFinance(who Recipient) bool { return contains(r.finance, who) }

func contains(list []Recipient, who Recipient) bool {
	return slices.ContainsFunc(list, func(o Recipient) bool { return o.Key == who.Key })
}

// roleOf is as what somebody is told of an invoice, by the roles that its
// stage tells; none if they aren't. Without an owner to be found finance
// stands in.
func (r roster) roleOf(who Recipient, inv *ledger.Invoice, tell []Role) (Role, bool) {
	owner, owned := r.owners[inv.SalesKey]
	for _, role := range tell {
		switch role {
		case RoleSalesperson:
			if owned && owner.Key == who.Key {
				return role, true
			}
			if !owned && r.isFinance(who) {
				return RoleFinance, true
			}
		case RoleFinance:
			if r.isFinance(who) {
				return role, true
			}
		case RoleManager, RoleDirection:
			if contains(r.managers, who) {
				return role, true
			}
		}
	}
	return "", false
}

// window is the business day and sending hours of a place.
type window struct {
	day  ledger.Date
	open bool
	ends time.Time
}

// windowAt tells whether messages may go out at a place now, and until when.
func (p *planner) windowAt(now time.Time, loc *time.Location, from Clock) window {
	day := ledger.DateOf(now.In(loc))
	if p.anyTime {
		return window{day: p.today, open: true, ends: now}
	}
	w := window{day: day, ends: p.policy.Hours.To.On(day, loc)}
	w.open = p.calendar.IsBusinessDay(day) && !now.Before(from.On(day, loc)) && now.Before(w.ends)
	return w
}
