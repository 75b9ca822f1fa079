package reminders

import (
	"context"
	"fmt"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/store"
)

// Preview is what a day would bring.
type Preview struct {
	Decisions []Decision
	Messages  []Planned
	Letters   []LetterDecision
}

// Planned is one message that would go out.
type Planned struct {
	Kind     string // of store
	To       string // name, or id of a channel
	SlackID  string
	Invoices int
	Stage    ledger.Stage // the highest in it
}

// Preview is what would go out on a day to whom, if the book stood at a level
// and were not held or paused, at whatever hour. It sends nothing.
func (s *Service) Preview(ctx context.Context, asOf ledger.Date, level ledger.Level) (Preview, error) {
	book, err := s.o.Desk.Book().Apply(
		ledger.Change{ID: "preview/level", Field: ledger.FieldLevel, New: ledger.Text(string(level))},
		ledger.Change{ID: "preview/hold", Field: ledger.FieldHold},
		ledger.Change{ID: "preview/pause", Field: ledger.FieldPause},
	)
	if err != nil {
		return Preview{}, fmt.Errorf("preview: %w", err)
	}
	p := newPlanner(book, s.inForce(book), s.view.Load(), asOf)
	p.anyTime = true
	plan := p.anew()
	people, err := s.roster(ctx, plan)
	if err != nil {
		return Preview{}, err
	}
	g := s.newDrafter(p, plan, people, s.o.Now())
	if level == ledger.LevelLetters {
		g.planLetters()
	}
	preview := Preview{Decisions: plan.list(), Letters: g.letters}
	for _, d := range g.drafts() {
		m := Planned{Kind: d.kind, To: d.to.Name, SlackID: d.to.SlackID}
		if m.To == "" {
			m.To = d.to.destination()
		}
		counted := map[ledger.Key]bool{"": true}
		for _, r := range d.reminders {
			if !counted[r.Invoice] {
				counted[r.Invoice] = true
				m.Invoices++
			}
			if isLadderCycle(r.Cycle) {
				m.Stage = higher(m.Stage, r.Stage)
			}
		}
		preview.Messages = append(preview.Messages, m)
	}
	for _, d := range g.letters {
		if d.Waits() {
			preview.Messages = append(preview.Messages, Planned{Kind: store.KindLetter, To: d.Name, Invoices: len(d.Lines), Stage: d.Stage()})
		}
	}
	return preview, nil
}
