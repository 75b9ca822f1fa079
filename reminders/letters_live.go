package reminders

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/relance-bot/relance/ledger"
)

// Slept tells that nothing ran since then, on any replica: the sync says so
// when it comes back.
func (s *Service) Slept(since time.Time) { s.slept.Store(&since) }

// beginLetters puts down what decides about letters from then on: who is too
// large to be written to when a book goes live, and that the service was away
// for so long that finance has to say go on.
func (s *Service) beginLetters(ctx context.Context) error {
	book := s.o.Desk.Book()
	if book.Level() != ledger.LevelLetters {
		return nil
	}
	var changes []ledger.Change
	say := func(id string, word ledger.LetterWord) {
		changes = append(changes, ledger.Change{
			ID: id, At: s.o.Now(), Actor: actorBot, Source: ledger.SourceBot, Field: ledger.FieldLetter, New: ledger.Record(word),
		})
	}
	if !book.Letters().Live {
		say("letters/live", ledger.LetterWord{Word: ledger.WordLive, Internal: largest(book, s.Policy().Letters.LargestInternalOnly)})
	}
	if since := s.slept.Load(); since != nil {
		hours := s.Policy().Letters.DowntimeOKHours
		if hours > 0 && s.o.Now().Sub(*since) >= time.Duration(hours)*time.Hour {
			say("letters/silence/"+strconv.FormatInt(since.Unix(), 10), ledger.LetterWord{Word: ledger.WordSilence, Since: since.UTC()})
		}
	}
	for _, c := range changes {
		// In conflict: another replica put it down first, as it saw it.
		if _, err := s.o.Desk.Record(ctx, c); err != nil && !isConflict(err) {
			return fmt.Errorf("put down where letters stand: %w", err)
		}
	}
	s.slept.Store(nil)
	return nil
}
