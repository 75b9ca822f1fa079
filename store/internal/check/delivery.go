package check

import (
	"fmt"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/store"
)

// maxRung bounds a stage's number and repeat, so that Rank is exact in every
// store: Lua counts in floats of 53 bits.
const maxRung = 999_999

// Rank is a number that grows as ledger.Stage.Above does; 0 is before the ladder.
func Rank(s ledger.Stage) int64 {
	if !s.Reached {
		return 0
	}
	return 1 + int64(s.Number)*(maxRung+1) + int64(s.Repeat)
}

// Deliveries checks what is to be frozen.
func Deliveries(list []store.Delivery) error {
	for _, d := range list {
		if err := delivery(d); err != nil {
			return fmt.Errorf("delivery %q: %w", d.ID, err)
		}
	}
	return nil
}

func delivery(d store.Delivery) error {
	switch {
	case d.ID == "" || d.Destination == "":
		return fmt.Errorf("it has no id or destination: %w", store.ErrInvalid)
	case d.Kind == store.KindDigest && (d.Person == "" || d.Day.IsZero()):
		return fmt.Errorf("a digest is of a person and a day: %w", store.ErrInvalid)
	case d.PlannedSeq > 1<<53:
		return fmt.Errorf("planned from %d: %w", d.PlannedSeq, store.ErrInvalid)
	case !d.NotAfter.IsZero() && !fitsNanoseconds(d.NotAfter):
		return fmt.Errorf("not after %v can't be kept: %w", d.NotAfter, store.ErrInvalid)
	}
	if err := roundTrip(ledger.Day(d.Day)); err != nil {
		return err
	}
	for name, s := range map[string]string{"id": d.ID, "kind": d.Kind, "destination": d.Destination, "person": d.Person} {
		if err := text(name, s); err != nil {
			return err
		}
	}
	for _, subject := range d.Subjects {
		if err := text("subject", string(subject)); err != nil {
			return err
		}
	}
	return reminders(d.Reminders)
}

func reminders(list []store.Reminder) error {
	seen := map[string]bool{}
	for _, r := range list {
		if r.ID == "" || seen[r.ID] {
			return fmt.Errorf("reminder %q has no id or stands in it twice: %w", r.ID, store.ErrInvalid)
		}
		seen[r.ID] = true
		if r.Stage.Number < 0 || r.Stage.Repeat < 0 || r.Stage.Number > maxRung || r.Stage.Repeat > maxRung {
			return fmt.Errorf("reminder %q is at stage %v: %w", r.ID, r.Stage, store.ErrInvalid)
		}
		for name, s := range map[string]string{"reminder": r.ID, "invoice": string(r.Invoice), "cycle": r.Cycle} {
			if err := text(name, s); err != nil {
				return err
			}
		}
	}
	return nil
}

// Message checks where a delivery is said to have ended up.
func Message(m store.Message) error {
	if m.Channel == "" || m.TS == "" {
		return fmt.Errorf("message %+v lacks a channel or a ts: %w", m, store.ErrInvalid)
	}
	return Texts(m.Channel, m.TS)
}

// Texts checks that strings can be given back as they are.
func Texts(list ...string) error {
	for _, s := range list {
		if err := text("text", s); err != nil {
			return err
		}
	}
	return nil
}

// Claim checks who asks for how much.
func Claim(ask store.ClaimAsk) error {
	if ask.Limit <= 0 || ask.TTL <= 0 || ask.Owner.Incarnation == "" || ask.Owner.Attempt == "" {
		return fmt.Errorf("claim %+v lacks an owner, a time to live or a limit: %w", ask, store.ErrInvalid)
	}
	return Texts(ask.Owner.Incarnation, ask.Owner.Attempt)
}

// Subjects are all that the gate looks at: the invoices of the reminders, what
// else is named, and the book, each once.
func Subjects(d store.Delivery) []ledger.Subject {
	all := []ledger.Subject{ledger.SubjectBook}
	seen := map[ledger.Subject]bool{ledger.SubjectBook: true}
	add := func(s ledger.Subject) {
		if !seen[s] {
			seen[s] = true
			all = append(all, s)
		}
	}
	for _, r := range d.Reminders {
		add(ledger.InvoiceSubject(r.Invoice))
	}
	for _, s := range d.Subjects {
		add(s)
	}
	return all
}
