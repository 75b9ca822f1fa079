package sheets

import (
	"fmt"

	"github.com/relance-bot/relance/ledger"
)

// TermsText says in words how a due date follows from terms.
func TermsText(t ledger.Terms, language string) string {
	say := func(en, fr string, args ...any) string {
		if language == "fr" {
			en = fr
		}
		return fmt.Sprintf(en, args...)
	}
	from := say("issue", "l'émission")
	if t.End == ledger.EndBefore {
		from = say("the end of the month of issue", "la fin du mois d'émission")
	}
	text := say("on the day of issue", "le jour de l'émission")
	switch {
	case t.Months > 0 && t.Days > 0:
		text = say("%d months and %d days after %s", "%d mois et %d jours après %s", t.Months, t.Days, from)
	case t.Months > 0:
		text = say("%d months after %s", "%d mois après %s", t.Months, from)
	case t.Days > 0:
		text = say("%d days after %s", "%d jours après %s", t.Days, from)
	case t.End == ledger.EndBefore:
		text = say("at the end of the month of issue", "à la fin du mois d'émission")
	}
	if t.End == ledger.EndAfter {
		text += say(", then to the end of that month", ", puis jusqu'à la fin de ce mois")
	}
	if t.Day > 0 {
		text += say(", then on the %d that follows", ", puis le %d qui suit", t.Day)
	}
	return text
}
