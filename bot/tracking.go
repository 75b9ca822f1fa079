package bot

import (
	"regexp"
	"strings"

	"github.com/relance-bot/relance/ledger"
)

// formTracking takes the number that the post gave a registered letter.
const formTracking form = "form_tracking"

// actionTracking opens it.
const actionTracking = "tracking"

// VerbTracking is it as a command.
const VerbTracking Verb = "tracking"

type tracked struct{ number string }

func (d tracked) changes(act ledger.Act, b *ledger.Book, inv *ledger.Invoice, _ ledger.Date) ([]ledger.Change, error) {
	if d.number != "" && !isTracking(d.number) {
		return nil, &ledger.Error{Code: ledger.CodeInvalid, Reason: reasonNoTracking, Args: ledger.Args{"text": d.number}, Message: "That is no number of a registered letter."}
	}
	return act.Track(b, inv.Key, d.number)
}

// isTracking tells whether a text may be what a post gave a registered letter:
// RK123456789FR (UPU S10), 1A 123 456 7890 1 (La Poste) or another carrier's.
func isTracking(text string) bool {
	return trackingForm.MatchString(text) && strings.ContainsAny(text, "0123456789")
}

var trackingForm = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9 -]{4,33}[A-Za-z0-9]$`)

func (d tracked) done(v voice, actor string, inv *ledger.Invoice) string {
	if d.number == "" {
		return v.mark("done_tracking_gone", with{"Who": actor})
	}
	line := v.mark("done_tracking", with{"Who": actor, "Number": d.number})
	if !inv.LetterStage.Reached {
		line += "\n" + v.mark("tracking_no_letter")
	}
	return line
}
