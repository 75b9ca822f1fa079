package reminders

import (
	"slices"

	"github.com/relance-bot/relance/ledger"
)

// MaxForeseenDays bounds how far Foresee looks.
const MaxForeseenDays = 366

// Foreseen is one reminder that would go out.
type Foreseen struct {
	Day      ledger.Date
	Invoice  ledger.Key
	Number   string
	Customer string // as on the invoice
	Owner    string // the salesperson cell
	Ladder   string
	Stage    ledger.Stage
	Reason   Reason // Send or CaughtUp
	Skipped  []int
	Tone     string
	Tell     []Role
	Letter   LetterKind // that the stage has
	Mail     MailMode
	Amount   ledger.Money
}

// Foresight is what a policy would bring: the reminders by day, customer and
// due date, and for the first day why the others get none.
type Foresight struct {
	From, To ledger.Date
	Coming   []Foreseen
	Reasons  map[Reason]int // of the first day, for each invoice of the book
}

// Today are the reminders of the first day.
func (f Foresight) Today() []Foreseen {
	n := 0
	for n < len(f.Coming) && f.Coming[n].Day == f.From {
		n++
	}
	return f.Coming[:n]
}

// Foresee lives through the days to come, purely: what would be said is taken
// as said, and nothing else happens. Nobody pays, and nobody acts. The book is
// taken at level internal at least, and neither held nor paused as a whole, so
// that it shows what would come if somebody let it.
func Foresee(book *ledger.Book, policy Policy, said *Said, from ledger.Date, days int) (Foresight, error) {
	days = max(1, min(days, MaxForeseenDays))
	f := Foresight{From: from, To: from.AddDays(days - 1), Reasons: map[Reason]int{}}
	changes := []ledger.Change{{ID: "foresee/hold", Field: ledger.FieldHold}, {ID: "foresee/pause", Field: ledger.FieldPause}}
	if book.Level() == ledger.LevelObserve {
		changes = append(changes, ledger.Change{ID: "foresee/level", Field: ledger.FieldLevel, New: ledger.Text(string(ledger.LevelInternal))})
	}
	free, err := book.Apply(changes...)
	if err != nil {
		return f, err
	}
	calendar, living := NewCalendar(policy), map[ledger.Key]*ledger.Invoice{}
	for day := from; !day.After(f.To); day = day.AddDays(1) {
		if day != from && !calendar.IsBusinessDay(day) {
			continue
		}
		p := newPlanner(free, policy, said, day)
		p.calendar = calendar
		f.live(p, living, calendar.IsBusinessDay(day))
	}
	return f, nil
}

// live is one day. living holds the invoices as reminders have left them.
func (f *Foresight) live(p *planner, living map[ledger.Key]*ledger.Invoice, works bool) {
	for inv := range p.book.ByCustomer() {
		if now, ok := living[inv.Key]; ok {
			inv = now
		}
		d := p.decideToday(inv)
		if p.today == f.From {
			f.Reasons[d.Reason]++
		}
		if !d.Reason.Sends() || !works {
			continue
		}
		step := d.Assigned.Ladder.Step(d.Stage)
		f.Coming = append(f.Coming, Foreseen{
			Day: p.today, Invoice: inv.Key, Number: inv.Number, Customer: inv.Customer, Owner: inv.Salesperson,
			Ladder: d.Assigned.Ladder.Name, Stage: d.Stage, Reason: d.Reason, Skipped: d.Skipped, Tone: d.Tone,
			Tell: d.Tell, Letter: step.Letter, Mail: step.Mail, Amount: d.Amount,
		})
		next := *inv
		next.Stage, next.LastReminder = d.Stage, p.today
		living[inv.Key] = &next
	}
}

// Part is how much of a forecast somebody or something gets.
type Part struct {
	Reminders int // lines
	Days      int // on which there is one: a person gets one digest on each
}

// PerStage counts reminders by stage number; the courtesy of stage 0 is only
// put down.
func (f Foresight) PerStage() map[int]int {
	counts := map[int]int{}
	for _, c := range f.Coming {
		counts[c.Stage.Number]++
	}
	return counts
}

// PerReader counts what each reader is told: salespeople by what their cell
// says, the other roles by their name. An invoice without a salesperson goes to
// finance.
func (f Foresight) PerReader() map[string]Part {
	type dayOf struct {
		who string
		day ledger.Date
	}
	days, parts := map[dayOf]bool{}, map[string]Part{}
	for _, c := range f.Coming {
		if c.Stage.Number == 0 {
			continue // nothing is posted for it
		}
		for _, who := range c.Readers() {
			part := parts[who]
			part.Reminders++
			if at := (dayOf{who, c.Day}); !days[at] {
				days[at] = true
				part.Days++
			}
			parts[who] = part
		}
	}
	return parts
}

// Readers are who is told, each once.
func (c Foreseen) Readers() []string {
	var list []string
	for _, role := range c.Tell {
		who := string(role)
		if role == RoleSalesperson {
			if who = c.Owner; who == "" {
				who = string(RoleFinance)
			}
		}
		if !slices.Contains(list, who) {
			list = append(list, who)
		}
	}
	return list
}
