package reminders

import (
	"context"
	"fmt"
	"strings"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/store"
)

// mail hands a mail to the mail server. Where it is, is its Message-ID.
func (s *Service) mail(ctx context.Context, d store.Delivery, frozen envelope) (store.Message, error) {
	m, err := openMail(d, frozen)
	if err != nil { // it was written when it was frozen: a fault of ours, and nothing left
		return store.Message{}, &SendError{Certain: true, Final: true, Code: codeUnwritable, Err: err}
	}
	id, err := s.mailerOf(d).Send(ctx, m)
	return store.Message{Channel: d.Destination, TS: id}, err
}

// codeUnwritable: what was frozen can't be read.
const codeUnwritable = "letter_unreadable"

// buryMail ends the search for a second copy of a mail: what was mailed can't
// be taken back. It is logged as the fault that it is.
func (s *Service) buryMail(ctx context.Context, c store.CondemnedMessage) error {
	s.o.Log.ErrorContext(ctx, "mail_sent_twice", "delivery", c.Delivery, "message_id", c.Message.TS)
	if err := s.o.Store.Buried(ctx, s.o.Book, c.Message); err != nil {
		return fmt.Errorf("record a second copy of mail %s: %w", c.Delivery, err)
	}
	return nil
}

// letterMarks are the changes that a letter that is out asks for: stage and day
// of the last letter, neither of them lowered, and a line in the timeline.
func (s *Service) letterMarks(d store.Delivery, r store.Reminder) []ledger.Change {
	inv, ok := s.o.Desk.Book().Invoice(r.Invoice)
	if !ok {
		return nil
	}
	var changes []ledger.Change
	change := func(f ledger.Field, v ledger.Value) {
		if f != ledger.FieldNote && inv.Value(f) == v {
			return
		}
		c := ledger.Change{
			ID: "sent/" + d.ID + "/" + string(inv.Key) + "/" + string(f), At: s.o.Now(), Actor: actorBot, Source: ledger.SourceBot,
			Invoice: inv.Key, Field: f, New: v, Cause: d.ID,
		}
		if f != ledger.FieldNote {
			c.Old = inv.Value(f)
		}
		changes = append(changes, c)
	}
	kind := LetterKind("")
	if e, err := open(d.Payload); err == nil && e.Content.Letter != nil {
		kind = e.Content.Letter.Kind
	}
	if !isLetterCycle(r.Cycle) { // thanks: no stage
		change(ledger.FieldNote, ledger.Text(s.o.letterNote(kind, r.Stage, d.Destination)))
		return changes
	}
	due, ok := cycleDay(inv, strings.TrimPrefix(r.Cycle, cycleLetter))
	if !ok {
		return nil // the due date moved since: another cycle
	}
	ladder := s.Policy().LadderFor(inv, s.o.Desk.Book().Account(inv.CustomerKey))
	if r.Stage.Above(ladder.LetterSince(inv, due)) {
		change(ledger.FieldLetterStage, ledger.Text(r.Stage.String()))
	}
	if d.Day.After(inv.LastLetter) {
		change(ledger.FieldLastLetter, ledger.Day(d.Day))
	}
	change(ledger.FieldNote, ledger.Text(s.o.letterNote(kind, r.Stage, d.Destination)))
	return changes
}

// letterNote is a letter's line in the timeline, in the book's language.
func (o Options) letterNote(kind LetterKind, stage ledger.Stage, to string) string {
	if kind == LetterThanks {
		if o.Language == "fr" {
			return "remerciement envoyé à " + to
		}
		return "thanks sent to " + to
	}
	if o.Language == "fr" {
		return fmt.Sprintf("lettre (%s, étape %s) envoyée à %s", letterWords.in("fr", kind), stage, to)
	}
	return fmt.Sprintf("letter (%s, stage %s) sent to %s", letterWords.in("en", kind), stage, to)
}
